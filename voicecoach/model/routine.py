"""What scripts say, as values: routines and their steps.

The dataclasses are the file format too: pydantic checks files against them (`shapes`), and the
JSON Schemas in `docs/` are made from them, field docstrings included. This module imports no
pydantic, so that a warm build does not pay for it.
"""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar, Literal

from voicecoach.base.values import dataclass
from voicecoach.formats.fields import (
    Counting,
    Label,
    Level,
    LongMs,
    Maybe,
    Ms,
    Name,
    NeedName,
    Position,
    Rate,
    Side,
    Source,
    Words,
    strict,
)
from voicecoach.formats.length import Limits
from voicecoach.formats.problems import Where
from voicecoach.language.lexicon import Lexicon
from voicecoach.model.breathing import Breathing
from voicecoach.model.coaching import Overrides
from voicecoach.model.dose import Dose
from voicecoach.model.exercise import SOURCE_LANGUAGE
from voicecoach.model.moments import AtLines, Bell, BellTimes
from voicecoach.model.wait import Wait, WaitTime

RANK, RANK_MOST = 5, 9  # of a step that says none, and of what is worth most

Guidance = Literal["full", "brief", "tones", "fading"]
Detail = Literal["full", "brief", "tones", "familiar", "known"]
"""How much is said of one thing: a guidance, or the step to which fading has come."""


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
    surface: Literal["bed"] | None = None
    """`bed` for what is done in bed: one begins lying there, and gets up from it."""
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
