"""How to get a natural voice where none is installed, in one line, with its size and licence."""

from __future__ import annotations

from voicecoach.base.messages import Phrase, phrase
from voicecoach.voices.catalogue import KOKORO, Published, published
from voicecoach.voices.engines.kokoro import Kokoro

NATURAL = frozenset({"hibari", "kokoro", "piper", "recorded"})
"""Engines whose voices were made from people."""

# Piper's voices for languages that kokoro lacks: the best known one, and one for any use.
_BY_PIPER = {"de": ("de_DE-thorsten-medium", "de_DE-mls-medium")}


def how_to_get(language: str) -> Phrase | None:
    """Say how to get a natural voice for a language; None where there is none to be had.

    Args:
        language: ISO 639-1 code, also with a country.
    """
    code = language.lower().partition("-")[0]
    if code in Kokoro.capabilities.languages:
        kokoro = phrase("offer/kokoro", **_facts(KOKORO))
        return phrase("natural-voice/package", language=code, offer=kokoro)
    found = [
        phrase("offer/voice", **_facts(offer))
        for name in _BY_PIPER.get(code, ())
        if (offer := published(name))
    ]
    if not found:
        return None
    *others, offers = found
    for each in reversed(others):
        offers = phrase("offer/or", first=each, second=offers)
    return phrase("natural-voice/network", language=code, offer=offers)


def _facts(offer: Published) -> dict[str, object]:
    megabytes = offer.size_bytes / 1e6
    return {
        "name": offer.name,
        "megabytes": megabytes,
        "licence": offer.licence,
        "use": offer.use.says,
    }
