"""Importing prescriptions as a user does: files, what is told, exit codes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.conftest import ROOT, load_json, run_voicecoach
from tests.running import Run

PAPER = "1. Glute bridges 3x10, hold 5s\n2. Burpees 2 x 15\n3. Bird dog: 10 pairs\n"
LONG = "x" * 140_000
WHOLE = "March on the spot\nGlute bridges 2x10\nChild's pose\n"


@pytest.mark.slow
def test_a_paper_becomes_a_routine_that_check_passes(voicecoach: Run, project: Path) -> None:
    (project / "paper.txt").write_text(PAPER, encoding="utf-8")
    told = voicecoach("import", "paper.txt", code=9)
    assert "1 of 3 items not understood whole" in told.stderr
    assert "line 2: Burpees 2 x 15\n  -> nothing\n" in told.stdout
    text = (project / "scripts/routines/paper.yaml").read_text(encoding="utf-8")
    assert "  # line 1: Glute bridges 3x10, hold 5s\n  - bridge: 3x10, hold 5s\n" in text
    assert "# Not understood: it names no exercise of the library\n" in text
    assert "0 errors" in voicecoach("check", "paper").stdout


@pytest.mark.slow
def test_what_is_understood_whole_gives_0(voicecoach: Run, project: Path) -> None:
    gentle = "March on the spot\nSit tall: 2 reps\n"
    (project / "whole.txt").write_text(gentle, encoding="utf-8")
    assert "the library's own dose" in voicecoach("import", "whole.txt").stdout
    text = (project / "scripts/routines/whole.yaml").read_text(encoding="utf-8")
    assert "warm-up" not in text  # nothing in it asks for effort
    assert "Not understood" not in text


@pytest.mark.slow
def test_a_script_that_is_there_is_left_as_it_is(voicecoach: Run, project: Path) -> None:
    (project / "whole.txt").write_text(WHOLE, encoding="utf-8")
    voicecoach("import", "whole.txt")
    before = (project / "scripts/routines/whole.yaml").read_bytes()
    (project / "whole.txt").write_text("Plank 3 sets\n", encoding="utf-8")
    voicecoach("import", "whole.txt", code=5)
    assert (project / "scripts/routines/whole.yaml").read_bytes() == before
    voicecoach("import", "whole.txt", "--name", "other", "--title", "Ours: all")
    assert "0 errors" in voicecoach("check", "other").stdout


@pytest.mark.slow
def test_text_is_pasted_by_standard_input(project: Path) -> None:
    told = run_voicecoach("import", "-", "--json", cwd=project, answers=WHOLE)
    found = load_json(told.stdout)
    assert Path(found["file"]).name == "pasted-text.yaml"
    assert (found["format"], found["left"], found["problems"]) == ("text", 0, [])
    assert found["items"][0]["assumed"][0]["kind"] == "imported/own-dose"


@pytest.mark.slow
def test_json_says_what_was_left_and_why(voicecoach: Run, project: Path) -> None:
    (project / "paper.txt").write_text(PAPER, encoding="utf-8")
    found = load_json(voicecoach("import", "paper.txt", "--json", code=9).stdout)
    assert found["left"] == 1
    assert found["items"][1]["exercise"] is None
    assert found["items"][1]["left"][0]["code"] == "imported"


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [
        "\ufeffexercise;sets;reps\r\nBrücke;3;10\r\n".encode(),
        "exercise;sets;reps\r\nBrücke;3;10\r\n".encode("utf-16"),
        "exercise;sets;reps\r\nBrücke;3;10\r\n".encode("cp1252"),
    ],
)
def test_tables_are_read_in_the_encodings_of_sheet_programs(
    content: bytes, voicecoach: Run, project: Path
) -> None:
    (project / "plan.csv").write_bytes(content)
    voicecoach("import", "plan.csv")
    text = (project / "scripts/routines/plan.yaml").read_text(encoding="utf-8")
    assert "  - bridge: 3 sets, 10 reps\n" in text
    assert ("cp1252" in text) == (content[:4] == b"exer")


@pytest.mark.slow
def test_a_record_becomes_a_profile(voicecoach: Run, project: Path) -> None:
    request = {
        "resourceType": "ServiceRequest",
        "status": "active",
        "intent": "order",
        "subject": {"reference": "Patient/1"},
        "code": {"text": "Bridge"},
        "patientInstruction": "2 sets of 8",
    }
    (project / "order.json").write_text(json.dumps(request), encoding="utf-8")
    voicecoach("import", "order.json", "--profile", "--name", "knee-2")
    assert "0 errors" in voicecoach("check", "knee-2").stdout
    shown = voicecoach("show", "daily", "--profile", "knee-2", "--diff").stdout
    assert "+ Bridge. Two sets of eight reps, five seconds each." in shown


@pytest.mark.slow
def test_a_routine_is_in_the_language_of_its_project(voicecoach: Run, project: Path) -> None:
    (project / "voicecoach.toml").write_text('language = "de"\n', encoding="utf-8")
    (project / "plan.txt").write_text("Beckenheben: 3 Sätze à 10 Wdh.\n", encoding="utf-8")
    voicecoach("import", "plan.txt", "--title", "Für den Rücken")
    assert "0 errors" in voicecoach("check", "plan").stdout


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", 3, "prescribes nothing"),
        (b"Yoga\nSwimming\n", 3, "nothing of paper.txt was understood"),
        (b"{", 3, "this is no JSON"),
        (b'{"resourceType": "Patient"}', 3, "it has Patient"),
        (b"\0\1\2", 3, "is no text"),
        (b"Bridge\n" * 200_000, 3, "larger than"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_written(
    content: bytes, code: int, said: str, voicecoach: Run, project: Path
) -> None:
    (project / "paper.txt").write_bytes(content)
    assert said in voicecoach("import", "paper.txt", code=code).stderr
    assert not [*(project / "scripts/routines").iterdir()]


def test_a_table_without_the_column_says_which_there_are(voicecoach: Run, project: Path) -> None:
    (project / "plan.csv").write_text("name;reps\nBridge;10\n", encoding="utf-8")
    told = voicecoach("import", "plan.csv", code=3).stderr
    assert "no column 'exercise'" in told
    assert "hold_seconds" in told


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plan.csv", "\n\nname;reps\nBridge;10\n", "plan.csv:3:1: this table has no column"),
        ("plan.csv", "exercise,sets,sets\nBridge,3,4\n", "plan.csv:1:15: the column 'sets'"),
        ("plan.csv", f"exercise,sets\nBridge,3\nClam,{LONG}\n", "plan.csv:3:6: a cell has more"),
        ("plan.csv", f'exercise,sets\nBridge,"3\n{LONG}\n', "plan.csv:2:8: a cell has more"),
        ("plan.json", '{"resourceType":\n "CarePlan" 1}', "plan.json:2:13: this is no JSON"),
        (
            "plan.json",
            '[{"a": {"text": 1}, "text": "{\\"a\\":"},\n {"text": "5 reps", "text": "9 reps"}]',
            "plan.json:2:21: 'text' stands twice here",
        ),
        ("plan.json", "[\n" * 200, "plan.json:101:1: this record is nested deeper"),
        ("plan.json", f'{{"a": 1,\n "b": {"9" * 5000}}}', "plan.json:2:7: a number has more"),
        ("plan.json", '{"resourceType": "Patient"}', "plan.json: this record prescribes nothing"),
        ("plan.txt", "\nYoga 3 x 10\n", "line 2: it names no exercise"),
    ],
    ids=["header", "twice", "cell", "quote", "json", "name", "deep", "digits", "resource", "text"],
)
def test_what_is_refused_is_told_with_its_place(
    name: str, content: str, said: str, voicecoach: Run, project: Path
) -> None:
    (project / name).write_text(content, encoding="utf-8")
    assert said in voicecoach("import", name, code=3).stderr


def test_half_a_text_in_utf_16_is_no_text_of_windows(voicecoach: Run, project: Path) -> None:
    (project / "plan.txt").write_bytes("Bridge 3 x 10".encode("utf-16")[:-1])
    assert "is no text" in voicecoach("import", "plan.txt", code=3).stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_a_pipe_is_not_waited_for(voicecoach: Run, project: Path) -> None:
    os.mkfifo(project / "plan.txt")
    assert "no regular file" in voicecoach("import", "plan.txt", code=5).stderr


def test_a_file_that_is_not_there_is_refused(voicecoach: Run) -> None:
    assert "cannot read away.txt" in voicecoach("import", "away.txt", code=5).stderr


def test_a_name_that_cannot_be_one_is_refused(voicecoach: Run, project: Path) -> None:
    (project / "whole.txt").write_text(WHOLE, encoding="utf-8")
    voicecoach("import", "whole.txt", "--name", "Not A Name", code=3)


@pytest.mark.slow
def test_the_example_of_the_how_to_is_what_is_made(voicecoach: Run, project: Path) -> None:
    page = (ROOT / "docs/how-to/from-a-paper.md").read_text(encoding="utf-8")
    paper = page.partition("```text\n")[2].partition("```")[0]
    (project / "exercises.txt").write_text(paper, encoding="utf-8")
    voicecoach("import", "exercises.txt", code=9)
    made = (project / "scripts/routines/exercises.yaml").read_text(encoding="utf-8")
    assert made == page.partition("```yaml\n")[2].partition("```")[0]
