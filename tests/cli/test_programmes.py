"""Starting, following, logging and leaving a programme, as a user does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.coach.sessions import language_of
from tests.conftest import ROOT, run_voicecoach
from tests.progress.conftest import data
from tests.running import Run
from voicecoach.session.record import read_record

__all__ = ["data"]  # the fixture: a data folder of the test's own

TODAY = date.today()
OF_TODAY = "daily" if TODAY.weekday() == 6 else "daily-15"  # the whole routine on Sundays
QUESTIONS = 18  # of back-care, two of them for joints
ALWAYS = 16  # of every programme
NO = "n\n" * QUESTIONS


def yes_to(number: int, questions: int = QUESTIONS) -> str:
    """Yes to one question, counted from 0, and to whether that is right."""
    answers = ["n"] * questions
    answers[number] = "y"
    return "\n".join([*answers, "y", ""])


def running(folder: Path, **environment: str) -> Run:
    """Runs the program in a folder, with answers on standard input."""

    def run(
        *arguments: str | Path, code: int = 0, answers: str = ""
    ) -> subprocess.CompletedProcess[str]:
        told = {"COLUMNS": "80", **environment}
        return run_voicecoach(*arguments, cwd=folder, code=code, answers=answers, **told)

    return run


@pytest.fixture
def run(project: Path, data: Path) -> Run:
    """Runs the program with answers on standard input."""
    return running(project)


def kept_by(folder: Path, do: Callable[[Run], object]) -> Path:
    """The data folder of a user who did something, which each test may have a copy of."""
    names = ("HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_DATA_HOME", "LOCALAPPDATA")
    home = dict.fromkeys(names, str(folder / "home"))
    do(running(folder, VOICECOACH_DATA=str(folder / "data"), **home))
    return folder / "data"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of who started a programme."""
    return kept_by(tmp_path_factory.mktemp("started"), start)


@pytest.fixture
def started(run: Run, kept: Path, data: Path) -> Run:
    """Runs the program where a programme was started."""
    shutil.copytree(kept, data)
    return run


def ago(days: int) -> str:
    return str(TODAY - timedelta(days))


def start(run: Run, name: str = "back-care", days: int = 20, answers: str = NO) -> None:
    who = ("--prescriber", "A. Physio", "--emergency-number", "112")
    run("start", name, *who, "--date", ago(days), answers=answers)


def log(run: Run, days: int, *pains: int) -> str:
    options = [
        part
        for when, pain in zip(("before", "during", "after"), pains or (0, 0, 0), strict=True)
        for part in (f"--pain-{when}", str(pain))
    ]
    return run("log", "done", *options, "--effort", "4", "--date", ago(days)).stdout


@pytest.mark.slow
def test_two_painless_weeks_lead_to_the_next_stage(run: Run) -> None:
    start(run)
    for days in range(12, 3, -1):
        log(run, days)
    assert "9 of 10 sessions" in run("progress").stdout
    refused = run("progress", "move-on", code=3)
    assert "9 of 10 sessions" in refused.stderr
    assert "--clinician" in refused.stderr
    log(run, 1)
    assert "The rule to move on is met" in run("progress", "back-care").stdout
    assert "voicecoach progress move-on back-care" in run("today").stdout
    assert "strength-1. Dead bug comes in." in run("progress", "move-on").stdout
    monday = TODAY + timedelta(7 - TODAY.weekday())
    said = run("today", "--date", str(monday)).stdout
    assert "daily-15 (Short daily routine)" in said
    assert "added: Dead bug. Five on each side, changing sides each time." in said
    assert "From" in run("progress", "move-back").stdout
    assert "stage daily" in run("today").stdout


def test_a_clinician_may_move_somebody_on(run: Run, project: Path) -> None:
    start(run)
    run("progress", "move-on", "--clinician", "A. Physio")
    run("progress", "export", "all.json")
    kept = json.loads((project / "all.json").read_text(encoding="utf-8"))
    assert [move["clinician"] for move in kept["moves"]] == [None, "A. Physio"]


def test_what_is_due_is_built_with_the_stage_s_changes(run: Run, project: Path) -> None:
    start(run, "flare-up")
    run("progress", "move-on", "--clinician", "A. Physio")
    assert "Pelvic tilt. Eight reps, " in run("today").stdout
    run("today", "--build", "--voice", "silent")
    record = read_record(project / "audio" / "flare-up.more.gentle.silent.json")
    assert (record.content.programme, record.content.routine) == ("flare-up", "gentle")
    doses = {exercise.id: exercise.dose_text for exercise in record.content.exercises}
    assert doses["pelvic-tilt"].startswith("Eight reps, ")
    assert [*doses][-1] == "lumbar-rotation"


def test_nothing_is_built_before_the_questions_are_answered(run: Run, project: Path) -> None:
    run("start", "flare-up", "--prescriber", "x", "--emergency-number", "112", code=130)
    refused = run("today", "--build", "--voice", "silent", code=8)
    assert "come before the first session" in refused.stderr
    assert "voicecoach screening flare-up" in refused.stderr
    assert not list((project / "audio").glob("*.mp3"))
    run("screening", answers=NO)
    assert "gentle" in run("today").stdout


def test_a_yes_waits_for_a_clinician(run: Run, project: Path) -> None:
    start(run)
    asked = run("screening", answers=yes_to(6), code=8)
    assert "Ask a doctor or physiotherapist first" in asked.stderr
    for command in (["today", "--build"], ["progress", "move-on", "--clinician", "x"]):
        assert "--clinician" in run(*command, code=8).stderr
    run("screening", answers=NO, code=8)  # a no does not take it back
    assert "Seen by Dr. B" in run("screening", "--clinician", "Dr. B").stdout
    assert "stage daily" in run("today").stdout


def test_doses_of_a_stage_are_told_in_circuits_too(run: Run, project: Path) -> None:
    scripts = project / "scripts"
    (scripts / "programmes").mkdir()
    circuit = "routine: circuit\ntitle: Circuit\nsteps:\n  - include: warm-up\n  - repeat: 2\n"
    (scripts / "routines" / "circuit.yaml").write_text(
        f"{circuit}    steps:\n      - bridge: 8 reps\n", encoding="utf-8"
    )
    (scripts / "programmes" / "short.yaml").write_text(
        "programme: short\ntitle: Short\nreview_weeks: 4\nstages:\n  - stage: first\n"
        "    weeks: 1\n    days: {every: circuit}\n    doses: {bridge: 5 reps}\n",
        encoding="utf-8",
    )
    start(run, "short", days=0)
    assert "  Bridge. Five reps, " in run("today", "short").stdout


@pytest.mark.slow
def test_an_emergency_sign_cannot_be_overridden(run: Run) -> None:
    start(run)
    asked = run("screening", answers=yes_to(0), code=8)
    assert "Get emergency care now: 112" in asked.stdout  # at once, not at the end
    assert "Get emergency care now: 112" in asked.stderr
    assert "cannot be overridden" in run("today", code=8).stderr
    run("screening", "--clinician", "Dr. B", code=130)  # asks anew, and nobody answers
    run("screening", "--clinician", "Dr. B", answers=yes_to(1), code=8)
    again = ("start", "back-care", "--again", "--prescriber", "x", "--emergency-number", "1")
    run(*again, answers=NO, code=8)  # nor by beginning anew
    other = ("start", "flare-up", "--prescriber", "x", "--emergency-number", "1")
    run(*other, answers=yes_to(2, ALWAYS), code=8)
    run("screening", "flare-up", "--clinician", "Dr. B", answers="n\n" * ALWAYS)
    assert "stage calm" in run("today", "flare-up").stdout


def test_answers_can_be_mended_before_they_are_written_down(run: Run) -> None:
    start(run, answers=yes_to(3)[:-2] + "n\n" + NO)
    assert "stage daily" in run("today").stdout


def test_pain_that_rises_asks_again(run: Run) -> None:
    start(run)
    said = log(run, 2, 2, 7, 3)
    assert "pain was 7 of 10 during, above 5" in said
    assert "voicecoach screening back-care" in said
    assert "above 5" in run("today", code=8).stderr
    run("log", "undo")
    run("today")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_on_a_terminal_everything_is_asked_for(run: Run, project: Path) -> None:
    start(run)
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "voicecoach", "log", "done"],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=theirs,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        os.write(ours, ("2\n7\n11\n3\n5\n" + NO).encode())  # 11 is refused, and asked again
        said, _ = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 0
    assert "pain was 7 of 10 during" in said
    assert "None of these signs" in said
    run("progress", "--csv", "all.csv")
    assert f"daily,{OF_TODAY},2,7,3,5," in (project / "all.csv").read_text(encoding="utf-8")
    assert "stage daily" in run("today").stdout


def test_progress_writes_plot_and_table(run: Run, project: Path) -> None:
    start(run, days=3)
    log(run, 3, 4, 5, 3)
    run("log", "skipped", "--date", ago(2), "--note", "Travelling")
    said = run("progress", "--plot", "pain.svg", "--csv", "all.csv").stdout
    assert "1 of 3" in said
    assert "33%" in said
    assert " 5 |d" in said
    assert "finds no illness" in said
    assert (project / "pain.svg").read_text().startswith("<svg")
    assert "Travelling" in (project / "all.csv").read_text(encoding="utf-8")
    run("progress", "show", "--plot", "pain.png")
    assert (project / "pain.png").read_bytes().startswith(b"\x89PNG")
    assert ".svg or .png" in run("progress", "--plot", "pain.gif", code=2).stderr


def test_everything_is_exported_and_deleted(run: Run, project: Path, data: Path) -> None:
    start(run, days=3)
    start(run, "flare-up", days=3)
    run("log", "skipped", "flare-up", "--note", "Später")
    run("progress", "export", "all.json")
    kept = json.loads((project / "all.json").read_text(encoding="utf-8"))
    assert [plan["programme"] for plan in kept["plans"]] == ["back-care", "flare-up"]
    assert kept["entries"][0]["note"] == "Später"
    assert len(kept["screenings"]) == 2
    run("progress", "delete", code=130)  # asks, and nobody answers
    run("progress", "delete", "--yes")
    assert not list(data.iterdir())
    assert "no programme was started" in run("progress", code=3).stderr


def test_people_who_share_a_machine_have_labels(run: Run) -> None:
    start(run)
    assert "--label upstairs" in run("today", "back-care", "--label", "upstairs", code=3).stderr
    assert "small letters" in run("today", "--label", "Mrs Jones", code=2).stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("log", "done"), 2, "--pain-before"),
        (("log", "done", "--pain-before", "11"), 2, "0<=x<=10"),
        (("log", "skipped", "--note", "x" * 501), 2, "at most 500"),
        (("log", "skipped", "--date", "2999-01-01"), 2, "still to come"),
        (("log", "skipped", "--date", "1999-01-01"), 3, "the plan started on"),
        (("today", "no-such-thing"), 3, "no programme is called 'no-such-thing'"),
        (("start", "back-care", "--prescriber", "x", "--emergency-number", "1"), 3, "--again"),
        (("start", "flare-up"), 2, "--prescriber"),
        (("start", "flare-up", "--review", "2001-01-01"), 3, "not after the start"),
        (("progress", "move-back"), 3, "first stage"),
    ],
)
def test_a_mistake_is_said_with_its_remedy(
    started: Run, arguments: tuple[str, ...], code: int, said: str
) -> None:
    assert said in started(*arguments, code=code).stderr


def test_a_programme_of_one_s_own_carries_its_prescriber(run: Run, project: Path) -> None:
    folder = project / "scripts" / "programmes"
    folder.mkdir()
    (folder / "own.yaml").write_text(
        "programme: own\ntitle: Own\nprescriber: B. Physio\nreview: 2999-01-31\n"
        'emergency_number: "999"\nreview_weeks: 6\nstages:\n'
        "  - stage: one\n    weeks: 1\n    days: {every: relief}\n",
        encoding="utf-8",
    )
    run("start", "own", answers="n\n" * ALWAYS)
    assert "Prescribed by B. Physio, review on 2999-01-31." in run("today").stdout
    assert "999" in run("screening", answers=yes_to(4, ALWAYS), code=8).stderr
    (folder / "own.yaml").write_text("programme: own\n", encoding="utf-8")
    assert "own.yaml" in run("today", code=3).stderr


def test_the_questions_are_printed_as_a_page(run: Run, project: Path) -> None:
    run("screening", "--print", "questions.html")
    text = (project / "questions.html").read_text(encoding="utf-8")
    words = language_of("en")
    assert words is not None
    for question in (*words.screening.emergency.values(), *words.screening.warning.values()):
        assert question in text
    assert "call your local emergency number" in text
    assert words.screening.not_a_diagnosis in text
    start(run)
    run("screening", "back-care", "--print", "questions.html")
    assert "Get emergency care now: 112" in (project / "questions.html").read_text()


@pytest.mark.slow
def test_help_does_not_open_the_store(project: Path, data: Path) -> None:
    code = (  # what measures the tests' coverage loads sqlite3 before us
        "import sys; before = {*sys.modules}; from voicecoach.cli import run; run(sys.argv[1:]);"
        "sys.exit(not {'sqlite3', 'pydantic', 'PIL'}.isdisjoint({*sys.modules} - before))"
    )
    for name in ("start", "today", "log", "progress", "screening"):
        arguments = [sys.executable, "-c", code, name, "--help"]
        assert subprocess.run(arguments, cwd=ROOT, capture_output=True).returncode == 0, name
    assert not data.exists()


@pytest.mark.slow
def test_a_programme_is_followed_in_another_language(run: Run, project: Path) -> None:
    who = ("--prescriber", "A. Physio", "--emergency-number", "112", "--language", "es")
    answers = ("s\n" + "no\n" * (QUESTIONS - 1)) + "NO\n" + "maybe\n" + NO
    asked = run("start", "back-care", *who, answers=answers).stdout
    assert "¿Tiene fiebre? [s/n]" in asked
    assert "Acuda a urgencias de inmediato: 112." in asked
    assert "¿Son correctas estas respuestas? [s/n]" in asked
    said = run("today", "--language", "es", "--build", "--voice", "silent").stdout
    assert "Cuidado diario de la espalda y después fuerza: stage daily" in said
    assert f"{OF_TODAY} (Rutina diaria" in said
    (built,) = (project / "audio").glob("*.json")
    assert read_record(built).content.language == "es"


def _write_every_day(project: Path) -> None:
    """A programme with one routine, whichever day of the week the test is run on."""
    folder = project / "scripts" / "programmes"
    folder.mkdir(parents=True)
    (folder / "every-day.yaml").write_text(
        "programme: every-day\ntitle: Every day\npurpose: One routine.\nsource: editorial\n"
        "review_weeks: 6\nstages:\n  - stage: daily\n    purpose: The same every day.\n"
        "    weeks: 2\n    days: {every: daily}\n",
        encoding="utf-8",
    )


@pytest.mark.slow
def test_what_was_logged_is_explained_less(run: Run, project: Path) -> None:
    _write_every_day(project)
    start(run, "every-day")
    build = ("today", "--build", "--voice", "silent")
    run(*build)
    new = read_record(project / "audio" / "every-day.daily.daily.silent.json").content
    assert new.faded == {}
    for days in (4, 3, 2, 1):
        log(run, days)
    said = run(*build).stdout
    assert "Bridge: explained briefly, done 4 times before" in said
    today = json.loads(run("today", "--json").stdout)
    (bridge,) = [each for each in today["fading"] if each["facts"].get("exercise") == "bridge"]
    assert bridge["code"] == "faded"
    assert bridge["facts"]["done"] == {"kind": "done/often", "facts": {"times": 4}}
    known = read_record(project / "audio" / "every-day.daily.daily.silent.fading.json").content
    assert (known.faded["bridge"], known.faded["warning signs"]) == ("familiar", "short")
    assert known.duration_ms < new.duration_ms
    run(*build, "--guidance", "full")
    full = read_record(project / "audio" / "every-day.daily.daily.silent.json").content
    assert full.duration_ms == new.duration_ms
    log(run, 0, 1, 6, 1)
    run("screening", answers=NO)
    tomorrow = run("today", "--date", str(TODAY + timedelta(1))).stdout
    assert f"Bridge: explained in full again, pain rose on {TODAY}" in tomorrow


@pytest.mark.slow
def test_a_programme_is_built_as_its_episodes_in_order(run: Run, project: Path) -> None:
    run("build", "flare-up", "--voice", "silent", "--quiet")
    files = sorted((project / "audio").glob("*.json"))
    records = [read_record(file).content for file in files]
    assert [record.episode for record in records] == [*range(1, len(files) + 1)]
    assert files[0].name == "flare-up.01.calm.gentle.silent.json"
    assert records[0].faded == {}
    assert set(records[1].faded.values()) == {"familiar"}
    assert {record.programme for record in records} == {"flare-up"}
    refused = run("build", "flare-up", "-o", "one.mp3", code=2)
    assert "several sessions need a folder" in refused.stderr
