"""The handout says on paper what the session does, in every language, for every reader."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from tests.conftest import Session, find_tool
from tests.publish.conftest import BASE_URL, content, offer_of, site_of
from tests.publish.test_text import HOSTILE
from tests.records import changed, signs_of
from voicecoach.base.errors import OutputError
from voicecoach.model.clinic import Clinic
from voicecoach.publish.builders import handout
from voicecoach.publish.builders.handout import (
    PAPERS,
    Paper,
    check_handout,
    handout_files,
    sheet_of,
)
from voicecoach.publish.episode import Episode, File, Site
from voicecoach.session.record import RecordedPlan, RecordedSlot, Warnings

LANGUAGES = ("en", "es", "de", "fr", "hi", "pt")
PLAN = RecordedPlan("Back to work", "Dr Ada Lov\u00e9n", "2027-02-01", "999")
SIZES_PT = {"a4": (595.28, 841.89), "letter": (612, 792)}
Files = dict[str, File]


def files_of(
    offer: Episode, site: Site | None = None, papers: tuple[Paper, ...] = ("a4",)
) -> Files:
    return {Path(f.path).name: f for f in handout_files(site or site_of(offer), offer, papers)}


def pdf_of(offer: Episode, site: Site | None = None, paper: Paper = "a4") -> bytes:
    return content(files_of(offer, site, (paper,))[f"handout-{paper}.pdf"])


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def poppler(tool: str, pdf: bytes, *options: str) -> str:
    """What one of poppler's programs says of a PDF."""
    found = subprocess.run(
        [find_tool(tool), *options, "-", *(["-"] if tool == "pdftotext" else [])],
        input=pdf,
        capture_output=True,
        check=True,
    )
    assert not found.stderr, found.stderr
    return found.stdout.decode()


def plain(text: str) -> str:
    """A text without the spaces and hyphens that setting it in lines brings along."""
    return re.sub(r"[\s\u200b\u00ad\u2010-]", "", text)


@pytest.fixture(scope="module")
def daily(built_silent: Callable[..., Session]) -> Callable[[str], Episode]:
    def offer(language: str = "en") -> Episode:
        session = built_silent("daily", language=language)
        return offer_of(session, changed(session.record, plan=PLAN))

    return offer


# What stands in it


@pytest.mark.tools
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_holds_every_text_in_order(daily: Callable[[str], Episode], language: str) -> None:
    offer = daily(language)
    text = plain(poppler("pdftotext", pdf_of(offer), "-raw"))
    exercises = [
        text for e in offer.content.exercises for text in (e.title, e.dose_text, *e.how[:3])
    ]
    words, pages, days = offer.words, offer.words.pages, offer.words.every_day
    groups = [text for each in offer.warnings for text in (each.title, *each.signs)]
    warnings = [words.warnings.title, words.warnings.advice, *groups]
    stop = [*words.opening.stop, *warnings]
    often = [days.title, *days.lines]
    at = 0
    for said in [
        *(offer.content.title, pages.course, *exercises, *stop),
        *(*often, pages.diary, pages.date),
    ]:
        found = text.find(plain(said), at)
        assert found >= 0, said
        at = found
    for said in (PLAN.prescriber, PLAN.emergency_number, PLAN.title, "Harbour Physiotherapy"):
        assert plain(said) in text


def test_rests_and_breathing_are_steps_among_the_exercises(
    built_silent: Callable[..., Session],
) -> None:
    gentle = offer_of(built_silent("gentle"))
    breathing = gentle.content.chapters[-2]
    rest = RecordedSlot(
        "rest", breathing.start_ms - 60_000, breathing.start_ms, None, None, None, None
    )
    slots = [s for s in gentle.content.slots if s.end_ms <= rest.start_ms]
    slots += [rest, *(s for s in gentle.content.slots if s.start_ms >= rest.end_ms)]
    offer = offer_of(built_silent("gentle"), changed(gentle.record, slots=(*slots,)))
    rows = sheet_of(site_of(offer), offer).rows
    between = [(row.number, row.title, row.dose) for row in rows if not row.drawing]
    assert between == [("", "Rest", "1 min"), ("", "Paced breathing", "1 min")]
    numbers = [row.number for row in rows if row.number]
    assert numbers == [str(n) for n in range(1, len(offer.content.exercises) + 1)]
    assert all(1 <= len(row.how) <= 3 for row in rows if row.number)


def test_how_often_and_each_set_stand_with_the_dose(daily: Callable[[str], Episode]) -> None:
    offer = daily("en")
    first = replace(offer.content.exercises[0], dose_text="Three sets.", frequency="Twice a day.")
    offer = replace(offer, record=changed(offer.record, exercises=(first,)))
    assert sheet_of(site_of(offer), offer).rows[0].dose == "Three sets. Twice a day."


@pytest.mark.tools
@pytest.mark.slow
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("routine", ["daily", "gentle", "breathing", "desk-break"])
def test_no_page_is_half_empty_and_no_diary_stands_alone(
    built_silent: Callable[..., Session], tmp_path: Path, routine: str, paper: Paper
) -> None:
    offer = offer_of(built_silent(routine))
    file = tmp_path / "sheet.pdf"
    file.write_bytes(pdf_of(offer, paper=paper))
    command: list[str | Path] = [find_tool("pdftoppm"), "-r", "30", "-gray", file]
    command.append(tmp_path / "page")
    subprocess.run(command, check=True)
    for page in sorted(tmp_path.glob("page*.pgm")):
        with Image.open(page) as picture:
            body = picture.crop((0, 0, picture.width, round(picture.height * 0.94)))
            bounds = body.point(lambda value: 255 if value < 200 else 0).getbbox()
        assert bounds is not None
        assert bounds[3] > picture.height / 2, page.name
    pages = poppler("pdftotext", file.read_bytes()).split("\f")
    (last,) = (page for page in pages if offer.words.pages.diary_how[:20] in page)
    assert offer.words.every_day.title in last


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", PAPERS)
def test_a_pdf_is_tagged_named_and_at_most_two_pages(
    daily: Callable[[str], Episode], language: str, paper: Paper
) -> None:
    offer = daily(language)
    with opened(pdf_of(offer, paper=paper)) as pdf:
        assert 1 <= len(pdf.pages) <= 2
        for page in pdf.pages:
            assert [float(edge) for edge in page.mediabox[2:]] == pytest.approx(
                SIZES_PT[paper], abs=0.1
            )
        assert str(pdf.Root.Lang) == language
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == offer.content.title
            assert not {"xmp:CreateDate", "xmp:ModifyDate"} & {*metadata}


def structure(node: Any) -> list[tuple[str, str]]:
    """The tags of a PDF from its start to its end, with what they say instead of a picture."""
    found = []
    if isinstance(node, pikepdf.Dictionary) and "/S" in node:
        found.append((str(node.S)[1:], str(node.get("/Alt", ""))))
    kids: Any = node.get("/K", []) if isinstance(node, pikepdf.Dictionary) else []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            found += structure(kid)
    return found


def test_every_picture_is_told_in_words(daily: Callable[[str], Episode]) -> None:
    offer = daily("en")
    with opened(pdf_of(offer)) as pdf:
        tags = structure(pdf.Root.StructTreeRoot)
    told = [alt for tag, alt in tags if tag == "Figure"]
    drawings = [f"{e.title}: " for e in offer.content.exercises]
    assert len(told) == 2 + len(drawings)  # the code, the timeline, the exercises
    assert told[0].endswith(f": {BASE_URL}{offer.folder}")
    assert told[1].startswith("How the session runs: 0:00 Before you start; ")
    assert all(alt.startswith(start) for alt, start in zip(told[2:], drawings, strict=True))
    names = [tag for tag, _ in tags]
    assert names.count("H1") == 1
    assert names.count("H3") == len(drawings) + len(offer.warnings)
    assert names.count("Table") == 2
    assert names.count("TH") == 8
    assert names.index("H1") < names.index("H2") < names.index("H3")


@pytest.mark.slow
def test_everything_that_is_set_is_tagged_or_decoration(daily: Callable[[str], Episode]) -> None:
    """Without that a screen reader meets text that is part of nothing."""
    with opened(pdf_of(daily("hi"))) as pdf:
        for page in pdf.pages:
            marks: list[str] = []
            for one in pikepdf.parse_content_stream(page):
                assert isinstance(one, pikepdf.ContentStreamInstruction)
                operator = one.operator
                if str(operator) in ("BDC", "BMC"):
                    marks.append(str(one.operands[0]))
                elif str(operator) == "EMC":
                    marks.pop()
                elif str(operator) in ("Tj", "TJ", "Do", "f", "S", "B", "sh"):
                    assert marks, operator
            assert marks == []


@pytest.mark.tools
def test_the_fonts_are_in_the_pdf(daily: Callable[[str], Episode]) -> None:
    lines = poppler("pdffonts", pdf_of(daily("hi"))).splitlines()[2:]
    assert {line.split()[0].partition("+")[2] for line in lines} == {
        "NotoSans-Regular",
        "NotoSans-Bold",
        "NotoSansDevanagari-Regular",
        "NotoSansDevanagari-Bold",
    }
    for line in lines:
        assert re.search(r"yes +yes +yes +\d+ +\d+$", line), line  # embedded, in part, searchable


@pytest.mark.tools
@pytest.mark.parametrize("paper", PAPERS)
def test_the_code_on_paper_leads_to_the_page(
    daily: Callable[[str], Episode], paper: Paper, tmp_path: Path
) -> None:
    offer = daily("de")
    (tmp_path / "sheet.pdf").write_bytes(pdf_of(offer, paper=paper))
    to_png = [find_tool("pdftoppm"), "-r", "150", "-l", "1", "-png"]
    subprocess.run([*to_png, tmp_path / "sheet.pdf", tmp_path / "page"], check=True)
    (page,) = tmp_path.glob("page-*.png")
    decode: list[str | Path] = [find_tool("zbarimg"), "--quiet", "--raw", "--nodbus", page]
    said = subprocess.run(decode, capture_output=True, text=True, check=True).stdout
    assert said.strip() == f"{BASE_URL}{offer.folder}"


@pytest.mark.tools
def test_nothing_is_set_beyond_the_margins(daily: Callable[[str], Episode], tmp_path: Path) -> None:
    """Also not what is longer than anyone writes: every page keeps a white edge."""
    (tmp_path / "sheet.pdf").write_bytes(pdf_of(long_offer(daily("en"))))
    to_png = [find_tool("pdftoppm"), "-r", "50", "-gray", "-png"]
    subprocess.run([*to_png, tmp_path / "sheet.pdf", tmp_path / "page"], check=True)
    for page in tmp_path.glob("page-*.png"):
        picture = Image.open(page).convert("L").point([255 * (grey < 250) for grey in range(256)])
        left, top, right, bottom = picture.getbbox() or (0, 0, 0, 0)
        width, height = picture.size
        edge = 0.4 * 50  # inches
        assert edge < left
        assert edge < top
        assert right < width - edge
        assert bottom < height - edge


def test_without_an_address_there_is_no_code(daily: Callable[[str], Episode]) -> None:
    offer = daily("en")
    files = files_of(offer, site_of(offer, base_url=""))
    with opened(content(files["handout-a4.pdf"])) as pdf:
        told = [alt for tag, alt in structure(pdf.Root.StructTreeRoot) if tag == "Figure"]
    assert not any("http" in alt for alt in told)
    assert b"http:" not in content(files["handout.html"]).replace(b'xmlns="http://www.w3.org', b"")


# However many, however long


def long_offer(offer: Episode) -> Episode:
    """Forty exercises, and texts that nobody writes."""
    exercises = [
        replace(each, title=f"{i} {each.title} " + "Very long " * 20, purpose="x" * 900)
        for i, each in enumerate(offer.content.exercises * 4)
    ][:40]
    signs = ("y" * 2000, *signs_of(offer.content) * 3)
    record = changed(
        offer.record,
        title="A title of three hundred letters " * 10,
        exercises=(*exercises,),
        warnings=Warnings(signs, signs, signs),
        plan=RecordedPlan("P " * 200, "Z" * 300, "soon", "1" * 100),
    )
    return replace(offer, record=record)


@pytest.mark.slow
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("count", [1, 4, 8, 17, 20])
def test_many_exercises_stay_on_few_pages(
    daily: Callable[[str], Episode], count: int, paper: Paper
) -> None:
    offer = daily("en")
    exercises = (offer.content.exercises * 4)[:count]
    many = replace(offer, record=changed(offer.record, exercises=exercises))
    with opened(pdf_of(many, paper=paper)) as pdf:
        assert len(pdf.pages) <= (2 if count < 12 else 3)


@pytest.mark.tools
def test_more_than_fits_goes_on_and_loses_nothing(daily: Callable[[str], Episode]) -> None:
    offer = long_offer(daily("en"))
    pdf = pdf_of(offer)
    text = plain(poppler("pdftotext", pdf, "-raw"))
    for number, each in enumerate(offer.content.exercises, 1):
        assert plain(f"{number}. {each.title}") in text
    assert text.count("x" * 100) >= 40
    for sign in offer.content.warnings.emergency[1:]:
        assert text.count(plain(sign)) >= 3


def test_a_session_without_exercises_has_a_sheet(daily: Callable[[str], Episode]) -> None:
    offer = daily("en")
    nothing = Warnings((), (), ())
    bare = changed(
        offer.record, exercises=(), chapters=(), slots=(), warnings=nothing, needs=(), plan=None
    )
    files = files_of(replace(offer, record=bare), site_of(offer, clinic=Clinic()))
    with opened(content(files["handout-a4.pdf"])) as pdf:
        assert len(pdf.pages) == 1
    assert b"<ol" not in content(files["handout.html"])


# Texts of others


MARKUP = '#eval("1+1") $x$ *b* _i_ `r` @ref <lab> \\ // /* = h'
TURNED = "\u202eexe.evil\u202c \u0301 \ufeff"


@pytest.mark.tools
@pytest.mark.parametrize("text", [MARKUP, HOSTILE, TURNED, "'\"&<>{{ 1 }}"])
def test_hostile_texts_end_as_text(daily: Callable[[str], Episode], text: str) -> None:
    offer = daily("en")
    first = replace(offer.content.exercises[0], title=text, purpose=text, dose_text=text)
    record = changed(
        offer.record,
        title=text,
        subtitle=text,
        exercises=(first,),
        needs=(text,),
        warnings=Warnings((text,), (text,), (text,)),
        plan=RecordedPlan(text, text, text, text),
    )
    site = site_of(offer, clinic=Clinic(text))
    files = files_of(replace(offer, record=record), site)
    shown = plain(sheet_of(site, replace(offer, record=record)).title)
    found = plain(poppler("pdftotext", content(files["handout-a4.pdf"]), "-raw"))
    assert found.count(shown) >= 12
    page = Page(content(files["handout.html"]).decode())
    assert plain(page.text).count(shown) >= 12
    assert not page.odd


class Page(HTMLParser):
    """A page's text, and what should not be in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.odd: list[str] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.odd += [tag] if tag in ("script", "style", "iframe", "object") else []
        self.odd += [name for name in given if name == "style" or name.startswith("on")]
        self.links += [value for name in ("href", "src") if (value := given.get(name))]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": "Knie \u819d"}, "no font holds \u819d (U+819D, CJK UNIFIED IDEOGRAPH-819D)"),
        ({"warnings": Warnings((), (), ("\u05e9\u05dc",))}, "in '\u05e9\u05dc'"),
    ],
)
def test_a_letter_that_no_font_holds_is_an_error(
    daily: Callable[[str], Episode], change: dict[str, Any], said: str
) -> None:
    offer = daily("en")
    offer = replace(offer, record=changed(offer.record, **change))
    with pytest.raises(OutputError) as raised:
        list(handout_files(site_of(offer), offer))
    assert said in str(raised.value)
    assert offer.content.title in str(raised.value)
    assert "other letters" in raised.value.remedy
    with pytest.raises(OutputError, match="no font holds"):
        check_handout(site_of(offer), offer)
    assert list(handout_files(site_of(offer), offer, papers=()))  # the page has the reader's fonts


@pytest.mark.tools
def test_no_text_has_signs_that_nobody_wrote(daily: Callable[[str], Episode]) -> None:
    endless = "Rhabarberbarbarabarbarbarenbartbarbier" * 4
    offer = daily("de")
    offer = replace(offer, record=changed(offer.record, title=endless))
    for text in handout._texts(sheet_of(site_of(offer), offer)):
        assert not {*text} & {*"\u200b\u2060\ufeff"}
    said = poppler("pdftotext", pdf_of(offer, site_of(offer)), "-raw")
    assert "\u200b" not in said
    assert endless in re.sub(r"\s", "", said)


# The same, always


@pytest.mark.slow
def test_the_same_session_gives_the_same_bytes(daily: Callable[[str], Episode]) -> None:
    offer = daily("de")
    first = files_of(offer, papers=("a4", "letter"))
    handout._compiler.cache_clear()
    assert files_of(offer, papers=("a4", "letter")) == first


def test_a_day_is_written_as_one_does(daily: Callable[[str], Episode]) -> None:
    def day(language: str) -> str:
        return dict(sheet_of(site_of(), daily(language)).facts)[daily(language).words.pages.review]

    assert day("en") == "February 1, 2027"
    assert day("de") == "1. Februar 2027"


# The page


@pytest.mark.slow
def test_the_page_needs_nothing_but_its_own_files(daily: Callable[[str], Episode]) -> None:
    offer = daily("en")
    made = [*handout_files(site_of(offer, logo=("png", png())), offer)]
    assert [file.stage for file in made] == ["asset", "asset", "asset", "page", "page", "page"]
    page = Page(content(made[-1]).decode())
    folder = Path("/site") / offer.folder
    paths = {(Path("/site") / file.path).as_posix() for file in made}
    for link in page.links:
        place = Path("/site", *resolved(folder / link))
        assert place.as_posix() in paths or link == "index.html", link
    assert not page.odd
    for each in offer.content.exercises:
        assert each.title in page.text
        assert each.dose_text in page.text


def resolved(path: Path) -> list[str]:
    parts: list[str] = []
    for part in path.parts[2:]:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return parts


def png() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.slow
def test_the_logo_is_on_both(daily: Callable[[str], Episode]) -> None:
    offer = daily("en")
    with opened(pdf_of(offer, site_of(offer, logo=("png", png())))) as pdf:
        told = [alt for tag, alt in structure(pdf.Root.StructTreeRoot) if tag == "Figure"]
    assert told[0] == "Harbour Physiotherapy"
    with pytest.raises(OutputError, match="cannot set the handout") as raised:
        pdf_of(offer, site_of(offer, logo=("png", b"\x89PNG\r\n\x1a\nbroken")))
    assert "logo" in raised.value.remedy


def test_without_typst_there_is_the_page_alone(
    daily: Callable[[str], Episode], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handout, "typst_version", lambda: "")
    files = files_of(daily("en"))
    assert not any(name.endswith(".pdf") for name in files)
    assert b".pdf" not in content(files["handout.html"])


def test_a_site_may_do_without_pdfs(daily: Callable[[str], Episode]) -> None:
    offer = daily("en")
    offer = replace(offer, record=changed(offer.record, title="\u819d"))
    site = site_of(offer, pdfs=False)
    check_handout(site, offer)
    assert not any(name.endswith(".pdf") for name in files_of(offer, site))


def test_what_is_withdrawn_has_none(daily: Callable[[str], Episode]) -> None:
    offer = replace(daily("en"), withdrawn=True)
    assert list(handout_files(site_of(offer), offer)) == []
