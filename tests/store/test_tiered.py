from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.base.errors import OutputError
from voicecoach.store.local import LocalStore
from voicecoach.store.near import NearStore
from voicecoach.store.protocol import FragmentStore, Got, digest_of, key_of
from voicecoach.store.tiered import TieredStore

KEY = key_of(text="breathe in")
AWAY = OutputError("cannot-read", file="far", reason=OSError(113, "the network is down"))


class Memory:
    """A store that gives what it was told to, sound or not, as one far away may."""

    def __init__(self) -> None:
        self.entries: dict[str, tuple[bytes, bytes]] = {}

    def get(self, key: str) -> Got:
        return Got(*self.entries[key]) if key in self.entries else Got()

    def put(self, key: str, payload: bytes) -> bool:
        entry = payload, digest_of(payload)
        return self.entries.setdefault(key, entry) is entry

    def has(self, keys: Collection[str]) -> set[str]:
        return {*keys} & {*self.entries}

    def __iter__(self) -> Iterator[str]:
        return iter([*self.entries])


class Away(Memory):
    """A store that cannot be reached."""

    def get(self, key: str) -> Got:
        raise AWAY

    def put(self, key: str, payload: bytes) -> bool:
        raise AWAY

    def has(self, keys: Collection[str]) -> set[str]:
        raise AWAY

    def __iter__(self) -> Iterator[str]:
        raise AWAY


class NearAway(LocalStore):
    """A folder that can neither be read nor written."""

    def get(self, key: str) -> Got:
        raise AWAY

    def put(self, key: str, payload: bytes) -> bool:
        raise AWAY

    def has(self, keys: Collection[str]) -> set[str]:
        return set()


@pytest.fixture
def near(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "near")


@pytest.fixture
def far(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "far")


def test_what_is_put_is_in_both(near: LocalStore, far: LocalStore) -> None:
    store: FragmentStore = TieredStore(near, far)
    assert store.put(KEY, b"clip")
    assert not store.put(KEY, b"clip")
    assert near.get(KEY) == far.get(KEY) == store.get(KEY) == Got(b"clip", digest_of(b"clip"))


def test_what_another_machine_made_is_fetched_once(near: LocalStore, far: LocalStore) -> None:
    far.put(KEY, b"clip")
    assert TieredStore(near, far).get(KEY).payload == b"clip"
    assert TieredStore(near, Away()).get(KEY) == Got(b"clip", digest_of(b"clip"))


def test_both_are_asked_and_listed(near: LocalStore, far: LocalStore) -> None:
    here, there, nowhere = (key_of(number=number) for number in range(3))
    near.put(here, b"clip")
    far.put(there, b"clip")
    store = TieredStore(near, far)
    assert store.has([here, there, nowhere]) == {here, there} == set(store)
    far.put(here, b"clip")
    assert sorted(store) == sorted([here, there]), "each once"


def test_a_far_store_that_is_away_costs_a_remark(near: LocalStore) -> None:
    store = TieredStore(near, Away())
    assert store.put(KEY, b"clip")
    assert store.get(KEY).remarks == ()
    missing = store.get(key_of(text="breathe out"))
    assert missing.payload is None
    assert not missing.damaged
    assert [*map(str, missing.remarks)] == [f"the shared cache was not used: {AWAY}"]
    assert store.has([KEY, "x"]) == {KEY} == set(store)


def test_a_near_store_that_cannot_be_used_costs_a_remark(far: LocalStore) -> None:
    far.put(KEY, b"clip")
    for store in (TieredStore(Away(), far), NearStore(NearAway(far.root), far)):
        got = store.get(KEY)
        assert (got.payload, got.remarks) == (b"clip", (AWAY.phrase,))
    made = key_of(text="hold")
    assert NearStore(NearAway(far.root), far, NearAway(far.root)).put(made, b"line")
    assert far.get(made).payload == b"line"


def test_what_may_not_leave_this_machine_is_not_lost_in_silence(far: LocalStore) -> None:
    store = NearStore(NearAway(far.root), far)
    store.withhold([KEY])
    with pytest.raises(OutputError):
        store.put(KEY, b"Anna, breathe in")
    assert far.get(KEY).payload is None


def test_what_the_far_store_found_damaged_is_a_miss(near: LocalStore, far: LocalStore) -> None:
    far.put(KEY, b"clip" * 9)
    file = far.root / KEY[:2] / KEY
    file.write_bytes(file.read_bytes()[:-3])
    store = TieredStore(near, far)
    found = store.get(KEY)
    assert found.payload is None
    assert not found.damaged, "nothing of this machine was"
    assert "is damaged" in str(found.remarks[0])
    assert store.put(KEY, b"clip" * 9)
    assert far.get(KEY).payload == b"clip" * 9, "it is mended with what was made"


def test_what_is_damaged_here_comes_from_there(near: LocalStore, far: LocalStore) -> None:
    store = TieredStore(near, far)
    store.put(KEY, b"clip" * 9)
    (near.root / KEY[:2] / KEY).write_bytes(b"")
    found = store.get(KEY)
    assert (found.payload, found.damaged) == (b"clip" * 9, True)
    assert near.get(KEY).payload == b"clip" * 9


def test_a_shared_folder_that_is_not_there_is_not_made(near: LocalStore, tmp_path: Path) -> None:
    far = LocalStore(tmp_path / "share", shared=True)
    store = TieredStore(near, far)
    assert store.put(KEY, b"clip"), "it is kept here"
    (remark,) = store.get(key_of(text="breathe out")).remarks
    assert str(remark) == f"the shared cache was not used: there is no folder {far.root}"
    assert store.has([KEY, "x"]) == {KEY} == set(store)
    assert not far.root.exists()
    far.root.mkdir()
    store.put(key_of(text="breathe out"), b"clip")
    assert [*far] == [key_of(text="breathe out")]


@given(
    payload=st.binary(min_size=1, max_size=99),
    given=st.binary(max_size=99),
    noise=st.binary(max_size=32),
)
def test_no_far_store_can_give_another_content(payload: bytes, given: bytes, noise: bytes) -> None:
    """Truncated, changed, or with a digest that is not its own: nothing of it is taken."""
    near, far = Memory(), Memory()
    far.entries[KEY] = given, digest_of(payload) if given != payload else noise
    found = TieredStore(near, far).get(KEY)
    assert found.payload is None
    assert found.remarks
    assert not near.entries


def test_many_put_and_get_at_once(near: LocalStore, far: LocalStore) -> None:
    keys = [key_of(number=number) for number in range(40)]
    together, wrong = Barrier(4), []

    def run() -> None:
        store = TieredStore(near, far)
        together.wait()
        for key in keys:
            store.put(key, key.encode() * 50)
            if store.get(key) != Got(key.encode() * 50, digest_of(key.encode() * 50)):
                wrong.append(key)

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert near.verify().sound == far.verify().sound == len(keys)
