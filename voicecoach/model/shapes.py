"""Checks documents against the dataclasses of the formats, with pydantic, in people's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from voicecoach.base.messages import CODES, Fault, Faults, Phrase, phrase
from voicecoach.base.names import is_name
from voicecoach.formats.document import Document
from voicecoach.formats.fields import Figure
from voicecoach.formats.problems import (
    Checked,
    KeyPath,
    Problem,
    Where,
    errors,
    hint,
)
from voicecoach.formats.unwritten import unwritten_fields
from voicecoach.model.dose import DOSE_KEYS, DoseError, parse_dose
from voicecoach.model.dose_writing import write_dose
from voicecoach.model.routine import (
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

_Shape = TypeVar("_Shape")

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
# What a circuit says beside `repeat` and `steps`, where it is one of intervals.
INTERVAL_KEYS = ("work", "rest", "every")
# Keys that stand beside the one that names the step.
_OF_LENGTH = ("optional", "extra", "keep", "rank")
_BESIDE = {*_OF_LENGTH, "steps", "wait"}
_BESIDE_NAMES = {"repeat": INTERVAL_KEYS, "breathe": ("source",), "transition": ("side",)}


def read_shape(document: Document, shape: type[_Shape]) -> Checked[_Shape]:
    """Check a whole document against a dataclass.

    Returns:
        The value, or None with the problems.
    """
    if document.refused:
        return Checked(None, document.problems)
    value, problems = _validate(shape, document.data, Where(document.file))
    problems = document.problems + _as_comments(problems, document)
    if value is not None and "file" in unwritten_fields(shape):
        value = replace(value, file=document.file)
    return Checked(None if errors(problems) else value, problems)


def read_routine(document: Document) -> Checked[Routine]:
    """Check a routine's document: its head, then each step by its kind.

    Returns:
        What can be read of it, without its faulty steps, or None; and the problems.
    """
    if document.refused:
        return Checked(None, document.problems)
    where = Where(document.file)
    if not isinstance(document.data, Mapping):
        return Checked(None, [*document.problems, Problem.of("bad-value/routine", where)])
    head_data = {key: value for key, value in document.data.items() if key != "steps"}
    head, problems = _validate(RoutineHead, head_data, where, also=("steps",))
    steps: tuple[Step, ...] = ()
    if "steps" not in document.data:
        problems.append(Problem.of("missing-key/steps", where))
    else:
        steps, step_problems = _read_steps(document.data["steps"], where.at("steps"))
        problems += step_problems
    if head is None:
        name = Path(document.file).stem
        head = RoutineHead(name, name)
    problems = document.problems + _as_comments(problems, document)
    return Checked(Routine(head, steps, document.file), problems)


def _as_comments(problems: list[Problem], document: Document) -> list[Problem]:
    """The problems, but a text that is missing for it begins with `#` is said to do so."""
    return [
        replace(problem, code="unquoted-text", phrase=phrase("unquoted-text/comment"))
        if problem.phrase.kind == "text/missing" and problem.where.path in document.comments
        else problem
        for problem in problems
    ]


def _read_steps(data: object, where: Where) -> tuple[tuple[Step, ...], list[Problem]]:
    if not isinstance(data, list) or not data:
        return (), [Problem.of("bad-value/steps", where)]
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
        return None, [Problem.of("bad-step/empty" if item is None else "bad-step/none", where)]
    named = _naming([key for key in item if key not in _BESIDE])
    if not named:
        first = next(iter(item))
        return None, [Problem.of("bad-step/first", where.at(first), on_key=True, key=first)]
    if named[0] == "exercise":
        return None, [Problem.of("bad-step/exercise", where.at("exercise"), on_key=True)]
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


def _naming(keys: list[str]) -> list[str]:
    """The keys that may name a step, without those that stand beside one of them: first that."""
    for name, beside in _BESIDE_NAMES.items():
        if name in keys:
            return [name, *(key for key in keys if key not in (name, *beside))]
    return keys


def _stranger(key: str, name: str, where: Where) -> Problem:
    """What to say of a key that is neither the step's own nor one that may stand beside it."""
    inside = {field.name for field in fields(ExerciseStep)} | {*DOSE_KEYS}
    place, meant = where.at(key), hint(key, _BESIDE)
    if name not in STEP_KINDS and key in inside:
        is_figure = key in ("dose", *DOSE_KEYS)
        kind = "bad-step/figure" if is_figure else "bad-step/inside"
        return Problem.of(kind, place, on_key=True, key=key, exercise=name)
    if isinstance(meant, Phrase) and meant.kind == "hint/meant":
        return Problem.of("unknown-key", place, on_key=True, key=key, hint=meant)
    return Problem.of("bad-step/stranger", place, on_key=True, key=key, step=name)


def _of_length(item: object, where: Where) -> tuple[dict[str, Any], list[Problem]]:
    """What a step says of fitting it to a length, and what is wrong with that."""
    given: dict[str, Any] = {}
    problems: list[Problem] = []
    for key in _OF_LENGTH:
        if not isinstance(item, Mapping) or key not in item:
            continue
        try:
            given[key] = _read_of_length(key, item[key])
        except Fault as fault:
            problems.append(Problem("bad-value", where.at(key), fault.phrase))
    return given, problems


def _read_of_length(key: str, value: object) -> bool | int:
    if key == "rank":
        return int(Figure(1, RANK_MOST).check(value))
    if key == "keep":
        if value != "always":
            raise Fault("step/keep", value=value)
        return True
    if not isinstance(value, bool):
        raise Fault("value/bool", value=value)
    return value


def _against_each_other(
    given: dict[str, Any], body: StepBody | None, where: Where
) -> Iterator[Problem]:
    """Keys that cannot stand beside each other, or say nothing by themselves."""
    said = [key for key in ("optional", "extra", "keep") if given.get(key)]
    if len(said) > 1:
        key, other = said[:2]
        yield Problem.of("bad-step/against", where.at(other), on_key=True, key=key, other=other)
    rounds = isinstance(body, RepeatStep) and body.most
    if "rank" in given and said not in (["optional"], ["extra"]) and not rounds:
        yield Problem.of("bad-step/rank", where.at("rank"), on_key=True)


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
            problems.append(Problem.of("missing-key/own-steps", where.at(name), step=name))
        else:
            steps, problems = _read_steps(beside.pop("steps"), where.at("steps"))
    if name == "repeat":
        try:
            data |= _rounds(value)
        except Fault as fault:
            problem = Problem("bad-value", where.at(name), fault.phrase)
            return SectionStep(name, steps), [*problems, problem]
        problems += _interval_problems(beside, steps, where)
    hidden = ("steps", "most")
    body, found = _validate(STEP_KINDS[name], {**data, **beside}, where, _OF_LENGTH, hidden)
    if body is None and steps:
        body = SectionStep(name)  # stands in, so that its steps are checked too
    if isinstance(body, SectionStep | RepeatStep):
        body = replace(body, steps=steps)
    if long_form:
        said, text = where.at("say"), where.at("text")
        found = [replace(p, where=text) if p.where == said else p for p in found]
    return body, problems + found


def _interval_problems(
    beside: Mapping[str, object], steps: tuple[Step, ...], where: Where
) -> Iterator[Problem]:
    """What is wrong with the keys of intervals, and with the steps that they hold."""
    given = [key for key in INTERVAL_KEYS if key in beside]
    if not given:
        return
    if "every" in given and len(given) > 1:
        yield Problem.of("bad-interval/both", where.at(given[0]), on_key=True, key=given[0])
    elif "every" not in given and len(given) == 1:
        kind = "bad-interval/no-rest" if "work" in given else "bad-interval/no-work"
        yield Problem.of(kind, where.at(given[0]), on_key=True)
    for step in steps:
        if not isinstance(step.body, ExerciseStep):
            yield Problem.of("bad-interval/step", step.where, on_key=True)


def _rounds(value: object) -> dict[str, int]:
    """How often a circuit is done, and how often at most: `3`, or `1-3`."""
    match = re.fullmatch(r"(\d{1,2})(?:\s*(?:-|\u2013|to)\s*(\d{1,2}))?", str(value).strip())
    low, high = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if isinstance(value, bool | float) or not (1 <= low <= 20 and 1 <= high <= 20):
        raise Fault("step/rounds", value=value)
    if high < low:
        raise Fault("value/backwards", value=value, meant=f"{high}-{low}")
    return {"repeat": low, **({"most": high} if high != low else {})}


def _read_exercise_step(
    name: str, value: object, beside: dict[str, object], where: Where
) -> tuple[StepBody | None, list[Problem]]:
    data: dict[str, object] = {"exercise": name}
    if isinstance(value, Mapping):
        if broken := _broken_dose(value):
            return None, [Problem("bad-dose", where.at("dose"), broken)]
        inner = {key: item for key, item in value.items() if key not in _OF_LENGTH}
        figures = {key: inner.pop(key) for key in DOSE_KEYS if key in inner}
        if figures and "dose" in inner:
            return None, [Problem.of("bad-dose/both", where.at("dose"), on_key=True)]
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


def _broken_dose(value: Mapping[Any, object]) -> Phrase | None:
    """What to write where commas within braces have made keys of the rest of a dose."""
    rest = [str(key) for key, item in value.items() if item is None]
    if not rest or "dose" not in value:
        return None
    with suppress(DoseError):
        meant = write_dose(parse_dose(", ".join([str(value["dose"]), *rest])))
        return phrase("dose/braces", meant=f'"{meant}"' if "," in meant else meant)
    return None


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
    if apart := _name_and_dose(name.split()):
        exercise, dose = apart
        problem = replace(problem, phrase=phrase("name/colon", exercise=exercise, dose=dose))
    return replace(problem, where=where, on_key=True)


def _name_and_dose(words: list[str]) -> tuple[str, str] | None:
    """The exercise and the dose of what was written without a colon, whichever stands first."""
    splits = [
        (words[:1], words[1:]),
        *((words[n:], words[:n]) for n in range(len(words) - 1, 0, -1)),
    ]
    for named, rest in splits:
        exercise, dose = "-".join(named).lower(), " ".join(rest)
        with suppress(DoseError):
            if dose and is_name(exercise) and parse_dose(dose):
                return exercise, dose
    return None


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
            return Problem.of(kind, where.at(*path[:-1]), key=name, purpose=purpose)
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
        if not is_dataclass(shape):
            return None
        shape = _dataclass_in(get_type_hints(shape).get(key))
    return shape


def _dataclass_in(hint: Any) -> Any:
    if is_dataclass(hint):
        return hint
    return next(filter(None, map(_dataclass_in, get_args(hint))), None)
