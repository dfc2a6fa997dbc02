"""A published folder on the local network, as a real web host would serve it.

Starlette's static files do Range, If-Range, ETag and HEAD; what is put on top is stricter: only
names that a site can have are looked up, requests for ranges that make no sense are answered as
HTTP wants it, and every answer carries the headers of a careful host.
"""

from __future__ import annotations

import logging
import re
import socket
import sys
from collections.abc import Sequence
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from voicecoach.base.errors import MissingToolError, OutputError
from voicecoach.base.values import dataclass
from voicecoach.publish.sinks.marker import MARKER, PRIVATE, state_of
from voicecoach.web.frames import frame_policy

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.types import ASGIApp, Message, Receive, Scope, Send
    from uvicorn import Server

LOOPBACK = "127.0.0.1"
_EVERYWHERE = "0.0.0.0"
DEFAULT_PORT = 8321
_PORTS_TRIED = 20
_ENDS_WITHIN_S = 1  # of what is still being sent when the server is stopped

_RANGE = re.compile(r"bytes=\s*(\d{1,18}-(\d{1,18})?|-\d{1,18})(\s*,\s*(\d+-\d*|-\d+))*", re.ASCII)

# What files are, whatever the machine's own table says.
TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mp3": "audio/mpeg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
}
_NAMED_TYPES = {"feed.xml": "application/rss+xml", "chapters.json": "application/json+chapters"}
HEADERS = {
    # Kept by nobody without asking: what is previewed changes.
    "cache-control": "no-cache",
    "content-security-policy": frame_policy(),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Root:
    """What is served.

    Attributes:
        folder: the root of the server.
        start: the site's path below it, ending in a slash; empty but for private sites.
    """

    folder: Path
    start: str = ""


def find_root(folder: Path) -> Root:
    """Find the site in a folder: the folder itself, or the private one right below it.

    Raises:
        OutputError: there is none, or several.
    """
    try:
        is_site = folder.is_dir() and (state_of(folder) / MARKER).is_file()
        paths = folder.glob("*") if is_site else ()
        below = sorted(path.name for path in paths if PRIVATE.fullmatch(path.name))
    except OSError as error:
        raise OutputError("cannot-read", file=folder, reason=error) from error
    if is_site and not below:
        return Root(folder.resolve())
    if len(below) == 1:
        return Root(folder.resolve(), below[0] + "/")
    if below:
        raise OutputError("no-site/several", folder=folder, sites=below)
    raise OutputError("no-site/none" if folder.is_dir() else "no-site/folder", folder=folder)


def type_of(name: str) -> str:
    """The media type of a file, by its name."""
    ending = Path(name).suffix.lower()
    return _NAMED_TYPES.get(name) or TYPES.get(ending, "application/octet-stream")


def application(folder: Path, framed_by: Sequence[str] = ()) -> ASGIApp:
    """The ASGI application that serves a folder.

    Args:
        folder: the root.
        framed_by: origins whose pages may show it in a frame.

    Raises:
        MissingToolError: the extra `preview` is not installed.
    """
    try:
        from starlette.applications import Starlette
        from starlette.routing import Mount
    except ImportError as error:
        raise _missing(error) from error
    from voicecoach.web.static import SiteFiles, not_found

    files = SiteFiles(folder)
    app = Starlette(routes=[Mount("/", app=files)], exception_handlers={404: not_found})
    return _Careful(app, framed_by)


class _Careful:
    """Adds `HEADERS` to every answer, and leaves out ranges that HTTP wants ignored.

    Who asks for this machine by a name that is not its own is refused: a page of elsewhere, whose
    name was made to lead here, would read the site in somebody's browser.
    """

    def __init__(self, app: ASGIApp, framed_by: Sequence[str]) -> None:
        self.app = app
        self.headers = HEADERS | {"content-security-policy": frame_policy(framed_by)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from starlette.datastructures import Headers, MutableHeaders

        async def send_more(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers[name] = value
            await send(message)

        if scope["type"] != "http":
            return
        if not _is_own(Headers(scope=scope).get("host", "")):
            from starlette.responses import PlainTextResponse

            await PlainTextResponse("Another name than this machine's.\n", 421)(
                scope, receive, send_more
            )
            return
        if not _wants_range(scope["method"], Headers(scope=scope)):
            rest = [(name, value) for name, value in scope["headers"] if name != b"range"]
            scope = dict(scope) | {"headers": rest}
        await self.app(scope, receive, send_more)


def _is_own(host: str) -> bool:
    """Whether a Host header names this machine: by an address, or by a name of its own."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    try:
        return bool(ip_address(name))
    except ValueError:
        return name in _own_names()


@cache
def _own_names() -> frozenset[str]:
    own = socket.gethostname().lower()
    return frozenset({"localhost", own, f"{own.partition('.')[0]}.local"})


def _wants_range(method: str, headers: Headers) -> bool:
    """Whether a range is to be looked at (RFC 9110, 14.2): else the whole file is the answer."""
    asked = headers.get("range", "")
    if method != "GET" or not _RANGE.fullmatch(asked):
        return False
    spans = (span.strip().split("-") for span in asked.partition("=")[2].split(","))
    return all(not first or not last or int(first) <= int(last) for first, last in spans)


def open_socket(lan: bool, port: int | None, usual: int = DEFAULT_PORT) -> socket.socket:
    """A socket that listens: on this machine alone, or on all its networks.

    Args:
        lan: whether others may reach it.
        port: which; 0 takes any that is free, None the usual one or one of the next.
        usual: that one.

    Raises:
        OutputError: the port is taken.
    """
    first = usual if port is None else port
    for candidate in range(first, first + (_PORTS_TRIED if port is None else 1)):
        # Named as TCP, for asyncio sends small answers of no other kind at once.
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        # Elsewhere than on Windows a port is free again at once; there the option would share it.
        if sys.platform == "win32":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((_EVERYWHERE if lan else LOOPBACK, candidate))
            bound.listen(256)
            return bound
        except OSError as error:
            bound.close()
            problem = error
    raise OutputError("cannot-serve/port", port=candidate, reason=problem)


def lan_address() -> str | None:
    """This machine's address in its network, or None when it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: the system only says which of its addresses it would send from.
            probe.connect(("192.0.2.1", 9))
            address = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if address.startswith(("127.", "0.")) else address


def server(folder: Path, framed_by: Sequence[str] = ()) -> Server:
    """The server of a folder, to be run with a socket; see `application`.

    Raises:
        MissingToolError: the extra `preview` is not installed.
    """
    try:
        return silent_server(application(folder, framed_by))
    except ImportError as error:
        raise _missing(error) from error


def silent_server(app: ASGIApp) -> Server:
    """The server of an application, to be run with a socket; it says nothing of its own.

    Raises:
        ImportError: uvicorn is not installed.
    """
    from uvicorn import Config, Server

    logging.getLogger("uvicorn").addHandler(logging.NullHandler())
    return Server(
        Config(
            app,
            http="h11",
            loop="asyncio",
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            log_level=logging.CRITICAL + 1,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_ENDS_WITHIN_S,
        )
    )


def _missing(error: ImportError) -> MissingToolError:
    return MissingToolError("no-program/preview", package=error.name)


def qr_text(address: str) -> str:
    """The QR code of an address in half blocks, light on dark: for a dark background."""
    import io

    import segno

    text = io.StringIO()
    segno.make_qr(address, error="l").terminal(text, border=2, compact=True)
    return text.getvalue()
