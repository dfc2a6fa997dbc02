"""The cue sheet: every distinct line of some routines, numbered, and how much is recorded."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import field
from functools import cache
from itertools import zip_longest

from voicecoach.base.values import dataclass, replace
from voicecoach.coach.compile.session import compile_session
from voicecoach.coach.schedule import Schedule
from voicecoach.coach.timeline import Fixed, SpeakerRole, Utterance
from voicecoach.library.script import Script
from voicecoach.session.order import Order
from voicecoach.session.timing import preview
from voicecoach.voices.engines.recorded import RecordingSet, SheetLine, spoken_key


@dataclasses.dataclass(slots=True)
class LineRow:
    """A line as some routines need it.

    Attributes:
        text: as it is to be spoken.
        said: how often it is said in these routines, one session of each; 0 for a wording that is
            only taken where a longer one does not fit, or the session lasts otherwise.
        most_ms: how long it may take, or None.
        speakers: who says it.
        routines: names of those that have it.
    """

    text: str
    said: int = 0
    most_ms: int | None = None
    speakers: frozenset[SpeakerRole] = frozenset()
    routines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a routine is recorded.

    Attributes:
        routine: its name.
        lines: distinct lines that are said in it.
        recorded_lines: those of them that are recorded.
        said: how often something is said in it.
        recorded_said: how often that is recorded.
    """

    routine: str
    lines: int
    recorded_lines: int
    said: int
    recorded_said: int

    @property
    def percent(self) -> int:
        """The share of what is said that is recorded; 100 only when all is."""
        return self.recorded_said * 100 // self.said if self.said else 0


@dataclass(frozen=True, slots=True)
class NeededLines:
    """What some routines need to be spoken.

    Attributes:
        rows: by `spoken_key`.
        said: the key of everything that is said in each routine, as often as it is said.
    """

    rows: dict[str, LineRow]
    said: dict[str, tuple[str, ...]]

    def coverage(self, kept: RecordingSet) -> tuple[Coverage, ...]:
        """How much of each routine a set has recorded."""
        present = kept.present()
        return tuple(
            Coverage(
                routine=name,
                lines=len({*said}),
                recorded_lines=sum(key in present for key in {*said}),
                said=len(said),
                recorded_said=sum(key in present for key in said),
            )
            for name, said in self.said.items()
        )


@dataclass(frozen=True, slots=True)
class CueSheet:
    """What is to be recorded for some routines.

    Attributes:
        kept: the set, with a number for every line.
        rows: by `spoken_key`, in the order of their numbers.
        coverage: of each routine.
    """

    kept: RecordingSet
    rows: dict[str, LineRow]
    coverage: tuple[Coverage, ...]


def needed_lines(scripts: Sequence[tuple[str, Script]], rate_wpm: int) -> NeededLines:
    """Find what some routines need to be spoken.

    Args:
        scripts: routines with their names.
        rate_wpm: at which lines without a recording are spoken.
    """
    rows: dict[str, LineRow] = {}
    said = {name: tuple(_add(rows, name, script, rate_wpm)) for name, script in scripts}
    return NeededLines(rows, said)


def make_sheet(kept: RecordingSet, needed: NeededLines) -> CueSheet:
    """Make the sheet of some routines.

    The first sheet of a set numbers the lines by use, the most used first. A line keeps its number
    for ever; a later sheet's new lines come after, again by use.

    Args:
        kept: the set that is recorded.
        needed: what they need to be spoken.
    """
    rows, numbered = needed.rows, _numbered(kept, needed.rows)
    in_order = sorted(rows, key=lambda key: numbered.lines[key].number)
    return CueSheet(numbered, {key: rows[key] for key in in_order}, needed.coverage(kept))


def _numbered(kept: RecordingSet, rows: dict[str, LineRow]) -> RecordingSet:
    """Give every line a number; what is known of the others stays."""
    lines = dict(kept.lines)
    following = max((line.number for line in lines.values()), default=0) + 1
    for key in sorted(rows, key=lambda key: -rows[key].said):  # stable: then as they come
        row = rows[key]
        known = lines.get(key)
        if known:
            lines[key] = replace(known, text=row.text, most_ms=least(known.most_ms, row.most_ms))
        else:
            lines[key] = SheetLine(following, row.text, row.most_ms)
            following += 1
    return replace(kept, lines=lines)


def _add(rows: dict[str, LineRow], name: str, script: Script, rate_wpm: int) -> list[str]:
    """Add the lines of a routine.

    Returns:
        The key of everything that is said in it, as often as it is said.
    """
    words_of = cache(script.ear("").expand)
    schedule, _ = preview(script, Order(rate=rate_wpm))
    own: dict[str, LineRow] = {}
    for sound in _wordings(script, schedule):
        words = words_of(sound.text)
        if key := spoken_key(words):
            row = own[key] = rows.setdefault(key, LineRow(words))
            row.speakers = row.speakers | {sound.speaker}
    for row in own.values():
        row.routines.append(name)
    for sound, most_ms in _limits(schedule):
        if limited := own.get(spoken_key(words_of(sound.text))):
            limited.most_ms = least(limited.most_ms, most_ms)
    spoken = (placed.sound for placed in schedule.cues if isinstance(placed.sound, Utterance))
    said = [key for sound in spoken if (key := spoken_key(words_of(sound.text)))]
    for key in said:
        own[key].said += 1
    return said


def _wordings(script: Script, schedule: Schedule) -> Iterator[Utterance]:
    """Every line that a session of about this length may say, in order of time.

    A routine that has a length of its own says other numbers than are written: they come last.
    """
    timeline = compile_session(script).about(schedule.total_ms)
    sounds = [sound for slot in timeline.slots for cue in slot.cues for sound in cue.sounds]
    sounds += [line for _, line in timeline.total.by_minutes] if timeline.total else []
    sounds += [timeline.halfway.line] if timeline.halfway else []
    placed = (cue for slot in schedule.timeline.slots for cue in slot.cues)
    sounds += [sound for cue in placed for sound in cue.sounds]
    return (sound for sound in dict.fromkeys(sounds) if isinstance(sound, Utterance))


def _limits(schedule: Schedule) -> Iterator[tuple[Utterance, int]]:
    """How long lines may take, ms: by their own limits, and by what follows where time is fixed."""
    for slot in schedule.timeline.slots:
        for cue in slot.cues:
            for sound in cue.sounds:
                if cue.most_ms is not None and isinstance(sound, Utterance):
                    yield sound, cue.most_ms
    for placed, following in zip_longest(schedule.cues, schedule.cues[1:]):
        around = schedule.slots[placed.slot]
        if not (isinstance(around.slot.length, Fixed) and isinstance(placed.sound, Utterance)):
            continue
        room_ms = around.end_ms - placed.start_ms
        if following and following.slot == placed.slot:
            if following.cue.anchor == placed.cue.anchor:
                continue  # they share their room, and it is the last that shows it
            room_ms = following.start_ms - schedule.grid.gap_ms - placed.start_ms
        if not placed.cue.rules.runs_on:
            yield placed.sound, room_ms


def least(one: int | None, other: int | None) -> int | None:
    """The lower of two limits; None is no limit."""
    return min((limit for limit in (one, other) if limit is not None), default=None)
