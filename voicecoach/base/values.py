"""Values: frozen dataclasses that cost little to define.

The standard library compiles six methods for each dataclass, which takes 0.3 ms. A warm build
defines more than a hundred, and makes values of half of them, so that was a third of its time.
Here a class gets the same fields; the methods that tell, compare and guard a value are shared by
all classes. `__init__` and `__replace__` set the fields of the first few values one by one, which
is all that most classes are asked for; they are compiled where more are made.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

_Kind = TypeVar("_Kind", bound=type[Any])
_FEW = 8  # values that are made before compiling a method has cost less


def _value(*, frozen: bool, slots: bool = False) -> Callable[[_Kind], _Kind]:
    """Make a class a value, as `dataclasses.dataclass(frozen=True)` does.

    Args:
        frozen: true; what changes is no value, and a dataclass of the standard library.
        slots: its instances have no `__dict__`.
    """
    assert frozen, "what changes is no value"

    def define(cls: _Kind) -> _Kind:
        written = vars(cls).get("__annotations__", {})
        if written:
            cls.__annotations__ = {name: _certain(text) for name, text in written.items()}
        made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
        every = dataclasses.fields(made)
        if written:
            made.__annotations__ = written
            for each in every:
                each.type = written.get(each.name, each.type)
        made.__compared__ = _getter([each.name for each in every if each.compare])
        made.__hashed__ = _getter([each.name for each in every if _counts(each)])
        made.__init__ = _deferred(made, every, "__init__", _filled, _compiled_init)
        made.__replace__ = _deferred(made, every, "__replace__", _replaced, _compiled_replace)
        kept = (__getstate__, __setstate__) if slots else ()  # else copies go by `__dict__`
        for method in (__repr__, __eq__, __hash__, __setattr__, __delattr__, *kept):
            if vars(cls).get(method.__name__) is None:  # a class may have its own
                setattr(made, method.__name__, method)
        return made  # type: ignore[no-any-return]

    return define


def _certain(text: object) -> object:
    """A type for the text that names it, where that says of a field for certain that it is one.

    The standard library looks in each text three times for what is none.
    """
    return text if not isinstance(text, str) or "Var" in text or "KW_ONLY" in text else object


def _replace(value: Any, /, **changes: Any) -> Any:
    """Give a value that differs in some fields: `dataclasses.replace`, at a fifth of its cost."""
    own = getattr(value.__class__, "__replace__", None)
    return own(value, **changes) if own else dataclasses.replace(value, **changes)


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # a type checker knows what they do
    from dataclasses import replace as replace
else:
    dataclass, replace = _value, _replace


def _counts(each: Field[Any]) -> bool:
    """Whether a field counts for the hash: as it is compared, unless it says so itself."""
    return each.compare if each.hash is None else each.hash


def _getter(names: list[str]) -> Callable[[Any], Any]:
    """Return what gives the values of some fields at once."""
    return attrgetter(*names) if names else type


def _deferred(
    cls: Any,
    every: Sequence[Field[Any]],
    name: str,
    slowly: Callable[..., Any],
    compiled: Callable[[Any], Any],
) -> Callable[..., Any]:
    """Do a method's work slowly for a few times; compile it for more, or for what does not fit."""
    calls = 0

    def method(self: Any, *args: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        made = _Unfit if calls > _FEW else slowly(self, every, args, named)
        if made is not _Unfit:
            return made
        compact = compiled(cls)
        setattr(cls, name, compact)
        return compact(self, *args, **named)

    return method


class _Unfit:
    """What a method gives for arguments that are not its own: the compiled one says what is so."""


def _filled(
    self: Any, every: Sequence[Field[Any]], args: Sequence[Any], named: Mapping[str, Any]
) -> type[_Unfit] | None:
    """Set the fields of a new value."""
    places = [each.name for each in every if each.init and not each.kw_only]
    values = {**dict(zip(places, args, strict=False)), **named}
    if len(values) < len(args) + len(named):
        return _Unfit  # too many, or one given twice
    names = {each.name for each in every if each.init}
    if not values.keys() <= names:
        return _Unfit
    for each in every:
        if each.name in values:
            continue
        if each.default_factory is not MISSING:
            values[each.name] = each.default_factory()
        elif not each.init:
            continue  # `__post_init__` sets it, or the class has it
        elif each.default is MISSING:
            return _Unfit
        else:
            values[each.name] = each.default
    for name, value in values.items():
        object.__setattr__(self, name, value)
    if hasattr(self, "__post_init__"):
        self.__post_init__()
    return None


def _replaced(
    self: Any, every: Sequence[Field[Any]], args: Sequence[Any], changes: Mapping[str, Any]
) -> Any:
    """Give a value that differs in some fields."""
    if args:
        return _Unfit
    kept = {each.name: getattr(self, each.name) for each in every if each.init}
    return self.__class__(**(kept | dict(changes)))


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


def _compiled_replace(cls: Any) -> Any:
    given = [each for each in dataclasses.fields(cls) if each.init]
    parameters = ["self", *(["*"] if given else []), *(f"{each.name}=_KEPT" for each in given)]
    kept = [f"self.{each.name} if {each.name} is _KEPT else {each.name}" for each in given]
    pairs = [*zip(given, kept, strict=True)]
    by_place = [value for each, value in pairs if not each.kw_only]
    by_name = [f"{each.name}={value}" for each, value in pairs if each.kw_only]
    values, names = ", ".join([*by_place, *by_name]), {"_KEPT": MISSING}
    exec(f"def __replace__({', '.join(parameters)}):\n return self.__class__({values})", names)
    return names["__replace__"]


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
