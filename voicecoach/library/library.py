"""Finds scripts by name and reads them; what was checked before is not parsed again."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Iterable, Iterator
from dataclasses import InitVar, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from voicecoach.base.errors import ScriptError
from voicecoach.base.once import Once
from voicecoach.formats.problems import Checked, Problem, Where
from voicecoach.language.lexicon import LexiconFile
from voicecoach.language.phrases import Language
from voicecoach.language.placeholders import phrase_problems
from voicecoach.library.defaults import completed, is_complete
from voicecoach.library.doses import with_doses
from voicecoach.library.gathered import Gathered
from voicecoach.library.naming import KnownExercises, Names
from voicecoach.library.reader import Reader
from voicecoach.library.script import Ears, Script
from voicecoach.library.translation import Translation, translated, translation_file
from voicecoach.model.coaching import Coaching
from voicecoach.model.exercise import SOURCE_LANGUAGE, Exercise
from voicecoach.model.routine import Routine

if TYPE_CHECKING:
    from voicecoach.language.prescribing import DoseVocabulary
    from voicecoach.model.profile import Profile
    from voicecoach.model.programme import Programme
    from voicecoach.store.local import LocalStore

COACHING_FILE = "coaching.yaml"
LEXICON_FILE = "lexicon.yaml"
Folder = Literal["routines", "exercises", "languages", "programmes", "profiles", "prescriptions"]

Tailor = Callable[[Routine], Routine]
_Value = TypeVar("_Value")

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_scripts() -> Path:
    """The scripts that come with the program: inside the package, beside it in a checkout."""
    inside = _PACKAGE / "scripts"
    return inside if inside.is_dir() else _PACKAGE.parent / "scripts"


@dataclasses.dataclass(slots=True, eq=False, repr=False)
class Library:
    """The scripts of a project, before those that are shipped.

    Attributes:
        roots: `scripts` folders, the first that has a name wins; the shipped one comes last.
        cache: where checked scripts are kept, or None.
        reader: what reads them, from files or from texts that were not saved yet.
    """

    roots: tuple[Path, ...]
    cache: InitVar[LocalStore | None] = None
    reader: Reader = field(init=False)
    _ears: Ears = field(default_factory=dict)
    once: Once = field(default_factory=Once)  # the reader gives the same until a file changes
    _names: dict[tuple[str, ...], tuple[object, Names]] = field(default_factory=dict)

    def __post_init__(self, cache: LocalStore | None) -> None:
        self.reader = Reader(cache=cache)

    def with_text(self, file: Path, text: str) -> Library:
        """The same scripts with a text in the place of a file; what was read stays known to both.

        Args:
            file: the file; there need be none yet.
            text: what stands in its place.
        """
        other = copy.copy(self)
        source = self.reader.source.with_text(file, text)
        other.reader = dataclasses.replace(self.reader, source=source)
        return other

    def names(self, folder: Folder) -> list[str]:
        """The names of all scripts of a kind, sorted."""
        source = self.reader.source
        found = set().union(*(source.scripts(root / folder) for root in self.roots))
        return sorted(name for name in found if "." not in name)  # `bird-dog.es` is a translation

    def find(self, folder: Folder, name: str) -> Path | None:
        """The file of a name, or None."""
        if "." in name:
            return None
        files = (root / folder / f"{name}.yaml" for root in self.roots)
        is_there = self.reader.source.is_there  # what cannot be read is said later
        return next(filter(is_there, files), None)

    def routine(self, file: Path, language: str = SOURCE_LANGUAGE) -> Checked[Routine]:
        """Read a routine's file, with its texts in a language.

        Returns:
            What can be read of it, without its faulty steps, or None; and the problems.
        """
        return self._translated(file, Routine, "routine", language)

    def exercise(self, file: Path, language: str = SOURCE_LANGUAGE) -> Checked[Exercise]:
        """Read an exercise's file, with its texts in a language, and what it leaves open filled."""
        exercise, problems = self._translated(file, Exercise, "exercise", language)
        if exercise is None or is_complete(exercise):
            return Checked(exercise, problems)
        (words, _), (coaching, _) = self.language(language), self.coaching()
        if words is None or coaching is None:
            return Checked(None, problems)
        filled = self.once(completed, exercise, words, coaching, of=(file, language))
        return Checked(filled, problems)

    def programme(self, file: Path, language: str = SOURCE_LANGUAGE) -> Checked[Programme]:
        """Read a programme's file, with its texts in a language."""
        from voicecoach.model.programme import Programme

        return self._translated(file, Programme, "programme", language)

    def profile(self, file: Path) -> Checked[Profile]:
        """Read a profile's file. The cache keeps nothing of it, for it may name a person."""
        from voicecoach.model.profile import Profile
        from voicecoach.model.shapes import read_shape

        return read_shape(self.reader.document(file), Profile)

    def exercises(
        self, language: str = SOURCE_LANGUAGE
    ) -> dict[str, tuple[Exercise, list[Problem]]]:
        """All exercises that can be read, by name, each with what is wrong with it."""
        if self.reader.source.stays:
            return self.once(Library._exercises, self, language, of=language)
        return self._exercises(language)

    def _exercises(self, language: str) -> dict[str, tuple[Exercise, list[Problem]]]:
        files = ((name, self.find("exercises", name)) for name in self.names("exercises"))
        read = ((name, *self.exercise(file, language)) for name, file in files if file)
        return {name: (exercise, problems) for name, exercise, problems in read if exercise}

    def exercise_names(self, languages: Iterable[str] = ()) -> Names:
        """What exercises are called: as their files have it, and in further languages."""
        key, now = tuple(languages), self._stamp("exercises")
        before, known = self._names.get(key, (None, None))
        if known is None or before != now:  # to read hundreds of files takes a second
            exercises = {name: exercise for name, (exercise, _) in self.exercises().items()}
            others = (pair for code in key for pair in self._called(code))
            known = Names.of(exercises, others, self._in_languages)
            self._names[key] = now, known
        return known

    def _in_languages(self, name: str) -> dict[str, Exercise]:
        """An exercise in each language of the library."""
        file = self.find("exercises", name)
        codes = self.names("languages") if file else ()
        read = ((code, self.exercise(file, code).value) for code in codes if file)
        return {code: exercise for code, exercise in read if exercise}

    def _stamp(self, folder: Folder) -> object:
        """What changes where any script of a kind does: its time or its size, or its text."""
        source = self.reader.source
        unsaved = [pair for pair in source.unsaved.items() if pair[0].parent.name == folder]
        return [*(source.times(root / folder) for root in self.roots), sorted(unsaved)]

    def known_exercises(self, language: str = SOURCE_LANGUAGE) -> KnownExercises:
        """All exercises that there are; suggestions go by what a language calls them too."""
        names = frozenset(self.names("exercises"))
        return self.once(Library._known_exercises, self, names, language, of=language)

    def _known_exercises(self, names: frozenset[str], language: str) -> KnownExercises:
        return KnownExercises(names, lambda: self.exercise_names((language,)))

    def _called(self, language: str) -> Iterator[tuple[str, str]]:
        """What a language calls each exercise: name and text."""
        for name in self.names("exercises"):
            file = self.find("exercises", name)
            if file is None:
                continue
            original, _ = self.reader.load(file, Exercise, "exercise")
            for translation, _ in self._translations(file, "exercise", language)[0]:
                if translation:
                    title = translation.texts.get(original.title) if original else None
                    yield from ((name, text) for text in (title, *translation.aliases) if text)

    def language(self, code: str) -> Checked[Language]:
        """Read a language, and compare its phrases with the English ones.

        Raises:
            ScriptError: there is none of that code.
        """
        file = self.find("languages", code)
        if file is None:
            raise ScriptError("unknown-language", language=code, there=self.names("languages"))
        words, problems = self.reader.load(file, Language, "language")
        english = self.find("languages", SOURCE_LANGUAGE)
        if words is None or english is None or code == SOURCE_LANGUAGE:
            return Checked(words, problems)
        source, _ = self.reader.load(english, Language, "language")
        found = self.once(_phrase_problems, words, source, of=code) if source else []
        return Checked(words, [*problems, *found])

    def coaching(self) -> Checked[Coaching]:
        """Read the coaching figures: those that are shipped, for they keep people safe."""
        return self.reader.load(self.roots[-1] / COACHING_FILE, Coaching, "")

    def unread(self) -> Iterator[Problem]:
        """Coaching figures of a project's own, which nothing reads."""
        for root in self.roots[:-1]:
            if self.reader.source.is_file(root / COACHING_FILE):
                yield Problem.of("unread-figures", Where(str(root / COACHING_FILE)))

    def dose_words(self) -> DoseVocabulary:
        """How doses are written in all languages, the project's own words first."""
        from voicecoach.language.prescribing import DoseVocabulary, PrescriptionWords

        found = []
        for name in self.names("prescriptions"):
            file = self.find("prescriptions", name)
            words, _ = self.reader.load(file, PrescriptionWords, "") if file else (None, [])
            found += [words] if words else []
        return DoseVocabulary(found, dict(self._numbers_in_words()))

    def _numbers_in_words(self) -> Iterator[tuple[str, int]]:
        """The numbers from one on as the languages have them, beside things too."""
        for code in self.names("languages"):
            language, _ = self.language(code)
            if language:
                yield from ((word, n) for n, word in enumerate(language.numbers) if n)
                for forms in language.number_forms.values():
                    yield from ((word, int(n)) for n, word in forms.items() if n.isdecimal())

    def lexicon(self) -> tuple[LexiconFile, list[Problem]]:
        """Read the project's respelt words: those of the first folder that has some."""
        for root in self.roots:
            if self.reader.source.is_file(root / LEXICON_FILE):
                found, problems = self.reader.load(root / LEXICON_FILE, LexiconFile, "")
                return found or LexiconFile({}), problems
        return LexiconFile({}), []

    def script(self, file: Path, language: str = SOURCE_LANGUAGE) -> Checked[Script]:
        """Read a routine and everything that it names.

        Returns:
            The script, or None when something is at fault, with all that was found.
        """
        read = self.readable(file, language)
        return Checked(read.sound, read.problems)

    def readable(
        self, file: Path, language: str = SOURCE_LANGUAGE, tailor: Tailor | None = None
    ) -> Checked[Script]:
        """Read what can be read of a routine and of everything that it names, to be checked.

        Args:
            file: the routine's.
            language: of the coach's words.
            tailor: changes the routine before what it names is read.

        Returns:
            The script without its faulty parts, or None when nothing of it can be read; and the
            problems.
        """
        if tailor is None and self.reader.source.stays:
            return self.once(Library._readable, self, file, language, of=(file, language))
        return self._readable(file, language, tailor)

    def _readable(self, file: Path, language: str, tailor: Tailor | None = None) -> Checked[Script]:
        routine, problems = self.routine(file, language)
        words, found = self.language(language)
        problems = [*problems, *found]
        coaching, found = self.coaching()
        problems += found
        lexicon, found = self.lexicon()
        problems += found
        if routine is None or words is None or coaching is None:
            return Checked(None, problems)
        routine = tailor(routine) if tailor else routine
        gathered = Gathered(self, language)
        gathered.walk(routine, (routine.head.routine,))
        routines = {**gathered.routines, "": routine}
        routines, found = with_doses(routines, gathered.exercises)
        problems += [*gathered.problems, *found]
        from voicecoach.model.coaching import with_overrides

        surface = routine.head.surface or "floor"
        figures = with_overrides(coaching, routine.head.coaching).on(surface)
        script = Script(
            routine=routines.pop(""),
            routines=routines,
            exercises=gathered.exercises,
            language=words.on(surface),
            coaching=figures,
            rules=coaching,
            surface=surface,
            known=self.known_exercises(language),
            lexicon=lexicon,
            ears=self._ears,
        )
        return Checked(script, problems)

    def _translated(
        self, file: Path, shape: type[_Value], names: str, language: str
    ) -> Checked[_Value]:
        """Read a script with its texts in a language."""
        value, problems = self.reader.load(file, shape, names)
        if value is None or _language_of(value) == language:
            return Checked(value, problems)
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
            return Checked(value, [*problems, missing])
        translations = [each.value for each in read if each.value]
        if len(translations) < len(read):
            return Checked(value, problems)
        named = file, language
        value, found = self.once(_translated, value, file, own, *translations, of=named)
        return Checked(value, [*problems, *found])

    def _translations(
        self, file: Path, names: str, language: str
    ) -> tuple[list[Checked[Translation]], int]:
        """The translations of a script, the first wins, and how many are of it and no namesake."""
        beside = translation_file(file, language)
        files = [root / f"{names}s" / beside.name for root in self.roots]
        files = files if beside in files else [beside, *files]
        is_file = self.reader.source.is_file
        own = len([*filter(is_file, files[: files.index(beside) + 1])])
        return [self.reader.load(each, Translation, "") for each in filter(is_file, files)], own

    def in_language(
        self, folder: Folder, file: Path, language: str
    ) -> tuple[Any, Any, list[Translation]]:
        """A script as it was written and as it is in a language, and what translates it.

        Returns:
            None in the place of what cannot be read.
        """
        from voicecoach.model.programme import Programme

        shapes = {"routines": Routine, "exercises": Exercise, "programmes": Programme}
        names = folder.removesuffix("s")
        original, _ = self.reader.load(file, shapes[folder], names)
        spoken, _ = self._translated(file, shapes[folder], names, language)
        read, _ = self._translations(file, names, language)
        return original, spoken, [found for found, _ in read if found]


def _translated(
    value: _Value, file: Path, own: int, *translations: Translation
) -> tuple[_Value, list[Problem]]:
    return translated(value, Where(str(file)), translations, own)


def _phrase_problems(words: Language, source: Language) -> list[Problem]:
    return [*phrase_problems(words, source)]


def _language_of(value: object) -> object:
    """The language that a script is written in; its head has it, where there is one."""
    return getattr(value.head if isinstance(value, Routine) else value, "language", None)
