"""The table of messages: what the code names is in it, and what is in it is named and filled in."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Set
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import voicecoach
from tests.facts import of_each
from voicecoach.base.errors import OutputError, VoicecoachError
from voicecoach.base.messages import (
    Fault,
    Phrase,
    changes,
    findings,
    phrase,
    rules,
    speakers,
    together,
)
from voicecoach.base.messages.table import CODES, FAMILIES, REMEDIES, TEMPLATES
from voicecoach.base.units import Length
from voicecoach.formats.problems import Problem, Where, hint
from voicecoach.model.dose import DoseError

PACKAGE = Path(voicecoach.__file__).parent
SOURCES = {
    file: file.read_text(encoding="utf-8")
    for file in sorted(PACKAGE.rglob("*.py"))
    if file.parent.name != "messages"
}
MAKERS = {"of", "phrase", "Fault", "DoseError", "BreathingError", "_Refused", "_refuse"}
NO_FACTS = {"offset", "under", "on_key", "rows"}
# Kinds that are made of parts: what a code begins with, and what is put behind it.
MADE = ("unsafe-dose/", "high-dose/", "no-voice/")
# Why a line, a recording or a value is no good: what to do stands in the message, or whoever passes
# it on says it. All other refusals have a remedy of their own.
SAID_ALREADY = (
    "roster",
    "batch/row",
    "batch/reason",
    "batch/in-file",
    "links/columns",
    "links/encoding",
    "links/row",
    "links/twice",
    "links/label",
    "voice-failed/",
    "heard/",
    "again/",
    "broken/",
    "bad-recording/",
    "poor-recording/",
    "not-installed/",
    "engine-unusable/",
    "usage/",
    "not-editable/",
    "typed/",
    "imported/",
    "stopped/",
    "stored/",
    "lacking/",
    "sign/",
    "pain/",
    "address/",
    "record/",
    "lines/",
    "wrong-parts/more",
    "bad-settings/unknown",
    "bad-settings/value",
    "faulty/checked",
    "does-not-fit/session",
    "encoder/level",
    "broken-rules/",
    "voice-damaged/load",
    "voice-unknown/meant",
)
REFUSING = tuple(family for family in FAMILIES if family.REMEDIES)[1:]


def named(template: str) -> set[str]:
    """The facts that a template asks for."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def asked(kind: str) -> set[str]:
    """The facts that a message and its remedy ask for."""
    return named(TEMPLATES[kind]) | named(REMEDIES.get(kind, ""))


@cache
def nodes_of(file: Path) -> list[ast.AST]:
    """All parts of a source."""
    return [*ast.walk(ast.parse(file.read_text(encoding="utf-8")))]


def nodes() -> dict[Path, list[ast.AST]]:
    """All parts of each source."""
    return {file: nodes_of(file) for file in SOURCES}


@cache
def refusals() -> frozenset[str]:
    """The classes of errors that a person meets, by their names."""
    found = {"VoicecoachError", "Misuse"}
    every = (node for each in nodes().values() for node in each)
    classes = [node for node in every if isinstance(node, ast.ClassDef)]
    grown = True
    while grown:
        before = len(found)
        for node in classes:
            if found & {*map(_name, node.bases)}:
                found.add(node.name)
        grown = len(found) > before
    return frozenset(found)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _calls(makers: Set[str]) -> Iterator[tuple[str, ast.Call]]:
    for file, every in nodes().items():
        for node in every:
            if isinstance(node, ast.Call) and _name(node.func) in makers:
                yield f"{file.relative_to(PACKAGE)}:{node.lineno}", node


def calls() -> Iterator[tuple[str, str, set[str] | None]]:
    """Place, kind and facts of every message in the package; no facts where they are passed on."""
    for place, node in _calls(MAKERS | refusals()):
        first = next((a.value for a in node.args if isinstance(a, ast.Constant)), None)
        if isinstance(first, str) and first in TEMPLATES:
            given = {keyword.arg for keyword in node.keywords}
            facts = {name for name in given if name} - NO_FACTS if None not in given else None
            yield place, first, facts


def test_every_message_gets_the_facts_that_it_asks_for() -> None:
    found = [*calls()]
    assert len(found) > 300
    for place, kind, facts in found:
        assert facts is None or facts >= asked(kind), f"{place}: {kind} is given {facts}"


def test_no_message_is_unused() -> None:
    source = "\n".join(SOURCES.values())
    made = (*MADE, *re.findall(r'f"([a-z-]+/[a-z-]*)\{[^"]+\}"', source))
    for kind in TEMPLATES:
        assert f'"{kind}"' in source or kind.startswith(made), kind


def test_nothing_is_refused_in_words_of_its_own() -> None:
    """What a refusal is made with is a kind of the table, or comes from where it was one."""
    for place, node in _calls(refusals()):
        for kind in _kinds(node.args[0]) if node.args else ():
            assert kind in TEMPLATES or kind.startswith(("{", "no-voice/")), f"{place}: {kind}"


def _kinds(made_with: ast.expr) -> Iterator[str]:
    """What an expression may be, for all that its text shows."""
    if isinstance(made_with, ast.Constant):
        yield str(made_with.value)
    elif isinstance(made_with, ast.IfExp):
        yield from _kinds(made_with.body)
        yield from _kinds(made_with.orelse)
    elif isinstance(made_with, ast.JoinedStr):
        first = made_with.values[0]
        begins = first.value if isinstance(first, ast.Constant) else "{"
        assert isinstance(begins, str)
        yield next((kind for kind in TEMPLATES if kind.startswith(begins)), begins)


def test_the_command_line_has_no_words_of_its_own_for_mistakes() -> None:
    of_click = {"UsageError", "BadParameter", "ClickException", "fail"}
    assert not [place for place, _ in _calls(of_click)]


def test_every_code_has_a_message_and_every_refusal_a_code() -> None:
    by_code = {kind.partition("/")[0] for kind in TEMPLATES}
    # What these say is said of other kinds of values, too.
    elsewhere = {"bad-value", "bad-dose", "bad-step"}
    assert set(CODES) - by_code <= elsewhere
    for place, node in _calls(refusals()):
        for kind in _kinds(node.args[0]) if node.args else ():
            assert kind.startswith("{") or kind.partition("/")[0] in CODES, f"{place}: {kind}"


def test_what_is_told_of_a_session_has_a_code_or_is_part_of_what_has_one() -> None:
    parts = {"step", "done", "forgotten", "foreign", "offer", "place", "strain"}
    for family in (changes, findings, rules, speakers):
        begin = {kind.partition("/")[0] for kind in family.TEMPLATES}
        assert begin - parts == {*family.CODES}, family.__name__


def test_no_message_stands_in_two_families() -> None:
    kinds = [kind for family in FAMILIES for kind in family.TEMPLATES]
    codes = [code for family in FAMILIES for code in family.CODES]
    assert len({*kinds}) == len(kinds)
    assert len({*codes}) == len(codes)


@of_each(kind for family in REFUSING for kind in family.TEMPLATES)
def test_a_refusal_is_said_with_its_remedy_and_given_to_programs(kind: str) -> None:
    facts = {name: _example(kind, name) for name in asked(kind)}
    error = VoicecoachError(kind, **facts)
    assert "{" not in str(error).replace("{out}", "").replace("{text}", "")
    assert error.remedy or kind.startswith(SAID_ALREADY), "every refusal says what to do"
    again = VoicecoachError.of(Phrase.read(json.loads(json.dumps(error.phrase.plain()))))
    assert (str(again), again.remedy) == (str(error), error.remedy)


def _example(kind: str, name: str) -> object:
    """A fact as a message could have it: a number where it is written as one."""
    text = TEMPLATES[kind] + REMEDIES.get(kind, "")
    return 7 if f"{{{name}:" in text else f"some-{name}"


def test_a_refusal_gives_its_code_its_facts_and_what_to_do() -> None:
    error = OutputError("cannot-write", file=Path("a.mp3"), reason=OSError(28, "No space left"))
    assert error.plain() == {
        "code": "cannot-write",
        "severity": "error",
        "kind": "cannot-write",
        "facts": {"file": "a.mp3", "reason": "No space left"},
        "message": "cannot write a.mp3: No space left",
        "page": "how-to/troubleshooting.md",
        "remedy": "Choose another place.",
        "exit_code": 5,
    }


def test_several_messages_are_one() -> None:
    said = together([phrase("lacking/last-stage"), phrase("heard/silent"), phrase("heard/late")])
    assert str(said) == "this is the last stage; it was silent; it began late"
    assert Phrase.read(said.plain()) == said


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
