"""Finds scripts by name and reads them; what was checked before is not parsed again."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import InitVar, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from voicecoach.base.errors import ScriptError
from voicecoach.base.values import dataclass
from voicecoach.formats.fields import Surface
from voicecoach.formats.problems import Checked, Problem, Where
from voicecoach.language.lexicon import LexiconFile
from voicecoach.language.normalise import TextNormaliser
from voicecoach.language.phrases import Language
from voicecoach.language.placeholders import phrase_problems
from voicecoach.library.defaults import completed, is_complete
from voicecoach.library.doses import with_doses
from voicecoach.library.gathered import Gathered
from voicecoach.library.naming import KnownExercises, Names
from voicecoach.library.reader import Reader
from voicecoach.library.translation import Translation, translated, translation_file
from voicecoach.model.coaching import Coaching
from voicecoach.model.exercise import SOURCE_LANGUAGE, Exercise
from voicecoach.model.familiarity import Familiarity
from voicecoach.model.routine import Guidance, Routine
from voicecoach.model.slots import ToneName

if TYPE_CHECKING:
    from voicecoach.language.prescribing import DoseVocabulary
    from voicecoach.model.profile import Change, Profile
    from voicecoach.model.programme import Programme
    from voicecoach.store.local import LocalStore

LEXICON_FILE = "lexicon.yaml"
Folder = Literal["routines", "exercises", "languages", "programmes", "profiles", "prescriptions"]

Tailor = Callable[[Routine], Routine]
_Value = TypeVar("_Value")

Ears = dict[tuple[Any, ...], tuple[TextNormaliser, tuple[Mapping[str, Any], ...]]]
"""By engine, language and lexicons; these are kept with each, so that their ids stay theirs."""

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_scripts() -> Path:
    """The scripts that come with the program: inside the package, beside it in a checkout."""
    inside = _PACKAGE / "scripts"
    return inside if inside.is_dir() else _PACKAGE.parent / "scripts"


@dataclass(frozen=True, slots=True)
class Welcome:
    """What a clinic says before anything else, and the place that gives the words."""

    text: str
    where: Where


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
        known: all exercises that there are.
        lexicon: the project's respelt words.
        guidance: how much is said, where that was asked for.
        length: shortest and longest length of the session, ms; None where it lasts as written.
        surface: what one lies on; the words and figures are those for it.
        tones: those that a voice needs because its words are too long, to be explained.
        nearest: where it cannot be so long, the nearest length will do.
        counts_apart: another voice than the coach's counts the seconds of holds and rests.
        turn: which session it is of those that one does, from 0; None where nobody knows.
        fitted: what a length may change has been chosen: the pauses that it may have are there.
        familiarity: how well the person knows what it asks for, where that is known.
        profile: of the person to whom it is tailored, if it is.
        changes: what that changed in the routine.
        welcome: what the clinic says first, if it does.
        ears: those of the library's scripts, for most have the same words respelt.
    """

    routine: Routine
    routines: dict[str, Routine]
    exercises: dict[str, Exercise]
    language: Language
    coaching: Coaching
    rules: Coaching
    known: KnownExercises
    lexicon: LexiconFile
    guidance: Guidance | None = None
    length: tuple[int, int] | None = None
    surface: Surface = "floor"
    tones: frozenset[ToneName] = frozenset()
    nearest: bool = False
    counts_apart: bool = True
    turn: int | None = None
    fitted: bool = False
    familiarity: Familiarity | None = None
    profile: Profile | None = None
    changes: tuple[Change, ...] = ()
    welcome: Welcome | None = None
    ears: Ears = field(default_factory=dict, compare=False, repr=False)

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

    def ear(self, engine: str) -> TextNormaliser:
        """What writes the script's texts out for the ear, as an engine needs them."""
        lexicons = tuple(words for _, words in self.lexicons() if words)
        key = engine, *map(id, (self.language, *lexicons))
        known = self.ears.get(key)
        if known is None:
            known = self.ears[key] = TextNormaliser(self.language, lexicons, engine), lexicons
        return known[0]


@dataclasses.dataclass(slots=True)
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

    def __post_init__(self, cache: LocalStore | None) -> None:
        self.reader = Reader(cache=cache)

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
        filled = completed(exercise, words, coaching) if words and coaching else None
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
        files = ((name, self.find("exercises", name)) for name in self.names("exercises"))
        read = ((name, *self.exercise(file, language)) for name, file in files if file)
        return {name: (exercise, problems) for name, exercise, problems in read if exercise}

    def exercise_names(self, languages: Iterable[str] = ()) -> Names:
        """What exercises are called: as their files have it, and in further languages."""
        exercises = {name: exercise for name, (exercise, _) in self.exercises().items()}
        others = (pair for code in languages for pair in self._called(code))
        return Names.of(exercises, others)

    def known_exercises(self, language: str = SOURCE_LANGUAGE) -> KnownExercises:
        """All exercises that there are; suggestions go by what a language calls them too."""
        names = frozenset(self.names("exercises"))
        return KnownExercises(names, cache(lambda: self.exercise_names((language,))))

    def _called(self, language: str) -> Iterator[tuple[str, str]]:
        """What a language calls each exercise: name and text."""
        for name in self.names("exercises"):
            file = self.find("exercises", name)
            if file is None:
                continue
            original, _, translations = self.in_language("exercises", file, language)
            for translation in translations:
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
        found = [*phrase_problems(words, source)] if source else []
        return Checked(words, [*problems, *found])

    def coaching(self) -> Checked[Coaching]:
        """Read the coaching figures: those that are shipped, for they keep people safe."""
        return self.reader.load(self.roots[-1] / "coaching.yaml", Coaching, "")

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

        figures = with_overrides(coaching, routine.head.coaching)
        script = Script(
            routine=routines.pop(""),
            routines=routines,
            exercises=gathered.exercises,
            language=words,
            coaching=figures,
            rules=coaching,
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
        value, found = translated(value, Where(str(file)), translations, own)
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


def _language_of(value: object) -> object:
    """The language that a script is written in; its head has it, where there is one."""
    return getattr(value.head if isinstance(value, Routine) else value, "language", None)
