"""What `publish` made works when its recordings are plans, and so do its folder, and a bucket."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.running import Run
from tests.session.conftest import SHORT
from tests.web.conftest import Written
from tests.web.places import DAY, SECRET, Client, app_of, client_of, store_plan
from voicecoach.app.sessions import Sessions
from voicecoach.base.errors import OutputError
from voicecoach.project import find_project
from voicecoach.session.order import Order
from voicecoach.store.local import LocalStore
from voicecoach.web.ondemand.asgi import OnDemand
from voicecoach.web.ondemand.counts import Counts
from voicecoach.web.ondemand.place import PatientSites, StaticSite
from voicecoach.web.ondemand.sources import LocalFolder, Remote


@pytest.mark.slow
def test_every_file_of_a_published_site_is_served(
    voicecoach: Run, project: Path, tmp_path: Path
) -> None:
    (project / "scripts" / "routines" / "short.yaml").write_text(SHORT, encoding="utf-8")
    voicecoach("build", "short", "--voice", "silent")
    voicecoach("publish", "--private", "--to", "site", "--base-url", "https://clinic.example/p/")
    (site,) = (path for path in (project / "site").iterdir() if path.is_dir())
    root, patient = tmp_path / "place", tmp_path / "place" / "p" / site.name
    shutil.copytree(site, patient)
    (recording,) = patient.rglob("*.mp3")
    content, media = recording.read_bytes(), recording.relative_to(patient).as_posix()
    recording.unlink()
    with Sessions(find_project(project)) as sessions:
        plan = sessions.plan(sessions.resolve(Order("short", voice="silent"))).plan
    told = {"version": 1, "language": "en", "zone": "UTC", "until": None, "days": []}
    told["media"] = {media: store_plan(root, plan)}
    (patient / "place.json").write_text(json.dumps(told), encoding="utf-8")
    client = client_of(root)
    served = Client(OnDemand(StaticSite(LocalFolder(project / "site")), Counts()), [])
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        name = file.relative_to(site).as_posix()
        reply = client(f"/p/{site.name}/{name}")
        assert (reply.status, reply.body) == (200, file.read_bytes()), name
        assert served(f"/{site.name}/{name}").body == reply.body
        if name.endswith("index.html"):
            assert client(f"/p/{site.name}/{name.removesuffix('index.html')}").body == reply.body
    assert client(f"/p/{site.name}/{media}", {"Range": "bytes=9-99"}).body == content[9:100]
    for each in (client, served):
        each.close()


def test_a_bucket_is_served_as_a_folder_is(written: Written) -> None:
    now_s = 0.0

    def read(path: str) -> bytes | None:
        asked.append(path)
        file = written.root / path
        return file.read_bytes() if file.is_file() else None

    asked: list[str] = []
    stores = LocalStore(written.root / "plans"), LocalStore(written.root / "fragments")
    files = Remote(read, lambda: now_s)
    remote = PatientSites(files, *stores, 10_000_000, lambda _: DAY, at_once=4)
    client, folder = Client(OnDemand(remote, Counts()), []), Client(app_of(written.root), [])
    for path in (*written.sessions, f"/p/{SECRET}/", f"/p/{SECRET}", f"/p/{SECRET}/today.mp3"):
        one, other = client(path), folder(path)
        assert (one.status, one.body) == (other.status, other.body)
    before = len(asked)
    assert client(f"/p/{SECRET}/").status == 200
    assert len(asked) == before, "pages are held for a while"
    now_s = 60.0
    assert client(f"/p/{SECRET}/").status == 200
    assert len(asked) == before + 2, "then they are asked for again"
    for each in (client, folder):
        each.close()


def test_a_bucket_that_is_away_is_no_missing_page(written: Written) -> None:
    def read(path: str) -> bytes | None:
        raise OutputError("place/away", address="s3://clinic", reason="no answer")

    stores = LocalStore(written.root / "plans"), LocalStore(written.root / "fragments")
    client = Client(OnDemand(PatientSites(Remote(read), *stores, 1_000_000), Counts()), [])
    assert client(f"/p/{SECRET}/").status == 503
    client.close()
