"""What the tests of publishing share: real sessions, as offers and sites."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.coach.sessions import language_of
from tests.conftest import Session
from voicecoach.model.clinic import Clinic
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
