"""Words as the sounds that Kokoro was taught, and sounds as the numbers that its model takes.

English sounds come from hibari's lexicon, the others from the espeak-ng that espeakng-loader
carries, in the alphabet of misaki: the model was taught with these, and another espeak-ng writes
others.
misaki itself is for Python up to 3.12; what it does here is a table and a few signs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from voicecoach.base.errors import VoiceError
from voicecoach.base.messages import Phrase, phrase
from voicecoach.voices import ipa
from voicecoach.voices.engines.espeak import Espeak
from voicecoach.voices.identity import package_digest
from voicecoach.voices.packages import package_folder, package_version

ESPEAK_LANGUAGES = {"es": "es", "fr": "fr-fr", "hi": "hi", "pt": "pt-br"}
"""The languages that are not English, as espeak-ng calls them."""

MOST_SOUNDS = 150
"""At a time: the library's longest line has 137, and memory grows with them (1 GB at 508)."""

ENGLISH_PACKAGES = {"hibari_tts": "hibari"}
OTHER_PACKAGES = {"phonemizer_fork": "phonemizer", "espeakng_loader": "espeakng_loader"}
"""Distributions, each with its folder, that turn a language's words into sounds."""

# Angles would be lost as marks, and brackets be read aloud: they pass as each other's kin.
_INWARDS = str.maketrans({"«": "\u201c", "»": "\u201d", "(": "«", ")": "»"})
_OUTWARDS = str.maketrans({"«": "(", "»": ")"})

_NUMBERED = (
    (1, ";:,.!?"),
    (9, '—…"()“” \u0303ʣʥʦʨᵝꭧAI'),
    (31, "O"),
    (33, "Q"),
    (35, "ST"),
    (39, "W"),
    (41, "Yᵊabcdef"),
    (50, "hijklmnopqrstuvwxyzɑɐɒæ"),
    (75, "βɔɕç"),
    (80, "ɖðʤə"),
    (85, "ɚɛɜ"),
    (90, "ɟ"),
    (92, "ɡ"),
    (99, "ɥ"),
    (101, "ɨɪʝ"),
    (110, "ɯɰŋɳɲɴø"),
    (118, "ɸθœ"),
    (123, "ɹ"),
    (125, "ɾɻ"),
    (128, "ʁɽʂʃʈʧ"),
    (135, "ʊʋ"),
    (138, "ʌɣɤ"),
    (142, "χʎ"),
    (147, "ʒʔ"),
    (156, "ˈˌː"),
    (162, "ʰ"),
    (164, "ʲ"),
    (169, "↓"),
    (171, "→↗↘"),
    (177, "ᵻ"),
)
IDS = {symbol: first + i for first, symbols in _NUMBERED for i, symbol in enumerate(symbols)}
"""The model's number for each sound and mark; 0 stands before and after them."""

# Where a text may be parted that is too long: the first of these that there is.
_PARTED_AFTER = (re.compile(r"[.!?…]\s+"), re.compile(r"[,;:—]\s*"), re.compile(r"\s+"))
_STOPS = str.maketrans("\u0964\u0965", "..")  # the danda ends a sentence in Hindi


def missing(language: str) -> Phrase | None:
    """Return what a language's sounds lack here, with what to do about it, or None."""
    lacking = [package for package in _packages(language) if not package_version(package)]
    if lacking:
        names = [package.replace("_", "-") for package in lacking]
        return phrase("not-installed/packages", packages=names)
    if language == "en":
        return None
    loader = package_folder("espeakng_loader")
    return Espeak(loader, loader / "espeak-ng-data").problem() if loader else None


def digests(language: str) -> list[str]:
    """Return the digests of what turns a language's words into sounds."""
    return [package_digest(package, folder) for package, folder in _packages(language).items()]


def sounds_of(text: str, language: str, british: bool) -> str:
    """Return the sounds of a text, in symbols of `IDS`.

    Args:
        text: as `Utterance.text`; words may carry their sounds.
        language: ISO 639-1 code.
        british: for a voice that speaks British English.

    Raises:
        VoiceError: nothing in it makes a sound.
    """
    if language == "en":
        sounds = _english(british)(ipa.misaki_text(text, british))
    else:
        sounds = _other(text, language)
    known = "".join(symbol for symbol in sounds if symbol in IDS)
    if not any(symbol.isalpha() for symbol in known):
        raise VoiceError("voice-failed/no-sound")
    return known


def parted(sounds: str, most: int = MOST_SOUNDS) -> list[str]:
    """Part what is too long to be spoken at once: after a sentence, at a comma, between words."""
    parts = []
    while len(sounds) > most:
        window = sounds[: most + 1]
        ends = [[found.end() for found in after.finditer(window)] for after in _PARTED_AFTER]
        end = next((found[-1] for found in ends if found), most)
        parts.append(sounds[: min(end, most)].strip())
        sounds = sounds[min(end, most) :].strip()
    return [part for part in [*parts, sounds] if any(symbol.isalpha() for symbol in part)]


def _packages(language: str) -> dict[str, str]:
    return ENGLISH_PACKAGES if language == "en" else OTHER_PACKAGES


@lru_cache(maxsize=2)  # 100 MB each
def _english(british: bool) -> Callable[[str], str]:
    from hibari.g2p import G2P

    sounds: Callable[[str], str] = G2P(british=british)
    return sounds


@lru_cache
def _espeak(language: str) -> Callable[[str], str]:
    import espeakng_loader
    from phonemizer.backend import EspeakBackend
    from phonemizer.backend.espeak.wrapper import EspeakWrapper

    EspeakWrapper.set_library(espeakng_loader.get_library_path())
    EspeakWrapper.set_data_path(espeakng_loader.get_data_path())
    backend = EspeakBackend(
        ESPEAK_LANGUAGES[language],
        preserve_punctuation=True,
        with_stress=True,
        tie=True,
        language_switch="remove-flags",
    )

    def sounds(text: str) -> str:
        spoken = "".join(backend.phonemize([text.translate(_STOPS).translate(_INWARDS)])).strip()
        return ipa.untied(spoken).translate(_OUTWARDS)

    return sounds


def _other(text: str, language: str) -> str:
    """Sounds by espeak-ng, with those of the words that carry their own."""
    if language not in ESPEAK_LANGUAGES:
        raise VoiceError("voice-failed/kokoro-language", language=language)
    parts = [
        _espeak(language)(words) if own is None else ipa.to_misaki(own, language=language)
        for words, own in ipa.marked(text)
        if words.strip()
    ]
    return re.sub(r"\s+(?=[,.;:!?])", "", " ".join(parts)) if len(parts) > 1 else "".join(parts)
