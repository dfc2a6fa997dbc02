"""Smaller things that were met on the way, as a user meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import load_json
from tests.running import Run, run_voicecoach


@pytest.mark.slow
def test_the_list_shows_profiles_and_that_they_are_private(project: Path) -> None:
    assert "profiles" not in run_voicecoach("list", cwd=project).stdout
    run_voicecoach("new", "profile", "knee-2", cwd=project)
    assert "profiles (private): knee-2" in run_voicecoach("list", cwd=project).stdout
    assert load_json(run_voicecoach("list", "--json", cwd=project).stdout)["profiles"] == ["knee-2"]


def test_a_script_that_takes_a_shipped_one_s_place_is_said_to(project: Path) -> None:
    said = run_voicecoach("new", "routine", "daily", cwd=project).stderr
    assert "in the place of the 'daily' that comes with voicecoach" in said
    assert not run_voicecoach("new", "routine", "evening", cwd=project).stderr


def test_a_file_name_with_blanks_gets_advice_that_is_a_name(project: Path) -> None:
    file = project / "scripts" / "routines" / "my evening.yaml"
    file.write_text("routine: my-evening\ntitle: T\nsteps: [{bridge: 3 reps}]\n", encoding="utf-8")
    said = run_voicecoach("check", str(file), cwd=project, code=3).stderr
    assert "rename the file to 'my-evening.yaml'" in said


def test_figures_of_a_project_that_nothing_reads_are_told_of_once(
    voicecoach: Run, project: Path
) -> None:
    (project / "scripts" / "coaching.yaml").write_text("settle: {same: 1s}\n", encoding="utf-8")
    told = voicecoach("check", "daily", "march").stderr
    assert told.count("[unread-figures]") == 1
    assert "scripts/coaching.yaml:1:1: warning: these figures are not read" in told
    assert "under 'coaching:' in a routine or an exercise" in told
    (project / "scripts" / "coaching.yaml").unlink()
    assert "unread-figures" not in voicecoach("check", "daily", "march").stderr
