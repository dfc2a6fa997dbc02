"""Which finished sessions are meant: by record, by routine, or all of a folder."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from voicecoach.base.errors import OutputError
from voicecoach.base.intake import read_bounded
from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.values import dataclass
from voicecoach.publish.recording import Mp3Source, Spliced, another
from voicecoach.publish.text import clean
from voicecoach.session.record import (
    MOST_RECORD_BYTES,
    VERSION,
    Chapter,
    Media,
    RecordedCue,
    RecordedSlot,
    SessionContent,
    SessionRecord,
    Warnings,
    read_record,
)

_LONGEST_MS = 24 * 60 * 60 * 1000  # a day: no session comes near it
_SHA256 = re.compile("[0-9a-f]{64}")
_Stretch = Chapter | RecordedSlot | RecordedCue


@dataclass(frozen=True, slots=True)
class Finished:
    """A session that was built, or one that the site already has.

    Attributes:
        record: what is in it.
        mp3: the session itself.
        inputs: hash of the record, but for its file's name.
        spliced: how browsers lay it together, where they do.
    """

    record: SessionRecord
    mp3: Mp3Source
    inputs: str
    spliced: Spliced | None = None


def finished(names: Iterable[str], output: Path) -> list[Finished]:
    """The sessions that the command line names, each once, in order.

    Args:
        names: record files, MP3s, folders, or names of routines; none means all of `output`.
        output: the folder in which the project's sessions are.

    Raises:
        OutputError: there is no such session, a record cannot be read, its MP3 is missing, two
            sessions have one id, or something spoken in one names a person.
    """
    found: dict[str, Finished] = {}
    files: dict[str, Path] = {}
    for file in _record_files([*names] or [str(output)], output):
        session = read_finished(file)
        known = files.setdefault(session.record.id, file.resolve())
        if known != file.resolve():
            raise OutputError("same-session", file=known, other=file)
        found[session.record.id] = session
    _refuse_personal(found.values())
    return [*found.values()]


def _record_files(names: list[str], output: Path) -> Iterator[Path]:
    for name in names:
        path = Path(name)
        if _is(path.is_dir):
            yield from _in_folder(path)
        elif path.suffix.lower() in (".json", ".mp3") or len(path.parts) > 1:
            yield path.with_suffix(".json")
        else:
            yield _of_routine(name, output)


def _is(ask: Callable[[], bool]) -> bool:
    """What a path is said to be; one that no file system takes, being too long, is nothing."""
    try:
        return ask()
    except OSError:
        return False


def _in_folder(folder: Path) -> list[Path]:
    """The records of a folder: JSON files that say which MP3 they belong to."""
    found = [file for file in sorted(folder.glob("*.json")) if _tells_of_a_session(file)]
    if not found:
        raise OutputError("no-session/folder", folder=folder)
    return found


def _tells_of_a_session(file: Path) -> bool:
    if file.with_suffix(".mp3").is_file():
        return True
    try:
        data = json.loads(read_bounded(file, MOST_RECORD_BYTES))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(data, dict) and "version" in data and bool({"media", "sha256"} & data.keys())


def _of_routine(name: str, output: Path) -> Path:
    file = output / f"{name}.json"
    if not _is(file.is_file):
        from voicecoach.formats.problems import hint

        built = [known.stem for known in output.glob("*.json")]
        raise OutputError("no-session/name", name=name, folder=output, hint=hint(name, built))
    return file


def read_finished(file: Path, folder: Path | None = None) -> Finished:
    """Read a record, and find its MP3.

    Args:
        file: the record.
        folder: of the MP3; None where it lies beside the record.

    Raises:
        OutputError: one of them cannot be read, the record tells of what cannot be, or the MP3 is
            another than it tells of.
    """
    record = read_record(file)
    _refuse_nonsense(file, record)
    mp3 = (folder or file.parent) / Path(record.media.file.replace("\\", "/")).name
    try:
        size = mp3.stat().st_size
    except OSError as error:
        raise OutputError(
            "other-recording/unreadable", file=file, mp3=mp3.name, reason=error
        ) from error
    if size != record.media.bytes:
        raise another(mp3)
    told = record.named("").to_json()  # the file's name may be a profile's label
    return Finished(record, mp3, hashlib.sha256(told.encode()).hexdigest())


def _refuse_nonsense(file: Path, record: SessionRecord) -> None:
    """Refuse a record that was edited until it tells of what no session is."""
    fault = next(_nonsense(record), None)
    if fault:
        raise OutputError("not-a-record/edited", file=file, reason=fault)


def _nonsense(record: SessionRecord) -> Iterator[Phrase]:
    content, media = record.content, record.media
    if not _SHA256.fullmatch(media.sha256):
        yield phrase("record/sha256")
    if not record.id:
        yield phrase("record/id")
    if not clean(content.title):
        yield phrase("record/title")
    if not 0 < content.duration_ms <= _LONGEST_MS:
        yield phrase("record/duration", value=content.duration_ms)
    if "\0" in media.file or Path(media.file.replace("\\", "/")).name in ("", ".."):
        yield phrase("record/file")
    stretches: dict[str, Sequence[_Stretch]] = {
        "chapters": content.chapters,
        "slots": content.slots,
        "cues": content.cues,
    }
    for name, each in stretches.items():
        yield from _untimely(name, each, content.duration_ms)


def _untimely(name: str, stretches: Sequence[_Stretch], duration_ms: int) -> Iterator[Phrase]:
    """Where stretches are not one after the other, within the session."""
    before_ms = 0
    for number, each in enumerate(stretches):
        if not before_ms <= each.start_ms <= each.end_ms <= duration_ms:
            start, end = each.start_ms, each.end_ms
            yield phrase("record/order", name=name, number=number, start=start, end=end)
        before_ms = each.start_ms


def _refuse_personal(sessions: Iterable[Finished]) -> None:
    personal = [each.record.media.file for each in sessions if each.record.content.personal]
    if personal:
        raise OutputError("personal", files=personal)


def empty_record(identity: str, language: str) -> SessionRecord:
    """A record that tells of nothing, for what stands in the place of a session."""
    nothing: tuple[()] = ()
    content = SessionContent(
        routine="",
        title="",
        subtitle="",
        language=language,
        voices={},
        duration_ms=0,
        needs=nothing,
        warnings=Warnings(nothing, nothing, nothing),
        programme=None,
        plan=None,
        episode=None,
        faded={},
        personal=False,
        chapters=nothing,
        exercises=nothing,
        slots=nothing,
        cues=nothing,
    )
    return SessionRecord(VERSION, identity, content, Media("", 0, "", ""))
