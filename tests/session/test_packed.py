"""A packed plan: equal when it is unpacked, the same bytes, and never another's sound."""

from __future__ import annotations

import struct
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.session.conftest import make_project
from voicecoach.app.sessions import Sessions
from voicecoach.project import Project
from voicecoach.session.columns import columns, rows
from voicecoach.session.order import Order
from voicecoach.session.packed import MOST_PACKED_BYTES, NoPlan, entries_of, pack, unpack
from voicecoach.session.plan import SessionPlan, Shelf
from voicecoach.store.fragments import Fragments, MissingFragment
from voicecoach.store.local import LocalStore
from voicecoach.store.protocol import Got, digest_of

SILENT = Order("short", voice="silent")
ORDERS = [
    SILENT,
    Order("short", voice="silent", under="sea"),
    Order("short", voice="silent", silence="carrier", guidance="tones"),
    Order("desk-break", voice="silent", language="hi", under="rain", silence="carrier", bitrate=96),
]
MOST_BYTES = 30_000

Projects = Callable[[str], Project]


def plan_of(project: Project, order: Order = SILENT) -> SessionPlan:
    with Sessions(project) as sessions:
        return sessions.plan(sessions.resolve(order)).plan


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return make_project(tmp_path_factory.mktemp("packed"))


@pytest.fixture(scope="module")
def plans(project: Project) -> list[SessionPlan]:
    return [plan_of(project, order) for order in ORDERS]


@pytest.fixture(scope="module")
def plan(plans: list[SessionPlan]) -> SessionPlan:
    return plans[0]


@pytest.fixture(scope="module")
def packed(plan: SessionPlan) -> bytes:
    return pack(plan)


def store_of(project: Project) -> LocalStore:
    return LocalStore(project.cache.root)


@pytest.mark.slow
def test_what_is_unpacked_is_equal(plans: list[SessionPlan], project: Project) -> None:
    for plan in plans:
        again = unpack(pack(plan), store_of(project))
        assert again == plan
        assert (again.etag, again.size, again.content) == (plan.etag, plan.size, plan.content)
        assert again.told.json == plan.told.json
        assert b"".join(again.pieces()) == b"".join(plan.pieces())


def test_equal_plans_are_packed_to_the_same_bytes(plan: SessionPlan, project: Project) -> None:
    assert pack(plan) == pack(plan_of(project)) == pack(unpack(pack(plan), store_of(project)))


@given(st.data())
def test_any_range_of_it_is_that_of_the_session(
    plans: list[SessionPlan], project: Project, data: st.DataObject
) -> None:
    plan = data.draw(st.sampled_from(plans))
    again = unpack(pack(plan), store_of(project))
    start, stop = (data.draw(st.integers(0, plan.size + 9)) for _ in range(2))
    assert b"".join(again.pieces(start, stop)) == b"".join(plan.pieces(start, stop))


def test_it_names_all_that_it_reads(
    plans: list[SessionPlan], project: Project, tmp_path: Path
) -> None:
    whole, part = store_of(project), LocalStore(tmp_path / "part")
    for plan in plans:
        for entry in entries_of(pack(plan)):
            found = whole.get(entry.key)
            assert found.payload is not None
            assert found.digest == entry.digest == digest_of(found.payload)
            part.put(entry.key, found.payload)
        again = unpack(pack(plan), part)
        assert b"".join(again.pieces()) == b"".join(plan.pieces())


@given(st.data())
def test_damage_anywhere_is_refused(packed: bytes, project: Project, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(packed) - 1))
    flipped = packed[at] ^ data.draw(st.integers(1, 255))
    for damaged in (packed[:at], packed[:at] + bytes([flipped]) + packed[at + 1 :], packed + b"!"):
        with pytest.raises(NoPlan):
            unpack(damaged, store_of(project))


@given(st.binary(max_size=300))
def test_what_is_no_plan_is_refused(project: Project, data: bytes) -> None:
    for other in (data, b"VCS1" + data, b"VCS1" + digest_of(data) + data):
        with pytest.raises(NoPlan):
            unpack(other, store_of(project))


def test_the_plan_of_another_version_is_named_so(packed: bytes, project: Project) -> None:
    with pytest.raises(NoPlan, match="version"):
        unpack(b"VCS9" + packed[4:], store_of(project))
    with pytest.raises(NoPlan, match="damaged"):
        unpack(packed.ljust(MOST_PACKED_BYTES + 1), store_of(project))


def test_one_that_would_fill_the_memory_is_refused(project: Project) -> None:
    bomb = zlib.compress(b" " * 70_000_000)
    body = struct.pack("<HI", 0, len(bomb)) + bomb
    with pytest.raises(NoPlan, match="damaged"):
        unpack(b"VCS1" + digest_of(body) + body, store_of(project))


class Otherwise(LocalStore):
    """Another machine's store: what has the same key was spoken in other bits."""

    def __init__(self, root: Path, key: str) -> None:
        super().__init__(root)
        self._other = key

    def get(self, key: str) -> Got:
        found = super().get(key)
        if key != self._other or found.payload is None:
            return found
        other = found.payload[:-1] + bytes([found.payload[-1] ^ 1])
        return found._replace(payload=other, digest=digest_of(other))


def test_a_fragment_in_other_bits_is_a_miss(plan: SessionPlan, project: Project) -> None:
    packed = pack(plan)
    for key in {each.key for each in plan.layout.placed}:
        again = unpack(packed, Otherwise(project.cache.root, key))
        with pytest.raises(MissingFragment):
            b"".join(again.pieces())


@pytest.mark.slow
def test_a_plan_whose_fragments_were_spoken_otherwise_is_not_packed(
    projects: Projects,
) -> None:
    project = projects("other")
    plan, store = plan_of(project), store_of(project)
    one, other = [*{each.key for each in plan.layout.placed}][:2]
    lies = store.get(other).payload
    store.remove(one)
    assert lies is not None
    store.put(one, lies)
    with pytest.raises(MissingFragment):
        pack(_fresh(plan, store))


def _fresh(plan: SessionPlan, store: LocalStore) -> SessionPlan:
    """The same plan, of which nothing was read yet."""
    return replace(plan, shelf=Shelf(store, Fragments(store)))


@pytest.mark.slow
def test_a_plan_with_a_lost_fragment_is_not_packed(projects: Projects) -> None:
    project = projects("lost")
    plan, store = plan_of(project), store_of(project)
    store.remove(plan.layout.placed[0].key)
    with pytest.raises(MissingFragment):
        pack(_fresh(plan, store))


def test_the_first_byte_of_a_stored_plan_takes_few_milliseconds(
    packed: bytes, plan: SessionPlan, project: Project
) -> None:
    def first_byte(at: int) -> float:
        begun = time.process_time()
        again = unpack(packed, store_of(project))
        assert len(next(again.pieces(at, at + 1))) == 1
        return 1000 * (time.process_time() - begun)

    assert min(first_byte(plan.size * part // 9) for part in range(9)) < 5


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "hi"])
def test_the_longest_shipped_session_is_small(project: Project, language: str) -> None:
    plan = plan_of(project, Order("daily", voice="silent", language=language))
    assert len(pack(plan)) <= MOST_BYTES


TEXTS = st.text(max_size=3)
TIMES = st.integers(0, 10**9)


@given(st.lists(st.tuples(TIMES, TIMES, TEXTS, st.none() | st.integers())))
def test_columns_are_rows_again(told: list[tuple[int, int, str, int | None]]) -> None:
    names = ("start_ms", "end_ms", "text", "rep")
    given_rows = [dict(zip(names, row, strict=True)) for row in told]
    values = [SimpleNamespace(**row) for row in given_rows]
    assert rows(columns(values, names)) == given_rows
