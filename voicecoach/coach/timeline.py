"""The contract between compiling and placing: slots of time, and the cues anchored in them.

All times are integer milliseconds.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from voicecoach.base.messages import Phrase
from voicecoach.base.values import dataclass, replace
from voicecoach.coach.prescription import Prescription
from voicecoach.coach.roles import ROLES, Role, Rules
from voicecoach.formats.fields import Side
from voicecoach.formats.problems import Where
from voicecoach.language.regions import WarnedRegion
from voicecoach.model.familiarity import FadedTo
from voicecoach.model.slots import SlotKind, ToneName

SpeakerRole = Literal["coach", "counter"]


class Utterance(NamedTuple):
    """A spoken line."""

    text: str
    speaker: SpeakerRole = "coach"


class Tone(NamedTuple):
    """A sound without words, by its name."""

    name: ToneName


Sound = Utterance | Tone


class Fixed(NamedTuple):
    """A length that nothing changes."""

    ms: int


class Elastic(NamedTuple):
    """A length that gives way when a session is fitted."""

    least: int
    ideal: int
    most: int


class Spoken(NamedTuple):
    """As long as the lines and the gaps between them, and at least so long.

    Attributes:
        least: shortest length, ms.
        share: the speech fills at most this part of the slot.
    """

    least: int = 0
    share: float = 1.0


SlotLength = Fixed | Elastic | Spoken


class Anchor(NamedTuple):
    """Where a cue begins: an offset from the slot's start, its end, or a part of it.

    Attributes:
        part, whole: how much of the slot is over then: 0 is its start, 1 its end.
        offset_ms: added to that.
    """

    part: int = 0
    whole: int = 1
    offset_ms: int = 0

    def in_slot(self, span_ms: int) -> int:
        """How long after the start of a slot of this length, ms."""
        return span_ms * self.part // self.whole + self.offset_ms


START, MIDDLE = Anchor(), Anchor(1, 2)


def before_end(ms: int) -> Anchor:
    """So long before a slot's end."""
    return Anchor(1, 1, -ms)


class Cue(NamedTuple):
    """Something to be heard, in the wording that fits.

    Attributes:
        sounds: the wording, then shorter ones; a required movement or count cue ends in a tone.
        role: what it is for.
        anchor: where it begins; cues with the same anchor are spoken in order.
        required: reported when it cannot be placed; otherwise it is left out.
        most_ms: a sound longer than this does not fit.
        gap_ms: silence after it, before the next of its group.
        kept: its words are spoken at every level of guidance, whatever its role.
        where: the script's place that asked for it.
        personal: it names a person, so its words stay out of whatever goes out with a session.
    """

    sounds: tuple[Sound, ...]
    role: Role
    anchor: Anchor = START
    required: bool = True
    most_ms: int | None = None
    gap_ms: int = 0
    kept: bool = False
    where: Where | None = None
    personal: bool = False

    @property
    def rules(self) -> Rules:
        """What follows from its role."""
        return ROLES[self.role]


def or_tone(role: Role, *lines: Utterance) -> tuple[Sound, ...]:
    """Wordings of a cue, and the tone that stands for them; only the tone without any."""
    tone = ROLES[role].tone
    assert tone is not None, f"no tone stands for the role '{role}'"
    return (*lines, Tone(tone))


class Slot(NamedTuple):
    """A stretch of the session.

    Attributes:
        kind: what happens in it.
        length: how long it is.
        cues: what is heard in it.
        exercise: name of the exercise it belongs to.
        set, rep: which, from 1.
        side: the side that works.
        chapter: title of the chapter that begins with this slot.
        quiet: nothing may be added that is heard in it.
        step: the step of the routine that it belongs to, which may include another routine; its
            file for what begins and ends a session.
    """

    kind: SlotKind
    length: SlotLength
    cues: tuple[Cue, ...] = ()
    exercise: str | None = None
    set: int | None = None
    rep: int | None = None
    side: Side | None = None
    chapter: str | None = None
    quiet: bool = False
    step: Where | None = None

    def within(self, step: Where, chapter: str | None) -> Slot:
        """The slot as a part of a step, and the chapter that begins with it."""
        chapter = chapter or self.chapter
        of = (self.exercise, self.set, self.rep, self.side)  # `replace` takes five times as long
        return Slot(self.kind, self.length, self.cues, *of, chapter, self.quiet, step)


@dataclass(frozen=True, slots=True)
class Performed:
    """An exercise as this session does it, for the record.

    Attributes:
        how: its set-up lines, whether they are spoken or not.
        dose_text: the dose in words.
        frequency: how often it is done, in words; empty where nobody said so.
        drawing: what its own drawing is made of; empty where it has none.
    """

    exercise: str
    title: str
    position: str
    purpose: str
    how: tuple[str, ...]
    dose: Prescription
    dose_text: str
    frequency: str = ""
    drawing: str = ""


TotalLines = tuple[tuple[int, Utterance], ...]
"""A wording for each number of minutes."""


@dataclass(frozen=True, slots=True)
class TotalLine:
    """The line that says the session's length, one wording for each number of minutes.

    Its slot is sized for the longest wording, so that the words cannot change the total.
    """

    slot: int
    by_minutes: TotalLines

    def tells(self, ms: int) -> bool:
        """Whether a wording is within half a minute of a session's length."""
        return any(minutes == (ms + 30_000) // 60_000 for minutes, _ in self.by_minutes)

    def longest(self) -> TotalLine:
        """Only the wording with the most letters."""
        return TotalLine(self.slot, (max(self.by_minutes, key=lambda line: len(line[1].text)),))

    def near(self, ms: int) -> TotalLine:
        """Only the wordings that a session of about this length may need."""
        low, high = ms * 3 // 4 // 60_000 - 1, ms * 5 // 4 // 60_000 + 2
        chosen = [line for line in self.by_minutes if low <= line[0] <= high]
        return TotalLine(self.slot, tuple(chosen or self.by_minutes[-1:]))


@dataclass(frozen=True, slots=True)
class Halfway:
    """The line about the middle of the session, in a pause that it does not change.

    Attributes:
        line: what is said.
        from_ms: in sessions from this length on.
        within: not further from the middle than this share of the session.
    """

    line: Utterance
    from_ms: int
    within: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """A session before its lengths are known.

    Attributes:
        total: the line that says the length, when there is one.
        halfway: the line about its middle, when there is one.
        needs: what must be at hand, as in the library.
        faded: what is explained less than at first: exercises by name, and how far that went.
        fitting: what was changed so that it is as long as was asked, the head first.
        warned_of: the regions whose warning signs are to be known, in the order of the session.
    """

    title: str
    slots: tuple[Slot, ...]
    exercises: tuple[Performed, ...] = ()
    needs: tuple[str, ...] = ()
    total: TotalLine | None = None
    halfway: Halfway | None = None
    faded: tuple[tuple[str, FadedTo], ...] = ()
    fitting: tuple[Phrase, ...] = ()
    warned_of: tuple[WarnedRegion, ...] = ()

    def at_most(self) -> Timeline:
        """The timeline as long as it may be, whatever it says of its length."""
        return replace(self, total=self.total.longest()) if self.total else self

    def about(self, ms: int) -> Timeline:
        """The timeline of a session of about this length: what others would say falls away."""
        near = self.total.near(ms) if self.total else None
        halfway = self.halfway if self.halfway and ms * 5 // 4 >= self.halfway.from_ms else None
        return replace(self, total=near, halfway=halfway)

    def tells(self, ms: int) -> bool:
        """Whether it has a wording for a session of this length."""
        return self.total is not None and self.total.tells(ms)

    def personal_sounds(self) -> set[Sound]:
        """Those sounds that name a person."""
        cues = (cue for slot in self.slots for cue in slot.cues if cue.personal)
        return {sound for cue in cues for sound in cue.sounds}

    def sounds(self) -> set[Sound]:
        """Every sound that placing may ask the length of."""
        found = {sound for slot in self.slots for cue in slot.cues for sound in cue.sounds}
        if self.total:
            found |= {line for _, line in self.total.by_minutes}
        if self.halfway:
            found.add(self.halfway.line)
        return found
