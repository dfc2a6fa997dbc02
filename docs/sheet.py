"""Puts the drawings of all exercises, positions and things on one sheet, to be looked at.

The sheet brings its own background and follows the reader's light or dark scheme.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from voicecoach.publish.drawings import props
from voicecoach.publish.drawings.poses import POSITIONS, SCENES
from voicecoach.publish.drawings.poses.standing import STANDING
from voicecoach.publish.drawings.scene import Scene, frame_box, scene_svg

COLUMNS, CELL_PX, GAP_PX, LABEL_PX, HEADING_PX = 4, 200, 20, 24, 44

THINGS: Mapping[str, tuple[props.Prop, ...]] = {
    "Chair": props.chair(100),
    "Wall": props.wall(100),
    "Band": props.band("near hand", (130, 3, 8)),
    "Stick": props.stick("near hand", (112, 0, 8)),
    "Towel": props.towel((100, 3, 0), (124, 3, 0)),
    "Pillow": props.pillow((104, 5, 0), (122, 5, 0)),
    "Roller": props.roller(110),
    "Step": props.step(100),
    "Bed": props.bed(100, 220),
}
"""What stands around a figure, each beside one that stands, to show how large it is."""


def contact_sheet(titles: Mapping[str, str], positions: Mapping[str, str]) -> str:
    """Draw every exercise, every position, and every thing, with its name.

    Args:
        titles: of the exercises, by their names in the library.
        positions: words for each position.
    """
    tables = {
        "Exercises": {titles[name]: scene for name, scene in SCENES.items()},
        "Positions": {positions[name]: scene for name, scene in POSITIONS.items()},
        "Things": {name: Scene(STANDING, things=things) for name, things in THINGS.items()},
    }
    top = float(GAP_PX)
    parts: list[str] = []
    for heading, scenes in tables.items():
        parts.append(f'<text class="heading" x="{GAP_PX}" y="{top + 22:.0f}">{heading}</text>')
        top += HEADING_PX
        every = [*scenes.items()]
        for first in range(0, len(every), COLUMNS):
            row = every[first : first + COLUMNS]
            height = max(_height(scene) for _, scene in row)
            parts += _row(row, top, height)
            top += height + LABEL_PX + GAP_PX
    return _document(parts, top)


def _row(row: list[tuple[str, Scene]], top: float, height: float) -> Iterator[str]:
    """Drawings that stand on one line, each above its name."""
    for column, (name, scene) in enumerate(row):
        left, own = GAP_PX + column * (CELL_PX + GAP_PX), _height(scene)
        place = (
            f'<svg x="{left}" y="{top + height - own:.1f}" width="{CELL_PX}" height="{own:.1f}" '
        )
        yield scene_svg(scene).replace("<svg ", place, 1)
        yield f'<text x="{left}" y="{top + height + 17:.0f}">{escape(name)}</text>'


def _height(scene: Scene) -> float:
    """How high a drawing is when it is as wide as a cell, px."""
    left, bottom, right, top = frame_box(scene)
    return CELL_PX * (top - bottom) / (right - left)


def _document(parts: list[str], height: float) -> str:
    width = GAP_PX + COLUMNS * (CELL_PX + GAP_PX)
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:.0f}" '
        f'width="{width}" height="{height:.0f}" role="img" aria-labelledby="name">\n'
        '<title id="name">The drawings of all exercises</title>\n'
        "<style>\n"
        "svg { color: #1d5560 }\n"
        'text { font: 13px -apple-system, "Segoe UI", "Noto Sans", sans-serif; fill: #1c2733 }\n'
        ".heading { font-size: 19px; font-weight: 600 }\n"
        ".card { fill: #ffffff }\n"
        "@media (prefers-color-scheme: dark) {\n"
        "svg { color: #8fd0dc } text { fill: #e7edf3 } .card { fill: #12181f }\n"
        "}\n</style>\n"
        f'<rect class="card" width="{width}" height="{height:.0f}"/>\n{body}\n</svg>\n'
    )
