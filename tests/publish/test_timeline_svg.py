"""The drawn timeline shows what the record tells."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import pairwise

from tests.conftest import Session
from tests.records import changed
from voicecoach.publish.timeline_svg import (
    LOOKS,
    WIDTH,
    course_svg,
    kinds_of,
    starts_ms,
    stretches,
    swatch_svg,
)

SVG = "{http://www.w3.org/2000/svg}"


def test_stretches_are_the_whole_session_in_order(desk_break: Session) -> None:
    content = desk_break.content
    found = stretches(content)
    assert (found[0].start_ms, found[-1].end_ms) == (0, content.slots[-1].end_ms)
    for before, after in pairwise(found):
        assert before.end_ms == after.start_ms
        assert before.kind != after.kind


def test_held_time_is_that_of_the_record(desk_break: Session) -> None:
    def length(kind: str) -> int:
        return sum(s.end_ms - s.start_ms for s in stretches(desk_break.content) if s.kind == kind)

    slots = desk_break.content.slots
    assert length("hold") == sum(s.end_ms - s.start_ms for s in slots if s.kind == "hold") > 0


def test_each_exercise_starts_where_its_slots_do(built_silent: Callable[..., Session]) -> None:
    content = built_silent("daily").content
    starts = starts_ms(content)
    assert len(starts) == len(content.exercises)
    assert starts == sorted(starts)
    for start, exercise in zip(starts, content.exercises, strict=True):
        assert start in {slot.start_ms for slot in content.slots}
        own = next(s.exercise for s in content.slots if s.start_ms >= start and s.exercise)
        assert own == exercise.id, "what announces it, which belongs to none, may come first"


def test_bars_lie_in_the_drawing_and_kinds_differ_in_height(desk_break: Session) -> None:
    element = ET.fromstring(course_svg(desk_break.content))
    bars = [path.get("d", "") for path in element.iter(f"{SVG}path")]
    drawn = re.findall(r"M([\d.]+) \d+v-(\d+)h([\d.]+)v\2z", "".join(bars))
    shown = [each for each in stretches(desk_break.content) if each.kind != "rest"]
    assert len(drawn) == "".join(bars).count("M") == len(shown)
    scale = WIDTH / desk_break.content.duration_ms
    for stretch in shown:
        x, width = stretch.start_ms * scale, (stretch.end_ms - stretch.start_ms) * scale
        assert (f"{x:.1f}", str(LOOKS[stretch.kind][1]), f"{width:.1f}") in drawn
    heights = [height for kind, (_, height) in LOOKS.items() if kind != "rest"]
    assert len(set(heights)) == len(heights)
    assert [text.text for text in element.iter(f"{SVG}text")][:2] == ["1", "2"]
    assert len({swatch_svg(kind) for kind in LOOKS}) == len(LOOKS)


def test_the_key_names_what_is_there(desk_break: Session) -> None:
    assert kinds_of(desk_break.content) == ["listen", "move", "hold"]


def test_nothing_is_drawn_of_nothing(desk_break: Session) -> None:
    content = changed(desk_break.record, slots=(), exercises=(), duration_ms=0).content
    assert stretches(content) == []
    assert starts_ms(content) == []
    ET.fromstring(course_svg(content))


def test_minutes_of_a_long_session_stay_apart(desk_break: Session) -> None:
    long = changed(desk_break.record, duration_ms=3 * 3_600_000).content
    element = ET.fromstring(course_svg(long))
    minutes = [text for text in element.iter(f"{SVG}text") if ":" in (text.text or "")]
    assert 4 <= len(minutes) <= 11
