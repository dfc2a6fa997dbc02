"""What the files of a session are called in a site."""

from __future__ import annotations

import hashlib

from voicecoach.publish.sinks.folder import RECORDS
from voicecoach.publish.text import slug
from voicecoach.session.record import SessionRecord

_SLUG_DIGITS = 10  # of the id's hash: nobody comes upon a session by trying
_SECRET_DIGITS = 32  # the same of one that is not listed: its address is all that keeps it


def new_slug(record: SessionRecord) -> str:
    """The name of a session's folder, the same each time; of one person's it tells nothing."""
    digits = hashlib.sha256(record.id.encode()).hexdigest()
    if record.content.tailored:
        return f"session-{digits[:_SECRET_DIGITS]}"
    return "-".join(filter(None, (slug(record.content.routine), digits[:_SLUG_DIGITS])))


def media_path(slug: str, record: SessionRecord) -> str:
    """Where a session's MP3 is, named by its content so that it can be kept for ever."""
    return f"s/{slug}/{(record.media.sha256 or record.media.etag)[:16]}.mp3"


def record_path(slug: str) -> str:
    """Where the record of a session is, among the files of ours."""
    return f"{RECORDS}{slug}.json"
