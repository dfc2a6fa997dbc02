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
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

from voicecoach.base.clock import format_hours
from voicecoach.base.controls import clipped
from voicecoach.base.errors import OutputError
from voicecoach.base.litter import scratch
from voicecoach.base.values import dataclass
from voicecoach.fonts import FOLDER, FONT_FAMILIES, missing_letter
from voicecoach.publish.assets import asset, logo_of
from voicecoach.publish.colours import paper_colours
from voicecoach.publish.drawings import drawing
from voicecoach.publish.drawings.icons import site_icon
from voicecoach.publish.drawings.words import in_words
from voicecoach.publish.episode import Episode, File, Site
from voicecoach.publish.pages import render_page
from voicecoach.publish.qr import qr_svg
from voicecoach.publish.steps import between_exercises, steps_of
from voicecoach.publish.text import clean, written_day, written_length
from voicecoach.publish.timeline_svg import course_svg, kinds_of, swatch_svg

if TYPE_CHECKING:
    from typst import Compiler

Paper = Literal["a4", "letter"]
PAPERS: dict[Paper, str] = {"a4": "a4", "letter": "us-letter"}  # as typst names them

_HERE = Path(__file__).parent.parent
INK = "#1d5560"  # where the clinic has no colour of its own
_MOST_LINES = 3  # of how an exercise is done
_LONGEST = 500  # characters of a text
_LOGO_ALONE = b'#set document(title: "Logo")\n#image("/" + sys.inputs.logo, alt: "Logo")'
_LABELS = (
    *("course", "exercises", "stop", "emergency", "scan", "handout", "all"),
    *("diary", "diary_how", "date", "did", "pain_before", "pain_after"),
)


@dataclass(frozen=True, slots=True)
class ExerciseRow:
    """A step on the sheet: an exercise, or a rest or breathing between them.

    Attributes:
        number: of the exercise; empty for what is none.
        dose: how much of it.
        purpose: what it is for.
        how: how it is done, line by line.
        drawing: SVG; empty for what is no exercise.
        alt: what the drawing shows.
    """

    number: str
    title: str
    dose: str
    purpose: str
    how: tuple[str, ...]
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
        contact: how the clinic is reached.
        ink: the colour of headings and drawings.
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
    contact: str
    ink: str
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
    colours = paper_colours(site)
    yield from filter(None, (style, icon, logo, colours))
    yield from pdfs
    up = "../" * offer.folder.count("/")
    page = render_page(
        "handout.html",
        site=site,
        sheet=sheet,
        drawn=Markup,
        style=up + site.path_of(style),
        icon=up + site.path_of(icon),
        colours=up + site.path_of(colours) if colours else "",
        logo=up + site.path_of(logo) if logo else "",
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


def check_logo(site: Site) -> None:
    """Say what would keep the PDFs of a site from showing its logo, before any is set.

    Raises:
        OutputError: it cannot be shown.
    """
    if site.pdfs and site.logo and typst_version():
        _set_with_logo(_LOGO_ALONE, {}, *site.logo)


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
        rows=(*_rows(offer, site.clinic.colour or INK),),
        course=course_svg(content),
        course_alt=f"{pages.course}: {_course_in_words(offer)}",
        key=tuple((swatch_svg(kind), pages.course_kinds[kind]) for kind in kinds_of(content)),
        stop=(*words.opening.stop, *_aches(offer)),
        warnings_title=words.warnings.title,
        advice=words.warnings.advice,
        warnings=tuple((each.title, tuple(map(_text, each.signs))) for each in offer.warnings),
        every_day_title=words.every_day.title,
        every_day=words.every_day.lines,
        code=qr_svg(address).decode() if address else "",
        code_alt=f"{pages.scan}: {address}" if address else "",
        address=address,
        contact=_text(site.contact),
        ink=site.clinic.colour or INK,
        labels={name: getattr(pages, name) for name in _LABELS},
    )


def _aches(offer: Episode) -> tuple[str, ...]:
    """What the session says of the ache that is acceptable."""
    words, said = offer.words, {cue.text for cue in offer.content.cues}
    found = (line for most in range(10, 0, -1) for line in words.ache_lines(most))
    less = (words.ache_here(most) for most in range(10, 0, -1))
    return tuple(line for line in (*found, *less) if line in said)


def _facts(offer: Episode) -> Iterator[tuple[str, str]]:
    content, pages, plan = offer.content, offer.words.pages, offer.content.plan
    yield pages.length, format_hours(content.duration_ms)
    if content.needs:
        yield pages.needs, _text(offer.needs)
    if plan and plan.prescriber:
        yield pages.prescriber, _text(plan.prescriber)
    if plan and plan.review:
        yield pages.review, _text(written_day(plan.review, content.language)[0])


def _rows(offer: Episode, ink: str) -> Iterator[ExerciseRow]:
    """The exercises, and between them the rests and the breathing, in the order of the session."""
    starts = {step.exercise: step.start_ms for step in steps_of(offer.content)}
    steps: list[tuple[int, ExerciseRow]] = []
    for index in range(len(offer.content.exercises)):
        start_ms = starts.get(index, steps[-1][0] if steps else 0)
        steps.append((start_ms, _exercise_row(offer, index, ink)))
    kinds, language = offer.words.pages.course_kinds, offer.content.language
    for each in between_exercises(offer.content):
        title = _text(each.title) or kinds["rest"]
        length = written_length(each.length_ms, language)
        steps.append((each.start_ms, ExerciseRow("", title, length, "", (), "", "")))
    yield from (row for _, row in sorted(steps, key=lambda step: step[0]))


def _exercise_row(offer: Episode, index: int, ink: str) -> ExerciseRow:
    each, positions = offer.content.exercises[index], offer.words.pages.positions
    svg = drawing(each.id, each.position, each.drawing).replace("<svg ", f'<svg color="{ink}" ', 1)
    title, dose, purpose = map(_text, (each.title, each.shown, each.purpose))
    how = tuple(map(_text, each.how[:_MOST_LINES]))
    alt = _text(f"{each.title}: {in_words(each, positions)}")
    return ExerciseRow(str(index + 1), title, dose, purpose, how, svg, alt)


def _course_in_words(offer: Episode) -> str:
    chapters = offer.content.chapters
    return "; ".join(f"{format_hours(each.start_ms)} {_text(each.title)}" for each in chapters)


def _text(text: str) -> str:
    """A text as it is set: on one line of plain letters."""
    return clean(text, _LONGEST)


# As a PDF


def pdf(site: Site, sheet: HandoutSheet, paper: Paper) -> bytes:
    """The handout as a tagged PDF (PDF/UA-1); the same bytes for the same sheet and typst.

    Raises:
        OutputError: a text has a letter that no font holds, or the logo cannot be shown.
    """
    _check_letters(sheet)
    inputs = {"sheet": json.dumps(asdict(sheet)), "paper": PAPERS[paper]}
    template = (_HERE / "templates" / "handout.typ").read_bytes()
    if site.logo is None:
        return _set(template, inputs)
    return _set_with_logo(template, inputs, *site.logo)


def _set_with_logo(template: bytes, inputs: dict[str, str], ending: str, content: bytes) -> bytes:
    with scratch() as folder:
        (folder / f"logo.{ending}").write_bytes(content)
        return _set(template, inputs | {"logo": f"logo.{ending}"}, folder)


def _set(template: bytes, inputs: dict[str, str], root: Path | None = None) -> bytes:
    from typst import TypstError

    inputs["families"] = json.dumps(FONT_FAMILIES)
    try:
        made = _compiler().compile(
            input=template,
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
            shown = clipped(text, 60)
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
