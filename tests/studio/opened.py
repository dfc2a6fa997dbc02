"""A studio that is open, and a client that is let in as a browser is."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import unmeasured
from voicecoach.app.studio import opening
from voicecoach.web.preview import silent_server

if TYPE_CHECKING:
    from starlette.types import ASGIApp
    from uvicorn import Server

WAIT_S = 120
SETTINGS = 'voice = "silent"\nlanguage = "en"\n[clinic]\nname = "Harbour Physiotherapy"\n'
ROUTINE = """\
# By hand.
routine: mine
title: Mine
steps:
  - march: hold 20s  # a comment
  - bridge: 2 sets, 8 reps, hold 5s, rest 45s
"""


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> dict[str, Any]:
        told = json.loads(self.body)
        assert isinstance(told, dict)
        return told


@dataclass
class Opened:
    """A studio that is open.

    Attributes:
        port: that it listens on.
        token: of the address that it told.
        folder: of its project.
    """

    port: int
    token: str
    folder: Path
    cookie: str = field(init=False)
    own_process: subprocess.Popen[str] | None = None

    def __post_init__(self) -> None:
        self.cookie = f"voicecoach-studio-{self.port}={self.token}"

    @property
    def process(self) -> subprocess.Popen[str]:
        """That it runs in; only what `opened` gives has one."""
        assert self.own_process
        return self.own_process

    @property
    def url(self) -> str:
        """Of its pages."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def entrance(self) -> str:
        """The address that lets its owner in."""
        return f"{self.url}/open?token={self.token}"

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str | None
    ) -> Reply:
        """Send a request as the owner's browser does; a header that is None is left out."""
        told = {"host": f"127.0.0.1:{self.port}", "cookie": self.cookie}
        if method != "GET":
            told |= {
                "origin": self.url,
                "sec-fetch-site": "same-origin",
                "content-type": "application/json",
            }
        given = told | {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in given.items() if value is not None}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_S)
        with closing(connection):
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            fields = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, fields, answer.read())

    def get(self, path: str, **headers: str | None) -> Reply:
        """Ask for a page."""
        return self.ask("GET", path, None, **headers)

    def do(self, deed: str, name: str = "", /, **asked: Any) -> Reply:
        """Do what a page asks for."""
        path = f"/do/{deed}/{name}" if name else f"/do/{deed}"
        return self.ask("POST", path, json.dumps(asked).encode())

    def finished(self, begun: Reply) -> dict[str, Any]:
        """Wait for the end of a job that was begun, and give what came of it."""
        for _ in range(3000):
            told = self.do("job", job=begun.json["job"]).json
            if told["state"] in ("ready", "failed"):
                return told
            time.sleep(0.02)
        raise AssertionError(told)


def clinic(folder: Path, cache: Path | None = None) -> Path:
    """A project in which nothing is heard; its cache is a folder that several share, or its own."""
    (folder / "scripts" / "routines").mkdir(parents=True)
    if cache:
        (folder / "audio").mkdir()
        with suppress(OSError):  # Windows without the right to
            (folder / "audio" / "cache").symlink_to(cache, target_is_directory=True)
    (folder / "voicecoach.toml").write_text(SETTINGS, encoding="utf-8")
    return folder


def own_home(folder: Path) -> dict[str, str]:
    """The variables of a home beside a folder, which knows of no other test's projects."""
    home = str(folder.parent / f"{folder.name}-home")
    names = ("HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_DATA_HOME", "LOCALAPPDATA")
    return dict.fromkeys(names, home)


@contextmanager
def opened_here(folder: Path) -> Iterator[Opened]:
    """Open the studio of a project in the test's process, until the block ends.

    It knows all scripts that other tests have read, and has nothing to import.
    """
    servers: list[Server] = []

    def noted(app: ASGIApp) -> Server:
        servers.append(silent_server(app))
        return servers[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "silent_server", noted)
        for name, home in own_home(folder).items():
            patch.setenv(name, home)
        with opening.open_studio(folder, 0) as studio:
            assert studio.run
            thread = threading.Thread(target=studio.run)
            thread.start()
            try:
                yield Opened(*_told(studio.url), folder)
            finally:
                servers[0].should_exit = True
                thread.join(WAIT_S)


def _told(said: str) -> tuple[int, str]:
    """The port and the token of an address that is told."""
    found = re.search(r"http://127\.0\.0\.1:(\d+)/open\?token=(\S+)", said)
    assert found, said
    return int(found[1]), found[2]


@contextmanager
def opened(folder: Path, *, named: bool = True) -> Iterator[Opened]:
    """Open the studio of a project, until the block ends; or that which opens in a folder.

    It is a process of its own, which can be killed, and computes while a browser is waited for.
    """
    command = [sys.executable, "-W", "error", "-m", "voicecoach", "studio"]
    process = subprocess.Popen(
        [*command, "--no-open", "--port", "0", *([str(folder)] if named else [])],
        cwd=folder,
        env=unmeasured() | {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"} | own_home(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        told = process.stdout.readline()
        while "open?token=" not in told and process.poll() is None:
            told += process.stdout.readline()
        yield Opened(*_told(told), folder, process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(WAIT_S)
        process.stdout.close()
