"""`voicecoach batch` as a clinic's technician uses it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_publish import PERSON, SHORT, everything, forms_of
from tests.running import ROOT, Run, run_process
from voicecoach.base.lock import exclusive_lock
from voicecoach.web.ondemand.place import read_told

URL = "https://ex.example/"
TO = ("--to", "site", "--base-url", URL, "--jobs", "1")
PROGRAMME = """\
programme: two-weeks
title: Two weeks
review_weeks: 6
stages:
  - {stage: first, weeks: 1, days: {mon: short, thu: other}}
  - {stage: second, weeks: 1, days: {every: other}}
"""
Write = Callable[..., Path]


@pytest.fixture
def write(project: Path) -> Write:
    """A project with short routines; writes its roster."""
    scripts = project / "scripts"
    (scripts / "programmes").mkdir()
    (scripts / "profiles").mkdir(exist_ok=True)
    (scripts / "routines" / "short.yaml").write_text(SHORT, encoding="utf-8")
    other = SHORT.replace("short", "other").replace("Short", "Other")
    (scripts / "routines" / "other.yaml").write_text(other, encoding="utf-8")
    (scripts / "programmes" / "two-weeks.yaml").write_text(PROGRAMME, encoding="utf-8")
    (scripts / "profiles" / "narwhal-7.yaml").write_text(PERSON, encoding="utf-8")

    def write(*rows: str, columns: str = "label,what,start,profile,until") -> Path:
        lines = [f"{columns},voice", *(f"{row},silent" for row in rows)]
        (project / "roster.csv").write_text("\n".join(lines), encoding="utf-8")
        return project

    return write


def addresses(project: Path) -> dict[str, Path]:
    """The folder of each patient's pages, by label."""
    rows = csv.DictReader(io.StringIO((project / "links.csv").read_text(encoding="utf-8")))
    return {row["label"]: project / "site" / row["address"].removeprefix(URL) for row in rows}


def times(root: Path) -> dict[Path, int]:
    return {file: file.stat().st_mtime_ns for file in root.rglob("*") if file.is_file()}


def told(ran_stdout: str) -> dict[str, dict[str, object]]:
    found = [json.loads(line) for line in ran_stdout.splitlines()]
    return {each["label"]: each for each in found}


@pytest.mark.slow
def test_each_patient_has_an_own_place(write: Write, voicecoach: Run) -> None:
    project = write("p-1,short,,,", "p-2,short other,,narwhal-7,2099-01-31")
    ran = voicecoach("batch", "roster.csv", *TO)
    assert "2 patients: 2 made" in ran.stdout
    places = addresses(project)
    assert {place.parent for place in places.values()} == {project / "site" / "p"}
    for label, count in (("p-1", 1), ("p-2", 2)):
        place = places[label]
        assert place.name != label
        assert (place / "index.html").is_file()
        assert (place / "feed.xml").is_file()
        assert len([*place.glob("s/*/handout.html")]) == count
        assert not [*place.rglob("*.mp3")]
        assert len(read_told((place / "place.json").read_bytes()).media) == count
    assert read_told((places["p-2"] / "place.json").read_bytes()).until == date(2099, 1, 31)
    if sys.platform != "win32":
        assert (project / "links.csv").stat().st_mode & 0o077 == 0
        assert (project / "site" / "p").stat().st_mode & 0o777 == 0o711


@pytest.mark.slow
def test_what_has_not_changed_is_not_touched(write: Write, voicecoach: Run) -> None:
    project = write("p-1,short,,,", "p-2,short,,narwhal-7,")
    voicecoach("batch", "roster.csv", *TO)
    before = times(project / "site")
    ran = voicecoach("batch", "roster.csv", *TO, "--json")
    assert [each["state"] for each in told(ran.stdout).values()] == ["same", "same"]
    assert times(project / "site") == before
    ran = voicecoach("batch", "roster.csv", *TO, "--json", "--again")
    assert [each["state"] for each in told(ran.stdout).values()] == ["same", "same"]
    assert times(project / "site") == before
    profile = project / "scripts" / "profiles" / "narwhal-7.yaml"
    profile.write_text(PERSON + "pace: 1.2\n", encoding="utf-8")
    ran = voicecoach("batch", "roster.csv", *TO, "--json")
    assert {label: each["state"] for label, each in told(ran.stdout).items()} == {
        "p-1": "same",
        "p-2": "made",
    }
    other = addresses(project)["p-1"]
    assert times(other) == {f: t for f, t in before.items() if f.is_relative_to(other)}


def test_a_session_is_that_of_build(write: Write, voicecoach: Run) -> None:
    project = write("p-1,short,,,")
    voicecoach("batch", "roster.csv", *TO, "--sessions", "mp3")
    (mp3,) = addresses(project)["p-1"].rglob("*.mp3")
    voicecoach("build", "short", "--voice", "silent", "--quiet", "-o", "own.mp3")
    assert mp3.read_bytes() == (project / "own.mp3").read_bytes()
    assert not (project / "site" / "fragments").exists()


@pytest.mark.slow
def test_a_programme_follows_the_calendar(write: Write, voicecoach: Run) -> None:
    project = write("p-1,two-weeks,2026-11-30,,")
    voicecoach("batch", "roster.csv", *TO)
    place = read_told((addresses(project)["p-1"] / "place.json").read_bytes())
    begins = [day for day, _ in place.days]
    assert begins == [date(2026, 11, 30), date(2026, 12, 3), date(2026, 12, 7)]
    media = [path for _, path in place.days]
    assert "short" in media[0]
    assert "other" in media[1]
    assert media[1] != media[2], "another stage, and explained less"
    assert set(media) == {*place.media}


@pytest.mark.slow
def test_faults_are_told_and_the_others_are_made(write: Write, voicecoach: Run) -> None:
    project = write(
        "p-1,short,,,",
        "p-2,shart,,,",
        "p-3,two-weeks,,,",
        "p-4,short,,,soon",
        "p-5,short,2026-01-01,,",
    )
    ran = voicecoach("batch", "roster.csv", *TO, "--csv", "report.csv", code=11)
    assert "roster.csv:3:5: error: 'p-2': no routine or programme is called 'shart'" in ran.stderr
    assert "'p-3': 'two-weeks' is a programme, which needs the day" in ran.stderr
    assert "roster.csv:6:11: error: 'p-5': 'short' is no programme" in ran.stderr
    assert "4 of 5 patients failed" in ran.stderr
    rows = [*csv.DictReader(io.StringIO((project / "report.csv").read_text(encoding="utf-8")))]
    assert [row["state"] for row in rows] == ["made", *["failed"] * 4]
    write("p-2,shart,,,")
    voicecoach("batch", "roster.csv", *TO, code=12)
    assert (addresses(project)["p-1"] / "index.html").is_file(), "whoever is left out stays"


def test_check_finds_the_same_without_writing(write: Write, voicecoach: Run) -> None:
    project = write("p-1,short,,,", "p-2,shart,,,")
    before = {*project.rglob("*")}
    ran = voicecoach("roster", "check", "roster.csv", code=3)
    assert "roster.csv:3:5: error: 'p-2'" in ran.stderr
    ran = voicecoach("roster", "check", "roster.csv", "--json", code=3)
    assert json.loads(ran.stdout)["failed"] == 1
    assert {f for f in project.rglob("*") if "audio" not in f.parts} <= before
    write("p-1,short,,,")
    assert "1 patient, no faults" in voicecoach("roster", "check", "roster.csv").stdout


@pytest.mark.parametrize("name", ["roster.csv", "list.yaml"])
def test_a_new_roster_is_one_to_be_filled(project: Path, voicecoach: Run, name: str) -> None:
    voicecoach("roster", "new", name)
    text = (project / name).read_text(encoding="utf-8")
    assert "never a name" in text
    voicecoach("roster", "new", name, code=5)
    voicecoach("roster", "check", name, code=3)  # it names nobody yet
    filled = re.sub(r"(?m)^#(?=p-0)|^# (?=- \{label)", "", text).removesuffix("[]\n")
    (project / name).write_text(filled, encoding="utf-8")
    ran = voicecoach("roster", "check", name)
    assert "2 patients, no faults" in ran.stdout


@pytest.mark.slow
def test_strict_gives_nothing_that_is_to_be_looked_at(write: Write, voicecoach: Run) -> None:
    project = write("p-1,short,,careful-1,", "p-2,short,,,")
    careful = "profile: careful-1\nfactors: {reps: x0.5}\navoid: [one-leg]\n"
    (project / "scripts" / "profiles" / "careful-1.yaml").write_text(careful, encoding="utf-8")
    loose = voicecoach("batch", "roster.csv", *TO, "--json")
    changed = told(loose.stdout)["p-1"]["changes"]
    strict = voicecoach("batch", "roster.csv", *TO, "--json", "--strict", code=11 if changed else 0)
    assert told(strict.stdout)["p-1"]["state"] == ("failed" if changed else "same")
    assert changed


@pytest.mark.parametrize(
    ("module", "command"),
    [("links", ("links", "revoke", "p-2")), ("batch", ("batch", "roster.csv", *TO))],
)
def test_an_address_that_another_changed_first_stays_changed(
    write: Write,
    voicecoach: Run,
    monkeypatch: pytest.MonkeyPatch,
    module: str,
    command: tuple[str, ...],
) -> None:
    """Who changes another's had read the list before it had the lock, and wrote it back."""
    project = write("p-1,short,,,", "p-2,short,,,")
    voicecoach("batch", "roster.csv", *TO)
    chosen, lock = list[Path](), f"voicecoach.app.{module}.exclusive_lock"

    def another_first(*given: Any) -> Any:
        monkeypatch.setattr(lock, exclusive_lock)
        voicecoach("links", "revoke", "p-1")
        chosen.append(addresses(project)["p-1"])
        return exclusive_lock(*given)

    monkeypatch.setattr(lock, another_first)
    voicecoach(*command)
    assert [addresses(project)["p-1"]] == chosen


def test_until_withdraw_and_revoke(write: Write, voicecoach: Run) -> None:
    project = write("p-1,short,,,2000-01-01", "p-2,short,,,", "p-3,short,,,")
    ran = voicecoach("batch", "roster.csv", *TO, "--json")
    assert told(ran.stdout)["p-1"]["state"] == "expired"
    first = addresses(project)
    voicecoach("links", "withdraw", "p-2")
    voicecoach("links", "revoke", "p-3")
    for label in ("p-2", "p-3"):
        left = [f.name for f in first[label].rglob("*") if f.is_file()]
        assert left == ["place.json"]
        until = read_told((first[label] / "place.json").read_bytes()).until
        assert until is not None
        assert until < date.today() - timedelta(days=365), "it is answered with 410"
    ran = voicecoach("batch", "roster.csv", *TO, "--json")
    states = {label: each["state"] for label, each in told(ran.stdout).items()}
    assert states == {"p-1": "expired", "p-2": "withdrawn", "p-3": "made"}
    now = addresses(project)
    assert now["p-3"] != first["p-3"]
    assert (now["p-3"] / "index.html").is_file()
    voicecoach("links", "restore", "p-2")
    voicecoach("batch", "roster.csv", *TO)
    assert (now["p-2"] / "index.html").is_file()


@pytest.mark.slow
def test_addresses_are_backed_up_and_recovered(write: Write, voicecoach: Run) -> None:
    project = write("p-1,short,,,", "p-2,short,,,")
    voicecoach("batch", "roster.csv", *TO)
    before = addresses(project)
    voicecoach("links", "backup", "kept.csv")
    (project / "links.csv").write_text("label,address\nx", encoding="utf-8")
    assert "links recover" in voicecoach("batch", "roster.csv", *TO, code=5).stderr
    voicecoach("links", "recover", "kept.csv")
    assert addresses(project) == before
    voicecoach("links", "revoke", "p-1")
    assert "addresses for p-1" in voicecoach("links", "recover", "kept.csv", code=5).stderr
    voicecoach("links", "recover", "kept.csv", "--force")
    assert addresses(project) == before
    assert "did you mean" in voicecoach("links", "revoke", "p-11", code=5).stderr


@pytest.mark.slow
def test_the_desk_gets_a_card_for_each(write: Write, voicecoach: Run) -> None:
    project = write("p-1,short,,,2099-03-31", "p-2,short,,,")
    voicecoach("batch", "roster.csv", *TO)
    voicecoach("links", "sheet")
    page = (project / "desk.html").read_text(encoding="utf-8")
    assert page.count("<article>") == 2
    for label, place in addresses(project).items():
        assert f"<h2>{label}</h2>" in page
        assert f"{URL}p/{place.name}/" in page
    assert "2099" in page
    voicecoach("links", "sheet", "p-2", "-o", "one.html")
    assert (project / "one.html").read_text(encoding="utf-8").count("<article>") == 1
    assert "p-1" in voicecoach("links", "list").stdout


def test_the_list_of_addresses_is_never_published(write: Write, voicecoach: Run) -> None:
    write("p-1,short,,,")
    ran = voicecoach("batch", "roster.csv", "--to", ".", code=5)
    assert "links.csv would lie in" in ran.stderr


@pytest.mark.slow
def test_nothing_of_a_patient_is_in_what_is_published(write: Write, voicecoach: Run) -> None:
    project = write("quokka-77,short,,narwhal-7,", "p-2,two-weeks,2026-11-30,narwhal-7,")
    voicecoach("batch", "roster.csv", *TO, "--pdf")
    marks = ["Zebulonia", "Quaggasaurus", "Wombatitis", "narwhal-7", "quokka-77"]
    for name, content in everything(project / "site"):
        for mark in marks:
            assert mark not in name
            assert not any(form in content for form in forms_of(mark)), (name, mark)


@pytest.mark.slow
def test_a_second_batch_waits_for_the_first(write: Write, voicecoach: Run) -> None:
    from voicecoach.app.batch import state_of_place
    from voicecoach.base.errors import OutputError
    from voicecoach.base.lock import exclusive_lock
    from voicecoach.project import find_project

    project = write("p-1,short,,,")
    state = state_of_place(find_project(project), str((project / "site").resolve()))
    with exclusive_lock(state / "lock", OutputError("busy/batch", place="site")):
        assert "another batch" in voicecoach("batch", "roster.csv", *TO, code=5).stderr
    voicecoach("batch", "roster.csv", *TO)


@pytest.mark.slow
def test_a_killed_run_goes_on_where_it_was(write: Write, voicecoach: Run) -> None:
    """Killed before every seventh of its changes to files, until one run comes to its end."""
    project = write("p-1,short,,,", "p-2,short other,,narwhal-7,", "p-3,other,,,2099-01-31")
    killer = (
        "import os, sys, signal\n"
        "left = int(sys.argv.pop(1))\n"
        "def watch(event, facts):\n"
        "    global left\n"
        "    if event == 'os.rename':\n"
        "        left -= 1\n"
        "        if left < 0: os.kill(os.getpid(), signal.SIGKILL)\n"
        "sys.addaudithook(watch)\n"
        "from voicecoach.cli import main\n"
        "main()\n"
    )
    if sys.platform == "win32":
        pytest.skip("no process is killed like that there")
    import subprocess

    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    for _ in range(60):
        ran = subprocess.run(
            [sys.executable, "-c", killer, "7", "batch", "roster.csv", *TO],
            cwd=project,
            env=environment,
            capture_output=True,
            check=False,
        )
        if ran.returncode == 0:
            break
    else:
        raise AssertionError("it does not come to its end")
    kept = {
        f.relative_to(project): f.read_bytes() for f in (project / "site").rglob("*") if f.is_file()
    }
    assert not [f for f in kept if f.name.endswith(".part")]
    whole = voicecoach("batch", "roster.csv", *TO, "--json", "--again")
    assert {each["state"] for each in told(whole.stdout).values()} == {"same"}


@pytest.mark.slow
def test_several_processes_plan_the_same(write: Write) -> None:
    project = write("p-1,short,,,", "p-2,short other,,narwhal-7,", "p-3,other,,,")
    run_process("batch", "roster.csv", *TO[:-1], "2", "--quiet", cwd=project)
    plans = {f.name for f in (project / "site" / "plans").rglob("*") if f.is_file()}
    run_process("batch", "roster.csv", "--to", "other", "--jobs", "1", "--quiet", cwd=project)
    assert {f.name for f in (project / "other" / "plans").rglob("*") if f.is_file()} == plans
    assert len(plans) == 4


def test_two_profiles_are_refused(write: Write, voicecoach: Run) -> None:
    write("p-1,short,,,")
    ran = voicecoach("build", "short", "--profile", "narwhal-7", "--profile", "other", code=2)
    assert "give one profile" in ran.stderr
