"""The studio is opened: of a project, or of the example clinic where there is none."""

from __future__ import annotations

import re
import signal
import sys
from pathlib import Path

import pytest

from tests.conftest import run_process
from tests.studio.opened import WAIT_S, clinic, opened
from voicecoach.app.studio import example
from voicecoach.app.studio.example import fill_example
from voicecoach.app.studio.opening import open_studio
from voicecoach.base.errors import ScriptError


@pytest.mark.slow
def test_outside_a_project_an_example_clinic_opens_and_stays(tmp_path: Path) -> None:
    for _ in range(2):
        with opened(tmp_path, named=False) as studio:
            home = studio.get("/").text
            assert "example clinic" in home
            assert "Morning back care" in home
            assert studio.get("/routines/morning-back").status == 200
    assert [*tmp_path.iterdir()] == []


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted(example._TEXTS))
def test_the_example_is_without_faults_in_each_language(tmp_path: Path, language: str) -> None:
    folder = clinic(tmp_path / "clinic")
    fill_example(folder, language)
    ran = run_process("check", "--language", language, "morning-back", "knee-2", cwd=folder)
    told = ran.stdout + ran.stderr
    assert "2 files checked: 0 errors" in told
    assert not re.findall("morning-back.yaml|knee-2.yaml", told)


@pytest.mark.slow
def test_the_project_is_that_of_the_current_folder(tmp_path: Path, cache: Path) -> None:
    folder = clinic(tmp_path / "clinic", cache)
    with opened(folder / "scripts", named=False) as studio:
        assert "Harbour Physiotherapy" in studio.get("/").text


def test_a_folder_that_is_not_there_is_not_taken_for_the_project_around_it(tmp_path: Path) -> None:
    folder = clinic(tmp_path / "clinic")
    with (
        pytest.raises(ScriptError, match=r"there is no project in .*typo"),
        open_studio(folder / "typo"),
    ):
        pass


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_with_nothing_left_behind(tmp_path: Path, cache: Path, how: int) -> None:
    folder = clinic(tmp_path / "clinic", cache)
    with opened(folder) as studio:
        assert (folder / ".voicecoach/studio.json").exists()
        assert studio.get("/out").status == 200  # it is served by now
        studio.process.send_signal(how)
        assert studio.process.wait(WAIT_S) == 0
    assert not (folder / ".voicecoach/studio.json").exists()
    with opened(folder) as again:
        assert again.get("/", cookie=studio.cookie).status == 403  # each time another token


@pytest.mark.slow
def test_what_is_told_has_no_more_than_the_address(tmp_path: Path, cache: Path) -> None:
    with opened(clinic(tmp_path / "clinic", cache)) as studio:
        again = run_process("studio", "--no-open", cwd=studio.folder)
    assert len(re.findall(studio.token, again.stdout)) == 1
