"""What the addresses of a place lead to, and what they never lead to."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.conftest import Written
from tests.web.places import DAY, SECRET, Client, client_of, write_patient
from voicecoach.store.local import LocalStore
from voicecoach.store.near import NearStore
from voicecoach.store.protocol import FragmentStore
from voicecoach.store.tiered import TieredStore
from voicecoach.web.ondemand import place as places
from voicecoach.web.ondemand.asgi import OnDemand
from voicecoach.web.ondemand.counts import Counts
from voicecoach.web.ondemand.place import PatientSites, today_in
from voicecoach.web.ondemand.sources import LocalFolder

HOME = f"/p/{SECRET}/"


@pytest.fixture
def spoilt(own: Written) -> Iterator[Client]:
    asking = client_of(own.root)
    yield asking
    asking.close()


@pytest.mark.slow
def test_pages_are_sent_as_they_are(written: Written, client: Client) -> None:
    page = (written.root / "p" / SECRET / "index.html").read_bytes()
    reply = client(HOME)
    assert (reply.status, reply.body) == (200, page)
    assert reply.fields["content-type"] == "text/html; charset=utf-8"
    assert reply.fields["cache-control"] == "no-cache"
    assert reply.fields["x-content-type-options"] == "nosniff"
    assert reply.fields["referrer-policy"] == "no-referrer"
    assert "frame-ancestors" in reply.fields["content-security-policy"]
    assert "noindex" in reply.fields["x-robots-tag"]
    assert client(HOME, {"If-None-Match": reply.fields["etag"]}).status == 304
    assert client(HOME + "index.html", {"Range": "bytes=2-5"}).body == page[2:6]
    moved = client(HOME[:-1])
    assert (moved.status, moved.fields["location"]) == (308, f"{SECRET}/")


@pytest.mark.parametrize(
    ("day", "number"), [(date(2026, 11, 30), 0), (date(2026, 12, 1), 0), (date(2026, 12, 2), 1)]
)
def test_today_leads_to_the_session_of_the_day(written: Written, day: date, number: int) -> None:
    asking = client_of(written.root, day)
    for method in ("GET", "HEAD"):
        reply = asking(HOME + "today.mp3", method=method)
        assert (reply.status, reply.body) == (302, b"")
        assert HOME + reply.fields["location"] == [*written.sessions][number]
        assert reply.fields["cache-control"] == "no-store"
    asking.close()


def test_before_the_first_day_there_is_no_session_of_today(written: Written) -> None:
    asking = client_of(written.root, date(2026, 11, 29))
    assert asking(HOME + "today.mp3").status == 404
    asking.close()


def test_the_day_is_that_of_the_clinics_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):  # type: ignore[no-untyped-def]
            return datetime(2026, 12, 1, 23, 30, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(places, "datetime", Clock)
    assert today_in("Europe/Berlin") == date(2026, 12, 2)
    assert today_in("Europe/London") == date(2026, 12, 1)
    for nowhere in ("Nowhere/At-All", "../../etc/passwd", ""):
        with pytest.raises(ValueError, match="no time zone"):
            today_in(nowhere)


def test_what_is_over_is_gone_with_all_that_belongs_to_it(written: Written) -> None:
    last = client_of(written.root, date(2027, 1, 31))
    after = client_of(written.root, date(2027, 2, 1))
    for path in (HOME, HOME + "today.mp3", HOME + "nothing", *written.sessions):
        assert last(path).status in (200, 302, 404)
        gone = after(path)
        assert gone.status == 410
        assert gone.fields["cache-control"] == "no-store"
    last.close()
    after.close()


FOREIGN = [
    "/",
    "/p/",
    "/p/short/",
    f"/p/{'f' * 32}/",
    "/fragments/",
    "/plans/",
    HOME + "place.json",
    HOME + "./place.json",
    HOME + "s/../place.json",
    HOME + "../../roster.csv",
    HOME + "..\\..\\roster.csv",
    HOME + ".hidden",
    HOME + "s//x",
    HOME + "C:/x",
    HOME + "x\0y",
    HOME + "outside",
    HOME + "outside/roster.csv",
    "roster.csv",
    "/roster.csv",
    "",
]


@pytest.mark.parametrize("path", FOREIGN)
def test_nothing_else_is_found(own: Written, spoilt: Client, path: str) -> None:
    (own.root / "roster.csv").write_text("secret", encoding="utf-8")
    (own.root / "p" / SECRET / ".hidden").write_text("secret", encoding="utf-8")
    (own.root / "p" / SECRET / "outside").symlink_to(own.root)
    reply = spoilt(path)
    assert reply.status == 404
    assert b"secret" not in reply.body


def test_no_entry_of_the_stores_is_served(written: Written, client: Client) -> None:
    for kind in ("fragments", "plans"):
        for file in (written.root / kind).rglob("*"):
            assert client("/" + file.relative_to(written.root).as_posix()).status == 404


@given(st.text())
def test_any_path_has_an_answer(client: Client, path: str) -> None:
    assert client("/" + path).status in (404, 200)
    assert client(HOME + path).status in (404, 200, 302, 308)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", "X"])
def test_nothing_can_be_done_but_read(client: Client, method: str) -> None:
    reply = client(HOME, method=method)
    assert (reply.status, reply.fields["allow"]) == (405, "GET, HEAD")


def test_a_body_is_not_taken(client: Client) -> None:
    assert client(HOME, {"Content-Length": "0"}).status == 200
    assert client(HOME, {"Content-Length": "5"}).status == 413
    assert client(HOME, {"Transfer-Encoding": "chunked"}).status == 413


def fragment_of(own: Written) -> Path:
    """A fragment that lies near the end of the first session."""
    key = own.first[1].layout.placed[-1].key
    return own.root / "fragments" / key[:2] / key


@pytest.mark.parametrize("damage", [b"", b"other", None])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_lost_fragment_is_seen_before_the_status(
    own: Written, spoilt: Client, damage: bytes | None, method: str
) -> None:
    path, _, content = own.first
    file = fragment_of(own)
    file.unlink() if damage is None else file.write_bytes(damage)
    reply = spoilt(path, method=method)
    assert reply.status == 503
    assert reply.fields["cache-control"] == "no-store"
    assert int(reply.fields["retry-after"]) > 0
    assert spoilt(path, {"Range": f"bytes={len(content) - 9000}-"}).status == 503
    early = spoilt(path, {"Range": "bytes=0-9999"})
    assert (early.status, early.body) == (206, content[:10_000]), "nothing of it is lost there"
    assert 'why="fragment"} 2' in spoilt.app.counts.text()
    assert [line.fault for line in spoilt.lines] == ["fragment", "fragment", ""]


def test_a_fragment_in_other_bits_is_never_sent(own: Written, spoilt: Client) -> None:
    path, plan, _ = own.first
    one, other = [*dict.fromkeys(each.key for each in plan.layout.placed)][:2]
    store = LocalStore(own.root / "fragments")
    lies = store.get(other).payload
    assert lies is not None
    store.remove(one)
    store.put(one, lies)
    assert spoilt(path).status == 503


def test_what_the_near_store_lost_is_fetched_again(own: Written, tmp_path: Path) -> None:
    near, far = LocalStore(tmp_path / "near"), LocalStore(own.root / "fragments")
    path, plan, content = own.first

    def fresh() -> Client:
        stores = LocalStore(own.root / "plans"), TieredStore(near, far)
        place = PatientSites(LocalFolder(own.root), *stores, 1_000_000, lambda _: DAY)
        return Client(OnDemand(place, Counts()), [])

    asking = fresh()
    assert asking(path).body == content
    asking.close()
    key = plan.layout.placed[-1].key
    (near.root / key[:2] / key).write_bytes(b"damaged")
    asking = fresh()
    assert asking(path).body == content
    assert near.get(key).payload is not None
    asking.close()


@pytest.mark.parametrize("kind", [TieredStore, NearStore])
def test_a_near_store_that_cannot_be_used_costs_time_alone(
    own: Written, tmp_path: Path, kind: Callable[[LocalStore, LocalStore], FragmentStore]
) -> None:
    (tmp_path / "near").write_text("no folder", encoding="utf-8")
    path, _, content = own.first
    store = kind(LocalStore(tmp_path / "near"), LocalStore(own.root / "fragments"))
    files, plans = LocalFolder(own.root), LocalStore(own.root / "plans")
    asking = Client(
        OnDemand(PatientSites(files, plans, store, 1_000_000, lambda _: DAY), Counts()), []
    )
    assert asking(path).body == content
    asking.close()


@pytest.mark.parametrize("damage", [b"", b"no plan", None])
def test_a_lost_plan_is_no_session(own: Written, spoilt: Client, damage: bytes | None) -> None:
    path, plan, _ = own.first
    file = own.root / "plans" / plan.etag[:2] / plan.etag
    file.unlink() if damage is None else file.write_bytes(damage)
    assert spoilt(path).status == 503
    assert spoilt.lines[-1].fault == "plan"
    assert spoilt(HOME).status == 200


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"media": {"s/x.mp3": "no etag"}},
        {"media": []},
        {"days": [{"from": "soon", "media": "s/x.mp3"}]},
        {"days": [{"from": "2026-01-01", "media": "../../x"}]},
        {"until": "later"},
        {"zone": 3},
        {"zone": None},
    ],
)
def test_a_damaged_place_is_not_guessed_at(
    own: Written, spoilt: Client, change: dict[str, object]
) -> None:
    file = own.root / "p" / SECRET / "place.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(told | change), encoding="utf-8")
    assert spoilt(HOME).status == 503
    for content in ("{", "[" * 200_000, " " * 2_000_000):
        file.write_text(content, encoding="utf-8")
        assert spoilt(HOME).status == 503


def test_a_time_zone_that_is_not_known_gives_no_day(own: Written) -> None:
    stores = LocalStore(own.root / "plans"), LocalStore(own.root / "fragments")
    write_patient(own.root, {}, zone="Nowhere/At-All", until="2027-01-01")
    asking = Client(OnDemand(PatientSites(LocalFolder(own.root), *stores, 1_000_000), Counts()), [])
    assert asking(HOME).status == 503
    asking.close()


def test_a_place_that_changes_is_read_again(own: Written, spoilt: Client) -> None:
    path, plan, content = own.first
    assert spoilt(path).status == 200
    write_patient(own.root, {"s/other/name.mp3": plan})
    assert spoilt(path).status == 404
    named = spoilt(HOME + "s/other/name.mp3")
    assert (named.status, named.body) == (200, content)
    assert named.fields["cache-control"] == "no-cache", "another plan may have this address"
    assert "last-modified" not in named.fields
    shutil.rmtree(own.root / "p" / SECRET)
    assert spoilt(HOME).status == 404


def test_whole_recordings_are_sent_too(own: Written, spoilt: Client) -> None:
    folder = own.root / "p" / SECRET
    (folder / "s").mkdir()
    (folder / "s" / "whole.mp3").write_bytes(own.first[2])
    (folder / "place.json").unlink()
    reply = spoilt(HOME + "s/whole.mp3", {"Range": "bytes=5-99"})
    assert (reply.status, reply.body) == (206, own.first[2][5:100])
    assert reply.fields["content-type"] == "audio/mpeg"


def test_memory_is_bounded(own: Written) -> None:
    asking = client_of(own.root, most_bytes=20_000)
    for path, (_, content) in own.sessions.items():
        assert asking(path).body == content
    place = asking.app._served
    assert isinstance(place, PatientSites)
    assert 0 < place.held.recent.weight <= 20_000
    assert len(place.plans) == len(own.sessions)
    asking.close()
