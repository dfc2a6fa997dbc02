"""`voicecoach check`: every fault of scripts, or of a finished session, in one run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click

from voicecoach.cli import complain
from voicecoach.cli.common import (
    SCRIPT_FOLDERS,
    counted,
    folder_of,
    guidance_option,
    length_option,
    print_problems,
    profile_option,
    read_profile,
    script_file,
)
from voicecoach.coach.place import Schedule
from voicecoach.coach.tailor import tailoring
from voicecoach.errors import ScriptError, SessionError
from voicecoach.project import Project, find_project
from voicecoach.script.checks import Adapt
from voicecoach.script.coaching import Coaching
from voicecoach.script.fields import RATE_MOST
from voicecoach.script.library import Folder, Library, Script
from voicecoach.script.model import Exercise, Guidance
from voicecoach.script.problems import Problem, Where, errors
from voicecoach.units import format_clock


@click.command("check")
@click.argument("names", nargs=-1, metavar="[FILE|NAME]...")
@click.option("--session", type=click.Path(path_type=Path), help="Check a session record instead.")
@profile_option
@length_option
@click.option("--language", metavar="CODE", help="Language of the texts, such as es.")
@guidance_option
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
def command(
    names: tuple[str, ...],
    session: Path | None,
    profile: str | None,
    language: str | None,
    guidance: Guidance | None,
    length: tuple[int, int] | None,
    as_json: bool,
) -> None:
    """Find every fault in scripts, with its place and what to write instead.

    Without a name, all routines, exercises, programmes and profiles are checked. With a profile,
    routines and programmes are checked as that person does them. In another language than theirs,
    every text that has no translation is found, and every one that has changed since.

    \b
    Examples:
      voicecoach check                           all scripts
      voicecoach check my-routine.yaml           one file
      voicecoach check --language es             what is missing in Spanish
      voicecoach check daily --profile knee-2    as a person does it
      voicecoach check --length 12m              whether each can last twelve minutes
      voicecoach check --json                    for an editor
      voicecoach check --session audio/daily.json
    """
    project = find_project()
    if session:
        _check_session(project, session)
        return
    library = project.library()
    adapt = tailoring(read_profile(library, profile), library)
    code, rate = language or project.settings.language, project.settings.rate
    files, unknown = _files(library, names)
    wanted = _Wanted(rate, guidance, length)
    found = (p for file in files for p in _problems(library, file, code, wanted, adapt))
    problems = list(dict.fromkeys((*_phrase_problems(library, code), *found)))
    if as_json:
        _print_json(problems)
    else:
        print_problems(problems)
    for error in unknown:
        complain(error)
    wrong = len(errors(problems)) + len(unknown)
    said = f"{counted(len(files), 'file')} checked: {counted(wrong, 'error')}, "
    said += counted(len(problems) - wrong, "warning")
    if wrong:
        raise ScriptError(said)
    click.echo(said, err=as_json)


def _print_json(problems: list[Problem]) -> None:
    from voicecoach.script.document import located

    click.echo(json.dumps([item.plain() for item in located(problems)], indent=2))


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


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How sessions are to be, for the check.

    Attributes:
        rate_wpm: words a minute.
        length: shortest and longest length, ms.
    """

    rate_wpm: int
    guidance: Guidance | None
    length: tuple[int, int] | None


def _problems(
    library: Library,
    file: Path,
    language: str,
    wanted: _Wanted,
    adapt: Adapt | None,
) -> list[Problem]:
    """The problems of one file, and of what it names."""
    from voicecoach.script.wording import check_wording

    name, _, code = file.stem.rpartition(".")
    kind = folder_of(file)
    if name and (original := library.find(kind, name)):
        file, language = original, code  # a translation is checked with what it translates
    problems = _content_problems(library, file, kind, language, wanted, adapt)
    return [*problems, *check_wording(library, kind, file, language)]


def _content_problems(
    library: Library,
    file: Path,
    kind: Folder,
    language: str,
    wanted: _Wanted,
    adapt: Adapt | None,
) -> list[Problem]:
    """The problems of what a script prescribes and says when."""
    from voicecoach.script.checks import checked_exercise, checked_script

    if kind == "exercises":
        exercise, problems = checked_exercise(library, file, language)
        coaching, _ = library.coaching()
        return [
            *problems,
            *(_unheard(exercise, coaching, language) if exercise and coaching else ()),
        ]
    if kind == "profiles":
        from voicecoach.script.profile_checks import checked_profile

        return checked_profile(library, file)[1]
    if kind == "programmes":
        from voicecoach.script.programme_checks import checked_programme

        _, scripts, problems = checked_programme(library, file, language, adapt)
        return [*problems, *(p for s in scripts for p in _placing(s, wanted))]
    script, problems = checked_script(library, file, language, adapt=adapt)
    return [*problems, *_placing(script, wanted)] if script else problems


def _phrase_problems(library: Library, code: str) -> Iterator[Problem]:
    """What is wrong with the wording of the language's own phrases."""
    from voicecoach.script.wording import check_phrases

    words, _ = library.language(code)
    yield from check_phrases(words) if words else ()


def _unheard(exercise: Exercise, coaching: Coaching, language: str) -> Iterator[Problem]:
    """Prompts that have no room in their phase even at the fastest rate, by estimated lengths."""
    from voicecoach.coach.prompts import unheard_prompts
    from voicecoach.mp3.frames import GRID
    from voicecoach.voices.estimate import estimate_ms

    def length_of(text: str) -> int:
        return estimate_ms(text, RATE_MOST, language)

    yield from unheard_prompts(exercise, coaching, length_of, GRID)


def _placing(script: Script, wanted: _Wanted) -> list[Problem]:
    """What would not fit, by estimated lengths, a session too long, engines that there are not."""
    from voicecoach.build import engine_problems, length_problems, preview
    from voicecoach.coach.fit import CannotFit

    script = replace(script, guidance=wanted.guidance, length=wanted.length)
    try:
        schedule, problems = preview(script, wanted.rate_wpm)
    except CannotFit as error:
        return [Problem("unreachable-length", _asks_for_length(script), error.reason)]
    problems = [*problems, *length_problems(script, schedule.total_ms)]
    return [*problems, *engine_problems(script), *_long_lines(script, schedule)]


def _asks_for_length(script: Script) -> Where:
    """The place that says how long a session is to be; its title where that was the command."""
    if script.length is None and script.profile and script.profile.length:
        return script.profile.where.at("length")
    asked_by_head = script.length is None and script.routine.head.length
    return Where(script.routine.file, ("length" if asked_by_head else "title",))


def _long_lines(script: Script, schedule: Schedule) -> Iterator[Problem]:
    """Lines that are longer than anybody follows by ear."""
    most = script.coaching.speech_most
    for cue in schedule.cues:
        if cue.length_ms > most and cue.cue.where:
            takes_s, most_s = cue.length_ms / 1000, most / 1000
            yield Problem.of("long-line/heard", cue.cue.where, takes_s=takes_s, most_s=most_s)


def _check_session(project: Project, file: Path) -> None:
    from voicecoach.coach.review import Review
    from voicecoach.mp3.frames import GRID
    from voicecoach.record import read_record
    from voicecoach.script.coaching import with_overrides

    record = read_record(file)
    library = project.library()
    language, _ = library.language(record.language)
    coaching, _ = library.coaching()
    exercises = {}
    for name in {slot.exercise for slot in record.slots if slot.exercise}:
        path = library.find("exercises", name)
        exercise = library.exercise(path)[0] if path else None
        if exercise is None:
            raise SessionError(f"the session names the exercise '{name}', which the library lacks")
        exercises[name] = exercise
    if language is None or coaching is None:
        raise ScriptError("the coach's words or figures have faults", "Run 'voicecoach check'.")
    routine = library.find("routines", record.routine)
    own = library.routine(routine)[0] if routine else None
    figures = with_overrides(coaching, own.head.coaching) if own else coaching
    findings = Review(record, exercises, language, figures, GRID).findings()
    for finding in findings:
        click.echo(
            f"{format_clock(finding.at_ms)}  check {finding.check}: {finding.message}", err=True
        )
    if findings:
        raise SessionError(f"{file}: {counted(len(findings), 'rule')} broken, shown above")
    click.echo(f"{file}: all eight checks hold")
