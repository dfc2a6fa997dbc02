"""Draws a session's timeline as an SVG picture for the documentation.

Above, the whole session in rows of ten minutes, each stretch coloured by what happens in it, each
sound a stroke below it; under that, some seconds enlarged, with the words that are heard in them.
The picture brings its own background and follows the reader's light or dark scheme.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from voicecoach.base.clock import format_clock
from voicecoach.base.units import format_duration
from voicecoach.coach.placing import PlacedCue, PlacedSlot
from voicecoach.coach.schedule import Schedule
from voicecoach.coach.timeline import Tone

WIDTH_PX = 900
MARGIN_PX = 28
PLOT_PX = WIDTH_PX - 2 * MARGIN_PX
ROW_MS = 600_000
LETTER_PX = 7.0  # of 12 px text in the widest of the usual fonts: labels must not collide
SOUND_LEAST_PX = 1.2

# What the kinds of slot are called here; the order is that of the legend.
CLASSES = {
    "words": "the coach explains",
    "settle": "time to get into position",
    "move": "movement",
    "hold": "hold",
    "breathe": "paced breathing",
    "rest": "rest",
}
_OF_KIND = {kind: kind for kind in ("settle", "move", "hold", "breathe", "rest")} | {"work": "move"}

_LIGHT = {
    "card": "#ffffff", "edge": "#d5dbe3", "text": "#1c2733", "muted": "#5d6b7a", "sound": "#33475b",
    "words": "#a9b8cb", "settle": "#e4e9ef", "move": "#2b9a8c", "hold": "#e39a2d",
    "breathe": "#6f8ff0", "rest": "#b9cfa3",
}  # fmt: skip
_DARK = {
    "card": "#12181f", "edge": "#2d3845", "text": "#e7edf3", "muted": "#93a2b2", "sound": "#b9c7d6",
    "words": "#56697f", "settle": "#26303b", "move": "#2fa597", "hold": "#dd9630",
    "breathe": "#6181e6", "rest": "#66804f",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Extract:
    """The seconds that are enlarged.

    Attributes:
        title: of them.
        start_ms: where they begin.
        length_ms: how many.
    """

    title: str
    start_ms: int
    length_ms: int


def extract_of(schedule: Schedule, exercise: str, before_ms: int, length_ms: int) -> Extract:
    """The seconds around the first movement of an exercise."""
    first = next(
        placed
        for placed in schedule.slots
        if placed.slot.exercise == exercise and placed.slot.rep == 1
    )
    title = next(done.title for done in schedule.timeline.exercises if done.exercise == exercise)
    return Extract(title, first.start_ms - before_ms, length_ms)


def timeline_svg(schedule: Schedule, extract: Extract) -> str:
    """Draw a session; the same schedule gives the same text."""
    parts = [_text(MARGIN_PX, 40, schedule.timeline.title, "title")]
    about = f"about {round(schedule.total_ms / 60_000)} minutes, {len(schedule.cues)} sounds"
    parts.append(_text(WIDTH_PX - MARGIN_PX, 40, about, "muted end"))
    parts += _legend(schedule, 66)
    y = 92.0
    for start in range(0, schedule.total_ms, ROW_MS):
        row, height = _row(schedule, start, y)
        parts += row
        y += height
    enlarged, height = _enlarged(schedule, extract, y + 6)
    parts += enlarged
    y += 6 + height
    return _document(parts, y, schedule.timeline.title)


# The whole session


def _legend(schedule: Schedule, y: float) -> Iterator[str]:
    present = {_class(placed) for placed in schedule.slots}
    x = float(MARGIN_PX)
    for name, label in CLASSES.items():
        if name in present:
            yield _box(x, y - 9, 14, 11, name)
            yield _text(x + 20, y, label, "muted")
            x += 20 + len(label) * LETTER_PX + 18
    yield _sound(x, y - 9, SOUND_LEAST_PX, 11)
    yield _sound(x + 5, y - 9, 4, 11)
    yield _text(x + 16, y, "a word or a tone", "muted")


def _row(schedule: Schedule, start_ms: int, y: float) -> tuple[list[str], float]:
    """One row, and how high it is."""
    end_ms = min(start_ms + ROW_MS, schedule.total_ms)
    scale = PLOT_PX / ROW_MS
    labels, levels = _chapter_labels(schedule, start_ms, end_ms, scale, y + 11)
    band_y = y + 15 * levels + 3
    parts = labels
    for placed in schedule.slots:
        parts += _slot_box(placed, start_ms, end_ms, scale, band_y, 26)
    for cue in schedule.cues:
        if start_ms <= cue.start_ms < end_ms:
            x = MARGIN_PX + (cue.start_ms - start_ms) * scale
            width = max(SOUND_LEAST_PX, cue.length_ms * scale - 0.5)
            parts.append(_sound(x, band_y + 29, width, 7))
    for ms in range(start_ms, end_ms + 1, 60_000):
        x = MARGIN_PX + (ms - start_ms) * scale
        minute = f"{ms // 60_000} min" if ms == start_ms else str(ms // 60_000)
        anchor = "start" if ms == start_ms else "middle"
        parts.append(_text(x, band_y + 50, minute, f"small {anchor}"))
    return parts, 15 * levels + 3 + 50 + 18


def _chapter_labels(
    schedule: Schedule, start_ms: int, end_ms: int, scale: float, y: float
) -> tuple[list[str], int]:
    """The chapters' names where they begin, on the first free of two lines.

    What has no room before the row's end stands at the start of the next; there, too, the name of
    the chapter that goes on, faintly.
    """
    starts = [(p.start_ms, p.slot.chapter) for p in schedule.slots if p.slot.chapter]
    here = [(ms, title) for ms, title in starts if start_ms <= ms < end_ms]
    room_ms = (here[0][0] if here else end_ms) - start_ms
    free = [0.0, 0.0]
    placed: list[tuple[float, int, str, str]] = []
    for ms, title in [(ms, title) for ms, title in starts if ms < start_ms][-1:]:
        if _label_px(title) < room_ms * scale:
            before = MARGIN_PX + (ms - start_ms + ROW_MS) * scale
            late = before + _label_px(title) > WIDTH_PX
            placed.append((MARGIN_PX, 0, title, "name" if late else "muted"))
    for ms, title in here:
        x = MARGIN_PX + (ms - start_ms) * scale
        if x + _label_px(title) <= WIDTH_PX:
            line = 0 if free[0] <= x else 1
            free[line] = x + _label_px(title)
            placed.append((x, line, title, "name"))
    levels = 1 + max((line for _, line, _, _ in placed), default=0)
    # The second line is the upper one, so that most names stand next to their band.
    return [_text(x, y + 15 * (levels - 1 - line), t, kind) for x, line, t, kind in placed], levels


def _label_px(title: str) -> float:
    return len(title) * LETTER_PX + 10


# Some seconds enlarged


def _enlarged(schedule: Schedule, extract: Extract, y: float) -> tuple[list[str], float]:
    """The enlarged seconds with their words, and how high they are."""
    start_ms, end_ms = extract.start_ms, extract.start_ms + extract.length_ms
    scale = PLOT_PX / extract.length_ms
    seconds = format_duration(extract.length_ms).removesuffix("s")
    heading = f"Enlarged: {seconds} seconds of {extract.title}"
    parts = [f'<line class="edge" x1="0" x2="{WIDTH_PX}" y1="{y:.1f}" y2="{y:.1f}"/>']
    parts.append(_text(MARGIN_PX, y + 30, heading, "name"))
    parts.append(_text(WIDTH_PX - MARGIN_PX, y + 30, "one mark a second", "muted end"))
    heard = [c for c in schedule.cues if start_ms <= c.start_ms < end_ms - 400]
    levels = _levels(heard, start_ms, scale)
    words_y, line_px = y + 56, 17
    sounds_y = words_y + line_px * (max(levels, default=0) + 1) - 4
    band_y = sounds_y + 14
    words: list[str] = []
    for cue, level in zip(heard, levels, strict=True):
        x = MARGIN_PX + (cue.start_ms - start_ms) * scale
        width = min(cue.length_ms * scale, MARGIN_PX + PLOT_PX - x)
        baseline = sounds_y - 6 - line_px * level
        parts.append(_leader(x + 0.6, baseline - 9 if level else baseline + 3, sounds_y + 9))
        parts.append(_sound(x, sounds_y, width, 9))
        kind = "tone" if isinstance(cue.sound, Tone) else "said"
        words.append(_text(x + (5 if level else 0), baseline, _said(cue), kind))
    parts += words  # over the lines that lead to higher ones
    for placed in schedule.slots:
        parts += _slot_box(placed, start_ms, end_ms, scale, band_y, 30)
        parts += _slot_label(placed, start_ms, end_ms, scale, band_y + 20)
    for ms in range(-(-start_ms // 1000) * 1000, end_ms, 1000):
        x = MARGIN_PX + (ms - start_ms) * scale
        parts.append(_tick(x, band_y + 33))
        if ms % 5000 == 0:
            parts.append(_text(x, band_y + 51, format_clock(ms), "small middle"))
    return parts, band_y + 33 + 40 - y


def _levels(cues: list[PlacedCue], start_ms: int, scale: float) -> list[int]:
    """For each cue the lowest line above the sounds on which its words run into no others."""
    free: list[float] = []
    levels = []
    for cue in cues:
        x = (cue.start_ms - start_ms) * scale
        level = next((n for n, edge in enumerate(free) if edge <= x), len(free))
        free[level : level + 1] = [x + len(_said(cue)) * LETTER_PX + 10]
        levels.append(level)
    return levels


def _said(cue: PlacedCue) -> str:
    return f"{cue.sound.name} tone" if isinstance(cue.sound, Tone) else cue.sound.text


def _slot_label(
    placed: PlacedSlot, start_ms: int, end_ms: int, scale: float, y: float
) -> Iterator[str]:
    """A slot's kind and length, where there is room for them."""
    if placed.start_ms < start_ms or placed.end_ms > end_ms:
        return
    kind, length = placed.slot.kind, placed.end_ms - placed.start_ms
    label = f"{kind} {format_duration(round(length, -2))}"
    if len(label) * LETTER_PX > length * scale - 6:
        label = kind
    if len(label) * LETTER_PX <= length * scale - 4:
        x = MARGIN_PX + ((placed.start_ms + placed.end_ms) / 2 - start_ms) * scale
        yield _text(x, y, label, f"on-{_class(placed)} middle")


# Shapes


def _class(placed: PlacedSlot) -> str:
    return _OF_KIND.get(placed.slot.kind, "words")


def _slot_box(
    placed: PlacedSlot, start_ms: int, end_ms: int, scale: float, y: float, height: float
) -> Iterator[str]:
    begin, end = max(placed.start_ms, start_ms), min(placed.end_ms, end_ms)
    if begin < end:
        x = MARGIN_PX + (begin - start_ms) * scale
        yield _box(x, y, (end - begin) * scale, height, _class(placed))


def _box(x: float, y: float, width: float, height: float, name: str) -> str:
    return (
        f'<rect class="{name}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
    )


def _sound(x: float, y: float, width: float, height: float) -> str:
    return _box(x, y, width, height, "sound")


def _leader(x: float, top: float, bottom: float) -> str:
    return f'<line class="leader" x1="{x:.1f}" x2="{x:.1f}" y1="{top:.1f}" y2="{bottom:.1f}"/>'


def _tick(x: float, y: float) -> str:
    return f'<line class="leader" x1="{x:.1f}" x2="{x:.1f}" y1="{y:.1f}" y2="{y + 5:.1f}"/>'


def _text(x: float, y: float, text: str, name: str) -> str:
    return f'<text class="{name}" x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'


def _document(parts: list[str], height: float, title: str) -> str:
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH_PX} {height:.0f}" '
        f'width="{WIDTH_PX}" height="{height:.0f}" role="img" aria-labelledby="name">\n'
        f'<title id="name">Timeline of the session: {escape(title)}</title>\n'
        f"<style>\n{_style()}\n</style>\n"
        f'<rect class="card" x="0.5" y="0.5" width="{WIDTH_PX - 1}" height="{height - 1:.0f}" '
        f'rx="8"/>\n{body}\n</svg>\n'
    )


def _style() -> str:
    font = '-apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif'
    shapes = [
        f"text {{ font: 12px {font}; fill: {_LIGHT['text']} }}",
        ".title { font-size: 19px; font-weight: 600 }",
        ".name { font-weight: 600 }",
        ".small { font-size: 10.5px }",
        ".tone { font-style: italic }",
        ".middle { text-anchor: middle }",
        ".end { text-anchor: end }",
        ".said, .tone { stroke-width: 4px; stroke-linejoin: round; paint-order: stroke }",
        ".on-move, .on-hold { fill: #10181f; font-weight: 600 }",
    ]
    return "\n".join([*shapes, *_colours(_LIGHT), *_in_the_dark()])


def _colours(colours: dict[str, str]) -> Iterator[str]:
    yield f"text {{ fill: {colours['text']} }}"
    yield f".muted, .small, .tone {{ fill: {colours['muted']} }}"
    yield f".said, .tone {{ stroke: {colours['card']} }}"
    yield f".card {{ fill: {colours['card']}; stroke: {colours['edge']} }}"
    yield f".edge {{ stroke: {colours['edge']} }}"
    yield f".leader {{ stroke: {colours['muted']}; stroke-width: 0.8 }}"
    for name in (*CLASSES, "sound"):
        yield f".{name} {{ fill: {colours[name]} }}"


def _in_the_dark() -> Iterator[str]:
    yield "@media (prefers-color-scheme: dark) {"
    yield from _colours(_DARK)
    yield "}"
