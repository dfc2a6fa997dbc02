"""How to get a natural voice where none is installed, in one line, with its size and licence."""

from __future__ import annotations

from voicecoach.voices.catalogue import KOKORO, Published, published
from voicecoach.voices.engines.kokoro import Kokoro

NATURAL = frozenset({"hibari", "kokoro", "piper", "recorded"})
"""Engines whose voices were made from people."""

# Piper's voices for languages that kokoro lacks: the best known one, and one for any use.
_BY_PIPER = {"de": ("de_DE-thorsten-medium", "de_DE-mls-medium")}


def how_to_get(language: str) -> str | None:
    """Say how to get a natural voice for a language; None where there is none to be had.

    Args:
        language: ISO 639-1 code, also with a country.
    """
    code = language.lower().partition("-")[0]
    if code in Kokoro.capabilities.languages:
        return (
            f"A natural voice for '{code}' comes with 'pip install \"voicecoach[voices]\"' "
            f"({_described(KOKORO)})."
        )
    found = [offer for name in _BY_PIPER.get(code, ()) if (offer := published(name))]
    if not found:
        return None
    offers = ", or ".join(f"{offer.name} ({_described(offer)})" for offer in found)
    return (
        f"No natural voice for '{code}' comes in a package. Where there is a network, "
        f"'pip install \"voicecoach[piper]\"' and 'voicecoach voices install NAME' bring one: "
        f"{offers}."
    )


def _described(offer: Published) -> str:
    return f"{offer.size_bytes / 1e6:.0f} MB, {offer.licence}, {offer.use.says}"
