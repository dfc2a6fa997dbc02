"""Profiles: what differs for one person, in every routine.

As with routines, the dataclasses are the file format; this module imports no pydantic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, ClassVar, Literal

from voicecoach.audio.mp3.loop import Silence
from voicecoach.audio.under import Under
from voicecoach.base.messages import Fault, Phrase
from voicecoach.base.names import is_name
from voicecoach.base.values import dataclass
from voicecoach.formats.fields import (
    CheckedField,
    Figure,
    Label,
    Maybe,
    Name,
    Position,
    Rate,
    Surface,
    Text,
    Words,
    strict,
)
from voicecoach.formats.length import Limits
from voicecoach.formats.problems import Where
from voicecoach.formats.unwritten import UNWRITTEN
from voicecoach.model.breathing import Breathing, parse_breath
from voicecoach.model.coaching import Overrides
from voicecoach.model.contraindications import GROUNDS, Contraindication
from voicecoach.model.dose_change import DoseChange, Scaled, parse_factor
from voicecoach.model.routine import CounterVoice, Guidance


@dataclass(frozen=True, slots=True)
class _FactorText(CheckedField):
    """A factor, written `x0.5` or as the number alone."""

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, object]:
        return {"type": ["number", "string"], "examples": ["x0.5", 0.5]}

    def check(self, value: object) -> float:
        return parse_factor(value)


@dataclass(frozen=True, slots=True)
class _BreathText(CheckedField):
    """The lengths of one breath, written `in 3s, out 5s`."""

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, object]:
        return {"type": "string", "examples": ["in 3s, out 5s"]}

    def check(self, value: object) -> Breathing:
        return parse_breath(value)


@dataclass(frozen=True, slots=True)
class Omission:
    """An exercise that is left out.

    Attributes:
        exercise: its name.
        reason: why, as shown to whoever builds the session.
        key: under which it stands in the file's list.
    """

    exercise: str
    reason: str
    key: str | int


@dataclass(frozen=True, slots=True)
class _Omissions(CheckedField):
    """A list of exercises, or exercises with reasons."""

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, object]:
        names = {"type": "array", "items": {"type": "string"}}
        reasons = {"type": "object", "additionalProperties": {"type": "string"}}
        return {"anyOf": [names, reasons]}

    def check(self, value: object) -> tuple[Omission, ...]:
        if isinstance(value, Mapping):
            return tuple(
                Omission(key, "" if why is None else _reason(key, why), key)
                for key, why in value.items()
            )
        items = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str) and is_name(item) for item in items):
            raise Fault("profile/omissions")
        return tuple(Omission(item, "", index) for index, item in enumerate(items))


@dataclass(frozen=True, slots=True)
class Replacement:
    """An exercise that is done instead of another, and why."""

    exercise: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _ReplacementText(CheckedField):
    """An exercise's name, or a mapping with its name and the reason."""

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, object]:
        text = {"type": "string"}
        long_form = {
            "type": "object",
            "additionalProperties": False,
            "required": ["exercise"],
            "properties": {"exercise": text, "reason": text},
        }
        return {"anyOf": [text, long_form]}

    def check(self, value: object) -> Replacement:
        given = {"exercise": value} if isinstance(value, str) else value
        if not isinstance(given, Mapping) or not {"exercise"} <= {*given} <= {"exercise", "reason"}:
            raise Fault("profile/replacement")
        name = given["exercise"]
        if not isinstance(name, str) or not is_name(name):
            raise Fault("profile/exercise", value=name)
        reason = _reason("reason", given["reason"]) if "reason" in given else ""
        return Replacement(name, reason)


def _reason(key: str, value: object) -> str:
    """The text of a reason.

    Raises:
        Fault: it is no text, or not a whole one.
    """
    try:
        return Text(500).check(value)
    except Fault as error:
        raise error.within(key) from None


Omissions = Annotated[tuple[Omission, ...], _Omissions()]
OneBreath = Annotated[Breathing, _BreathText()]
By = Annotated[float, _FactorText()]
# Slow is 1.5 times (coaching rules). Much quicker than written is no pace for a sore back.
Pace = Annotated[float, Figure(0.8, 1.5, whole=False)]
Longer = Annotated[float, Figure(1, 2, whole=False)]
PersonName = Annotated[str, Text(60, translated=False)]


@dataclass(frozen=True, slots=True)
class Profile:
    """What differs for one person: a file that the options `--profile` names."""

    __pydantic_config__: ClassVar = strict

    profile: Name
    """A label of its own, which shows in file names: never a person's name."""
    name: Maybe[PersonName] = None
    """The person's first name. It is spoken with `greet: true`, and written nowhere."""
    greeting: Maybe[Words] = None
    """Another greeting than the language's own, in full."""
    greet: bool = False
    """True to begin the session with the greeting."""
    note: Label | None = None
    """For whoever reads this file: it is used nowhere."""
    exercises: Mapping[Name, DoseChange] = field(default_factory=dict)
    """Doses by exercise, like `8 reps, hold 5s`, `reps x0.5` or `{left: 8 reps}`."""
    positions: Mapping[Position, DoseChange] = field(default_factory=dict)
    """The same for all exercises that begin in a position."""
    factors: Mapping[Scaled, By] = field(default_factory=dict)
    """Factors for all exercises, like `{reps: x0.8}`."""
    leave_out: Omissions = ()
    """Exercises that are left out: a list, or each with the reason."""
    instead: Mapping[Name, Annotated[Replacement, _ReplacementText()]] = field(default_factory=dict)
    """Exercises that are replaced: `superman-hold: bird-dog`."""
    easier: tuple[Name, ...] = ()
    """Exercises that are replaced by the library's easier variant,"""
    harder: tuple[Name, ...] = ()
    """and by its harder one."""
    avoid: tuple[Contraindication, ...] = ()
    """What the person must not do; exercises that ask for it are replaced or left out."""
    surface: Literal["floor", "bed"] | None = None
    """What the person lies on; a bed by itself where `avoid` has what getting down to a floor asks
    for."""
    floor: Literal["by-sofa"] | None = None
    """The way to the floor that a clinician has practised with the person: `by-sofa`."""
    pace: Pace = 1
    """How much longer movements take; above 1, changes of position take that much longer too."""
    settle: Longer = 1
    """How much longer changes of position take."""
    breath: OneBreath | None = None
    """The lengths of each breath in paced breathing, like `in 3s, out 5s`."""
    coaching: Overrides = field(default_factory=dict)
    """Coaching figures that differ for this person."""
    guidance: Guidance | None = None
    """How much is said."""
    language: Label | None = None
    """Code of the session's language, such as en."""
    voice: Label | None = None
    """Who speaks, as 'voicecoach voices' names it."""
    rate: Rate | None = None
    """How fast, in words a minute."""
    counter: CounterVoice = field(default_factory=CounterVoice)
    """Another voice for numbers, countdowns and breaths."""
    length: Limits | None = None
    """How long sessions are, like 12m or 10-15m."""
    silence: Silence | None = None
    """What there is where nothing is heard: `plain` silence, for hearing aids and large speakers,
    or a `carrier` that nobody hears and no player takes for silence."""
    under: Under | None = None
    """What sounds softly between what is said: `none`, `hum`, `sea` or `rain`."""
    file: str = field(default="", kw_only=True, metadata=UNWRITTEN)

    @property
    def where(self) -> Where:
        """The file it came from."""
        return Where(self.file)

    @property
    def lies_on(self) -> Surface:
        """What the person lies on, where they lie or sit low at all."""
        if self.floor or self.surface:
            return self.floor or self.surface or "floor"
        passing = {*self.avoid} & {*GROUNDS["floor"].asks}
        return "bed" if passing and "floor" not in self.avoid else "floor"

    @property
    def lies_on_where(self) -> Where:
        """The place that decides on what the person lies."""
        for key in ("floor", "surface"):
            if getattr(self, key):
                return self.where.at(key)
        asks = GROUNDS["floor"].asks
        index = next((i for i, load in enumerate(self.avoid) if load in asks), None)
        return self.where.at("avoid") if index is None else self.where.at("avoid", index)


@dataclass(frozen=True, slots=True)
class Change:
    """What a profile changes at one place of a routine.

    Attributes:
        where: the place in the routine.
        was: what stands there, in what says itself as a line; nothing when it was added.
        becomes: what stands there now; nothing when it was left out.
        reason: why: the person's own words, or what made the change.
        unasked: it follows from what is to be avoided; nobody named this exercise.
    """

    where: Where
    was: tuple[object, ...]
    becomes: tuple[object, ...]
    reason: Phrase | str
    implied: bool = False

    @property
    def before(self) -> tuple[str, ...]:
        """What stands there, as lines to read: nobody reads those of a batch."""
        return tuple(map(str, self.was))

    @property
    def after(self) -> tuple[str, ...]:
        """What stands there now."""
        return tuple(map(str, self.becomes))

    def __str__(self) -> str:
        """The change in one line."""
        before, after = " ".join(self.before), " ".join(self.after)
        return f"{before} -> {after or 'left out'} ({self.reason})"
