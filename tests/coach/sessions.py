"""Sessions without a voice: every sound has a length that a formula gives."""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

from voicecoach.coach import review
from voicecoach.coach.compile import compile_session
from voicecoach.coach.place import LengthOf, Schedule, place
from voicecoach.coach.review import Finding, Review
from voicecoach.coach.timeline import Sound, Timeline, Tone, Utterance
from voicecoach.deliver import content_of, recorded_cues
from voicecoach.mp3.frames import GRID
from voicecoach.record import SessionRecord
from voicecoach.script.library import Library, Script, shipped_scripts
from voicecoach.script.model import Guidance, Routine, RoutineHead, Step
from voicecoach.script.problems import Problem
from voicecoach.sound.tones import length_ms as tone_ms

SHIPPED = Library((shipped_scripts(),))
ROUTINES = SHIPPED.names("routines")
GUIDANCE: tuple[Guidance, ...] = ("full", "brief", "tones")
FAMILIAR = (0, 3, 10)  # how often one has done everything, with guidance that fades


def estimated_ms(sound: Sound) -> int:
    """About as long as the default voice takes."""
    return 300 if isinstance(sound, Tone) else 200 + 58 * len(sound.text)


def scattered_ms(seed: int) -> LengthOf:
    """Lines without rhyme or reason in their length, the same for the same line and seed.

    Tones last as long as they do.
    """

    def length(sound: Sound) -> int:
        if isinstance(sound, Tone):
            return tone_ms(sound.name)
        return 200 + crc32(f"{seed} {sound}".encode()) % 2300

    return length


def shipped(name: str) -> Script:
    file = SHIPPED.find("routines", name)
    assert file is not None
    script, problems = SHIPPED.script(file)
    assert script is not None, problems
    return script


def every_exercise() -> Script:
    """A script whose library has every shipped exercise, and no steps."""
    found = {}
    for name in SHIPPED.names("exercises"):
        file = SHIPPED.find("exercises", name)
        assert file is not None
        found[name] = SHIPPED.exercise(file)[0]
    head = RoutineHead("generated", "Generated routine")
    return replace(shipped("daily"), routine=Routine(head, ()), exercises=found)


def with_steps(script: Script, steps: tuple[Step, ...]) -> Script:
    return replace(script, routine=replace(script.routine, steps=steps))


def scheduled(timeline: Timeline, length_of: LengthOf) -> tuple[Schedule, list[Problem]]:
    """Place a timeline as a build does, asking only for the totals that may be said."""
    schedule, problems = place(timeline, length_of, GRID)
    if timeline.total:
        near = replace(timeline, total=timeline.total.near(schedule.total_ms))
        schedule, problems = place(near, length_of, GRID)
    return schedule, problems


def recorded(
    script: Script, length_of: LengthOf = estimated_ms, may_fail: bool = False
) -> SessionRecord:
    """The record of a script's session; all that is required must fit, unless it `may_fail`."""
    schedule, problems = scheduled(compile_session(script), length_of)
    assert may_fail or not problems
    return record_from(schedule, script, length_of)


def record_from(
    schedule: Schedule, script: Script, length_of: LengthOf = estimated_ms
) -> SessionRecord:
    """The record of a session that has been placed."""
    return content_of(
        schedule,
        recorded_cues(schedule, lambda sound: length_of(sound) * 48),
        routine=script.routine.head.routine,
        language=script.language,
        voices={},
    ).record(id="0", file="x.mp3", bytes=1, sha256="")


def findings(record: SessionRecord, script: Script) -> list[Finding]:
    session = Review(record, script.exercises, script.language, script.coaching, GRID)
    return review.findings(session)


def text_of(sound: Sound) -> str:
    return sound.text if isinstance(sound, Utterance) else f"<{sound.name}>"
