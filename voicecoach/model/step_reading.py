"""Reads a routine: its head, and each step by the key that names its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

from voicecoach.base.messages import Fault, Phrase, phrase
from voicecoach.base.names import is_name
from voicecoach.base.values import replace
from voicecoach.formats.document import Document
from voicecoach.formats.fields import Figure
from voicecoach.formats.problems import (
    Checked,
    Problem,
    Where,
    hint,
)
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
from voicecoach.model.shapes import as_comments, validated

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
# What a step says of fitting it to a length, beside its name or within what that holds.
OF_LENGTH_KEYS = ("optional", "extra", "keep", "rank")
# Keys that stand beside the one that names the step.
_BESIDE = {*OF_LENGTH_KEYS, "steps", "wait"}
_BESIDE_NAMES = {"repeat": INTERVAL_KEYS, "breathe": ("source",), "transition": ("side",)}

MOST_READ = 2_600
"""Steps of a list that are read one by one: more than a session may have."""


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
    head, problems = validated(RoutineHead, head_data, where, also=("steps",))
    steps: tuple[Step, ...] = ()
    if "steps" not in document.data:
        problems.append(Problem.of("missing-key/steps", where))
    else:
        steps, step_problems = _read_steps(document.data["steps"], where.at("steps"))
        problems += step_problems
    if head is None:
        name = Path(document.file).stem
        head = RoutineHead(name, name)
    problems = document.problems + as_comments(problems, document)
    return Checked(Routine(head, steps, document.file), problems)


def _read_steps(data: object, where: Where) -> tuple[tuple[Step, ...], list[Problem]]:
    if not isinstance(data, list) or not data:
        return (), [Problem.of("bad-value/steps", where)]
    if len(data) > MOST_READ:
        return (), [Problem.of("too-large/steps", where, on_key=True, steps=len(data))]
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
    beside = {key: item[key] for key in item if key not in (*OF_LENGTH_KEYS, *named)}
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


def step_name(item: object) -> str | None:
    """The key that names what a step does: an exercise, or a kind of step; None where none does."""
    if isinstance(item, str):
        return item
    if not isinstance(item, Mapping):
        return None
    return next(iter(_naming([key for key in item if key not in _BESIDE])), None)


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
    for key in OF_LENGTH_KEYS:
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
    body, found = validated(STEP_KINDS[name], {**data, **beside}, where, OF_LENGTH_KEYS, hidden)
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
        inner = {key: item for key, item in value.items() if key not in OF_LENGTH_KEYS}
        figures = {key: inner.pop(key) for key in DOSE_KEYS if key in inner}
        if figures and "dose" in inner:
            return None, [Problem.of("bad-dose/both", where.at("dose"), on_key=True)]
        data |= inner
        if figures:
            data["dose"] = figures
    elif value is not None:
        data["dose"] = value
    body, problems = validated(
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
