"""Every figure of scripts as it was understood, in the one form that is printed back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from voicecoach.base.values import dataclass
from voicecoach.formats.problems import Where
from voicecoach.formats.writing import Plain, on_one_line
from voicecoach.library.library import Library
from voicecoach.model.dose import Dose
from voicecoach.model.dose_change import DoseChange
from voicecoach.model.dose_context import is_timed
from voicecoach.model.exercise import Exercise
from voicecoach.model.step_writing import write_in_context, write_step
from voicecoach.model.steps import iter_steps
from voicecoach.session.find import folder_of


@dataclass(frozen=True, slots=True)
class Explained:
    """Figures as they were understood.

    Attributes:
        file: the script's.
        line: where they stand there, from 1.
        step: the keys of the step with its figures, as a script has them in canonical form.
    """

    file: str
    line: int
    step: dict[str, Plain]

    def __str__(self) -> str:
        return on_one_line(self.step)


def explained(library: Library, files: Iterable[Path]) -> Iterator[Explained]:
    """Give all figures that files have, in their order, as far as they can be read.

    Args:
        library: reads the files, and the exercises that tell what a dose means.
        files: routines, exercises, programmes, profiles.
    """
    for file in files:
        document = library.reader.document(file)
        for where, step in _figures(library, file):
            yield Explained(str(file), document.mark_of(where).line, step)


Found = tuple[Where, dict[str, Plain]]


def _figures(library: Library, file: Path) -> Iterator[Found]:
    kind = folder_of(library, file)
    if kind == "exercises":
        exercise, _ = library.exercise(file)
        if exercise:
            yield from _of_dose(exercise.where.at("dose"), exercise, exercise.dose)
    elif kind == "programmes":
        yield from _of_programme(library, file)
    elif kind == "profiles":
        yield from _of_profile(library, file)
    else:
        yield from _of_routine(library, file)


def _of_dose(where: Where, exercise: Exercise | str, dose: Dose) -> Iterator[Found]:
    name, known = (exercise, None) if isinstance(exercise, str) else (exercise.exercise, exercise)
    if written := write_in_context(dose, known):
        yield where, {name: written}


def _of_routine(library: Library, file: Path) -> Iterator[Found]:
    script, _ = library.readable(file)
    for visit in iter_steps(script.routine.steps) if script else ():
        body = visit.step.body
        name = getattr(body, "exercise", "")
        if script and (written := write_step(body, script.exercises.get(name))):
            yield visit.step.where, written


def _of_programme(library: Library, file: Path) -> Iterator[Found]:
    programme, _ = library.programme(file)
    known = _known(library)
    for index, stage in enumerate(programme.stages if programme else ()):
        where = Where(str(file), ("stages", index))
        for name, dose in stage.doses.items():
            yield from _of_dose(where.at("doses", name), known.get(name, name), dose)
        for routine, doses in stage.add.items():
            for name, dose in doses.items():
                yield from _of_dose(where.at("add", routine, name), known.get(name, name), dose)


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
    if written := meant.written(timed):
        yield where, {name: written}
    for side, differs in (("left", meant.left), ("right", meant.right)):
        if differs and (written := differs.written(timed)):
            yield where.at(side), {name: {side: written}}


def _known(library: Library) -> dict[str, Exercise]:
    return {name: exercise for name, (exercise, _) in library.exercises().items()}
