"""The index of all sessions, with a search on the page itself, and the poster that leads to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from markupsafe import Markup

from voicecoach.base.values import dataclass
from voicecoach.publish.assets import asset, logo_of, named
from voicecoach.publish.builders.feed import feeds_of
from voicecoach.publish.colours import colours_of, stage_of
from voicecoach.publish.drawings import drawing
from voicecoach.publish.drawings.icons import site_icon
from voicecoach.publish.episode import Episode, File, Site
from voicecoach.publish.pages import render_page
from voicecoach.publish.qr import qr_svg
from voicecoach.publish.text import call, clean, direction, language_name

_SEARCHED = 8  # sessions: fewer are seen at a glance
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
    logo, colours = logo_of(site), colours_of(site)
    yield from filter(None, (script, style, logo, colours))
    common = {
        "site": site,
        "words": site.words.pages,
        "style": site.path_of(style),
        "colours": site.path_of(colours) if colours else "",
        "colour": stage_of(site),
        "icon": site.path_of(site_icon(site)),
        "call": call(site.clinic.emergency_number),
        "link": site.clinic.url if _ON_THE_WEB.match(site.clinic.url) else "",
        "direction": direction(site.words.language),
        "logo": site.path_of(logo) if logo else "",
    }
    has_poster = bool(site.base_url)
    page = render_page(
        "index.html",
        groups=groups(site),
        searched=len(site.listed) >= _SEARCHED,
        several=len({offer.words.language for offer in site.listed}) > 1,
        card=index_card,
        language_name=language_name,
        script=site.path_of(script),
        has_poster=has_poster,
        feeds=feeds_of(site),
        **common,
    )
    yield File("index.html", page, "index")
    if has_poster:
        code = named("poster.svg", qr_svg(site.url()), "")  # the address: shared with nobody
        yield code
        yield File(
            "poster.html", render_page("poster.html", code=code.path, address=site.url(), **common)
        )


@dataclass(frozen=True, slots=True)
class Card:
    """What the index shows of a session.

    Attributes:
        drawing: of an exercise of it, or of how one rests or breathes, as SVG.
        language: what its language is called by those who speak it.
        direction: in which that is written.
        searched: what it is found by besides its name: its exercises, and what one needs.
    """

    drawing: Markup
    language: str
    direction: str
    searched: str


def index_card(offer: Episode) -> Card:
    """Say what the index shows of a session."""
    exercises, language = offer.content.exercises, offer.words.language
    names = [*(exercise.title for exercise in exercises), offer.needs, language_name(language)]
    return Card(
        Markup(drawing(*_shown(offer))),
        language_name(language),
        direction(language),
        clean(" · ".join(names), 2000),
    )


def _shown(offer: Episode) -> tuple[str, str, str]:
    """The exercise that is done longest, its position and its drawing: it tells sessions apart."""
    if not offer.content.exercises:  # one rests or breathes: on a chair, or lying down
        return "", "chair" if "chair" in offer.content.needs else "lying-on-back", ""
    lengths: Counter[str] = Counter()
    for slot in offer.content.slots:
        if slot.exercise:
            lengths[slot.exercise] += slot.end_ms - slot.start_ms
    longest = max(offer.content.exercises, key=lambda each: lengths[each.id])
    return longest.id, longest.position, longest.drawing


def groups(site: Site) -> list[Group]:
    """The sessions by programme, in their order; those of none come last."""
    found: dict[str, list[Episode]] = {}
    for offer in site.listed:
        found.setdefault(offer.content.programme or "", []).append(offer)
    last = found.pop("", [])
    grouped = [Group(_title(offers[0]), (*offers,)) for offers in found.values()]
    return [*grouped, Group("", (*last,))] if last else grouped


def _title(offer: Episode) -> str:
    return offer.content.plan.title if offer.content.plan else offer.content.programme or ""
