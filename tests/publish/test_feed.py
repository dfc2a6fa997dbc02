"""The podcast feed: what readers, directories and validators want of it, and what it survives."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from email.utils import format_datetime, parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from tests.coach.sessions import SHIPPED, language_of
from tests.conftest import ROOT, Session
from tests.publish.browser import node_file
from tests.publish.conftest import BASE_URL, CLINIC, PUBLISHED, content, offer_of, site_of
from tests.publish.test_text import HOSTILE
from tests.records import changed, signs_of
from voicecoach.model.clinic import Clinic
from voicecoach.publish.builders.feed import (
    FEED_FILE,
    chapter_files,
    feed_files,
    feed_xml,
    feeds_of,
    guid_of,
    identity_of,
)
from voicecoach.publish.catalogue import Finished, read_finished
from voicecoach.publish.episode import Episode, Site
from voicecoach.publish.labels import Labels
from voicecoach.publish.site import SiteConfig, publish_site
from voicecoach.publish.text import clean
from voicecoach.session.record import Chapter, RecordedCue, RecordedPlan, SessionRecord, Warnings
from voicecoach.web.preview import type_of

SCHEMA = etree.RelaxNG(file=str(ROOT / "tests" / "data" / "podcast-feed.rng"))
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
# The podcast namespace's text on JSON chapters, version 1.2, as a schema.
CHAPTERS = {
    "type": "object",
    "required": ["version", "chapters"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "1.2.0"},
        **{
            name: {"type": "string", "minLength": 1}
            for name in ("author", "title", "podcastName", "description", "fileName")
        },
        "waypoints": {"type": "boolean"},
        "chapters": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["startTime"],
                "additionalProperties": False,
                "properties": {
                    "startTime": {"type": "number", "minimum": 0},
                    "endTime": {"type": "number", "minimum": 0},
                    "title": {"type": "string"},
                    "img": {"type": "string", "format": "uri"},
                    "url": {"type": "string", "format": "uri"},
                    "toc": {"type": "boolean"},
                },
            },
        },
    },
}


@pytest.fixture(scope="module")
def several(offer: Episode, built_silent: Callable[..., Session]) -> tuple[Episode, ...]:
    """Sessions of three languages and days, one of them withdrawn."""
    german, hindi = (built_silent("desk-break", language=language) for language in ("de", "hi"))
    return (
        offer,
        offer_of(german, slug="pause-1", media="s/pause-1/a.mp3", published=PUBLISHED + 86_400),
        offer_of(hindi, slug="hindi-1", media="s/hindi-1/a.mp3", changed=PUBLISHED + 7 * 86_400),
        offer_of(german, slug="gone-1", media="s/gone-1/a.mp3", withdrawn=True),
    )


def read(site: Site) -> etree._Element:
    """The feed, as a strict parser reads it, after all checks."""
    content = feed_xml(site, feeds_of(site)[0], "assets/podcast.jpg")
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    SCHEMA.assertValid(root)
    validate(content, root, site)
    return root


def validate(content: bytes, root: etree._Element, site: Site) -> None:
    """What the W3C feed validator finds beyond a schema: see its documentation of each message."""
    assert content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    channel = root[0]
    tags = [child.tag for child in channel]
    first_item = tags.index("item") if "item" in tags else len(tags)
    assert set(tags[first_item:]) <= {"item"}  # MisplacedItem
    singles = [tag for tag in tags if tag != "item"]
    assert len(singles) == len(set(singles))  # DuplicateElement
    assert text(channel, "atom:link/@href") == site.base_url + FEED_FILE  # SelfDoesntMatchLocation
    guids = root.xpath("//item/guid/text()")
    assert len(guids) == len(set(guids))  # DuplicateValue
    for date in root.xpath("//pubDate/text() | //lastBuildDate/text()"):
        moment = parsedate_to_datetime(date)  # ProblematicalRFC822Date, IncorrectDOW
        assert format_datetime(moment, usegmt=True) == date
    for item in channel.iter("item"):
        assert len(item.findall("enclosure")) == 1  # DuplicateEnclosure
        url = text(item, "enclosure/@url")
        assert url.endswith(".mp3")
        assert urlsplit(url).scheme in ("http", "https")
        order = [child.tag for child in item]
        assert "description" in order  # NeedDescriptionBeforeContent
        for html in item.xpath("description/text() | content:encoded/text()", namespaces=NAMES):
            assert _Html.of(html).tags <= {"p", "ul", "li"}  # SecurityRisk


class _Html(HTMLParser):
    """The tags of an HTML text, and what is between them; attributes are a fault."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.lines: list[str] = []
        self.open: list[str] = []

    @classmethod
    def of(cls, html: str) -> _Html:
        parser = cls()
        parser.feed(html)
        parser.close()
        assert not parser.open, "a tag was left open"
        return parser

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs
        self.tags.add(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.lines.append(data.strip())


def text(element: etree._Element, path: str) -> str:
    (found,) = element.xpath(path, namespaces=NAMES)
    return str(found if isinstance(found, str) else found.text)


@pytest.mark.slow
def test_a_feed_of_several_sessions_is_valid(several: tuple[Episode, ...]) -> None:
    root = read(site_of(*several))
    assert text(root, "channel/title") == "Harbour Physiotherapy"
    assert text(root, "channel/link") == BASE_URL
    assert text(root, "channel/language") == "en"
    assert text(root, "channel/itunes:owner/itunes:email") == CLINIC.email
    assert text(root, "channel/itunes:owner/itunes:name") == CLINIC.name
    assert text(root, "channel/podcast:locked/@owner") == CLINIC.email
    assert not root.xpath("//itunes:block", namespaces=NAMES)


@pytest.mark.slow
def test_the_newest_session_comes_first_and_withdrawn_ones_are_gone(
    several: tuple[Episode, ...],
) -> None:
    record = changed(several[0].record, id="b" * 32)
    newer = replace(several[0], record=record, slug="newer-1", published=PUBLISHED + 1)
    gone = replace(several[0], slug="gone-1", withdrawn=True)
    links = read(site_of(several[0], newer, gone)).xpath("//item/link/text()")
    assert links == [BASE_URL + "s/newer-1/", BASE_URL + several[0].folder]


@pytest.mark.slow
def test_each_language_has_a_feed_of_its_own(several: tuple[Episode, ...]) -> None:
    site = site_of(*several)
    feeds = {feed.file: etree.fromstring(feed_xml(site, feed, "x.jpg")) for feed in feeds_of(site)}
    assert [*feeds] == ["feed.xml", "feed.de.xml", "feed.hi.xml"]
    assert {text(root, "channel/language") for root in feeds.values()} == {"en", "de", "hi"}
    assert text(feeds["feed.de.xml"], "channel/title") == f"{CLINIC.name} (Deutsch)"
    guids = [text(root, "channel/podcast:guid") for root in feeds.values()]
    assert len({*guids}) == 3
    for file, root in feeds.items():
        SCHEMA.assertValid(root)
        assert text(root, "channel/atom:link/@href") == BASE_URL + file
        assert len(root.xpath("//item")) == 1


def test_the_sessions_of_a_programme_are_the_episodes_of_a_season(offer: Episode) -> None:
    def part(programme: str, episode: int, published: int) -> Episode:
        slug = f"{programme}-{episode}"
        record = changed(offer.record, id=slug, programme=programme, episode=episode)
        return replace(offer, record=record, slug=slug, published=PUBLISHED + published)

    root = read(site_of(part("later", 1, 9), part("first", 2, 2), part("first", 1, 1)))
    assert text(root, "channel/itunes:type") == "serial"
    places = [
        (text(item, "itunes:season"), text(item, "itunes:episode"), text(item, "podcast:season"))
        for item in root.iter("item")
    ]
    assert places == [("2", "1", "2"), ("1", "2", "1"), ("1", "1", "1")]


def test_each_session_has_its_picture(offer: Episode) -> None:
    picture = text(read(site_of(offer)), "//item/itunes:image/@href")
    assert picture.startswith(BASE_URL + "assets/cover.")


def test_a_session_that_is_not_listed_is_in_no_feed(offer: Episode) -> None:
    assert not read(site_of(replace(offer, listed=False))).xpath("//item")


def test_what_one_needs_is_joined_as_it_is_written(offer: Episode) -> None:
    record = changed(offer.record, needs=("mat", "wall"))
    notes = text(read(site_of(replace(offer, record=record))), "//item/description")
    assert "a mat, a clear wall" in notes


def test_the_last_change_dates_the_feed(several: tuple[Episode, ...]) -> None:
    root = read(site_of(*several))
    assert parsedate_to_datetime(text(root, "channel/lastBuildDate")).timestamp() == PUBLISHED
    record = changed(several[0].record, id="b" * 32)
    newer = replace(several[0], record=record, slug="newer-1", changed=PUBLISHED + 7 * 86_400)
    root = read(site_of(several[0], newer))
    newest = parsedate_to_datetime(text(root, "channel/lastBuildDate"))
    assert newest.timestamp() == PUBLISHED + 7 * 86_400
    assert not read(site_of()).xpath("channel/lastBuildDate")


@pytest.mark.parametrize("language", ["en", "es", "de", "fr", "hi", "pt"])
def test_a_feed_in_every_language(offer: Episode, language: str) -> None:
    words = language_of(language)
    root = read(site_of(replace(offer, words=words), words=words, clinic=Clinic()))
    assert text(root, "channel/language") == language
    assert text(root, "channel/title") == words.pages.sessions
    assert text(root, "channel/description") == words.pages.about


def test_readers_read_it(several: tuple[Episode, ...]) -> None:
    found = feedparser.parse(
        feed_xml(site_of(*several), feeds_of(site_of(*several))[0], "assets/podcast.jpg")
    )
    assert not found.bozo
    assert found.version == "rss20"
    assert found.feed.title == "Harbour Physiotherapy"
    assert found.feed.image.href == BASE_URL + "assets/podcast.jpg"
    assert {tag.term for tag in found.feed.tags} == {"Health & Fitness", "Fitness"}
    assert [len(entry.enclosures) for entry in found.entries] == [1]
    entry = next(entry for entry in found.entries if "desk" in entry.link)
    record = several[0].record
    assert entry.title == record.content.title
    assert entry.id == guid_of(several[0])
    assert not entry.guidislink
    assert entry.enclosures[0].length == str(record.media.bytes)
    assert entry.itunes_duration == str(round(record.content.duration_ms / 1000))
    assert "<script" not in entry.summary


def test_without_an_owner_there_is_no_owner(offer: Episode) -> None:
    for email in ("", "nobody", "a@b", "x <a@b.example>", '"a"@b.example'):
        root = read(site_of(offer, clinic=replace(CLINIC, email=email)))
        assert not root.xpath("//itunes:owner | //@owner", namespaces=NAMES)


def test_a_private_feed_asks_not_to_be_listed(offer: Episode) -> None:
    root = read(site_of(offer, private=True))
    assert text(root, "channel/itunes:block") == "Yes"
    assert text(root, "channel/podcast:block") == "yes"


def test_without_an_address_there_is_no_feed(offer: Episode) -> None:
    for site in (site_of(offer, base_url=""), site_of(offer, standalone=True)):
        assert not [*feed_files(site), *chapter_files(site, offer)]


def test_the_notes_warn_first_and_lead_to_each_chapter(offer: Episode) -> None:
    content, words = offer.content, offer.words.warnings
    html = _Html.of(text(read(site_of(offer)), "//item/description"))
    groups = [line for each in words.groups for line in (f"{each.title}:", *each.signs)]
    warned = ["Emergency number: 112", words.title, words.advice, *groups]
    assert html.lines[: len(warned)] == warned
    assert html.lines[-len(content.chapters)] == f"00:00 {content.chapters[0].title}"
    assert offer.words.pages.as_it_is in html.lines
    first = content.exercises[0]
    assert f"{first.title}: {first.dose_text}" in html.lines


def test_a_group_without_signs_has_no_heading(desk_break: Session) -> None:
    emergency = desk_break.content.warnings.emergency
    record = changed(desk_break.record, warnings=Warnings(emergency, (), ()))
    offer = offer_of(desk_break, record)
    words = offer.words.warnings
    lines = _Html.of(text(read(site_of(offer)), "//item/description")).lines
    assert f"{words.emergency.title}:" in lines
    assert not {f"{words.ask_first.title}:", f"{words.tell.title}:"} & {*lines}


def test_the_title_says_what_sets_a_session_apart(desk_break: Session) -> None:
    offer = offer_of(desk_break, changed(desk_break.record, subtitle="12 minutes, brief"))
    told = text(read(site_of(offer)), "//item/title")
    assert told == f"{desk_break.content.title} (12 minutes, brief)"


def test_the_plans_number_comes_before_the_clinics(desk_break: Session) -> None:
    plan = RecordedPlan("Back care", "Dr M. Lindqvist", "2026-12-18", "999")
    offer = offer_of(desk_break, changed(desk_break.record, plan=plan))
    html = _Html.of(text(read(site_of(offer)), "//item/description"))
    assert html.lines[0] == "Emergency number: 999"
    assert "Lindqvist" not in "".join(html.lines)


def test_hours_are_told_in_the_notes(desk_break: Session) -> None:
    late = (Chapter("Late", 3_723_000, 3_800_000), Chapter("Later", 36_000_000, 36_000_001))
    offer = offer_of(desk_break, changed(desk_break.record, chapters=late))
    html = _Html.of(text(read(site_of(offer)), "//item/description"))
    assert html.lines[-2:] == ["1:02:03 Late", "10:00:00 Later"]


def test_notes_too_long_for_directories_keep_the_warnings(desk_break: Session) -> None:
    record = desk_break.record
    many = tuple(Chapter(f"Chapter {n} {'x' * 40}", n * 1000, n * 1000 + 1000) for n in range(99))
    root = read(site_of(offer_of(desk_break, changed(record, chapters=many))))
    short = text(root, "//item/description")
    assert len(short.encode()) <= 4000
    assert {*signs_of(record.content)} <= {*_Html.of(short).lines}
    assert "Chapter 98" in text(root, "//item/content:encoded")


def test_languages_of_many_bytes_stay_within_the_limit(several: tuple[Episode, ...]) -> None:
    for description in read(site_of(*several)).xpath("//item/description/text()"):
        assert len(description.encode()) <= 4000


def hostile(record: SessionRecord, words: str) -> SessionRecord:
    """A record whose every text is another than it should be."""
    warnings = record.content.warnings
    return changed(
        record,
        title=words,
        subtitle=words,
        needs=(words,),
        warnings=replace(warnings, emergency=(words, *warnings.emergency)),
        plan=RecordedPlan(words, words, words, words),
        chapters=tuple(replace(chapter, title=words) for chapter in record.content.chapters),
        exercises=tuple(replace(e, title=words, dose_text=words) for e in record.content.exercises),
        cues=tuple(replace(c, text=words) for c in record.content.cues),
    )


def check_hostile(session: Session, words: str) -> None:
    offer = offer_of(session, hostile(session.record, words))
    site = site_of(offer, clinic=replace(CLINIC, name=words))
    root = read(site)
    name = f"{clean(words)} ({clean(words)})" if clean(words) else offer.slug
    assert text(root, "//item/title") == name
    assert text(root, "channel/title") == (clean(words, 255) or "Sessions")
    html = _Html.of(text(root, "//item/description"))
    assert clean(words) == "" or any(clean(words, 2000)[:200] in line for line in html.lines)
    (file,) = chapter_files(site, offer)
    told = json.loads(content(file))
    jsonschema.validate(told, CHAPTERS)
    assert {chapter["title"] for chapter in told["chapters"]} == {clean(words)}


@pytest.mark.parametrize(
    "words",
    [
        HOSTILE.replace("\ud800", ""),
        "]]>",
        "&amp;lt;b&#62; &nbsp; %s {{ 7*7 }} {% raw %}",
        '"><script>alert(1)</script>',
        "<![CDATA[ x ]]> <!-- y --> <?php z ?> <!DOCTYPE html>",
        "\x00\x08\x0b\ufffe\uffff",
        "x" * 5000,
        "\u202egnp.exe \u2066a\u2069 \u05e9\u05dc\u05d5\u05dd",
        "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "../../etc/passwd\r\nSet-Cookie: a=b",
        "",
        "   \n ",
    ],
)
def test_hostile_texts_end_as_text(desk_break: Session, words: str) -> None:
    check_hostile(desk_break, words)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_ends_as_text(desk_break: Session, words: str) -> None:
    check_hostile(desk_break, words)


def test_the_same_site_gives_the_same_bytes(several: tuple[Episode, ...]) -> None:
    first, second = ([*feed_files(site_of(*several))] for _ in range(2))
    assert first == second
    backwards = [*feed_files(site_of(*reversed(several), words=language_of("en")))]
    assert backwards == first, "the order of the pages is none of the feed's"


def test_the_picture_is_what_directories_want(offer: Episode) -> None:
    artwork, feed = feed_files(site_of(offer))
    assert (artwork.stage, feed.stage, feed.path) == ("asset", "index", FEED_FILE)
    drawn = content(artwork)
    picture = Image.open(io.BytesIO(drawn))
    assert (picture.format, picture.mode) == ("JPEG", "RGB")
    assert picture.width == picture.height
    assert 1400 <= picture.width <= 3000
    assert len(drawn) < 500_000
    assert artwork.path.encode() in content(feed)


def test_chapters_are_those_of_the_session(offer: Episode) -> None:
    (file,) = chapter_files(site_of(offer), offer)
    told = json.loads(content(file))
    jsonschema.validate(told, CHAPTERS)
    assert [(c["title"], c["startTime"], c["endTime"]) for c in told["chapters"]] == [
        (c.title, c.start_ms / 1000, c.end_ms / 1000) for c in offer.content.chapters
    ]
    starts = [chapter["startTime"] for chapter in told["chapters"]]
    assert starts == sorted(starts)
    assert starts[0] == 0
    assert (told["title"], told["podcastName"]) == (offer.content.title, CLINIC.name)
    assert (
        BASE_URL + file.path
        in feed_xml(site_of(offer), feeds_of(site_of(offer))[0], "x.jpg").decode()
    )


def test_a_withdrawn_session_has_no_chapters(offer: Episode) -> None:
    gone = replace(offer, withdrawn=True)
    assert not [*chapter_files(site_of(gone), gone)]


@pytest.mark.parametrize(
    ("base_url", "identity"),
    [
        # Made with Python's uuid from the rule; the second is the namespace's own example's rule.
        ("https://clinic.example/back/", "clinic.example/back/feed.xml"),
        ("http://clinic.example:8080/", "clinic.example:8080/feed.xml"),
    ],
)
def test_the_identity_follows_the_namespaces_rule(base_url: str, identity: str) -> None:
    import uuid

    namespace = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    # The two examples that the rule's text gives.
    known = {
        "mp3s.nashownotes.com/pc20rss.xml": "917393e3-1b1e-5cef-ace4-edaa54e1f810",
        "podnews.net/rss": "9b024349-ccf0-5f69-a609-6b82873eab3c",
    }
    assert {name: str(uuid.uuid5(namespace, name)) for name in known} == known
    assert identity_of(base_url) == str(uuid.uuid5(namespace, identity))


# In a folder, published as users do


@pytest.fixture
def finished_session(desk_break: Session, tmp_path: Path) -> Callable[..., Finished]:
    def make(**changes: object) -> Finished:
        record = changed(desk_break.record, file="a.mp3", **changes)
        (tmp_path / "a.mp3").write_bytes(desk_break.mp3.read_bytes())
        (tmp_path / "a.json").write_text(record.to_json(), encoding="utf-8")
        return read_finished(tmp_path / "a.json")

    return make


def look(**changes: Any) -> SiteConfig:
    labels = Labels(SHIPPED.language)
    return replace(SiteConfig(CLINIC, None, BASE_URL, "en", labels), **changes)


def published(root: Path) -> etree._Element:
    feed = etree.parse(str(root / FEED_FILE)).getroot()
    SCHEMA.assertValid(feed)
    return feed


def test_all_that_the_feed_names_is_there(
    finished_session: Callable[..., Finished], tmp_path: Path
) -> None:
    root = tmp_path / "site"
    publish_site(root, [finished_session()], look())
    feed = published(root)
    length, url = text(feed, "//enclosure/@length"), text(feed, "//enclosure/@url")
    assert (root / url.removeprefix(BASE_URL)).stat().st_size == int(length)
    for url in feed.xpath("//@url | //@href | //link/text()"):
        assert url.startswith(BASE_URL)
        file = root / url.removeprefix(BASE_URL)
        assert (file / "index.html" if url.endswith("/") else file).is_file(), url
    for typed in feed.xpath("//*[@url and @type]"):
        assert type_of(typed.get("url").rpartition("/")[2]) == typed.get("type")


@pytest.mark.slow
def test_identities_survive_moving_and_building_anew(
    finished_session: Callable[..., Finished], tmp_path: Path
) -> None:
    root = tmp_path / "site"
    publish_site(root, [finished_session()], look())
    before = published(root)
    elsewhere = "https://elsewhere.example/"
    publish_site(root, [finished_session(title="Another title")], look(base_url=elsewhere))
    after = published(root)
    for path in ("channel/podcast:guid", "//item/guid", "//item/pubDate"):
        assert text(before, path) == text(after, path)
    assert text(before, "channel/podcast:guid") == identity_of(BASE_URL)
    assert text(after, "//enclosure/@url").startswith(elsewhere)
    assert text(after, "//item/title") == "Another title"
    assert urljoin(elsewhere, FEED_FILE) == text(after, "channel/atom:link/@href")


def test_a_withdrawn_session_leaves_the_feed(
    finished_session: Callable[..., Finished], tmp_path: Path
) -> None:
    root, session = tmp_path / "site", finished_session()
    publish_site(root, [session], look())
    publish_site(root, [], look(), withdraw=[session.record.id])
    assert not published(root).xpath("//item")
    assert not [*root.rglob("chapters.json")]


def test_the_feed_is_left_alone_when_nothing_changed(
    finished_session: Callable[..., Finished], tmp_path: Path
) -> None:
    root, session = tmp_path / "site", finished_session()
    publish_site(root, [session], look())
    before = (root / FEED_FILE).stat()
    publish_site(root, [session], look())
    after = (root / FEED_FILE).stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


# Captions, by the W3C's own parser

PARSE = """
const {WebVTTParser} = require(process.argv[1]);
const entities = require(process.argv[2]);
const text = require('fs').readFileSync(0, 'utf8');
const found = new WebVTTParser(entities).parse(text, 'subtitles/captions/descriptions');
console.log(JSON.stringify({errors: found.errors, cues: found.cues.map(
  cue => [cue.startTime, cue.endTime, cue.text])}));
"""


def parsed(captions: bytes, node: str) -> list[tuple[float, float, str]]:
    files = [node_file(f"webvtt-parser/{name}") for name in ("parser.js", "html-entities.json")]
    command = [node, "-e", PARSE, *map(str, files)]
    done = subprocess.run(command, input=captions, capture_output=True, check=True)
    found = json.loads(done.stdout)
    assert found["errors"] == []
    return [(round(start, 3), round(end, 3), said) for start, end, said in found["cues"]]


@pytest.mark.tools
def test_captions_are_valid_webvtt(
    several: tuple[Episode, ...], tool: Callable[[str], str]
) -> None:
    for offer in several:
        spoken = [cue for cue in offer.content.cues if cue.text]
        cues = parsed(offer.captions, tool("node"))
        assert [(start, end) for start, end, _ in cues] == [
            (cue.start_ms / 1000, cue.end_ms / 1000) for cue in spoken
        ]


@pytest.mark.tools
@pytest.mark.parametrize(
    "words",
    [
        HOSTILE.replace("\ud800", ""),
        "a\n\nb",
        "a\r\n\r\n1\n00:00:00.000 --> 00:00:01.000\nforged",
        "a --> b",
        "<v Roger>&amp;</v>",
        "NOTE x\x00",
        "\u2028\u2029",
    ],
)
def test_hostile_captions_are_one_cue(
    desk_break: Session, words: str, tool: Callable[[str], str]
) -> None:
    cues = (RecordedCue(words, "form", "coach", 0, 1000),) * 2
    offer = offer_of(desk_break, changed(desk_break.record, cues=cues))
    found = parsed(offer.captions, tool("node"))
    assert len(found) == 2 or not clean(words)
