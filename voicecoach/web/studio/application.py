"""The studio as an ASGI application; imported when a studio is opened, and not before."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import traceback
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route
from starlette.types import ASGIApp

from voicecoach.base.errors import VoicecoachError
from voicecoach.base.names import is_name
from voicecoach.web.ondemand.conditions import ByteRange, ranges
from voicecoach.web.studio.desk import Desk, Query, StudioPaper
from voicecoach.web.studio.gate import (
    ENTRANCE,
    TAKE,
    WITH_MICROPHONE,
    Guarded,
    OwnerGate,
    TooMuchSent,
    content_policy,
)
from voicecoach.web.studio.pages import render_studio, studio_assets

_NESTED = 12  # levels of what a page sends: none has more


def studio_application(desk: Desk, gate: OwnerGate) -> ASGIApp:
    """The application of a studio, behind its gate."""
    site = _Studio(desk, gate)
    routes = [
        Route(ENTRANCE, site.enter),
        Route("/assets/{name}", site.asset),
        Route("/sound/{name}.mp3", site.sound),
        Route(TAKE, site.take, methods=["POST"]),
        Route("/", site.page),
        Route("/do/{deed}", site.deed, methods=["POST"]),
        Route("/do/{deed}/{name}", site.deed, methods=["POST"]),
        Route("/{view}", site.page),
        Route("/{view}/{name}", site.page),
    ]
    handlers: dict[Any, Any] = {404: site.missing, TooMuchSent: _too_much, Exception: site.broken}
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.router.redirect_slashes = False
    return Guarded(app, gate)


class _Studio:
    """Answers requests that came through the gate."""

    def __init__(self, desk: Desk, gate: OwnerGate) -> None:
        self.desk = desk
        self.gate = gate

    async def enter(self, _request: Request) -> Response:
        """Turn the token of the address into a cookie, and lead on to an address without it."""
        answer = RedirectResponse("/", 303)
        answer.set_cookie(
            self.gate.cookie, self.gate.token, path="/", httponly=True, samesite="strict"
        )
        return answer

    async def asset(self, request: Request) -> Response:
        found = studio_assets().get(request.path_params["name"])
        if found is None:
            return self._missing()
        return Response(found[0], media_type=found[1])

    async def page(self, request: Request) -> Response:
        view = request.path_params.get("view", "home")
        name = request.path_params.get("name", "")
        if name and not is_name(name):
            return self._missing()
        return await run_in_threadpool(self._page, view, name, _query(request))

    def _page(self, view: str, name: str, query: Query) -> Response:
        try:
            shown = self.desk.page(view, name, query)
        except VoicecoachError as error:
            language = self.desk.language
            return self._fault(error.said(language), error.remedy_in(language), 422)
        if shown is None:
            return self._missing()
        if isinstance(shown, StudioPaper):
            return HTMLResponse(shown.content, headers=_policy(**_of_paper(shown.content)))
        values = {"clinic": self.desk.clinic, "view": view, **shown.values}
        page = render_studio(shown.template, self.desk.language, values)
        framed = {"frame_src": " ".join(map(_origin, shown.frames))} if shown.frames else {}
        listening = WITH_MICROPHONE if shown.listens else {}
        return HTMLResponse(page, headers={**_policy(**framed), **listening})

    async def deed(self, request: Request) -> Response:
        """Do what a page asks for: JSON in, JSON out."""
        deed, name = request.path_params["deed"], request.path_params.get("name", "")
        if name and not is_name(name):
            return JSONResponse({"message": "?"}, 404)
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return JSONResponse({"message": "JSON, please."}, 415)
        try:
            asked = json.loads(await request.body())
        except (ValueError, RecursionError):
            asked = None
        if not isinstance(asked, dict) or _depth(asked) > _NESTED:
            return JSONResponse({"message": "That cannot be read."}, 400)
        return await run_in_threadpool(self._told, lambda: self.desk.deed(deed, name, asked))

    async def take(self, request: Request) -> Response:
        """Judge a recorded line: WAV in, JSON out."""
        if request.headers.get("content-type") != "audio/wav":
            return JSONResponse({"message": "WAV, please."}, 415)
        query, sound = _query(request), await request.body()
        return await run_in_threadpool(self._told, lambda: self.desk.take(query, sound))

    def _told(self, do: Callable[[], dict[str, Any] | None]) -> Response:
        try:
            told = do()
        except VoicecoachError as error:
            code = error.phrase.kind.partition("/")[0]
            message = error.said(self.desk.language)
            remedy = error.remedy_in(self.desk.language)
            told = {"code": code, "message": message, "remedy": remedy}
            return JSONResponse(told, 422)
        except (KeyError, TypeError, ValueError):
            return JSONResponse({"message": "That makes no sense."}, 400)
        return JSONResponse(told) if told is not None else JSONResponse({"message": "?"}, 404)

    async def sound(self, request: Request) -> Response:
        name = request.path_params["name"]
        found = self.desk.sound(name) if name.isalnum() else None
        if found is None:
            return self._missing()
        if found.size is None:  # each part is sent as soon as it is made
            return StreamingResponse(found.pieces(), media_type="audio/mpeg")
        asked = request.headers.get("range")
        spans = ranges(asked, found.size) if asked else None
        if spans is not None and len(spans) == 0:
            return Response(status_code=416, headers={"content-range": f"bytes */{found.size}"})
        part = spans[0] if spans and len(spans) == 1 else None
        span = part or ByteRange(0, found.size)
        told = {"accept-ranges": "bytes", "content-length": str(span.stop - span.start)}
        if part:
            told["content-range"] = f"bytes {span.start}-{span.stop - 1}/{found.size}"
        body: Iterator[bytes] = found.pieces(span.start, span.stop)
        return StreamingResponse(body, 206 if part else 200, told, "audio/mpeg")

    async def missing(self, _request: Request, _error: Exception) -> Response:
        """What an address that leads nowhere is answered with."""
        return self._missing()

    async def broken(self, _request: Request, error: Exception) -> Response:
        """What a fault of the program is answered with: whoever started it is told where it is."""
        traceback.print_exception(error)
        return self._fault(
            "This is a fault of voicecoach.", "What happened is in the terminal.", 500
        )

    def _missing(self) -> Response:
        return self._fault("", "", 404)

    def _fault(self, message: str, remedy: str, status: int) -> Response:
        values = {"clinic": self.desk.clinic, "view": "", "message": message, "remedy": remedy}
        return HTMLResponse(render_studio("fault.html", self.desk.language, values), status)


def _policy(**more: str) -> dict[str, str]:
    return {"content-security-policy": content_policy(**more)}


def _of_paper(content: str) -> dict[str, str]:
    """What a page to be printed may do: look like its own style says, and nothing else."""
    styles = re.findall("<style>(.*?)</style>", content, re.DOTALL)
    digests = (hashlib.sha256(each.encode()).digest() for each in styles)
    hashes = " ".join(f"'sha256-{base64.b64encode(each).decode()}'" for each in digests)
    return {"style_src": hashes or "'none'", "script_src": "'none'", "connect_src": "'none'"}


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


async def _too_much(_request: Request, _error: Exception) -> Response:
    return PlainTextResponse("That is more than the studio takes.\n", 413, {"connection": "close"})


def _query(request: Request) -> Query:
    query: dict[str, list[str]] = {}
    for key, value in request.query_params.multi_items():
        query.setdefault(key, []).append(value)
    return query


def _depth(value: object, deep: int = 0) -> int:
    """How deep lists and objects stand in one another, as far as it matters."""
    if deep > _NESTED:
        return deep
    inside = [*value.values()] if isinstance(value, dict) else value
    if not isinstance(inside, list):
        return deep
    return max((_depth(each, deep + 1) for each in inside), default=deep)
