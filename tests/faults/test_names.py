"""Names that no file could have are refused before anything is made, with one that could."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.running import run_voicecoach
from voicecoach.base.errors import OutputError
from voicecoach.base.names import check_file_name, is_name, slug_of

LONG = "a" * 300


@given(st.text(max_size=200))
def test_what_is_proposed_is_a_name(text: str) -> None:
    near = slug_of(text)
    assert not near or is_name(near)
    assert not is_name(text) or near == text or "--" in text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("build", LONG), 3),
        (("check", LONG), 3),
        (("show", ""), 3),
        (("show", "a\nb"), 3),
        (("play", LONG), 5),
        (("init", LONG), 5),
        (("new", "routine", "Abend übung"), 3),
        (("new", "routine", "nul"), 3),
        (("new", "profile", "COM1"), 3),
        (("new", "exercise", "a--b"), 3),
        (("play", "aux.mp3"), 5),
        (("build", "daily", "--voice", "silent", "-o", "Con.mp3"), 5),
        (("build", "daily", "--length", "9" * 20 + "m"), 2),
        (("build", "daily", "--profile", "../x"), 3),
        (("start", "../x", "--prescriber", "A"), 3),
        (("voices", "install", "../x"), 4),
        (("check", os.devnull), 3),
        (("build", "daily", "--language", "a/b"), 2),
        (("check", "daily", "--language", "../x"), 2),
        (("new", "translation", "daily", "--language", ""), 2),
        (("build", "daily", "--voice", "silent", "-o", f"{LONG}.mp3"), 5),
        (("build", "daily", "--voice", "silent", "-o", "x.wav"), 5),
        (("screening", "--print", "\udcff"), 5),
        (("screening", "--print", "a\nb.html"), 5),
    ],
)
def test_every_command_refuses_what_can_be_no_name(
    project: Path, arguments: tuple[str, ...], code: int
) -> None:
    before = sorted(project.rglob("*"))
    ran = run_voicecoach(*arguments, cwd=project, code=code)
    assert "should not happen" not in ran.stderr
    assert sorted(project.rglob("*")) == before, "nothing is made"


@pytest.mark.parametrize("name", ["nul", "con", "lpt9"])
def test_no_script_is_named_like_a_device_of_another_system(name: str) -> None:
    assert not is_name(name)
    assert is_name(slug_of(name.upper()))
    assert is_name(f"{name}-1")


@pytest.mark.parametrize("name", ["a\x1bb.mp3", "a\nb.mp3", "e\u0301.mp3", "\ud800.mp3", "ä" * 120])
def test_a_file_is_named_so_that_it_can_be_copied_anywhere(name: str) -> None:
    with pytest.raises(OutputError, match="cannot be the name of a file"):
        check_file_name(Path("folder", name))
    check_file_name(Path("folder", "ä b.mp3"))
