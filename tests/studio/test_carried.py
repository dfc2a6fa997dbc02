"""Which step of a text is which of another."""

from __future__ import annotations

from pathlib import Path

import pytest

from voicecoach.app.studio.carried import CarriedParts, Parts, landed
from voicecoach.formats.edits import InsertItem, MoveItem, RemoveItem
from voicecoach.formats.problems import KeyPath

FILE = Path("mine.yaml")
LIST = ("steps",)
INSIDE = ("steps", 2, "steps", 1)


def steps(*said: str) -> Parts:
    return {("steps", index): each for index, each in enumerate(said)}


@pytest.mark.parametrize(
    ("path", "change", "to"),
    [
        (("steps", 3), RemoveItem(("steps", 1)), ("steps", 2)),
        (("steps", 0), RemoveItem(("steps", 1)), ("steps", 0)),
        (INSIDE, RemoveItem(("steps", 1)), ("steps", 1, "steps", 1)),
        (INSIDE, RemoveItem(("steps", 2)), None),
        (INSIDE, RemoveItem(("steps", 2, "steps", 0)), ("steps", 2, "steps", 0)),
        (("steps", 2), RemoveItem(("steps", 2, "steps", 0)), ("steps", 2)),
        (("steps", 1), InsertItem(("steps", 1), "rest: 5s"), ("steps", 2)),
        (("steps", 0), InsertItem(("steps", 1), "rest: 5s"), ("steps", 0)),
        (("steps", 0), MoveItem(("steps", 0), ("steps", 2)), ("steps", 1)),
        (("steps", 1), MoveItem(("steps", 0), ("steps", 2)), ("steps", 0)),
        (("steps", 2), MoveItem(("steps", 0), ("steps", 2)), ("steps", 2)),
        (("steps", 2), MoveItem(("steps", 2), ("steps", 0)), ("steps", 0)),
        (("steps", 0), MoveItem(("steps", 2), ("steps", 0)), ("steps", 1)),
        (INSIDE, MoveItem(("steps", 2), ("steps", 0)), ("steps", 0, "steps", 1)),
        (("steps", 0), MoveItem(("steps", 0), INSIDE), ("steps", 1, "steps", 1)),
        (INSIDE, MoveItem(("steps", 0), INSIDE), ("steps", 1, "steps", 2)),
        (INSIDE, MoveItem(INSIDE, ("steps", 0)), ("steps", 0)),
        (("steps", 2, "steps", 2), MoveItem(INSIDE, ("steps", 0)), ("steps", 3, "steps", 1)),
        (("steps", 2), "anything else", ("steps", 2)),
    ],
)
def test_a_change_of_a_list_says_where_a_step_lands(
    path: KeyPath, change: object, to: KeyPath | None
) -> None:
    assert landed(path, change) == to


def test_steps_that_say_the_same_are_told_apart_when_one_is_removed_and_comes_back() -> None:
    known = CarriedParts()
    known.note(FILE, "0-a", steps("bridge", "bridge", "march"))
    known.note(FILE, "1-b", steps("bridge", "march"), "0-a", RemoveItem(("steps", 0)))
    assert known.places(FILE, "0-a", "1-b") == {"steps-1": "steps-0", "steps-2": "steps-1"}
    known.note(FILE, "2-a", steps("bridge", "bridge", "march"), "1-b")
    assert known.places(FILE, "1-b", "2-a") == {"steps-0": "steps-1", "steps-1": "steps-2"}
    assert known.places(FILE, "0-a", "2-a") is None


@pytest.mark.parametrize(
    ("before", "after", "places"),
    [
        (steps("a", "b", "c"), steps("a", "x", "b", "c"), {"0": "0", "1": "2", "2": "3"}),
        (steps("a", "b", "a", "b"), steps("b", "a", "b"), {"1": "0", "2": "1", "3": "2"}),
        (steps("a", "b", "c"), steps("b", "c", "a"), {"0": "2", "1": "0", "2": "1"}),
        (steps("a", "b: 1", "c"), steps("a", "d: 1", "c"), {"0": "0", "2": "2"}),
        (steps("a", "b: 1", "c"), steps("a", "b: 2", "c"), None),
        (steps("a"), steps("a", "b"), None),
    ],
)
def test_other_texts_are_compared(
    before: Parts, after: Parts, places: dict[str, str] | None
) -> None:
    known = CarriedParts()
    known.note(FILE, "0-a", before)
    known.note(FILE, "1-b", after, "0-a")
    expected = places and {f"steps-{a}": f"steps-{b}" for a, b in places.items()}
    assert known.places(FILE, "0-a", "1-b") == expected


def test_of_a_text_that_is_not_known_all_steps_are_gone() -> None:
    known = CarriedParts()
    known.note(FILE, "4-d", steps("a"), "3-c")
    assert known.places(FILE, "3-c", "4-d") == {}
    assert known.places(FILE, "4-d", "4-d") is None


def test_the_oldest_texts_make_room() -> None:
    known = CarriedParts()
    for number in range(300):
        known.note(FILE, f"{number}-{number:x}", steps("a"))
    assert (known.knows(FILE, "0-0"), known.knows(FILE, "299-12b")) == (False, True)
