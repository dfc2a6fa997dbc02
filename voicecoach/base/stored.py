"""Values that were stored: input like any other, read through the shape that they should have.

A disk, an editor or another program may have changed them since. What does not fit its shape is
named with its place; nothing of it is guessed.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Shape = TypeVar("Shape")
_MOST = 2**53  # the largest whole number that JSON promises to keep
_LARGE = r"[0-9]{16}|[0-9][eE]|Infinity|NaN"  # what no number within it is written with


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
        value: what JSON gives, such as a row.

    Raises:
        Misshapen: it is not of that shape.
    """
    from pydantic import ValidationError

    kind: Any = shape
    # By JSON, for that can be strict: no text is taken for a number, and a list may be a tuple.
    told = json.dumps(value)
    if re.search(_LARGE, told):  # which a text may look like, too
        _check_figures(value, ())
    try:
        read: Shape = adapter(kind).validate_json(told, strict=True)
        return read
    except ValidationError as error:
        fault = error.errors()[0]
        raise Misshapen(_place(fault["loc"]), fault["msg"]) from error


def _check_figures(value: object, where: tuple[object, ...]) -> None:
    """See that no number is beyond what we count, so that one can reckon with each.

    Raises:
        Misshapen: one is.
    """
    # Infinity and what is no number are beyond it too; 1e300 would be read as a whole number.
    if isinstance(value, int | float) and not abs(value) <= _MOST:
        raise Misshapen(_place(where), "The number is too large")
    inner = value.items() if isinstance(value, dict) else ()
    for key, item in enumerate(value) if isinstance(value, list) else inner:
        if isinstance(item, int | float | list | dict):
            _check_figures(item, (*where, key))


def _place(keys: tuple[object, ...]) -> str:
    return ".".join(map(str, keys))


@cache
def adapter(shape: Any) -> TypeAdapter[Any]:
    """What pydantic checks a shape by, made once."""
    from pydantic import TypeAdapter

    return TypeAdapter(shape)
