"""What cues are for: one row a role, with all that follows from it."""

from __future__ import annotations

from typing import Literal

from voicecoach.script.model import Guidance
from voicecoach.script.slots import ToneName
from voicecoach.values import dataclass

Role = Literal[
    "title",
    "dose",
    "safety",
    "setup",
    "position",
    "side",
    "phase",
    "count",
    "countdown",
    "halfway",
    "left",
    "presence",
    "breath",
    "form",
    "begin",
    "rest",
    "switch",
    "say",
    "opening",
    "greeting",
    "closing",
    "eyes",
    "tones",
]

_EVERYWHERE: tuple[Guidance, ...] = ("full", "brief", "tones")
_BRIEF: tuple[Guidance, ...] = ("full", "brief")
_FULL: tuple[Guidance, ...] = ("full",)


@dataclass(frozen=True, slots=True)
class Rules:
    """What follows from a cue's role.

    Attributes:
        kept: the levels of guidance at which its words are spoken; at others its tone is left.
        priority: the higher goes first where there is not room for both.
        tone: stands for its words where they do not fit or are not kept; None where that depends
            on more than the role, or nothing may stand for them.
        runs_on: it may run past its slot's end, into silence.
    """

    kept: tuple[Guidance, ...]
    priority: int = 50
    tone: ToneName | None = None
    runs_on: bool = False


# An author's own lines are kept everywhere: nobody but the author knows what they are for.
ROLES: dict[Role, Rules] = {
    "opening": Rules(_FULL, tone="start"),
    "greeting": Rules(_EVERYWHERE),
    "title": Rules(_EVERYWHERE),
    "dose": Rules(_EVERYWHERE),
    "safety": Rules(_EVERYWHERE),
    "setup": Rules(_FULL),
    "position": Rules(_EVERYWHERE),
    "eyes": Rules(_EVERYWHERE),
    "tones": Rules(_EVERYWHERE),
    "say": Rules(_EVERYWHERE),
    "rest": Rules(_EVERYWHERE),
    "closing": Rules(_BRIEF, tone="end"),
    "countdown": Rules(_BRIEF, 90, "tick"),
    "phase": Rules(_FULL, 80, runs_on=True),
    "side": Rules(_EVERYWHERE, 70),
    "switch": Rules(_EVERYWHERE, 70),
    "begin": Rules(_BRIEF, 70, "begin"),
    "count": Rules(_BRIEF, 70, "next"),
    "halfway": Rules(_FULL, 60, "halfway"),
    "left": Rules(_BRIEF, 60, "flow"),
    "breath": Rules(_FULL, 50, "flow"),
    "presence": Rules(_FULL, 40, "flow"),
    "form": Rules(_FULL, 10),
}
