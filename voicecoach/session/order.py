"""What somebody asks for, and what was decided for them: each choice with who made it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, Literal, TypeVar

from voicecoach.audio.mp3.frames import Bitrate
from voicecoach.audio.mp3.loop import Silence
from voicecoach.audio.under import Under
from voicecoach.base.values import dataclass
from voicecoach.formats.length import Limits, format_length
from voicecoach.formats.problems import Problem
from voicecoach.library.script import Script
from voicecoach.model.familiarity import Familiarity
from voicecoach.model.routine import Guidance
from voicecoach.session.record import RecordedPlan

Value_co = TypeVar("Value_co", covariant=True)
Maker = Literal["option", "profile", "stage", "routine", "settings", "default"]
"""Who made a choice, from the first that is asked to the last."""


@dataclass(frozen=True, slots=True)
class StageDay:
    """A day of a programme.

    Attributes:
        programme: its name or file.
        stage: name of the stage that the day lies in.
        plan: who prescribed it, and until when, where that is known: the session's record says so.
        number: which day of the programme it is, from 0, where that is known.
    """

    programme: str
    stage: str
    plan: RecordedPlan | None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asks for; what is None is left to profile, stage, routine and settings.

    Attributes:
        routine: its name or file.
        day: the day of a programme that it is done on.
        episode: its place among the programme's sessions, from 1, where they are made in order.
        profile: name or file of the person's profile.
        language: ISO 639-1 code.
        voice: of the coach, as `--voice` takes it.
        counter: voice of numbers, countdowns and breaths.
        rate: words a minute.
        guidance: how much is said.
        familiarity: how often the person did what it asks for; guidance that fades needs it.
        length: shortest and longest length, ms.
        nearest: where it cannot be so long, the nearest length will do.
        bitrate: kbit/s.
        silence: what there is where nothing is heard.
        under: what sounds softly between what is said; "none" for nothing.
    """

    routine: str = ""
    day: StageDay | None = None
    episode: int | None = None
    profile: str | None = None
    language: str | None = None
    voice: str | None = None
    counter: str | None = None
    rate: int | None = None
    guidance: Guidance | None = None
    familiarity: Familiarity | None = None
    length: Limits | None = None
    nearest: bool = False
    bitrate: Bitrate | None = None
    silence: Silence | None = None
    under: Under | None = None


@dataclass(frozen=True, slots=True)
class Choice(Generic[Value_co]):
    """What was decided.

    Attributes:
        value: that.
        made_by: who said so.
        unasked: what it would be without the option.
    """

    value: Value_co
    made_by: Maker
    implied: Value_co

    @property
    def changes(self) -> bool:
        """Whether an option made it another than it would be."""
        return self.value != self.implied


@dataclass(frozen=True, slots=True)
class Choices:
    """All that is decided about a session, beside its steps.

    Attributes:
        voice: as `--voice` takes it; empty for the best one here.
        counter: the same; empty for whoever counts best beside that, or the coach.
        counter_rate: words a minute; None for the coach's.
        counter_level: how much louder than the coach, dB.
        others: every voice that somebody asked for, the first asked first.
        familiarity: how often the person did what it asks for; None where nobody says.
        length: None where the session lasts as long as it is written.
        silence: what there is where nothing is heard.
        under: what sounds softly between what is said.
    """

    language: Choice[str]
    voice: Choice[str]
    rate: Choice[int]
    counter: Choice[str]
    counter_rate: Choice[int | None]
    counter_level: Choice[float]
    others: tuple[str, ...]
    guidance: Choice[Guidance]
    familiarity: Choice[Familiarity | None]
    length: Choice[Limits | None]
    bitrate: Choice[Bitrate]
    silence: Choice[Silence]
    under: Choice[Under]

    def marks(self) -> Iterator[str]:
        """Name those options that change the session, for its file's name."""
        limits = self.length.value
        marks: list[tuple[Choice[object], str]] = [
            (self.language, f"{self.language.value}"),
            (self.voice, f"{self.voice.value}"),
            (self.rate, f"{self.rate.value}wpm"),
            (self.counter, f"count-{self.counter.value}"),
        ]
        yield from (mark for choice, mark in marks if choice.changes)
        yield from self._guidance_mark()
        if limits and self.length.changes:
            yield format_length(limits)
        if self.bitrate.changes:
            yield f"{self.bitrate.value}k"
        if self.silence.changes:
            yield f"silence-{self.silence.value}"
        if self.under.changes:
            yield f"under-{self.under.value}"

    def _guidance_mark(self) -> Iterator[str]:
        """Name how much is said: guidance that fades is full as long as nothing was done before."""
        known, asked = self.familiarity.value, self.guidance
        if asked.value == "fading" and known and not known.is_new:
            yield from known.marks()
            return
        both = (asked.value, asked.implied)
        said, implied = ("full" if each == "fading" else each for each in both)
        if said != implied:
            yield said


@dataclass(frozen=True, slots=True)
class ResolvedOrder:
    """An order with everything decided: all that planning, naming and telling of it need.

    Attributes:
        order: what was asked for.
        choices: what was decided, by whom.
        script: the routine without errors, tailored, with what was decided of it.
        artist: as players show it.
        publisher: who gives it out, by the name on its cover: the clinic, or the program.
        programme: name of the one that the session is a part of.
        problems: warnings about the script.
    """

    order: Order
    choices: Choices
    script: Script
    artist: str
    publisher: str
    programme: str | None
    problems: tuple[Problem, ...]

    @property
    def name(self) -> str:
        """What it is called: the routine, behind its programme and stage where it has one."""
        day = self.order.day
        routine = self.script.routine.head.routine
        if day is None or self.programme is None:
            return routine
        number = f"{self.order.episode:02}." if self.order.episode else ""
        return f"{self.programme}.{number}{day.stage}.{routine}"

    @property
    def file_name(self) -> str:
        """Of the MP3: the profile's label and every option that changes it are in its name."""
        labels = [self.script.profile.profile] if self.script.profile else []
        stem = ".".join([self.name, *labels, *self.choices.marks()])
        safe = "".join(c if c.isalnum() or c in "-._" else "-" for c in stem)
        return f"{safe}.mp3"
