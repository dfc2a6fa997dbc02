"""A key of a script's text says something else: what a form changes, whatever the script is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voicecoach.base.errors import ScriptError
from voicecoach.formats.document import read_document_text
from voicecoach.formats.edits import RemoveKey, SetValue, edit_text
from voicecoach.formats.writing import Plain


def with_key(file: str, text: str, path: tuple[str, ...], value: Plain | None) -> str:
    """A text in which a key says something else; bytes of other lines stay as they are.

    Args:
        file: the script's, for the places of problems.
        text: as it is.
        path: of the key.
        value: what it says; the key is left out for nothing, an empty text and an empty list.

    Raises:
        ScriptError: it cannot be changed but in the text itself.
    """
    there: Any = read_document_text(file, text).data
    for key in path:
        there = there.get(key) if isinstance(there, Mapping) else None
    says_nothing = value is None or value in ("", [])
    if there == value or (says_nothing and there is None):
        return text
    edit = RemoveKey(path) if value is None or says_nothing else SetValue(path, value)
    made, problems = edit_text(file, text, edit)
    if made is None:
        raise ScriptError.of(problems[0].phrase)
    return made.text
