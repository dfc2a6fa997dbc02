"""How each routine's time is spent, by estimated lengths: no voice is needed.

The table is a page of the docs; the claims are what it must show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from voicecoach.base.clock import format_clock
from voicecoach.base.units import parse_duration
from voicecoach.coach.compile.opening import needs_of
from voicecoach.coach.fit.search import CannotFit
from voicecoach.coach.placing import PlacedSlot
from voicecoach.coach.schedule import Schedule
from voicecoach.coach.timeline import Utterance
from voicecoach.coach.way import end_of, positions
from voicecoach.library.library import Library, shipped_scripts
from voicecoach.library.script import Script
from voicecoach.model.familiarity import Familiarity
from voicecoach.model.routine import ExerciseStep, Guidance
from voicecoach.model.steps import flattened
from voicecoach.session.order import Order
from voicecoach.session.timing import preview

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "coaching-table.md"
FAMILIAR = (0, 3, 10)
_GUIDANCE: tuple[Guidance, ...] = ("full", "brief", "tones")
_AT_WORK = ("move", "hold", "work", "breathe", "rest")
_MOVING = ("move", "hold", "work", "breathe")
_LINE_WORDS = 3  # shorter ones are counts and prompts, which are to come again

_HEAD = """\
<!-- Written by `make docs`; edit the code instead. -->

# How each routine's time is spent

`make bench coaching` writes this page. Lengths are estimated, for the default voice at 140 words a
minute, so that no voice is needed; those of a build differ by some seconds.

- *Done before*: how often, with guidance that fades; the others say the same to everybody.
- *Starts*: when the first movement begins, or the way down to the floor.
- *At work*: the share of movement, holds, breathing and rests.
- *Repeated*: lines of at least three words that were said before in the session.
- *Changes*: of position, getting up at the end included.

| routine | guidance | done before | length | starts | at work | words | repeated | changes |
|---|---|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A routine at one guidance, for somebody who has done it so often.

    Attributes:
        times: how often; None where guidance does not look at it.
        length_ms, first_ms: of the session, and when its first movement begins.
        at_work, moving: shares of it, rests counted and not counted.
        words, repeated, changes: as the page says.
    """

    routine: str
    guidance: Guidance
    times: int | None
    length_ms: int
    first_ms: int
    at_work: float
    moving: float
    words: int
    repeated: int
    changes: int


class Claim(NamedTuple):
    """A figure that must hold, and what was measured."""

    what: str
    measured: str
    holds: bool


def scripts(language: str = "en") -> Iterator[Script]:
    """Every shipped routine that is a session of its own."""
    library = Library((shipped_scripts(),))
    for name in library.names("routines"):
        file = library.find("routines", name)
        script, _ = library.script(file, language) if file else (None, [])
        assert script is not None, "the shipped scripts have no faults"
        if not script.routine.head.part:
            yield script


def rows(script: Script) -> Iterator[Row]:
    """A routine at every guidance."""
    for guidance in _GUIDANCE:
        yield _row(script, guidance, None)
    for times in FAMILIAR:
        yield _row(script, "fading", times)


def _row(script: Script, guidance: Guidance, times: int | None) -> Row:
    schedule = _preview(script, guidance, times)
    spent: Counter[str] = Counter()
    for placed in schedule.slots:
        spent[placed.slot.kind] += placed.end_ms - placed.start_ms
    said = _said(schedule)
    lines = [text for text in said if len(text.split()) >= _LINE_WORDS]
    return Row(
        routine=script.routine.head.routine,
        guidance=guidance,
        times=times,
        length_ms=schedule.total_ms,
        first_ms=first_ms(schedule, script),
        at_work=sum(spent[kind] for kind in _AT_WORK) / schedule.total_ms,
        moving=sum(spent[kind] for kind in _MOVING) / schedule.total_ms,
        words=sum(len(text.split()) for text in said),
        repeated=len(lines) - len({*lines}),
        changes=_changes(script),
    )


def _preview(script: Script, guidance: Guidance, times: int | None) -> Schedule:
    known = None if times is None else Familiarity.by_hand(times)
    return preview(script, Order(guidance=guidance, familiarity=known))[0]


def first_ms(schedule: Schedule, script: Script) -> int:
    """When the body first does something, ms."""
    return next(slot.start_ms for slot in schedule.slots if _moves(slot, script))


def _moves(placed: PlacedSlot, script: Script) -> bool:
    """Whether the body does something in a slot; to get down to the floor at first is that too."""
    settling = placed.slot.kind == "settle"
    is_long = placed.end_ms - placed.start_ms > script.coaching.first_settle_ms("standing")
    return placed.slot.kind in _MOVING or (settling and is_long)


def _said(schedule: Schedule) -> list[str]:
    sounds = (cue.sound for cue in schedule.cues)
    return [sound.text for sound in sounds if isinstance(sound, Utterance)]


def _changes(script: Script) -> int:
    steps = flattened(script.routine.steps, script.routines)
    places = [*positions(steps, script.exercises)]
    way = [*places, *(end_of(place) for place in places[-1:])]
    return sum(one != other for one, other in pairwise(way))


def page() -> str:
    """The table in Markdown."""
    return _HEAD + "".join(_shown(row) for script in scripts() for row in rows(script))


def _shown(row: Row) -> str:
    times = "any" if row.times is None else str(row.times)
    cells = (row.routine, row.guidance, times, format_clock(row.length_ms))
    more = (f"{row.first_ms / 1000:.0f} s", f"{row.at_work:.0%}")
    counts = (str(row.words), str(row.repeated), str(row.changes))
    return f"| {' | '.join((*cells, *more, *counts))} |\n"


# Claims


def claims() -> Iterator[Claim]:
    """What must hold of the shipped routines."""
    found = {script.routine.head.routine: script for script in scripts()}
    for name, script in found.items():
        yield from _starts(name, script)
    daily = found["daily"]
    yield _at_most("daily, in full", _row(daily, "full", None).length_ms, "36m30s")
    yield _at_most("daily, for one who knows it", _row(daily, "fading", 10).length_ms, "32m30s")
    for minutes, guidance, times, least in _FITTED:
        yield _kept(daily, minutes, guidance, times, least)
    if "daily-15" in found:
        yield _at_most("daily-15, in full", _row(found["daily-15"], "full", None).length_ms, "15m")
    desk = _row(found["desk-break"], "full", None)
    yield _at_most("desk-break", desk.length_ms, "3m30s")
    yield Claim("desk-break moves at least 45 %", f"{desk.moving:.0%}", desk.moving >= 0.45)


_STARTS: tuple[tuple[Guidance, int | None], ...] = (("full", None), ("fading", 3), ("fading", 10))
_FITTED: tuple[tuple[int, Guidance, int | None, int], ...] = (
    (15, "full", None, 5),
    (12, "full", None, 4),
    (12, "brief", None, 5),
    (12, "fading", 3, 5),
    (12, "fading", 10, 5),
)


def _starts(name: str, script: Script) -> Iterator[Claim]:
    for guidance, times in _STARTS:
        schedule = _preview(script, guidance, times)
        signs_ms = regional_ms(schedule, script)
        # Who knows a session hears the stop lines of such regions in full all the same.
        within = (54 + (20 if signs_ms else 0)) if times else 75
        within += 15 if _has_conditions(script) else 0
        seconds = (first_ms(schedule, script) - signs_ms) / 1000
        what = f"{name}, {_heard(guidance, times)}: starts within {within} s"
        yield Claim(what, f"{seconds:.1f} s", seconds <= within)


def regional_ms(schedule: Schedule, script: Script) -> int:
    """How long the warning signs of regions take before the first movement: they have their own."""
    words = script.language.regions.values()
    signs = {line for each in words for line in (*each.spoken, *each.short)}
    begun = first_ms(schedule, script)
    return sum(
        placed.end_ms - placed.start_ms
        for placed in schedule.slots
        if placed.start_ms < begun
        and any(
            isinstance(sound, Utterance) and sound.text in signs
            for cue in placed.slot.cues
            for sound in cue.sounds
        )
    )


def _has_conditions(script: Script) -> bool:
    """Whether a routine says for whom it is, or needs more than a mat or a chair."""
    steps = flattened(script.routine.steps, script.routines)
    more = {*needs_of(script, [*steps])} - {"mat", "chair"}
    return bool(more or script.routine.head.requires)


def _heard(guidance: Guidance, times: int | None) -> str:
    return f"{guidance}, done {times} times" if times else guidance


def _at_most(what: str, ms: int, most: str) -> Claim:
    return Claim(f"{what}: at most {most}", format_clock(ms), ms <= parse_duration(most))


def _kept(script: Script, minutes: int, guidance: Guidance, times: int | None, least: int) -> Claim:
    """How many different exercises a length leaves, beside those of the warm-up."""
    known = None if times is None else Familiarity.by_hand(times)
    order = Order(guidance=guidance, familiarity=known, length=(minutes * 60_000,) * 2)
    try:
        schedule, _ = preview(script, order)
        kept = {each.exercise for each in schedule.timeline.exercises} - _warm_up(script)
        measured, holds = ", ".join(sorted(kept)), len(kept) >= least
    except CannotFit as error:
        measured, holds = str(error), False
    what = f"daily --length {minutes}m, {_heard(guidance, times)}: at least {least} exercises"
    return Claim(what, measured, holds)


def _warm_up(script: Script) -> set[str]:
    parts = (each for each in script.routines.values() if each.head.part)
    bodies = (step.body for each in parts for step in each.steps)
    return {body.exercise for body in bodies if isinstance(body, ExerciseStep)}


def failing(found: Sequence[Claim]) -> list[Claim]:
    """Those that do not hold."""
    return [claim for claim in found if not claim.holds]
