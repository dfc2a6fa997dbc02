"""Every text that is spoken or shown is known by the type of its field, and so protected.

YAML ends a plain text at ` #`. The shapes of all files are walked here: wherever one of them holds
a text, a file with that text cut is written, read, and must be refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import pytest

from tests.facts import of_each
from voicecoach.formats.document import Document, parse_text
from voicecoach.formats.fields import CheckedField, Label, Maybe, Name, Text, Words, strict
from voicecoach.formats.problems import Problem
from voicecoach.formats.unwritten import unwritten_fields
from voicecoach.language.lexicon import LexiconFile
from voicecoach.language.phrases import Language
from voicecoach.language.prescribing import PrescriptionWords
from voicecoach.library.json_schema import SCHEMAS
from voicecoach.library.translation import Translation
from voicecoach.model.coaching import Coaching
from voicecoach.model.exercise import Exercise
from voicecoach.model.profile import Profile
from voicecoach.model.programme import Programme
from voicecoach.model.reference import References
from voicecoach.model.routine import ExerciseStep, RoutineHead
from voicecoach.model.shapes import read_shape
from voicecoach.model.step_reading import STEP_KINDS, read_routine

KEY = "a key"  # the text is a mapping's key
Path = tuple[str | int, ...]

FILES: dict[str, Any] = {
    "exercise": Exercise,
    "routine": RoutineHead,
    "programme": Programme,
    "profile": Profile,
    "lexicon": LexiconFile,
    "language": Language,
    "translation": Translation,
    "coaching": Coaching,
    "prescription": PrescriptionWords,
    "sources": References,
}
# Types of values that are no text, and hold none: names, lengths, numbers, days, voices.
NO_TEXTS = {
    "_ColourText",
    "_DrawnText",
    "_LanguageText",
    "_ZoneText",
    "_DurationText",
    "_DurationTexts",
    "_LengthText",
    "_NameText",
    "_SourceText",
    "_LabelText",
    "_DateText",
    "_FactorText",
    "_BreathText",
    "_WaitText",
    "_BellText",
    "_Overrides",
    "Figure",
    "Dose",
    "DoseChange",
    "Breathing",
}
# Types that read texts by themselves, and where these stand in what they read.
OF_SETTINGS = {"AsWritten", "_Arguments", "_LineText", "_LinkText"}  # TOML quotes its texts
OWN_TEXTS: dict[str, tuple[Path, ...]] = {
    "_Lexicon": (("bird dog",), ("bird dog", "pyttsx3"), ("bird dog", "ipa")),
    "_Ipa": ((),),
    "_Omissions": (("plank",),),
    "_AtText": (("half",),),
    "_NeedText": ((),),
    "_ReplacementText": (("exercise: bird-dog", "reason"),),
}


def texts(hint: Any, path: Path = ()) -> Iterator[Path]:
    """The places of all texts in the values of a type."""
    arguments = get_args(hint)
    if get_origin(hint) is Annotated:
        kinds = [each for each in arguments[1:] if isinstance(each, CheckedField)]
        if any(isinstance(kind, Text) for kind in kinds):
            yield path
        for kind in kinds:
            for below in OWN_TEXTS.get(type(kind).__name__, ()):
                yield (*path, *below)
        if not kinds:
            yield from texts(arguments[0], path)
    elif get_origin(hint) is tuple:
        yield from texts(arguments[0], (*path, 0))
    elif isinstance(get_origin(hint), type) and issubclass(get_origin(hint), Mapping):
        for _ in texts(arguments[0]):
            yield (*path, KEY)
        yield from texts(arguments[1], (*path, "any"))
    elif is_dataclass(hint) and not reads_itself(hint):
        for name, inner in hints_of(hint).items():
            yield from texts(inner, (*path, name))
    elif get_origin(hint) is not Literal:
        for argument in arguments:
            yield from texts(argument, path)


def hints_of(shape: Any) -> dict[str, Any]:
    """The types of what a file says of a dataclass; steps are read one by one."""
    hints = get_type_hints(shape, include_extras=True)
    given = (
        each.name for each in fields(shape) if each.name not in {"steps", *unwritten_fields(shape)}
    )
    return {name: hints[name] for name in given}


def reads_itself(shape: Any) -> bool:
    """Whether values of a dataclass are read by a function of their own."""
    return hasattr(shape, "__get_pydantic_core_schema__")


def undeclared(hint: Any) -> Iterator[Any]:
    """The types in a type that hold texts without saying of which kind they are."""
    arguments = get_args(hint)
    if hint is str or hint is Any:
        yield hint
    elif get_origin(hint) is Annotated:
        if not any(isinstance(each, CheckedField) for each in arguments[1:]):
            yield from undeclared(arguments[0])
    elif isinstance(get_origin(hint), type) and issubclass(get_origin(hint), Mapping):
        yield from undeclared(arguments[1])  # plain keys are names of the format
    elif is_dataclass(hint) and reads_itself(hint):
        if getattr(hint, "__name__", "") not in NO_TEXTS:
            yield hint
    elif is_dataclass(hint):
        for inner in hints_of(hint).values():
            yield from undeclared(inner)
    elif get_origin(hint) is not Literal:
        for argument in arguments:
            yield from undeclared(argument)


def test_every_kind_of_file_is_walked() -> None:
    assert {*SCHEMAS} | {"coaching"} == {*FILES}


@pytest.mark.parametrize("shape", [*FILES.values(), ExerciseStep, *STEP_KINDS.values()])
def test_no_field_holds_a_text_of_no_kind(shape: Any) -> None:
    found = {name: [*undeclared(hint)] for name, hint in hints_of(shape).items()}
    assert not {name: kinds for name, kinds in found.items() if kinds}


def test_every_type_that_reads_by_itself_says_where_its_texts_are() -> None:
    known = {each.__name__ for each in CheckedField.__subclasses__()}
    assert known <= {"Text", *NO_TEXTS, *OWN_TEXTS, *OF_SETTINGS}


def written(path: Path, said: str) -> str:
    """A file with a text at a place, and nothing else."""
    text, indent = "", ""
    for step in path:
        if step is KEY:
            return f"{text}\n{indent}? {said}\n{indent}: Other words"
        if isinstance(step, str) and ": " in step:  # what a key stands beside
            text += f"\n{indent}{step}"
            continue
        text += f"\n{indent}-" if step == 0 else f"\n{indent}{step}:"
        indent += "  "
    return f"{text} {said}"


def routine_texts() -> Iterator[Path]:
    """The places of all texts in a routine's steps."""
    for path in texts(ExerciseStep):
        yield "steps", 0, "bridge", *path
    yield "steps", 0, "bridge: 10 reps", "say"
    for kind, shape in STEP_KINDS.items():
        for (name,) in texts(shape):
            yield ("steps", 0, kind) if name == kind else ("steps", 0, f"{kind}: chair", name)


PLACES = [
    *((kind, path) for kind, shape in FILES.items() for path in texts(shape)),
    *(("routine", path) for path in routine_texts()),
]


def problems(kind: str, text: str) -> list[Problem]:
    document = parse_text(Document("file.yaml", text))
    return (read_routine(document) if kind == "routine" else read_shape(document, FILES[kind]))[1]


def test_texts_are_found_in_all_of_these() -> None:
    found = {(kind, path[0]) for kind, path in PLACES}
    assert {
        ("exercise", "approach"),
        ("exercise", "sides"),
        ("exercise", "phases"),
        ("routine", "requires"),
        ("routine", "steps"),
        ("programme", "prescriber"),
        ("profile", "greeting"),
        ("profile", "leave_out"),
        ("lexicon", "lexicon"),
        ("language", "ear"),
        ("translation", "texts"),
    } <= found


@of_each(PLACES)
def test_a_text_that_yaml_cuts_is_refused(kind: str, path: Path) -> None:
    text = written(path, "Stop # when it hurts")
    found = [problem for problem in problems(kind, text) if problem.code == "unquoted-text"]
    assert [problem.offset for problem in found] == [len("Stop")], text


@pytest.mark.slow
@pytest.mark.parametrize("kind", FILES)
def test_the_same_texts_in_quotes_are_whole(kind: str) -> None:
    for path in (path for each, path in PLACES[::3] if each == kind):
        text = written(path, '"Stop # when it hurts"  # a comment')
        assert "unquoted-text" not in {problem.code for problem in problems(kind, text)}, text


# A list of exercises that are left out may give a reason for some of them only.
MAY_BE_EMPTY = {("leave_out", "plank")}


@of_each((kind, path) for kind, path in PLACES if KEY not in path and path not in MAY_BE_EMPTY)
def test_a_text_that_is_a_comment_from_its_first_letter_is_missed(kind: str, path: Path) -> None:
    text = written(path, "#1 rule: stop when it hurts")
    kinds = {problem.phrase.kind for problem in problems(kind, text)}
    said = "text/missing" if path[-1] == 0 else "unquoted-text/comment"  # 0: an item of a list
    own = {"lexicon/missing", "lexicon/missing-for", "sounds/missing"}
    assert kinds & {said, *own}, text


@dataclass(frozen=True, slots=True)
class _New:
    """A shape as somebody might add it."""

    __pydantic_config__ = strict

    name: Name = "new"
    voice: Label | None = None
    hint: Maybe[Words] = None


def test_a_new_field_is_protected_by_its_type() -> None:
    document = parse_text(Document("", "name: old # one\nvoice: v # w\nhint: Stop # here\n"))
    _, found = read_shape(document, _New)
    assert [(problem.code, problem.where.path) for problem in found] == [
        ("unquoted-text", ("hint",))
    ]
