"""What a request is answered with: status, header fields and body, without a socket."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from voicecoach.publish.pages import render_page
from voicecoach.web.frames import frame_policy
from voicecoach.web.ondemand.conditions import ByteRange, Fields, Outcome, decide_status, http_date
from voicecoach.web.ondemand.place import Gone, Moved, Served
from voicecoach.web.ondemand.sources import REVALIDATED, Sendable, Unready

METHODS = ("GET", "HEAD")
ALWAYS = {
    "Content-Security-Policy": frame_policy(),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
"""Of every answer: as the preview has them, and nobody lists what a patient was given."""

_UNKEPT = "no-store"
_AGAIN_S = "30"
_CHUNK_BYTES = 131_072
_HTML = "text/html; charset=utf-8"


class Answer(NamedTuple):
    """An answer.

    Attributes:
        kind: what was asked for, in a word that metrics have.
        fields: of the header.
        body: in pieces of a good size; none for HEAD.
        fault: why it cannot be given, or empty.
    """

    kind: str
    status: int
    fields: dict[str, str]
    body: Iterator[bytes]
    fault: str = ""


def answer(served: Served, method: str, path: str, fields: Fields) -> Answer:
    """Answer a request.

    Args:
        served: what there is.
        method: of the request.
        path: decoded, without what is behind `?`.
        fields: its header fields.
    """
    if method not in METHODS:
        return _told("refused", 405, b"Only GET and HEAD.\n", {"Allow": ", ".join(METHODS)})
    if fields.get("content-length", "0") != "0" or "transfer-encoding" in fields:
        return _told("refused", 413, b"No body, please.\n", {"Connection": "close"})
    kind = "none"
    try:
        kind, found = served.find(tuple(path.removeprefix("/").split("/")))
        if isinstance(found, Moved):
            return _moved(kind, found)
        if isinstance(found, Gone):
            return _page(kind, 410, "gone.html", method)
        if found is None:
            return _page(kind, 404, "missing.html", method)
        return _sent(kind, found, method, decide_status(method, fields, found.told, found.size))
    except Unready as error:
        told = {"Retry-After": _AGAIN_S}
        return _told(kind, 503, b"Not now: please try again.\n", told, error.reason)


def _sent(kind: str, found: Sendable, method: str, outcome: Outcome) -> Answer:
    """Answer with something, or with a part of it, or why not.

    Raises:
        Unready: it cannot be given.
    """
    if outcome.status == 416:
        told = {"Content-Range": f"bytes */{found.size}", "Accept-Ranges": "bytes"}
        return _told(kind, 416, b"There is no such part.\n", told)
    known = {"ETag": f'"{found.told.etag}"', "Cache-Control": found.caching}
    if outcome.status == 304:
        return Answer(kind, 304, ALWAYS | known, iter(()))
    if found.told.modified_s is not None:
        known["Last-Modified"] = http_date(found.told.modified_s)
    if outcome.status == 412:
        return _told(kind, 412, b"It is another by now.\n", known)
    known |= {"Accept-Ranges": "bytes", "Content-Type": _typed(found.type)}
    spans = outcome.spans or (ByteRange(0, found.size),)
    pieces = found.pieces(spans)
    if len(outcome.spans) > 1:
        boundary = os.urandom(16).hex()
        heads = [_head(boundary, found, span) for span in outcome.spans]
        heads[0] = heads[0].removeprefix(b"\r\n")
        end = f"\r\n--{boundary}--\r\n".encode()
        length = sum(map(len, heads)) + sum(stop - start for start, stop in spans) + len(end)
        known["Content-Type"] = f"multipart/byteranges; boundary={boundary}"
        parts = (chain([head], part) for head, part in zip(heads, pieces, strict=True))
        body: Iterator[bytes] = chain(chain.from_iterable(parts), [end])
    else:
        length = spans[0].stop - spans[0].start
        body = chain.from_iterable(pieces)
    if len(outcome.spans) == 1:
        known["Content-Range"] = _within(spans[0], found.size)
    known["Content-Length"] = str(length)
    if method == "HEAD":
        body = iter(())
    return Answer(kind, outcome.status, ALWAYS | known, chunks(body))


def _head(boundary: str, found: Sendable, span: ByteRange) -> bytes:
    """What stands in front of one of several parts."""
    told = f"Content-Type: {found.type}\r\nContent-Range: {_within(span, found.size)}"
    return f"\r\n--{boundary}\r\n{told}\r\n\r\n".encode()


def _within(span: ByteRange, size: int) -> str:
    return f"bytes {span.start}-{span.stop - 1}/{size}"


def _typed(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def chunks(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Join small pieces, so that each chunk but the last is of a good size."""
    waiting, size = list[bytes](), 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= _CHUNK_BYTES:
            yield b"".join(waiting)
            waiting, size = [], 0
    if size:
        yield b"".join(waiting)


def _moved(kind: str, found: Moved) -> Answer:
    caching = REVALIDATED if found.kept else _UNKEPT
    told = {"Location": found.to, "Cache-Control": caching, "Content-Length": "0"}
    return Answer(kind, 308 if found.kept else 302, ALWAYS | told, iter(()))


def _page(kind: str, status: int, template: str, method: str) -> Answer:
    content = render_page(template)
    told = {
        "Content-Type": _HTML,
        "Content-Length": str(len(content)),
        "Cache-Control": _UNKEPT,
    }
    return Answer(kind, status, ALWAYS | told, iter(()) if method == "HEAD" else iter([content]))


def _told(kind: str, status: int, words: bytes, fields: dict[str, str], fault: str = "") -> Answer:
    """An answer of one line; with 412, of what is there by now."""
    told = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(words)),
        "Cache-Control": _UNKEPT,
    }
    return Answer(kind, status, ALWAYS | told | fields, iter([words]), fault)
