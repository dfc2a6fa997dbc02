"""What the tests of publishing share: real sessions, as offers and sites."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.coach.sessions import language_of
from tests.conftest import Session
from tests.publish.browser import chromium, write_site
from tests.publish.server import Server, serving
from voicecoach.model.clinic import Clinic
from voicecoach.publish.catalogue import Finished
from voicecoach.publish.episode import Episode, File, Site
from voicecoach.session.record import SessionRecord

BASE_URL = "https://clinic.example/back/"
PUBLISHED = 1_790_000_000
CLINIC = Clinic("Harbour Physiotherapy", "desk@clinic.example", "https://clinic.example/", "112")


def offer_of(session: Session, record: SessionRecord | None = None, **changes: Any) -> Episode:
    """A built session as it is published; with another record, one that tells something else."""
    record = record or session.record
    slug = f"{record.content.routine}-0123456789"
    media = f"s/{slug}/{record.media.sha256[:16]}.mp3"
    words = language_of(record.content.language)
    offer = Episode(record, session.mp3, slug, media, words, PUBLISHED, PUBLISHED)
    return replace(offer, **changes)


def mp3_of(session: Finished | Episode) -> Path:
    """The file of a session that was built."""
    assert isinstance(session.mp3, Path)
    return session.mp3


def site_of(*offers: Episode, **changes: Any) -> Site:
    """A clinic's site with these sessions."""
    words = offers[0].words if offers else language_of("en")
    return replace(Site(offers, CLINIC, None, BASE_URL, words), **changes)


def content(file: File) -> bytes:
    """What stands in a file of a site that is made, not copied."""
    assert isinstance(file.content, bytes)
    return file.content


@pytest.fixture(scope="session")
def desk_break(built_silent: Callable[..., Session]) -> Session:
    """A short shipped session."""
    return built_silent("desk-break")


@pytest.fixture(scope="module")
def offer(desk_break: Session) -> Episode:
    """That session as it is published."""
    return offer_of(desk_break)


@pytest.fixture(scope="module")
def folder(offer: Episode, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A written site of one session."""
    folder = tmp_path_factory.mktemp("site")
    write_site(folder, site_of(offer))
    return folder


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    """That site, served; what a test makes the host do ends with it."""
    with serving(folder) as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium that is installed."""
    with chromium() as browser:
        yield browser
