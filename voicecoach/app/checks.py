"""Checks: what is wrong with scripts as sessions, and with a finished one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from voicecoach.app.explain import Explained, explained
from voicecoach.audio.mp3.frames import GRID
from voicecoach.base.errors import ScriptError, SessionError
from voicecoach.base.values import dataclass
from voicecoach.checks.languages import check_phrases, check_welcome, check_wording
from voicecoach.checks.routines import Adapt, checked_exercise, checked_script
from voicecoach.checks.sources import check_routine_sources
from voicecoach.coach.compile.opening import surface_of
from voicecoach.coach.compile.prompts import unheard_prompts
from voicecoach.coach.crossing import crossings
from voicecoach.coach.fit.search import CannotFit
from voicecoach.coach.schedule import Schedule
from voicecoach.coach.tailor import tailoring
from voicecoach.formats.fields import RATE_MOST
from voicecoach.formats.problems import Problem, Where
from voicecoach.library.library import Folder, Library, Script
from voicecoach.library.references import references_of
from voicecoach.model.coaching import Coaching, with_overrides
from voicecoach.model.exercise import Exercise
from voicecoach.project import Project, Settings
from voicecoach.session.faults import DoesNotFit
from voicecoach.session.find import SCRIPT_FOLDERS, folder_of, script_file
from voicecoach.session.order import Order
from voicecoach.session.record import read_record
from voicecoach.session.resolve import decide, profile_of, welcome_of
from voicecoach.session.review import BrokenRule, Review, findings
from voicecoach.session.timing import engine_problems, length_problems, preview
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
    order = replace(order, profile=None, language=None, rate=settings.rate)
    files, unknown = _files(library, names)
    for file in files:
        problems += _problems(library, file, code, order, adapt)
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
    place, reader = file.resolve(), library.reader
    reader.source = reader.source.with_text(place, text)
    try:
        return [*check_scripts(project, (str(place),), Order(), library).problems]
    finally:
        reader.source = reader.source.without_text(place)


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
    for name in {slot.exercise for slot in content.slots if slot.exercise}:
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
    library: Library,
    file: Path,
    language: str,
    order: Order,
    adapt: Adapt | None,
) -> list[Problem]:
    """The problems of one file, and of what it names."""
    name, _, code = file.stem.rpartition(".")
    kind = folder_of(library, file)
    if name and (original := library.find(kind, name)):
        file, language = original, code  # a translation is checked with what it translates
    problems = _content_problems(library, file, kind, language, order, adapt)
    return [*problems, *check_wording(library, kind, file, language)]


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

        return checked_profile(library, file)[1]
    if kind == "programmes":
        from voicecoach.checks.programmes import checked_programme

        _, scripts, problems = checked_programme(library, file, language, adapt)
        return [*problems, *(p for s in scripts for p in _placing(s, order))]
    script, problems = checked_script(library, file, language, adapt=adapt)
    if script is None:
        return problems
    sources = check_routine_sources(script.routine, references_of(library))
    return [*problems, *sources, *_placing(script, order), *crossings(script)]


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
    try:
        schedule, problems = preview(script, order)
    except CannotFit as error:
        return [Problem("unreachable-length", _asks_for_length(script, order), error.phrase)]
    except DoesNotFit as error:
        return [*error.problems]
    problems = [*problems, *length_problems(script, schedule)]
    return [*problems, *engine_problems(script), *_long_lines(script, schedule)]


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
