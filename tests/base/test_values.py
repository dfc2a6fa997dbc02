"""Values behave as frozen dataclasses of the standard library do."""

from __future__ import annotations

import copy
import dataclasses
from dataclasses import FrozenInstanceError, asdict, field, fields, is_dataclass, replace
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.base.values import dataclass


def define(maker: Any) -> Any:
    """The same class by ours and by the standard library's decorator."""

    @maker(frozen=True, slots=True)
    class Dose:
        """A dose."""

        reps: int
        text: str = "slow"
        sides: tuple[str, ...] = field(default_factory=lambda: ("left", "right"))
        place: str = field(default="", compare=False, repr=False)
        facts: tuple[str, ...] = field(default=(), hash=False)
        kinds: ClassVar[int] = 2
        note: str = field(default="none", kw_only=True)
        total: int = field(init=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "total", self.reps * len(self.sides))

    return Dose


OURS, THEIRS = define(dataclass), define(dataclasses.dataclass)
NAMES = st.sampled_from(["", "a", "b"])
GIVEN = st.fixed_dictionaries(
    {"reps": st.integers(0, 3)},
    optional={"text": NAMES, "sides": st.lists(NAMES).map(tuple), "place": NAMES, "note": NAMES},
)


@given(GIVEN, GIVEN)
def test_they_are_told_and_compared_alike(one: dict[str, Any], other: dict[str, Any]) -> None:
    ours, theirs = OURS(**one), THEIRS(**one)
    assert repr(ours) == repr(theirs)
    assert asdict(ours) == asdict(theirs)
    assert (ours == OURS(**other)) == (theirs == THEIRS(**other))
    assert hash(ours) == hash(OURS(**one, facts=("a",)))
    assert ours != theirs
    assert asdict(replace(ours, reps=9)) == asdict(replace(theirs, reps=9))


def test_their_fields_have_the_same_types() -> None:
    assert OURS.__annotations__ == THEIRS.__annotations__
    assert {each.name: each.type for each in fields(OURS)} == {
        each.name: each.type for each in fields(THEIRS)
    }
    assert OURS.kinds == THEIRS.kinds == 2


@pytest.mark.parametrize("kind", [OURS, THEIRS])
def test_a_copy_is_the_same_value(kind: Any) -> None:
    value = kind(2, note="slow", place="here")
    twin = copy.deepcopy(value)
    assert twin == value
    assert asdict(twin) == asdict(value)


def test_their_fields_are_those_of_a_dataclass() -> None:
    assert is_dataclass(OURS)
    assert [each.name for each in fields(OURS)] == [each.name for each in fields(THEIRS)]
    assert getattr(OURS, "__match_args__", ()) == getattr(THEIRS, "__match_args__", None)
    assert OURS.__doc__ == "A dose."


def test_nothing_of_them_changes() -> None:
    value = OURS(1)
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'reps'"):
        value.reps = 2
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'reps'"):
        del value.reps
    with pytest.raises(FrozenInstanceError):
        value.another = 2
    assert value == OURS(1)


@pytest.mark.parametrize("made", [0, 40], ids=["at once", "after many"])
@pytest.mark.parametrize("given", [{}, {"reps": 1, "total": 2}, {"reps": 1, "x": 2}])
def test_what_does_not_fit_is_refused(given: dict[str, Any], made: int) -> None:
    ours = define(dataclass)
    many = [ours(each) for each in range(made)]
    with pytest.raises(TypeError, match=r"__init__\(\)"):
        ours(**given)
    with pytest.raises(TypeError, match="positional"):
        ours(1, "slow", (), "", (), "a note by its place")
    with pytest.raises(TypeError, match="reps"):
        ours(1, reps=1)
    with pytest.raises(TypeError, match="x"):
        replace(ours(1), x=1)
    assert [each.reps for each in many] == [*range(made)]


def test_the_first_values_are_made_like_the_later_ones() -> None:
    ours, theirs = define(dataclass), define(dataclasses.dataclass)
    made = [ours(each, "a", note="b") for each in range(40)]
    assert [asdict(each) for each in made] == [
        asdict(theirs(each.reps, "a", note="b")) for each in made
    ]
    changed = [replace(each, text="c") for each in made]
    assert [asdict(each) for each in changed] == [
        asdict(replace(theirs(each.reps, note="b"), text="c")) for each in made
    ]


def test_an_heir_that_is_no_value_may_fill_it_itself() -> None:
    base: Any = define(dataclass)

    class Heir(base):  # type: ignore[misc]
        def __init__(self, reps: int) -> None:
            super().__init__(reps, note="own")

    assert [(each.reps, each.note) for each in map(Heir, range(40))] == [
        (n, "own") for n in range(40)
    ]


def test_a_class_may_have_methods_of_its_own() -> None:
    @dataclass(frozen=True)
    class Phrase:
        facts: dict[str, int]

        def __hash__(self) -> int:
            return hash(tuple(self.facts))

        def __repr__(self) -> str:
            return "a phrase"

    assert len({Phrase({"a": 1}), Phrase({"a": 1}), Phrase({"a": 2})}) == 2
    assert repr(Phrase({})) == "a phrase"


def test_an_heir_has_the_fields_of_both() -> None:
    @dataclass(frozen=True, slots=True)
    class Content:
        title: str

    @dataclass(frozen=True, slots=True)
    class Record(Content):
        size: int = 0

    assert (Record("a").title, Record("a", 2).size) == ("a", 2)
    assert Record("a") != Content("a")
    assert repr(Record("a")).endswith("Record(title='a', size=0)")


def test_one_without_fields_is_equal_to_its_like() -> None:
    @dataclass(frozen=True, slots=True)
    class Nothing:
        """Nothing."""

    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())
    assert repr(Nothing()).endswith("Nothing()")
