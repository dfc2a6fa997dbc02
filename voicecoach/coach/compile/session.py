"""Compiles a routine into a timeline: what is said and done, in order, before lengths are known."""

from __future__ import annotations

from collections.abc import Callable

from voicecoach.coach.compile.exercise import Movement
from voicecoach.coach.compile.opening import (
    closing,
    first_position,
    halfway_of,
    needs_of,
    opening,
)
from voicecoach.coach.compile.posture import Posture
from voicecoach.coach.compile.steps import Perform, StepCompiler
from voicecoach.coach.compile.tones import explain_tones
from voicecoach.coach.compile.track import Here, Track
from voicecoach.coach.fading import session_detail, told_less
from voicecoach.coach.fit.edits import apply_edit
from voicecoach.coach.timeline import (
    Slot,
    Timeline,
    TotalLines,
)
from voicecoach.formats.problems import Where
from voicecoach.library.script import Script
from voicecoach.model.steps import Steps, flattened


def compile_session(
    script: Script,
    perform: Perform = Movement.slots,
    total_lines_of: Callable[[tuple[str, ...]], TotalLines] | None = None,
) -> Timeline:
    """Compile a routine.

    Every figure comes from the script's coaching rules; nothing here depends on a voice.

    Args:
        script: the routine with everything that it names.
        perform: gives the slots of an exercise's movement.
        total_lines_of: gives those that say the session's length, where some are known already.
    """
    script = apply_edit(script)
    steps = tuple(flattened(script.routine.steps, script.routines))
    track = Track(script.language, script.coaching)
    posture = Posture(track)
    detail = session_detail(script)
    here = Here(Where(script.routine.file), detail)
    total = opening(script, track, posture, here, steps, total_lines_of)
    compiler = StepCompiler(script, perform, steps, track, posture)
    compiler.steps(script.routine.steps, here)
    closing(script, track, posture, here)
    explain_tones(script, track, here)
    return Timeline(
        title=script.routine.head.title,
        slots=tuple(track.slots),
        exercises=tuple(compiler.performed),
        needs=needs_of(script, steps),
        total=total,
        faded=tuple(told_less(script)),
        halfway=halfway_of(script, detail),
        warned_of=tuple(compiler.teaching.warned_of),
    )


def compile_alone(
    script: Script, steps: Steps, perform: Perform = Movement.slots
) -> tuple[Slot, ...]:
    """Compile steps without what begins and ends a session, where the first of them is done.

    Args:
        script: the routine with everything that it names.
        steps: its steps, or others.
        perform: gives the slots of an exercise's movement.
    """
    track = Track(script.language, script.coaching)
    posture = Posture(track, *first_position(script, steps))
    order = tuple(flattened(steps, script.routines))
    here = Here(Where(script.routine.file), session_detail(script))
    StepCompiler(script, perform, order, track, posture).steps(steps, here)
    return tuple(track.slots)
