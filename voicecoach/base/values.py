"""Values: frozen dataclasses that cost little to define.

The standard library compiles six methods for each dataclass, which takes 0.3 ms. A warm build
defines more than a hundred, and makes values of half of them, so that was a third of its time.
Here a class gets the same fields; the methods that tell, compare and guard a value are shared by
all classes, and `__init__` is compiled when the first value is made.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

_Kind = TypeVar("_Kind", bound=type[Any])


def _value(*, frozen: bool, slots: bool = False) -> Callable[[_Kind], _Kind]:
    """Make a class a value, as `dataclasses.dataclass(frozen=True)` does.

    Args:
        frozen: true; what changes is no value, and a dataclass of the standard library.
        slots: its instances have no `__dict__`.
    """
    assert frozen, "what changes is no value"

    def define(cls: _Kind) -> _Kind:
        made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
        every = dataclasses.fields(made)
        made.__compared__ = _getter([each.name for each in every if each.compare])
        made.__hashed__ = _getter([each.name for each in every if _counts(each)])
        made.__init__ = _deferred(made)
        kept = (__getstate__, __setstate__) if slots else ()  # else copies go by `__dict__`
        for method in (__repr__, __eq__, __hash__, __setattr__, __delattr__, *kept):
            if vars(cls).get(method.__name__) is None:  # a class may have its own
                setattr(made, method.__name__, method)
        return made  # type: ignore[no-any-return]

    return define


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # a type checker knows what that does
else:
    dataclass = _value


def _counts(each: Field[Any]) -> bool:
    """Whether a field counts for the hash: as it is compared, unless it says so itself."""
    return each.compare if each.hash is None else each.hash


def _getter(names: list[str]) -> Callable[[Any], Any]:
    """Return what gives the values of some fields at once."""
    return attrgetter(*names) if names else type


def _deferred(cls: Any) -> Callable[..., None]:
    """Compile `__init__` when it is first called."""

    def __init__(self: Any, *args: Any, **named: Any) -> None:
        cls.__init__ = _compiled_init(cls)
        cls.__init__(self, *args, **named)

    return __init__


def _compiled_init(cls: Any) -> Any:
    names: dict[str, Any] = {"_set": object.__setattr__, "_MISSING": MISSING}
    slots = vars(cls).get("__slots__", ())
    by_place, by_name, body = ["self"], list[str](), list[str]()
    for each in dataclasses.fields(cls):
        parameter, value = _parameter(each, names)
        if each.init:
            (by_name if each.kw_only else by_place).append(parameter)
        elif each.default_factory is MISSING:
            continue  # `__post_init__` sets it, or the class has it
        if each.name in slots:  # a slot's own setter takes two thirds of the time
            names[f"_set_{each.name}"] = vars(cls)[each.name].__set__
            body.append(f"_set_{each.name}(self, {value})")
        else:
            body.append(f"_set(self, {each.name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    parameters = ", ".join([*by_place, *(["*", *by_name] if by_name else [])])
    exec(f"def __init__({parameters}):\n {'; '.join(body) or 'pass'}", names)
    return names["__init__"]


def _parameter(each: Field[Any], names: dict[str, Any]) -> tuple[str, str]:
    """Return a field's parameter, and the expression that gives its value."""
    name = each.name
    if each.default is not MISSING:
        names[f"_default_{name}"] = each.default
        return f"{name}=_default_{name}", name
    if each.default_factory is MISSING:
        return name, name
    names[f"_make_{name}"] = each.default_factory
    if not each.init:
        return "", f"_make_{name}()"
    return f"{name}=_MISSING", f"_make_{name}() if {name} is _MISSING else {name}"


def __repr__(self: Any) -> str:
    shown = (each.name for each in dataclasses.fields(self) if each.repr)
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
    return f"{type(self).__qualname__}({values})"


def __eq__(self: Any, other: object) -> Any:
    compared, own = self.__compared__, self.__class__
    return compared(self) == compared(other) if other.__class__ is own else NotImplemented


def __hash__(self: Any) -> int:
    return hash(self.__hashed__(self))


def __setattr__(_self: Any, name: str, _value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def __delattr__(_self: Any, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def __getstate__(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in dataclasses.fields(self)]


def __setstate__(self: Any, state: list[Any]) -> None:
    for each, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)
