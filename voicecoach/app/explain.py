"""Every dose of scripts as it was understood, in the one form that is printed back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from voicecoach.base.values import dataclass
from voicecoach.formats.problems import Where
from voicecoach.library.library import Library
from voicecoach.model.dose import Dose
from voicecoach.model.dose_change import DoseChange
from voicecoach.model.dose_context import is_timed, readable
from voicecoach.model.dose_writing import write_dose
from voicecoach.model.routine import Exercise, ExerciseStep
from voicecoach.model.steps import own_steps
from voicecoach.session.find import folder_of


@dataclass(frozen=True, slots=True)
class Explained:
    """A dose as it was understood.

    Attributes:
        file: the script's.
        line: where it stands there, from 1.
        exercise: whose it is.
        dose: in canonical form.
    """

    file: str
    line: int
    exercise: str
    dose: str


def explained(library: Library, files: Iterable[Path]) -> Iterator[Explained]:
    """Give every dose that files have, in their order, as far as they can be read.

    Args:
        library: reads the files, and the exercises that tell what a dose means.
        files: routines, exercises, programmes, profiles.
    """
    for file in files:
        document = library.reader.document(file)
        for where, exercise, dose in _doses(library, file):
            if dose:
                line = document.mark_of(where).line
                yield Explained(str(file), line, exercise, dose)


Found = tuple[Where, str, str]


def _doses(library: Library, file: Path) -> Iterator[Found]:
    kind = folder_of(library, file)
    if kind == "exercises":
        exercise, _ = library.exercise(file)
        if exercise:
            yield exercise.where.at("dose"), exercise.exercise, _written(exercise.dose, exercise)
    elif kind == "programmes":
        yield from _of_programme(library, file)
    elif kind == "profiles":
        yield from _of_profile(library, file)
    else:
        yield from _of_routine(library, file)


def _of_routine(library: Library, file: Path) -> Iterator[Found]:
    script, _ = library.readable(file)
    for step in own_steps(script.routine.steps) if script else ():
        if script and isinstance(step.body, ExerciseStep):
            exercise = script.exercises.get(step.body.exercise)
            yield step.where, step.body.exercise, _written(step.body.dose, exercise)


def _of_programme(library: Library, file: Path) -> Iterator[Found]:
    programme, _ = library.programme(file)
    known = _known(library)
    for index, stage in enumerate(programme.stages if programme else ()):
        where = Where(str(file), ("stages", index))
        for name, dose in stage.doses.items():
            yield where.at("doses", name), name, _written(dose, known.get(name))
        for routine, doses in stage.add.items():
            for name, dose in doses.items():
                yield where.at("add", routine, name), name, _written(dose, known.get(name))


def _of_profile(library: Library, file: Path) -> Iterator[Found]:
    profile, _ = library.profile(file)
    known = _known(library)
    for name, change in profile.exercises.items() if profile else ():
        where = Where(str(file), ("exercises", name))
        yield from _of_change(change, where, name, known.get(name))


def _of_change(
    change: DoseChange, where: Where, name: str, exercise: Exercise | None
) -> Iterator[Found]:
    meant = change.for_exercise(exercise) if exercise else change
    timed = exercise is not None and is_timed(exercise)
    yield where, name, meant.written(timed)
    for side, differs in (("left", meant.left), ("right", meant.right)):
        if differs:
            yield where.at(side), f"{name}, {side}", differs.written(timed)


def _known(library: Library) -> dict[str, Exercise]:
    return {name: exercise for name, (exercise, _) in library.exercises().items()}


def _written(dose: Dose, exercise: Exercise | None) -> str:
    if exercise is None:
        return write_dose(dose)
    return write_dose(readable(dose, exercise), is_timed(exercise))
