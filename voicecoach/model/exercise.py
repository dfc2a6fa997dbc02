"""An exercise of the library, as a value; `routine` tells how these files are read."""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar, Literal

from voicecoach.base.values import dataclass
from voicecoach.formats.drawn import DrawnText
from voicecoach.formats.fields import (
    Count,
    Maybe,
    Ms,
    MsList,
    Name,
    NeedName,
    Position,
    Side,
    SidedText,
    Source,
    Surface,
    Verbatim,
    Wording,
    Words,
    strict,
)
from voicecoach.formats.problems import Where
from voicecoach.formats.unwritten import UNWRITTEN
from voicecoach.language.regions import WarnedRegion
from voicecoach.model.coaching import Overrides
from voicecoach.model.contraindications import GROUNDS, UPRIGHT, Contraindication, strains_in
from voicecoach.model.dose import Dose

SOURCE_LANGUAGE = "en"  # of scripts that name no other

Kind = Literal["movement", "isometric", "stretch", "timed"]
Breath = Literal["inhale", "exhale", "free"]
Region = Literal["back", "neck", "shoulder", "hip", "knee", "ankle"]
Goal = Literal["mobility", "strength", "stretch", "balance", "nerve", "breath", "endurance"]
Difficulty = Literal[1, 2, 3]
_JOINTS: frozenset[Region] = frozenset({"shoulder", "hip", "knee", "ankle"})


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of a rep."""

    __pydantic_config__: ClassVar = strict

    kind: Literal["move", "hold"]
    """`move`, or `hold`, whose length the dose's hold replaces."""
    length: Ms
    """How long the phase lasts, like 3s."""
    breath: Breath = "free"
    """Which breath goes with the phase."""
    say: Maybe[Wording] = None
    """The prompt of the first reps, at most three words, spoken within 1.3 s."""
    short: Maybe[Wording] = None
    """The prompt when there is less room, one word where possible."""
    first: Ms | None = None
    """How long the phase lasts in the first two reps, when that differs."""


@dataclass(frozen=True, slots=True)
class Sides:
    """How an exercise uses the two sides."""

    __pydantic_config__: ClassVar = strict

    default: Literal["each", "alternating", "left", "right"]
    """What a script that names no sides gets."""
    left: Words
    """The side's name as it is spoken before it moves: `Left knee`."""
    right: Words
    """The same for the right."""
    change: tuple[Wording, ...] = ()
    """How to change over, a line an action, spoken before that side: `Swap legs.`"""
    first: Side = "left"
    """The side that begins."""
    short: SidedText | None = None
    """The sides' names once the movement is known, where they change at each rep: `Left arm.`"""
    works: Literal["same", "other"] = "same"
    """Which side works, and so is the one that a dose means: `other` than the one named here, as
    with a leg that is lifted lying on the other side."""

    def meant(self, choice: Side) -> Side:
        """Return the side that is named here where a dose asks for one to work, or the reverse."""
        if self.works == "same":
            return choice
        return "left" if choice == "right" else "right"


@dataclass(frozen=True, slots=True)
class SourcedDose:
    """The dose that one source gives."""

    __pydantic_config__: ClassVar = strict

    source: Source
    """An entry of `sources.yaml`; `clinician` where one who knows the person gives the figure,
    `editorial` where nobody does. docs/reference/sources.md lists them."""
    dose: Dose
    """Its figures."""


@dataclass(frozen=True, slots=True)
class Relief:
    """A short break among the reps, for what carries the weight."""

    __pydantic_config__: ClassVar = strict

    after: Count
    """After so many reps, and again after as many, unless they are the last."""
    lines: tuple[Words, ...]
    """What to do, a line an action; the last leads back."""
    lengths: MsList
    """Time for each line."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise of the library: a file in `scripts/exercises/`."""

    __pydantic_config__: ClassVar = strict

    exercise: Name
    """The name that routines use; also the file's name."""
    title: Words
    """The name as spoken and shown."""
    aliases: tuple[Verbatim, ...] = field(default=(), kw_only=True)
    """What else people call it, to be found by; another language's stand in its translation."""
    position: Position
    """Where the body is when the movement starts."""
    kind: Kind
    """`isometric` holds are breathed through, `stretch` holds may be long; `timed` is a movement
    that goes on for a time, such as walking."""
    regions: tuple[Region, ...] = field(default=(), kw_only=True)
    """The parts of the body that it is for."""
    goals: tuple[Goal, ...] = field(default=(), kw_only=True)
    """What it works on."""
    level: Difficulty = field(default=1, kw_only=True)
    """How hard it is: 1 for everybody, 2 for who is used to exercise, 3 for who is strong."""
    requires: Literal["clinician"] | None = field(default=None, kw_only=True)
    """`clinician` where nobody should do it whom no clinician has seen."""
    purpose: Words = field(default="", kw_only=True)
    """What it is for, as printed on sheets; as the benefit unless given."""
    benefit: Words = field(default="", kw_only=True)
    """The same in one short spoken sentence; as the language has it for its kind unless given."""
    setup: tuple[Wording, ...]
    """How to get ready, done as it is said: lines of one action each, at most 14 words."""
    phases: tuple[Phase, ...] = field(default=(), kw_only=True)
    """The parts of one rep, in order; those of its kind unless given."""
    dose: Dose
    """What a script that names no dose gets. A range is resolved by the coaching rules."""
    sources: tuple[SourcedDose, ...] = field(default=(), kw_only=True)
    """Where each figure comes from; its dose is `editorial` unless given."""
    movement: tuple[Wording, ...] = field(default=(), kw_only=True)
    """What the movement is, to listen to: said after the set-up, with shorter pauses."""
    start: tuple[Wording, ...] = field(default=(), kw_only=True)
    """How to get where the first rep begins, done as it is said, where nobody should have to stay
    there while the movement is explained."""
    approach: Maybe[Words] = field(default=None, kw_only=True)
    """Where to go before the set-up, with time to get there: to the wall, to the band."""
    safety: Words = field(default="", kw_only=True)
    """When to stop or do less, spoken once; as the language has it for its position unless
    given."""
    stop: Words = field(default="", kw_only=True)
    """When to stop this exercise, where the general signs do not fit it; spoken at each start, and
    never left out: `Stop if the tingling spreads.`"""
    form: tuple[Words, ...] = ()
    """Cues that better the movement, spoken now and then: short, external focus."""
    sides: Sides | None = None
    """Only when left and right differ; the dose says so too, by naming them."""
    relief: Relief | None = None
    """A short break among the reps, for what carries the weight, such as the wrists."""
    needs: tuple[NeedName, ...] = ()
    """What must be at hand: `chair`, or what has no name here in words, `a broomstick`."""
    gentle: bool = False
    """True for a movement that may open a routine: it warms up, or asks for no effort."""
    easier: tuple[Name, ...] = ()
    """Exercises to give instead when it is too hard."""
    harder: tuple[Name, ...] = ()
    """Exercises to give instead when it is too easy."""
    strains: tuple[Contraindication, ...] = ()
    """What people must avoid who may not do this; what its position brings about goes without
    saying."""
    mattress: bool = False
    """True where it can be done lying on a bed."""
    open_eyes: bool = False
    """True where the eyes stay open though one lies; for balance, nerves and the neck they do."""
    coaching: Overrides = field(default_factory=dict)
    """Coaching figures that differ for this exercise."""
    drawing: DrawnText = ""
    """What its drawing is made of: another exercise, or a position, and what is elsewhere in it,
    like `bridge; end hip 62 20`. Without it, that of its name or of its position."""
    language: Name = SOURCE_LANGUAGE
    """The language that its texts are written in."""
    file: str = field(default="", kw_only=True, metadata=UNWRITTEN)

    @property
    def where(self) -> Where:
        """The file it came from."""
        return Where(self.file)

    @property
    def instructions(self) -> tuple[Wording, ...]:
        """All that is said of how it is done, in order; at most six lines."""
        return (*self.setup, *self.movement, *self.start)

    def strains_on(self, surface: Surface) -> frozenset[Contraindication]:
        """What it asks of the body where one lies on a surface."""
        return strains_in(self.position, surface) | {*self.strains}

    def suits(self, surface: Surface) -> bool:
        """Whether one can do it on a surface."""
        if self.position in UPRIGHT:
            return True
        return self.position in GROUNDS[surface].positions and (surface != "bed" or self.mattress)

    @property
    def is_watched(self) -> bool:
        """Whether it is done with open eyes: for balance, for nerves, for the neck above all."""
        asks = {"balance", "nerve"} & {*self.goals} or self.regions[:1] == ("neck",)
        return self.open_eyes or bool(asks)

    @property
    def warned_of(self) -> tuple[WarnedRegion, ...]:
        """Which warning signs are to be known before it is begun, beside those of the back.

        What is gentle enough to warm up with puts no load on a joint.
        """
        first, goals = self.regions[:1], {*self.goals}
        found: dict[WarnedRegion, bool] = {
            "neck": first == ("neck",),
            "effort": self.kind == "timed" and self.goals[:1] == ("endurance",),
            "joints": bool({*first} & _JOINTS) and not self.gentle,
            "balance": "balance" in goals and self.position == "standing",
        }
        return tuple(region for region, holds in found.items() if holds)

    @property
    def hold_phase(self) -> Phase | None:
        """The phase that the dose's hold replaces."""
        return next((phase for phase in self.phases if phase.kind == "hold"), None)
