"""A clinic's place, served by the program: what its log and its numbers tell of patients."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.cli.test_batch import TO, Write, addresses, write
from tests.cli.test_publish import forms_of
from tests.running import ROOT, Run
from voicecoach.web.ondemand.place import read_told

__all__ = ["write"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM on Windows")
MARKS = ("Zebulonia", "Quaggasaurus", "Wombatitis", "narwhal-7", "quokka-77", "Axolotlgasse")
WAIT_S = 60


def paths_of(place: Path, site: Path) -> list[str]:
    """All that a patient's phone may ask for."""
    own = f"/{place.relative_to(site).as_posix()}"
    files = [f"/{f.relative_to(site).as_posix()}" for f in place.rglob("*") if f.is_file()]
    media = read_told((place / "place.json").read_bytes()).media
    assets = [f"/assets/{f.name}" for f in (site / "assets").iterdir()]
    return [f"{own}/", f"{own}/today.mp3", *files, *(f"{own}/{each}" for each in media), *assets]


def test_neither_log_nor_numbers_tell_of_anybody(write: Write, voicecoach: Run) -> None:
    """Whatever is asked for, also by who writes a patient's name into an address or a field."""
    project = write("quokka-77,short,,narwhal-7,", "p-2,two-weeks,2026-11-30,narwhal-7,")
    voicecoach("batch", "roster.csv", *TO)
    site = project / "site"
    places = [*addresses(project).values()]
    asked = [path for place in places for path in paths_of(place, site)]
    voicecoach("links", "revoke", "p-2")
    asked += [f"/{mark}" for mark in MARKS] + [f"{asked[0]}{mark}?{mark}" for mark in MARKS]
    command = [sys.executable, "-m", "voicecoach", "serve", str(site), "--port", "0"]
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    statuses = set()
    with subprocess.Popen(command, env=environment, **pipes) as process:  # type: ignore[call-overload]
        port = int(re.findall(r":(\d+)/", process.stdout.readline())[0])
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_S)) as connection:
            for path in [*asked, "/metrics"]:
                fields = {"Range": "bytes=0-1", "User-Agent": MARKS[0], "Referer": MARKS[1]}
                connection.request("GET", quote(path, safe="/?"), headers=fields)
                reply = connection.getresponse()
                statuses.add(reply.status)
                numbers = reply.read().decode(errors="replace")
        process.send_signal(signal.SIGTERM)
        out, log = process.communicate(timeout=WAIT_S)
    assert {206, 302, 404, 410} <= statuses
    assert log.count("\n") >= len(asked)
    assert 'kind="recording"' in numbers
    assert 'kind="asset"' in numbers
    secrets = [place.name for place in places]
    names = [path.rpartition("/")[2] for path in asked if path.endswith((".mp3", ".html", ".png"))]
    for told in (log, numbers, out):
        for mark in (*MARKS, *secrets, *names):
            if mark:
                assert not any(form in told.encode() for form in forms_of(mark)), mark
