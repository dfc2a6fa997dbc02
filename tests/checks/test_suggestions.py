"""What a message says to write is accepted: each suggestion of every faulty file is fed back in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.checks.test_bad_files import BAD, FILES, faults_of, problems_of
from tests.coach.sessions import SHIPPED
from tests.facts import of_each
from voicecoach.formats.document import Mark, locate_all, read_document
from voicecoach.formats.problems import Located

# What is quoted behind these words is to be written in the place of what is at fault.
_OFFERED = re.compile(r"(?:did you mean|write) ('[^']+'(?:[^';.]{0,40}?\bor '[^']+')*)")
# These say where to write something besides, or how a whole step is written.
_BESIDE = ("missing-key", "bad-name", "bad-step", "never-said", "empty-stage", "yaml")


_WHOLE = (  # of these all of a value is written anew
    "bad-dose/alternating",
    "breathing/how-long",
    "breathing/none",
    "breathing/one-pair",
    "breathing/pair",
    "breathing/routine",
    "dose/alternating",
    "dose/pairs-only",
    "dose/braces",
    "name/colon",
    "unsafe-dose/breath-prescribed",
    "unsafe-dose/slow-prescribed",
    "loose-rest",
    "moments/no-bell",
)
_MEMBER = re.compile(r"([a-z_]+): .+")


class Suggestion(NamedTuple):
    """What a message says to write.

    Attributes:
        file: the faulty one.
        item: the problem.
        text: what is to be written.
    """

    file: Path
    item: Located
    text: str


def offering() -> Iterator[Path]:
    """The files whose texts say what to write."""
    for file in FILES:
        said = file.with_suffix(".txt").read_text(encoding="utf-8")
        for message, code in re.findall(r"^(.+) \[([a-z-]+)\]$", said, re.MULTILINE):
            if code not in _BESIDE and _OFFERED.search(message):
                yield file
                break


@cache
def found(file: Path) -> list[Located]:
    return locate_all(faults_of(file))


def suggestions(file: Path) -> Iterator[Suggestion]:
    for item in found(file):
        offered = _OFFERED.search(item.problem.message)
        if offered and item.problem.code not in _BESIDE:
            for text in re.findall("'([^']+)'", offered[1]):
                yield Suggestion(file, item, text)


def followed(suggestion: Suggestion) -> tuple[int, str, int]:
    """Follow a suggestion.

    Returns:
        The number of its line, from 0; what that is then; and the column at which its text ends.
    """
    file, item, text = suggestion
    document = read_document(file)
    where, facts = item.problem.where, item.problem.phrase.facts
    named = str(where.path[-1]) if where.path else ""
    told = [str(facts.get(name)) for name in ("value", "key", "name", "figure")]
    on_key = item.problem.on_key or named in told
    if _MEMBER.fullmatch(text) and not text.startswith(f"{named}:"):
        return beside(suggestion, document.text.splitlines())
    if on_key and where.path in document.keys and ":" not in text:
        mark, old = document.keys[where.path], named  # the key is at fault
    elif item.problem.phrase.kind in _WHOLE or text.startswith(
        f"{named}:"
    ):  # the whole value is written anew
        mark, old, text = document.mark_of(where), "", text.removeprefix(f"{named}: ")
    else:
        mark, old = Mark(item.line, item.column), at_fault(item)
    line, begin = document.text.splitlines()[mark.line - 1], mark.column - 1
    if not old:
        braces = "".join(re.findall("}.*", line[begin:])[:1]) if "{" in line[:begin] else ""
        return mark.line - 1, line[:begin] + text + braces, begin + len(text)
    begin = line.lower().index(old.lower(), begin)
    return mark.line - 1, line[:begin] + text + line[begin + len(old) :], begin + len(text)


def beside(suggestion: Suggestion, lines: list[str]) -> tuple[int, str, int]:
    """Write another key: in the place of what the file has of it, into the braces, or below."""
    _, item, text = suggestion
    key = text.partition(":")[0]
    for number, line in enumerate(lines):
        if line.startswith(f"{key}:"):
            return number, text, len(text)
    number, line = item.line - 1, lines[item.line - 1]
    before, brace, after = line.partition("{")
    if brace:
        return number, f"{before}{{{text}, {after}", len(before) + 1 + len(text)
    return number, f"{line}\n    {text}", len(line)


def at_fault(item: Located) -> str:
    """What is at fault in a term: a fact of the message, else all of it."""
    facts = item.problem.phrase.facts
    term = re.split(r"[}\]]| #|$", item.source[item.column - 1 :], maxsplit=1)[0].rstrip()
    low, high, key, value = (facts.get(name, "") for name in ("low", "high", "key", "value"))
    known = [*map(str, facts.values()), f"{low}-{high}", f"{key} {value}".strip()]
    there = [each for each in known if each and each.lower() in term.lower()]
    return max(there, key=len, default=term.split(",")[0])


OFFERING = [*offering()]


def test_most_faulty_doses_have_a_suggestion() -> None:
    every = [each for file in OFFERING for each in suggestions(file)]
    assert len([each for each in every if each.item.problem.code == "bad-dose"]) > 15


def test_what_a_message_says_to_write_is_accepted(tmp_path: Path) -> None:
    @of_each(OFFERING)
    def fact(file: Path) -> None:
        offered = [*suggestions(file)]
        assert offered
        for each in offered:
            is_accepted(each, tmp_path)

    fact()


def is_accepted(suggestion: Suggestion, tmp_path: Path) -> None:
    """Follow a suggestion, and find nothing at its place that was not found before."""
    file, item, _ = suggestion
    lines = file.read_text(encoding="utf-8").splitlines()
    number, line, end = followed(suggestion)
    lines[number] = line
    mended = tmp_path / file.name
    mended.write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = {each.problem.message for each in found(file)}
    after = [each for each in locate_all(problems_of(SHIPPED, mended)) if each.line == number + 1]
    wrong = [each.problem.message for each in after if each.column <= end]  # others come after it
    known = before - {item.problem.message}
    assert not [each for each in wrong if each not in known and "file's name" not in each], line


def test_the_faulty_files_are_those_of_the_folder() -> None:
    assert all(file.parent == BAD for file in OFFERING)
