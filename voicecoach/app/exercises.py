"""The exercises that there are, to be looked through, and all that is known of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from pathlib import Path
from typing import Literal, get_args

from voicecoach.base.values import dataclass
from voicecoach.checks.exercises import checked_exercise
from voicecoach.coach.dose_text import dose_line
from voicecoach.coach.prescription import prescribe
from voicecoach.formats.fields import Need, Position, Wording, need_text, wording
from voicecoach.formats.problems import Problem
from voicecoach.library.library import Library
from voicecoach.library.naming import Names, words_of
from voicecoach.model.coaching import with_overrides
from voicecoach.model.contraindications import CONTRAINDICATIONS, Contraindication
from voicecoach.model.dose_context import is_timed
from voicecoach.model.dose_writing import write_dose
from voicecoach.model.exercise import Difficulty, Exercise, Goal, Kind, Region, SourcedDose
from voicecoach.project import Project
from voicecoach.session.faults import required
from voicecoach.session.find import script_file

__all__ = [
    "AVOIDABLE",
    "BODY_POSITIONS",
    "GOALS",
    "KINDS",
    "MOST_LEVEL",
    "NEEDS",
    "REGIONS",
    "Filter",
    "ListedExercise",
    "ShownExercise",
]
__all__ += ["drawing_file", "list_exercises", "show_exercise"]

BODY_POSITIONS: tuple[Position, ...] = get_args(Position)
KINDS: tuple[Kind, ...] = get_args(Kind)
NEEDS: tuple[Need, ...] = get_args(Need)
REGIONS: tuple[Region, ...] = get_args(Region)
GOALS: tuple[Goal, ...] = get_args(Goal)
MOST_LEVEL: int = max(get_args(Difficulty))
AVOIDABLE: tuple[Contraindication, ...] = CONTRAINDICATIONS

Part = Literal[
    "benefit",
    "approach",
    "setup",
    "movement",
    "start",
    "prompt",
    "side",
    "form",
    "relief",
    "safety",
    "stop",
]
"""What a line of an exercise is for."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which exercises are asked for; what is empty asks for nothing.

    Attributes:
        positions: it begins in one of them.
        kinds: it is of one of them.
        regions: it is for one of them.
        goals: it works on one of them.
        level: it is so hard at most.
        avoid: it asks for none of them, on the floor.
        needs: it needs each of them.
        search: words of what it is called, in any language, or of what it is for.
    """

    positions: tuple[Position, ...] = ()
    kinds: tuple[Kind, ...] = ()
    regions: tuple[Region, ...] = ()
    goals: tuple[Goal, ...] = ()
    level: int = MOST_LEVEL
    avoid: tuple[Contraindication, ...] = ()
    needs: tuple[Need, ...] = ()
    search: str = ""

    def takes(self, exercise: Exercise) -> bool:
        """Whether an exercise is asked for, whatever it is called."""
        return (
            (not self.positions or exercise.position in self.positions)
            and (not self.kinds or exercise.kind in self.kinds)
            and (not self.regions or not {*self.regions}.isdisjoint(exercise.regions))
            and (not self.goals or not {*self.goals}.isdisjoint(exercise.goals))
            and exercise.level <= self.level
            and exercise.strains_on("floor").isdisjoint(self.avoid)
            and {*self.needs} <= {*exercise.needs}
        )


@dataclass(frozen=True, slots=True)
class ListedExercise:
    """An exercise in a list.

    Attributes:
        name: as routines use it.
        title: in the language.
        position: where it begins.
        kind: of movement.
        regions, goals, level: what it is for, and how hard it is.
        needs: what must be at hand.
        asks: what people may have to avoid.
        purpose: what it is for.
        problems: what is wrong with it.
        drawing: what its own drawing is made of; empty where it has none.
    """

    name: str
    title: str
    position: Position
    kind: Kind
    regions: tuple[Region, ...]
    goals: tuple[Goal, ...]
    level: Difficulty
    needs: tuple[str, ...]
    asks: tuple[Contraindication, ...]
    purpose: str
    problems: tuple[Problem, ...] = ()
    drawing: str = ""


def list_exercises(
    project: Project, asked: Filter, language: str | None = None, library: Library | None = None
) -> list[ListedExercise]:
    """List the exercises of a project, its own and the shipped ones, by name.

    Args:
        project: has them.
        asked: which of them.
        language: of titles and purposes; the project's unless given.
        library: what they are read by; the project's files unless given.

    Raises:
        ScriptError: there is no such language.
    """
    library = library or project.library()
    code = language or project.settings.language
    library.language(code)
    exercises = library.exercises(code)
    wanted = None
    if asked.search:
        every = {name: exercise for name, (exercise, _) in exercises.items()}
        names = library.exercise_names(library.names("languages"))
        wanted = {*_found(asked.search, names, every)}
    return [
        _listed(exercise, problems)
        for name, (exercise, problems) in exercises.items()
        if asked.takes(exercise) and (wanted is None or name in wanted)
    ]


def _listed(exercise: Exercise, problems: Iterable[Problem]) -> ListedExercise:
    return ListedExercise(
        exercise.exercise,
        exercise.title,
        exercise.position,
        exercise.kind,
        exercise.regions,
        exercise.goals,
        exercise.level,
        tuple(map(need_text, exercise.needs)),
        _asks(exercise),
        exercise.purpose,
        tuple(problems),
        exercise.drawing,
    )


def _asks(exercise: Exercise) -> tuple[Contraindication, ...]:
    """What it asks of the body that some people must not do, in the order of the table."""
    asks = exercise.strains_on("floor")
    return tuple(each for each in AVOIDABLE if each in asks)


def _found(search: str, names: Names, spoken: dict[str, Exercise]) -> Iterator[str]:
    """The exercises that have, in one of their names or in the purpose, every word of a search."""
    wanted = words_of(search)
    for each in names.namings:
        if _has(each.words, wanted):
            yield each.exercise
    for name, exercise in spoken.items():
        if _has(words_of(exercise.purpose), wanted):
            yield name


def _has(words: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in wanted)


@dataclass(frozen=True, slots=True)
class ShownExercise:
    """All that is known of an exercise.

    Attributes:
        exercise: in the language.
        dose: what a routine gets that gives none, in words.
        aliases: what else it is called in the language.
        sources: each, and its figures as words.
        needs: what must be at hand.
        lines: what is said: what for, and the words.
        easier, harder: the variants, with their titles.
        asks: what people may have to avoid.
        file: where it stands.
        problems: warnings about it.
    """

    exercise: Exercise
    dose: str
    aliases: tuple[str, ...]
    sources: tuple[tuple[SourcedDose, str], ...]
    needs: tuple[str, ...]
    lines: tuple[tuple[Part, str], ...]
    easier: tuple[tuple[str, str], ...]
    harder: tuple[tuple[str, str], ...]
    asks: tuple[Contraindication, ...]
    file: Path
    problems: tuple[Problem, ...] = field(default=())


def show_exercise(
    project: Project, name: str, language: str | None = None, library: Library | None = None
) -> ShownExercise:
    """Find an exercise by its name, its file, or what it is called in any language.

    Args:
        project: has it.
        name: of it.
        language: of its words; the project's unless given.
        library: what it is read by; the project's files unless given.

    Raises:
        ScriptError: there is none, or no such language; or `Faulty`, it has errors.
    """
    library = library or project.library()
    code = language or project.settings.language
    words, of_words = library.language(code)
    coaching, of_figures = library.coaching()
    file = _file(library, name)
    exercise, problems = checked_exercise(library, file, code)
    sound = required(exercise, problems, name)
    words = required(words, of_words, code)
    figures = with_overrides(required(coaching, of_figures, "coaching"), sound.coaching)
    dose = prescribe(sound, sound.dose, figures)
    every = library.exercises(code)

    def titled(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        return tuple((each, every[each][0].title) for each in names if each in every)

    return ShownExercise(
        sound,
        dose_line(dose, sound.kind, words),
        _aliases(library, file, sound, code),
        tuple((each, write_dose(each.dose, is_timed(sound))) for each in sound.sources),
        tuple(map(need_text, sound.needs)),
        tuple(_lines(sound)),
        titled(sound.easier),
        titled(sound.harder),
        _asks(sound),
        file,
        tuple(problems),
    )


def _file(library: Library, name: str) -> Path:
    if library.find("exercises", name) is None and not name.endswith((".yaml", ".yml")):
        called = library.exercise_names(library.names("languages")).called(name)
        name = called or name
    return script_file(library, name, ("exercises",))


def _aliases(library: Library, file: Path, exercise: Exercise, code: str) -> tuple[str, ...]:
    """What else it is called in a language."""
    if exercise.language == code:
        return exercise.aliases
    _, _, translations = library.in_language("exercises", file, code)
    return tuple(dict.fromkeys(alias for each in translations for alias in each.aliases))


def _lines(exercise: Exercise) -> Iterator[tuple[Part, str]]:
    """What is said, in the order of a first time."""
    yield "benefit", exercise.benefit
    if exercise.approach:
        yield "approach", exercise.approach
    for line in exercise.setup:
        yield "setup", _both(line)
    for line in exercise.movement:
        yield "movement", _both(line)
    for line in exercise.start:
        yield "start", _both(line)
    if exercise.sides:
        for line in (exercise.sides.left, exercise.sides.right, *exercise.sides.change):
            yield "side", _both(line)
    for phase in exercise.phases:
        if phase.say:
            yield "prompt", _both(phase.say)
    for line in exercise.form:
        yield "form", line
    for line in exercise.relief.lines if exercise.relief else ():
        yield "relief", line
    yield "safety", exercise.safety
    if exercise.stop:
        yield "stop", exercise.stop


def _both(line: Wording) -> str:
    """A line as it is said on either side."""
    return " / ".join(dict.fromkeys((wording(line, "left"), wording(line, "right"))))


def drawing_file(found: ShownExercise) -> Path:
    """Write the drawing of an exercise as a file of its own, to be opened (SVG).

    It lies in a temporary folder until another run sweeps it.

    Raises:
        OutputError: it cannot be written.
    """
    from voicecoach.base.files import write_file
    from voicecoach.base.litter import new_scratch
    from voicecoach.publish.drawings import drawing

    exercise = found.exercise
    file = new_scratch() / f"{exercise.exercise}.svg"
    write_file(file, drawing(exercise.exercise, exercise.position, exercise.drawing))
    return file
