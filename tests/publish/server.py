"""A small web server for the tests of pages: serves a folder below a path, with ranges.

It can misbehave with recordings as hosts do: see `Fault`.
"""

from __future__ import annotations

import gzip
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

BELOW = "/back/"  # a sub-path, as most static hosts have
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mp3": "audio/mpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".vtt": "text/vtt",
    ".webmanifest": "application/manifest+json",
}

Fault = Literal["no ranges", "gzip", "third", "html", "stalls", "gone", "damaged"]
"""What a host does to a recording: it gives no parts of it, packs it, gives a third of it with an
honest length, a page in its place, its beginning and then nothing, says that it has none, or gives
it with one bit turned."""
_PIECE = 4000  # bytes that are sent at a time
_FIRST_BYTES = 60_000  # of a recording that stalls: a few seconds of it


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD, with single ranges."""

    protocol_version = "HTTP/1.1"
    server: Server

    def __init__(self, folder: Path, *args: Any) -> None:
        self.folder = folder
        super().__init__(*args)

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        file = self.folder / PurePosixPath(path.removeprefix(BELOW))
        if path.endswith("/"):
            file /= "index.html"
        if not path.startswith(BELOW) or not file.is_file():
            self.answer(HTTPStatus.NOT_FOUND, b"not here")
            return
        if file.suffix == ".html":
            time.sleep(self.server.delay_s)
        content = file.read_bytes()
        headers = {"Content-Type": _TYPES.get(file.suffix, "application/octet-stream")}
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if path.endswith(self.server.faulty) and self.server.fault:
            self.misbehave(self.server.fault, content, headers)
            return
        if wanted is None:
            self.answer(HTTPStatus.OK, content, headers)
            return
        first, last = int(wanted[1]), min(int(wanted[2] or len(content)), len(content) - 1)
        headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
        self.answer(HTTPStatus.PARTIAL_CONTENT, content[first : last + 1], headers)

    def misbehave(self, fault: Fault, content: bytes, headers: dict[str, str]) -> None:
        """Answer for a recording as a bad host does."""
        if fault == "gone":
            self.answer(HTTPStatus.NOT_FOUND, b"not here")
        elif fault == "html":
            page = b"<!doctype html><title>Sign in</title>"
            self.answer(HTTPStatus.OK, page, {"Content-Type": _TYPES[".html"]})
        elif fault == "damaged":
            turned = bytes([content[-1] ^ 1])
            self.answer(HTTPStatus.OK, content[:-1] + turned, headers)
        elif fault == "third":
            self.answer(HTTPStatus.OK, content[: len(content) // 3], headers)
        elif fault == "gzip":
            packed = {"Content-Encoding": "gzip", "Accept-Ranges": "none"}
            self.answer(HTTPStatus.OK, gzip.compress(content, 1), headers | packed)
        else:
            self.answer(HTTPStatus.OK, content, headers | {"Accept-Ranges": "none"})

    def answer(
        self, status: HTTPStatus, body: bytes, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        told = {"Accept-Ranges": "bytes", "Cache-Control": "no-cache", **(headers or {})}
        for name, value in told.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            try:
                self.send(body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # a player has enough

    def send(self, body: bytes) -> None:
        """Send all at once; a recording as fast as the server has it."""
        stalls = self.server.fault == "stalls"
        if not self.path.endswith(".mp3") or not (self.server.bytes_per_s or stalls):
            self.wfile.write(body)
            return
        for start in range(0, len(body), _PIECE):
            if stalls and start >= _FIRST_BYTES:
                self.server.goes_on.wait()
            self.wfile.write(body[start : start + _PIECE])
            rate = self.server.bytes_per_s
            time.sleep(_PIECE / rate if rate else 0)


class Server(ThreadingHTTPServer):
    """One that lets a browser's open connections go when it stops."""

    daemon_threads = True
    block_on_close = False
    delay_s = 0.0  # before a page is sent
    fault: Fault | None = None
    faulty = ".mp3"  # what the names of the files end with that it happens to
    bytes_per_s = 0  # of a recording; 0 for as fast as it goes

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.goes_on = threading.Event()  # what has stalled

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server_port}{BELOW}"

    def handle_error(self, *_: object) -> None:
        pass


@contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[Server]:
    """Serve a folder on this machine while the block runs."""
    server = Server(("127.0.0.1", port), partial(Handler, folder))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.goes_on.set()
        server.shutdown()
        thread.join()
        server.server_close()
