"""The handout of a session, on paper: as a page to print, and as PDFs.

Both show the same sheet. The PDFs are set by typst, which the extra `voicecoach[handout]` brings;
without it there is the page alone.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

from voicecoach.base.clock import format_hours
from voicecoach.base.errors import OutputError
from voicecoach.base.litter import scratch
from voicecoach.base.values import dataclass
from voicecoach.fonts import FOLDER, FONT_FAMILIES, missing_letter
from voicecoach.publish.assets import asset, logo_of
from voicecoach.publish.drawings import drawing
from voicecoach.publish.drawings.icons import site_icon
from voicecoach.publish.drawings.words import in_words
from voicecoach.publish.episode import Episode, File, Site
from voicecoach.publish.pages import render_page
from voicecoach.publish.qr import qr_svg
from voicecoach.publish.text import clean, written_day
from voicecoach.publish.timeline_svg import course_svg, kinds_of, swatch_svg

if TYPE_CHECKING:
    from typst import Compiler

Paper = Literal["a4", "letter"]
PAPERS: dict[Paper, str] = {"a4": "a4", "letter": "us-letter"}  # as typst names them

_HERE = Path(__file__).parent.parent
_INK = "#1d5560"  # of the drawings
_LONGEST = 500  # characters of a text
_LONG_WORD = 30  # letters; longer ones may break anywhere
_LABELS = (
    *("course", "exercises", "stop", "emergency", "scan", "handout", "all"),
    *("diary", "diary_how", "date", "did", "pain_before", "pain_after"),
)


@dataclass(frozen=True, slots=True)
class ExerciseRow:
    """An exercise on the sheet."""

    title: str
    dose: str
    purpose: str
    drawing: str
    alt: str


@dataclass(frozen=True, slots=True)
class HandoutSheet:
    """What stands on a handout. Every text is plain; drawings are SVG of our own.

    Attributes:
        facts: labels with what they say: length, needs, prescriber, review.
        course: the drawn timeline, with what it shows in words, and the key to it.
        stop: when to stop, line by line.
        advice: whom to ask before starting.
        warnings: the warning signs, by what they ask for.
        every_day_title: heading of
        every_day: what helps besides the exercises.
        code: QR code of the session's page, or nothing when its address is not known.
        labels: headings and columns.
    """

    language: str
    clinic: str
    programme: str
    title: str
    subtitle: str
    emergency: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[ExerciseRow, ...]
    course: str
    course_alt: str
    key: tuple[tuple[str, str], ...]
    stop: tuple[str, ...]
    warnings_title: str
    advice: str
    warnings: tuple[tuple[str, tuple[str, ...]], ...]
    every_day_title: str
    every_day: tuple[str, ...]
    code: str
    code_alt: str
    address: str
    labels: dict[str, str]


def handout_files(
    site: Site, offer: Episode, papers: Sequence[Paper] = ("a4", "letter")
) -> Iterator[File]:
    """The handout of a session; nothing for one that is withdrawn.

    Args:
        site: whose it is.
        offer: the session.
        papers: of the PDFs. Without typst there are none (see `typst_version`), nor where the site
            wants none.

    Raises:
        OutputError: a text has a letter that no font holds, or the logo cannot be shown.
    """
    if offer.withdrawn:
        return
    sheet = sheet_of(site, offer)
    made = papers if site.pdfs and typst_version() else ()
    pdfs = [File(f"{offer.folder}handout-{paper}.pdf", pdf(site, sheet, paper)) for paper in made]
    style, icon, logo = asset("handout.css"), site_icon(site), logo_of(site)
    yield from filter(None, (style, icon, logo))
    yield from pdfs
    up = "../" * offer.folder.count("/")
    page = render_page(
        "handout.html",
        site=site,
        sheet=sheet,
        drawn=Markup,
        style=up + style.path,
        icon=up + icon.path,
        logo=up + logo.path if logo else "",
        pdfs=[(paper, f"handout-{paper}.pdf") for paper in made],
    )
    yield File(f"{offer.folder}handout.html", page)


@cache
def typst_version() -> str:
    """The version of typst that sets the PDFs; nothing when it is not installed."""
    try:
        return version("typst")
    except PackageNotFoundError:
        return ""


# What stands on it


def check_handout(site: Site, offer: Episode) -> None:
    """Say what would keep the PDFs of a session from being set, without setting them.

    Raises:
        OutputError: a text has a letter that no font holds.
    """
    if site.pdfs and typst_version() and not offer.withdrawn:
        _check_letters(sheet_of(site, offer))


def sheet_of(site: Site, offer: Episode) -> HandoutSheet:
    """What stands on the handout of a session."""
    content, words = offer.content, offer.words
    pages, plan = words.pages, content.plan
    address = site.url(offer.folder) if site.base_url else ""
    return HandoutSheet(
        language=content.language,
        clinic=_text(site.clinic.name),
        programme=_text(plan.title if plan else ""),
        title=_text(content.title),
        subtitle=_text(content.subtitle),
        emergency=_text(site.emergency(offer)),
        facts=(*_facts(offer),),
        rows=(*_rows(offer),),
        course=course_svg(content),
        course_alt=f"{pages.course}: {_course_in_words(offer)}",
        key=tuple((swatch_svg(kind), pages.course_kinds[kind]) for kind in kinds_of(content)),
        stop=(*words.opening.stop, *words.opening.ache),
        warnings_title=words.warnings.title,
        advice=words.warnings.advice,
        warnings=tuple((each.title, tuple(map(_text, each.signs))) for each in offer.warnings),
        every_day_title=words.every_day.title,
        every_day=words.every_day.lines,
        code=qr_svg(address).decode() if address else "",
        code_alt=f"{pages.scan}: {address}" if address else "",
        address=address,
        labels={name: getattr(pages, name) for name in _LABELS},
    )


def _facts(offer: Episode) -> Iterator[tuple[str, str]]:
    content, pages, plan = offer.content, offer.words.pages, offer.content.plan
    yield pages.length, format_hours(content.duration_ms)
    if content.needs:
        needs = offer.words.needs
        yield pages.needs, _text(", ".join(needs.get(need, need) for need in content.needs))
    if plan and plan.prescriber:
        yield pages.prescriber, _text(plan.prescriber)
    if plan and plan.review:
        yield pages.review, _text(written_day(plan.review, content.language)[0])


def _rows(offer: Episode) -> Iterator[ExerciseRow]:
    for each in offer.content.exercises:
        svg = drawing(each.id, each.position).replace("<svg ", f'<svg color="{_INK}" ', 1)
        title, dose, purpose = map(_text, (each.title, each.shown, each.purpose))
        alt = _text(f"{each.title}: {in_words(each, offer.words.pages.positions)}")
        yield ExerciseRow(title, dose, purpose, svg, alt)


def _course_in_words(offer: Episode) -> str:
    chapters = offer.content.chapters
    return "; ".join(f"{format_hours(each.start_ms)} {_text(each.title)}" for each in chapters)


def _text(text: str) -> str:
    """A text as it is set: on one line of plain letters, its endless words breakable."""
    return " ".join(_breakable(word) for word in clean(text, _LONGEST).split())


def _breakable(word: str) -> str:
    """A word with places to break it, when no line would hold it; letters that join stay so."""
    if len(word) <= _LONG_WORD:
        return word
    parts = [word[0]]
    for before, letter in pairwise(word):
        joined = unicodedata.category(letter)[0] == "M" or "\u200d" in (before, letter)
        virama = unicodedata.combining(before) == 9
        parts += [letter] if joined or virama else ["\u200b", letter]
    return "".join(parts)


# As a PDF


def pdf(site: Site, sheet: HandoutSheet, paper: Paper) -> bytes:
    """The handout as a tagged PDF (PDF/UA-1); the same bytes for the same sheet and typst.

    Raises:
        OutputError: a text has a letter that no font holds, or the logo cannot be shown.
    """
    _check_letters(sheet)
    inputs = {"sheet": json.dumps(asdict(sheet)), "paper": PAPERS[paper]}
    if site.logo is None:
        return _set(inputs)
    with scratch() as folder:
        ending, content = site.logo
        (folder / f"logo.{ending}").write_bytes(content)
        return _set(inputs | {"logo": f"logo.{ending}"}, folder)


def _set(inputs: dict[str, str], root: Path | None = None) -> bytes:
    from typst import TypstError

    inputs["families"] = json.dumps(FONT_FAMILIES)
    try:
        made = _compiler().compile(
            input=(_HERE / "templates" / "handout.typ").read_bytes(),
            format="pdf",
            sys_inputs=inputs,
            pdf_standards="ua-1",
            root=root,
        )
    except TypstError as error:
        raise OutputError("handout/typst", reason=error.message) from error
    assert isinstance(made, bytes), "one PDF"
    return made


@cache
def _compiler() -> Compiler:
    from typst import Compiler, Fonts

    ours = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])
    return Compiler(font_paths=ours)


def _check_letters(sheet: HandoutSheet) -> None:
    for text in _texts(sheet):
        letter = missing_letter(text)
        if letter:
            name = unicodedata.name(letter, "no name")
            shown = text if len(text) <= 60 else text[:59] + "\u2026"
            raise OutputError(
                "handout/letter",
                title=sheet.title,
                letter=letter,
                code=ord(letter),
                name=name,
                text=shown,
            )


def _texts(value: object) -> Iterator[str]:
    """Every text that is set; drawings hold figures alone."""
    if isinstance(value, str):
        if not value.startswith("<svg"):
            yield value
    elif isinstance(value, dict):
        yield from _texts((*value.values(),))
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif is_dataclass(value) and not isinstance(value, type):
        yield from _texts(tuple(getattr(value, each.name) for each in fields(value)))


# As a page
