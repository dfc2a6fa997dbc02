"""Serving sessions that are only plans: the first byte, and the throughput of ranges.

The server runs in a process of its own and is asked over the loopback, by one connection that is
kept. Throughput is a ratio to starlette's static files, which serve the same session as a file, in
the same run, under the same uvicorn.
"""

from __future__ import annotations

import argparse
import http.client
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from bench.taken import VOICECOACH, Result, environment
from voicecoach.app.sessions import Sessions
from voicecoach.audio.tags import id3_before
from voicecoach.project import find_project
from voicecoach.session.order import Order
from voicecoach.session.packed import entries_of, pack
from voicecoach.session.plan import SessionPlan
from voicecoach.store.local import LocalStore

SESSIONS = 1000
FIRST_MEDIAN_MS = 3
FIRST_P99_MS = 10
RANGES = {"64 kB": 65_536, "1 MB": 1_048_576}
_TIMES = 300  # requests of each size, in turns of both servers
_SECRET = "0" * 32
_ROUTINES = ("daily-15", "desk-break", "foundations")
_GROWTH_MB = 32

_STATIC = """
import socket, sys
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from uvicorn import Config, Server
listening = socket.create_server(("127.0.0.1", 0))
listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as ours does
print(f"http://127.0.0.1:{listening.getsockname()[1]}/", flush=True)
app = Starlette(routes=[Mount("/", app=StaticFiles(directory=sys.argv[1]))])
told = {"http": "h11", "loop": "asyncio", "access_log": False, "log_level": "critical"}
Server(Config(app, **told)).run([listening])
"""


class Kept(NamedTuple):
    """A place: its folder, the addresses of its sessions with their sizes, the last as a file."""

    root: Path
    paths: list[tuple[str, int]]
    file: Path


def measured_serving(sessions: int = SESSIONS, times: int = _TIMES) -> list[Result]:
    """Measure every claim."""
    with tempfile.TemporaryDirectory() as folder:
        place = write_place(Path(folder), sessions)
        serve = [*VOICECOACH, "serve", str(place.root), "--port", "0", "--quiet"]
        static = [sys.executable, "-c", _STATIC, str(place.file.parent)]
        with running(serve) as (port, process), running(static) as (other, _):
            results = [*_first_bytes(port, process, place)]
            for name, size in RANGES.items():
                results.append(_throughput(name, size, port, other, place, times))
    return results


def write_place(folder: Path, sessions: int) -> Kept:
    """Write a place with so many sessions, each of another patient: no two plans are the same."""
    project = folder / "project"
    (project / "scripts").mkdir(parents=True)
    root = folder / "place"
    paths: list[tuple[str, int]] = []
    media: dict[str, str] = {}
    with Sessions(find_project(project)) as making:
        orders = [making.resolve(Order(name, voice="pyttsx3")) for name in _ROUTINES]
        plans = [making.plan(order).plan for order in orders]
        for number in range(sessions):
            plan = _another(plans[number % len(plans)], number)
            media[path := f"s/x/{plan.etag[:16]}.mp3"] = _stored(root, plan)
            paths.append((f"/p/{_SECRET}/{path}", plan.size))
        assert len(media) == sessions, "two patients have the same plan"
        file = folder / "static" / "session.mp3"
        file.parent.mkdir()
        file.write_bytes(b"".join(plan.pieces()))
    told = {"version": 1, "language": "en", "zone": "UTC", "until": None, "days": []}
    told["media"] = media
    patient = root / "p" / _SECRET
    patient.mkdir(parents=True)
    (patient / "place.json").write_text(json.dumps(told), encoding="utf-8")
    return Kept(root, paths, file)


def _another(plan: SessionPlan, number: int) -> SessionPlan:
    """The plan of another patient: it has a note of its own."""
    tags = replace(plan.tags, comment=f"{plan.tags.comment}\n{number}")
    return replace(plan, tags=tags, before=id3_before(tags, plan.cover.size_bytes))


def _stored(root: Path, plan: SessionPlan) -> str:
    """Store a plan and what it names."""
    packed, fragments = pack(plan), LocalStore(root / "fragments")
    keys = {entry.key for entry in entries_of(packed)}
    for key in keys - fragments.has(keys):
        payload = plan.shelf.cache.get(key).payload
        assert payload is not None
        fragments.put(key, payload)
    LocalStore(root / "plans").put(plan.etag, packed)
    return plan.etag


@contextmanager
def running(command: list[str]) -> Iterator[tuple[int, int]]:
    """Run a server while the block runs; gives its port and its process."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as process:
        try:
            assert process.stdout
            said = process.stdout.readline()
            yield int(said.rstrip().rstrip("/").rpartition(":")[2]), process.pid
        finally:
            process.terminate()


def _first_bytes(port: int, process: int, place: Kept) -> Iterator[Result]:
    """Ask for a part of each session once: no plan is held, but for its sounds some are."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    _ask(connection, place.paths[-1][0], 0, 2)
    before = _memory_mb(process)
    taken_ms = []
    for number, (path, size) in enumerate(place.paths[:-1]):
        start = number * 7919 % (size - 65_536)
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Range": f"bytes={start}-{start + 65_535}"})
        reply = connection.getresponse()
        reply.read(1)
        taken_ms.append(1000 * (time.perf_counter() - begun))
        reply.read()
    grown = _memory_mb(process) - before
    connection.close()
    middle, late = median(taken_ms), quantiles(taken_ms, n=100)[98]
    what = f"the first byte of {len(taken_ms)} sessions whose plans are not held"
    for name, ms, limit in (("median", middle, FIRST_MEDIAN_MS), ("p99", late, FIRST_P99_MS)):
        yield Result(f"{what}, {name}", f"{ms:.2f} ms", ms / limit, f"{limit} ms", ms <= limit)
    said = f"{grown:.1f} MB more than at first"
    claim = f"memory after {len(taken_ms)} sessions"
    yield Result(claim, said, grown / _GROWTH_MB, f"{_GROWTH_MB} MB", grown <= _GROWTH_MB)


def _throughput(name: str, size: int, port: int, other: int, place: Kept, times: int) -> Result:
    """Ask both servers for the same ranges in turns."""
    path, last = place.paths[-1][0], place.file.stat().st_size - size
    servers = {port: path, other: f"/{place.file.name}"}
    connections = {each: http.client.HTTPConnection("127.0.0.1", each) for each in servers}
    taken_s = dict.fromkeys(servers, 0.0)
    for number in range(times):
        start = number * 104_729 % last
        bodies = []
        for each, address in servers.items():
            begun = time.perf_counter()
            bodies.append(_ask(connections[each], address, start, size))
            taken_s[each] += time.perf_counter() - begun
        assert bodies[0] == bodies[1], "both must send the same"
    for connection in connections.values():
        connection.close()
    speed, static = (times * size / taken_s[each] / 1e6 for each in (port, other))
    ratio = speed / static
    said = f"{speed:.0f} MB/s, {ratio:.2f} times the {static:.0f} MB/s of static files"
    return Result(f"throughput of ranges of {name}", said, ratio, "at least as fast", ratio >= 1)


def _ask(connection: http.client.HTTPConnection, path: str, start: int, size: int) -> bytes:
    connection.request("GET", path, headers={"Range": f"bytes={start}-{start + size - 1}"})
    reply = connection.getresponse()
    assert reply.status == 206
    return reply.read()


def _memory_mb(process: int) -> float:
    """Memory of a process that is its own, on Linux."""
    text = Path(f"/proc/{process}/statm").read_text(encoding="ascii")
    return int(text.split()[1]) * resource.getpagesize() / 1e6


def main() -> None:
    """Try it small: `python -m bench.serving --sessions 30 --times 20`."""
    parser = argparse.ArgumentParser(prog="python -m bench.serving", description=__doc__)
    parser.add_argument("--sessions", type=int, default=SESSIONS)
    parser.add_argument("--times", type=int, default=_TIMES)
    options = parser.parse_args()
    for result in measured_serving(options.sessions, options.times):
        print(f"{'holds ' if result.holds else 'FAILS '} {result.claim}: {result.measured}")


if __name__ == "__main__":
    main()
