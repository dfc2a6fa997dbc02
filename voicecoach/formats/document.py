"""YAML text into plain data that remembers where each value stands.

The text is read as a stream of events, so that a file which is too deep, or which grows by its
aliases, is refused before anything is built from it.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voicecoach.base.intake import TooLarge
from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.system import refused_by_system
from voicecoach.base.values import dataclass
from voicecoach.formats.events import events_of
from voicecoach.formats.fields import Cut
from voicecoach.formats.problems import KeyPath, Located, Problem, Where
from voicecoach.formats.source import DISK, ScriptSource
from voicecoach.formats.tidy import tidy, visible
from voicecoach.formats.toml import TomlFault, place_of, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_DEPTH = 32
MAX_VALUES = 6_000
"""The longest routine has some 2,000 steps, of four values at most, and a language 1,800 values."""
MAX_NODES = 20_000
"""With what stands in the place of aliases."""

_HALF = re.compile("[\ud800-\udfff]")
_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value stands: line and column from 1; `quoted` when a quote comes first."""

    line: int
    column: int
    quoted: bool = False


@dataclasses.dataclass
class Document:
    """A YAML file: its plain data, and the place of each key and value.

    Attributes:
        comments: the places where nothing but a comment stands.
    """

    file: str
    text: str
    data: Any = None
    values: dict[KeyPath, Mark] = field(default_factory=dict)
    keys: dict[KeyPath, Mark] = field(default_factory=dict)
    comments: set[KeyPath] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def lines(self) -> list[str]:
        """Of its text; one at least."""
        return self.text.splitlines() or [""]

    @property
    def refused(self) -> bool:
        """Whether nothing of it could be read."""
        return self.data is None and bool(self.problems)

    def mark_of(self, where: Where) -> Mark:
        """Give the place of a value: the nearest that the file has."""
        return self.values.get(self._nearest(where), Mark(1, 1))

    def _nearest(self, where: Where) -> KeyPath:
        path = where.path
        while path not in self.values and path:
            path = path[:-1]
        return path

    def locate(self, problem: Problem) -> Located:
        """Give a problem its line and column: those of the nearest place that the file has."""
        path = self._nearest(problem.where)
        exact = path == problem.where.path
        if problem.on_key and path in self.keys:
            mark = self.keys[path]
        else:
            mark = self.mark_of(problem.where)
        lines = self.lines
        source = lines[min(mark.line, len(lines)) - 1]
        offset = problem.offset + mark.quoted if exact and problem.offset else 0
        column = min(mark.column + offset, len(source) + 1)
        return Located(problem, mark.line, column, source)


def locate_all(problems: Iterable[Problem], source: ScriptSource = DISK) -> list[Located]:
    """Problems with their lines and columns, in the order of their places, each once.

    Args:
        problems: any, of any files.
        source: what these are read from.
    """
    documents: dict[str, Document] = {}
    found = set()
    for problem in problems:
        file = problem.where.file
        if file.endswith(".toml"):
            found.add(_in_settings(problem, source))
            continue
        if file not in documents:
            documents[file] = read_document(Path(file), source)
        found.add(documents[file].locate(problem))
    return sorted(found, key=_by_place)


def _in_settings(problem: Problem, source: ScriptSource) -> Located:
    """Give a problem of the settings its place: that of the key, for the reader knows no other."""
    try:
        text = read_toml(source.read(Path(problem.where.file)))[1]
    except (OSError, TomlFault):  # it was read a moment ago
        return Located(problem, 1, 1, "")
    line, column = place_of(text, tuple(map(str, problem.where.path)))
    return Located(problem, line, column, visible((text.splitlines() or [""])[line - 1]))


def _by_place(item: Located) -> tuple[str, int, int, str, str]:
    problem = item.problem
    return problem.where.file, item.line, item.column, problem.severity, problem.message


def read_document(file: Path, source: ScriptSource = DISK) -> Document:
    """Read a YAML file.

    Args:
        file: its path.
        source: what it is read from.

    Returns:
        Its data and places. With `problems`, the data is None.
    """
    document = Document(str(file), "")
    try:
        raw = source.read(file)
    except TooLarge:
        return _refuse(document, "too-large/bytes")
    except OSError as error:
        return _refuse(document, "unreadable/file", reason=refused_by_system(error))
    return _parsed(str(file), raw)


def read_document_text(file: str, text: str) -> Document:
    """Read a YAML text as `read_document` reads a file that holds it.

    Args:
        file: where it stands, or will; for the places of problems.
        text: as it is; with its byte order mark, where it has one.
    """
    return _parsed(file, text.encode(errors="surrogatepass"))


@lru_cache(maxsize=32)
def _parsed(file: str, raw: bytes) -> Document:
    """Read a file's content: it is asked for to be known, to be read and to be located."""
    document = Document(file, "")
    try:
        document.text = visible(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        document.values[()] = Mark(raw.count(b"\n", 0, error.start) + 1, 1)
        return _refuse(document, "unreadable/encoding")
    return parse_text(document)


def parse_text(document: Document) -> Document:
    """Fill a document's data and places from its text."""
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    try:
        _Builder(document).build(events_of(document.text))
    except _Refused as refused:
        document.data = None
        document.values[("?",)] = refused.mark
        where = Where(document.file, ("?",))
        document.problems = [Problem.of(refused.phrase.kind, where, **refused.phrase.facts)]
    except MarkedYAMLError as error:
        document.data = None
        fault, mark = _syntax_fault(document, error)
        document.values[("?",)] = Mark(mark.line + 1, mark.column + 1) if mark else Mark(1, 1)
        document.problems = [Problem.of(fault.kind, Where(document.file, ("?",)), **fault.facts)]
    except ReaderError as error:
        before = document.text[: error.position]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        document.values[()] = Mark(line, column)
        return _refuse(document, "yaml/control")
    except YAMLError as error:
        return _refuse(document, "yaml/other", reason=" ".join(str(error).split()))
    return document


def _syntax_fault(document: Document, error: Any) -> tuple[Phrase, Any]:
    """Say one of ruamel.yaml's errors the way an author would understand it.

    Returns:
        What is wrong, and its mark.
    """
    said, context = error.problem or error.context or "", error.context or ""
    mark = error.problem_mark or error.context_mark
    if "quoted scalar" in context:
        return phrase("yaml/quote"), error.context_mark
    if "flow" in context:
        return phrase("yaml/bracket"), error.context_mark
    if said.startswith("mapping values are not allowed"):
        before = document.text.splitlines()[mark.line][: mark.column]
        if ": " in before:
            return phrase("unquoted-text/colon"), mark
        return phrase("yaml/indent", key=before.strip().removeprefix("- ")), mark
    if start := re.search(r"character '(.+)' that cannot start", said):
        tab = start[1] == "\\t"
        return (phrase("yaml/tab") if tab else phrase("yaml/begins", sign=start[1])), mark
    if "block" in context or "block" in said:
        return phrase("yaml/block"), mark
    return phrase("yaml/other", reason=said), mark


def _refuse(document: Document, kind: str, **facts: Any) -> Document:
    document.problems = [Problem.of(kind, Where(document.file), **facts)]
    return document


class _Refused(Exception):
    def __init__(self, mark: Mark, kind: str, **facts: Any) -> None:
        self.mark, self.phrase = mark, Phrase(kind, facts)
        super().__init__(str(self.phrase))


class _Builder:
    """Builds a document's data from the events of ruamel.yaml."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines = document.text.splitlines()
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.nodes = self.values = 0

    def build(self, events: Iterator[Any]) -> None:
        documents = 0
        for event in events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    raise _Refused(_mark(event), "yaml/documents")
            elif kind in ("ScalarEvent", "SequenceStartEvent", "MappingStartEvent", "AliasEvent"):
                self.document.data = self._node(event, events, (), 1)

    def _node(self, event: Any, events: Iterator[Any], path: KeyPath, depth: int) -> Any:
        before = self.nodes
        mark = _mark(event)
        self.document.values[path] = mark
        self._count(1, mark)
        self.values += 1
        if self.values > MAX_VALUES:
            raise _Refused(mark, "too-large/values", most=MAX_VALUES)
        if depth > MAX_DEPTH:
            raise _Refused(mark, "too-large/depth", most=MAX_DEPTH)
        kind = type(event).__name__
        if kind == "AliasEvent":
            if event.anchor not in self.anchors:
                raise _Refused(mark, "yaml/alias", name=event.anchor)
            known, size = self.anchors[event.anchor]
            self._count(size, mark)
            return known
        if event.tag is not None and event.tag != "!":
            tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            raise _Refused(mark, "yaml/tag", tag=tag)
        value: Any
        if kind == "ScalarEvent":
            value = self._scalar(event)
        elif kind == "SequenceStartEvent":
            value = []
            while type(item := next(events)).__name__ != "SequenceEndEvent":
                value.append(self._node(item, events, (*path, len(value)), depth + 1))
        else:
            value = self._mapping(events, path, depth)
        if event.anchor:
            self.anchors[event.anchor] = (value, self.nodes - before)
        return value

    def _mapping(self, events: Iterator[Any], path: KeyPath, depth: int) -> dict[str, Any]:
        value: dict[str, Any] = {}
        while type(key_event := next(events)).__name__ != "MappingEndEvent":
            mark = _mark(key_event)
            if type(key_event).__name__ != "ScalarEvent":
                raise _Refused(mark, "yaml/name")
            key = self._text(key_event)
            here = (*path, key)
            item = self._node(next(events), events, here, depth + 1)
            if key in value:
                raise _Refused(mark, "duplicate-key", key=key)
            self.document.keys[here] = mark
            if item is None:
                self.document.values[here] = mark  # where nothing stands, YAML names the next line
                if self._behind(key_event).removeprefix(":").lstrip().startswith("#"):
                    self.document.comments.add(here)
            value[key] = item
        return value

    @staticmethod
    def _tidied(event: Any) -> str:
        """A scalar's text, of letters that can be written."""
        text: str = tidy(event.value)
        if _HALF.search(text):
            raise _Refused(_mark(event), "yaml/half")
        return text

    def _scalar(self, event: Any) -> Any:
        return _plain_value(self._text(event)) if event.implicit[0] else self._tidied(event)

    def _text(self, event: Any) -> str:
        """A scalar's text, marked where a comment follows that may be the rest of it."""
        text = self._tidied(event)
        if not event.implicit[0]:
            return text
        return Cut(text) if self._behind(event).startswith("#") else text

    def _behind(self, event: Any) -> str:
        """What follows in a scalar's line."""
        mark = event.end_mark
        line = self.lines[mark.line] if mark.line < len(self.lines) else ""
        return line[mark.column :].lstrip()

    def _count(self, nodes: int, mark: Mark) -> None:
        self.nodes += nodes
        if self.nodes > MAX_NODES:
            raise _Refused(mark, "too-large/aliases")


def _plain_value(text: str) -> Any:
    """A plain scalar by the YAML 1.2 core schema."""
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE"):
        return True
    if text in ("false", "False", "FALSE"):
        return False
    if _INT.fullmatch(text):
        return int(text) if len(text) < 20 else float(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def _mark(event: Any) -> Mark:
    start = event.start_mark
    quoted = getattr(event, "style", None) in ("'", '"')
    return Mark(start.line + 1, start.column + 1, quoted)
