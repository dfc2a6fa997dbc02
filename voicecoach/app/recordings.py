"""A clinician's own voice: from the cue sheet to the set of recordings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from voicecoach.base.errors import VoiceError
from voicecoach.base.files import Staging
from voicecoach.base.lock import exclusive_lock
from voicecoach.base.values import dataclass
from voicecoach.checks.routines import checked_script
from voicecoach.formats.problems import Problem
from voicecoach.library.script import Script
from voicecoach.project import Project
from voicecoach.recordings.intake import (
    Taken,
    compared,
    keys_of,
    sound_files,
    take_files,
    take_parts,
    unnumbered,
)
from voicecoach.recordings.pauses import WrongParts
from voicecoach.recordings.sheet import Coverage, CueSheet, NeededLines, make_sheet, needed_lines
from voicecoach.session.faults import required
from voicecoach.session.find import script_file
from voicecoach.voices.engines.recorded import INDEX_FILE, RecordingSet, check_set_name, read_set

__all__ = ["Coverage", "Intake", "SheetWritten", "Taken", "WrongTake", "begin_intake"]
__all__ += ["write_sheet"]


@dataclass(frozen=True, slots=True)
class SheetWritten:
    """A cue sheet.

    Attributes:
        page, table: its files.
        lines: how many it has.
        coverage: of each routine.
        problems: warnings about the routines.
    """

    page: Path
    table: Path
    lines: int
    coverage: tuple[Coverage, ...]
    problems: tuple[Problem, ...]


class WrongTake(VoiceError):
    """A take has not the parts that it should have.

    Attributes:
        rows: its parts beside the lines that they should be.
    """

    def __init__(self, kind: str, /, rows: tuple[str, ...] = (), **facts: object) -> None:
        super().__init__(kind, **facts)
        self.rows = rows


def write_sheet(
    project: Project,
    names: tuple[str, ...],
    voice: str | None = None,
    language: str | None = None,
    output: Path | None = None,
) -> SheetWritten:
    """Write the cue sheet of routines, as a page and as a table.

    Args:
        project: has routines and recordings.
        names: of the routines, or their files.
        voice: the set; needless where there is one only.
        language: ISO 639-1 code; the project's unless given.
        output: the folder; the set's own unless given.

    Raises:
        ScriptError: there is no such routine; or `Faulty`, it has errors.
        VoiceError: it is not clear which set is meant, or it is of another language.
        OutputError: the files cannot be written.
    """
    from voicecoach.recordings.pages import csv_of, html_of

    code = language or project.settings.language
    folder = _folder(project, voice)
    problems: list[Problem] = []
    scripts = [(name, _script(project, name, code, problems)) for name in dict.fromkeys(names)]
    made = number_lines(folder, code, needed_lines(scripts, project.settings.rate))
    place = output or folder
    page, table = place / f"{folder.name}.html", place / f"{folder.name}.csv"
    with Staging(place) as staging:
        staging.write(page.name, [html_of(made).encode()])
        staging.write(table.name, [csv_of(made).encode("utf-8-sig")])  # as Excel wants it
    return SheetWritten(page, table, len(made.rows), made.coverage, tuple(problems))


def number_lines(folder: Path, language: str, needed: NeededLines) -> CueSheet:
    """Write a number for each line that routines need into a set; there need be none yet.

    Args:
        folder: of the set.
        language: ISO 639-1 code.
        needed: what the routines need to be spoken.

    Raises:
        VoiceError: the set is of another language, damaged, or being changed.
        OutputError: it cannot be written.
    """
    from voicecoach.recordings.keep import keep_set

    with set_alone(folder):
        kept = read_set(folder) or RecordingSet(folder, language, {})
        if kept.language != language:
            told = {"set": folder.name, "language": kept.language, "asked": language}
            raise VoiceError("recordings-set/language", **told)
        made = make_sheet(kept, needed)
        keep_set(made.kept)
    return made


@dataclass(frozen=True, slots=True)
class Intake:
    """Recordings that are being taken in.

    Attributes:
        set: the name of the set.
        aside: names of files that no number begins.
        taken: what becomes of each, as it is taken; what was good is written by then.
        folder: of the set.
    """

    set: str
    aside: tuple[str, ...]
    taken: Iterator[Taken]
    folder: Path

    def progress(self) -> tuple[int, int]:
        """How many lines of the set are recorded by now, and how many there are."""
        kept = read_set(self.folder)
        return (len(kept.present()), len(kept.lines)) if kept else (0, 0)


def begin_intake(
    project: Project, source: Path, voice: str | None = None, lines: str | None = None
) -> Intake:
    """Take recordings in: numbered files, or one long take.

    Args:
        project: has the sets.
        source: a folder of numbered files, one such file, or a take.
        voice: the set; needless where there is one only.
        lines: the numbers of the lines that are spoken in one long take.

    Raises:
        VoiceError: it is not clear which set is meant, or it has no cue sheet; or `RecordingError`,
            no file has a number.
        Fault: `lines` names no lines of the sheet.
        WrongTake: while it is taken, where the take has other parts.
    """
    folder = _folder(project, voice)
    if not (folder / INDEX_FILE).exists():
        raise VoiceError("no-cue-sheet", folder=folder, set=folder.name)
    kept = read_set(folder)
    assert kept is not None, "it is there"
    if lines is None:
        files, aside = sound_files(source), tuple(unnumbered(source))
        return Intake(folder.name, aside, _files(folder, files), folder)
    keys = keys_of(kept, lines)
    return Intake(folder.name, (), _parts(folder, source, keys), folder)


def _files(folder: Path, files: list[Path]) -> Iterator[Taken]:
    with set_alone(folder):
        yield from take_files(_kept(folder), files)


def _parts(folder: Path, source: Path, keys: list[str]) -> Iterator[Taken]:
    with set_alone(folder):
        kept = _kept(folder)
        try:
            yield from take_parts(kept, source, keys)
        except WrongParts as error:
            rows = compared(error.parts, [kept.lines[key] for key in keys])
            raise WrongTake(error.phrase.kind, tuple(rows), **error.phrase.facts) from error


def _kept(folder: Path) -> RecordingSet:
    kept = read_set(folder)
    assert kept is not None, "nobody removes a set that is being changed"
    return kept


def _folder(project: Project, voice: str | None) -> Path:
    """The folder of the set that is meant."""
    if voice:
        return project.recordings / check_set_name(voice.removeprefix("recorded:"))
    sets = [info.name for info in project.engines().load("recorded").voices()]
    if len(sets) == 1:
        return project.recordings / sets[0]
    raise VoiceError("recordings-set/which" if sets else "recordings-set/none", there=sets)


def set_alone(folder: Path) -> AbstractContextManager[None]:
    """Keep other processes from changing a set: the last would undo what the others took in."""
    return exclusive_lock(folder / ".changing", VoiceError("busy/recordings", set=folder.name))


def _script(project: Project, name: str, language: str, said: list[Problem]) -> Script:
    """A routine without errors; what is to be said of it is added to `said`."""
    library = project.library()
    script, problems = checked_script(library, script_file(library, name), language)
    script = required(script, problems, name)
    said += problems
    return script
