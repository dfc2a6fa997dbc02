"""The table of what is made of sessions. A new part is a function here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from voicecoach.publish.builders.feed import chapter_files, feed_files
from voicecoach.publish.builders.handout import handout_files
from voicecoach.publish.builders.index import index_files
from voicecoach.publish.builders.player import session_files, shared_files
from voicecoach.publish.episode import Episode, File, Site

# What each session has, and what the site has once; those that others lead to first.
SESSION_PARTS: tuple[Callable[[Site, Episode], Iterator[File]], ...] = (
    handout_files,
    chapter_files,
    session_files,
)
SITE_PARTS: tuple[Callable[[Site], Iterator[File]], ...] = (
    shared_files,
    feed_files,
    index_files,
)
