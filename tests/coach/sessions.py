"""Sessions without a voice: every sound has a length that a formula gives."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from zlib import crc32

from voicecoach.audio.mp3.frames import GRID
from voicecoach.audio.pcm.tones import length_ms as tone_ms
from voicecoach.coach.compile.session import compile_session
from voicecoach.coach.compile.tones import unexplained
from voicecoach.coach.lengths import LengthOf
from voicecoach.coach.schedule import Schedule, schedule
from voicecoach.coach.timeline import Sound, Timeline, Tone, Utterance
from voicecoach.formats.problems import Problem
from voicecoach.language.phrases import Language
from voicecoach.library.library import Library, shipped_scripts
from voicecoach.library.script import Script
from voicecoach.model.routine import Guidance, Routine, RoutineHead, Step
from voicecoach.session import review
from voicecoach.session.content import content_of, recorded_cues
from voicecoach.session.record import SessionContent
from voicecoach.session.review import BrokenRule, Review

SHIPPED = Library((shipped_scripts(),))
ROUTINES = SHIPPED.names("routines")
# Those that a quarter of an hour can be made of: parts are short, an office break is six minutes,
# heat has a time of its own, and walking has whole rounds.
OF_A_QUARTER = [
    name
    for name in ROUTINES
    if name not in ("heat-rest", "office", "walking-start", "bed-warm-up", "counter-warm-up")
]
GUIDANCE: tuple[Guidance, ...] = ("full", "brief", "tones")
NOTHING_LEFT = {("bed-morning", "on-back"), ("bed-warm-up", "on-back"), ("hips", "floor")}
"""Routines that are done lying, and what who may not has to avoid."""
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


def worded_ms(seed: int) -> LengthOf:
    """Lines in which every word takes its own time, so that more words take longer."""

    def length(sound: Sound) -> int:
        if isinstance(sound, Tone):
            return tone_ms(sound.name)
        words = sound.text.casefold().split()
        return 200 + sum(150 + crc32(f"{seed} {word}".encode()) % 150 for word in words)

    return length


@cache
def shipped(name: str, language: str = "en") -> Script:
    file = SHIPPED.find("routines", name)
    assert file is not None
    script, problems = SHIPPED.script(file, language)
    assert script is not None, problems
    return script


def library_over(root: Path, language: str = "en") -> Library:
    """A project's library: its own scripts are read, those that are shipped have been."""
    _know(language)
    library = Library((root, *SHIPPED.roots))
    library.reader.know(SHIPPED.reader)
    return library


@cache
def _know(language: str) -> None:
    """Read everything that is shipped in a language."""
    SHIPPED.exercises(language)
    SHIPPED.language(language)
    SHIPPED.coaching()


@cache
def language_of(code: str) -> Language:
    """A language that has no fault."""
    words, problems = SHIPPED.language(code)
    assert not problems
    assert words is not None
    return words


@cache
def every_exercise() -> Script:
    """A script whose library has every shipped exercise, and no steps."""
    found = {name: exercise for name, (exercise, _) in SHIPPED.exercises().items()}
    head = RoutineHead("generated", "Generated routine")
    return replace(shipped("daily"), routine=Routine(head, ()), exercises=found)


def with_steps(script: Script, steps: tuple[Step, ...]) -> Script:
    return replace(script, routine=replace(script.routine, steps=steps))


def scheduled(timeline: Timeline, length_of: LengthOf) -> tuple[Schedule, list[Problem]]:
    """Place a timeline as a build does, asking only for the totals that may be said."""
    made, problems = schedule(timeline, length_of, GRID)
    if timeline.total:
        near = replace(timeline, total=timeline.total.near(made.total_ms))
        made, problems = schedule(near, length_of, GRID)
    return made, problems


def recorded(
    script: Script, length_of: LengthOf = estimated_ms, may_fail: bool = False
) -> SessionContent:
    """The record of a script's session; all that is required must fit, unless it `may_fail`."""
    made, problems = scheduled(compile_session(script), length_of)
    if unknown := unexplained(made):
        return recorded(replace(script, tones=script.tones | unknown), length_of, may_fail)
    assert may_fail or not problems
    return record_from(made, script, length_of)


@cache
def told(name: str, guidance: Guidance, language: str = "en") -> SessionContent:
    """The record of a shipped routine at a level of guidance, made once for all tests."""
    return recorded(replace(shipped(name, language), guidance=guidance))


def record_from(
    made: Schedule, script: Script, length_of: LengthOf = estimated_ms
) -> SessionContent:
    """The record of a session that has been placed."""
    return content_of(
        made,
        recorded_cues(made, lambda sound: length_of(sound) * 48),
        routine=script.routine.head.routine,
        subtitle="",
        language=script.language,
        voices={},
    )


def findings(record: SessionContent, script: Script) -> list[BrokenRule]:
    avoid = script.profile.avoid if script.profile else ()
    said = script.language, script.coaching
    session = Review(record, script.exercises, *said, GRID, avoid, script.surface)
    return review.findings(session)


def text_of(sound: Sound) -> str:
    return sound.text if isinstance(sound, Utterance) else f"<{sound.name}>"
