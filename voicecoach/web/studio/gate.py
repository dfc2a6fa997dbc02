"""Who may come in: only the person who started the studio, from pages of the studio itself."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from voicecoach.base.values import dataclass

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ENTRANCE = "/open"
"""The path of the address that is opened: it turns the token into a cookie."""
MOST_SENT = 1_400_000
"""Bytes of a request: a prescription of a megabyte in base64. The longest script is a tenth."""
TAKE = "/take"
"""The path that a recorded line is sent to."""
MOST_TAKEN = 6_000_000
"""Bytes of a recorded line: a minute, the longest that is taken in, at 48 kHz in 16 bits."""

_READS = ("GET", "HEAD")
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def content_policy(**more: str) -> str:
    """The content policy of a page; `frame_src="…"` sets what else it needs, or less of it."""
    told = _POLICY | {name.replace("_", "-"): value for name, value in more.items()}
    return "; ".join(f"{name} {value}" for name, value in told.items())


HEADERS_OF_ALL = {
    "cache-control": "no-store",
    "content-security-policy": content_policy(),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "microphone=(), camera=(), geolocation=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}
"""Of every answer; a page that needs another content policy says so."""
WITH_MICROPHONE = {"permissions-policy": "microphone=(self), camera=(), geolocation=()"}
"""Of the page on which lines are recorded; no other may listen."""


@dataclass(frozen=True, slots=True)
class OwnerGate:
    """What tells the owner's browser from all else.

    Attributes:
        port: that is listened on, of this machine alone.
        token: whoever has it is the owner.
    """

    port: int
    token: str

    @classmethod
    def at(cls, port: int) -> OwnerGate:
        """A gate with a token that nobody has had before."""
        return cls(port, secrets.token_urlsafe(32))

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which a browser may ask: any other was made to lead here."""
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    @property
    def origins(self) -> tuple[str, ...]:
        """Of the studio's own pages."""
        return tuple(f"http://{host}" for host in self.hosts)

    @property
    def address(self) -> str:
        """The address that is opened."""
        return f"http://{self.hosts[0]}{ENTRANCE}?token={self.token}"

    @property
    def cookie(self) -> str:
        """The name of the cookie: browsers keep those of all ports together."""
        return f"voicecoach-studio-{self.port}"

    def refusal(
        self, method: str, path: str, query: str, headers: Mapping[str, str]
    ) -> tuple[int, str] | None:
        """Say why a request is refused, by status and a word; None where it may come in.

        Args:
            method: of the request.
            path: decoded.
            query: what is behind the `?`.
            headers: by their names in lower case.
        """
        if headers.get("host", "").lower() not in self.hosts:
            return 421, "host"
        if path == ENTRANCE and method == "GET":
            given = parse_qs(query).get("token", [""])
            return None if self._is_token(given[0]) else (403, "token")
        if not self._is_token(self._kept(headers.get("cookie", ""))):
            return 403, "token"
        if method not in _READS and not self._is_from_here(headers):
            return 403, "origin"
        return None

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(errors="replace"), self.token.encode())

    def _kept(self, cookies: str) -> str:
        try:
            found = SimpleCookie(cookies).get(self.cookie)
        except CookieError:
            return ""
        return found.value if found else ""

    def _is_from_here(self, headers: Mapping[str, str]) -> bool:
        """Whether a page of the studio sent it: browsers say so in a way that no page can forge."""
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if site is not None and site != "same-origin":
            return False
        if origin is not None:
            return origin == f"http://{headers['host'].lower()}"
        return site is not None


class TooMuchSent(Exception):
    """A request that goes on and on."""


class Guarded:
    """An application behind a gate; it adds `HEADERS_OF_ALL` to every answer."""

    def __init__(self, app: ASGIApp, gate: OwnerGate) -> None:
        self.app = app
        self.gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        from starlette.datastructures import Headers, MutableHeaders

        async def send_more(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS_OF_ALL.items():
                    headers.setdefault(name, value)
            await send(message)

        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        query = scope["query_string"].decode("latin-1")
        refused = self.gate.refusal(scope["method"], scope["path"], query, headers)
        most = MOST_TAKEN if scope["path"] == TAKE else MOST_SENT
        if refused is None and _size_told(headers) > most:
            refused = 413, "size"
        if refused is not None:
            await _refuse(*refused, scope, receive, send_more)
            return
        try:
            await self.app(scope, _bounded(receive, most), send_more)
        except TooMuchSent:
            await _refuse(413, "size", scope, receive, send_more)


def _size_told(headers: Mapping[str, str]) -> int:
    told = headers.get("content-length", "0")
    return int(told) if told.isascii() and told.isdigit() else 0


def _bounded(receive: Receive, most: int) -> Receive:
    """Take no more bytes than are allowed, whatever a request says of its size."""
    taken = 0

    async def receive_less() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise TooMuchSent
        return message

    return receive_less


_REFUSED = {
    "host": "Another name than this machine's.\n",
    "token": "This studio is open to who started it. Open it again: voicecoach studio\n",
    "origin": "That came from elsewhere than a page of the studio.\n",
    "size": "That is more than the studio takes.\n",
}


async def _refuse(status: int, why: str, scope: Scope, receive: Receive, send: Send) -> None:
    from starlette.responses import PlainTextResponse

    # What else is sent is not read: the connection ends with the answer.
    answer = PlainTextResponse(_REFUSED[why], status, {"connection": "close"})
    await answer(scope, receive, send)
