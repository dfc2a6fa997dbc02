"""Lists the words of our English texts that two engines do not say alike, or that one guesses.

`python -m bench.pronounced` compares the sounds of hibari (dictionary, else a net that guesses) and
of espeak-ng, brought to one alphabet without what hardly anybody hears: length, reduced vowels, and
whether `cot` and `caught` differ. Which of them is wrong a person decides, and settles it in the
lexicon of `scripts/languages/en.yaml`; words that it has, or that have readings there, are marked.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hibari.g2p import G2P

from voicecoach.formats.document import read_document
from voicecoach.language.placeholders import phrases_of
from voicecoach.library.library import Library, shipped_scripts
from voicecoach.voices.engines.espeak import find_espeak

# Of the exercises and papers to come, as physiotherapists write them.
COMING = """
    abdominals abductor adductor ankylosing arthritis bicep biceps calf calves cervical chin-tuck
    clamshell coccyx cobra crunches deadlift deltoid dorsiflexion dumbbell eccentric epidural
    erector extensor fascia femur fibula fibromyalgia flexor foam-roller gastrocnemius gluteus
    glutes gluteal hamstring hamstrings humerus iliopsoas isometric kettlebell kinesiology kyphosis
    lats latissimus lordosis lumbar lunge lunges mckenzie meniscus metatarsal multifidus
    obliques osteopath osteoporosis paraspinal patella pallof pecs pectoral pelvis pilates
    piriformis plank planks plantar plyometric posterior prone psoas quad quadriceps quads
    quadruped radial rehab rhomboids rotator sacroiliac sacrum scapula scapular sciatic sciatica
    scoliosis skier soleus spinal spondylolisthesis spondylosis squat stenosis sternum supine tens
    superman thera-band thoracic tibia tibialis transversus trapezius triceps ulnar vastus vertebra
    vertebrae vestibular yoga bird-dog cat-cow childs-pose child's dead-bug knee-to-chest wall-sit
    step-up sit-to-stand tai chi qigong diaphragm diaphragmatic nostril inhale exhale numbness
    urine bowel genitals ibuprofen paracetamol
"""
_LANGUAGE = re.compile(r"\.(de|es|fr|hi|pt)\.yaml$")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_PLACES = ("exercises", "routines", "programmes")
_NOT_SPOKEN = {"sources", "voice", "position", "kind", "needs", "url", "avoid"}


def main() -> None:
    """Print every word that differs, or that hibari guesses."""
    hibari, espeak = Hibari(), EspeakNg()
    settled = _settled()
    print(f"{'word':22}{'hibari':26}{'espeak-ng':26}what")
    for word in words():
        ours, theirs = hibari.sounds(word), espeak.sounds(word)
        faults = [] if hibari.knows(word) else ["guessed"]
        faults += _differences(folded(ours, _MISAKI), folded(theirs))
        if faults:
            mark = ", settled" if word.lower() in settled else ""
            print(f"{word:22}{ours:26}{theirs:26}{', '.join(faults)}{mark}")


def words() -> list[str]:
    """Every word of the shipped English texts, and of those to come, each once."""
    texts = [*_texts(), COMING]
    found = {word.replace("\u2019", "'") for text in texts for word in _WORD.findall(text)}
    small = {word for word in found if word == word.lower()}
    return sorted(small | {word for word in found if word.lower() not in small}, key=str.lower)


def _texts() -> Iterator[str]:
    language, _ = Library((shipped_scripts(),)).language("en")
    assert language is not None
    yield from (text for _, text in phrases_of(language))
    yield from (*language.numbers, *language.ear.words.values())
    for place in _PLACES:
        for file in sorted((shipped_scripts() / place).glob("*.yaml")):
            if not _LANGUAGE.search(file.name):
                yield from _leaves(read_document(file).data)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield re.sub(r"https?://\S+", "", value)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _NOT_SPOKEN:
                yield from _leaves(item)


def _settled() -> set[str]:
    language, _ = Library((shipped_scripts(),)).language("en")
    assert language is not None
    return {word.lower() for word in (*language.lexicon, *language.ear.homographs)}


class Hibari:
    """The sounds that hibari is given."""

    def __init__(self) -> None:
        self._g2p = G2P()
        self._dictionary = G2P(oov=False, unk="?")

    def sounds(self, word: str) -> str:
        """Those of a word alone."""
        return str(self._g2p(word))

    def knows(self, word: str) -> bool:
        """Whether its dictionary has the word, or its parts, rather than that a net guesses."""
        sounds = self._dictionary(word)
        return bool(sounds) and "?" not in sounds


class EspeakNg:
    """The sounds that espeak-ng's American voice speaks."""

    def __init__(self) -> None:
        found = find_espeak()
        assert found, "espeak-ng is not here"
        self._library = ctypes.CDLL(str(found.library))
        self._library.espeak_Initialize(2, 0, str(Path(found.data).parent).encode(), 0)
        self._library.espeak_SetVoiceByName(b"en-us")
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p

    def sounds(self, word: str) -> str:
        """Those of a word alone."""
        rest = ctypes.c_char_p(word.encode())
        parts = []
        while rest.value:
            said = self._library.espeak_TextToPhonemes(ctypes.byref(rest), 1, 2)
            parts.append((said or b"").decode())
        return " ".join(parts).strip()


_MISAKI = "A>eɪ I>aɪ O>oʊ W>aʊ Y>ɔɪ ʧ>tʃ ʤ>dʒ T>t ᵊ>ə"
_ALIKE = (
    "n\u0329>ən l\u0329>əl ɚ>əɹ ɜɹ>əɹ ɜ>əɹ ᵻ>ə ɐ>ə ʌ>ə ɾ>t ʔ>t oɹ>ɔɹ æɹ>ɛɹ ɪɹ>iɹ iəɹ>iɹ ɔɹ>ɔɹ "
    "ɔɪ>ɔɪ ɔ>ɑ ɒ>ɑ ʊɹ>ɔɹ ŋk>nk"
)
_VOWEL = re.compile("[aeiouæɑɔəɛɪʊ]+")
_DOUBLED = re.compile(r"(\w)\1")


@dataclass(frozen=True)
class Folded:
    """A word's sounds without what hardly anybody hears.

    Attributes:
        consonants: double ones once.
        vowel: the one that is stressed.
        main: which syllable that is, from 0 on.
        stressed: all that have any stress.
    """

    consonants: str
    vowel: str
    main: int
    stressed: frozenset[int]


def folded(sounds: str, *tables: str) -> Folded:
    """Fold sounds, by tables of pairs before those that hold for all."""
    sounds = re.sub("[^\\wˈˌ\u0329]|ː", "", sounds)
    for table in (*tables, _ALIKE):
        pairs = dict(pair.split(">") for pair in table.split())
        keys = sorted(pairs, key=len, reverse=True)
        sounds = "".join(pairs.get(part, part) for part in re.split(f"({'|'.join(keys)})", sounds))
    syllables = re.findall(f"([ˈˌ]?)({_VOWEL.pattern})", sounds) or [("", "")]
    marks = [mark for mark, _ in syllables]
    main = next((marks.index(mark) for mark in "ˈˌ" if mark in marks), 0)
    consonants = _DOUBLED.sub(r"\1", _VOWEL.sub("", re.sub("[ˈˌ]", "", sounds)))
    stressed = frozenset(place for place, mark in enumerate(marks) if mark)
    return Folded(consonants, syllables[main][1], main, stressed)


def _differences(ours: Folded, theirs: Folded) -> list[str]:
    """In what two words differ: consonants, which syllable is stressed, or its vowel."""
    found = [] if ours.consonants == theirs.consonants else ["consonants"]
    both = ours.stressed and theirs.stressed
    if both and ours.main not in theirs.stressed and theirs.main not in ours.stressed:
        found.append("stress")
    elif ours.main == theirs.main and ours.vowel != theirs.vowel:
        found.append("vowel")
    return found


if __name__ == "__main__":
    main()
