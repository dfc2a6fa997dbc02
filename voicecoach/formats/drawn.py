"""How an exercise of one's own is drawn: as another one, with parts of the body elsewhere.

`bridge; end hip 62 20; start near hand 40 41 8` is the drawing of the bridge with the hips where
the movement leads, and the near hand where it starts, at other places. Figures are those of the
body of joints: a hundred units tall, angles in degrees.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, get_args

from voicecoach.base.controls import clipped
from voicecoach.base.messages import Fault
from voicecoach.base.names import is_name
from voicecoach.base.values import dataclass
from voicecoach.formats.fields import CheckedField

DrawnPose = Literal["end", "start"]
"""Where a movement leads, and where it starts."""
Handle = Literal["hip", "trunk", "head", "near hand", "far hand", "near foot", "far foot"]
"""What can be put elsewhere."""
HANDLES: tuple[Handle, ...] = get_args(Handle)
DRAWN_POSES: tuple[DrawnPose, ...] = get_args(DrawnPose)

_FIGURES = {
    "trunk": 1,
    "head": 1,
    "hip": 2,
}  # angles, and a point of the plane; others are in space
_MOST = 400.0  # units from the middle, and degrees
_SHOWN = 60
_LONGEST = 600
_NUMBER = re.compile(r"-?\d{1,3}(\.\d)?")


@dataclass(frozen=True, slots=True)
class Bend:
    """A part of the body that is elsewhere.

    Attributes:
        stage: in which of the two poses.
        handle: the part.
        figures: an angle, or where it is.
    """

    stage: DrawnPose
    handle: Handle
    figures: tuple[float, ...]

    def __str__(self) -> str:
        """The bend as a file has it."""
        return " ".join((self.stage, self.handle, *(f"{each:.1f}" for each in self.figures)))


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a drawing is made of.

    Attributes:
        like: the exercise, or the position, that it begins with.
        bends: each part of each pose once.
    """

    like: str
    bends: tuple[Bend, ...] = ()

    def __str__(self) -> str:
        """The drawing as a file has it."""
        return "; ".join((self.like, *map(str, self.bends)))

    def bent(self, bend: Bend) -> Drawn:
        """The same with a part elsewhere."""
        key = bend.stage, bend.handle
        others = (each for each in self.bends if (each.stage, each.handle) != key)
        return Drawn(self.like, (*others, bend))


def read_drawn(text: str) -> Drawn:
    """Read what a drawing is made of.

    Raises:
        Fault: it cannot be read, with what to write instead.
    """
    like, *parts = (part.strip() for part in text.split(";"))
    if not is_name(like) or len(text) > _LONGEST:
        raise Fault("drawn/like", text=clipped(like, _SHOWN))
    drawn = Drawn(like)
    for part in parts:
        drawn = drawn.bent(_bend(part))
    return drawn


def _bend(part: str) -> Bend:
    for stage in DRAWN_POSES:
        for handle in HANDLES:
            figures = part.removeprefix(f"{stage} {handle} ").split()
            if len(figures) != _FIGURES.get(handle, 3) or part == " ".join(figures):
                continue
            if all(map(_NUMBER.fullmatch, figures)):
                numbers = tuple(float(each) for each in figures)
                if max(map(abs, numbers)) <= _MOST:
                    return Bend(stage, handle, numbers)
    raise Fault("drawn/bend", text=clipped(part, _SHOWN), handles=[*HANDLES])


@dataclass(frozen=True, slots=True)
class _DrawnText(CheckedField):
    """A drawing as a file has it."""

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, object]:
        return {"type": "string", "minLength": 1, "maxLength": _LONGEST}

    def check(self, value: object) -> str:
        if not isinstance(value, str):
            raise Fault("drawn/like", text=clipped(str(value), _SHOWN))
        return str(read_drawn(value))


DrawnText = Annotated[str, _DrawnText()]
