"""Checks: what is wrong with scripts as sessions, and with a finished one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from voicecoach.app.explain import Explained, explained
from voicecoach.audio.mp3.frames import GRID
from voicecoach.base.errors import ScriptError, SessionError
from voicecoach.base.values import dataclass, replace
from voicecoach.checks.exercises import checked_exercise
from voicecoach.checks.languages import Wordings, check_phrases, check_welcome
from voicecoach.checks.routines import Adapt, checked_script
from voicecoach.checks.sources import check_routine_sources
from voicecoach.coach.compile.opening import surface_of
from voicecoach.coach.compile.prompts import unheard_prompts
from voicecoach.coach.crossing import crossings
from voicecoach.coach.fit.search import CannotFit
from voicecoach.coach.schedule import Schedule
from voicecoach.coach.tailor import tailoring
from voicecoach.formats.fields import RATE_MOST
from voicecoach.formats.problems import Problem, Where
from voicecoach.library.library import Folder, Library
from voicecoach.library.references import read_references, references_of
from voicecoach.library.script import Script
from voicecoach.model.coaching import Coaching, with_overrides
from voicecoach.model.exercise import Exercise
from voicecoach.model.profile import Profile
from voicecoach.model.routine import RoutineHead
from voicecoach.model.settings import Settings
from voicecoach.project import Project
from voicecoach.session.faults import DoesNotFit
from voicecoach.session.find import SCRIPT_FOLDERS, folder_of, script_file
from voicecoach.session.order import Order
from voicecoach.session.record import read_record
from voicecoach.session.resolve import decide, profile_of, welcome_of
from voicecoach.session.review import BrokenRule, Review, findings
from voicecoach.session.timing import engine_problems, length_problems, preview
from voicecoach.voices.engines import ENGINES, unknown_engine
from voicecoach.voices.estimate import estimate_ms


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found.

    Attributes:
        files: how many were checked.
        problems: each once.
        unknown: why some of the names are no files.
        figures: all figures as they were understood, where that was asked for.
    """

    files: int
    problems: tuple[Problem, ...]
    unknown: tuple[ScriptError, ...]
    figures: tuple[Explained, ...] = ()


def check_scripts(
    project: Project,
    names: tuple[str, ...],
    order: Order,
    library: Library | None = None,
    explain: bool = False,
) -> CheckReport:
    """Check scripts as they are, and as sessions by estimated lengths.

    Args:
        project: has them.
        names: names or files; all that there are when empty.
        order: how the sessions are to be; its profile, language, guidance and length count.
        library: what they are read by; the project's files unless given.
        explain: give the figures as they were understood, too.

    Raises:
        ScriptError: there is no such profile; or `Faulty`, it has errors.
    """
    library, settings = library or project.library(), project.settings
    profile, problems = profile_of(order, library)
    adapt = tailoring(profile, library)
    code = order.language or settings.language
    problems += [*_phrase_problems(library, code), *_welcome_problems(project, library)]
    problems += [*read_references(library)[1], *library.unread()]
    order = replace(order, profile=None, language=None, rate=settings.rate)
    files, unknown = _files(library, names)
    wordings = Wordings(library)
    for file in files:
        problems += _problems(wordings, file, code, order, adapt)
    figures = tuple(explained(library, files)) if explain else ()
    return CheckReport(len(files), tuple(dict.fromkeys(problems)), tuple(unknown), figures)


def check_unsaved(project: Project, library: Library, file: Path, text: str) -> list[Problem]:
    """Check a script that was not written yet.

    Args:
        project: has the scripts.
        library: reads them.
        file: where it will stand.
        text: what it says.
    """
    place = file.resolve()
    seen = library.with_text(place, text)
    return [*check_scripts(project, (str(place),), Order(), seen).problems]


def check_session(project: Project, file: Path, person: str | None = None) -> list[BrokenRule]:
    """Hold a finished session against the rules of coaching.

    Args:
        project: has the exercises and figures.
        file: the session's record.
        person: the profile that it was made with, whose `avoid` it is held against too.

    Raises:
        OutputError: it is no session record.
        SessionError: it names what the library lacks.
        ScriptError: the words or figures of the coach have faults, or there is no such profile.
    """
    content = read_record(file).content
    library = project.library()
    language, _ = library.language(content.language)
    coaching, _ = library.coaching()
    exercises = {}
    named = {each.id for each in content.exercises}
    for name in named | {slot.exercise for slot in content.slots if slot.exercise}:
        path = library.find("exercises", name)
        exercise = library.exercise(path, content.language)[0] if path else None
        if exercise is None:
            raise SessionError("broken-rules/exercise", exercise=name)
        exercises[name] = exercise
    if language is None or coaching is None:
        raise ScriptError("faulty/coach")
    routine = library.find("routines", content.routine)
    own = library.routine(routine)[0] if routine else None
    figures = with_overrides(coaching, own.head.coaching) if own else coaching
    profile, _ = profile_of(Order(content.routine, profile=person), library)
    avoid, surface = profile.avoid if profile else (), surface_of(content.needs)
    words, figures = language.on(surface), figures.on(surface)
    return findings(Review(content, exercises, words, figures, GRID, avoid, surface))


def _welcome_problems(project: Project, library: Library) -> Iterator[Problem]:
    """What is wrong with what the clinic says first, in each language."""
    coaching, _ = library.coaching()
    for code in project.settings.clinic.greeting:
        language, _ = library.language(code)
        welcome = welcome_of(project, code)
        if language and coaching and welcome:
            yield from check_welcome(welcome, language, coaching)


def _files(library: Library, names: tuple[str, ...]) -> tuple[list[Path], list[ScriptError]]:
    """The files of names, or all there are; and the names that there are not."""
    if not names:
        every = (
            library.find(kind, name) for kind in SCRIPT_FOLDERS for name in library.names(kind)
        )
        return [file for file in every if file], []
    files: list[Path] = []
    unknown: list[ScriptError] = []
    for name in names:
        try:
            files.append(script_file(library, name, SCRIPT_FOLDERS))
        except ScriptError as error:
            unknown.append(error)
    return files, unknown


def _problems(
    wordings: Wordings,
    file: Path,
    language: str,
    order: Order,
    adapt: Adapt | None,
) -> list[Problem]:
    """The problems of one file, and of what it names."""
    library = wordings.library
    name, _, code = file.stem.rpartition(".")
    kind = folder_of(library, file)
    if name and (original := library.find(kind, name)):
        file, language = original, code  # a translation is checked with what it translates
    problems = _content_problems(library, file, kind, language, order, adapt)
    return [*problems, *wordings.check(kind, file, language)]


def _content_problems(
    library: Library,
    file: Path,
    kind: Folder,
    language: str,
    order: Order,
    adapt: Adapt | None,
) -> list[Problem]:
    """The problems of what a script prescribes and says when."""
    if kind == "exercises":
        exercise, problems = checked_exercise(library, file, language)
        coaching, _ = library.coaching()
        if exercise and coaching:
            problems = [*problems, *_unheard(exercise, coaching, language)]
        return problems
    if kind == "profiles":
        from voicecoach.checks.profiles import checked_profile

        person, problems = checked_profile(library, file)
        return [*problems, *(_unknown_engines(person, person.where) if person else ())]
    if kind == "programmes":
        from voicecoach.checks.programmes import checked_programme

        _, scripts, problems = checked_programme(library, file, language, adapt)
        return [*problems, *(p for s in scripts for p in _placing(s, order))]
    script, problems = checked_script(library, file, language, adapt=adapt)
    if script is None:
        return problems
    return [*problems, *arrangement(library, script), *_placing(script, order)]


def arrangement(library: Library, script: Script) -> Iterator[Problem]:
    """What is wrong with a sound script's sources, and with its way over the floor."""
    yield from check_routine_sources(script.routine, references_of(library))
    yield from crossings(script)


def _phrase_problems(library: Library, code: str) -> Iterator[Problem]:
    """What is wrong with the wording of the language's own phrases."""
    words, _ = library.language(code)
    yield from check_phrases(words) if words else ()


def _unheard(exercise: Exercise, coaching: Coaching, language: str) -> Iterator[Problem]:
    """Prompts that have no room in their phase even at the fastest rate, by estimated lengths."""

    def length_of(text: str) -> int:
        return estimate_ms(text, RATE_MOST, language)

    yield from unheard_prompts(exercise, coaching, length_of, GRID)


def _placing(script: Script, order: Order) -> list[Problem]:
    """What would not fit, by estimated lengths, a session too long, engines that there are not."""
    return placed_by_guesses(script, order)[1]


def placed_by_guesses(script: Script, order: Order) -> tuple[Schedule | None, list[Problem]]:
    """Place a script by estimated lengths, as far as it can be.

    Args:
        script: a sound one.
        order: what is asked for; its rate, guidance and length count.

    Returns:
        The session, or None where there is none so long; and what is wrong with it.
    """
    try:
        schedule, problems = preview(script, order)
    except CannotFit as error:
        place = _asks_for_length(script, order)
        return None, [Problem("unreachable-length", place, error.phrase)]
    except DoesNotFit as error:
        return None, [*error.problems]
    return schedule, [*problems, *placing_problems(script, schedule)]


def placing_problems(script: Script, schedule: Schedule) -> Iterator[Problem]:
    """What is wrong with a session that was placed."""
    yield from length_problems(script, schedule)
    yield from engine_problems(script)
    yield from _unknown_engines(script.routine.head, Where(script.routine.file))
    yield from _long_lines(script, schedule)


def _unknown_engines(named: RoutineHead | Profile, where: Where) -> Iterator[Problem]:
    """Voices of engines that are none, on whatever machine."""
    voices = ((named.voice, ("voice",)), (named.counter.voice, ("counter", "voice")))
    for voice, keys in voices:
        if voice and (engine := unknown_engine(voice)):
            yield Problem.of("no-engine", where.at(*keys), engine=engine, there=[*ENGINES])


def _asks_for_length(script: Script, order: Order) -> Where:
    """The place that says how long a session is to be; its title where that was the command."""
    maker = decide(order, Settings(), script.profile, script.routine.head).length.made_by
    if maker == "profile" and script.profile:
        return script.profile.where.at("length")
    return Where(script.routine.file, ("length" if maker == "routine" else "title",))


def _long_lines(script: Script, schedule: Schedule) -> Iterator[Problem]:
    """Lines that are longer than anybody follows by ear."""
    most = script.coaching.speech_most
    for cue in schedule.cues:
        if cue.length_ms > most and cue.cue.where:
            takes_s, most_s = cue.length_ms / 1000, most / 1000
            yield Problem.of("long-line/heard", cue.cue.where, takes_s=takes_s, most_s=most_s)
