"""Errors that a person meets: each class owns its exit code, each instance its remedy."""

from __future__ import annotations

from voicecoach.messages import Phrase


class VoicecoachError(Exception):
    """Something a person can act on.

    Attributes:
        exit_code: what the process returns; the table in docs/reference/exit-codes.md lists them.
        phrase: the message with its facts, where the table of messages has it.
        remedy: what to do about it, one sentence, or empty when the message says it.
    """

    exit_code = 1

    def __init__(self, message: str | Phrase, remedy: str | Phrase = "") -> None:
        super().__init__(str(message))
        self.phrase = message if isinstance(message, Phrase) else None
        self.remedy = str(remedy)


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


class SessionError(VoicecoachError):
    """A finished session breaks a coaching rule."""

    exit_code = 7
