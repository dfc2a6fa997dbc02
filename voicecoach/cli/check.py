"""`voicecoach check`: every fault of scripts, or of a finished session, in one run."""

from __future__ import annotations

from pathlib import Path

import click

from voicecoach.cli.common import counted, print_problems
from voicecoach.errors import ScriptError, SessionError
from voicecoach.project import Project, find_project
from voicecoach.script.library import Folder, Library, Script
from voicecoach.script.problems import Problem, errors
from voicecoach.units import format_clock


@click.command("check")
@click.argument("names", nargs=-1, metavar="[FILE|NAME]...")
@click.option("--session", type=click.Path(path_type=Path), help="Check a session record instead.")
@click.option("--language", default="en", metavar="CODE", help="Language of the texts.")
def command(names: tuple[str, ...], session: Path | None, language: str) -> None:
    """Find every fault in scripts, with its place and what to write instead.

    Without a name, all routines and exercises are checked.

    \b
    Examples:
      voicecoach check                           all scripts
      voicecoach check my-routine.yaml           one file
      voicecoach check --session audio/daily.json
    """
    project = find_project()
    if session:
        _check_session(project, session)
        return
    library = project.library()
    rate = project.settings.rate
    files = _files(library, names)
    problems = list(
        dict.fromkeys(p for file in files for p in _problems(library, file, language, rate))
    )
    print_problems(problems)
    wrong = len(errors(problems))
    said = f"{counted(len(files), 'file')} checked: {counted(wrong, 'error')}, "
    said += counted(len(problems) - wrong, "warning")
    if wrong:
        raise ScriptError(said)
    click.echo(said)


def _files(library: Library, names: tuple[str, ...]) -> list[Path]:
    if not names:
        folders: tuple[Folder, ...] = ("exercises", "routines")
        every = (library.find(folder, name) for folder in folders for name in library.names(folder))
        return [file for file in every if file]
    return [_file(library, name) for name in names]


def _file(library: Library, name: str) -> Path:
    if name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name:
        return Path(name).resolve()
    file = library.find("routines", name) or library.find("exercises", name)
    if file is None:
        from voicecoach.script.problems import did_you_mean

        known = [*library.names("routines"), *library.names("exercises")]
        here = f"{name}.yaml"
        hint = f", did you mean '{here}'?" if Path(here).is_file() else did_you_mean(name, known)
        raise ScriptError(f"no routine or exercise is called '{name}'{hint}")
    return file


def _problems(library: Library, file: Path, language: str, rate_wpm: int) -> list[Problem]:
    """The problems of one file, and of what it names."""
    from voicecoach.script.checks import checked_exercise, checked_script

    if _is_exercise(file):
        return checked_exercise(library, file)[1]
    script, problems = checked_script(library, file, language)
    return [*problems, *_placing(script, rate_wpm)] if script else problems


def _is_exercise(file: Path) -> bool:
    """By its folder, or by its first key."""
    if file.parent.name in ("exercises", "routines"):
        return file.parent.name == "exercises"
    from voicecoach.script.document import read_document

    data = read_document(file).data
    return isinstance(data, dict) and "exercise" in data and "steps" not in data


def _placing(script: Script, rate_wpm: int) -> list[Problem]:
    """What would not fit, by estimated lengths, a session too long, engines that there are not."""
    from voicecoach.build import engine_problems, length_problems, preview

    schedule, problems = preview(script, rate_wpm)
    return [*problems, *length_problems(script, schedule.total_ms), *engine_problems(script)]


def _check_session(project: Project, file: Path) -> None:
    from voicecoach.coach.review import Review
    from voicecoach.record import read_record

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
    findings = Review(record, exercises, language, coaching).findings()
    for finding in findings:
        click.echo(
            f"{format_clock(finding.at_ms)}  check {finding.check}: {finding.message}", err=True
        )
    if findings:
        raise SessionError(f"{file}: {counted(len(findings), 'rule')} broken, shown above")
    click.echo(f"{file}: all eight checks hold")
