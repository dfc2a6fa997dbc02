"""Finds scripts by name and reads them; what was checked before is not parsed again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from voicecoach import __version__
from voicecoach.errors import ScriptError
from voicecoach.script.coaching import Coaching
from voicecoach.script.ear import Ear
from voicecoach.script.language import Language
from voicecoach.script.lexicon import LexiconFile
from voicecoach.script.model import (
    Exercise,
    ExerciseStep,
    IncludeStep,
    RepeatStep,
    Routine,
    SectionStep,
    Step,
)
from voicecoach.script.plain import revive, to_plain
from voicecoach.script.problems import Problem, Where, did_you_mean, errors

if TYPE_CHECKING:
    from voicecoach.cache import Cache
    from voicecoach.script.document import Document

LEXICON_FILE = "lexicon.yaml"
Folder = Literal["routines", "exercises", "languages"]

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_scripts() -> Path:
    """The scripts that come with the program: inside the package, beside it in a checkout."""
    inside = _PACKAGE / "scripts"
    return inside if inside.is_dir() else _PACKAGE.parent / "scripts"


@dataclass(frozen=True, slots=True)
class Script:
    """A routine with everything that it names: all that compiling needs.

    Attributes:
        routine: the routine itself.
        routines: those that it includes, by name.
        exercises: those that it and they use, by name.
        language: the coach's words.
        coaching: the figures, with the routine's own.
        rules: the figures without them.
        known: the names of all exercises that there are.
        lexicon: the project's respelt words.
    """

    routine: Routine
    routines: dict[str, Routine]
    exercises: dict[str, Exercise]
    language: Language
    coaching: Coaching
    rules: Coaching
    known: frozenset[str]
    lexicon: LexiconFile

    def lexicons(self) -> Iterator[tuple[Where, Mapping[str, Any]]]:
        """Respelt words with their place: language, project, included routines, the routine."""
        yield Where(self.language.file, ("lexicon",)), self.language.lexicon
        yield Where(self.lexicon.file, ("lexicon",)), self.lexicon.lexicon
        for routine in (*self.routines.values(), self.routine):
            yield Where(routine.file, ("lexicon",)), routine.head.lexicon

    def ear(self, engine: str) -> Ear:
        """What writes the script's texts out for the ear, as an engine needs them."""
        return Ear(self.language, (words for _, words in self.lexicons()), engine)


def flattened(steps: tuple[Step, ...], routines: Mapping[str, Routine]) -> Iterator[Step]:
    """All steps in the order in which they are done: sections, circuits and includes opened."""
    for step in steps:
        match step.body:
            case SectionStep(steps=inner):
                yield from flattened(inner, routines)
            case RepeatStep(repeat=rounds, steps=inner):
                for _ in range(rounds):
                    yield from flattened(inner, routines)
            case IncludeStep(include=name):
                yield from flattened(routines[name].steps, routines)
            case _:
                yield step


@dataclass(slots=True)
class Library:
    """The scripts of a project, before those that are shipped.

    Attributes:
        roots: `scripts` folders, the first that has a name wins; the shipped one comes last.
        cache: where checked scripts are kept, or None.
    """

    roots: tuple[Path, ...]
    cache: Cache | None = None
    _read: dict[tuple[Any, Path], tuple[Any, list[Problem]]] = field(default_factory=dict)

    def names(self, folder: Folder) -> list[str]:
        """The names of all scripts of a kind, sorted."""
        found = {file.stem for root in self.roots for file in (root / folder).glob("*.yaml")}
        return sorted(found)

    def find(self, folder: Folder, name: str) -> Path | None:
        """The file of a name, or None."""
        files = (root / folder / f"{name}.yaml" for root in self.roots)
        return next(filter(os.path.lexists, files), None)  # what cannot be read is said later

    def routine(self, file: Path) -> tuple[Routine | None, list[Problem]]:
        """Read a routine's file.

        Returns:
            What can be read of it, without its faulty steps, or None; and the problems.
        """
        return self._load(file, Routine, "routine")

    def exercise(self, file: Path) -> tuple[Exercise | None, list[Problem]]:
        """Read an exercise's file."""
        return self._load(file, Exercise, "exercise")

    def language(self, code: str) -> tuple[Language | None, list[Problem]]:
        """Read a language.

        Raises:
            ScriptError: there is none of that code.
        """
        file = self.find("languages", code)
        if file is None:
            there = ", ".join(self.names("languages"))
            message = f"there are no texts in the language '{code}'"
            raise ScriptError(message, f"Choose from {there}.")
        return self._load(file, Language, "language")

    def coaching(self) -> tuple[Coaching | None, list[Problem]]:
        """Read the coaching figures: those that are shipped, for they keep people safe."""
        return self._load(self.roots[-1] / "coaching.yaml", Coaching, "")

    def lexicon(self) -> tuple[LexiconFile, list[Problem]]:
        """Read the project's respelt words: those of the first folder that has some."""
        for root in self.roots:
            if (root / LEXICON_FILE).is_file():
                found, problems = self._load(root / LEXICON_FILE, LexiconFile, "")
                return found or LexiconFile({}), problems
        return LexiconFile({}), []

    def script(self, file: Path, language: str = "en") -> tuple[Script | None, list[Problem]]:
        """Read a routine and everything that it names.

        Returns:
            The script, or None when something is at fault, with all that was found.
        """
        script, problems = self.readable(file, language)
        return (None if errors(problems) else script), problems

    def readable(self, file: Path, language: str = "en") -> tuple[Script | None, list[Problem]]:
        """Read what can be read of a routine and of everything that it names, to be checked.

        Returns:
            The script without its faulty parts, or None when nothing of it can be read; and the
            problems.
        """
        routine, problems = self.routine(file)
        words, found = self.language(language)
        problems = [*problems, *found]
        coaching, found = self.coaching()
        problems += found
        lexicon, found = self.lexicon()
        problems += found
        if routine is None or words is None or coaching is None:
            return None, problems
        gathered = _Gathered(self)
        gathered.walk(routine.steps, (routine.head.routine,))
        problems += gathered.problems
        from voicecoach.script.coaching import with_overrides

        figures = with_overrides(coaching, routine.head.coaching)
        script = Script(
            routine=routine,
            routines=gathered.routines,
            exercises=gathered.exercises,
            language=words,
            coaching=figures,
            rules=coaching,
            known=frozenset(self.names("exercises")),
            lexicon=lexicon,
        )
        return script, problems

    def _load(self, file: Path, shape: Any, names: str) -> tuple[Any, list[Problem]]:
        """Read a file once, from the cache when its content was checked before."""
        known = self._read.get((shape, file))
        if known is None:
            known = self._read[shape, file] = self._load_anew(file, shape, names)
        return known

    def _load_anew(self, file: Path, shape: Any, names: str) -> tuple[Any, list[Problem]]:
        key = self._key(file, shape)
        kept = self.cache.get(key) if self.cache and key else None
        if kept is not None:
            # What an earlier version of the program kept may have another shape.
            with contextlib.suppress(KeyError, TypeError, ValueError):
                return revive(shape, json.loads(kept)), []
        from voicecoach.script.document import read_document
        from voicecoach.script.shapes import read_routine, read_shape

        read: Callable[[Document], tuple[Any, list[Problem]]]
        read = read_routine if shape is Routine else lambda document: read_shape(document, shape)
        value, problems = read(read_document(file))
        if value is not None and names:
            problems = [*problems, *_name_problems(value, names, file)]
        if value is not None and not problems and self.cache and key:
            self.cache.put(key, json.dumps(to_plain(value)).encode())
        return value, problems

    def _key(self, file: Path, shape: Any) -> str | None:
        try:
            content = file.read_bytes()
        except OSError:
            return None
        digest = hashlib.sha256(content).hexdigest()
        from voicecoach.cache import key_of

        return key_of(
            kind="script",
            shape=shape.__name__,
            program=__version__,
            file=str(file),
            sha256=digest,
        )


def _name_problems(value: Any, names: str, file: Path) -> Iterator[Problem]:
    head = value.head if isinstance(value, Routine) else value
    name = getattr(head, names)
    if name != file.stem:
        message = f"'{name}' is not the file's name; write '{file.stem}', or rename the file"
        yield Problem("bad-name", Where(str(file), (names,)), message)


@dataclass(slots=True)
class _Gathered:
    """Everything that the steps of a routine name, read from the library."""

    library: Library
    routines: dict[str, Routine] = field(default_factory=dict)
    exercises: dict[str, Exercise] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def walk(self, steps: tuple[Step, ...], inside: tuple[str, ...]) -> None:
        for step in steps:
            match step.body:
                case ExerciseStep(exercise=name):
                    self._exercise(name, step.where)
                case SectionStep(steps=inner) | RepeatStep(steps=inner):
                    self.walk(inner, inside)
                case IncludeStep(include=name):
                    self._include(name, step.where, inside)

    def _exercise(self, name: str, where: Where) -> None:
        if name in self.exercises:
            return
        file = self.library.find("exercises", name)
        if file is None:
            from voicecoach.script.shapes import STEP_KINDS

            known = [*self.library.names("exercises"), *STEP_KINDS]
            hint = did_you_mean(name, known) or f"; 'voicecoach new exercise {name}' begins one"
            message = f"no exercise is called '{name}'{hint}"
            self.problems.append(Problem("unknown-exercise", where, message, on_key=True))
            return
        exercise, problems = self.library.exercise(file)
        self.problems += problems
        if exercise:
            self.exercises[name] = exercise

    def _include(self, name: str, where: Where, inside: tuple[str, ...]) -> None:
        if name in inside:
            way = " includes ".join(f"'{routine}'" for routine in (*inside, name))
            self.problems.append(Problem("include-cycle", where, f"{way}; remove one of them"))
            return
        if name in self.routines:
            return
        file = self.library.find("routines", name)
        if file is None:
            hint = did_you_mean(name, self.library.names("routines"))
            message = f"no routine is called '{name}'{hint}"
            self.problems.append(Problem("unknown-routine", where, message))
            return
        routine, problems = self.library.routine(file)
        self.problems += problems
        if routine:
            self.routines[name] = routine
            self.walk(routine.steps, (*inside, name))
