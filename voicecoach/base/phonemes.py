"""Sounds of a word in the phonetic alphabet (IPA), and how a text for the ear carries them.

`[close](/kloʊz/)` is the word `close` with its sounds. Only the lexicon writes it, for engines that
take it: in what an author writes no square bracket is left when it reaches an engine.
"""

from __future__ import annotations

import re
import unicodedata

from voicecoach.base.messages import Phrase, phrase

SOUNDS = frozenset(
    "abcdefghijklmnopqrstuvwxyzɐɑɒæɔəɚɛɜɝɨɪɯɤøœʊʌᵊᵻβçðɕɖɟɡɣɥɰŋɲɳɴɸɹɻɽɾʁʂʃʈʋʎʒʔʝθχʣʤʥʦʧʨ"
)
"""The letters of the alphabet that every engine's own can stand for."""
MARKS = frozenset("ˈˌːʰʲ\u0303\u0329\u0361 ")
"""What may stand beside them: stress, length, nasal, syllabic and tied sounds, and the blank."""

# What people write in the place of a letter of the alphabet: on a keyboard, from X-SAMPA, or in a
# transcription more narrow than any engine speaks.
_PAIRS = (
    "'>ˈ \u2019>ˈ \u02bc>ˈ ,>ˌ :>ː ˑ>ː @>ə A>eɪ I>aɪ O>oʊ Q>əʊ W>aʊ Y>ɔɪ "
    "D>ð E>ɛ N>ŋ S>ʃ T>θ U>ʊ V>ʌ Z>ʒ ɫ>l ɬ>l ɭ>l ʟ>l ʍ>w ʷ>w ɱ>m ɦ>h ħ>h ʉ>u ʏ>y ɵ>ə ɘ>ə ɞ>ɜ "
    "ɶ>œ ˞>ɹ ʀ>ʁ ɢ>ɡ ʐ>ʒ ʑ>ʒ \u03b5>ɛ \u03b1>ɑ \u0131>ɪ \u03b8>θ"
)
_INSTEAD = dict(pair.split(">") for pair in _PAIRS.split())
MARKED = re.compile(r"\[([^\[\]]+)\]\(/([^/()\[\]]+)/\)")
"""Finds a word that carries its sounds: both, as groups."""


def canonical(ipa: str) -> str:
    """Sounds with every sign beside its letter as a character of its own, and single blanks."""
    apart = unicodedata.normalize("NFD", ipa).replace("c\u0327", "ç")
    return " ".join(apart.split())


def fault(ipa: str) -> Phrase | None:
    """What is wrong with sounds as somebody wrote them, with what to write instead."""
    symbols = canonical(ipa)
    strange = next((symbol for symbol in symbols if symbol not in SOUNDS | MARKS), None)
    if strange is None:
        return None if SOUNDS & set(symbols) else phrase("sounds/none", ipa=ipa)
    instead = _INSTEAD.get(strange)
    if instead:
        return phrase("sounds/meant", symbol=strange, meant=instead)
    shown = f" {strange}" if unicodedata.combining(strange) else strange
    if strange.isalpha():
        return phrase("sounds/unknown", symbol=shown)
    return phrase("sounds/no-letter", symbol=shown)


def mark(word: str, ipa: str) -> str:
    """A word with its sounds, as a text carries it."""
    return f"[{word}](/{ipa}/)"


def marked(text: str) -> list[tuple[str, str | None]]:
    """Split a text at the words that carry their sounds.

    Returns:
        Words as they are written, blanks and all, each with its sounds or None. Joined, they are
        the text that was meant.
    """
    parts: list[tuple[str, str | None]] = []
    end = 0
    for found in MARKED.finditer(text):
        if found.start() > end:
            parts.append((text[end : found.start()], None))
        parts.append((found[1], found[2]))
        end = found.end()
    if end < len(text):
        parts.append((text[end:], None))
    return parts


def unmarked(text: str) -> str:
    """A text without the sounds that its words carry."""
    return MARKED.sub(r"\1", text)
