"""Errors that a person meets: each class owns its exit code, each message its remedy."""

from __future__ import annotations

from typing import Any, Self

from voicecoach.base.messages import Phrase, described


class VoicecoachError(Exception):
    """Something a person can act on.

    Attributes:
        exit_code: what the process returns; the table in docs/reference/exit-codes.md lists them.
        phrase: the message with its facts.
    """

    exit_code = 1

    def __init__(self, kind: str, /, **facts: object) -> None:
        """Refuse.

        Args:
            kind: of the message, a key of `messages.table.TEMPLATES`.
            facts: fill it and its remedy in.
        """
        self.phrase = Phrase(kind, facts)
        super().__init__(str(self.phrase))

    @classmethod
    def of(cls, phrase: Phrase) -> Self:
        """Refuse with a message that came from elsewhere, such as another process."""
        return cls(phrase.kind, **phrase.facts)

    def __reduce__(self) -> tuple[Any, ...]:
        """Go whole to another process, whatever a class takes to be made."""
        return _revived, (type(self), str(self.phrase), vars(self))

    @property
    def remedy(self) -> str:
        """What to do about it, one sentence, or empty when the message says it."""
        return self.phrase.remedy()

    def said(self, language: str) -> str:
        """The message in a language."""
        return self.phrase.said(language)

    def remedy_in(self, language: str) -> str:
        """The remedy in a language."""
        return self.phrase.remedy(language)

    def plain(self) -> dict[str, Any]:
        """The error as JSON has it: code and facts, and the words."""
        return {**described(self.phrase), "remedy": self.remedy, "exit_code": self.exit_code}


def _revived(kind: type[VoicecoachError], message: str, state: dict[str, Any]) -> VoicecoachError:
    error = kind.__new__(kind, message)
    vars(error).update(state)
    return error


class ScriptError(VoicecoachError):
    """A routine, exercise, language or settings file is at fault."""

    exit_code = 3


class VoiceError(VoicecoachError):
    """A voice is missing, or could not speak a line."""

    exit_code = 4


class OutputError(VoicecoachError):
    """A file could not be written or read: no space, no permission, not ours."""

    exit_code = 5


class MissingToolError(VoicecoachError):
    """A program that this command needs is not on the machine."""

    exit_code = 6


class ScreeningError(VoicecoachError):
    """A warning sign has to be asked about, or to be looked at, before a session."""

    exit_code = 8


class LeftOver(VoicecoachError):
    """Something of a prescription was not understood: it stands in the script as a comment."""

    exit_code = 9


class Unsafe(VoicecoachError):
    """With `--strict`: a warning of safety, or a change of a profile that nobody asked for."""

    exit_code = 10


class SomeFailed(VoicecoachError):
    """Some patients of a batch have not got their sessions; the others have."""

    exit_code = 11


class BatchFailed(VoicecoachError):
    """No patient of a batch has got their sessions."""

    exit_code = 12


class SessionError(VoicecoachError):
    """A finished session breaks a coaching rule."""

    exit_code = 7


class Stopped(VoicecoachError):
    """Stopped by Ctrl-C, or by an answer; what was done before that is told."""

    exit_code = 130
