"""The table of what is made of sessions. A new part is a function here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from voicecoach.publish import index, player
from voicecoach.publish.offer import File, Offer, Site

# What each session has, and what the site has once; those that are needed by others first.
SESSION_PARTS: tuple[Callable[[Site, Offer], Iterator[File]], ...] = (player.session_files,)
SITE_PARTS: tuple[Callable[[Site], Iterator[File]], ...] = (
    player.shared_files,
    index.index_files,
)
