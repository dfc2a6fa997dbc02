"""A place with patients, as `batch` lays it out, and clients of the application that serves it."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from voicecoach.session.packed import entries_of, pack
from voicecoach.session.plan import SessionPlan
from voicecoach.store.local import LocalStore
from voicecoach.web.ondemand.asgi import LogLine, OnDemand
from voicecoach.web.ondemand.counts import Counts
from voicecoach.web.ondemand.place import PatientSites
from voicecoach.web.ondemand.server import ClientLimits, bounded_server, listen
from voicecoach.web.ondemand.sources import LocalFolder

SECRET = "0123456789abcdef" * 2
DAY = date(2026, 12, 1)


def media_path(plan: SessionPlan, slug: str = "x1y2z3") -> str:
    return f"s/{slug}/{plan.etag[:16]}.mp3"


def store_plan(root: Path, plan: SessionPlan) -> str:
    """Store a plan in a place, with all that it names."""
    packed, fragments = pack(plan), LocalStore(root / "fragments")
    for entry in entries_of(packed):
        payload = plan.shelf.cache.get(entry.key).payload
        assert payload is not None
        fragments.put(entry.key, payload)
    LocalStore(root / "plans").put(plan.etag, packed)
    return plan.etag


def write_patient(
    root: Path,
    media: Mapping[str, SessionPlan],
    secret: str = SECRET,
    until: str | None = None,
    days: Sequence[tuple[str, str]] = (),
    zone: str = "Europe/Berlin",
) -> Path:
    """Write the site of a patient, whose pages are one."""
    folder = root / "p" / secret
    folder.mkdir(parents=True, exist_ok=True)
    told = {
        "version": 1,
        "language": "en",
        "zone": zone,
        "until": until,
        "media": {path: store_plan(root, plan) for path, plan in media.items()},
        "days": [{"from": begins, "media": path} for begins, path in days],
    }
    (folder / "place.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "index.html").write_text("<!doctype html><title>Exercises</title>", encoding="utf-8")
    return folder


class Reply(NamedTuple):
    status: int
    fields: dict[str, str]
    body: bytes


class Client:
    """Asks an application for things, without a socket."""

    def __init__(self, app: OnDemand, lines: list[LogLine]) -> None:
        self.app = app
        self.lines = lines
        self._loop = asyncio.new_event_loop()

    def close(self) -> None:
        self._loop.close()

    def __call__(
        self, path: str, fields: Mapping[str, str] | None = None, method: str = "GET"
    ) -> Reply:
        return self._loop.run_until_complete(self.ask(path, [*(fields or {}).items()], method))

    async def ask(self, path: str, fields: Sequence[tuple[str, str]], method: str) -> Reply:
        head: list[dict[str, Any]] = []
        body = bytearray()
        asked = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive() -> dict[str, Any]:
            if asked:
                return asked.pop()
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                head.append(message)
            else:
                body.extend(message["body"])

        raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in fields]
        scope = {"type": "http", "method": method, "path": path, "headers": raw}
        await self.app(scope, receive, send)
        (start,) = head
        told = {name.decode(): value.decode() for name, value in start["headers"]}
        assert len(told) == len(start["headers"]), "no field stands there twice"
        return Reply(start["status"], told, bytes(body))


def app_of(
    root: Path,
    today: date = DAY,
    most_bytes: int = 10_000_000,
    log: Callable[[LogLine], None] = lambda _: None,
) -> OnDemand:
    place = PatientSites(
        LocalFolder(root),
        LocalStore(root / "plans"),
        LocalStore(root / "fragments"),
        most_bytes,
        lambda _: today,
    )
    return OnDemand(place, Counts(), log)


def client_of(root: Path, today: date = DAY, most_bytes: int = 10_000_000) -> Client:
    lines: list[LogLine] = []
    return Client(app_of(root, today, most_bytes, lines.append), lines)


@contextmanager
def running(root: Path, limits: ClientLimits | None = None) -> Iterator[tuple[int, OnDemand]]:
    """Serve a place while the block runs; gives the port."""
    app = app_of(root)
    serving = bounded_server(app, limits or ClientLimits())
    with listen("127.0.0.1", 0) as listening:
        thread = threading.Thread(target=serving.run, args=([listening],))
        thread.start()
        try:
            yield listening.getsockname()[1], app
        finally:
            serving.should_exit = True
            thread.join()
