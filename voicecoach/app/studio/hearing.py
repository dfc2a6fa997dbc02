"""Sessions to be heard at once: what is not spoken yet is spoken from the place wanted on."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path

from voicecoach.app.aloud import Aloud
from voicecoach.app.studio.growing import GrowingSound
from voicecoach.app.studio.speaker import JobTeller, LatestFew, Work
from voicecoach.app.workspace import Workspace
from voicecoach.base.values import dataclass
from voicecoach.coach.placing import PlacedCue, PlacedSlot
from voicecoach.coach.schedule import Schedule
from voicecoach.coach.timeline import Utterance
from voicecoach.formats.problems import KeyPath
from voicecoach.session.along import HeardPlace
from voicecoach.session.order import Order
from voicecoach.web.studio.desk import PageValues, StudioSound

TRIED = "tried-exercise"
"""The routine by which one exercise is heard; it is never written."""
SHARES = 1000
"""Into which a session is parted, to go on at the same share of another."""


@dataclass(frozen=True, slots=True)
class From:
    """From where on somebody wants to hear.

    Attributes:
        step: path of a step, as `steps-3`; empty for another place.
        only: up to where that step ends.
        words: of a line; empty for another place.
        ms: in the session, of what is heard then; about, for the line.
        share: of the session, in thousandths.
    """

    step: str = ""
    only: bool = False
    words: str = ""
    ms: int | None = None
    share: int | None = None

    @property
    def is_start(self) -> bool:
        """Whether it is heard from its beginning."""
        return not (self.step or self.words or self.ms or self.share)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to hear.

    Attributes:
        order: the session.
        texts: those that stand in the place of files, for they are not saved.
        begin: from where on.
    """

    order: Order
    texts: Mapping[Path, str] = field(default_factory=dict)
    begin: From = From()


def to_be_heard(wanted: Wanted, sounds: LatestFew[StudioSound]) -> Work:
    """Prepare a session, and keep it with the sounds that can be heard."""

    def work(workspace: Workspace, told: JobTeller) -> PageValues:
        sessions, growing = workspace.sessions, GrowingSound()
        with workspace.with_texts(wanted.texts):
            resolved = sessions.resolve(wanted.order)
            aloud = sessions.aloud(resolved, lambda expected: _place(expected, wanted.begin))
            is_spoken = not aloud.lacking
            try:
                along = _heard_along(aloud, growing, wanted.begin, sounds, told)
                plan = sessions.plan(resolved, told).plan
                whole = aloud.expected if is_spoken else sessions.show(resolved).schedule
                if along and (rest := aloud.finished(whole)):
                    growing.extend(rest.layout, rest.begin, rest.end, aloud.read)
                    along = {"along": along["along"], "along_ms": aloud.begins_ms(rest, whole)}
                elif along:
                    along = {"along": along["along"]}
            finally:
                growing.end()
        sounds.keep(plan.etag, plan)
        return {"sound": f"/sound/{plan.etag}.mp3", **_told(whole, wanted.begin), **along}

    return work


def _heard_along(
    aloud: Aloud,
    growing: GrowingSound,
    begin: From,
    sounds: LatestFew[StudioSound],
    told: JobTeller,
) -> PageValues:
    """Speak a session, and have it heard meanwhile; what of it can be heard, at last."""
    name, along = secrets.token_hex(16), PageValues()
    for stretch in aloud.stretches(told, told.meanwhile):
        growing.extend(stretch.layout, stretch.begin, stretch.end, aloud.read)
        sounds.keep(name, growing)
        along_ms = aloud.begins_ms(stretch)
        along = {**_told(aloud.expected, begin), "along": f"/sound/{name}.mp3"}
        along |= {"along_ms": along_ms, "skipped": begin.is_start}
        told.already(along)
    return along


def _told(placed: Schedule, begin: From) -> PageValues:
    """What the player shows of a session."""
    first, last = _slots_of(placed, begin.step) or (0, 0)
    is_only = begin.only and last > 0
    return {
        "title": placed.timeline.title,
        "duration_ms": placed.total_ms,
        "from_ms": _from_ms(placed, begin, first),
        "to_ms": placed.slots[last - 1].end_ms if is_only else placed.total_ms,
        "steps": step_starts(placed),
    }


def _from_ms(placed: Schedule, begin: From, first: int) -> int:
    if begin.words and (cue := _cue_of(placed, begin)):
        return cue.start_ms
    if begin.ms is not None:
        return min(begin.ms, placed.total_ms)
    if begin.share is not None:
        return placed.total_ms * begin.share // SHARES
    return placed.slots[first].start_ms if first else 0


def _place(placed: Schedule, begin: From) -> HeardPlace | None:
    """Find from where on a session is heard before all is spoken.

    None for its opening, which says how long all of it takes; without it, it begins with its first
    step.
    """
    opened = next((at for at, each in enumerate(placed.slots) if _path(each)), 0)
    first, last = _slots_of(placed, begin.step) or (0, 0)
    if begin.is_start or (first and begin.step):
        stop = last if begin.only and last else None
        return HeardPlace(first or opened, stop=stop) if opened else None
    cue = _cue_of(placed, begin) if begin.words else None
    at_ms = cue.start_ms if cue else _from_ms(placed, begin, 0)
    slot = cue.slot if cue else _slot_at(placed, at_ms)
    offset_ms = max(at_ms - placed.slots[slot].start_ms, 0)
    return HeardPlace(slot, offset_ms, cue.sound if cue else None) if 0 < opened <= slot else None


def _cue_of(placed: Schedule, begin: From) -> PlacedCue | None:
    """The line of these words that is nearest to a time: lengths may have been guessed there."""
    said = [
        c for c in placed.cues if isinstance(c.sound, Utterance) and c.sound.text == begin.words
    ]
    return min(said, key=lambda cue: abs(cue.start_ms - (begin.ms or 0)), default=None)


def _slot_at(placed: Schedule, ms: int) -> int:
    last = len(placed.slots) - 1
    return next((at for at, each in enumerate(placed.slots) if each.end_ms > ms), last)


def _slots_of(placed: Schedule, step: str) -> tuple[int, int] | None:
    """The first slot of a step, and that behind its last; None where it is not done."""
    own = [at for at, each in enumerate(placed.slots) if step in _ids(each)] if step else []
    return (own[0], own[-1] + 1) if own else None


def step_starts(placed: Schedule) -> list[tuple[str, int]]:
    """Find when the steps of a routine begin, in order of time.

    Returns:
        The path of each, as `steps-3`, and its start, ms; what stands in a section or a circuit
        begins when it is first done.
    """
    found: dict[str, int] = {}
    for each in placed.slots:
        for step in _ids(each):
            found.setdefault(step, each.start_ms)
    return sorted(found.items(), key=lambda each: each[1])


def _path(each: PlacedSlot) -> KeyPath:
    return each.slot.step.path[:-1] if each.slot.step else ()


def _ids(each: PlacedSlot) -> Iterator[str]:
    """The step that a slot belongs to, behind those that hold it."""
    path = _path(each)
    for end in range(2, len(path) + 1, 2):
        yield "-".join(map(str, path[:end]))


def lone_routine(step: str, title: str, language: str) -> str:
    """Write the routine by which one exercise is heard.

    Args:
        step: the exercise, with its dose where it has one, in one line.
        title: of the exercise.
        language: of the title.
    """
    return (
        f"routine: {TRIED}\nlanguage: {language}\n"
        f"title: {json.dumps(title, ensure_ascii=False)}\nsteps:\n  - {step}\n"
    )
