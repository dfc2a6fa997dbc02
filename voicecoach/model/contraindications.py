"""What an exercise asks of the body that some people must not do: the contraindications."""

from __future__ import annotations

from typing import Literal, get_args

from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.values import dataclass
from voicecoach.formats.fields import Position, Surface

Contraindication = Literal[
    "prone",
    "kneeling",
    "deep-knees",
    "wrists",
    "on-back",
    "floor",
    "loaded-flexion",
    "end-rotation",
    "extension",
    "overhead",
    "one-leg",
    "neck-load",
    "unsupported",
    "hip-precautions",
]

CONTRAINDICATIONS: tuple[Contraindication, ...] = get_args(Contraindication)


def strain_in_words(strain: Contraindication) -> Phrase:
    """What it asks of the body, behind "no "."""
    return phrase(f"strain/{strain}")


# What a position brings about by itself; an exercise adds what its movement does.
OF_POSITION: dict[Position, tuple[Contraindication, ...]] = {
    "standing": (),
    "chair": (),
    "floor-sitting": ("floor",),
    "hands-and-knees": ("floor", "kneeling", "wrists"),
    "childs-pose": ("floor", "kneeling", "deep-knees"),
    "half-kneeling": ("floor", "kneeling", "deep-knees"),
    "lying-on-back": ("floor", "on-back"),
    "lying-face-down": ("floor", "prone"),
    "lying-on-side": ("floor",),
}

UPRIGHT: frozenset[Position] = frozenset(("standing", "chair"))
"""The positions that need neither floor nor bed."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What one lies on, and the way there.

    Attributes:
        positions: those that one gets into on it.
        asks: what getting down to it and up again asks for, whatever is done there: its lines of
            `moves` lead over that.
    """

    positions: frozenset[Position]
    asks: tuple[Contraindication, ...]


_LYING: frozenset[Position] = frozenset(("lying-on-back", "lying-on-side"))
GROUNDS: dict[Surface, Ground] = {
    "floor": Ground(frozenset(get_args(Position)), ("kneeling", "deep-knees", "wrists")),
    "by-sofa": Ground(UPRIGHT | _LYING | {"floor-sitting"}, ("deep-knees", "wrists")),
    "bed": Ground(UPRIGHT | _LYING, ()),
}


def strains_in(position: Position, surface: Surface) -> frozenset[Contraindication]:
    """What a position brings about on a surface: a bed is no floor."""
    return frozenset(OF_POSITION[position]) - ({"floor"} if surface == "bed" else frozenset())
