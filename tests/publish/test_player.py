"""What the page of a session is made of; how it behaves is tested in a browser."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from tests.conftest import Session, find_tool
from tests.publish.browser import node_file, put, write_site
from tests.publish.conftest import CLINIC, content, offer_of, site_of
from tests.publish.test_text import HOSTILE
from tests.records import changed
from voicecoach.publish.builders.handout import handout_files
from voicecoach.publish.builders.index import index_files
from voicecoach.publish.builders.player import session_files, shared_files
from voicecoach.publish.episode import Episode, File, Site
from voicecoach.publish.text import direction
from voicecoach.session.record import RecordedPlan, SessionRecord, Warnings

LANGUAGES = ("en", "es", "de", "fr", "hi", "pt")


@pytest.fixture
def offer(built_silent: Callable[..., Session]) -> Episode:
    return offer_of(built_silent("desk-break"))


def page_of(site: Site, offer: Episode) -> str:
    return _page(session_files(site, offer), offer)


def _page(files: Iterable[File], offer: Episode) -> str:
    (page,) = (file.content for file in files if file.path == f"{offer.folder}index.html")
    assert isinstance(page, bytes)
    return page.decode()


class Links(HTMLParser):
    """Every address on a page, and what is said between its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_leads_only_to_files_that_are_there(offer: Episode, tmp_path: Path) -> None:
    site = site_of(offer, logo=("svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"))
    write_site(tmp_path, site)
    (tmp_path / offer.folder / "handout.html").touch()  # another part's
    page = page_of(site, offer)
    kept = re.search(r'data-files="([^"]*)"', page)
    assert kept is not None
    for address in [*Links(page).addresses, *kept[1].split()]:
        if not address.startswith(("#", "tel:")):
            assert ":" not in address
            assert not address.startswith("/")
            place = (tmp_path / offer.folder / address.partition("#")[0]).resolve()
            assert place.is_relative_to(tmp_path.resolve()), address
            assert place.is_file(), address


def test_no_script_or_style_stands_in_the_page(offer: Episode) -> None:
    links = Links(page_of(site_of(offer), offer))
    assert "style" not in links.tags
    assert "style" not in links.attributes
    assert not [name for name in links.attributes if name.startswith("on")]
    assert links.tags.count("script") == 9
    assert "playbackrate" not in page_of(site_of(offer), offer).lower()


def test_nothing_changed_gives_the_same_bytes(offer: Episode) -> None:
    one, two = ([*session_files(site, offer)] for site in (site_of(offer), site_of(offer)))
    assert one == two
    assert [*shared_files(site_of(offer))] == [*shared_files(site_of(offer))]


def test_whatever_changes_the_page_changes_its_version(offer: Episode) -> None:
    def version(site: Site, offer: Episode) -> str:
        found = re.search(r'<html [^>]*data-version="([0-9a-f]{16})"', page_of(site, offer))
        assert found is not None
        return found[1]

    other_number = site_of(offer, clinic=replace(CLINIC, emergency_number="999"))
    other_media = replace(offer, media=f"{offer.folder}0.mp3")
    versions = [
        version(site_of(offer), offer),
        version(other_number, offer),
        version(site_of(other_media), other_media),
    ]
    assert len({*versions}) == 3


def test_hostile_texts_end_as_text(offer: Episode) -> None:
    record = _hostile(offer.record)
    hostile = replace(offer, record=record)
    page = page_of(site_of(hostile, clinic=replace(CLINIC, name=HOSTILE)), hostile)
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "\x1b" not in page
    links = Links(page)
    assert links.tags.count("script") == 9
    assert links.text.count("<script>alert('x')</script> ]]>") > 40
    manifest = json.loads(_content(hostile, "manifest.webmanifest"))
    assert manifest["name"].startswith("<script>")
    assert len(manifest["short_name"]) <= 30
    assert "\u202e" not in json.dumps(manifest, ensure_ascii=False)


def _hostile(record: SessionRecord) -> SessionRecord:
    return changed(
        record,
        title=HOSTILE,
        chapters=tuple(replace(each, title=HOSTILE) for each in record.content.chapters),
        exercises=tuple(
            replace(each, title=HOSTILE, purpose=HOSTILE, dose_text=HOSTILE, position=HOSTILE)
            for each in record.content.exercises
        ),
        cues=tuple(replace(cue, text=cue.text and HOSTILE) for cue in record.content.cues),
        subtitle=HOSTILE,
        warnings=Warnings((HOSTILE,), (HOSTILE,), (HOSTILE,)),
        needs=(HOSTILE,),
        plan=RecordedPlan(HOSTILE, HOSTILE, HOSTILE, "javascript:alert(1)"),
    )


def _content(offer: Episode, name: str) -> bytes:
    files = session_files(site_of(offer), offer)
    (file,) = (file for file in files if file.path == offer.folder + name)
    return content(file)


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("112", "tel:112"),
        ("+44 (0)20 7946-0000", "tel:+442079460000"),
        ("*55#", "tel:*55%23"),
        ("ask the desk", None),
        ("112 or 999", None),
        ("112/999", None),
        ("", None),
    ],
)
def test_the_number_to_call(offer: Episode, number: str, dialled: str | None) -> None:
    page = page_of(site_of(offer, clinic=replace(CLINIC, emergency_number=number)), offer)
    links = Links(page)
    assert [each for each in links.addresses if each.startswith("tel:")] == [dialled] * bool(
        dialled
    )
    assert ("now if you notice any of these" in page) == bool(number)
    assert number in links.text
    assert ("Get emergency care now" in links.text.split("When to stop")[0]) == (not number)


def test_the_plans_own_number_comes_before_the_clinics(offer: Episode) -> None:
    plan = RecordedPlan("Back care", "Dr M. Lindqvist", "2026-12-18", "999")
    planned = replace(offer, record=changed(offer.record, plan=plan))
    links = Links(page_of(site_of(planned), planned))
    assert "tel:999" in links.addresses
    assert "tel:112" not in links.addresses


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("+44 20 7946 0000", "tel:+442079460000"),
        ("desk@clinic.example", "mailto:desk@clinic.example"),
        ("https://clinic.example/ask", "https://clinic.example/ask"),
        ("javascript:alert(1)", None),
        ("ask <the> desk", None),
    ],
)
def test_how_the_clinic_is_reached(offer: Episode, contact: str, link: str | None) -> None:
    links = Links(page_of(site_of(offer, clinic=replace(CLINIC, contact=contact)), offer))
    reached = [each for each in links.addresses if each == link]
    assert len(reached) == (3 if link else 0)  # at a fault, at the end, and in what one reads
    assert links.text.count(contact) == 3
    assert not [each for each in links.addresses if each.startswith("javascript")]


def test_the_session_that_comes_next_in_the_programme_is_offered(offer: Episode) -> None:
    def part(number: int, title: str) -> Episode:
        record = changed(offer.record, programme="back-care", episode=number, title=title)
        return replace(offer, record=record, slug=f"part-{number}")

    first, second, tenth = part(1, "One"), part(2, "Two"), part(10, "Ten")
    site = site_of(tenth, first, second)
    assert site.after(first) == second
    assert site.after(second) == tenth
    assert site.after(tenth) is None
    assert site.after(offer) is None
    links = Links(page_of(site, first))
    assert "../../s/part-2/index.html" in links.addresses
    assert "Next session: Two" in " ".join(links.text.split())


@pytest.mark.parametrize(
    ("review", "shown"),
    [
        ("2026-12-18", "December 18, 2026"),
        ("next <week>", "next <week>"),
        ("2026-99-99", "2026-99"),
    ],
)
def test_the_day_of_the_review(offer: Episode, review: str, shown: str) -> None:
    plan = RecordedPlan("", "", review, "")
    planned = replace(offer, record=changed(offer.record, plan=plan))
    assert shown in Links(page_of(site_of(planned), planned)).text


def test_a_withdrawn_session_is_a_notice_and_nothing_else(offer: Episode) -> None:
    withdrawn = replace(offer, withdrawn=True)
    (file,) = session_files(site_of(withdrawn), withdrawn)
    assert file.path == f"{offer.folder}index.html"
    links = Links(page_of(site_of(withdrawn), withdrawn))
    assert "This session is no longer offered" in links.text
    assert "Desk break" not in links.text
    assert "audio" not in links.tags
    assert '<meta name="voicecoach" content="withdrawn">' in page_of(site_of(withdrawn), withdrawn)
    for script in ("offline", "sw"):
        (code,) = (
            content(file)
            for file in shared_files(site_of(offer))
            if file.path.startswith(f"assets/{script}.")
        )
        assert b'<meta name="voicecoach" content="withdrawn">' in code
    icons = [file.path for file in shared_files(site_of(withdrawn)) if "icon" in file.path]
    assert links.addresses[1:2] == [f"../../{path}" for path in icons]


def test_from_disk_there_is_nothing_that_needs_a_server(offer: Episode) -> None:
    site = site_of(offer, standalone=True)
    page = page_of(site, offer)
    assert "manifest" not in Links(page).attributes
    assert "webmanifest" not in "".join(Links(page).addresses)
    assert "<track" not in page
    assert 'type="module"' not in page
    assert "script-src &#39;self&#39; file:" in page
    assert "sw.js" not in {file.path for file in shared_files(site)}


def test_the_manifest_makes_the_session_an_app(offer: Episode, tmp_path: Path) -> None:
    write_site(tmp_path, site_of(offer))
    manifest = json.loads(_content(offer, "manifest.webmanifest"))
    assert manifest["name"] == "Desk break"
    assert manifest["display"] == "standalone"
    assert manifest["start_url"] == manifest["scope"] == "./"
    for icon in manifest["icons"]:
        with Image.open(tmp_path / offer.folder / icon["src"]) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}


def test_a_recording_without_a_cover_gets_one(offer: Episode, tmp_path: Path) -> None:
    bare = tmp_path / "bare.mp3"
    bare.write_bytes(b"")
    (cover,) = (
        file.content
        for file in session_files(site_of(offer), replace(offer, mp3=bare))
        if "cover" in file.path
    )
    assert isinstance(cover, bytes)
    assert Image.open(BytesIO(cover)).format == "PNG"


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_in_every_language(built_silent: Callable[..., Session], language: str) -> None:
    offer = offer_of(built_silent("desk-break", language=language))
    page = page_of(site_of(offer), offer)
    assert f'<html lang="{language}" dir="ltr"' in page
    words = offer.words
    text = Links(page).text
    player = words.player
    for label in (player.how, words.pages.exercises, words.pages.stop, words.warnings.title):
        assert label in text
    warnings = [line for each in offer.warnings for line in (each.title, *each.signs)]
    often = (words.every_day.title, *words.every_day.lines)
    for line in (*words.opening.stop, words.warnings.advice, *warnings, *often):
        assert line in text


def test_what_sets_a_session_apart_stands_behind_its_title(offer: Episode) -> None:
    told = replace(offer, record=changed(offer.record, subtitle="12 minutes, brief"))
    title = f"{offer.content.title} 12 minutes, brief"
    site = site_of(told)
    assert title in Links(page_of(site, told)).text
    sheet = next(file for file in handout_files(site, told) if file.path.endswith(".html"))
    index = next(file for file in index_files(site) if file.path == "index.html")
    for file in (sheet, index):
        assert isinstance(file.content, bytes)
        assert title in Links(file.content.decode()).text


def test_where_lines_start() -> None:
    assert [direction(language) for language in ("en", "hi", "ar", "he", "fa-IR")] == [
        "ltr",
        "ltr",
        "rtl",
        "rtl",
        "rtl",
    ]


def test_drawings_in_the_page_are_well_formed(offer: Episode) -> None:
    drawn = re.findall(r'<div class="figure".*?(<svg.*?</svg>)', page_of(site_of(offer), offer))
    assert len(drawn) == len(offer.content.exercises)
    for each in drawn:
        ElementTree.fromstring(each)


@pytest.mark.tools
def test_the_nu_checker_finds_no_fault(
    built_silent: Callable[..., Session], offer: Episode, tmp_path: Path
) -> None:
    """Pages of every language, a hostile one, a notice and one from disk are valid HTML."""
    checker = node_file("vnu-jar/build/dist/vnu.jar")
    pages = [offer_of(built_silent("desk-break", language=language)) for language in LANGUAGES]
    pages.append(offer_of(built_silent("foundations")))
    pages.append(replace(offer, record=_hostile(offer.record)))
    pages.append(replace(offer, withdrawn=True))
    for number, each in enumerate(pages):
        for standalone in (False, True):
            site = site_of(each, standalone=standalone)
            put(tmp_path / f"{number}-{standalone}", session_files(site, each))
    found = subprocess.run(
        [find_tool("java"), "-jar", checker, "--errors-only", *tmp_path.rglob("index.html")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
