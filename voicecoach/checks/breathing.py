"""Checks of paced breathing: what is good for anybody, and what only a clinician prescribes."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.base.units import Length
from voicecoach.base.values import replace
from voicecoach.formats.fields import Position
from voicecoach.formats.problems import Problem, Where
from voicecoach.library.script import Script
from voicecoach.model.breathing import Breathing, format_breathing
from voicecoach.model.coaching import Coaching
from voicecoach.model.routine import BreatheStep, ExerciseStep, Routine, TransitionStep
from voicecoach.model.steps import flattened, own_steps


def check_breathing(
    pattern: Breathing, where: Where, coaching: Coaching, prescribed: bool = False
) -> Iterator[Problem]:
    """Check that breaths have lengths that are good for whoever breathes them.

    Args:
        pattern: the breath.
        where: its place.
        coaching: the figures.
        prescribed: a clinician has prescribed it for the person.
    """
    if max(pattern.total or 0, pattern.total_most or 0) > coaching.session_error:
        yield Problem.of("too-long/breathing", where, most_ms=Length(coaching.session_error))
    if pattern.inhale is None or pattern.exhale is None:
        pattern = replace(pattern, inhale=coaching.breathe_in, exhale=coaching.breathe_out)
    assert pattern.inhale is not None, "a pattern has lengths"
    assert pattern.exhale is not None, "a pattern has lengths"
    shortest = min(pattern.inhale, pattern.exhale)
    if shortest < coaching.breath_least:
        least_ms = Length(coaching.breath_least)
        yield Problem.of(
            "unsafe-dose/short-breath", where, given_ms=Length(shortest), least_ms=least_ms
        )
    if pattern.cycle_ms < coaching.breathe_cycle_least:
        yield _cycle_problem(pattern, where, coaching)
    if not prescribed and pattern.is_demanding(coaching):
        yield from _unprescribed(pattern, where, coaching)
    elif prescribed:
        yield from _beyond_all(pattern, where, coaching)


def _unprescribed(pattern: Breathing, where: Where, coaching: Coaching) -> Iterator[Problem]:
    """Say what to breathe instead, where a clinician may prescribe it; else what the limit is."""
    if not [*_beyond_all(pattern, where, coaching)]:
        is_held = pattern.held_ms > 0
        yield Problem.of(
            "unsafe-dose/breath-prescribed" if is_held else "unsafe-dose/slow-prescribed",
            where,
            held_ms=Length(pattern.held_ms),
            cycle_ms=Length(pattern.cycle_ms),
            instead=format_breathing(_eased(pattern, coaching)),
        )
        return
    yield from _beyond(pattern, where, coaching, coaching.breathe_retention_most)


def _beyond_all(pattern: Breathing, where: Where, coaching: Coaching) -> Iterator[Problem]:
    """What not even a clinician's word makes safe in a recording."""
    most_ms = coaching.breathe_retention_prescribed
    if pattern.held_ms > most_ms:
        yield from _beyond(pattern, where, coaching, most_ms)
    elif pattern.cycle_ms > coaching.breathe_cycle_prescribed:
        yield _cycle_problem(pattern, where, coaching)


def _beyond(
    pattern: Breathing, where: Where, coaching: Coaching, held_most_ms: int
) -> Iterator[Problem]:
    if pattern.held_ms > held_most_ms:
        held_ms, most_ms = Length(pattern.held_ms), Length(held_most_ms)
        yield Problem.of("unsafe-dose/breath-held", where, given_ms=held_ms, most_ms=most_ms)
    if pattern.cycle_ms > coaching.breathe_cycle_most:
        yield _cycle_problem(pattern, where, coaching)


def _cycle_problem(pattern: Breathing, where: Where, coaching: Coaching) -> Problem:
    return Problem.of(
        "unsafe-dose/cycle",
        where,
        given_ms=Length(pattern.cycle_ms),
        least_ms=Length(coaching.breathe_cycle_least),
        most_ms=Length(coaching.breathe_cycle_most),
    )


def _eased(pattern: Breathing, coaching: Coaching) -> Breathing:
    """The same breath in fewer seconds, its parts to each other as they were: box in threes."""
    lengths = (pattern.inhale or 0, pattern.hold, pattern.exhale or 0, pattern.pause)
    by = min(
        coaching.breathe_cycle_most / pattern.cycle_ms,
        coaching.breathe_retention_most / max(pattern.held_ms, 1),
    )
    inhale, hold, exhale, pause = (int(ms * by / 1000) * 1000 for ms in lengths)
    least = coaching.breath_least
    inhale, exhale = max(inhale, least), max(exhale, least)
    short = coaching.breathe_cycle_least - inhale - hold - exhale - pause
    return replace(pattern, inhale=inhale, hold=hold, exhale=exhale + max(short, 0), pause=pause)


def check_breathing_positions(script: Script) -> Iterator[Problem]:
    """Check that breaths which a clinician prescribes are done sitting or lying.

    Args:
        script: a routine with everything that it names.
    """
    if not any(map(_breathes, (script.routine, *script.routines.values()))):
        return  # and nobody has to go through all that is included
    position: Position = "standing"
    found: dict[Where, Problem] = {}
    for step in flattened(script.routine.steps, script.routines):
        match step.body:
            case ExerciseStep(exercise=name) if name in script.exercises:
                position = script.exercises[name].position
            case TransitionStep(transition=goal):
                position = goal
            case BreatheStep(breathe=pattern, source=source) if pattern.is_demanding(
                script.coaching
            ):
                prescribed = "clinician" in (source, script.routine.head.source)
                if prescribed and position not in script.coaching.breathe_prescribed_in:
                    problem = Problem.of("unsafe-dose/breath-position", step.where)
                    found.setdefault(step.where, problem)
    yield from found.values()


def _breathes(routine: Routine) -> bool:
    """Whether a routine's own steps have paced breathing."""
    return any(isinstance(step.body, BreatheStep) for step in own_steps(routine.steps))
