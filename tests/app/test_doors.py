"""What commands call gives plain values, and tells of what takes time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.session.conftest import make_project
from voicecoach.app.beginnings import new_script
from voicecoach.app.differences import difference
from voicecoach.app.doctoring import examine
from voicecoach.app.jobs import Event
from voicecoach.app.listing import list_scripts
from voicecoach.app.orders import Order
from voicecoach.app.projects import Project
from voicecoach.app.publishing import Publication, pack_site, publish
from voicecoach.app.sessions import Sessions
from voicecoach.app.voices import EngineAway, VoiceHere, list_voices
from voicecoach.base.errors import OutputError, ScriptError
from voicecoach.base.messages.table import CODES

SILENT = Order("short", voice="silent")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "here")


@pytest.mark.slow
def test_routines_are_listed_with_their_length_or_their_faults(project: Project) -> None:
    assert project.root
    wrong = project.root / "scripts" / "routines" / "wrong.yaml"
    wrong.write_text("routine: wrong\ntitle: Wrong\nsteps: []\n", encoding="utf-8")
    rows = {row.name: row for row in list_scripts(project).routines}
    short = rows["short"]
    assert short.length_ms
    assert short.exercises == 2
    assert not short.problems
    assert rows["wrong"].length_ms is None
    assert [problem.code for problem in rows["wrong"].problems] == ["bad-value"]


@pytest.mark.slow
def test_publishing_tells_of_its_sessions(project: Project, tmp_path: Path) -> None:
    with Sessions(project) as sessions:
        sessions.build(sessions.resolve(SILENT))
    told: list[Event] = []
    asked = Publication((), tmp_path / "site", pdfs=False)
    made = publish(project, asked, told.append)
    assert made.sessions == len(made.new) == 1
    assert made.files_written
    assert [(event.kind, event.done, event.total) for event in told] == [("publishing", 1, 1)]
    again = publish(project, asked)
    assert (again.new, again.files_written) == ((), 0)
    packed = pack_site(project, Publication((), tmp_path / "one.zip", pdfs=False))
    assert (packed.sessions, packed.size_bytes) == (1, packed.file.stat().st_size)


@pytest.mark.slow
def test_a_profile_makes_a_difference(project: Project) -> None:
    assert project.root
    (project.root / "scripts" / "profiles").mkdir()
    text = "profile: slow\npace: 1.5\n"
    (project.root / "scripts" / "profiles" / "slow.yaml").write_text(text, encoding="utf-8")
    with Sessions(project) as sessions:
        found = difference(sessions, sessions.resolve(Order("short", profile="slow")))
    assert found.after_ms > found.before_ms
    assert [setting.kind for setting in found.settings] == ["tailored/pace", "tailored/settle"]


def test_what_is_not_here_says_how_to_get_it(project: Project) -> None:
    found = list_voices(project)
    assert any(isinstance(row, VoiceHere) and row.name == "silent:silence" for row in found.rows)
    for row in found.rows:
        if isinstance(row, EngineAway):
            assert row.problem.kind.partition("/")[0] in CODES
    assert {finding.name for finding in examine(project)} > {"voicecoach", "player", "cache"}


def test_a_script_is_begun_once(project: Project) -> None:
    file = new_script(project, "routine", "evening")
    assert file.is_file()
    with pytest.raises(OutputError) as there:
        new_script(project, "routine", "evening")
    assert there.value.phrase.facts == {"file": file}
    with pytest.raises(ScriptError):
        new_script(project, "routine", "Evening at Anna's")
