"""How a session runs, as a drawing: what is done when, and where each exercise starts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from voicecoach.base.values import dataclass
from voicecoach.model.slots import SlotKind
from voicecoach.publish.steps import steps_of
from voicecoach.session.record import SessionContent

SegmentKind = Literal["listen", "move", "hold", "breathe", "rest"]

_KINDS: dict[SlotKind, SegmentKind] = {
    "move": "move",
    "hold": "hold",
    "work": "move",
    "breathe": "breathe",
    "rest": "rest",
}  # all else is for listening
# Colour and height of each: heights tell them apart where colours do not. A rest is a gap.
LOOKS: dict[SegmentKind, tuple[str, int]] = {
    "listen": ("#8aa3a6", 12),
    "move": ("#2e7d8c", 34),
    "hold": ("#9a4a1c", 56),
    "breathe": ("#6b5ca5", 24),
    "rest": ("#ffffff", 12),
}
WIDTH, HEIGHT = 1000, 112
_BASE, _NUMBERS, _MINUTES = 86, 16, 106  # where the bars stand, and both rows of figures
_INK = "#33474a"
_LEAST_APART = 20  # between figures
_STEPS_MIN = (1, 2, 5, 10, 15, 30, 60)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch in which one kind of thing is done."""

    kind: SegmentKind
    start_ms: int
    end_ms: int


def stretches(content: SessionContent) -> list[Segment]:
    """The session as stretches, neighbours of one kind joined."""
    found: list[Segment] = []
    for slot in content.slots:
        kind = _KINDS.get(slot.kind, "listen")
        if found and found[-1].kind == kind and found[-1].end_ms == slot.start_ms:
            found[-1] = Segment(kind, found[-1].start_ms, slot.end_ms)
        else:
            found.append(Segment(kind, slot.start_ms, slot.end_ms))
    return found


def kinds_of(content: SessionContent) -> list[SegmentKind]:
    """The kinds of things that are done in the session, always in the same order."""
    there = {stretch.kind for stretch in stretches(content)}
    return [kind for kind in LOOKS if kind in there]


def starts_ms(content: SessionContent) -> list[int]:
    """Where each of the record's exercises starts, in their order."""
    return [step.start_ms for step in steps_of(content) if step.exercise is not None]


def course_svg(content: SessionContent) -> str:
    """The drawing: bars over a line of minutes, exercises by number; it holds no words."""
    scale = WIDTH / max(content.duration_ms, 1)
    parts = [
        *_bars(content, scale),
        *_numbers(starts_ms(content), scale),
        *_minutes(content.duration_ms, scale),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" fill="{_INK}" '
        f'font-family="Noto Sans, sans-serif" font-size="15" text-anchor="middle">'
        f"{''.join(parts)}</svg>"
    )


def swatch_svg(kind: SegmentKind) -> str:
    """The key to one kind in the drawing."""
    colour, height = LOOKS[kind]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 60">'
        f'<rect x="6" y="{58 - height}" width="36" height="{height}" fill="{colour}"/>'
        f'<rect x="0" y="58" width="48" height="2" fill="{_INK}"/></svg>'
    )


def _bars(content: SessionContent, scale: float) -> Iterator[str]:
    shapes: dict[SegmentKind, list[str]] = {}
    for stretch in stretches(content):
        if stretch.kind != "rest":
            start, end, height = stretch.start_ms, stretch.end_ms, LOOKS[stretch.kind][1]
            width = (end - start) * scale
            shape = f"M{start * scale:.1f} {_BASE}v-{height}h{width:.1f}v{height}z"
            shapes.setdefault(stretch.kind, []).append(shape)
    for kind, drawn in shapes.items():  # hundreds of them, which as boxes would be most of a sheet
        yield f'<path fill="{LOOKS[kind][0]}" d="{"".join(drawn)}"/>'
    yield _box(0, _BASE, WIDTH, 2, _INK)


def _numbers(starts: list[int], scale: float) -> Iterator[str]:
    """The numbers of the exercises, over a line where each starts; close ones go without."""
    last = -float(_LEAST_APART)
    for number, start in enumerate(starts, 1):
        x = start * scale
        yield _box(x - 0.75, _NUMBERS + 4, 1.5, _BASE - _NUMBERS - 4, _INK)
        if x - last >= _LEAST_APART:
            yield f'<text x="{_inside(x):.1f}" y="{_NUMBERS}" font-weight="bold">{number}</text>'
            last = x


def _minutes(duration_ms: int, scale: float) -> Iterator[str]:
    minutes = duration_ms / 60_000
    step = next((step for step in _STEPS_MIN if minutes / step <= 10), 60)
    for minute in range(0, int(minutes) + 1, step):
        x = minute * 60_000 * scale
        yield _box(x - 0.75, _BASE, 1.5, 7, _INK)
        yield f'<text x="{_inside(x):.1f}" y="{_MINUTES}">{minute}:00</text>'


def _inside(x: float) -> float:
    """Where a figure stands, so that all of it is in the drawing."""
    return min(max(x, 22), WIDTH - 22)


def _box(x: float, y: float, width: float, height: float, colour: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.0f}" width="{width:.1f}" height="{height:.0f}" fill="{colour}"/>'
    )
