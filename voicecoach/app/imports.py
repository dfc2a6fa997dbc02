"""Prescriptions from elsewhere, made into routines and profiles of a project."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Literal, get_args

from voicecoach.app.beginnings import script_folder, write_new
from voicecoach.app.checks import check_unsaved
from voicecoach.base.controls import clipped
from voicecoach.base.errors import OutputError, ScriptError
from voicecoach.base.messages import Phrase, phrase, together
from voicecoach.base.names import is_name, meant
from voicecoach.base.values import dataclass, replace
from voicecoach.formats.problems import Problem, errors
from voicecoach.library.library import Library
from voicecoach.prescriptions.fhir import is_fhir, read_fhir
from voicecoach.prescriptions.items import Item, ItemReading
from voicecoach.prescriptions.sheet import is_sheet, read_sheet
from voicecoach.prescriptions.text import read_text
from voicecoach.prescriptions.understand import Understanding
from voicecoach.prescriptions.write import Head, for_profile, profile_text, routine_text
from voicecoach.project import Project
from voicecoach.session.faults import required

__all__ = ["FORMATS", "Format", "Import", "Imported", "ItemReading", "ReadPrescription"]
__all__ += ["import_prescription", "read_prescription", "understanding_of", "warmed_up"]

Format = Literal["text", "csv", "fhir"]
FORMATS: tuple[Format, ...] = get_args(Format)
MAX_PRESCRIPTION_BYTES = 1_000_000
MAX_ITEMS = 500  # a prescription of a thousand exercises is no prescription

_MOST_REASONS = 12  # of which a person reads the first few

_READERS: dict[Format, Callable[[str, str], Iterable[Item]]] = {
    "text": read_text,
    "csv": read_sheet,
    "fhir": read_fhir,
}
_ENDS: dict[str, Format] = {".csv": "csv", ".tsv": "csv", ".json": "fhir", ".txt": "text"}


@dataclass(frozen=True, slots=True)
class Import:
    """A prescription, and what is to be made of it.

    Attributes:
        source: its file's name, or how else it came.
        content: its bytes.
        format: how it is written; found by its content unless given.
        name: of the script; as the file is called unless given.
        title: of the routine; as its name unless given.
        profile: make a profile.
    """

    source: str
    content: bytes
    format: Format | None = None
    name: str = ""
    title: str = ""
    profile: bool = False


@dataclass(frozen=True, slots=True)
class ReadPrescription:
    """What a prescription says.

    Attributes:
        format: how it is written.
        readings: what was made of each item; none where it prescribes nothing.
        encoding: what was assumed of its encoding.
    """

    format: Format
    readings: tuple[ItemReading, ...]
    encoding: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """What was made of a prescription.

    Attributes:
        file: the script.
        format: how the prescription was written.
        readings: what was made of each item.
        assumed: of the whole.
        problems: warnings about the script.
    """

    file: Path
    format: Format
    readings: tuple[ItemReading, ...]
    assumed: tuple[Phrase, ...]
    problems: tuple[Problem, ...]

    @property
    def left(self) -> int:
        """Of how many items something was not understood."""
        return sum(bool(reading.left) for reading in self.readings)


def import_prescription(project: Project, asked: Import) -> Imported:
    """Make a script of a prescription, and write it.

    Raises:
        ScriptError: it cannot be read, prescribes nothing, or nothing of it is understood; or the
            name cannot be one.
        OutputError: the script is there already, or cannot be written.
    """
    library = project.library()
    found = read_prescription(asked, understanding_of(library))
    if not found.readings:
        raise ScriptError("import/empty", source=asked.source)
    readings = for_profile(found.readings) if asked.profile else found.readings
    if not any(reading.exercise for reading in readings):
        raise ScriptError("import/nothing", source=asked.source, reasons=_reasons(readings))
    name = _name(asked)
    file = script_folder(project, "profiles" if asked.profile else "routines") / f"{name}.yaml"
    if file.exists():
        raise OutputError("exists/script", file=file)
    language = project.settings.language
    head = Head(name, asked.title or _title(name), language, asked.source, found.encoding)
    kind = "profile" if asked.profile else "routine"
    if asked.profile:
        script = profile_text(head, readings)
    else:
        head, script = warmed_up(project, library, file, head, readings)
    problems = check_unsaved(project, library, file, script)
    if faults := errors(problems):
        raise ScriptError("import/faulty", reasons=together(each.phrase for each in faults))
    write_new(file, script, kind)
    return Imported(file, found.format, tuple(readings), head.assumed, tuple(problems))


def _reasons(readings: Sequence[ItemReading]) -> Phrase:
    """Why nothing was understood: the first place of each reason, a dozen at most."""
    places: dict[Phrase, str] = {}
    for reading in readings:
        for reason in reading.left:
            places.setdefault(reason, reading.item.place)
    first = islice(places.items(), _MOST_REASONS)
    return together(phrase("imported/at", place=at, reason=each) for each, at in first)


def read_prescription(asked: Import, understanding: Understanding) -> ReadPrescription:
    """Read a prescription, item by item.

    Raises:
        ScriptError: it is too large, no text, or not of its format.
    """
    text, encoding = _decoded(asked)
    how = asked.format or _format_of(asked.source, text)
    items = [*islice(_READERS[how](text, asked.source), MAX_ITEMS + 1)]
    if len(items) > MAX_ITEMS:
        raise ScriptError("import/many", source=asked.source, most=MAX_ITEMS)
    return ReadPrescription(how, tuple(map(understanding.read, items)), encoding)


def _decoded(asked: Import) -> tuple[str, tuple[Phrase, ...]]:
    """The text of a prescription, and what was assumed of its encoding."""
    content = asked.content
    if len(content) > MAX_PRESCRIPTION_BYTES:
        raise ScriptError("import/large", source=asked.source, most=MAX_PRESCRIPTION_BYTES)
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            if "\0" not in text:
                return text, (phrase("imported/encoding"),) if encoding == "cp1252" else ()
    raise ScriptError("import/encoded", source=asked.source)


def _format_of(source: str, text: str) -> Format:
    """How a prescription is written: as it looks, or else as its file's name ends."""
    if is_fhir(text):
        return "fhir"
    return "csv" if is_sheet(text) else _ENDS.get(Path(source).suffix.lower(), "text")


def understanding_of(library: Library) -> Understanding:
    """What prescriptions are understood by: the exercises of a library, in all languages."""
    coaching, problems = library.coaching()
    names = library.exercise_names(library.names("languages"))
    return Understanding(names, library.dose_words(), required(coaching, problems, "coaching"))


def _name(asked: Import) -> str:
    """The name of the script: as was asked, or else as the file is called."""
    if asked.name:
        if not is_name(asked.name):
            raise ScriptError(
                "unusable-name", name=clipped(asked.name, 100), hint=meant(asked.name)
            )
        return asked.name
    plain = unicodedata.normalize("NFKD", Path(asked.source).stem).encode("ascii", "ignore")
    near = "-".join(re.findall(r"[a-z0-9]+", plain.decode().lower()))[:60].strip("-")
    return near or "imported"


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()


def warmed_up(
    project: Project, library: Library, file: Path, head: Head, readings: Sequence[ItemReading]
) -> tuple[Head, str]:
    """The text of a routine; one that would begin without warming up gets a warm-up.

    Returns:
        What it says of itself then, and the text.
    """
    cold = routine_text(head, readings, warm_up=False)
    problems = check_unsaved(project, library, file, cold)
    if all(problem.code != "no-warm-up" for problem in problems):
        return head, cold
    head = replace(head, assumed=(*head.assumed, phrase("imported/warm-up")))
    return head, routine_text(head, readings, warm_up=True)
