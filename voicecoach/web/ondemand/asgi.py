"""Carries answers to clients, as an ASGI application.

What reads a disk or a network runs in threads of its own: once until an answer's first bytes are
there, and once for each further chunk.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from voicecoach.web.frames import frame_policy
from voicecoach.web.ondemand.answers import ALWAYS, METHODS, Answer, answer
from voicecoach.web.ondemand.conditions import Fields
from voicecoach.web.ondemand.counts import Counts
from voicecoach.web.ondemand.place import Served

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_THREADS = 16
_FORWARDED = ("forwarded", "x-forwarded-for", "via")


class LogLine(NamedTuple):
    """What a log says of an answer.

    Attributes:
        first_ms: until it began.
        path: that was asked for: it is written nowhere unless somebody asks for that.
        fault: why it could not be given, in a word that metrics have; empty where it could.
    """

    method: str
    kind: str
    status: int
    sent_bytes: int
    first_ms: float
    path: str
    fault: str = ""


class OnDemand:
    """The ASGI application.

    Attributes:
        counts: told of each answer.
    """

    def __init__(
        self,
        served: Served,
        counts: Counts,
        log: Callable[[LogLine], None] = lambda _: None,
        framed_by: Sequence[str] = (),
    ) -> None:
        """Prepare.

        Args:
            served: what there is.
            counts: told of each answer.
            log: the same.
            framed_by: origins whose pages may show them in a frame.
        """
        self._served = served
        self.counts = counts
        self._log = log
        self._framed = {"Content-Security-Policy": frame_policy(framed_by)} if framed_by else {}
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="answers")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        begun = time.perf_counter()
        self.counts.open += 1
        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        sent, kind, status, first_s, fault = 0, "none", 500, 0.0, ""
        gone = asyncio.ensure_future(_left(receive))
        try:
            own = self._own(method, scope["path"], _fields(scope))
            made, chunk = (own, next(own.body, b"")) if own else await self._begun(method, scope)
            kind, status, first_s = made.kind, made.status, time.perf_counter() - begun
            self.counts.answered(kind, status, first_s)
            if fault := made.fault:
                self.counts.failed(fault)
            told = made.fields | self._framed
            head = [(name.lower().encode(), value.encode()) for name, value in told.items()]
            await send({"type": "http.response.start", "status": status, "headers": head})
            while chunk and not gone.done():
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
                sent += len(chunk)
                chunk = await self._in_thread(_next, made.body)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except Exception:
            fault = "broken"
            self.counts.failed(fault)
            raise
        finally:
            gone.cancel()
            self.counts.open -= 1
            self.counts.sent_bytes += sent
            first_ms = 1000 * first_s
            self._log(LogLine(method, kind, status, sent, first_ms, scope["path"], fault))

    async def _begun(self, method: str, scope: Message) -> tuple[Answer, bytes]:
        begun: tuple[Answer, bytes] = await self._in_thread(
            _begin, self._served, method, scope["path"], _fields(scope)
        )
        return begun

    async def _in_thread(self, run: Callable[..., Any], *given: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, run, *given)

    def _own(self, method: str, path: str, fields: Fields) -> Answer | None:
        """What is told of the server itself; the numbers only to who does not come by a proxy."""
        if path == "/health" and method in METHODS:
            return _plain("health", "ok\n", method)
        if path == "/metrics" and method in METHODS and not any(map(fields.get, _FORWARDED)):
            return _plain("metrics", self.counts.text(), method)
        return None


def _plain(kind: str, words: str, method: str) -> Answer:
    content = words.encode()
    told = {
        "Content-Type": "text/plain; version=0.0.4; charset=utf-8",
        "Content-Length": str(len(content)),
        "Cache-Control": "no-store",
    }
    return Answer(kind, 200, ALWAYS | told, iter([] if method == "HEAD" else [content]))


def _begin(served: Served, method: str, path: str, fields: Fields) -> tuple[Answer, bytes]:
    made = answer(served, method, path, fields)
    if method == "HEAD":
        made = made._replace(body=iter(()))
    return made, _next(made.body)


def _next(body: Iterator[bytes]) -> bytes:
    return next(body, b"")


def _fields(scope: Message) -> dict[str, str]:
    """The header fields by their names; lines of one name are joined, as RFC 9110 has it."""
    fields: dict[str, str] = {}
    for name, value in scope["headers"]:
        told = value.decode("latin-1")
        key = name.decode("latin-1").lower()
        fields[key] = f"{fields[key]}, {told}" if key in fields else told
    return fields


async def _left(receive: Receive) -> None:
    """Return when the client has gone."""
    with contextlib.suppress(asyncio.CancelledError):
        while (await receive())["type"] != "http.disconnect":
            pass
