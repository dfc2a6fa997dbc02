"""Programmes: stages of weeks, which routine on which days, and the rule to move on.

As with routines, the dataclasses are the file format; this module imports no pydantic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Annotated, ClassVar, Literal, get_args

from voicecoach.base.messages import Fault
from voicecoach.base.values import dataclass, replace
from voicecoach.formats.fields import (
    CheckedField,
    Count,
    Figure,
    Maybe,
    Name,
    Source,
    Verbatim,
    Words,
    strict,
)
from voicecoach.formats.length import Limits
from voicecoach.formats.problems import Where
from voicecoach.formats.unwritten import UNWRITTEN
from voicecoach.model.dose import Dose
from voicecoach.model.exercise import SOURCE_LANGUAGE
from voicecoach.model.routine import ExerciseStep, Routine, Step
from voicecoach.model.steps import Key, map_steps

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
Pain = Annotated[int, Figure(0, 10)]
Rise = Annotated[int, Figure(1, 10)]


@dataclass(frozen=True, slots=True)
class _DateText(CheckedField):
    """A day of the calendar, written and kept as `2026-03-31`."""

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, object]:
        return {"type": "string", "format": "date"}

    def check(self, value: object) -> str:
        """Return the date as it is written.

        Raises:
            Fault: the calendar has no such day.
        """
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError:
            raise Fault("value/date", value=value) from None


DateText = Annotated[str, _DateText()]


@dataclass(frozen=True, slots=True)
class MoveOn:
    """The rule to move on: so many sessions in so many days, none of them with more pain."""

    __pydantic_config__: ClassVar = strict

    sessions: Count
    """Sessions at least; one a day counts."""
    days: Count
    """Within so many days, which the stage must have lasted."""
    pain: Pain = 0
    """Pain before, during and after is at most this, of 10, every time."""


@dataclass(frozen=True, slots=True)
class PainLimits:
    """From which pain on the warning signs are asked again.

    A mild ache up to 5 that settles within a day is acceptable (coaching rules); that 2 points are
    a rise is editorial. A clinician may set either otherwise.
    """

    __pydantic_config__: ClassVar = strict

    most: Pain = 5
    """Pain above this, of 10, is a rise."""
    rise: Rise = 2
    """So many points more after a session than before it, or than before the last, are a rise."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of a programme, kept up until its rule to move on is met."""

    __pydantic_config__: ClassVar = strict

    stage: Name
    """Its name."""
    weeks: Count
    """How many weeks it lasts at least."""
    days: Mapping[Literal["every", Weekday], Name]
    """Which routine on which day: `every` is all days that are not named; others are free."""
    purpose: Words = ""
    """What it is for, in one sentence."""
    doses: Mapping[Name, Dose] = field(default_factory=dict)
    """Doses that differ in this stage, by exercise."""
    add: Mapping[str, Mapping[Name, Dose]] = field(default_factory=dict)
    """Exercises that are done at the end of a routine in this stage: by routine, with doses."""
    length: Limits | None = None
    """How long its sessions are made, like 12m or 10-15m; as the routine has it unless given."""
    move_on: MoveOn | None = None
    """The rule to move on; without one, the weeks are enough."""

    def routine_on(self, day: date) -> str | None:
        """The routine of a day; None on a free one."""
        return self.days.get(WEEKDAYS[day.weekday()]) or self.days.get("every")

    @property
    def routines(self) -> tuple[str, ...]:
        """Its routines, each once."""
        return tuple(dict.fromkeys(self.days.values()))


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme: a file in `scripts/programmes/`."""

    __pydantic_config__: ClassVar = strict

    programme: Name
    """The name that commands use; also the file's name."""
    title: Words
    """The name as shown."""
    stages: tuple[Stage, ...]
    """What is done, stage after stage."""
    review_weeks: Count
    """A clinician looks at it again so many weeks after its start, unless `review` says when."""
    purpose: Words = ""
    """What it is for, in one sentence."""
    requires: Maybe[Words] = None
    """Who it is for, when not for all."""
    source: Source | None = None
    """Where its doses come from; they then count as sourced."""
    prescriber: Maybe[Verbatim] = None
    """The clinician who prescribes it. Who starts it is asked where the file does not say."""
    review: DateText | None = None
    """The day of the clinician's review."""
    emergency_number: Maybe[Verbatim] = None
    """Whom to call in an emergency, in quotes. Asked at the start where the file does not say."""
    pain: PainLimits = PainLimits()
    """From which pain on the warning signs are asked again."""
    language: Name = SOURCE_LANGUAGE
    """The language that its texts are written in."""
    file: str = field(default="", kw_only=True, metadata=UNWRITTEN)

    def index(self, stage: str) -> int | None:
        """The place of a stage, from 0; None when there is none of that name."""
        names = [each.stage for each in self.stages]
        return names.index(stage) if stage in names else None


def staged(routine: Routine, programme: Programme, index: int) -> Routine:
    """A routine as a stage of a programme has it: its doses replaced, its exercises appended.

    What the stage prescribes has its place in the programme's file, so that a fault of it is shown
    there. Steps of included routines stay as they are. Doing it twice changes nothing more.

    Args:
        routine: the routine as it is written.
        programme: has the stage.
        index: which of its stages, from 0.
    """
    stage = programme.stages[index]
    where = Where(programme.file, ("stages", index))

    def prescribed(name: str, dose: Dose, under: Where) -> Step:
        return Step(ExerciseStep(name, dose, source=programme.source), under.at(name))

    def dosed(_key: Key, _before: Step, step: Step) -> tuple[Step]:
        match step.body:
            case ExerciseStep(exercise=name) as body if name in stage.doses:
                dose = stage.doses[name].over(body.dose)
                changed = replace(body, dose=dose, source=programme.source or body.source)
                return (replace(step, body=changed, where=where.at("doses", name)),)
        return (step,)

    name = routine.head.routine
    under = where.at("add", name)
    steps = map_steps(routine.steps, dosed)
    added = (prescribed(*each, under) for each in stage.add.get(name, {}).items())
    head = replace(routine.head, length=stage.length or routine.head.length)
    steps = (*steps, *(step for step in added if step not in steps))
    return replace(routine, head=head, steps=steps)
