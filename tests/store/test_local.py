from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import cpu_s
from voicecoach.base.errors import OutputError
from voicecoach.store.local import LocalStore
from voicecoach.store.protocol import Got, key_of

PLACING = ("hardlink_to", "rename")  # what moves an entry to its place
KEY = key_of(text="breathe in")


@pytest.fixture
def cache(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "cache")


def file_of(cache: LocalStore, key: str) -> Path:
    return cache.root / key[:2] / key


def age(cache: LocalStore, key: str, days: float) -> None:
    used_s = time.time() - days * 86_400
    os.utime(file_of(cache, key), (used_s, used_s))


def test_what_was_put_is_got(cache: LocalStore) -> None:
    assert cache.get(KEY) == Got()
    for number, payload in enumerate((b"clip", b"", b"a longer clip" * 10_000)):
        key = key_of(number=number)
        assert cache.put(key, payload)
        assert cache.get(key) == Got(payload, sha256(payload).digest())
    assert cache.info().entries == 3


def test_an_entry_that_is_there_stays_as_it_is(cache: LocalStore) -> None:
    assert cache.put(KEY, b"clip")
    assert not cache.put(KEY, b"another")
    assert cache.get(KEY).payload == b"clip"


def test_many_keys_are_asked_for_at_once_and_all_are_listed(cache: LocalStore) -> None:
    keys = {key_of(number=number) for number in range(5)}
    for key in keys:
        cache.put(key, b"clip")
    assert cache.has([*keys, KEY]) == keys == set(cache)
    cache.remove(min(keys))
    assert cache.has([*keys, KEY]) == keys - {min(keys)} == set(cache)


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.floats(allow_nan=False)))
def test_a_key_depends_on_every_part_and_not_on_their_order(parts: dict[str, object]) -> None:
    assert key_of(**dict(reversed(parts.items()))) == key_of(**parts)
    assert key_of(**{**parts, "one more": 1}) != key_of(**parts)


def test_a_file_name_tells_nothing_spoken(cache: LocalStore) -> None:
    cache.put(KEY, b"clip")
    (file,) = (path for path in cache.root.rglob("*") if path.is_file())
    assert file.name == KEY
    assert len(KEY) == 64
    assert file.parent.name == KEY[:2]


@pytest.mark.parametrize("damage", ["flipped bit", "cut short", "emptied"])
def test_a_damaged_entry_is_removed_and_said(cache: LocalStore, damage: str) -> None:
    cache.put(KEY, b"clip" * 100)
    file = file_of(cache, KEY)
    stored = file.read_bytes()
    flipped = stored[:200] + bytes([stored[200] ^ 1]) + stored[201:]
    file.write_bytes({"flipped bit": flipped, "cut short": stored[:-7], "emptied": b""}[damage])
    assert cache.get(KEY) == Got(damaged=True)
    assert not file.exists()
    assert cache.get(KEY) == Got(), "it is said once"
    assert cache.put(KEY, b"clip")
    assert cache.get(KEY).payload == b"clip"


def test_verify_counts_and_removes_the_damaged(cache: LocalStore) -> None:
    keys = [key_of(number=number) for number in range(5)]
    for key in keys:
        cache.put(key, key.encode())
    file_of(cache, keys[2]).write_bytes(b"x" * 50)
    found = cache.verify()
    assert (found.sound, found.damaged) == (4, 1)
    assert cache.info().entries == 4


def test_a_failed_write_leaves_the_earlier_entry_and_no_temporary_file(
    cache: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = key_of(text="breathe out")
    cache.put(KEY, b"earlier")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    for name in PLACING:
        monkeypatch.setattr(Path, name, full)
    with pytest.raises(OutputError, match="No space left") as caught:
        cache.put(other, b"later")
    assert "prune" in caught.value.remedy
    assert cache.get(KEY).payload == b"earlier"
    assert [path.name for path in cache.root.rglob("*") if path.is_file()] == [KEY]


def test_an_interrupted_write_leaves_no_temporary_file(
    cache: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    for name in PLACING:
        monkeypatch.setattr(Path, name, interrupted)
    with pytest.raises(KeyboardInterrupt):
        cache.put(KEY, b"clip")
    assert not [path for path in cache.root.rglob("*") if path.is_file()]


def test_a_folder_that_cannot_be_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = LocalStore(tmp_path / "file" / "cache")
    with pytest.raises(OutputError, match="cannot be used"):
        cache.put(KEY, b"clip")


def test_reading_keeps_an_old_entry_young_and_leaves_a_young_one_alone(cache: LocalStore) -> None:
    cache.put(KEY, b"clip")
    age(cache, KEY, days=0.5)
    before = file_of(cache, KEY).stat().st_mtime_ns
    cache.get(KEY)
    assert file_of(cache, KEY).stat().st_mtime_ns == before
    age(cache, KEY, days=2)
    old = file_of(cache, KEY).stat().st_mtime
    cache.get(KEY)
    assert file_of(cache, KEY).stat().st_mtime - old == pytest.approx(2 * 86_400, rel=0.01)


def test_prune_by_age_and_by_size(cache: LocalStore) -> None:
    keys = [key_of(number=number) for number in range(6)]
    for days, key in enumerate(keys):
        cache.put(key, b"x" * 68)  # 100 with its digest
        age(cache, key, days)
    assert cache.prune(older_than_days=4.5).entries == 1
    gone = cache.prune(max_bytes=250)
    assert (gone.entries, gone.size_bytes) == (3, 300)
    assert [cache.get(key).payload is not None for key in keys] == [True, True] + [False] * 4
    assert cache.prune().entries == 0


def test_prune_removes_what_killed_builds_left_but_no_write_under_way(cache: LocalStore) -> None:
    cache.put(KEY, b"clip")
    stale, fresh = cache.root / "old.part", cache.root / "new.part"
    stale.touch()
    fresh.touch()
    os.utime(stale, (0, 0))
    cache.prune()
    assert fresh.exists()
    assert not stale.exists()
    assert cache.info().entries == 1


def test_what_cannot_be_removed_is_not_said_to_be(
    cache: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = key_of(text="hold")
    cache.put(key, b"clip")

    def refused(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "unlink", refused)
    for removed in (lambda: cache.prune(max_bytes=0), lambda: cache.discard([key])):
        with pytest.raises(OutputError, match="Permission denied"):
            removed()
    assert cache.get(key).payload == b"clip"


def test_an_empty_cache_can_be_asked_everything(cache: LocalStore) -> None:
    assert cache.info().entries == cache.verify().sound == cache.prune(max_bytes=0).entries == 0


def test_two_processes_put_and_get_the_same_entries(tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
from voicecoach.store.local import LocalStore
from voicecoach.store.protocol import key_of
cache = LocalStore(Path(sys.argv[1]))
for turn in range(5):
    for number in range(60):
        key = key_of(number=number)
        found = cache.get(key)
        assert not found.damaged and found.payload in (None, key.encode() * 200)
        cache.put(key, key.encode() * 200)
"""
    both = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "cache")]) for _ in range(2)
    ]
    assert [process.wait() for process in both] == [0, 0]
    assert LocalStore(tmp_path / "cache").verify().sound == 60


def test_getting_is_fast(cache: LocalStore) -> None:
    keys = [key_of(number=number) for number in range(400)]
    for key in keys:
        cache.put(key, os.urandom(10_000))

    def get() -> None:
        assert all(cache.get(key).payload for key in keys)

    def read_and_hash() -> None:
        for key in keys:
            sha256(file_of(cache, key).read_bytes()).digest()

    assert cpu_s(get, 5) < 3 * cpu_s(read_and_hash, 5)


def test_where_a_file_system_has_no_links_entries_are_put_all_the_same(
    cache: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", none)
    assert cache.put(KEY, b"clip")
    assert cache.get(KEY).payload == b"clip"
    assert [*cache] == [KEY]
