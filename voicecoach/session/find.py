"""Scripts by the names that people give: a name, or a file."""

from __future__ import annotations

from pathlib import Path

from voicecoach.base.controls import clipped
from voicecoach.base.errors import ScriptError
from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.names import meant
from voicecoach.formats.problems import hint as nearest
from voicecoach.library.library import Folder, Library

_LONGEST = 100  # characters of a name, with the language of a translation
_KINDS: dict[Folder, Phrase] = {
    "routines": phrase("script/routine"),
    "exercises": phrase("script/exercise"),
    "programmes": phrase("script/programme"),
    "profiles": phrase("script/profile"),
}
SCRIPT_FOLDERS: tuple[Folder, ...] = ("routines", "exercises", "programmes", "profiles")


def script_file(library: Library, name: str, folders: tuple[Folder, ...] = ("routines",)) -> Path:
    """Find the file of a script, given by name or by path.

    Raises:
        ScriptError: there is none.
    """
    if name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name:
        path = Path(name).resolve()
        if not library.reader.source.is_there(path):
            raise ScriptError("no-file/script", file=name)
        return path
    _check_name(name)
    for folder in folders:
        if file := library.find(folder, name):
            return file
    hint = _meant(library, name, folders)
    raise ScriptError("unknown-script", kinds=_kinds(folders), name=name, hint=hint)


def _kinds(folders: tuple[Folder, ...]) -> Phrase:
    *before, kinds = [_KINDS[folder] for folder in folders]
    for each in reversed(before):
        kinds = phrase("script/or", first=each, rest=kinds)
    return kinds


def _meant(library: Library, name: str, folders: tuple[Folder, ...]) -> Phrase | str:
    """What may be meant: a file here, an exercise by what it is called, or a misspelt name."""
    here = f"{name}.yaml"
    if Path(here).is_file():
        return phrase("hint/meant", meant=here)
    called = library.known_exercises().meant(name) if "exercises" in folders else ""
    others = [known for each in folders if each != "exercises" for known in library.names(each)]
    return called or nearest(name, others)


def _check_name(name: str) -> None:
    """Refuse what no file could be called, before one is looked for.

    Raises:
        ScriptError: it is no name; the error proposes one.
    """
    if not name or len(name) > _LONGEST or not name.isprintable():
        raise ScriptError("unusable-name", name=clipped(name, _LONGEST), hint=meant(name))


def folder_of(library: Library, file: Path) -> Folder:
    """The kind of script that a file is: by its folder, or by its first key."""
    for folder in SCRIPT_FOLDERS:
        if file.parent.name == folder:
            return folder
    data = library.reader.document(file).data
    if isinstance(data, dict) and "steps" not in data:
        return next((folder for folder in SCRIPT_FOLDERS if folder[:-1] in data), "routines")
    return "routines"
