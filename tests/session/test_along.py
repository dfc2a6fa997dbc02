"""What is certain of a session before all of it is spoken is what all of it will be."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random
from zlib import crc32

import pytest

from tests.coach.sessions import ROUTINES, estimated_ms, shipped
from voicecoach.audio.mp3.frames import FRAME_MS, Extent
from voicecoach.coach.lengths import LengthOf
from voicecoach.coach.schedule import Schedule
from voicecoach.coach.timeline import Sound, Timeline, Tone
from voicecoach.library.script import Script
from voicecoach.model.routine import Guidance
from voicecoach.session.along import Along, Encoding, HeardPlace, Stretch
from voicecoach.session.timing import planned

Heard = list[tuple[str, int]]
GUIDANCE: tuple[Guidance, ...] = ("full", "brief", "tones")
PLACES = 2  # of each routine


def spoken_ms(seed: int) -> LengthOf:
    """How long lines turn out to be: up to a quarter longer or shorter than was guessed."""

    def length(sound: Sound) -> int:
        guess = estimated_ms(sound)
        if isinstance(sound, Tone):
            return guess
        return guess * (80 + crc32(f"{seed} {sound}".encode()) % 41) // 100

    return length


class Session:
    """A routine that is spoken line by line.

    Attributes:
        whole: as it is when all is spoken.
        expected: as it was guessed to be.
        spoken: what was spoken so far.
    """

    def __init__(self, script: Script, seed: int) -> None:
        self.length_ms = spoken_ms(seed)
        self.spoken: set[Sound] = set()
        timelines: list[Timeline] = []

        def guessed(timeline: Timeline) -> LengthOf:
            timelines.append(timeline)
            return estimated_ms

        self.expected, _ = planned(script, estimated_ms, guessed)
        self.timeline = timelines[-1]
        self.whole, _ = planned(script, estimated_ms, lambda _: self.length_ms)

    def known(self, sound: Sound) -> Extent | None:
        if sound not in self.spoken:
            return None
        ms = self.length_ms(sound)
        return Extent(-(-ms // FRAME_MS), ms * 48, 0, ())

    def known_ms(self, sound: Sound) -> int:
        return self.length_ms(sound) if sound in self.spoken else estimated_ms(sound)

    def along(self, place: HeardPlace) -> Along:
        encoding = Encoding(64, "plain", str)
        return Along(self.timeline, self.expected, place, self.known, estimated_ms, encoding)


def steps_begin(session: Session) -> int:
    """The first slot behind the opening."""
    slots = session.expected.slots
    return next(at for at, each in enumerate(slots) if each.slot.step and each.slot.step.path)


def heard(schedule: Schedule, begin: int, end: int) -> Heard:
    """What begins between two frames, and how many frames behind the first."""
    cues = [cue for cue in schedule.cues if begin <= cue.frame < end]
    return [(str(cue.sound), cue.frame - begin) for cue in cues]


def check(session: Session, along: Along, stretch: Stretch, exact: bool) -> None:
    """See that a stretch is what the whole session has there."""
    first = along.first_in(session.whole)
    assert first is not None
    there = session.whole.slots[first].start_ms - stretch.zero_ms
    begin = stretch.begin + session.whole.grid.nearest(there)
    told = heard(stretch.schedule, stretch.begin, stretch.end)
    slack = 0 if exact else 1
    true = heard(session.whole, begin - slack, begin + stretch.end - stretch.begin + slack)
    assert len(told) <= len(true) <= len(told) + 2 * slack
    own = true[: len(told)] if true[:1] and told and true[0][0] == told[0][0] else true[1:]
    for (sound, frame), (true_sound, true_frame) in zip(told, own, strict=True):
        assert sound == true_sound
        assert abs(frame - true_frame + slack) <= slack


def spoken_along(session: Session, along: Along, times: int) -> list[Stretch]:
    """Speak a session line by line, and give what is certain after each of so many parts of it."""
    lacking, told = along.lacking_yet(), list[Stretch]()
    for number, sound in enumerate(lacking):
        session.spoken.add(sound)
        if number % (len(lacking) // times + 1) == 0 and (stretch := along.certain()):
            told.append(stretch)
    end = along.finished(session.whole)
    assert end is not None
    return [*told, end]


@pytest.mark.parametrize("guidance", GUIDANCE)
@pytest.mark.parametrize("name", ["desk-break", "hips", "relief", "breathing", "daily-15"])
def test_what_is_certain_is_what_the_whole_session_has_there(name: str, guidance: Guidance) -> None:
    chance = Random(f"{name} {guidance}")
    session = Session(replace(shipped(name), guidance=guidance), 1)
    place = HeardPlace(chance.randrange(steps_begin(session), len(session.expected.slots)))
    along = session.along(place)
    stretches = spoken_along(session, along, 6)
    assert all(one.end < other.end for one, other in pairwise(stretches[:-1]))
    for stretch in stretches:
        check(session, along, stretch, exact=False)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", ROUTINES)
def test_that_holds_for_every_routine(name: str, seed: int) -> None:
    chance = Random(f"{name} {seed}")
    session = Session(replace(shipped(name), guidance=GUIDANCE[seed]), seed)
    place = HeardPlace(chance.randrange(steps_begin(session), len(session.expected.slots)))
    along = session.along(place)
    for stretch in spoken_along(session, along, 12):
        check(session, along, stretch, exact=False)


def test_where_all_before_is_spoken_it_is_so_to_the_frame() -> None:
    session = Session(shipped("desk-break"), 2)
    first = steps_begin(session)
    for slot in session.timeline.slots[: first + 5]:
        session.spoken.update(sound for cue in slot.cues for sound in cue.sounds)
    assert session.timeline.total
    session.spoken.update(line for _, line in session.timeline.total.by_minutes)
    session.expected, _ = planned(shipped("desk-break"), estimated_ms, lambda _: session.known_ms)
    along = session.along(HeardPlace(first + 5))
    for stretch in spoken_along(session, along, 6):
        check(session, along, stretch, exact=True)


def test_little_has_to_be_spoken_before_the_first_of_it_is_certain() -> None:
    session = Session(shipped("daily"), 1)
    along = session.along(HeardPlace(steps_begin(session)))
    first = along.lacking(15_000)
    assert len(first) < 20 < len(along.lacking_yet()) / 5
    assert along.lacking_yet()[: len(first)] == first
    session.spoken.update(first)
    stretch = along.certain()
    assert stretch is not None
    assert stretch.length_ms > 10_000


def test_what_says_the_middle_waits_until_all_is_known() -> None:
    session = Session(shipped("daily"), 1)
    halfway = session.timeline.halfway
    assert halfway
    said = next(cue for cue in session.whole.cues if cue.sound == halfway.line)
    along = session.along(HeardPlace(steps_begin(session)))
    lacking = along.lacking_yet()
    lacking.remove(halfway.line)  # it is in no slot before all is known
    rest = next(sound for sound in reversed(lacking) if sound not in along.lacking(10**9))
    session.spoken.update(sound for sound in lacking if sound != rest)
    stretch = along.certain()
    assert stretch is not None
    assert stretch.length_ms < said.start_ms
