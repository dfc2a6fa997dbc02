"""What scripts say, as values: exercises, routines, steps.

The dataclasses are the file format too: pydantic checks files against them (`shapes`), and the
JSON Schemas in `docs/` are made from them, field docstrings included. This module imports no
pydantic, so that a warm build does not pay for it.
"""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar, Literal

from voicecoach.base.values import dataclass
from voicecoach.formats.fields import (
    Count,
    Counting,
    Label,
    Level,
    LongMs,
    Maybe,
    Ms,
    MsList,
    Name,
    NeedName,
    Position,
    Rate,
    Side,
    SidedText,
    Source,
    Surface,
    Verbatim,
    Wording,
    Words,
    strict,
)
from voicecoach.formats.length import Limits
from voicecoach.formats.problems import Where
from voicecoach.formats.unwritten import UNWRITTEN
from voicecoach.language.lexicon import Lexicon
from voicecoach.model.breathing import Breathing
from voicecoach.model.coaching import Overrides
from voicecoach.model.contraindications import GROUNDS, UPRIGHT, Contraindication, strains_in
from voicecoach.model.dose import Dose
from voicecoach.model.moments import AtLines, Bell, BellTimes
from voicecoach.model.wait import Wait, WaitTime

SOURCE_LANGUAGE = "en"  # of scripts that name no other
RANK, RANK_MOST = 5, 9  # of a step that says none, and of what is worth most

Kind = Literal["movement", "isometric", "stretch", "timed"]
Breath = Literal["inhale", "exhale", "free"]
Region = Literal["back", "neck", "shoulder", "hip", "knee", "ankle"]
Goal = Literal["mobility", "strength", "stretch", "balance", "nerve", "breath", "endurance"]
Difficulty = Literal[1, 2, 3]
Guidance = Literal["full", "brief", "tones", "fading"]
Detail = Literal["full", "brief", "tones", "familiar", "known"]
"""How much is said of one thing: a guidance, or the step to which fading has come."""


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
    coaching: Overrides = field(default_factory=dict)
    """Coaching figures that differ for this exercise."""
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
    def hold_phase(self) -> Phase | None:
        """The phase that the dose's hold replaces."""
        return next((phase for phase in self.phases if phase.kind == "hold"), None)


@dataclass(frozen=True, slots=True)
class ExerciseStep:
    """An exercise with its dose."""

    __pydantic_config__: ClassVar = strict

    exercise: Name
    dose: Dose = field(default_factory=Dose)
    """The dose; what it leaves open comes from the exercise."""
    say: Maybe[Words] = None
    """A line of the author's own, spoken after the set-up."""
    title: Maybe[Words] = None
    """Another name for it in this routine."""
    source: Source | None = None
    """Where these figures come from; they then count as sourced."""
    guidance: Guidance | None = None
    """How much is said in it; as in the whole session unless given."""
    count: Counting | None = None
    """Which reps are counted aloud, and whether up or down."""
    at: AtLines = ()
    """Lines of the author's own in a long hold: `{half: "Soften your knees.", 30s: "..."}`."""
    bell: BellTimes = field(default_factory=Bell)
    """When a bell sounds in a long hold: `every 1m`, or `[1m, 3m]`."""


@dataclass(frozen=True, slots=True)
class SayStep:
    """A line of the author's own."""

    __pydantic_config__: ClassVar = strict

    say: Words
    """What is spoken."""
    wait: WaitTime = field(default_factory=Wait)
    """Time after it, to do what it says; `2m quiet` is silence."""


@dataclass(frozen=True, slots=True)
class RestStep:
    """A rest."""

    __pydantic_config__: ClassVar = strict

    rest: Ms
    """How long."""


@dataclass(frozen=True, slots=True)
class BreatheStep:
    """Paced breathing."""

    __pydantic_config__: ClassVar = strict

    breathe: Breathing
    """The pattern, like `in 4s, out 6s, 10 breaths`."""
    source: Source | None = None
    """Where its figures come from: only `clinician` has breath held long, or breathed slowly."""


@dataclass(frozen=True, slots=True)
class HeatStep:
    """A rest with a warm pack and slow breathing."""

    __pydantic_config__: ClassVar = strict

    heat: LongMs
    """How long the pack stays on, as the clinician sets it: there is no usual length here."""


@dataclass(frozen=True, slots=True)
class ColdStep:
    """A rest with a cold pack and slow breathing."""

    __pydantic_config__: ClassVar = strict

    cold: LongMs
    """How long the pack stays on, as the clinician sets it: there is no usual length here."""


@dataclass(frozen=True, slots=True)
class TransitionStep:
    """A change of position, with its lines and its time."""

    __pydantic_config__: ClassVar = strict

    transition: Position
    """Where to go."""
    side: Side | None = None
    """On which side to lie, or which knee is down; that of the next exercise unless given."""
    say: Maybe[Words] = None
    """A line of the author's own, before the change."""


@dataclass(frozen=True, slots=True)
class SectionStep:
    """Steps under one chapter."""

    __pydantic_config__: ClassVar = strict

    section: Words
    """The chapter's title."""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class RepeatStep:
    """Steps done several times: a circuit, or intervals that keep the time exactly."""

    __pydantic_config__: ClassVar = strict

    repeat: int
    """How often, 1 to 20."""
    steps: tuple[Step, ...] = ()
    most: int | None = None
    """How often at most, where a length leaves time."""
    work: Ms | None = None
    """Intervals: how long each exercise is done,"""
    rest: Ms | None = None
    """and how long one rests before the next; `0s` for not at all."""
    every: Ms | None = None
    """Intervals in which an exercise with its dose begins so often: each minute on the minute."""

    @property
    def is_interval(self) -> bool:
        """Whether its exercises begin by the clock."""
        return self.work is not None or self.every is not None


@dataclass(frozen=True, slots=True)
class IncludeStep:
    """Another routine's steps."""

    __pydantic_config__: ClassVar = strict

    include: Name
    """Its name."""


StepBody = (
    ExerciseStep
    | SayStep
    | RestStep
    | BreatheStep
    | HeatStep
    | ColdStep
    | TransitionStep
    | SectionStep
    | RepeatStep
    | IncludeStep
)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a routine, its place, and what a length may do with it.

    Attributes:
        optional: it may be left out to save time.
        extra: it is only done where a length leaves time.
        keep: a length changes nothing in it.
        rank: what it is worth, 1 to 9: the lowest is left out first, the highest added first.
    """

    body: StepBody
    where: Where
    optional: bool = False
    extra: bool = False
    keep: bool = False
    rank: int = RANK


@dataclass(frozen=True, slots=True)
class CounterVoice:
    """Who counts holds, rests and breaths, where that is not the coach."""

    __pydantic_config__: ClassVar = strict

    voice: Label | None = None
    """As 'voicecoach voices' names it; the coach's unless given."""
    rate: Rate | None = None
    """Words a minute; the coach's unless given."""
    level: Level | None = None
    """How much louder than the coach, in dB: -3 is softer."""


@dataclass(frozen=True, slots=True)
class Rests:
    """Rests that a routine has throughout; a change of position or of sides counts towards them."""

    __pydantic_config__: ClassVar = strict

    sides: Ms = 0
    """Between one side and the other."""
    exercises: Ms = 0
    """Between one exercise and the next; a step `rest` replaces it."""


@dataclass(frozen=True, slots=True)
class RoutineHead:
    """What a routine's file says besides its steps."""

    __pydantic_config__: ClassVar = strict

    routine: Name
    """The name that commands use; also the file's name."""
    title: Words
    """The name as spoken and shown."""
    purpose: Words = ""
    """What it is for, in one sentence."""
    source: Source | None = None
    """Where all its figures come from; they then count as sourced."""
    requires: Maybe[Words] = None
    """Who it is for, when not for all: spoken in the opening."""
    coaching: Overrides = field(default_factory=dict)
    """Coaching figures that differ in this routine."""
    lexicon: Lexicon = field(default_factory=dict)
    """Words that engines say wrongly, respelt: `bird dog: burd dog`."""
    voice: Label | None = None
    """Who speaks, as 'voicecoach voices' names it."""
    rate: Rate | None = None
    """How fast, in words a minute."""
    counter: CounterVoice = field(default_factory=CounterVoice)
    """Another voice to count holds, rests and breaths."""
    guidance: Guidance | None = None
    """How much is said: `full`, `brief` (no explanations), `tones`, or `fading` (what one has done
    often is explained less); full unless given."""
    count: Counting | None = None
    """Which reps are counted aloud, and whether up or down; an exercise's own comes first."""
    rests: Rests = field(default_factory=Rests)
    """Rests between sides, and between exercises: `{sides: 10s, exercises: 15s}`."""
    length: Limits | None = None
    """How long the session is made, like 12m or 10-15m; as it is written unless given."""
    needs: tuple[NeedName, ...] = ()
    """What must be at hand besides what its exercises need; `mat-or-bed` stands for a mat."""
    offered: Literal["first"] | None = None
    """`first` puts it before the others in lists."""
    part: bool = False
    """True for a routine that only others include: no opening, no warm-up of its own."""
    language: Name = SOURCE_LANGUAGE
    """The language that its texts are written in."""


@dataclass(frozen=True, slots=True)
class Routine:
    """A routine script: a file in `scripts/routines/`."""

    head: RoutineHead
    steps: tuple[Step, ...]
    file: str = ""
