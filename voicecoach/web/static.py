"""Starlette's static files, made stricter; imported when a site is served, and not before."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

from voicecoach.publish.pages import render_page
from voicecoach.publish.sinks.marker import NAME
from voicecoach.web.preview import type_of


class SiteFiles(StaticFiles):
    """The files of a site: no listings, no hidden files, nothing outside the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True, check_dir=False)
        self.root = folder.resolve()

    def get_path(self, scope: Scope) -> str:
        """The path below the folder, as it was asked for: `lookup_path` judges it."""
        return str(scope["path"]).removeprefix("/").removesuffix("/")

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Find a file or folder; nothing where a name is none that a site has."""
        parts = path.replace(os.sep, "/").split("/") if path else []
        if not all(map(NAME.fullmatch, parts)):
            return "", None
        try:
            place = self.root.joinpath(*parts).resolve()
            found = place.stat() if place.is_relative_to(self.root) else None
        except (OSError, RuntimeError):  # links that lead in a circle
            return "", None
        kept = found and (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode))
        return (str(place), found) if kept and os.access(place, os.R_OK) else ("", None)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """What a path leads to; a folder without its slash leads to that with one."""
        response = await super().get_response(path, scope)
        if isinstance(response, RedirectResponse):
            # Relative: it stays where it was asked for, also behind a proxy that speaks HTTPS.
            response.headers["location"] = path.rpartition("/")[2] + "/"
        return response

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """A file with its type, or the answer that it has not changed."""
        kind = type_of(Path(full_path).name)
        response = FileResponse(full_path, status_code, media_type=kind, stat_result=stat_result)
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response


def not_found(_request: Request, _error: Exception) -> Response:
    """The page for an address that leads nowhere."""
    return HTMLResponse(render_page("missing.html"), 404)
