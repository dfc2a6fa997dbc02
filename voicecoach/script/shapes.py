"""Checks documents against the dataclasses of the formats, with pydantic, in people's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from voicecoach.script.document import Document
from voicecoach.script.dose import DOSE_KEYS, DoseError
from voicecoach.script.model import (
    BreatheStep,
    ExerciseStep,
    IncludeStep,
    RepeatStep,
    RestStep,
    Routine,
    RoutineHead,
    SayStep,
    SectionStep,
    Step,
    StepBody,
    TransitionStep,
)
from voicecoach.script.problems import KeyPath, Problem, Where, did_you_mean, errors

# The kinds of step that are no exercise: the key that names each, and what it holds.
STEP_KINDS: dict[str, type] = {
    "say": SayStep,
    "rest": RestStep,
    "breathe": BreatheStep,
    "transition": TransitionStep,
    "section": SectionStep,
    "repeat": RepeatStep,
    "include": IncludeStep,
}
# Keys that stand beside the one that names the step.
_BESIDE = {"optional", "steps", "wait"}


def read_shape(document: Document, shape: type[Any]) -> tuple[Any, list[Problem]]:
    """Check a whole document against a dataclass.

    Returns:
        The value, or None with the problems.
    """
    if errors(document.problems):
        return None, document.problems
    value, problems = _validate(shape, document.data, Where(document.file))
    problems = document.problems + problems
    if value is not None and hasattr(value, "file"):
        object.__setattr__(value, "file", document.file)
    return (None if errors(problems) else value), problems


def read_routine(document: Document) -> tuple[Routine | None, list[Problem]]:
    """Check a routine's document: its head, then each step by its kind."""
    if errors(document.problems):
        return None, document.problems
    where = Where(document.file)
    if not isinstance(document.data, Mapping):
        message = "a routine begins with 'routine:', 'title:' and 'steps:'"
        return None, [*document.problems, Problem("bad-value", where, message)]
    head_data = {key: value for key, value in document.data.items() if key != "steps"}
    head, problems = _validate(RoutineHead, head_data, where, also=("steps",))
    steps: tuple[Step, ...] = ()
    if "steps" not in document.data:
        message = "'steps' is missing; list the exercises under 'steps:'"
        problems.append(Problem("missing-key", where, message))
    else:
        steps, step_problems = _read_steps(document.data["steps"], where.at("steps"))
        problems += step_problems
    problems = document.problems + problems
    if head is None or errors(problems):
        return None, problems
    return Routine(head, steps, document.file), problems


def _read_steps(data: object, where: Where) -> tuple[tuple[Step, ...], list[Problem]]:
    if not isinstance(data, list) or not data:
        message = "list at least one step here, each on its own line behind '- '"
        return (), [Problem("bad-value", where, message)]
    steps: list[Step] = []
    problems: list[Problem] = []
    for index, item in enumerate(data):
        step, found = _read_step(item, where.at(index))
        problems += found
        if step:
            steps.append(step)
    return tuple(steps), problems


def _read_step(item: object, where: Where) -> tuple[Step | None, list[Problem]]:
    if isinstance(item, str):
        item = {item: None}
    if not isinstance(item, Mapping) or not item:
        message = f"'{item}' is not a step; write an exercise with its dose, like '- bridge: 10 reps'"
        return None, [Problem("bad-step", where, message)]
    named = [key for key in item if key not in _BESIDE]
    if "say" in named and len(named) > 1 and set(named) - set(STEP_KINDS):
        named.remove("say")
    if len(named) != 1:
        first = named[0] if named else next(iter(item))
        message = (
            f"one step, one exercise: put '- ' before '{named[1]}', or indent it as part of '{first}'"
            if len(named) > 1
            else f"'{first}' belongs to a step; name the step first"
        )
        return None, [Problem("bad-step", where.at(named[-1] if named else first), message)]
    (name,) = named
    optional = item.get("optional", False)
    problems: list[Problem] = []
    if not isinstance(optional, bool):
        message = f"'{optional}' is neither true nor false"
        problems.append(Problem("bad-value", where.at("optional"), message))
    beside = {key: item[key] for key in item if key not in (name, "optional")}
    here = where.at(name)
    if name in STEP_KINDS:
        body, found = _read_kind(name, item[name], beside, where)
    else:
        body, found = _read_exercise_step(name, item[name], beside, here)
        inner = item[name]
        if isinstance(inner, Mapping) and "optional" in inner:
            optional = inner["optional"] is True
    problems += found
    return (Step(body, here, bool(optional)) if body else None), problems


def _read_kind(
    name: str, value: object, beside: dict[str, object], where: Where
) -> tuple[StepBody | None, list[Problem]]:
    steps: tuple[Step, ...] = ()
    problems: list[Problem] = []
    data = dict(value) if name == "say" and isinstance(value, Mapping) else {name: value}
    if name == "say" and "text" in data:
        data["say"] = data.pop("text")
    if name in ("section", "repeat"):
        if "steps" not in beside:
            message = f"'{name}' needs its own 'steps:' on the next line"
            problems.append(Problem("missing-key", where.at(name), message))
        else:
            steps, problems = _read_steps(beside.pop("steps"), where.at("steps"))
    if name == "repeat" and not (type(value) is int and 1 <= value <= 20):
        message = f"'{value}' is not a number of rounds from 1 to 20"
        return None, [*problems, Problem("bad-value", where.at(name), message)]
    body, found = _validate(STEP_KINDS[name], {**data, **beside}, where, hidden=("steps",))
    problems += found
    if body is not None and steps:
        object.__setattr__(body, "steps", steps)
    return (None if errors(problems) else body), problems


def _read_exercise_step(
    name: str, value: object, beside: dict[str, object], where: Where
) -> tuple[StepBody | None, list[Problem]]:
    data: dict[str, object] = {"exercise": name}
    if isinstance(value, Mapping):
        inner = {key: item for key, item in value.items() if key != "optional"}
        figures = {key: inner.pop(key) for key in DOSE_KEYS if key in inner}
        if figures and "dose" in inner:
            message = "give the figures under 'dose' or one by one, not both"
            return None, [Problem("bad-dose", where.at("dose"), message)]
        data |= inner
        if figures:
            data["dose"] = figures
    elif value is not None:
        data["dose"] = value
    body, problems = _validate(
        ExerciseStep, {**data, **beside}, where, also=DOSE_KEYS, hidden=("exercise",)
    )
    if not (isinstance(value, Mapping) and "dose" in value):
        problems = [_without_dose_key(problem, where) for problem in problems]
    return body, problems


def _without_dose_key(problem: Problem, where: Where) -> Problem:
    """Place a dose's problem where its figures stand when the author wrote no `dose` around them."""
    below = problem.where.path[len(where.path) :]
    if below[:1] != ("dose",):
        return problem
    return replace(problem, where=where.at(*below[1:]))


@cache
def adapter(shape: Any) -> TypeAdapter[Any]:
    """Pydantic's checker of a type."""
    return TypeAdapter(shape)


def _validate(
    shape: type[Any],
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
        message = f"this must hold keys like '{fields(shape)[0].name}:'"
        return None, [Problem("bad-value", where, message)]
    try:
        return adapter(shape).validate_python(data), []
    except ValidationError as error:
        problems = []
        seen = set()
        for fault in error.errors():
            problem = _problem(fault, shape, where, also, hidden)
            if (problem.where, problem.code) not in seen:
                seen.add((problem.where, problem.code))
                problems.append(problem)
        return None, problems


def _problem(
    fault: Any, shape: type[Any], where: Where, also: tuple[str, ...], hidden: tuple[str, ...]
) -> Problem:
    """Say one of pydantic's errors the way an author would understand it."""
    path: KeyPath = tuple(
        key for key in fault["loc"] if not (isinstance(key, str) and key in _UNION_TAGS)
    )
    raised = fault.get("ctx", {}).get("error")
    if isinstance(raised, DoseError):
        place = where.at(*path, *([raised.key] if raised.key else []))
        return Problem("bad-dose", place, str(raised), raised.offset)
    place = where.at(*path)
    name = str(path[-1]) if path else ""
    match fault["type"]:
        case "missing" | "missing_argument":
            message = f"'{name}' is missing; {_purpose(shape, path)}"
            return Problem("missing-key", where.at(*path[:-1]), message)
        case "unexpected_keyword_argument" | "extra_forbidden":
            known = {*_keys_at(shape, path[:-1]), *also} - set(hidden)
            message = f"'{name}' is not a key here{did_you_mean(name, known)}"
            return Problem("unknown-key", place, message, on_key=True)
        case "literal_error":
            choices = [choice.strip("'") for choice in _choices(fault["ctx"]["expected"])]
            message = f"'{fault['input']}' is not a choice here{did_you_mean(str(fault['input']), choices)}"
            return Problem("bad-value", place, message)
        case "value_error":
            return Problem("bad-value", place, str(raised))
        case "tuple_type" | "list_type":
            return Problem("bad-value", place, "a list stands here: one item a line, each behind '- '")
        case "dataclass_type" | "dict_type" | "mapping_type":
            return Problem("bad-value", place, "keys with values stand here, like 'kind: move'")
        case "bool_type" | "bool_parsing":
            return Problem("bad-value", place, f"'{fault['input']}' is neither true nor false")
        case "int_type" | "int_parsing" | "int_from_float":
            return Problem("bad-value", place, f"'{fault['input']}' is not a whole number")
        case _:
            return Problem("bad-value", place, fault["msg"])


# Pydantic puts the name of a union's member into the place of an error.
_UNION_TAGS = {
    "function-plain[check()]",
    "function-plain[parse_dose()]",
    "SidedText",
    "none",
    "str",
}


def _choices(expected: str) -> list[str]:
    return expected.replace(" or ", ", ").split(", ")


def _keys_at(shape: Any, path: KeyPath) -> set[str]:
    found = _shape_at(shape, path)
    return {f.name for f in fields(found) if f.init} if is_dataclass(found) else set()


def _purpose(shape: Any, path: KeyPath) -> str:
    """What the missing key is for, from its docstring in the generated schema."""
    owner = _shape_at(shape, path[:-1])
    name = str(path[-1])
    if not is_dataclass(owner):
        return f"write '{name}:'"
    properties = adapter(owner).json_schema().get("properties", {})
    said = str(properties.get(name, {}).get("description", "")).split("\n")[0]
    return f"write '{name}:' here" + (f" ({said.rstrip('.')})" if said else "")


def _shape_at(shape: Any, path: KeyPath) -> Any:
    for key in path:
        if isinstance(key, int):
            continue
        if not is_dataclass(shape):
            return None
        shape = _dataclass_in(get_type_hints(shape).get(key))
    return shape


def _dataclass_in(hint: Any) -> Any:
    if is_dataclass(hint):
        return hint
    return next(filter(None, map(_dataclass_in, get_args(hint))), None)
