"""The package as it is installed: from a wheel with its scripts inside, or from a checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


def run(*command: str | Path, cwd: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    found = subprocess.run(
        [*map(str, command)], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    flags = ("--no-isolation", "--wheel", "--outdir", target)
    run(sys.executable, "-m", "build", *flags, ROOT, cwd=target)
    (made,) = target.glob("*.whl")
    return made


@pytest.mark.slow
def test_the_wheel_holds_scripts_fonts_and_licences(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for file in (ROOT / "scripts").rglob("*.yaml"):
        assert f"voicecoach/scripts/{file.relative_to(ROOT / 'scripts').as_posix()}" in names
    for file in (ROOT / "voicecoach" / "fonts").glob("*.t*t"):
        assert f"voicecoach/fonts/{file.name}" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "voicecoach/py.typed" in names
    assert not any(name.startswith(("tests/", "audio/", "scripts/")) for name in names)


def test_the_wheel_stays_small_with_all_exercises_and_voices(wheel: Path) -> None:
    assert wheel.stat().st_size < 10_000_000


@pytest.mark.slow
def test_an_installed_wheel_builds_and_publishes_from_an_empty_folder(
    wheel: Path, tmp_path: Path
) -> None:
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "env", cwd=tmp_path)
    binaries = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    python = binaries / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    install = subprocess.run(
        [*pip, "install", "--quiet", "--no-compile", wheel],
        capture_output=True,
        text=True,
        check=False,
    )
    if install.returncode:
        message = f"no package index: {install.stderr[-300:]}"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    empty = tmp_path / "empty"
    empty.mkdir()
    shown = run(binaries / "voicecoach", "show", "exercise", "glute bridge", cwd=empty)
    assert "Bridge (bridge)" in shown
    run(binaries / "voicecoach", "build", "desk-break", "--quiet", cwd=empty)
    assert sorted(file.suffix for file in empty.iterdir()) == [".json", ".mp3", ".vtt"]
    said = run(binaries / "voicecoach", "publish", empty, "--to", tmp_path / "site", cwd=empty)
    assert "1 session" in said
    assert "voicecoach[handout]" in said, "extras are left out, and said"
    assert len([*(tmp_path / "site").glob("s/*/index.html")]) == 1
    where = run(
        python,
        "-c",
        "from voicecoach.library.library import shipped_scripts; print(shipped_scripts())",
        cwd=empty,
    )
    assert Path(where.strip()).is_relative_to(tmp_path / "env")


def test_a_checkout_uses_its_own_scripts_and_no_copy() -> None:
    from voicecoach.library.library import shipped_scripts

    assert shipped_scripts() == ROOT / "scripts"
    assert not (ROOT / "voicecoach" / "scripts").exists()
