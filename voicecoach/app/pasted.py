"""A prescription that somebody pastes, kept with what was settled until a routine is made of it.

It may name a patient: it is for nobody but its owner, and nothing of it stays once it is cleared.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, field
from pathlib import Path

from voicecoach.app.drafts import check_letters
from voicecoach.app.journalled import Journalled
from voicecoach.base.errors import ScriptError
from voicecoach.base.stored import Misshapen, as_shape
from voicecoach.base.values import dataclass
from voicecoach.project import Project

MOST_PAPER_BYTES = 6_000_000
"""Of a prescription as it is kept: what was typed, and what was read of it, in base64."""


@dataclass(frozen=True, slots=True)
class PastedPaper:
    """A prescription.

    Attributes:
        typed: what stands in the field.
        content: what was read, in base64; empty before.
        file: the name of the file that it was read from; empty for what was typed.
        choices: what was chosen for each of its items, by their numbers.
        title: of the routine, as far as it was typed.
    """

    typed: str = ""
    content: str = ""
    file: str = ""
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    title: str = ""


def read_paper(text: str) -> PastedPaper:
    """The prescription of a text that was kept; an empty one of a text that is none."""
    with suppress(ValueError, RecursionError, Misshapen):
        return as_shape(PastedPaper, json.loads(text)) if text else PastedPaper()
    return PastedPaper()


def paper_text(paper: PastedPaper) -> str:
    """A prescription as it is kept; nothing of an empty one."""
    return "" if paper == PastedPaper() else json.dumps(asdict(paper), ensure_ascii=False)


class Papers(Journalled[str]):
    """The prescriptions of a project that are being settled; each has a name, and no file."""

    def __init__(self, project: Project) -> None:
        """Prepare.

        Args:
            project: has them.
        """
        super().__init__(project)
        self._folder = project.root or project.output

    def _file(self, at: str) -> Path:
        return self._folder

    def _name(self, at: str) -> str:
        return f"pasted/{at}"

    def _on_disk(self, at: str) -> str | None:
        return None

    def _write(self, at: str, text: str) -> None:
        raise AssertionError("it becomes a routine, and is saved as that")

    def _check(self, at: str, text: str) -> None:
        if check_letters(text) > MOST_PAPER_BYTES:
            raise ScriptError("draft/large", most_kib=MOST_PAPER_BYTES // 1024)
