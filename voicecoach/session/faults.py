"""Why there is no session: errors that know every fault with its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from voicecoach.base.errors import ScriptError, VoiceError
from voicecoach.base.messages import Phrase
from voicecoach.formats.problems import Problem, Where, errors

_Value = TypeVar("_Value")


class Faulty(ScriptError):
    """A script has faults; `problems` are all that is to be said of it."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        count = len(errors(set(problems)))
        super().__init__(f"faulty/{'one' if count == 1 else 'several'}", name=name, errors=count)
        self.problems = tuple(problems)


class DoesNotFit(ScriptError):
    """Required lines have no room; `problems` says which, with their places."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("does-not-fit/session")
        self.problems = tuple(problems)


class NotSpoken(VoiceError):
    """The voice could not speak some lines; `problems` says which, with their places."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("not-spoken/session")
        self.problems = tuple(problems)


class UnknownVoice(ScriptError):
    """A file names a voice that is none; `problems` says where."""

    def __init__(self, said: Phrase, where: Where) -> None:
        super().__init__(said.kind, **said.facts)
        self.problems = (_of_voice(said, where),)


class AwayVoice(VoiceError):
    """A file names a voice that cannot be used on this machine; `problems` says where."""

    def __init__(self, said: Phrase, where: Where) -> None:
        super().__init__(said.kind, **said.facts)
        self.problems = (_of_voice(said, where),)


def _of_voice(said: Phrase, where: Where) -> Problem:
    return Problem(said.kind.partition("/")[0], where, said)


WITH_PROBLEMS = (Faulty, DoesNotFit, NotSpoken, UnknownVoice, AwayVoice)


def required(value: _Value | None, problems: Sequence[Problem], name: str) -> _Value:
    """Return what was read and checked, when it has no errors.

    Args:
        value: what a check gave back, which is there unless it found errors.
        problems: all that it found.
        name: it is called so.

    Raises:
        Faulty: there are errors.
    """
    if value is None or errors(problems):
        raise Faulty(name, problems)
    return value
