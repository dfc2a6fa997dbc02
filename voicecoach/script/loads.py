"""What an exercise asks of the body that some people must not do: the contraindications."""

from __future__ import annotations

from typing import Literal

from voicecoach.script.fields import Position

Load = Literal[
    "prone",
    "kneeling",
    "deep-knees",
    "wrists",
    "on-back",
    "floor",
    "loaded-flexion",
    "end-rotation",
]

# Each load in words, behind "no ".
LOADS: dict[Load, str] = {
    "prone": "lying on the front",
    "kneeling": "kneeling",
    "deep-knees": "deep bending of the knees",
    "wrists": "weight on the wrists",
    "on-back": "lying on the back",
    "floor": "exercise on the floor",
    "loaded-flexion": "bending forward under load",
    "end-rotation": "turning as far as it goes",
}

# What a position brings about by itself; an exercise adds what its movement does.
OF_POSITION: dict[Position, tuple[Load, ...]] = {
    "standing": (),
    "chair": (),
    "floor-sitting": ("floor",),
    "hands-and-knees": ("floor", "kneeling", "wrists"),
    "childs-pose": ("floor", "kneeling", "deep-knees"),
    "lying-on-back": ("floor", "on-back"),
    "lying-face-down": ("floor", "prone"),
    "lying-on-side": ("floor",),
}

# What getting down to the floor and up again brings about for a moment, whatever is done there:
# the lines of `moves` lead over one knee, and over hands and knees.
IN_PASSING: tuple[Load, ...] = ("kneeling", "deep-knees", "wrists")
