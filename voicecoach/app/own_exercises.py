"""Exercises of one's own: their six fields, their drawing, and their words in other languages.

What is written are the files that `new exercise` and `new translation` begin. Where one is there,
only the lines of what has changed become others.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from voicecoach.app import templates
from voicecoach.app.beginnings import script_folder
from voicecoach.app.checks import check_unsaved
from voicecoach.app.key_edits import with_key
from voicecoach.base.errors import ScriptError
from voicecoach.base.files import write_file
from voicecoach.base.intake import read_bounded
from voicecoach.base.values import dataclass
from voicecoach.formats.document import read_document_text
from voicecoach.formats.problems import Problem
from voicecoach.formats.source import MAX_BYTES
from voicecoach.formats.writing import Plain
from voicecoach.library.library import Library
from voicecoach.library.translation import as_yaml, translation_file
from voicecoach.model.exercise import SOURCE_LANGUAGE
from voicecoach.project import Project


@dataclass(frozen=True, slots=True)
class OwnExercise:
    """What somebody says of an exercise.

    Attributes:
        title: as it is spoken and shown.
        position: where it begins.
        kind: of movement.
        setup: what one does, a line for each action; None where the file says more than lines can.
        dose: what a routine gets that gives none.
        drawing: what its drawing is made of; empty for that of its position.
    """

    title: str
    position: str
    kind: str
    setup: tuple[str, ...] | None
    dose: str
    drawing: str = ""


OtherWords = Mapping[str, str]
"""Texts of an exercise with their translations; empty where there is none yet."""


def own_file(project: Project, name: str) -> Path:
    """Where an exercise of a project stands."""
    return script_folder(project, "exercises") / f"{name}.yaml"


def read_own(text: str) -> OwnExercise:
    """What the text of an exercise says; what is no text in it is empty."""
    data = _data(text)
    setup = data.get("setup", [])
    plain = isinstance(setup, list) and all(isinstance(line, str) for line in setup)
    said = {key: str(data.get(key) or "") for key in ("title", "position", "kind", "dose")}
    drawing = str(data.get("drawing") or "")
    return OwnExercise(**said, setup=tuple(setup) if plain else None, drawing=drawing)


def own_text(name: str, before: str, own: OwnExercise, language: str) -> str:
    """The text of an exercise's file: what has not changed stays as it is written.

    Args:
        name: of the exercise.
        before: its text; empty where there is none.
        own: what it is to say.
        language: that a new one is written in.

    Raises:
        ScriptError: it cannot be changed but in the text itself.
    """
    text = before or _begun(name, own, language)
    wanted: dict[str, Plain] = {
        "title": own.title,
        "position": own.position,
        "kind": own.kind,
        "dose": own.dose,
        "drawing": own.drawing,
    }
    if own.setup is not None:
        wanted["setup"] = [*own.setup]
    for key, value in wanted.items():
        text = with_key(f"{name}.yaml", text, (key,), value)
    return text


def _begun(name: str, own: OwnExercise, language: str) -> str:
    text = templates.answered(
        name,
        title=own.title,
        position=own.position,
        kind=own.kind,
        setup=own.setup or (),
        dose=own.dose,
    )
    if language == SOURCE_LANGUAGE:
        return text
    return text.replace("\ntitle:", f"\nlanguage: {language}\ntitle:", 1)


def written_in(text: str) -> str:
    """The language that the text of an exercise is written in."""
    return str(_data(text).get("language") or SOURCE_LANGUAGE)


def texts_to_translate(own: OwnExercise) -> tuple[str, ...]:
    """What needs words in every language, each once; the rest comes with its kind and position."""
    return tuple(dict.fromkeys(filter(None, (own.title, *(own.setup or ())))))


def read_words(project: Project, name: str, language: str) -> OtherWords:
    """What there is of an exercise's words in another language."""
    texts = _data(_on_disk(translation_file(own_file(project, name), language))).get("texts")
    said = texts.items() if isinstance(texts, Mapping) else ()
    return {str(text): str(translated or "") for text, translated in said}


def words_text(file: Path, before: str, words: OtherWords) -> str:
    """The text of a translation's file; lines of other texts stay as they are.

    Raises:
        ScriptError: it cannot be changed but in the text itself.
    """
    if not isinstance(_data(before).get("texts"), Mapping):
        return before or as_yaml({text: said for text, said in words.items() if said})
    text = before
    for key, said in words.items():
        text = with_key(file.name, text, ("texts", key), said)
    return text


def check_own(project: Project, library: Library, name: str, text: str) -> list[Problem]:
    """What is wrong with an exercise that was not written yet."""
    file = own_file(project, name)
    found = check_unsaved(project, library, file, text)
    return [each for each in found if Path(each.where.file).resolve() == file.resolve()]


def text_before(project: Project, name: str) -> str:
    """The text of an exercise of a project; empty where there is none."""
    return _on_disk(own_file(project, name))


def _on_disk(file: Path) -> str:
    try:
        return read_bounded(file, MAX_BYTES).decode()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ScriptError("draft/unreadable", file=file, reason=error) from error
    except UnicodeDecodeError:
        raise ScriptError("draft/encoding", file=file) from None


def write_own(
    project: Project, name: str, own: OwnExercise, language: str, words: Mapping[str, OtherWords]
) -> None:
    """Write an exercise and its words; of texts that it has no more no words stay.

    Args:
        project: has it.
        name: of it; there need be no file yet.
        own: what it is to say.
        language: that a new one is written in.
        words: by the code of the language.

    Raises:
        ScriptError: a file says it in a way that only the text itself can change.
        OutputError: a file cannot be written.
    """
    before = text_before(project, name)
    gone = dict.fromkeys(texts_to_translate(read_own(before)), "") if before else {}
    written = {own_file(project, name): (before, own_text(name, before, own, language))}
    for code, said in words.items():
        file = translation_file(own_file(project, name), code)
        there = _on_disk(file)
        if there or any(said.values()):
            written[file] = there, words_text(file, there, gone | {**said})
    for file, (there, text) in written.items():
        if text != there:
            write_file(file, text)


def _data(text: str) -> Mapping[str, Any]:
    data = read_document_text("", text).data if text else {}
    return data if isinstance(data, Mapping) else {}
