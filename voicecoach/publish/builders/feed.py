"""The podcast feeds: RSS 2.0 with Apple's and the podcast namespace's elements, and chapters.

There is one for each language, for whoever subscribes understands one. A feed needs the site's
address, for everything in it is absolute. Where that is not known, or the site is opened from disk,
there is none.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from email.utils import formatdate
from functools import partial
from xml.etree import ElementTree as ET

from voicecoach.base.clock import format_hours
from voicecoach.base.values import dataclass
from voicecoach.language.phrases import Language
from voicecoach.publish.assets import named
from voicecoach.publish.builders.player import cover_file
from voicecoach.publish.episode import Episode, File, Site
from voicecoach.publish.pages import render_page
from voicecoach.publish.text import clean, language_name

FEED_FILE = "feed.xml"
CHAPTERS_FILE = "chapters.json"

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST = "https://podcastindex.org/namespace/1.0"
_PREFIXES = {"atom": _ATOM, "content": _CONTENT, "itunes": _ITUNES, "podcast": _PODCAST}
# https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/guid.md
_PODCAST_IDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_SESSION_IDS = uuid.UUID("23734bf3-6245-498b-aedb-432294619e68")  # drawn once; never to change
_CATEGORY, _SUBCATEGORY = "Health & Fitness", "Fitness"
_NAME_CHARACTERS = 255  # what Apple's directory takes
_DESCRIPTION_BYTES = 4000  # the same
_EMAIL = re.compile(r"[^\s@<>()\"']+@[^\s@<>()\"']+\.[^\s@<>()\"'.]+")


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed of one language.

    Attributes:
        file: its name.
        words: the labels of its language.
        title: the clinic's name; of other languages than the site's, with the language behind it.
        identity: whatever its address is.
        offers: the sessions in it, in the order in which they are shown.
    """

    file: str
    words: Language
    title: str
    identity: str
    offers: tuple[Episode, ...]

    @property
    def seasons(self) -> dict[str, int]:
        """The programmes by name, numbered in the order in which they came."""
        first: dict[str, int] = {}
        for offer in sorted(self.offers, key=lambda each: each.published):
            if offer.content.programme and offer.content.episode:
                first.setdefault(offer.content.programme, len(first) + 1)
        return first

    @property
    def is_serial(self) -> bool:
        """Whether it is to be heard from its beginning on, and not the newest first."""
        return bool(self.offers) and all(offer.content.episode for offer in self.offers)


def feeds_of(site: Site) -> list[Feed]:
    """The feeds of a site: the one of its own language first; none where its address is unknown."""
    if not site.has_feed:
        return []
    by_language: dict[str, list[Episode]] = {site.words.language: []}
    for offer in site.listed:
        by_language.setdefault(offer.words.language, []).append(offer)
    own = by_language.pop(site.words.language)
    first = site.identity or identity_of(site.base_url)
    feeds = [Feed(FEED_FILE, site.words, _name(site), first, (*own,))]
    for language, offers in sorted(by_language.items()):
        title = f"{_name(site)} ({language_name(language)})"
        identity = str(uuid.uuid5(uuid.UUID(first), language))
        feeds.append(Feed(f"feed.{language}.xml", offers[0].words, title, identity, (*offers,)))
    return feeds


def identity_of(base_url: str) -> str:
    """The identity of the feed of a site, by the podcast namespace's rule.

    It is made of the feed's first address, once, and then stays with the feed wherever that goes.
    """
    address = (base_url + FEED_FILE).partition("://")[2].rstrip("/")
    return str(uuid.uuid5(_PODCAST_IDS, address))


def guid_of(offer: Episode) -> str:
    """The identity of a session, by its id alone: building anew and moving leave it as it is."""
    return uuid.uuid5(_SESSION_IDS, offer.record.id).urn


def chapter_files(site: Site, offer: Episode) -> Iterator[File]:
    """The chapters of one session, as the feed names them (JSON chapters 1.2)."""
    if offer.withdrawn or not site.has_feed:
        return
    told = {
        "version": "1.2.0",
        "title": _title(offer),
        "podcastName": _name(site),
        "fileName": offer.media.rpartition("/")[2],
        "chapters": [
            {
                "startTime": chapter.start_ms / 1000,
                "endTime": chapter.end_ms / 1000,
                "title": clean(chapter.title),
            }
            for chapter in offer.content.chapters
        ],
    }
    content = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    yield File(offer.folder + CHAPTERS_FILE, content.encode(), "asset")


def feed_files(site: Site) -> Iterator[File]:
    """The feeds and their picture; nothing where the site's address is not known."""
    feeds = feeds_of(site)
    if not feeds:
        return
    from voicecoach.audio.cover import draw_artwork

    artwork = named("podcast.jpg", draw_artwork(_name(site)))
    yield artwork
    for feed in feeds:
        yield File(feed.file, feed_xml(site, feed, site.path_of(artwork)), "index")


def feed_xml(site: Site, feed: Feed, artwork: str) -> bytes:
    """The feed itself, whose picture is at a path of the site."""
    for prefix, namespace in _PREFIXES.items():
        ET.register_namespace(prefix, namespace)
    rss = ET.Element("rss", version="2.0")
    channel = ET.SubElement(rss, "channel")
    _describe_channel(site, feed, channel, artwork)
    for offer in sorted(feed.offers, key=lambda each: (-each.published, each.slug)):
        _describe_session(site, feed, offer, ET.SubElement(channel, "item"))
    ET.indent(rss, " ")
    text: bytes = ET.tostring(rss, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _describe_channel(site: Site, feed: Feed, channel: ET.Element, artwork: str) -> None:
    name, email = _name(site), _email(site)
    _add(channel, "title", feed.title)
    _add(channel, "link", site.url())
    _add(channel, "description", feed.words.pages.about)
    _add(channel, "language", feed.words.language)
    if feed.offers:
        newest = max(offer.changed for offer in feed.offers)
        _add(channel, "lastBuildDate", formatdate(newest, usegmt=True))
    _add(channel, "generator", "voicecoach")
    link = {"href": site.url(feed.file), "rel": "self", "type": "application/rss+xml"}
    _add(channel, f"{{{_ATOM}}}link", **link)
    _add(channel, f"{{{_ITUNES}}}author", name)
    if email:
        owner = _add(channel, f"{{{_ITUNES}}}owner")
        _add(owner, f"{{{_ITUNES}}}name", name)
        _add(owner, f"{{{_ITUNES}}}email", email)
    _add(channel, f"{{{_ITUNES}}}image", href=site.url(artwork))
    category = _add(channel, f"{{{_ITUNES}}}category", text=_CATEGORY)
    _add(category, f"{{{_ITUNES}}}category", text=_SUBCATEGORY)
    _add(channel, f"{{{_ITUNES}}}explicit", "false")
    _add(channel, f"{{{_ITUNES}}}type", "serial" if feed.is_serial else "episodic")
    if site.private:
        _add(channel, f"{{{_ITUNES}}}block", "Yes")
        _add(channel, f"{{{_PODCAST}}}block", "yes")
    _add(channel, f"{{{_PODCAST}}}guid", feed.identity)
    _add(channel, f"{{{_PODCAST}}}locked", "yes", **({"owner": email} if email else {}))


def _describe_session(site: Site, feed: Feed, offer: Episode, item: ET.Element) -> None:
    record = offer.record
    full = _notes(site, offer)
    _add(item, "title", _title(offer))
    _add(item, "link", site.url(offer.folder))
    short = len(full.encode()) <= _DESCRIPTION_BYTES
    _add(item, "description", full if short else _notes(site, offer, is_short=True))
    if not short:
        _add(item, f"{{{_CONTENT}}}encoded", full)
    media = {"url": site.url(offer.media), "length": str(record.media.bytes), "type": "audio/mpeg"}
    _add(item, "enclosure", **media)
    _add(item, "guid", guid_of(offer), isPermaLink="false")
    _add(item, "pubDate", formatdate(offer.published, usegmt=True))
    _add(item, f"{{{_ITUNES}}}duration", str(max(1, round(record.content.duration_ms / 1000))))
    _add(item, f"{{{_ITUNES}}}explicit", "false")
    _add(item, f"{{{_ITUNES}}}episodeType", "full")
    _add(item, f"{{{_ITUNES}}}image", href=site.url(site.path_of(cover_file(offer))))
    _describe_place(feed, offer, item)
    chapters = {
        "url": site.url(offer.folder + CHAPTERS_FILE),
        "type": "application/json+chapters",
    }
    _add(item, f"{{{_PODCAST}}}chapters", **chapters)
    captions = {
        "url": site.url(offer.folder + "captions.vtt"),
        "type": "text/vtt",
        "language": offer.words.language,
        "rel": "captions",
    }
    _add(item, f"{{{_PODCAST}}}transcript", **captions)


def _describe_place(feed: Feed, offer: Episode, item: ET.Element) -> None:
    """A programme is a season, and its sessions are numbered."""
    content = offer.content
    if content.episode:
        season = feed.seasons.get(content.programme or "")
        if season:
            title = content.plan.title if content.plan else content.programme or ""
            _add(item, f"{{{_ITUNES}}}season", str(season))
            _add(item, f"{{{_PODCAST}}}season", str(season), name=clean(title, 128))
        _add(item, f"{{{_ITUNES}}}episode", str(content.episode))
        _add(item, f"{{{_PODCAST}}}episode", str(content.episode))


def _add(parent: ET.Element, tag: str, content: str = "", /, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    element.text = content or None
    return element


def _notes(site: Site, offer: Episode, is_short: bool = False) -> str:
    """What stands beside the session, as HTML; when short, without exercises and chapters."""
    page = render_page(
        "notes.html",
        content=offer.content,
        needs=offer.needs,
        warnings=offer.warnings,
        words=offer.words,
        pages=offer.words.pages,
        emergency=site.emergency(offer),
        stamp=partial(format_hours, minute_digits=2),
        is_short=is_short,
    )
    return page.decode().strip()


def _name(site: Site) -> str:
    return clean(site.title, _NAME_CHARACTERS) or site.words.pages.sessions


def _title(offer: Episode) -> str:
    return offer.name or offer.slug


def _email(site: Site) -> str:
    """The clinic's e-mail address, when it is one."""
    email = clean(site.clinic.email)
    return email if _EMAIL.fullmatch(email) else ""
