"""The table of messages: what the code names is in it, and what is in it is named and filled in."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import voicecoach
from voicecoach.messages import CODES, TEMPLATES, Fault, phrase
from voicecoach.script.dose import DoseError
from voicecoach.script.problems import Problem, Where, hint
from voicecoach.units import Length

PACKAGE = Path(voicecoach.__file__).parent
MAKERS = {"of", "phrase", "Fault", "DoseError", "BreathingError", "_Refused", "_refuse"}
NO_FACTS = {"offset", "under", "on_key"}


def names(kind: str) -> set[str]:
    """The facts that a message asks for."""
    return {name for _, name, _, _ in Formatter().parse(TEMPLATES[kind]) if name}


def calls() -> Iterator[tuple[str, str, set[str] | None]]:
    """Place, kind and facts of every message in the package; no facts where they are passed on."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            made = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            made = node.func.id if isinstance(node.func, ast.Name) else made
            first = next((a.value for a in node.args if isinstance(a, ast.Constant)), None)
            if made in MAKERS and isinstance(first, str) and first in TEMPLATES:
                given = {keyword.arg for keyword in node.keywords}
                facts = {name for name in given if name} - NO_FACTS if None not in given else None
                yield f"{file.name}:{node.lineno}", first, facts


def test_every_message_gets_the_facts_that_it_asks_for() -> None:
    found = [*calls()]
    assert len(found) > 100
    for place, kind, facts in found:
        assert facts is None or facts >= names(kind), f"{place}: {kind} is given {facts}"


def test_no_message_is_unused() -> None:
    source = "\n".join(
        file.read_text(encoding="utf-8")
        for file in PACKAGE.rglob("*.py")
        if file.name != "messages.py"
    )
    made = ("unsafe-dose/", "high-dose/", *re.findall(r'f"([a-z-]+/)\{\w+\}"', source))
    for kind in TEMPLATES:
        assert f'"{kind}"' in source or kind.startswith(made), kind


def test_every_code_has_a_message_and_every_message_of_a_problem_a_code() -> None:
    by_code = {kind.partition("/")[0] for kind in TEMPLATES}
    # What these say is said of other kinds of values, too.
    elsewhere = {"bad-value", "bad-dose", "bad-step"}
    assert set(CODES) - by_code <= elsewhere


def test_a_problem_knows_its_facts_and_says_them() -> None:
    place = Where("a.yaml", ("steps", 0))
    problem = Problem.of("unsafe-dose/hold", place, given_ms=Length(90_000), most_ms=Length(60_000))
    assert problem.message == "a hold of 1m30s is not safe; write at most 1m"
    assert json.loads(json.dumps(problem.plain())) == {
        "code": "unsafe-dose",
        "severity": "error",
        "kind": "unsafe-dose/hold",
        "facts": {"given_ms": 90_000, "most_ms": 60_000},
        "message": "a hold of 1m30s is not safe; write at most 1m",
        "page": "reference/routine-language.md#limits",
        "file": "a.yaml",
        "path": ["steps", 0],
    }


def test_a_hint_is_a_part_of_a_message_with_facts_of_its_own() -> None:
    problem = Problem.of(
        "unknown-exercise", Where(""), exercise="bridg", hint=hint("bridg", ["bridge", "plank"])
    )
    assert problem.message == "no exercise is called 'bridg', did you mean 'bridge'?"
    assert problem.plain()["facts"]["hint"] == {"kind": "hint/meant", "facts": {"meant": "bridge"}}


def test_problems_with_the_same_facts_are_one() -> None:
    two = [Problem.of("long-line/words", Where("a"), words=20, most=14) for _ in range(2)]
    other = Problem.of("long-line/words", Where("a"), words=21, most=14)
    assert len({*two, other}) == 2


@pytest.mark.parametrize("kind", ["text/missing", "dose/zero"])
def test_a_fault_keeps_its_message_on_its_way(kind: str) -> None:
    fault = Fault(kind, offset=3)
    again = DoseError.of(fault.phrase, under="hold").within("left")
    assert again.phrase == phrase(kind)
    assert (again.below, again.offset) == (("left", "hold"), 0)
    assert str(again) == str(fault)
