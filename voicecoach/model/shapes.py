"""Checks documents against the dataclasses of the formats, with pydantic, in people's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

from pydantic import ValidationError

from voicecoach.base.messages import Fault, Faults, InEnglish, Phrase, phrase
from voicecoach.base.messages.table import CODES
from voicecoach.base.stored import adapter
from voicecoach.base.values import replace
from voicecoach.formats.document import Document
from voicecoach.formats.problems import (
    Checked,
    KeyPath,
    Problem,
    Where,
    errors,
    hint,
)
from voicecoach.formats.unwritten import unwritten_fields
from voicecoach.model.dose import DoseError

_Shape = TypeVar("_Shape")


def read_shape(document: Document, shape: type[_Shape]) -> Checked[_Shape]:
    """Check a whole document against a dataclass.

    Returns:
        The value, or None with the problems.
    """
    if document.refused:
        return Checked(None, document.problems)
    value, problems = validated(shape, document.data, Where(document.file))
    problems = document.problems + as_comments(problems, document)
    if value is not None and "file" in unwritten_fields(shape):
        value = replace(value, file=document.file)
    return Checked(None if errors(problems) else value, problems)


def as_comments(problems: list[Problem], document: Document) -> list[Problem]:
    """The problems, but a text that is missing for it begins with `#` is said to do so."""
    return [
        replace(problem, code="unquoted-text", phrase=phrase("unquoted-text/comment"))
        if problem.phrase.kind == "text/missing" and problem.where.path in document.comments
        else problem
        for problem in problems
    ]


def validated(
    shape: Any,
    data: object,
    where: Where,
    also: tuple[str, ...] = (),
    hidden: tuple[str, ...] = (),
) -> tuple[Any, list[Problem]]:
    """Check data against a dataclass.

    Args:
        shape: the dataclass.
        data: what the file says.
        where: its place.
        also: further keys that could be meant by a misspelt one.
        hidden: fields that authors do not write.
    """
    if not isinstance(data, Mapping):
        return None, [Problem.of("bad-value/no-keys", where, key=fields(shape)[0].name)]
    refused = sorted(unwritten_fields(shape) & data.keys())
    problems = [_unknown_key(key, shape, where.at(key), also, hidden) for key in refused]
    written = {key: value for key, value in data.items() if key not in refused}
    try:
        value = adapter(shape).validate_python(written)
    except ValidationError as error:
        faults = _without_wrong_members([*_single_faults(error)])
        problems += [_problem(fault, shape, where, also, hidden) for fault in faults]
        value = None
    return None if problems else value, list(dict.fromkeys(_without_misspelt(problems)))


def _unknown_key(
    name: str, shape: type[Any], where: Where, also: tuple[str, ...], hidden: tuple[str, ...]
) -> Problem:
    known = {*_keys_at(shape, ()), *also} - set(hidden)
    return Problem.of("unknown-key", where, on_key=True, key=name, hint=hint(name, known))


def _without_wrong_members(faults: list[Any]) -> list[Any]:
    """Where a text or one for each side may stand, keep the faults of what the author meant."""
    texts = {fault["loc"][:-1]: fault["input"] for fault in faults if _TEXT_TAG in fault["loc"]}
    sided = {
        loc for loc, said in texts.items() if isinstance(said, Mapping) and {*said} & {*_SIDES}
    }

    def meant(loc: tuple[str | int, ...]) -> bool:
        if _SIDED_TAG in loc:
            return loc[: loc.index(_SIDED_TAG)] in sided
        return _TEXT_TAG not in loc or loc[:-1] not in sided

    return [fault for fault in faults if meant(fault["loc"])]


def _without_misspelt(problems: list[Problem]) -> list[Problem]:
    """A key that was misspelt is not missing too."""
    meant = {
        (problem.where.path[:-1], told.facts.get("meant"))
        for problem in problems
        if problem.code == "unknown-key"
        and isinstance(told := problem.phrase.facts.get("hint"), Phrase)
    }
    return [
        problem
        for problem in problems
        if problem.code != "missing-key"
        or (problem.where.path, problem.phrase.facts.get("key")) not in meant
    ]


def _single_faults(error: ValidationError) -> Iterator[Any]:
    """Pydantic's errors, those with several faults taken apart."""
    for fault in error.errors():
        raised = fault.get("ctx", {}).get("error")
        several = raised.errors if isinstance(raised, Faults) else [raised]
        for one in several:
            yield fault if one is None else fault | {"ctx": {**fault["ctx"], "error": one}}


def _problem(
    fault: Any, shape: type[Any], where: Where, also: tuple[str, ...], hidden: tuple[str, ...]
) -> Problem:
    """Say one of pydantic's errors the way an author would understand it."""
    path: KeyPath = tuple(
        key for key in fault["loc"] if not (isinstance(key, str) and key in _UNION_TAGS)
    )
    raised = fault.get("ctx", {}).get("error")
    if isinstance(raised, Fault):
        place = where.at(*path, *raised.below)
        return Problem(_code_of(raised), place, raised.phrase, raised.offset)
    if path[-1:] == ("[key]",):
        return Problem("bad-value", where.at(*path[:-1]), phrase_of(fault), on_key=True)
    place = where.at(*path)
    name = str(path[-1]) if path else ""
    match fault["type"]:
        case "missing" | "missing_argument":
            purpose = _purpose(shape, path)
            kind = "missing-key/purpose" if purpose else "missing-key"
            return Problem.of(kind, where.at(*path[:-1]), key=name, purpose=InEnglish(purpose))
        case "unexpected_keyword_argument" | "extra_forbidden":
            known = {*_keys_at(shape, path[:-1]), *also} - set(hidden)
            if fault["input"] is None and " " in name:
                return Problem.of("unknown-key/comma", place, on_key=True, key=name)
            meant = hint(name, known)
            return Problem.of("unknown-key", place, on_key=True, key=name, hint=meant)
        case _:
            return Problem("bad-value", place, phrase_of(fault))


def _code_of(fault: Fault) -> str:
    code = fault.phrase.kind.partition("/")[0]
    if code in CODES:
        return code
    return "bad-dose" if isinstance(fault, DoseError) else "bad-value"


def phrase_of(fault: Any) -> Phrase:
    """What is wrong with a value, of one of pydantic's errors."""
    said = str(fault["input"])
    raised = fault.get("ctx", {}).get("error")
    if isinstance(raised, Fault):
        return raised.phrase
    match fault["type"]:
        case "literal_error":
            choices = [choice.strip("'") for choice in _choices(fault["ctx"]["expected"])]
            return phrase("value/choice", value=said, hint=hint(said, choices))
        case "tuple_type" | "list_type":
            return phrase("value/list")
        case "dataclass_type" | "dict_type" | "mapping_type":
            return phrase("value/keys")
        case "bool_type" | "bool_parsing":
            return phrase("value/bool", value=said)
        case "int_type" | "int_parsing" | "int_from_float":
            return phrase("value/whole", value=said)
        case _:
            return phrase("value/other", reason=str(fault["msg"]))


# Pydantic puts the name of a union's member into the place of an error.
_TEXT_TAG, _SIDED_TAG = "function-plain[check()]", "SidedText"
_SIDES = ("left", "right")
_UNION_TAGS = {_TEXT_TAG, _SIDED_TAG, "function-plain[parse_dose()]", "none", "str"}


def _choices(expected: str) -> list[str]:
    return expected.replace(" or ", ", ").split(", ")


def _keys_at(shape: Any, path: KeyPath) -> set[str]:
    found = _shape_at(shape, path)
    names = {f.name for f in fields(found)} if is_dataclass(found) else set()
    return names - unwritten_fields(found)


def _purpose(shape: Any, path: KeyPath) -> str:
    """What the missing key is for, from its docstring in the generated schema."""
    owner: Any = _shape_at(shape, path[:-1])
    name = str(path[-1])
    properties = _properties(owner)
    said = str(properties.get(name, {}).get("description", "")).split("\n")[0]
    return said.rstrip(".").replace("`", "'")


@cache
def _properties(shape: Any) -> dict[str, Any]:
    """The fields of a dataclass in the generated schema; none of anything else."""
    has_fields = is_dataclass(shape)
    schema = adapter(shape).json_schema() if has_fields else {}
    found: dict[str, Any] = schema.get("properties", {})
    return found


def _shape_at(shape: Any, path: KeyPath) -> Any:
    for key in path:
        if isinstance(key, int):
            continue
        shape = _shapes_in(shape).get(key)
    return shape


@cache  # a file may lack thousands of keys
def _shapes_in(shape: Any) -> dict[str, Any]:
    """The dataclass that each field of a dataclass holds, or a list of them; none of others."""
    if not is_dataclass(shape):
        return {}
    return {name: _dataclass_in(hint) for name, hint in get_type_hints(shape).items()}


def _dataclass_in(hint: Any) -> Any:
    if is_dataclass(hint):
        return hint
    return next(filter(None, map(_dataclass_in, get_args(hint))), None)
