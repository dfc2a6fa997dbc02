"""Which step of a text is which of another: what somebody types reaches the step that was meant.

A page names a step, or the stage of a programme, by its path in the text that it shows, and says
which version that is. Each of them has a number of its own, in every text that a page was shown,
and keeps it in the next: as a change says (`RemoveItem` and the like); as it was, where a text is
there again that was there before (undone, done again); and else as the two texts compare. Each
answer says where those of the page's text are by now. By that the page carries over what waits to
be sent, and what it shows (`places.js`); what is typed into a step that is gone is not sent, but
shown.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

from voicecoach.app.programme_editing import SetProgrammeField
from voicecoach.base.values import dataclass
from voicecoach.formats.edits import InsertItem, MoveItem, RemoveItem
from voicecoach.formats.problems import KeyPath
from voicecoach.model.step_edits import ReplaceStep, SetField, SetHead

_KEPT = 200  # texts

Parts = Mapping[KeyPath, str]
"""The steps or stages of a text: what each says, by its path, in the order of the text."""


def part_id(path: KeyPath) -> str:
    """The id of a step or stage on a page."""
    return "-".join(map(str, path))


@dataclass(frozen=True, slots=True)
class _Numbered:
    """The parts of a text, and the number of each."""

    parts: Parts
    numbers: Mapping[KeyPath, int]


class CarriedParts:
    """The numbers of all parts of the latest texts that pages were shown."""

    def __init__(self) -> None:
        self._texts: OrderedDict[tuple[Path, str], _Numbered] = OrderedDict()
        self._new = count()

    def knows(self, file: Path, version: str) -> bool:
        """Whether a text was noted."""
        return _text(file, version) in self._texts

    def note(
        self, file: Path, version: str, parts: Parts, before: str = "", change: object = None
    ) -> None:
        """Note a text that a page is shown.

        Args:
            file: of which it is.
            version: of the text; see `version_of`.
            parts: that it has.
            before: the version that the page knows.
            change: what has made the one of the other; None where that is not known.
        """
        text, prior = _text(file, version), self._texts.get(_text(file, before))
        is_same = text == _text(file, before)
        numbers: Mapping[KeyPath, int] = {}
        if prior and not is_same and _is_followed(change):
            numbers = _numbered(prior, ((path, landed(path, change)) for path in prior.numbers))
        elif text in self._texts:
            numbers = self._texts[text].numbers
        elif prior:
            numbers = _numbered(prior, _compared(prior.parts, parts))
        given = {path: numbers.get(path, -1) for path in parts}
        whole = {path: next(self._new) if n < 0 else n for path, n in given.items()}
        self._texts[text] = _Numbered(parts, whole)
        self._texts.move_to_end(text)
        while len(self._texts) > _KEPT:
            self._texts.popitem(last=False)

    def places(self, file: Path, since: str, version: str) -> dict[str, str] | None:
        """Say where the parts of one text are in another, by their ids; those that are gone not.

        Args:
            file: of which both are.
            since: the version that a page knows; of one that is not known, all parts are gone.
            version: of the text now.

        Returns:
            None where each is where it was.
        """
        old, new = _text(file, since), _text(file, version)
        if old == new:
            return None
        known, now = self._texts.get(old), self._texts[new]
        by_number = {number: path for path, number in now.numbers.items()}
        before = known.numbers.items() if known else ()
        found = {path: by_number[number] for path, number in before if number in by_number}
        if known and all(found.get(path) == path for path in known.numbers):
            return None
        return {part_id(path): part_id(to) for path, to in found.items()}


def landed(path: KeyPath, change: object) -> KeyPath | None:
    """Where a part is behind a change; None where it is gone.

    Args:
        path: where it was.
        change: to a list that holds it, or what holds it; any other leaves it where it is.
    """
    match change:
        case InsertItem(path=at):
            return _moved_on(path, at)
        case RemoveItem(path=at):
            return None if _is_in(path, at) else _moved_up(path, at)
        case MoveItem(path=at, to=to):
            goal = _moved_up(to, at)
            if _is_in(path, at):
                return (*goal, *path[len(at) :])
            return _moved_on(_moved_up(path, at), goal)
    return path


def _is_followed(change: object) -> bool:
    """Whether a change says itself what becomes of each part."""
    of_lists, in_place = (
        (InsertItem, RemoveItem, MoveItem),
        (SetField, SetHead, ReplaceStep, SetProgrammeField),
    )
    return isinstance(change, (*of_lists, *in_place))


def _text(file: Path, version: str) -> tuple[Path, str]:
    """A text by its digest: one that was undone is what it was, though its version is new."""
    return file, version.rpartition("-")[2]


def _is_in(path: KeyPath, at: KeyPath) -> bool:
    return path[: len(at)] == at


def _index(path: KeyPath, at: KeyPath) -> int:
    """The index of what holds a path in the list of another; below 0 where that is another list."""
    place = len(at) - 1
    return int(path[place]) if len(path) > place and path[:place] == at[:-1] else -1


def _moved_up(path: KeyPath, at: KeyPath) -> KeyPath:
    """A path when an item is gone."""
    return _shifted(path, at, -1) if _index(path, at) > int(at[-1]) else path


def _moved_on(path: KeyPath, at: KeyPath) -> KeyPath:
    """A path when an item has come."""
    return _shifted(path, at, 1) if _index(path, at) >= int(at[-1]) else path


def _shifted(path: KeyPath, at: KeyPath, by: int) -> KeyPath:
    place = len(at) - 1
    return (*path[:place], int(path[place]) + by, *path[place + 1 :])


_Pairs = Iterator[tuple[KeyPath, KeyPath | None]]


def _numbered(prior: _Numbered, pairs: _Pairs) -> dict[KeyPath, int]:
    return {to: prior.numbers[path] for path, to in pairs if to is not None}


def _compared(before: Parts, after: Parts) -> _Pairs:
    """What in one text is likely what of another: what is not, is gone.

    At the beginning and the end, what says the same; between, the first that says the same, then
    the next; and of the rest, what stands in one place of as many and has the same name.
    """
    old, new = [*before.items()], [*after.items()]
    while old and new and old[0][1] == new[0][1]:
        yield old.pop(0)[0], new.pop(0)[0]
    while old and new and old[-1][1] == new[-1][1]:
        yield old.pop()[0], new.pop()[0]
    rest = []
    for path, said in old:
        same = next((each for each in new if each[1] == said), None)
        if same:
            new.remove(same)
            yield path, same[0]
        else:
            rest.append((path, said))
    yield from _in_one_place(rest, new)


def _in_one_place(
    old: Sequence[tuple[KeyPath, str]], new: Sequence[tuple[KeyPath, str]]
) -> Iterator[tuple[KeyPath, KeyPath]]:
    if len(old) == len(new):
        for (path, said), (to, says) in zip(old, new, strict=True):
            if said.partition(":")[0] == says.partition(":")[0]:
                yield path, to
