"""Checks of programmes: what they name is there, and their rules can be met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from voicecoach.checks.routines import Adapt, checked_script
from voicecoach.formats.problems import Problem, Where, choices, errors, hint
from voicecoach.library.library import Library
from voicecoach.library.script import Script
from voicecoach.model.exercise import SOURCE_LANGUAGE
from voicecoach.model.programme import Programme, Stage, staged
from voicecoach.model.routine import ExerciseStep, Routine
from voicecoach.model.steps import own_steps


def checked_programme(
    library: Library,
    file: Path,
    language: str = SOURCE_LANGUAGE,
    adapt: Adapt | None = None,
) -> tuple[Programme | None, list[Script], list[Problem]]:
    """Read and check a programme, and each of its routines as each stage has it.

    Args:
        library: where it is found.
        file: the programme's.
        language: of the coach's words.
        adapt: changes its sessions further: a person's profile.

    Returns:
        The programme, or None with errors; its sessions that have none; and every fault.
    """
    programme, problems = library.programme(file, language)
    if programme is None:
        return None, [], problems
    problems = [*problems, *_check_stages(programme)]
    scripts = []
    for index in range(len(programme.stages)):
        problems += _check_exercises(programme, index, library)
        for script, found in _sessions(programme, index, library, language, adapt):
            problems += found
            scripts += [script] if script else []
    return (None if errors(problems) else programme), scripts, list(dict.fromkeys(problems))


def stage_script(
    library: Library,
    programme: Programme,
    index: int,
    name: str,
    language: str,
    adapt: Adapt | None = None,
) -> tuple[Script | None, list[Problem]]:
    """A routine with everything that it names, as a stage of a programme has it, checked.

    Args:
        library: where it is found.
        programme: has the stage.
        index: which of its stages, from 0.
        name: the routine's.
        language: of the coach's words.
        adapt: changes the script further: a person's profile.
    """
    file = library.find("routines", name)
    if file is None:
        meant = hint(name, library.names("routines"))
        days = programme.stages[index].days
        key = next(day for day, routine in days.items() if routine == name)
        where = Where(programme.file, ("stages", index, "days", key))
        return None, [Problem.of("unknown-routine", where, routine=name, hint=meant)]
    return checked_script(
        library, file, language, lambda routine: staged(routine, programme, index), adapt
    )


def _sessions(
    programme: Programme, index: int, library: Library, language: str, adapt: Adapt | None
) -> Iterator[tuple[Script | None, list[Problem]]]:
    for name in programme.stages[index].routines:
        yield stage_script(library, programme, index, name, language, adapt)


def _check_stages(programme: Programme) -> Iterator[Problem]:
    where = Where(programme.file, ("stages",))
    if not programme.stages:
        yield Problem.of("empty-stage/none", where)
    names = [stage.stage for stage in programme.stages]
    for index, stage in enumerate(programme.stages):
        here = where.at(index)
        if stage.stage in names[:index]:
            yield Problem.of("bad-name/stage", here.at("stage"), stage=stage.stage)
        if not stage.days:
            yield Problem.of("empty-stage/days", here.at("days"))
        yield from _check_rule(stage, here)


def _check_rule(stage: Stage, where: Where) -> Iterator[Problem]:
    rule = stage.move_on
    if rule is None or not stage.days:
        return
    least = min(_sessions_within(stage, rule.days, weekday) for weekday in range(7))
    if least < rule.sessions:
        yield Problem.of(
            "impossible-rule",
            where.at("move_on", "sessions"),
            sessions=rule.sessions,
            days=rule.days,
            least=least,
        )


def _sessions_within(stage: Stage, days: int, begin: int) -> int:
    """How many of so many days have a session, from a weekday on."""
    monday = date(2024, 1, 1)
    return sum(stage.routine_on(monday + timedelta(begin + n)) is not None for n in range(days))


def _check_exercises(programme: Programme, index: int, library: Library) -> Iterator[Problem]:
    """Check that each dose is for an exercise of the stage, each addition for a routine of it."""
    stage = programme.stages[index]
    where = Where(programme.file, ("stages", index))
    routines = (library.find("routines", name) for name in stage.routines)
    read = [library.routine(file)[0] for file in routines if file]
    if len(read) < len(stage.routines) or not all(read):
        return  # what is not there has been said, and might hold it
    named = {name for routine in read if routine for name in _exercises(routine)}
    for name in stage.doses:
        if name not in named:
            meant = library.exercise_names().meant(name, named) or choices(named)
            place = where.at("doses", name)
            yield Problem.of("not-in-routine/dose", place, on_key=True, exercise=name, hint=meant)
    for name in stage.add:
        if name not in stage.routines:
            place, meant = where.at("add", name), hint(name, stage.routines)
            yield Problem.of("not-in-routine/add", place, on_key=True, routine=name, hint=meant)


def _exercises(routine: Routine) -> Iterator[str]:
    """The exercises of a routine's own steps."""
    for step in own_steps(routine.steps):
        if isinstance(step.body, ExerciseStep):
            yield step.body.exercise
