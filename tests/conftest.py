"""What tests share: a project folder of their own, and sessions built in a voice they name."""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.clouds import _s3, cloud, cloud_place
from tests.reading import _scripts_are_read_once, knows_nothing
from tests.running import ROOT, run_process, run_voicecoach, unmeasured
from tests.silence import SILENT, _silence_takes_no_process, real_workers
from voicecoach.base.garbage import look_seldom
from voicecoach.session.record import SessionContent, SessionRecord, read_record
from voicecoach.voices import engines
from voicecoach.voices.workers import handle

__all__ = [
    "ROOT",
    "_s3",
    "_scripts_are_read_once",
    "_silence_takes_no_process",
    "cloud",
    "cloud_place",
    "knows_nothing",
    "real_workers",
    "run_process",
    "run_voicecoach",
    "unmeasured",
]

# A busy machine is not a fault. What decides whether a change lands is the same for each run of it;
# everywhere else properties are tried on new examples each time.
settings.register_profile("suite", deadline=None, derandomize="CI" in os.environ)
settings.register_profile("quick", settings.get_profile("suite"), max_examples=25)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected texts")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: "test_understood" not in item.nodeid)  # one core would end alone
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        for fixture, mark in (("aloud", "voice"), ("tool", "tools"), ("cloud", "tools")):
            if fixture in fixtures:
                item.add_marker(mark)


def pytest_collection_finish() -> None:
    """What is there by now stays: looking through it again and again for rubbish takes a while.

    What comes is looked through as seldom as by every command.
    """
    gc.collect()
    gc.freeze()
    look_seldom()


_marks: set[str] = set()  # of the test that runs


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    _marks.clear()
    _marks.update(mark.name for mark in item.iter_markers())


@pytest.fixture(scope="session")
def aloud() -> None:
    """What has this, itself or through another fixture, hears a voice and is marked for it."""


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether this run writes the expected texts anew."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(autouse=True)
def _no_real_folders(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No test touches a real home or a real cache."""
    home = tmp_path_factory.getbasetemp() / "home"
    for name in ("HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.delenv("VOICECOACH_DEBUG", raising=False)


@pytest.fixture(autouse=True)
def _unmarked_tests_are_silent(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no voice is named, only tests marked `voice` hear one; in others none may speak."""
    if request.node.get_closest_marker("voice"):
        return
    monkeypatch.setattr(engines, "order_of", lambda _: ("silent",))
    monkeypatch.setattr(engines, "every_engine", lambda: ("silent",))
    launch = handle._launch

    def launch_silent(engine: str, folder: Path) -> subprocess.Popen[bytes]:
        assert engine in SILENT, f"{engine} speaks: mark this test with 'voice'"
        return launch(engine, folder)

    monkeypatch.setattr(handle, "_launch", launch_silent)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all test processes of this run share: it holds one cache of spoken lines."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture
def project(tmp_path: Path, shared_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project folder as the current folder, with the cache that this run shares."""
    folder = tmp_path / "project"
    for part in ("scripts/routines", "scripts/exercises", "audio"):
        (folder / part).mkdir(parents=True)
    cache = shared_folder / "cache"
    cache.mkdir(exist_ok=True)
    _link(folder / "audio" / "cache", cache)
    monkeypatch.chdir(folder)
    return folder


def _link(place: Path, target: Path) -> None:
    try:
        place.symlink_to(target, target_is_directory=True)
    except OSError:  # Windows without the right to: every project then speaks for itself
        place.mkdir()


@dataclass(frozen=True)
class Session:
    """A built session."""

    mp3: Path
    record: SessionRecord

    @property
    def content(self) -> SessionContent:
        return self.record.content

    @property
    def samples(self) -> int:
        return self.content.duration_ms * 48


Built = Callable[..., Session]


@pytest.fixture(scope="session")
def built(builder: Built, aloud: None) -> Built:
    """Builds a session by its routine, voice (that of every machine) and language (English)."""
    return builder


@pytest.fixture(scope="session")
def built_silent(builder: Built) -> Built:
    """Builds a session without a voice, by its routine and language (English)."""
    return partial(builder, voice="silent")


@pytest.fixture(scope="session")
def builder(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Builds a shipped routine, or one in tests/data, as a user would; each once a process.

    With an empty name of a voice, in the one that speaks where nobody asks for any.
    """
    done: dict[str, Session] = {}
    folder = tmp_path_factory.mktemp("built")
    (folder / "scripts" / "routines").mkdir(parents=True)
    (folder / "audio").mkdir()
    (shared_folder / "cache").mkdir(exist_ok=True)
    _link(folder / "audio" / "cache", shared_folder / "cache")
    for file in (ROOT / "tests" / "data" / "routines").glob("*.yaml"):
        shutil.copy(file, folder / "scripts" / "routines")

    def build(name: str, voice: str = "pyttsx3", language: str = "en") -> Session:
        named = [language] if language != "en" else []
        stem = ".".join([name, *named, *([voice] if voice else [])])
        if stem not in done:
            if voice == "flite":
                find_tool(voice)
            speaker = ("--voice", voice) if voice else ()
            options = ("--quiet", *speaker, "--language", language)
            run_voicecoach("build", name, *options, cwd=folder)
            mp3 = folder / "audio" / f"{stem}.mp3"
            done[stem] = Session(mp3, read_record(mp3.with_suffix(".json")))
        return done[stem]

    return build


@pytest.fixture
def voicecoach(project: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the program in the project folder."""

    def run(
        *arguments: str | Path, code: int = 0, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return run_voicecoach(*arguments, cwd=project, code=code, **environment)

    return run


@pytest.fixture
def tool() -> Callable[[str], str]:
    """The path of an outside program; skips without it, fails in CI."""
    return find_tool


def find_tool(name: str) -> str:
    """The path of an outside program; skips without it, fails in CI."""
    assert "tools" in _marks, f"{name} is an outside program: mark this test with 'tools'"
    path = shutil.which(name)
    if path is None:
        message = f"{name} is not installed"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return path


def load_json(text: str) -> dict[str, Any]:
    """One JSON object and nothing else."""
    value = json.loads(text)
    assert isinstance(value, dict)
    return value
