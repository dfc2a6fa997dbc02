from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.clouds import Cloud
from tests.running import run_voicecoach
from voicecoach.app import retention
from voicecoach.app.ahead import PlaceRef, Row, plan_rows, speak_lines
from voicecoach.app.retention import DAY_S, prune_place
from voicecoach.app.sessions import Sessions
from voicecoach.base.errors import OutputError
from voicecoach.project import find_project
from voicecoach.session.order import Order
from voicecoach.session.packed import entries_of
from voicecoach.store.place import Place, open_place
from voicecoach.store.protocol import key_of

STRAY = key_of(text="nobody says this any more")


def in_days(days: float) -> float:
    """The time so many days after what the tests write."""
    import time

    return time.time() + days * DAY_S


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    folder = tmp_path_factory.mktemp("local")
    (folder / "scripts" / "routines").mkdir(parents=True)
    with Sessions(find_project(folder)) as sessions:
        orders = [
            sessions.resolve(Order(routine="heat-rest", voice="silent", silence=silence))
            for silence in ("carrier", "plain")
        ]
        return [Row.of(n, order, sessions.cast(order)) for n, order in enumerate(orders)]


def filled(address: str, rows: list[Row]) -> tuple[Place, list[str]]:
    """A place with two plans, of which one patient has the first, and an entry of nobody."""
    shelf, place = PlaceRef(address), open_place(address)
    for each in plan_rows(shelf, rows):
        speak_lines({}, shelf, 64, each.lacking)
    etags = [each.etag for each in plan_rows(shelf, rows)]
    have(place, etags[:1])
    place.fragments.put(STRAY, b"stray")
    return place, etags


def have(place: Place, etags: list[str]) -> None:
    media = {f"s/heat-rest/{etag[:16]}.mp3": etag for etag in etags}
    place.files.write("p/secret/place.json", json.dumps({"version": 1, "media": media}).encode())


def names(place: Place, etag: str) -> set[str]:
    packed = place.plans.get(etag).payload
    assert packed is not None
    return {entry.key for entry in entries_of(packed)}


@pytest.fixture(params=["folder", pytest.param("cloud", marks=pytest.mark.tools)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "folder":
        return str(tmp_path / "site")
    cloud: Cloud = request.getfixturevalue("cloud")
    return cloud.address()


@pytest.mark.slow
def test_what_nobody_has_goes_and_the_rest_stays(address: str, rows: list[Row]) -> None:
    place, (kept, other) = filled(address, rows)
    young = prune_place(address, now_s=lambda: in_days(6))
    assert (young.plans, young.entries) == (0, 0), "a batch may need it"
    said = prune_place(address, dry_run=True, now_s=lambda: in_days(8))
    assert (said.plans, said.kept_plans) == (1, 1)
    assert set(place.plans) == {kept, other}, "nothing was removed"
    done = prune_place(address, now_s=lambda: in_days(8))
    assert done == said
    place = open_place(address)
    assert set(place.plans) == {kept}
    assert set(place.fragments) == names(place, kept)
    assert done.kept_entries == len(names(place, kept))
    assert prune_place(address, now_s=lambda: in_days(8))[:2] == (0, 0)
    lacking = plan_rows(PlaceRef(address), rows[:1])[0].lacking
    speak_lines({}, PlaceRef(address), 64, lacking)  # wordings that were weighed, and not taken
    assert plan_rows(PlaceRef(address), rows[:1])[0].etag == kept


def test_shared_files_that_no_page_needs_go(address: str, rows: list[Row]) -> None:
    place, _ = filled(address, rows)
    named, other = "assets/style.0123456789ab.css", "assets/style.ba9876543210.css"
    for path in (named, other, "assets/index.html"):
        place.files.write(path, b"x")
    told = {"version": 1, "media": {}, "common": [named]}
    place.files.write("p/other/place.json", json.dumps(told).encode())
    assert prune_place(address, now_s=lambda: in_days(6)).files == 0
    assert prune_place(address, now_s=lambda: in_days(8)).files == 1
    assert {*open_place(address).files.list("assets")} == {named, "assets/index.html"}


@pytest.mark.slow
def test_no_more_goes_than_was_asked(tmp_path: Path, rows: list[Row]) -> None:
    address = str(tmp_path / "site")
    filled(address, rows)
    found = prune_place(address, most=2, now_s=lambda: in_days(8))
    assert (found.plans + found.entries, found.stopped) == (2, True)


@pytest.mark.slow
def test_what_a_batch_needs_meanwhile_stays(
    tmp_path: Path, rows: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan is given to somebody, and another written, after it was seen what may go."""
    address = str(tmp_path / "site")
    place, (_, other) = filled(address, rows)
    remove, packed = retention._remove, place.plans.get(other).payload
    assert packed is not None

    def meanwhile(*given: object) -> object:
        place.plans.put(other, packed)
        have(place, [other])
        return remove(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(retention, "_remove", meanwhile)
    prune_place(address, now_s=lambda: in_days(8))
    place = open_place(address)
    assert other in set(place.plans)
    assert names(place, other) <= set(place.fragments)


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"", b"[]", b'{"media": 3}', b"\xff"])
def test_where_nobody_knows_what_is_needed_nothing_goes(
    tmp_path: Path, rows: list[Row], content: bytes
) -> None:
    address = str(tmp_path / "site")
    place, etags = filled(address, rows)
    place.files.write("p/secret/place.json", content)
    with pytest.raises(OutputError, match="damaged"):
        prune_place(address, now_s=lambda: in_days(8))
    assert set(place.plans) == {*etags}


@pytest.mark.slow
def test_a_damaged_plan_stops_it(tmp_path: Path, rows: list[Row]) -> None:
    address = str(tmp_path / "site")
    place, (kept, _) = filled(address, rows)
    (tmp_path / "site" / "plans" / kept[:2] / kept).write_bytes(b"damaged")
    with pytest.raises(OutputError, match=f"the stored plan {kept} is damaged"):
        prune_place(address, now_s=lambda: in_days(8))
    assert STRAY in set(place.fragments)


@pytest.mark.slow
@pytest.mark.parametrize("lost", ["p/secret", "plans", "fragments"])
def test_what_cannot_be_listed_is_not_taken_for_nothing(
    tmp_path: Path, rows: list[Row], monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """Of a folder that a disk or a right withholds, all was removed that it needs."""
    address = str(tmp_path / "site")
    place, _ = filled(address, rows)
    plans, entries = set(place.plans), set(place.fragments)
    scan = os.scandir

    def scanned(folder: str | Path) -> Any:
        if str(folder).startswith(str(tmp_path / "site" / lost)):
            raise PermissionError(errno.EACCES, "Permission denied", str(folder))
        return scan(folder)

    with monkeypatch.context() as only_here:
        only_here.setattr(os, "scandir", scanned)
        with pytest.raises(OutputError):
            prune_place(address, now_s=lambda: in_days(8))
    assert (set(place.plans), set(place.fragments)) == (plans, entries)


def test_nothing_is_removed_of_what_is_no_place(tmp_path: Path) -> None:
    picture = tmp_path / "assets" / "logo.png"
    picture.parent.mkdir()
    picture.write_bytes(b"somebody's own")
    for address in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(OutputError, match="neither a place"):
            prune_place(str(address), now_s=lambda: in_days(8))
    assert picture.is_file()


@pytest.mark.slow
def test_the_command_says_what_goes(tmp_path: Path, rows: list[Row]) -> None:
    filled(str(tmp_path / "site"), rows)
    said = run_voicecoach("store", "prune", "site", "--dry-run", cwd=tmp_path).stdout
    assert said.startswith("0 plans and 0 sounds would be removed, 0.0 MB; 2 plans and ")
    told = json.loads(run_voicecoach("store", "prune", "site", "--json", cwd=tmp_path).stdout)
    assert (told["plans"], told["kept_plans"], told["dry_run"]) == (0, 2, False)
