"""A batch to a bucket, by several processes, served as its patients hear it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.cli.test_publish import PERSON, SHORT
from tests.clouds import Cloud
from voicecoach.app.batch import BatchOrder, PatientOutcome, RosterRun
from voicecoach.app.cluster import joined
from voicecoach.app.crew import Crew
from voicecoach.app.sessions import Sessions
from voicecoach.project import Project, find_project
from voicecoach.session.order import Order
from voicecoach.store.place import Place, open_place
from voicecoach.web.ondemand.conditions import ByteRange
from voicecoach.web.ondemand.place import PatientSites, read_told
from voicecoach.web.ondemand.sources import InMemory, PlannedRecording, Remote

pytestmark = [pytest.mark.tools, pytest.mark.slow]
TODAY = date(2026, 11, 30)


@pytest.fixture
def clinic(tmp_path: Path) -> Project:
    scripts = tmp_path / "clinic" / "scripts"
    (scripts / "routines").mkdir(parents=True)
    (scripts / "profiles").mkdir()
    (scripts / "routines" / "short.yaml").write_text(SHORT, encoding="utf-8")
    (scripts / "profiles" / "narwhal-7.yaml").write_text(PERSON, encoding="utf-8")
    return find_project(scripts.parent)


def made(clinic: Project, to: str, *rows: str, crew: Crew | None = None) -> list[PatientOutcome]:
    assert clinic.root is not None
    roster = clinic.root / "roster.csv"
    lines = ["label,what,profile,until,voice", *(f"{row},silent" for row in rows)]
    roster.write_text("\n".join(lines), encoding="utf-8")
    asked = BatchOrder(roster, to, base_url="https://ex.example/", today=TODAY)
    return [*RosterRun(clinic, asked, crew).run()]


def files(place: Place, outcome: PatientOutcome) -> dict[str, bytes]:
    """What lies under a patient's address."""
    folder = outcome.address.removeprefix("https://ex.example/").removesuffix("/")
    found = {
        path.removeprefix(f"{folder}/"): place.files.read(path) for path in place.files.list(folder)
    }
    return {path: content for path, content in found.items() if content is not None}


def test_a_bucket_has_what_a_folder_has(clinic: Project, cloud: Cloud, tmp_path: Path) -> None:
    address = cloud.address()
    place = open_place(address)
    one, two = made(clinic, address, "p-1,short,,", "p-2,short,narwhal-7,2027-01-31")
    assert (one.state, two.state) == ("made", "made")
    there = files(place, one)
    assert {"index.html", "feed.xml", "place.json"} <= there.keys()
    told = read_told(there["place.json"])
    (etag,) = told.media.values()
    with Sessions(clinic) as sessions:
        plan = sessions.plan(sessions.resolve(Order("short", voice="silent"))).plan
    assert etag == plan.etag
    served = PatientSites(Remote(place.files.read), place.plans, place.fragments, 1_000_000)
    secret = one.address.rstrip("/").rpartition("/")[2]
    _, found = served.find(("p", secret, *next(iter(told.media)).split("/")))
    assert isinstance(found, PlannedRecording)
    whole = b"".join(
        piece for pieces in found.pieces((ByteRange(0, found.size),)) for piece in pieces
    )
    assert whole == b"".join(plan.pieces())
    shared = {*place.files.list("assets")} - {"assets/index.html"}
    assert {*json.loads(there["place.json"])["common"]} == shared
    for path in shared:
        kind, asset = served.find(tuple(path.split("/")))
        assert (kind, type(asset)) == ("asset", InMemory)
        assert isinstance(asset, InMemory)
        assert asset.content == place.files.read(path)

    puts = cloud.asked.get("PUT", 0)
    again = made(clinic, address, "p-1,short,,", "p-2,short,narwhal-7,2027-01-31")
    assert [each.state for each in again] == ["same", "same"]
    assert cloud.asked.get("PUT", 0) == puts, "nothing is sent again"
    over = made(clinic, address, "p-1,short,,", "p-2,short,narwhal-7,2026-01-31")
    assert [each.state for each in over] == ["same", "expired"]
    assert [*files(place, two)] == ["place.json"]


def test_a_cluster_makes_the_same_patients(clinic: Project, tmp_path: Path) -> None:
    rows = ("p-1,short,,", "p-2,short,narwhal-7,")
    here = made(clinic, str(tmp_path / "here"), *rows)
    with pytest.MonkeyPatch.context() as patch:
        from tests.running import ROOT

        patch.setenv("PYTHONPATH", str(ROOT))
        with joined("local:2") as cluster:
            there = made(clinic, str(tmp_path / "there"), *rows, crew=cluster)
    assert {unaddressed(each) for each in here} == {unaddressed(each) for each in there}
    names = [
        {file.name for file in (tmp_path / at / "plans").rglob("*") if file.is_file()}
        for at in ("here", "there")
    ]
    assert names[0] == names[1]
    assert len(names[0]) == 2


def unaddressed(outcome: PatientOutcome) -> PatientOutcome:
    return outcome._replace(address="")
