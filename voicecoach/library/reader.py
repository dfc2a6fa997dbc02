"""Reads script files: each content once, and from the cache what was checked before."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from voicecoach import __version__
from voicecoach.base.messages import Fault
from voicecoach.base.names import is_name
from voicecoach.base.values import replace
from voicecoach.formats.plain import revive, to_plain
from voicecoach.formats.problems import Checked, Problem, Where
from voicecoach.formats.source import DISK, ScriptSource
from voicecoach.language.phrases import Language
from voicecoach.language.plurals import plural_categories
from voicecoach.model.routine import Routine
from voicecoach.store.protocol import key_of

if TYPE_CHECKING:
    from voicecoach.formats.document import Document
    from voicecoach.store.local import LocalStore

_Value = TypeVar("_Value")

# Changes when more is refused, so that what was kept before is read and checked again.
_RULES = "texts by type, exercises with aliases"
# In the place of a file's own path in what is kept of it, wherever it lies: no script can hold it.
_OWN_PATH = json.dumps("\0")


class _Read(NamedTuple):
    """A file as it was read.

    Attributes:
        digest: of its content then; empty where it could not be read.
        value: what can be read of it, or None.
        problems: what is wrong with it.
    """

    digest: str
    value: Any
    problems: list[Problem]


@dataclass(slots=True, eq=False, repr=False)
class Reader:
    """Reads files, and looks again where their content changes.

    Attributes:
        source: what they are read from; another may take its place at any time.
        cache: where checked scripts are kept, or None.
        before_file: called before a file is read anew: whoever reads ahead gives way in it.
    """

    source: ScriptSource = DISK
    cache: LocalStore | None = None
    before_file: Callable[[], None] | None = None
    _known: dict[tuple[type[object], Path], _Read] = field(default_factory=dict)

    def load(self, file: Path, shape: type[_Value], names: str) -> Checked[_Value]:
        """Read a file.

        Args:
            file: its path.
            shape: the class of what it holds.
            names: the key that has to hold the file's name; empty where there is none.

        Returns:
            What can be read of it, or None; and the problems.
        """
        digest = self._digest(file)
        known = self._known.get((shape, file))
        if known is None or known.digest != digest or not digest:
            if self.before_file:
                self.before_file()
            known = _Read(digest, *self._load_again(file, digest, shape, names))
            self._known[shape, file] = known
        return Checked(known.value, known.problems)

    def know(self, other: Reader) -> None:
        """Take over what another has read; a file that has changed since is read again."""
        self._known |= other._known

    def document(self, file: Path) -> Document:
        """Read a file as YAML, with the place of each value."""
        from voicecoach.formats.document import read_document

        return read_document(file, self.source)

    def _digest(self, file: Path) -> str:
        try:
            return hashlib.sha256(self.source.read(file)).hexdigest()
        except OSError:
            return ""

    def _load_again(
        self, file: Path, digest: str, shape: type[object], names: str
    ) -> Checked[object]:
        keeps = self.cache and digest and file not in self.source.unsaved
        key = _key(file, digest, shape) if keeps else ""
        kept = self._kept(key, file, shape)
        if kept is not None:
            return Checked(kept, [])
        from voicecoach.model.shapes import read_shape
        from voicecoach.model.step_reading import read_routine

        document = self.document(file)
        value: Any
        value, problems = (
            read_routine(document) if shape is Routine else read_shape(document, shape)
        )
        if value is not None and names:
            problems = [*problems, *_name_problems(value, names, file)]
        if isinstance(value, Language):
            value, found = _with_plurals(value)
            problems = [*problems, *found]
        if value is not None and not problems and self.cache and key:
            plain = json.dumps(to_plain(value)).replace(json.dumps(str(file)), _OWN_PATH)
            self.cache.put(key, plain.encode())
        return Checked(value, problems)

    def _kept(self, key: str, file: Path, shape: type[_Value]) -> _Value | None:
        """What was read and checked before, or None."""
        kept = self.cache.get(key).payload if self.cache and key else None
        if self.cache is None or kept is None:
            return None
        with contextlib.suppress(KeyError, TypeError, ValueError):
            placed = kept.decode().replace(_OWN_PATH, json.dumps(str(file)))
            return revive(shape, json.loads(placed))
        self.cache.remove(key)  # an earlier version of the program kept it in another shape
        return None


def _key(file: Path, digest: str, shape: type[object]) -> str:
    return key_of(
        kind="script",
        shape=shape.__name__,
        program=__version__,
        rules=_RULES,
        name=file.name,
        sha256=digest,
    )


def _name_problems(value: object, names: str, file: Path) -> Iterator[Problem]:
    head = value.head if isinstance(value, Routine) else value
    name = getattr(head, names)
    if name == file.stem:
        return
    where = Where(str(file), (names,))
    if is_name(file.stem.partition(".")[0]):
        yield Problem.of("bad-name", where, name=name, file=file.stem)
    else:
        yield Problem.of("bad-name/file", where, name=name, file=file.stem)


def _with_plurals(language: Language) -> tuple[Language, list[Problem]]:
    """Complete a language with the categories of its numbers."""
    try:
        return replace(language, categories=plural_categories(language.language)), []
    except Fault as fault:
        return language, [Problem("bad-value", Where(language.file, ("language",)), fault.phrase)]
