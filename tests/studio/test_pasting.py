"""A prescription is pasted: what is not understood is settled by choosing, never guessed."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.studio.opened import Opened, Reply, clinic, opened_here
from voicecoach.app.imports import MAX_PRESCRIPTION_BYTES

PAPER = "Glute bridges 3x10, hold 5s\nBurpees 2 x 15\nReverse bridge 3x8\nChild's pose\n"
OUT = {"pick": "out"}
WORDS = {"pick": "words", "words": "Now ten burpees."}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Opened]:
    with opened_here(clinic(tmp_path_factory.mktemp("pasting"), cache)) as studio:
        yield studio


def paste(studio: Opened, content: str | bytes, deed: str = "read-pasted", **more: Any) -> Reply:
    plain = content.encode() if isinstance(content, str) else content
    return studio.do(deed, content=base64.b64encode(plain).decode(), **more)


def make(studio: Opened, choices: dict[str, Any], content: str = PAPER, title: str = "Knee") -> str:
    """The text of the routine that is made."""
    told = paste(studio, content, "make-pasted", choices=choices, title=title).json
    name = told["go"].removeprefix("/routines/")
    text = studio.do("look", name).json["text"]
    assert isinstance(text, str)
    return text


def test_what_was_understood_and_what_was_not_stand_side_by_side(studio: Opened) -> None:
    told = paste(studio, PAPER).json
    shown = unescape(told["pasted"])
    assert told["open"] == 2
    assert "2 lines are to be settled" in shown
    assert '>Bridge</strong> <span dir="ltr">3 sets, 10 reps, hold 5s' in shown
    assert "it names no exercise of the library" in shown
    assert "'Reverse' may make it another exercise" in shown
    assert 'value="3 x 8"' in shown or 'value="3x8"' in shown  # of what it may mean


def test_a_line_is_settled_by_an_exercise_a_dose_words_or_nothing(studio: Opened) -> None:
    text = make(
        studio,
        {
            "0": {"pick": "bridge", "dose": "drei Sätze à 12 Wdh."},
            "1": WORDS,
            "2": {"pick": "other", "exercise": "Pont", "dose": ""},
            "3": OUT,
        },
    )
    assert text.endswith(
        "  # line 1: Glute bridges 3x10, hold 5s\n"
        "  - bridge: 3 sets of 12 reps\n"
        "  # line 2: Burpees 2 x 15\n"
        "  - say: Now ten burpees.\n"
        "  # line 3: Reverse bridge 3x8\n"
        "  # Assumed: the library's own dose: 10-15 reps, hold 5-10s\n"
        "  - bridge\n"
    ), text
    assert "Child" not in text  # what is left out may name a person


def test_the_routine_is_a_draft_until_it_is_saved(studio: Opened) -> None:
    told = paste(studio, PAPER, "make-pasted", choices={"1": OUT, "2": OUT}, title="Hip").json
    assert told == {"go": "/routines/hip"}
    file = studio.folder / "scripts/routines/hip.yaml"
    assert not file.exists()
    assert "not saved" in studio.get("/").text
    assert "Glute bridges" in studio.get("/routines/hip").text
    assert studio.do("routine-turn", "hip", what="save").json["saved"]
    assert "- bridge: 3x10, hold 5s\n" in file.read_text(encoding="utf-8")
    again = paste(studio, PAPER, "make-pasted", choices={"1": OUT, "2": OUT}, title="Hip").json
    assert again == {"go": "/routines/hip-2"}


@pytest.mark.parametrize(
    ("choice", "reason"),
    [
        ({"pick": "bridge", "dose": "many"}, "many"),
        ({"pick": "bridge", "dose": "900 reps"}, "900"),
        ({"pick": "other", "exercise": "Burpees"}, "names no exercise"),
        ({"pick": "other"}, "names no exercise"),
        ({"pick": "words", "words": " "}, "row-1-words"),
        ({"pick": "../../x"}, "names no exercise"),
    ],
)
def test_what_cannot_be_is_open_still(studio: Opened, choice: dict[str, str], reason: str) -> None:
    choices = {"1": choice, "2": OUT}
    for deed in ("read-pasted", "make-pasted"):
        told = paste(studio, PAPER, deed, choices=choices, title="Never").json
        assert told["open"] == 1
        assert reason in unescape(told["pasted"])
    assert studio.get("/routines/never").status == 404


@pytest.mark.parametrize(
    "line",
    [
        "Bridge: three sets of ten",
        "Brücke: drei Sätze à zehn Wiederholungen",
        "Puente: tres series de diez repeticiones",
        "Pont : trois séries de dix répétitions",
        "Ponte: três séries de dez repetições",
        "ब्रिज: तीन सेट दस बार",
    ],
)
def test_numbers_in_words_are_read_in_six_languages(studio: Opened, line: str) -> None:
    told = paste(studio, line).json
    assert (told["open"], "3 sets, 10 reps" in told["pasted"]) == (0, True), told["pasted"]


def test_tables_and_records_are_read_too(studio: Opened) -> None:
    table = "exercise;sets;reps;note\nBridge;3;10;\nPlanke;2;;slowly\n"
    told = paste(studio, table, file="C:\\plans\\<b>plan</b>.csv").json
    assert "Read as a table." in told["pasted"]
    record = {"resourceType": "ServiceRequest", "id": "a", "status": "revoked"}
    record |= {"code": {"text": "Bridge"}, "patientInstruction": "10 reps"}  # type: ignore[dict-item]
    told = paste(studio, json.dumps(record)).json
    assert told["open"] == 1
    assert "its status is &#39;revoked&#39;" in told["pasted"]
    assert "- bridge: 10 reps\n" in make(
        studio, {"0": {"pick": "bridge", "dose": "10 reps"}}, json.dumps(record)
    )


HOSTILE = (
    "<script>alert(1)</script> 3x10",
    "bridge 3x10\u2028  - say: evil\u0085steps: []",
    '"><img src=x onerror=alert(1)>',
    "bridge: 3x10 # {{ words }} \x00\x1b[31m".replace("\x00", ""),
    "\u202ebridge 3x10",
    "bridge " + "x" * 5000,
)


def test_hostile_texts_stay_texts(studio: Opened) -> None:
    told = paste(studio, "\n".join(HOSTILE)).json
    assert "<script" not in told["pasted"]
    assert "<img" not in told["pasted"]
    count = told["pasted"].count('data-row="')
    words = {"pick": "words", "words": '</li>"; - include: x'}
    text = make(studio, {str(index): words for index in range(count)}, "\n".join(HOSTILE))
    steps = [line for line in text.splitlines() if line.startswith("  - ")]
    assert set(steps) <= {"  - include: warm-up", '  - say: "</li>\\"; - include: x"'}
    assert len(text.splitlines()) == len(text.split("\n")) - 1


@pytest.mark.slow
def test_sizes_have_limits(studio: Opened) -> None:
    most = b"bridge " + b"x" * (MAX_PRESCRIPTION_BYTES - 7)
    assert paste(studio, most).json["open"] == 1  # at once, though it is one line
    assert paste(studio, most + b"x").json["code"] == "import"
    assert "more than 500 items" in paste(studio, "bridge\n" * 501).json["message"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"content": "?"},
        {"content": 1},
        {"choices": []},
        {"choices": {"0": "out"}},
        {"choices": {"0": {"pick": 1}}},
        {"choices": {"0": {"pick": "a\nb"}}},
        {"file": "a\nb"},
    ],
)
def test_what_makes_no_sense_is_refused(studio: Opened, wrong: dict[str, Any]) -> None:
    asked = {"content": base64.b64encode(PAPER.encode()).decode(), **wrong}
    assert studio.do("read-pasted", **asked).status == 400


def test_what_is_no_prescription_says_why(studio: Opened) -> None:
    for content, code in ((b"", "prescribes nothing"), (b"\0\1", "is no text"), (b"{", "no JSON")):
        reply = paste(studio, content)
        assert (reply.status, code in reply.json["message"]) == (422, True)
    assert studio.do("make-pasted", content="", title=" ").status == 400
