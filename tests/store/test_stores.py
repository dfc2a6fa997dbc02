"""What holds of every store, wherever it lies."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from tests.clouds import Cloud
from voicecoach.base.errors import OutputError
from voicecoach.store import object_store
from voicecoach.store.local import LocalStore
from voicecoach.store.near import NearStore
from voicecoach.store.object_store import ObjectStore
from voicecoach.store.place import Place, open_place
from voicecoach.store.protocol import FragmentStore, Got, digest_of, key_of, withhold
from voicecoach.store.tiered import TieredStore

KEY = key_of(text="breathe in")
OTHER = key_of(text="breathe out")
Make = Callable[[], FragmentStore]


@pytest.fixture(params=["local", "tiered", "near", "s3", "s3-near"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Opens one store, as one machine after another does."""
    machines: Iterator[int] = iter(range(1000))
    kind = request.param
    if kind.startswith("s3"):
        address = request.getfixturevalue("cloud").address()
        folders = (tmp_path / str(each) for each in machines)
        return lambda: open_place(address, next(folders) if "near" in kind else None).fragments
    far = tmp_path / "far"
    if kind == "local":
        return lambda: LocalStore(far)

    def opened() -> FragmentStore:
        near = LocalStore(tmp_path / str(next(machines)))
        return (
            TieredStore(near, LocalStore(far))
            if kind == "tiered"
            else NearStore(near, LocalStore(far))
        )

    return opened


pytestmark = pytest.mark.tools


def test_what_is_put_is_given_listed_and_not_put_again(make: Make) -> None:
    store = make()
    assert store.get(KEY) == Got()
    assert store.has([KEY, OTHER]) == set() == set(store)
    assert store.put(KEY, b"clip")
    assert not store.put(KEY, b"clip")
    assert store.get(KEY) == Got(b"clip", digest_of(b"clip"))
    assert store.has([KEY, OTHER]) == {KEY} == set(store)


def test_another_machine_reads_the_same(make: Make) -> None:
    make().put(KEY, b"clip")
    assert make().get(KEY) == Got(b"clip", digest_of(b"clip"))
    assert make().has([KEY, OTHER]) == {KEY}


def test_an_entry_may_be_empty_or_large(make: Make) -> None:
    store, large = make(), bytes(range(256)) * 30_000
    store.put(KEY, b"")
    store.put(OTHER, large)
    assert store.get(KEY).payload == b""
    assert make().get(OTHER).payload == large


def test_what_was_not_there_is_seen_when_it_comes(make: Make) -> None:
    here, there = make(), make()
    assert here.has([KEY]) == set()
    assert here.get(KEY).payload is None
    there.put(KEY, b"clip")
    assert here.has([KEY]) == {KEY}
    assert here.get(KEY).payload == b"clip"


def test_of_sixteen_that_put_other_bits_one_wins_and_all_read_its(make: Make) -> None:
    stores, together = [make() for _ in range(16)], Barrier(16)
    if isinstance(stores[0], TieredStore):
        pytest.skip("each machine of such a store goes on with what it made")

    def put(number: int) -> bool:
        together.wait()
        return stores[number].put(KEY, b"%d" % number * 99)

    with ThreadPoolExecutor(16) as writers:
        won = [*writers.map(put, range(16))]
    assert won.count(True) == 1
    assert {store.get(KEY).payload for store in stores} == {b"%d" % won.index(True) * 99}


def test_what_is_damaged_in_the_cloud_is_a_miss_and_is_replaced(cloud_place: Place) -> None:
    store = cloud_place.fragments
    store.put(KEY, b"clip")
    cloud_place.files.write(f"fragments/{KEY[:2]}/{KEY}", digest_of(b"clip") + b"clap")
    assert store.get(KEY) == Got(damaged=True)
    assert store.has([KEY]) == {KEY}, "it is there"
    assert store.put(KEY, b"clip"), "it is replaced"
    assert store.get(KEY).payload == b"clip"
    assert not store.put(KEY, b"other")
    assert store.get(KEY).payload == b"clip"


def test_who_mends_second_takes_what_the_first_mended(cloud: Cloud, tmp_path: Path) -> None:
    address = cloud.address()
    far = open_place(address)
    far.fragments.put(KEY, b"clip")
    one, two = (open_place(address, tmp_path / name).fragments for name in ("one", "two"))
    for damage in (b"", b"x" * 20, digest_of(b"clip") + b"clap"):
        far.files.write(f"fragments/{KEY[:2]}/{KEY}", damage)
        fresh = [open_place(address, tmp_path / f"{len(damage)}-{n}").fragments for n in range(2)]
        assert all(store.get(KEY).damaged for store in fresh)
        assert fresh[0].put(KEY, b"mended here")
        assert not fresh[1].put(KEY, b"mended there")
        assert {store.get(KEY).payload for store in fresh} == {b"mended here"}
    assert one.get(KEY).payload == two.get(KEY).payload == b"mended here"


def test_what_the_service_refuses_for_a_while_is_asked_again(
    cloud: Cloud, cloud_place: Place
) -> None:
    refused = iter(range(3))
    cloud.answer = lambda _m, _p: "pass" if next(refused, None) is None else "refuse"
    assert cloud_place.fragments.put(KEY, b"clip")
    refused = iter(range(3))
    assert cloud_place.fragments.get(KEY).payload == b"clip"
    assert next(refused, None) is None, "all were refused"


def test_a_put_whose_answer_is_lost_reads_its_own(cloud: Cloud, tmp_path: Path) -> None:
    store = open_place(cloud.address(), tmp_path).fragments
    lost = iter(range(1))
    cloud.answer = lambda _m, _p: "pass" if next(lost, None) is None else "lose"
    store.put(KEY, b"clip")
    assert store.get(KEY).payload == b"clip"


def test_a_service_that_is_away_is_an_error_with_a_remedy(
    cloud: Cloud, cloud_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(object_store, "_TRIES", 1)
    cloud.answer = lambda _m, _p: "refuse"
    store = open_place(cloud.address()).fragments
    for ask in (
        lambda: store.get(KEY),
        lambda: store.put(KEY, b"clip"),
        lambda: store.has([KEY]),
        lambda: [*store],
        lambda: open_place(cloud.address()).files.read("p/x"),
        lambda: open_place(cloud.address()).files.write("p/x", b""),
    ):
        with pytest.raises(OutputError, match="cannot be reached") as error:
            ask()
        assert error.value.remedy.startswith("Try again later")
        assert "\n" not in str(error.value)


def test_wrong_keys_are_told_and_not_shown(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-the-secret")
    with pytest.raises(OutputError, match="refuses this") as error:
        open_place(cloud.address()).fragments.get(KEY)
    assert "not-the-secret" not in str(error.value)


def test_no_address_of_a_kind_that_nobody_knows_is_taken() -> None:
    with pytest.raises(OutputError, match="no place that voicecoach knows"):
        open_place("gopher://clinic/site")


def test_what_is_there_is_asked_for_once(cloud: Cloud, cloud_place: Place) -> None:
    store = cloud_place.fragments
    open_place(cloud_place.address).fragments.put(KEY, b"clip")
    cloud.asked.clear()
    for _ in range(3):
        assert store.has([KEY, OTHER]) == {KEY}
    assert cloud.asked == {"HEAD": 4}, "one of what is there, and each time of what is not"


def test_a_near_store_asks_nothing_twice(cloud: Cloud, tmp_path: Path) -> None:
    address = cloud.address()
    open_place(address).fragments.put(KEY, b"clip")
    for _ in range(3):
        assert open_place(address, tmp_path).fragments.get(KEY).payload == b"clip"
    assert cloud.asked.get("GET") == 1


@pytest.mark.parametrize("kind", [NearStore, TieredStore])
def test_what_is_personal_stays_near(kind: type[NearStore | TieredStore], tmp_path: Path) -> None:
    near, far = LocalStore(tmp_path / "near"), LocalStore(tmp_path / "far")
    store = kind(near, far)
    withhold(store, {KEY})
    assert store.put(KEY, b"good morning, Ada")
    assert store.get(KEY).payload == b"good morning, Ada"
    assert store.has([KEY]) == {KEY}
    assert [*far] == []
    far.put(OTHER, b"clip")
    withhold(store, {OTHER})
    assert store.get(OTHER).payload is None, "it is not even asked for"
    assert store.has([OTHER]) == set()


def test_what_this_machine_spoke_before_is_given_to_others(tmp_path: Path) -> None:
    near, far, own = (LocalStore(tmp_path / name) for name in ("near", "far", "own"))
    own.put(KEY, b"mine")
    own.put(OTHER, b"mine")
    far.put(OTHER, b"theirs")
    store = NearStore(near, far, own)
    assert store.get(KEY).payload == far.get(KEY).payload == b"mine"
    assert store.get(OTHER).payload == b"theirs", "what stands there is what counts"
    assert own.get(OTHER).payload == b"mine"
    withhold(store, {"ab" * 32})
    store.put("ab" * 32, b"good morning, Ada")
    assert own.has(["ab" * 32])
    assert not near.has(["ab" * 32])


def test_what_was_removed_there_meanwhile_is_given_again(tmp_path: Path) -> None:
    near, far = LocalStore(tmp_path / "near"), LocalStore(tmp_path / "far")
    store = NearStore(near, far)
    store.put(KEY, b"clip")
    store.put(OTHER, b"clip")
    far.remove(KEY)
    assert store.settle([KEY, OTHER]) == set()
    assert far.get(KEY).payload == b"clip"
    near.remove(OTHER)
    far.remove(OTHER)
    far.remove(KEY)
    far.put(KEY, b"spoken anew")
    assert store.settle([KEY, OTHER]) == {OTHER}
    assert store.settle(["cd" * 32]) == {"cd" * 32}


def test_a_store_goes_to_another_process_without_keys(cloud_place: Place) -> None:
    store = cloud_place.fragments
    store.put(KEY, b"clip")
    packed = pickle.dumps(store)
    assert b"secret" not in packed
    again = pickle.loads(packed)
    assert isinstance(again, ObjectStore)
    assert again.get(KEY).payload == b"clip"


def test_files_are_written_replaced_listed_and_removed(cloud: Cloud, cloud_place: Place) -> None:
    files = cloud_place.files
    assert files.read("p/abc/index.html") is None
    assert [*files.list("p")] == []
    assert files.write("p/abc/index.html", b"one")
    cloud.asked.clear()
    assert not files.write("p/abc/index.html", b"one")
    assert "PUT" not in cloud.asked
    assert files.write("p/abc/index.html", b"two")
    files.write("p/xyz/s/knee/feed.xml", b"feed")
    assert files.read("p/abc/index.html") == b"two"
    assert sorted(files.list("p")) == ["p/abc/index.html", "p/xyz/s/knee/feed.xml"]
    assert [*files.list("p/xyz")] == ["p/xyz/s/knee/feed.xml"]
    for _ in range(2):
        files.remove("p/xyz/s/knee/feed.xml")
    assert [*files.list()] == ["p/abc/index.html"]
