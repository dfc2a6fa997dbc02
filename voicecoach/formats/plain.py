"""Dataclasses to and from JSON values, for the cache of read scripts.

Only what pydantic has checked is written, so reading it back trusts the values and needs no
pydantic: a warm build stays quick.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

_Value = TypeVar("_Value")

to_plain = asdict


def revive(shape: type[_Value], value: object) -> _Value:
    """Build a value of a type from what `to_plain` and JSON made of it."""
    kind: Any = shape  # the type of a variable counts as no key of a cache
    made: _Value = _reader(kind)(value)
    return made


@cache
def _reader(shape: Any) -> Callable[[Any], Any]:
    """How values of a type are read; inner types are looked up when met: some hold themselves."""
    shape = _bare(shape)
    if is_dataclass(shape):
        return _dataclass_reader(shape)
    origin, arguments = get_origin(shape), get_args(shape)
    if origin is tuple:
        return lambda value: tuple(map(_reader(arguments[0]), value))
    if origin in (Union, types.UnionType):
        return _union_reader([_bare(member) for member in arguments])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return lambda value: {key: _reader(arguments[1])(item) for key, item in value.items()}
    return _tuples


def _dataclass_reader(shape: Any) -> Callable[[Any], Any]:
    hints: dict[str, Any] = {f.name: f.type for f in fields(shape)}
    kinds = [(name, _reader(_evaluated(hint, shape.__module__))) for name, hint in hints.items()]

    def read(value: Any) -> Any:
        made = object.__new__(shape)  # what was kept has been checked
        for name, reader in kinds:
            object.__setattr__(made, name, reader(value[name]))
        return made

    return read


def _bare(hint: Any) -> Any:
    """A type without what `Annotated` says of it."""
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


@cache
def _evaluated(hint: Any, module: str) -> Any:
    """The type of a field: `typing.get_type_hints` takes five times as long to say the same."""
    return eval(hint, vars(sys.modules[module])) if isinstance(hint, str) else hint


def _union_reader(members: list[Any]) -> Callable[[Any], Any]:
    """Choose a dataclass by its names; what is no mapping is a simple value, or a tuple of them."""
    by_names: dict[frozenset[str], Any] = {
        frozenset(f.name for f in fields(member)): member
        for member in members
        if is_dataclass(member)
    }
    listed = next((member for member in members if get_origin(member) is tuple), None)

    def read(value: Any) -> Any:
        if isinstance(value, dict) and by_names:
            return _reader(by_names[frozenset(value)])(value)
        if isinstance(value, list) and listed:
            return _reader(listed)(value)
        return value

    return read


def _tuples(value: Any) -> Any:
    """Any JSON value; lists come back as the tuples that they were."""
    if isinstance(value, list):
        return tuple(_tuples(item) for item in value)
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return value
