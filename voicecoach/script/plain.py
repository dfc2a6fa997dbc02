"""Dataclasses to and from JSON values, for the cache of read scripts.

Only what pydantic has checked is written, so reading it back trusts the values and needs no pydantic:
a warm build stays quick.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

to_plain = asdict


def revive(shape: Any, value: Any) -> Any:
    """Build a value of a type from what `to_plain` and JSON made of it."""
    return _reader(shape)(value)


@cache
def _reader(shape: Any) -> Callable[[Any], Any]:
    if is_dataclass(shape):
        return _dataclass_reader(shape)
    origin, arguments = get_origin(shape), get_args(shape)
    if origin is tuple:
        item = _reader(arguments[0])
        return lambda value: tuple([item(element) for element in value])
    if origin in (Union, types.UnionType):
        return _union_reader(arguments)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        item = _reader(arguments[1])
        return lambda value: {key: item(element) for key, element in value.items()}
    return _tuples


def _dataclass_reader(shape: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(shape)
    readers = {f.name: _reader(hints[f.name]) for f in fields(shape) if f.init}
    later = [f.name for f in fields(shape) if not f.init]

    def read(value: Any) -> Any:
        made = shape(**{name: reader(value[name]) for name, reader in readers.items()})
        for name in later:
            object.__setattr__(made, name, value[name])
        return made

    return read


def _union_reader(members: tuple[Any, ...]) -> Callable[[Any], Any]:
    """Choose a dataclass by its names; what is no mapping is a simple value, or a tuple of them."""
    shapes = [member for member in members if is_dataclass(member)]
    by_names = {frozenset(f.name for f in fields(shape)): _reader(shape) for shape in shapes}
    tuples = [_reader(member) for member in members if get_origin(member) is tuple]

    def read(value: Any) -> Any:
        if isinstance(value, dict) and by_names:
            return by_names[frozenset(value)](value)
        if isinstance(value, list) and tuples:
            return tuples[0](value)
        return value

    return read


def _tuples(value: Any) -> Any:
    """Any JSON value; lists come back as the tuples that they were."""
    if isinstance(value, list):
        return tuple(_tuples(item) for item in value)
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return value
