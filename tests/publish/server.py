"""A small web server for the tests of pages: serves a folder below a path, with ranges."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import Any
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
        if wanted is None:
            self.answer(HTTPStatus.OK, content, headers)
            return
        first, last = int(wanted[1]), min(int(wanted[2] or len(content)), len(content) - 1)
        headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
        self.answer(HTTPStatus.PARTIAL_CONTENT, content[first : last + 1], headers)

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
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # a player has enough


class Server(ThreadingHTTPServer):
    """One that lets a browser's open connections go when it stops."""

    daemon_threads = True
    block_on_close = False
    delay_s = 0.0  # before a page is sent

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
        server.shutdown()
        thread.join()
        server.server_close()
