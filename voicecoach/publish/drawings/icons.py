"""Icons of pages and of sessions that are put on a phone's home screen: the sun of the covers."""

from __future__ import annotations

from voicecoach.publish.assets import named
from voicecoach.publish.episode import Episode, File, Site

ICON_SIZES_PX = (192, 512)


def session_icons(offer: Episode) -> list[File]:
    """In the colours of the session's cover, small one first; sessions of one colour share them."""
    return [_icon(offer.content.title, size) for size in ICON_SIZES_PX]


def site_icon(site: Site) -> File:
    """Of the pages that are no session's."""
    return _icon(site.title, ICON_SIZES_PX[0])


def _icon(title: str, side_px: int) -> File:
    from voicecoach.audio.cover import draw_icon

    return named(f"icon-{side_px}.png", draw_icon(title, side_px))
