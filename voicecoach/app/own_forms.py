"""The form of an exercise of one's own while it is filled in: kept, undone, and saved to its files.

What is kept is what the form says, whole or not. What else its files say is no business of the
form: somebody who changes it meanwhile loses nothing of it, for only lines of fields are written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, field
from pathlib import Path

from voicecoach.app.drafts import check_letters
from voicecoach.app.journalled import Journalled
from voicecoach.app.own_exercises import (
    OtherWords,
    OwnExercise,
    own_file,
    read_own,
    read_words,
    text_before,
    write_own,
    written_in,
)
from voicecoach.base.errors import ScriptError
from voicecoach.base.stored import Misshapen, as_shape
from voicecoach.base.values import dataclass
from voicecoach.formats.source import MAX_BYTES
from voicecoach.project import Project


@dataclass(frozen=True, slots=True)
class SaidIn:
    """The words of an exercise in another language, as a form has them.

    Attributes:
        title: what it is called.
        setup: what one does, line by line; empty lines where there are no words yet.
    """

    title: str = ""
    setup: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnForm:
    """What the form of an exercise says.

    Attributes:
        own: its fields, and its drawing.
        name: as it was typed for a new one.
        words: in other languages, by their codes; none that says nothing.
    """

    own: OwnExercise = OwnExercise("", "", "", (), "")
    name: str = ""
    words: Mapping[str, SaidIn] = field(default_factory=dict)

    def pairs(self, language: str) -> OtherWords:
        """Each text of the exercise with its translation, empty where there is none."""
        said = self.words.get(language, SaidIn())
        texts = (self.own.title, *(self.own.setup or ()))
        found = dict.fromkeys(filter(None, texts), "")
        for text, other in zip(texts, (said.title, *said.setup), strict=False):
            if text and other:
                found[text] = other
        return found


def read_form(text: str) -> OwnForm:
    """The form of a text that was kept; an empty one of a text that is none."""
    with suppress(ValueError, RecursionError, Misshapen):
        return as_shape(OwnForm, json.loads(text)) if text else OwnForm()
    return OwnForm()


def form_text(form: OwnForm) -> str:
    """A form as it is kept; nothing of an empty one."""
    words = {code: said for code, said in sorted(form.words.items()) if said != SaidIn()}
    told = asdict(form) | {"words": {code: asdict(said) for code, said in words.items()}}
    return "" if told == asdict(OwnForm()) else json.dumps(told, ensure_ascii=False)


class OwnForms(Journalled[str]):
    """The forms of a project's exercises that are being filled in, by name; a new one has none."""

    def __init__(self, project: Project, language: str, others: tuple[str, ...]) -> None:
        """Prepare.

        Args:
            project: has the exercises.
            language: that a new exercise is written in.
            others: all languages that a form has words in.
        """
        super().__init__(project)
        self._project, self._language, self._others = project, language, others

    def language_of(self, at: str) -> str:
        """The language that an exercise is written in, or would be."""
        text = text_before(self._project, at) if at else ""
        return written_in(text) if text else self._language

    def others_of(self, at: str) -> tuple[str, ...]:
        """The other languages that the form of an exercise has words in."""
        own = self.language_of(at).partition("-")[0]
        return tuple(code for code in self._others if code != own)

    def write_new(self, name: str) -> None:
        """Write what the form of a new exercise says to the files of a name, and empty the form.

        Raises:
            ScriptError: as in `Journalled.save`.
            OutputError: as in `Journalled.save`; the form is as it was.
        """
        self._write(name, self.open("").text)
        self.discard("")

    def _file(self, at: str) -> Path:
        return own_file(self._project, at)

    def _name(self, at: str) -> str:
        return f"own/{at}"

    def _on_disk(self, at: str) -> str | None:
        text = text_before(self._project, at) if at else ""
        if not text:
            return None
        own = read_own(text)
        words = {code: _said(own, read_words(self._project, at, code)) for code in self._others}
        return form_text(OwnForm(own, "", words))

    def _write(self, at: str, text: str) -> None:
        form = read_form(text)
        words = {code: form.pairs(code) for code in self.others_of(at)}
        write_own(self._project, at, form.own, self._language, words)

    def _check(self, at: str, text: str) -> None:
        if check_letters(text) > MAX_BYTES:
            raise ScriptError("draft/large", most_kib=MAX_BYTES // 1024)


def _said(own: OwnExercise, words: OtherWords) -> SaidIn:
    lines = [words.get(line, "") for line in own.setup or ()]
    while lines and not lines[-1]:
        lines.pop()
    return SaidIn(words.get(own.title, ""), tuple(lines))
