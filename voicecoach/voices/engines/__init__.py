"""The table of engines, and how a voice is chosen from them."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from typing import Any

from voicecoach.base.errors import VoiceError
from voicecoach.base.messages import phrase, together
from voicecoach.voices.engine import Engine, Voice
from voicecoach.voices.figures import every_engine, order_of

ENGINES = {
    "hibari": "voicecoach.voices.engines.hibari:Hibari",
    "kokoro": "voicecoach.voices.engines.kokoro:Kokoro",
    "piper": "voicecoach.voices.engines.piper:Piper",
    "flite": "voicecoach.voices.engines.flite:Flite",
    "pyttsx3": "voicecoach.voices.engines.pyttsx3_engine:Pyttsx3",
    "command": "voicecoach.voices.engines.command:Command",
    "recorded": "voicecoach.voices.engines.recorded:Recorded",
    "silent": "voicecoach.voices.engines.silent:Silent",
}
"""Engines from the best for listening to the last resort: name, and `module:Class`."""


def unknown_engine(wanted: str) -> str:
    """The engine that a voice is asked of, where there is none of that name; or nothing."""
    engine, colon, _ = wanted.partition(":")
    return engine if colon and engine not in ENGINES else ""


def load_engine(name: str, settings: Mapping[str, Any] | None = None) -> Engine:
    """Make an engine.

    Args:
        name: from the table, or any `module:Class` of one's own.
        settings: what a project has set for it, if anything.

    Raises:
        VoiceError: there is none of that name.
    """
    module, _, kind = ENGINES.get(name, name).partition(":")
    if not kind:
        raise VoiceError("no-engine", engine=name, there=[*ENGINES])
    make = getattr(importlib.import_module(module), kind)
    engine: Engine = make(settings) if settings else make()
    return engine


class Engines:
    """The engines of a project: each made once, with what the project has set for it.

    Attributes:
        settings: by the engine's name; values that JSON can hold, for workers are told them.
    """

    def __init__(self, settings: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self.settings = settings or {}
        self._made: dict[str, Engine] = {}

    def load(self, name: str) -> Engine:
        """Return an engine, see `load_engine`.

        Raises:
            VoiceError: there is none of that name.
        """
        engine = self._made.get(name)
        if engine is None:
            engine = self._made[name] = load_engine(name, self.settings.get(name))
        return engine

    def find_voice(self, wanted: str, language: str) -> Voice:
        """Choose a voice.

        Args:
            wanted: `engine`, `engine:voice`, or a voice of any engine that speaks unasked; empty
                for the best that is installed for the language.
            language: code that an unnamed voice must speak.

        Raises:
            VoiceError: there is no such engine or voice here. Another is never taken silently.
        """
        first, _, rest = wanted.partition(":")
        if first in ENGINES:
            engine = self.load(first)
            if problem := engine.available():
                raise VoiceError("engine-unusable/named", engine=first, reason=problem)
            return _chosen(engine, _match([engine], rest)[1] if rest else "", language)
        if wanted:
            return _chosen(*_match(_installed(map(self.load, every_engine())), wanted), language)
        for engine in map(self.load, order_of(language)):  # those behind the best are not loaded
            if not engine.available() and engine.default_voice(language):
                return _chosen(engine, "", language)
        return _chosen(_installed(map(self.load, order_of(language)))[0], "", language)


def _installed(engines: Iterable[Engine]) -> list[Engine]:
    """Return those engines that can speak here, in their order.

    Raises:
        VoiceError: there is none.
    """
    engines = list(engines)
    problems = {engine.name: engine.available() for engine in engines}
    if all(problems.values()):
        said = together(
            phrase("engine-unusable/one", engine=name, reason=problem)
            for name, problem in problems.items()
        )
        raise VoiceError("engine-unusable/all", reason=said)
    return [engine for engine in engines if not problems[engine.name]]


def _chosen(engine: Engine, voice: str, language: str) -> Voice:
    """Pin a voice of an engine that is available; its default one if none is named."""
    name = voice or engine.default_voice(language)
    if not name:
        raise VoiceError("no-voice/of-engine", engine=engine.name, language=language)
    return Voice(engine.name, name, engine.version(name))


def _match(engines: list[Engine], wanted: str) -> tuple[Engine, str]:
    """Find a voice by its name, its title, or a language that is its own."""
    offered = [(engine, voice) for engine in engines for voice in engine.voices()]
    for engine, voice in offered:
        if wanted.casefold() in (voice.name.casefold(), voice.title.casefold()):
            return engine, voice.name
    for engine, voice in offered:
        if wanted.casefold() == next(iter(voice.languages), "").casefold():
            return engine, voice.name
    import difflib

    close = difflib.get_close_matches(wanted, [voice.name for _, voice in offered], 3)
    kind = "no-voice/meant" if close else "no-voice/unknown"
    facts = {"voice": wanted, "meant": " or ".join(close)}
    if len(engines) == 1:
        raise VoiceError(kind, engine=engines[0].name, **facts)
    raise VoiceError(f"{kind}-here", **facts)
