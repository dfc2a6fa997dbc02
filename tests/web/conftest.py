"""A place with one patient, whose session is only a plan, and its whole MP3 to compare with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.session.conftest import make_project
from tests.web.places import SECRET, Client, client_of, media_path, write_patient
from voicecoach.app.sessions import Sessions
from voicecoach.session.order import Order
from voicecoach.session.plan import SessionPlan

ORDERS = [
    Order("short", voice="silent"),
    Order("short", voice="silent", under="sea", silence="carrier"),
    Order("desk-break", voice="silent", guidance="tones"),
]


class Written(NamedTuple):
    """A place: its folder, and each session's address with its plan and the file it is built to."""

    root: Path
    sessions: dict[str, tuple[SessionPlan, bytes]]

    @property
    def first(self) -> tuple[str, SessionPlan, bytes]:
        path, (plan, content) = next(iter(self.sessions.items()))
        return path, plan, content


def write_place(folder: Path) -> Written:
    media: dict[str, SessionPlan] = {}
    files: dict[str, bytes] = {}
    with Sessions(make_project(folder / "project")) as sessions:
        for order in ORDERS:
            built = sessions.build(sessions.resolve(order))
            plan = built.planned.plan
            media[media_path(plan)] = plan
            files[media_path(plan)] = built.saved.mp3.read_bytes()
    first, second, *_ = media
    days = [("2026-11-30", first), ("2026-12-02", second)]
    write_patient(folder / "place", media, days=days, until="2027-01-31")
    told = {f"/p/{SECRET}/{path}": (plan, files[path]) for path, plan in media.items()}
    return Written(folder / "place", told)


@pytest.fixture(scope="package")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write_place(tmp_path_factory.mktemp("ondemand"))


@pytest.fixture
def own(tmp_path: Path, written: Written) -> Written:
    """A place that a test may spoil."""
    return Written(shutil.copytree(written.root, tmp_path / "place"), written.sessions)


@pytest.fixture(scope="module")
def client(written: Written) -> Iterator[Client]:
    asking = client_of(written.root)
    yield asking
    asking.close()
