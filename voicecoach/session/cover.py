"""The cover of a session in the store: drawn once, and known by what it shows."""

from __future__ import annotations

import contextlib
import json
from typing import NamedTuple

from voicecoach.store.fragments import MissingFragment
from voicecoach.store.protocol import FragmentStore, key_of

_VERSION = 4  # of the drawing


class Cover(NamedTuple):
    """A picture without its bytes.

    Attributes:
        digest: of what it shows; the same wherever and however it was compressed.
        size_bytes: of the PNG.
    """

    digest: str
    size_bytes: int


def cover_with(title: str, subtitle: str, publisher: str, cache: FragmentStore) -> Cover:
    """Return the cover with these words, drawing it where that was not done before.

    Drawing costs more than all of a warm build's splicing.

    Args:
        title: of the session.
        subtitle: what sets it apart from others of its routine; or empty.
        publisher: who gives it out.
        cache: where it is kept.
    """
    words = [title, subtitle, publisher]
    key = key_of(kind="cover", version=_VERSION, words=words)
    kept = cache.get(key).payload
    if kept is not None:
        with contextlib.suppress(ValueError, TypeError):  # else kept by another version
            cover = Cover(**json.loads(kept))
            if cache.has([picture_key(cover)]):
                return cover
    from voicecoach.audio.cover import draw_cover, picture_digest

    png = draw_cover(title, subtitle, publisher)
    cover = Cover(picture_digest(png), len(png))
    if not cache.put(picture_key(cover), png):  # another machine may compress it otherwise
        cover = cover._replace(size_bytes=len(cache.get(picture_key(cover)).payload or png))
    cache.put(key, json.dumps({"digest": cover.digest, "size_bytes": cover.size_bytes}).encode())
    return cover


def picture_of(cover: Cover, cache: FragmentStore) -> bytes:
    """Read the PNG of a cover.

    Raises:
        MissingFragment: it is not there any more, or is damaged.
    """
    png = cache.get(picture_key(cover)).payload
    if png is None or len(png) != cover.size_bytes:
        raise MissingFragment
    return png


def picture_key(cover: Cover) -> str:
    """Return the key of a cover's PNG in the store."""
    return key_of(kind="picture", digest=cover.digest)
