"""What is printed: it never fails what is done, and no terminal obeys it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.running import ROOT, run_voicecoach
from voicecoach.base.controls import one_line, printable, printable_json

posix = pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full and a shell")
SHORT = "routine: short\ntitle: Short\nsteps:\n  - march: hold 10s\n"


@pytest.fixture
def short(project: Path) -> Path:
    (project / "scripts" / "routines" / "short.yaml").write_text(SHORT, encoding="utf-8")
    return project


def shell(folder: Path, line: str) -> subprocess.CompletedProcess[str]:
    """Run a line in which `$V` is the program."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "V": f"{sys.executable} -m voicecoach"}
    environment["VOICECOACH_DATA"] = str(folder / "data")
    return subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@given(st.text())
def test_nothing_is_left_that_a_terminal_obeys(text: str) -> None:
    for shown in (printable(text), one_line(text), printable_json(text)):
        assert all(c.isprintable() or c in "\n\t" or ord(c) > 0x9F for c in shown)
        shown.encode()
        assert not {*shown} & {*"\x1b\x07\x9b\u202e\u2066\u200f"}
    assert "\n" not in one_line(text)


@posix
@pytest.mark.slow
@pytest.mark.parametrize("command", ["list", "check short", "--help", "doctor", "show short"])
def test_a_full_output_has_one_exit_code(short: Path, command: str) -> None:
    ran = shell(short, f"$V {command} >/dev/full")
    assert ran.returncode in (5, 6)  # doctor may miss a program, which comes first
    assert "should not happen" not in ran.stderr
    if ran.returncode == 5:
        assert "standard output did not take all" in ran.stderr


@posix
@pytest.mark.slow
def test_a_reader_that_has_seen_enough_is_told_nothing(short: Path) -> None:
    ran = shell(short, "$V show daily | true; exit ${PIPESTATUS[0]}")
    assert (ran.returncode, ran.stderr) == (5, "")


@posix
@pytest.mark.slow
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- 2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_stops_no_work(short: Path, closed: str) -> None:
    ran = shell(short, f"$V build short --voice silent -o here.mp3 {closed}")
    assert ran.returncode == (5 if ">&-" in closed.replace("2>&-", "") else 0)
    assert (short / "here.mp3").is_file()


@posix
@pytest.mark.slow
def test_a_full_standard_error_keeps_the_exit_code(short: Path) -> None:
    assert shell(short, "$V build nosuch 2>/dev/full").returncode == 3


@posix
@pytest.mark.slow
def test_an_entry_that_is_written_is_not_said_to_have_failed(short: Path) -> None:
    started = "yes n | head -40 | $V start back-care --prescriber A --emergency-number 112"
    assert shell(short, started).returncode == 0
    pains = "--pain-before 1 --pain-during 2 --pain-after 1 --effort 4 --note one"
    ran = shell(short, f"$V log done {pains} >/dev/full")
    assert ran.returncode == 5
    assert "do not repeat it" in ran.stderr
    assert "cannot write" not in ran.stderr
    assert shell(short, f"$V log done {pains} <&-").returncode == 0


def test_who_stops_is_told_what_was_done(short: Path, tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    options = ("--prescriber", "A", "--emergency-number", "112")
    ran = run_voicecoach("start", "back-care", *options, cwd=short, code=130, VOICECOACH_DATA=data)
    assert "this was done before: Daily back care, then strength is started" in ran.stderr
    assert "voicecoach screening back-care" in ran.stderr
    assert "as it was" not in ran.stderr
    again = run_voicecoach("screening", cwd=short, code=130, VOICECOACH_DATA=data)
    assert "what was there before is as it was" in again.stderr


@posix
@pytest.mark.slow
@pytest.mark.parametrize("command", ["links list", "roster new r.csv", "import paper.txt", "check"])
def test_a_folder_that_is_gone_is_told_as_that(short: Path, command: str) -> None:
    """Whatever lay there seems not to be there: no patient was named, and no place could be had."""
    ran = shell(short, f"mkdir gone; cd gone; rmdir ../gone; $V {command}")
    assert ran.returncode == 5
    assert "was started is not there any more" in ran.stderr


ESCAPES = "\x1b]0;PWN\x07"


@pytest.mark.slow
@posix
def test_what_stands_in_files_and_names_is_written_out(short: Path) -> None:
    routines = short / "scripts" / "routines"
    (routines / f"a{ESCAPES}b.yaml").write_text("routine: x\ntitle: T\nsteps: [{bridge: 3 reps}]\n")
    text = 'routine: esc\ntitle: T\nsteps:\n  - "\\e[2J": 3 reps\n  - bridge: "\\a\\u202e"\n'
    (routines / "esc.yaml").write_text(text, encoding="utf-8")
    told = ((["list"], 0), (["check"], 3), (["check", "--json"], 3), (["check", ESCAPES], 3))
    for arguments, code in told:
        ran = run_voicecoach(*arguments, cwd=short, code=code)
        assert not {*(ran.stdout + ran.stderr)} & {*"\x1b\x07\u202e"}
    assert "\\x1b]0;PWN" in run_voicecoach("list", cwd=short).stdout
