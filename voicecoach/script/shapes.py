"""Checks documents against the dataclasses of the formats, with pydantic, in people's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from voicecoach.script.document import Document
from voicecoach.script.dose import DOSE_KEYS, DoseError, parse_dose
from voicecoach.script.fields import CutError, Figure, is_name
from voicecoach.script.model import (
    RANK_MOST,
    BreatheStep,
    ColdStep,
    ExerciseStep,
    HeatStep,
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
from voicecoach.script.problems import (
    KeyPath,
    PlacedError,
    PlacedErrors,
    Problem,
    Where,
    did_you_mean,
    errors,
)

# The kinds of step that are no exercise: the key that names each, and what it holds.
STEP_KINDS: dict[str, type] = {
    "say": SayStep,
    "rest": RestStep,
    "breathe": BreatheStep,
    "heat": HeatStep,
    "cold": ColdStep,
    "transition": TransitionStep,
    "section": SectionStep,
    "repeat": RepeatStep,
    "include": IncludeStep,
}
# Keys that stand beside the one that names the step.
_OF_LENGTH = ("optional", "extra", "keep", "rank")
_BESIDE = {*_OF_LENGTH, "steps", "wait"}


def read_shape(document: Document, shape: type[Any]) -> tuple[Any, list[Problem]]:
    """Check a whole document against a dataclass.

    Returns:
        The value, or None with the problems.
    """
    if document.refused:
        return None, document.problems
    value, problems = _validate(shape, document.data, Where(document.file))
    problems = document.problems + problems
    if value is not None and hasattr(value, "file"):
        object.__setattr__(value, "file", document.file)
    return (None if errors(problems) else value), problems


def read_routine(document: Document) -> tuple[Routine | None, list[Problem]]:
    """Check a routine's document: its head, then each step by its kind.

    Returns:
        What can be read of it, without its faulty steps, or None; and the problems.
    """
    if document.refused:
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
    if head is None:
        name = Path(document.file).stem
        head = RoutineHead(name, name)
    return Routine(head, steps, document.file), document.problems + problems


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
        what = "this step is empty" if item is None else "this is not a step"
        message = f"{what}; write an exercise with its dose, like '- bridge: 10 reps'"
        return None, [Problem("bad-step", where, message)]
    named = [key for key in item if key not in _BESIDE]
    if not named:
        first = next(iter(item))
        message = f"'{first}' belongs to a step; name the step first, like '- bridge: 10 reps'"
        return None, [Problem("bad-step", where.at(first), message, on_key=True)]
    if named[0] == "exercise":
        message = "name the exercise itself, like '- bridge: 10 reps'"
        return None, [Problem("bad-step", where.at("exercise"), message, on_key=True)]
    if "say" in named[1:]:
        named.remove("say")  # what an exercise or a transition says besides
    name, *strangers = named
    problems = [_stranger(key, name, where) for key in strangers]
    beside = {key: item[key] for key in item if key not in (*_OF_LENGTH, *named)}
    here = where.at(name)
    of_length, wrong = _of_length(item, where)
    if name in STEP_KINDS:
        body, found = _read_kind(name, item[name], beside, where)
    else:
        body, found = _read_exercise_step(name, item[name], beside, here)
        inside, also_wrong = _of_length(item[name], here)
        of_length |= inside
        wrong += also_wrong
    problems += [*wrong, *_against_each_other(of_length, body, where)]
    return (Step(body, here, **of_length) if body else None), problems + found


def _stranger(key: str, name: str, where: Where) -> Problem:
    """What to say of a key that is neither the step's own nor one that may stand beside it."""
    inside = {field.name for field in fields(ExerciseStep)} | {*DOSE_KEYS}
    hint = did_you_mean(key, _BESIDE)
    if name not in STEP_KINDS and key in inside:
        dose = "" if key in ("dose", *DOSE_KEYS) else "dose: ..., "
        message = f"'{key}' belongs inside '{name}'; write '- {name}: {{{dose}{key}: ...}}'"
    elif hint.startswith(", did"):
        message = f"'{key}' is not a key here{hint}"
        return Problem("unknown-key", where.at(key), message, on_key=True)
    else:
        message = f"'{key}' does not belong to '{name}'; if it is the next step, put '- ' before it"
    return Problem("bad-step", where.at(key), message, on_key=True)


def _of_length(item: object, where: Where) -> tuple[dict[str, Any], list[Problem]]:
    """What a step says of fitting it to a length, and what is wrong with that."""
    given: dict[str, Any] = {}
    problems: list[Problem] = []
    for key in _OF_LENGTH:
        if not isinstance(item, Mapping) or key not in item:
            continue
        try:
            given[key] = _read_of_length(key, item[key])
        except ValueError as error:
            problems.append(Problem("bad-value", where.at(key), str(error)))
    return given, problems


def _read_of_length(key: str, value: object) -> bool | int:
    if key == "rank":
        return int(Figure(1, RANK_MOST).check(value))
    if key == "keep":
        if value != "always":
            raise ValueError(f"'{value}' is not a choice here; write 'keep: always'")
        return True
    if not isinstance(value, bool):
        raise ValueError(f"'{value}' is neither true nor false")
    return value


def _against_each_other(
    given: dict[str, Any], body: StepBody | None, where: Where
) -> Iterator[Problem]:
    """Keys that cannot stand beside each other, or say nothing by themselves."""
    said = [key for key in ("optional", "extra", "keep") if given.get(key)]
    if len(said) > 1:
        message = f"'{said[0]}' and '{said[1]}' contradict each other; keep one of them"
        yield Problem("bad-step", where.at(said[1]), message, on_key=True)
    rounds = isinstance(body, RepeatStep) and body.most
    if "rank" in given and said not in (["optional"], ["extra"]) and not rounds:
        message = "'rank' is of use beside 'optional: true' or 'extra: true' only"
        yield Problem("bad-step", where.at("rank"), message, on_key=True)


def _read_kind(
    name: str, value: object, beside: dict[str, object], where: Where
) -> tuple[StepBody | None, list[Problem]]:
    steps: tuple[Step, ...] = ()
    problems: list[Problem] = []
    data = {name: value}
    long_form = name == "say" and isinstance(value, Mapping) and "text" in value
    if long_form and isinstance(value, Mapping):
        data = {"say" if key == "text" else key: item for key, item in value.items()}
        where = where.at(name)
    if name in ("section", "repeat"):
        if "steps" not in beside:
            message = f"'{name}' needs its own 'steps:' on the next line"
            problems.append(Problem("missing-key", where.at(name), message))
        else:
            steps, problems = _read_steps(beside.pop("steps"), where.at("steps"))
    if name == "repeat":
        try:
            data |= _rounds(value)
        except ValueError as error:
            problem = Problem("bad-value", where.at(name), str(error))
            return SectionStep(name, steps), [*problems, problem]
    hidden = ("steps", "most")
    body, found = _validate(STEP_KINDS[name], {**data, **beside}, where, _OF_LENGTH, hidden)
    if body is None and steps:
        body = SectionStep(name)  # stands in, so that its steps are checked too
    if body is not None and steps:
        object.__setattr__(body, "steps", steps)
    if long_form:
        said, text = where.at("say"), where.at("text")
        found = [replace(p, where=text) if p.where == said else p for p in found]
    return body, problems + found


def _rounds(value: object) -> dict[str, int]:
    """How often a circuit is done, and how often at most: `3`, or `1-3`."""
    match = re.fullmatch(r"(\d{1,2})(?:\s*(?:-|\u2013|to)\s*(\d{1,2}))?", str(value).strip())
    low, high = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if isinstance(value, bool | float) or not (1 <= low <= 20 and 1 <= high <= 20):
        raise ValueError(f"'{value}' is not a number of rounds from 1 to 20, or a range like 1-3")
    if high < low:
        raise ValueError(f"'{value}' runs backwards, did you mean '{high}-{low}'?")
    return {"repeat": low, **({"most": high} if high != low else {})}


def _read_exercise_step(
    name: str, value: object, beside: dict[str, object], where: Where
) -> tuple[StepBody | None, list[Problem]]:
    data: dict[str, object] = {"exercise": name}
    if isinstance(value, Mapping):
        inner = {key: item for key, item in value.items() if key not in _OF_LENGTH}
        figures = {key: inner.pop(key) for key in DOSE_KEYS if key in inner}
        if figures and "dose" in inner:
            message = "give the figures under 'dose' or one by one, not both"
            return None, [Problem("bad-dose", where.at("dose"), message, on_key=True)]
        data |= inner
        if figures:
            data["dose"] = figures
    elif value is not None:
        data["dose"] = value
    body, problems = _validate(
        ExerciseStep, {**data, **beside}, where, also=DOSE_KEYS, hidden=("exercise",)
    )
    if body is None and is_name(name):
        body = ExerciseStep(name)  # stands in, so that its name is checked too
    wrote_dose = isinstance(value, Mapping) and "dose" in value
    return body, [_as_written(problem, where, wrote_dose, beside) for problem in problems]


def _as_written(
    problem: Problem, where: Where, wrote_dose: bool, beside: Mapping[str, object]
) -> Problem:
    """Place a problem where the author wrote the figures, the text or the name at fault."""
    below = problem.where.path[len(where.path) :]
    if below and below[0] in beside:
        return replace(problem, where=Where(where.file, where.path[:-1] + below))
    if below[:1] == ("dose",) and not wrote_dose:
        return replace(problem, where=where.at(*below[1:]))
    if below != ("exercise",):
        return problem
    name = str(where.path[-1])
    exercise, _, dose = name.partition(" ")
    message = problem.message
    with suppress(DoseError):
        if dose and parse_dose(dose):
            message = f"a ':' stands between exercise and dose, did you mean '{exercise}: {dose}'?"
    return replace(problem, where=where, message=message, on_key=True)


@cache
def adapter(shape: Any) -> TypeAdapter[Any]:
    """Pydantic's checker of a type."""
    return TypeAdapter(shape)


def _validate(
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
        message = f"this must hold keys like '{fields(shape)[0].name}:'"
        return None, [Problem("bad-value", where, message)]
    try:
        return adapter(shape).validate_python(data), []
    except ValidationError as error:
        faults = _without_wrong_members([*_single_faults(error)])
        problems = [_problem(fault, shape, where, also, hidden) for fault in faults]
        return None, list(dict.fromkeys(_without_misspelt(problems)))


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
        (problem.where.path[:-1], problem.message.rpartition("did you mean ")[2].rstrip("?"))
        for problem in problems
        if problem.code == "unknown-key"
    }
    return [
        problem
        for problem in problems
        if problem.code != "missing-key"
        or (problem.where.path, problem.message.partition(" is missing")[0]) not in meant
    ]


def _single_faults(error: ValidationError) -> Iterator[Any]:
    """Pydantic's errors, those with several faults taken apart."""
    for fault in error.errors():
        raised = fault.get("ctx", {}).get("error")
        several = raised.errors if isinstance(raised, PlacedErrors) else [raised]
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
    if isinstance(raised, PlacedError):
        place = where.at(*path, *raised.below)
        return Problem(_code_of(raised), place, str(raised), raised.offset)
    place = where.at(*path)
    name = str(path[-1]) if path else ""
    match fault["type"]:
        case "missing" | "missing_argument":
            message = f"'{name}' is missing; {_purpose(shape, path)}"
            return Problem("missing-key", where.at(*path[:-1]), message)
        case "unexpected_keyword_argument" | "extra_forbidden":
            known = {*_keys_at(shape, path[:-1]), *also} - set(hidden)
            hint = did_you_mean(name, known)
            if fault["input"] is None and " " in name:
                hint = "; a text with a comma must stand in quotes inside { }"
            message = f"'{name}' is not a key here{hint}"
            return Problem("unknown-key", place, message, on_key=True)
        case _:
            return Problem("bad-value", place, message_of(fault))


def _code_of(error: PlacedError) -> str:
    if isinstance(error, CutError):
        return "unquoted-text"
    return "bad-dose" if isinstance(error, DoseError) else "bad-value"


def message_of(fault: Any) -> str:
    """What is wrong with a value, of one of pydantic's errors."""
    said = str(fault["input"])
    match fault["type"]:
        case "value_error":
            return str(fault["ctx"]["error"])
        case "literal_error":
            choices = [choice.strip("'") for choice in _choices(fault["ctx"]["expected"])]
            return f"'{said}' is not a choice here{did_you_mean(said, choices)}"
        case "tuple_type" | "list_type":
            return "a list stands here: one item a line, each behind '- '"
        case "dataclass_type" | "dict_type" | "mapping_type":
            return "keys with values stand here, like 'kind: move'"
        case "bool_type" | "bool_parsing":
            return f"'{said}' is neither true nor false"
        case "int_type" | "int_parsing" | "int_from_float":
            return f"'{said}' is not a whole number"
        case _:
            return str(fault["msg"])


# Pydantic puts the name of a union's member into the place of an error.
_TEXT_TAG, _SIDED_TAG = "function-plain[check()]", "SidedText"
_SIDES = ("left", "right")
_UNION_TAGS = {_TEXT_TAG, _SIDED_TAG, "function-plain[parse_dose()]", "none", "str"}


def _choices(expected: str) -> list[str]:
    return expected.replace(" or ", ", ").split(", ")


def _keys_at(shape: Any, path: KeyPath) -> set[str]:
    found = _shape_at(shape, path)
    return {f.name for f in fields(found) if f.init} if is_dataclass(found) else set()


def _purpose(shape: Any, path: KeyPath) -> str:
    """What the missing key is for, from its docstring in the generated schema."""
    owner: Any = _shape_at(shape, path[:-1])
    name = str(path[-1])
    properties = _properties(owner)
    said = str(properties.get(name, {}).get("description", "")).split("\n")[0]
    said = said.rstrip(".").replace("`", "'")
    return f"write '{name}:' here" + (f" ({said})" if said else "")


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
        if not is_dataclass(shape):
            return None
        shape = _dataclass_in(get_type_hints(shape).get(key))
    return shape


def _dataclass_in(hint: Any) -> Any:
    if is_dataclass(hint):
        return hint
    return next(filter(None, map(_dataclass_in, get_args(hint))), None)
