"""Values that were stored: input like any other, read through the shape that they should have.

A disk, an editor or another program may have changed them since. What does not fit its shape is
named with its place; nothing of it is guessed.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Shape = TypeVar("Shape")


class Misshapen(ValueError):
    """A stored value is not of its shape.

    Attributes:
        place: the keys that lead to the fault, or an empty text.
        reason: why.
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}" if place else reason)
        self.place = place
        self.reason = reason


def as_shape(shape: type[Shape], value: object) -> Shape:
    """Read a stored value.

    Args:
        shape: a dataclass, or any other type that pydantic checks.
        value: plain data, such as a row or what JSON gives.

    Raises:
        Misshapen: it is not of that shape.
    """
    from pydantic import ValidationError

    kind: Any = shape
    try:
        read: Shape = _adapter(kind).validate_python(value)
        return read
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(key) for key in fault["loc"])
        raise Misshapen(place, fault["msg"]) from error


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(shape)
