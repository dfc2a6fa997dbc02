"""The index of all sessions, with a search on the page itself, and the poster that leads to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voicecoach.base.values import dataclass
from voicecoach.publish.assets import asset, logo_of, named
from voicecoach.publish.builders.feed import has_feed
from voicecoach.publish.drawings.icons import site_icon
from voicecoach.publish.episode import Episode, File, Site
from voicecoach.publish.pages import render_page
from voicecoach.publish.qr import qr_svg
from voicecoach.publish.text import call, direction

_ON_THE_WEB = re.compile("https?://", re.IGNORECASE)  # a link to anything else might be a script


@dataclass(frozen=True, slots=True)
class Group:
    """Sessions under one heading.

    Attributes:
        title: of the programme; empty for those of none.
    """

    title: str
    offers: tuple[Episode, ...]


def index_files(site: Site) -> Iterator[File]:
    """The index, what it needs, and the poster where the site's address is known."""
    script, style = asset("index.js"), asset("index.css")
    logo = logo_of(site)
    yield from filter(None, (script, style, logo))
    common = {
        "site": site,
        "words": site.words.pages,
        "style": style.path,
        "icon": site_icon(site).path,
        "call": call(site.clinic.emergency_number),
        "link": site.clinic.url if _ON_THE_WEB.match(site.clinic.url) else "",
        "direction": direction(site.words.language),
        "logo": logo.path if logo else "",
    }
    has_poster = bool(site.base_url)
    page = render_page(
        "index.html",
        groups=groups(site),
        script=script.path,
        has_poster=has_poster,
        has_feed=has_feed(site),
        **common,
    )
    yield File("index.html", page, "index")
    if has_poster:
        code = named("poster.svg", qr_svg(site.url()))
        yield code
        yield File(
            "poster.html", render_page("poster.html", code=code.path, address=site.url(), **common)
        )


def groups(site: Site) -> list[Group]:
    """The sessions by programme, in their order; those of none come last."""
    found: dict[str, list[Episode]] = {}
    for offer in site.live:
        found.setdefault(offer.content.programme or "", []).append(offer)
    last = found.pop("", [])
    grouped = [Group(_title(offers[0]), (*offers,)) for offers in found.values()]
    return [*grouped, Group("", (*last,))] if last else grouped


def _title(offer: Episode) -> str:
    return offer.content.plan.title if offer.content.plan else offer.content.programme or ""
