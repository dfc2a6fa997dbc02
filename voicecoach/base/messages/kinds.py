"""What the tables of messages are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from voicecoach.base.values import dataclass

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of message.

    Attributes:
        severity: an error stops what was asked for; a note tells of what was done.
        meaning: one sentence.
        page: explains it, below docs/.
    """

    severity: Severity
    meaning: str
    page: str = "reference/routine-language.md"


class Refusal(NamedTuple):
    """Why something was not done.

    Attributes:
        message: its template.
        remedy: that of what to do about it, one sentence; empty where the message says it, or
            whoever passes the message on.
    """

    message: str
    remedy: str = ""


def messages_of(refusals: Mapping[str, Refusal]) -> dict[str, str]:
    """The templates of messages, by their kinds."""
    return {kind: refusal.message for kind, refusal in refusals.items()}


def remedies_of(refusals: Mapping[str, Refusal]) -> dict[str, str]:
    """The templates of remedies, by the kinds of the messages that have one."""
    return {kind: refusal.remedy for kind, refusal in refusals.items() if refusal.remedy}
