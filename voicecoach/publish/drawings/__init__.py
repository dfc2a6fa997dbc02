"""A schematic drawing of each exercise, as SVG."""

from __future__ import annotations

from functools import cache

from voicecoach.publish.drawings.bent import scene_of
from voicecoach.publish.drawings.scene import scene_svg


@cache
def drawing(exercise_id: str, position: str, drawn: str = "") -> str:
    """The drawing of an exercise: where its movement leads, and as an outline where it starts.

    It has no words, no names and no colours of its own: it takes the colour of the text around it,
    may stand in a page any number of times, and is described by whoever puts it there.

    Args:
        exercise_id: its name in the library; others are drawn by their position.
        position: where the body is when its movement starts; unknown ones are drawn as standing.
        drawn: what its own drawing is made of, as its file has it; empty where it has none.
    """
    return scene_svg(scene_of(exercise_id, position, drawn))
