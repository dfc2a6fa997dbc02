"""What cues are for: one row a role, with all that follows from it."""

from __future__ import annotations

from typing import Literal

from voicecoach.base.values import dataclass
from voicecoach.model.routine import Detail, Guidance
from voicecoach.model.slots import ToneName

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
    "bell",
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

FadingStep = Literal["familiar", "known"]
"""What is done often grows familiar first, and then known."""

_EVERYWHERE: tuple[Guidance, ...] = ("full", "brief", "tones")
_BRIEF: tuple[Guidance, ...] = ("full", "brief")
_FULL: tuple[Guidance, ...] = ("full",)


@dataclass(frozen=True, slots=True)
class Rules:
    """What follows from a cue's role.

    Attributes:
        kept: the levels of guidance at which its words are spoken; at others its tone is left.
        fades: with fading guidance, from which step on they are left out without a tone; None for
            what never fades.
        priority: the higher goes first where there is not room for both.
        tone: stands for its words where they do not fit or are not kept; None where that depends
            on more than the role, or nothing may stand for them.
        runs_on: it may run past its slot's end, into silence.
    """

    kept: tuple[Guidance, ...]
    fades: FadingStep | None = None
    priority: int = 50
    tone: ToneName | None = None
    runs_on: bool = False

    def spoken(self, detail: Detail) -> bool:
        """Whether its words are."""
        if detail == "familiar":
            return self.fades != "familiar"
        if detail == "known":
            return self.fades is None
        return detail in self.kept


# An author's own lines are kept everywhere: nobody but the author knows what they are for. What
# fades is explanation: where the body is, its side, its safety, its breath in effort, its dose and
# the count never do. Of the opening's words `fading` has what does.
ROLES: dict[Role, Rules] = {
    "opening": Rules(_FULL, "familiar", tone="start"),
    "greeting": Rules(_EVERYWHERE),
    "title": Rules(_EVERYWHERE),
    "dose": Rules(_EVERYWHERE),
    "safety": Rules(_EVERYWHERE),
    "setup": Rules(_FULL, "familiar"),
    "position": Rules(_EVERYWHERE),
    "eyes": Rules(_EVERYWHERE),
    "tones": Rules(_EVERYWHERE, "known"),
    "say": Rules(_EVERYWHERE),
    "rest": Rules(_EVERYWHERE),
    "closing": Rules(_BRIEF, tone="end"),
    "countdown": Rules(_BRIEF, priority=90, tone="tick"),
    "phase": Rules(_FULL, priority=80, runs_on=True),
    "side": Rules(_EVERYWHERE, priority=70),
    "switch": Rules(_EVERYWHERE, priority=70),
    "begin": Rules(_BRIEF, priority=70, tone="begin"),
    "count": Rules(_BRIEF, priority=70, tone="next"),
    "halfway": Rules(_FULL, priority=60, tone="halfway"),
    "left": Rules(_BRIEF, priority=60, tone="flow"),
    "bell": Rules(_EVERYWHERE, priority=60, tone="bell"),
    "breath": Rules(_FULL, priority=50, tone="flow"),
    "presence": Rules(_FULL, priority=40, tone="flow"),
    "form": Rules(_FULL, priority=10),
}

Manner = Literal["announced", "prompted", "placed"]
"""How an exercise is told beside its cues: it is announced as the next or as the first; its first
reps wait for their prompts; the lines of its set-up that tell left from right are said."""

MANNERS: dict[Manner, Rules] = {
    "announced": Rules(_BRIEF, "known"),
    "prompted": Rules(_EVERYWHERE, "known"),
    "placed": Rules(_EVERYWHERE, "known"),
}
