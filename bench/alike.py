"""Which words are read alike: a recogniser that writes one for the other has heard what was said.

English has a list of them, in `normalise`. Spanish, French and Portuguese are read by rule, so
there espeak-ng's rules tell: "exhale" and "exale", "soufflez" and "souffler", "doce" and "dose" as
Latin America says it. Where the stress is counts only at a word's end ("estire", "estiré"): a
recogniser that writes "pongase" has left out an accent, not misheard "póngase". In French it never
does.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_CODES = {"es": "es-419", "fr": "fr-fr", "pt": "pt-br"}
_VOWEL = re.compile("[aeiouyɐɑɔəɛœøɪʊɨæ]")
_LEFT_OUT = re.compile("[ˈˌː ]")
_MERGED = str.maketrans("ʎ", "ʝ")  # hardly anybody parts them


@cache
def sound_of(word: str, language: str) -> str:
    """Return what a word sounds like, or the word where its language has no such rules.

    Args:
        word: as `normalise.words` gives it.
        language: ISO 639-1 code.
    """
    if language not in _CODES:
        return word
    sounds: str = _reader(language).phonemize([word])[0].strip()
    vowels = [found.start() for found in _VOWEL.finditer(sounds)]
    ends_stressed = len(vowels) > 1 and sounds.rfind("ˈ") >= vowels[-2] and language != "fr"
    bare = _LEFT_OUT.sub("", sounds).translate(_MERGED)
    return f"{bare}ˈ" if ends_stressed else bare


@cache
def _reader(language: str) -> Any:
    import logging

    import espeakng_loader
    from phonemizer.backend import EspeakBackend
    from phonemizer.backend.espeak.wrapper import EspeakWrapper

    EspeakWrapper.set_library(espeakng_loader.get_library_path())
    EspeakWrapper.set_data_path(espeakng_loader.get_data_path())
    logging.getLogger("phonemizer").setLevel(logging.ERROR)  # it would tell of each foreign word
    return EspeakBackend(_CODES[language], with_stress=True, language_switch="remove-flags")
