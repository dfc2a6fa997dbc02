"""The table of engines, and how a voice is chosen from them."""

from __future__ import annotations

import importlib
from functools import lru_cache

from voicecoach.errors import VoiceError
from voicecoach.voices.base import Engine, Voice

ENGINES = {
    "pyttsx3": "voicecoach.voices.pyttsx3_engine:Pyttsx3",
    "silent": "voicecoach.voices.silent:Silent",
}
"""Engines from the best for listening to the last resort: name, and `module:Class`."""


@lru_cache
def load_engine(name: str) -> Engine:
    """Make an engine.

    Args:
        name: from the table, or any `module:Class` of one's own.

    Raises:
        VoiceError: there is none of that name.
    """
    module, _, kind = ENGINES.get(name, name).partition(":")
    if not kind:
        raise VoiceError(f"there is no engine '{name}'", f"Choose one of {', '.join(ENGINES)}.")
    engine: Engine = getattr(importlib.import_module(module), kind)()
    return engine


def find_voice(wanted: str, language: str) -> Voice:
    """Choose a voice.

    Args:
        wanted: `engine`, `engine:voice`, or `voice` of the default engine; empty for the default.
        language: code that the default voice must speak.

    Raises:
        VoiceError: there is no such engine or voice here. Another is never taken silently.
    """
    first, _, rest = wanted.partition(":")
    name, voice = (first, rest) if first in ENGINES else (next(iter(ENGINES)), wanted)
    engine = load_engine(name)
    if problem := engine.available():
        raise VoiceError(f"the voices of {name} cannot be used: {problem}")
    chosen = _match(engine, voice) if voice else engine.default_voice(language)
    if not chosen:
        raise VoiceError(
            f"{name} has no voice for the language '{language}'",
            "Install one, or name another voice: 'voicecoach voices' lists them.",
        )
    return Voice(name, chosen, engine.version())


def _match(engine: Engine, wanted: str) -> str:
    """Find a voice by its name, its title, or a language that is its own."""
    offered = engine.voices()
    for voice in offered:
        if wanted.casefold() in (voice.name.casefold(), voice.title.casefold()):
            return voice.name
    for voice in offered:
        if wanted.casefold() == next(iter(voice.languages), "").casefold():
            return voice.name
    import difflib

    close = difflib.get_close_matches(wanted, [voice.name for voice in offered], 3)
    raise VoiceError(
        f"{engine.name} has no voice '{wanted}' here",
        f"Did you mean {' or '.join(close)}?" if close else "'voicecoach voices' lists them.",
    )
