"""Finds scripts by name and reads them; what was checked before is not parsed again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from voicecoach import __version__
from voicecoach.errors import ScriptError
from voicecoach.messages import Fault, Phrase, phrase
from voicecoach.script.coaching import Coaching
from voicecoach.script.ear import Ear
from voicecoach.script.familiarity import Familiarity
from voicecoach.script.language import Language
from voicecoach.script.lexicon import LexiconFile
from voicecoach.script.model import (
    SOURCE_LANGUAGE,
    Exercise,
    ExerciseStep,
    Guidance,
    IncludeStep,
    Routine,
)
from voicecoach.script.phrases import phrase_problems
from voicecoach.script.plain import revive, to_plain
from voicecoach.script.plurals import plural_categories
from voicecoach.script.problems import Problem, Where, errors, hint
from voicecoach.script.steps import own_steps
from voicecoach.script.translation import Translation, translated, translation_file

if TYPE_CHECKING:
    from voicecoach.cache import Cache
    from voicecoach.script.document import Document
    from voicecoach.script.profile import Change, Profile
    from voicecoach.script.programme import Programme

LEXICON_FILE = "lexicon.yaml"
Folder = Literal["routines", "exercises", "languages", "programmes", "profiles"]

Tailor = Callable[[Routine], Routine]

# Changes when more is refused, so that what was kept before is read and checked again.
_RULES = "texts by type"
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
        guidance: how much is said, where that was asked for.
        length: shortest and longest length of the session, ms; None where it lasts as written.
        nearest: where it cannot be so long, the nearest length will do.
        counts_apart: another voice than the coach's counts the seconds of holds and rests.
        turn: which session it is of those that one does, from 0; None where nobody knows.
        fitted: what a length may change has been chosen: the pauses that it may have are there.
        familiarity: how well the person knows what it asks for, where that is known.
        profile: of the person to whom it is tailored, if it is.
        changes: what that changed in the routine.
    """

    routine: Routine
    routines: dict[str, Routine]
    exercises: dict[str, Exercise]
    language: Language
    coaching: Coaching
    rules: Coaching
    known: frozenset[str]
    lexicon: LexiconFile
    guidance: Guidance | None = None
    length: tuple[int, int] | None = None
    nearest: bool = False
    counts_apart: bool = True
    turn: int | None = None
    fitted: bool = False
    familiarity: Familiarity | None = None
    profile: Profile | None = None
    changes: tuple[Change, ...] = ()

    @property
    def greeting(self) -> str | None:
        """The words that greet the person, who asked for it; it names them."""
        profile = self.profile
        if profile is None or not profile.greet:
            return None
        return profile.greeting or self.language.opening.greeting.format(name=profile.name)

    def lexicons(self) -> Iterator[tuple[Where, Mapping[str, Any]]]:
        """Respelt words with their place: language, project, included routines, the routine."""
        yield Where(self.language.file, ("lexicon",)), self.language.lexicon
        yield Where(self.lexicon.file, ("lexicon",)), self.lexicon.lexicon
        for routine in (*self.routines.values(), self.routine):
            if routine.head.language != self.language.language:
                continue  # respelt are the words that it was written in
            yield Where(routine.file, ("lexicon",)), routine.head.lexicon

    def ear(self, engine: str) -> Ear:
        """What writes the script's texts out for the ear, as an engine needs them."""
        return Ear(self.language, (words for _, words in self.lexicons()), engine)


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
        return sorted(name for name in found if "." not in name)  # `bird-dog.es` is a translation

    def find(self, folder: Folder, name: str) -> Path | None:
        """The file of a name, or None."""
        if "." in name:
            return None
        files = (root / folder / f"{name}.yaml" for root in self.roots)
        return next(filter(os.path.lexists, files), None)  # what cannot be read is said later

    def routine(
        self, file: Path, language: str = SOURCE_LANGUAGE
    ) -> tuple[Routine | None, list[Problem]]:
        """Read a routine's file, with its texts in a language.

        Returns:
            What can be read of it, without its faulty steps, or None; and the problems.
        """
        return self._translated(file, Routine, "routine", language)

    def exercise(
        self, file: Path, language: str = SOURCE_LANGUAGE
    ) -> tuple[Exercise | None, list[Problem]]:
        """Read an exercise's file, with its texts in a language."""
        return self._translated(file, Exercise, "exercise", language)

    def programme(
        self, file: Path, language: str = SOURCE_LANGUAGE
    ) -> tuple[Programme | None, list[Problem]]:
        """Read a programme's file, with its texts in a language."""
        from voicecoach.script.programme import Programme

        return self._translated(file, Programme, "programme", language)

    def profile(self, file: Path) -> tuple[Profile | None, list[Problem]]:
        """Read a profile's file. The cache keeps nothing of it, for it may name a person."""
        from voicecoach.script.document import read_document
        from voicecoach.script.profile import Profile
        from voicecoach.script.shapes import read_shape

        return read_shape(read_document(file), Profile)

    def exercises(
        self, language: str = SOURCE_LANGUAGE
    ) -> dict[str, tuple[Exercise, list[Problem]]]:
        """All exercises that can be read, by name, each with what is wrong with it."""
        files = ((name, self.find("exercises", name)) for name in self.names("exercises"))
        read = ((name, *self.exercise(file, language)) for name, file in files if file)
        return {name: (exercise, problems) for name, exercise, problems in read if exercise}

    def language(self, code: str) -> tuple[Language | None, list[Problem]]:
        """Read a language, and compare its phrases with the English ones.

        Raises:
            ScriptError: there is none of that code.
        """
        file = self.find("languages", code)
        if file is None:
            there = ", ".join(self.names("languages"))
            message = f"there are no texts in the language '{code}'"
            raise ScriptError(message, f"Choose from {there}.")
        words, problems = self._load(file, Language, "language")
        english = self.find("languages", SOURCE_LANGUAGE)
        if words is None or english is None or code == SOURCE_LANGUAGE:
            return words, problems
        source, _ = self._load(english, Language, "language")
        return words, [*problems, *phrase_problems(words, source)] if source else problems

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

    def script(
        self, file: Path, language: str = SOURCE_LANGUAGE
    ) -> tuple[Script | None, list[Problem]]:
        """Read a routine and everything that it names.

        Returns:
            The script, or None when something is at fault, with all that was found.
        """
        script, problems = self.readable(file, language)
        return (None if errors(problems) else script), problems

    def readable(
        self, file: Path, language: str = SOURCE_LANGUAGE, tailor: Tailor | None = None
    ) -> tuple[Script | None, list[Problem]]:
        """Read what can be read of a routine and of everything that it names, to be checked.

        Args:
            file: the routine's.
            language: of the coach's words.
            tailor: changes the routine before what it names is read.

        Returns:
            The script without its faulty parts, or None when nothing of it can be read; and the
            problems.
        """
        routine, problems = self.routine(file, language)
        words, found = self.language(language)
        problems = [*problems, *found]
        coaching, found = self.coaching()
        problems += found
        lexicon, found = self.lexicon()
        problems += found
        if routine is None or words is None or coaching is None:
            return None, problems
        routine = tailor(routine) if tailor else routine
        gathered = _Gathered(self, language)
        gathered.walk(routine, (routine.head.routine,))
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

    def _translated(
        self, file: Path, shape: Any, names: str, language: str
    ) -> tuple[Any, list[Problem]]:
        """Read a script with its texts in a language."""
        value, problems = self._load(file, shape, names)
        head = value.head if isinstance(value, Routine) else value
        if value is None or head.language == language:
            return value, problems
        read, own = self._translations(file, names, language)
        problems = [*problems, *(problem for _, found in read for problem in found)]
        if not read:
            missing = Problem.of(
                "missing-text/file",
                Where(str(file), (names,)),
                language=language,
                file=translation_file(file, language).name,
                script=file.stem,
            )
            return value, [*problems, missing]
        if any(found is None for found, _ in read):
            return value, problems
        translations = [found for found, _ in read]
        value, found = translated(value, Where(str(file)), translations, own)
        return value, [*problems, *found]

    def _translations(
        self, file: Path, names: str, language: str
    ) -> tuple[list[tuple[Any, list[Problem]]], int]:
        """The translations of a script, the first wins, and how many are of it and no namesake."""
        beside = translation_file(file, language)
        files = [root / f"{names}s" / beside.name for root in self.roots]
        files = files if beside in files else [beside, *files]
        own = len([each for each in files[: files.index(beside) + 1] if each.is_file()])
        return [self._load(each, Translation, "") for each in files if each.is_file()], own

    def in_language(
        self, folder: Folder, file: Path, language: str
    ) -> tuple[Any, Any, list[Translation]]:
        """A script as it was written and as it is in a language, and what translates it.

        Returns:
            None in the place of what cannot be read.
        """
        from voicecoach.script.programme import Programme

        shapes = {"routines": Routine, "exercises": Exercise, "programmes": Programme}
        names = folder.removesuffix("s")
        original, _ = self._load(file, shapes[folder], names)
        spoken, _ = self._translated(file, shapes[folder], names, language)
        read, _ = self._translations(file, names, language)
        return original, spoken, [found for found, _ in read if found]

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
        if isinstance(value, Language):
            value, found = _with_plurals(value)
            problems = [*problems, *found]
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
            rules=_RULES,
            file=str(file),
            sha256=digest,
        )


def _name_problems(value: Any, names: str, file: Path) -> Iterator[Problem]:
    head = value.head if isinstance(value, Routine) else value
    name = getattr(head, names)
    if name != file.stem:
        yield Problem.of("bad-name", Where(str(file), (names,)), name=name, file=file.stem)


def _with_plurals(language: Language) -> tuple[Language, list[Problem]]:
    """Complete a language with the categories of its numbers."""
    try:
        return replace(language, categories=plural_categories(language.language)), []
    except Fault as fault:
        return language, [Problem("bad-value", Where(language.file, ("language",)), fault.phrase)]


def _way(routines: tuple[str, ...]) -> Phrase:
    """Which routine includes which: `'a' includes 'b' includes 'a'`."""
    first, *rest = routines
    if not rest:
        return phrase("include/last", routine=first)
    return phrase("include/more", routine=first, rest=_way(tuple(rest)))


@dataclass(slots=True)
class _Gathered:
    """Everything that the steps of a routine name, read from the library."""

    library: Library
    language: str
    routines: dict[str, Routine] = field(default_factory=dict)
    exercises: dict[str, Exercise] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def walk(self, routine: Routine, inside: tuple[str, ...]) -> None:
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
            from voicecoach.script.shapes import STEP_KINDS

            known = [*self.library.names("exercises"), *STEP_KINDS]
            meant = hint(name, known) or phrase("hint/new-exercise", exercise=name)
            self.problems.append(
                Problem.of("unknown-exercise", where, on_key=True, exercise=name, hint=meant)
            )
            return
        exercise, problems = self.library.exercise(file, self.language)
        self.problems += problems
        if exercise:
            self.exercises[name] = exercise

    def _include(self, name: str, where: Where, inside: tuple[str, ...]) -> None:
        if name in inside:
            self.problems.append(Problem.of("include-cycle", where, way=_way((*inside, name))))
            return
        if name in self.routines:
            return
        file = self.library.find("routines", name)
        if file is None:
            meant = hint(name, self.library.names("routines"))
            self.problems.append(Problem.of("unknown-routine", where, routine=name, hint=meant))
            return
        routine, problems = self.library.routine(file, self.language)
        self.problems += problems
        if routine:
            self.routines[name] = routine
            self.walk(routine, (*inside, name))
