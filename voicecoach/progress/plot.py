"""Pain over time as a picture: in the terminal, as SVG, as PNG.

The picture is a list of lines, dots and texts; SVG and PNG paint the same list.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from html import escape

from voicecoach.base.values import dataclass
from voicecoach.progress.history import History

PAIN_MOST = 10
WIDTH, HEIGHT = 900, 420  # pixels
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 20, 56, 50
_INK, _GRID = "#333333", "#dddddd"
_DOT, _TEXT_SIZE = 4, 14
# What is plotted: when, its colour (told apart also by the colour-blind), its letter.
SERIES = (("before", "#0072b2", "b"), ("during", "#e69f00", "d"), ("after", "#cc3366", "a"))

PlotPoint = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PlotLine:
    """A line through points, in pixels from the top left."""

    points: tuple[PlotPoint, ...]
    colour: str
    width: int = 1


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle."""

    at: PlotPoint
    colour: str


@dataclass(frozen=True, slots=True)
class PlotText:
    """A text that begins at, is centred on, or ends at a point of its base line."""

    at: PlotPoint
    text: str
    colour: str = _INK
    anchor: str = "start"


PlotMark = PlotLine | Dot | PlotText


def plot_marks(history: History, title: str, today: date) -> list[PlotMark]:
    """What the picture shows: the pain of every session, and where stages begin."""
    begin = history.plan.started
    days = max(1, (today - begin).days)

    def at(day: date, pain: float) -> PlotPoint:
        x = _LEFT + (WIDTH - _LEFT - _RIGHT) * (day - begin).days / days
        return x, HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * pain / PAIN_MOST

    marks: list[PlotMark] = [PlotText((_LEFT, 22), title)]
    for pain in range(0, PAIN_MOST + 1, 2):
        marks.append(PlotLine((at(begin, pain), (WIDTH - _RIGHT, at(begin, pain)[1])), _GRID))
        marks.append(PlotText((_LEFT - 10, at(begin, pain)[1] + 5), str(pain), anchor="end"))
    moved = [move.since for move in history.moves if begin < move.since <= today]
    marks += [PlotLine((at(day, 0), at(day, PAIN_MOST)), _GRID, 3) for day in moved]
    marks.append(PlotText((_LEFT, HEIGHT - 18), str(begin)))
    marks.append(PlotText((WIDTH - _RIGHT, HEIGHT - 18), str(today), anchor="end"))
    for index, (when, colour, _) in enumerate(SERIES):
        points = tuple(at(day, pain) for day, pain in _series(history, when) if day <= today)
        marks.append(PlotLine(points, colour, 2))
        marks += [Dot(point, colour) for point in points]
        marks.append(PlotText((_LEFT + 130 * index, 44), f"pain {when}", colour))
    return marks


def _series(history: History, when: str) -> Iterator[tuple[date, int]]:
    for entry in history.entries:
        for said, pain in entry.pains():
            if said == when:
                yield entry.day, pain


def plot_svg(marks: list[PlotMark]) -> str:
    """The picture as SVG."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="sans-serif" font-size="{_TEXT_SIZE}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for mark in marks:
        match mark:
            case PlotLine(points, colour, width):
                path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
                style = f'fill="none" stroke="{colour}" stroke-width="{width}"'
                parts.append(f'<polyline points="{path}" {style}/>')
            case Dot((x, y), colour):
                parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_DOT}" fill="{colour}"/>')
            case PlotText((x, y), text, colour, anchor):
                place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"'
                parts.append(f"<text {place}>{escape(text)}</text>")
    return "\n".join([*parts, "</svg>\n"])


def png(marks: list[PlotMark]) -> bytes:
    """The picture as PNG."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(_TEXT_SIZE)
    for mark in marks:
        match mark:
            case PlotLine(points, colour, width):
                draw.line(points, colour, width)
            case Dot((x, y), colour):
                draw.ellipse((x - _DOT, y - _DOT, x + _DOT, y + _DOT), colour)
            case PlotText(at, text, colour, anchor):
                place = {"start": "ls", "end": "rs"}[anchor]
                draw.text(at, text, colour, font, anchor=place)
    found = io.BytesIO()
    picture.save(found, "PNG", optimize=True)
    return found.getvalue()


def in_terminal(history: History, today: date, columns: int) -> list[str]:
    """The picture as lines of text: a column a day, or several days where there is less room.

    Args:
        history: of the plan.
        today: the last day shown.
        columns: how wide a line may be.
    """
    begin = history.plan.started
    room = max(10, columns - 4)
    per_column = (today - begin).days // room + 1  # days
    wide = (today - begin).days // per_column + 1
    grid = [[" "] * wide for _ in range(PAIN_MOST + 1)]
    for when, _, letter in SERIES:
        for day, pain in _series(history, when):
            if begin <= day <= today:
                cell = (day - begin).days // per_column
                free = grid[pain][cell] in (" ", letter)
                grid[pain][cell] = letter if free else "*"
    lines = [f"{pain:2} |{''.join(grid[pain])}".rstrip() for pain in range(PAIN_MOST, -1, -1)]
    dates = f"{begin}  to  {today}"
    return [*lines, f"   +{'-' * wide}", f"    {dates}", "    pain: b before, d during, a after"]
