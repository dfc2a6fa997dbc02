"""Giving out what was logged: to standard output, or to a file that nobody else may read."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import stat
import sys
from pathlib import Path

import pytest

from tests.cli.test_programmes import kept_by, log, run, start
from tests.conftest import load_json
from tests.progress.conftest import data
from tests.running import Run

__all__ = ["data", "run"]  # fixtures


def two_sessions(run: Run) -> None:
    start(run)
    log(run, 2, 2, 2, 1)
    log(run, 1, 3, 3, 2)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of who logged two sessions of a programme."""
    return kept_by(tmp_path_factory.mktemp("logged"), two_sessions)


@pytest.fixture
def logged(run: Run, kept: Path, data: Path) -> Run:
    """Runs the program where two sessions of a programme were logged."""
    shutil.copytree(kept, data)
    return run


def test_a_block_is_printed_to_be_pasted(logged: Run) -> None:
    told = logged("log", "export", "--text").stdout
    assert told.startswith("Exercise log: Daily back care, then strength, since")
    assert "Pain before: 2.5 of 10 on average, 2 to 3." in told


def test_the_block_is_in_the_language_that_is_asked_for(logged: Run, project: Path) -> None:
    told = logged("log", "export", "--text", "--language", "de").stdout
    assert told.startswith("Übungsprotokoll: ")
    (project / "voicecoach.toml").write_text('language = "es"\n', encoding="utf-8")
    assert logged("log", "export", "--text").stdout.startswith("Registro de ejercicios: ")


def test_a_record_is_printed_as_fhir(logged: Run) -> None:
    found = load_json(logged("log", "export", "back-care", "--fhir").stdout)
    codes = [each["resource"]["code"]["coding"][0]["code"] for each in found["entry"]]
    assert codes.count("72514-3") == 4
    assert codes.count("229065009") == 3


def test_a_table_is_printed(logged: Run) -> None:
    rows = [*csv.DictReader(io.StringIO(logged("log", "export", "--csv").stdout))]
    assert [row["pain_after"] for row in rows] == ["1", "2"]
    assert {row["minutes"] for row in rows} == {""}


@pytest.mark.parametrize("how", ["--fhir", "--csv", "--text"])
def test_a_file_can_be_read_by_nobody_else(how: str, logged: Run, project: Path) -> None:
    before = os.umask(0)
    try:
        told = logged("log", "export", how, "-o", "out/log").stdout
    finally:
        os.umask(before)
    file = project / "out" / "log"
    assert "2 sessions, readable by you alone" in told
    assert file.stat().st_size
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["log"]


def test_json_says_where_it_is(logged: Run) -> None:
    found = load_json(logged("log", "export", "--text", "-o", "log.txt", "--json").stdout)
    assert found == {"format": "text", "sessions": 2, "file": "log.txt", "content": None}
    inline = load_json(logged("log", "export", "--fhir", "--json").stdout)
    assert json.loads(inline["content"])["resourceType"] == "Bundle"


def test_how_it_is_given_out_must_be_said(logged: Run) -> None:
    assert "--fhir, --csv, or --text" in logged("log", "export", code=2).stderr
    logged("log", "export", "--text", "--subject", "Patient/1", code=2)


def test_without_a_plan_nothing_is_given_out(run: Run) -> None:
    run("log", "export", "--text", code=3)


@pytest.mark.slow
def test_the_length_of_a_session_is_known_once_it_was_built(run: Run) -> None:
    start(run)
    built = load_json(run("today", "--build", "--voice", "silent", "--json").stdout)["built"]
    pains = [f"--pain-{when}=0" for when in ("before", "during", "after")]
    run("log", "done", *pains, "--effort", "4")
    (row,) = csv.DictReader(io.StringIO(run("log", "export", "--csv").stdout))
    assert float(row["minutes"]) == pytest.approx(built["duration_ms"] / 60_000, abs=0.05)
