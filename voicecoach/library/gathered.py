"""What a routine names, gathered from the library: exercises, and routines that it includes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from voicecoach.base.messages import Phrase, phrase
from voicecoach.formats.problems import MOST_SHOWN, Problem, Where, hint, misspelt
from voicecoach.model.exercise import SOURCE_LANGUAGE, Exercise
from voicecoach.model.routine import ExerciseStep, IncludeStep, Routine
from voicecoach.model.steps import own_steps

if TYPE_CHECKING:
    from voicecoach.library.library import Folder, Library
    from voicecoach.library.naming import KnownExercises


def _way(routines: tuple[str, ...]) -> Phrase:
    """Which routine includes which: `'a' includes 'b' includes 'a'`."""
    first, *rest = routines
    if not rest:
        return phrase("include/last", routine=first)
    return phrase("include/more", routine=first, rest=_way(tuple(rest)))


@dataclass(eq=False, repr=False)
class Gathered:
    """Everything that the steps of a routine name, read from the library.

    Attributes:
        library: reads it.
        language: of the texts.
        routines: those that are included, by name.
        exercises: by name.
        problems: what is wrong with all that was read, and which names there are not.
    """

    library: Library
    language: str
    routines: dict[str, Routine] = field(default_factory=dict)
    exercises: dict[str, Exercise] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _meant: dict[tuple[Folder, str], Phrase | str] = field(default_factory=dict)

    @cached_property
    def _known(self) -> KnownExercises:
        return self.library.known_exercises(self.language)

    @cached_property
    def _routine_names(self) -> list[str]:
        return self.library.names("routines")

    def walk(self, routine: Routine, inside: tuple[str, ...]) -> None:
        """Gather what a routine's steps name, and those of the routines that it includes.

        Args:
            routine: the routine.
            inside: the routines that lead to it, itself the last.
        """
        for step in own_steps(routine.steps):
            match step.body:
                case ExerciseStep(exercise=name):
                    self._exercise(name, step.where)
                case IncludeStep(include=name):
                    self._include(name, step.where, inside)

    def _exercise(self, name: str, where: Where) -> None:
        if name in self.exercises:
            return
        file = self.library.find("exercises", name)
        if file is None:
            meant = self._hinted("exercises", name)
            meant = meant or phrase("hint/new-exercise", exercise=name)
            self.problems.append(
                Problem.of("unknown-exercise", where, on_key=True, exercise=name, hint=meant)
            )
            return
        exercise, problems = self.library.exercise(file, self.language)
        self.problems += problems
        if exercise:
            self.exercises[name] = exercise

    def _hinted(self, kind: Folder, name: str) -> Phrase | str:
        """What a name may mean, looked for once, and for no more names than are shown."""
        if (kind, name) not in self._meant and len(self._meant) < MOST_SHOWN:
            self._meant[kind, name] = self._look_for(kind, name)
        return self._meant.get((kind, name), "")

    def _look_for(self, kind: Folder, name: str) -> Phrase | str:
        if kind == "routines":
            return hint(name, self._routine_names)
        from voicecoach.model.step_reading import STEP_KINDS

        return self._known.meant(name) or misspelt(name, STEP_KINDS)

    def _include(self, name: str, where: Where, inside: tuple[str, ...]) -> None:
        if name in inside:
            self.problems.append(Problem.of("include-cycle", where, way=_way((*inside, name))))
            return
        if name in self.routines:
            return
        file = self.library.find("routines", name)
        if file is None:
            meant = self._hinted("routines", name)
            self.problems.append(Problem.of("unknown-routine", where, routine=name, hint=meant))
            return
        routine, problems = self.library.routine(file, self.language)
        self.problems += problems
        if routine:
            self.routines[name] = routine
            self.walk(routine, (*inside, name))


def exercises_in(
    library: Library, data: object, language: str = SOURCE_LANGUAGE
) -> dict[str, Exercise]:
    """Read the exercises that the steps of a routine's data name, as far as there are such.

    Args:
        library: reads them.
        data: of a routine's text, which may have faults.
        language: of their texts.

    Returns:
        The exercises by their names.
    """
    found: dict[str, Exercise] = {}
    for name in {*_names_in(data)}:
        file = library.find("exercises", name)
        exercise = library.exercise(file, language).value if file else None
        if exercise:
            found[name] = exercise
    return found


def _names_in(data: object) -> Iterator[str]:
    """What the steps of a routine's data are called."""
    from voicecoach.model.step_reading import step_name

    steps = data.get("steps") if isinstance(data, Mapping) else None
    for item in steps if isinstance(steps, list) else ():
        name = step_name(item)
        if name is not None:
            yield name
        yield from _names_in(item)
