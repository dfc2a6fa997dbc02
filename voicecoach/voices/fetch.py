"""Files over the network: continued where they broke off, believed only when their sum is right."""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from voicecoach.base.errors import VoiceError
from voicecoach.base.files import cannot_write
from voicecoach.base.messages import Phrase, phrase

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.request import OpenerDirector

ByteProgress = Callable[[int], None]
"""Told how many bytes of a file are there."""

FETCH_TRIES = 6
PAUSE_S = 0.5  # before the second try, twice that before the third
TIMEOUT_S = 20.0  # without a byte
_BLOCK = 1 << 18
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
# Where the projects whose voices are listed here keep their files, by who sends on there.
_KEPT_BY = {
    "huggingface.co": ("huggingface.co", "hf.co"),
    "github.com": ("githubusercontent.com",),
}
_MOST_DIGITS = 15  # of the length that a server says
_PASSING = (408, 425, 429, 500, 502, 503, 504)  # what a server may answer, and mend by itself
_NOT_FOUND = (404, 410)
_WRONG_RANGE = 416
_MOST_WRONG = 3  # whole files with other bytes, until nobody expects better ones


class NotThere(VoiceError):
    """There is no such file at an address or in a folder."""


class Unreachable(VoiceError):
    """The server cannot be reached at all."""


class _Broken(Exception):
    """A try failed in a way that another may not.

    Attributes:
        reason: why.
        anew: what has arrived is no good to continue from.
    """

    def __init__(self, reason: Phrase, anew: bool = False) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.anew = anew


def fetch(url: str, part: Path, sha256: str, most_bytes: int, progress: ByteProgress) -> None:
    """Fetch a file, continuing what is there of it from before.

    Args:
        url: https, or http.
        part: where it grows. What is left there by a failure is good to continue from, unless its
            sum was wrong.
        sha256: of the file, hexadecimal.
        most_bytes: how long it may be.
        progress: told of every block.

    Raises:
        NotThere: the server has no such file.
        Unreachable: it cannot be reached.
        VoiceError: it breaks off again and again, or has other bytes.
        OutputError: no space, or no permission.
    """
    reason, wrong = phrase("broken/off"), 0
    for attempt in range(FETCH_TRIES):
        if attempt:
            time.sleep(PAUSE_S * 2 ** (attempt - 1))
        try:
            if not _is_whole(part, sha256):
                _continue(url, part, most_bytes, progress)
        except _Broken as broken:
            reason = broken.reason
            if broken.anew:
                remove_part(part)
            continue
        except Unreachable as error:
            if not attempt:
                raise
            reason = error.phrase
            continue
        if _is_whole(part, sha256):
            return
        remove_part(part)
        wrong += 1
        if wrong == _MOST_WRONG:
            raise VoiceError("not-fetched/bytes", url=url)
        reason = phrase("broken/bytes")
    raise VoiceError("not-fetched/tries", url=url, tries=FETCH_TRIES, reason=reason)


def fetch_text(url: str, most_bytes: int) -> str:
    """Fetch a short text.

    Raises:
        NotThere: the server has no such file.
        VoiceError: it cannot be fetched, or is too long.
    """
    try:
        with _opened(url, 0) as response:
            content = _block(response, most_bytes + 1)
            if len(content) < min(_length_of(response) or 0, most_bytes):
                raise _Broken(phrase("broken/off"))
    except _Broken as broken:
        raise VoiceError("not-fetched/once", url=url, reason=broken.reason) from broken
    if len(content) > most_bytes:
        raise VoiceError("not-fetched/too-long", url=url)
    return content.decode(errors="replace")


def is_tamperproof(url: str) -> bool:
    """Tell whether nobody on the way can change what an address gives."""
    try:
        parts = urlsplit(url)
    except ValueError:  # half of a bracket
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def sum_of(file: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def remove_part(file: Path) -> None:
    """Remove a file, if it is there and can be."""
    with contextlib.suppress(OSError):
        file.unlink()


def _is_whole(part: Path, sha256: str) -> bool:
    return part.is_file() and sum_of(part) == sha256


def _continue(url: str, part: Path, most_bytes: int, progress: ByteProgress) -> None:
    """Fetch what a part lacks, or all of it where the server does not know how to give a rest.

    Raises:
        _Broken: it broke off, or is not what it should be.
    """
    have = part.stat().st_size if part.exists() else 0
    with _opened(url, have) as response:
        if response.status == 206:
            begins = f"bytes {have}-"
            if not response.headers.get("Content-Range", "").startswith(begins):
                raise _Broken(phrase("broken/part"), anew=True)
        else:
            have = 0
        length = _length_of(response)
        ends = None if length is None else have + length
        try:
            with part.open("ab" if have else "wb") as stream:
                have = _copy(response, stream, have, most_bytes, progress)
        except OSError as error:
            raise cannot_write(part, error) from error
    if ends is not None and have < ends:
        raise _Broken(phrase("broken/off"))


def _length_of(response: HTTPResponse) -> int | None:
    """How much the server said would come; a connection that breaks off gives less."""
    length = response.headers.get("Content-Length", "")
    return int(length) if length.isdecimal() and len(length) <= _MOST_DIGITS else None


def _copy(
    response: HTTPResponse, stream: IO[bytes], have: int, most_bytes: int, progress: ByteProgress
) -> int:
    """Write what arrives; return how much is there."""
    while block := _block(response, _BLOCK):
        have += len(block)
        if have > most_bytes:
            stream.truncate(0)
            raise VoiceError("not-fetched/longer", url=response.url)
        stream.write(block)
        progress(have)
    return have


def _block(response: HTTPResponse, most_bytes: int) -> bytes:
    from http.client import HTTPException

    try:
        return response.read(most_bytes)
    except (OSError, HTTPException) as error:
        raise _broken_off(error) from error


@contextlib.contextmanager
def _opened(url: str, have: int) -> Iterator[HTTPResponse]:
    """Ask for a file from a byte on.

    Sums tell whether a part belongs to the rest, so no `If-Range` is needed.
    """
    from http.client import HTTPException, InvalidURL
    from urllib.error import HTTPError, URLError
    from urllib.request import Request

    headers = {"User-Agent": "voicecoach", "Accept-Encoding": "identity"}
    if not url.startswith(("http://", "https://")):
        raise VoiceError("not-fetched/address", url=url, reason=phrase("broken/not-web"))
    try:
        request = Request(url, headers=headers | ({"Range": f"bytes={have}-"} if have else {}))
        response = _opener().open(request, timeout=TIMEOUT_S)
    except HTTPError as error:
        error.close()
        raise _refused(url, error.code) from error
    except (URLError, TimeoutError) as error:
        raise Unreachable(
            "not-fetched/unreachable",
            host=urlsplit(url).hostname,
            reason=str(getattr(error, "reason", error)),
        ) from error
    except (InvalidURL, ValueError) as error:
        raise VoiceError("not-fetched/address", url=url, reason=str(error)) from error
    except (OSError, HTTPException) as error:
        raise _broken_off(error) from error
    with response:
        yield response


def _broken_off(error: Exception) -> _Broken:
    return _Broken(phrase("broken/off-why", reason=str(error)))


def _refused(url: str, code: int) -> Exception:
    if code in _NOT_FOUND:
        return NotThere("not-fetched/none", file=url)
    if code in _PASSING or code == _WRONG_RANGE:
        return _Broken(phrase("broken/answer", status=code), anew=code == _WRONG_RANGE)
    return VoiceError("not-fetched/answer", url=url, status=code)


def may_lead(source: str, target: str) -> bool:
    """Tell whether what is fetched from one address may come from another.

    A server may send on to itself, by the same scheme and port, or to where its project is known to
    keep large files. So nothing on this machine or in its network is reached by way of a server
    outside, and what was asked for in private stays so.
    """
    try:
        asked, other = urlsplit(source), urlsplit(target)
        same = (asked.scheme, asked.hostname, asked.port) == (
            other.scheme,
            other.hostname,
            other.port,
        )
    except ValueError:  # a port that is no number, half of a bracket
        return False
    if same:
        return other.scheme in ("http", "https")
    kept = _KEPT_BY.get(asked.hostname or "", ())
    host = other.hostname or ""
    return asked.scheme == other.scheme == "https" and any(
        host == known or host.endswith(f".{known}") for known in kept
    )


def _opener() -> OpenerDirector:
    """Make what fetches by HTTP alone, and follows redirections only to where they may lead."""
    from http.client import HTTPMessage
    from urllib import request as urls

    class Redirects(urls.HTTPRedirectHandler):
        def redirect_request(
            self,
            req: urls.Request,
            fp: IO[bytes],
            code: int,
            msg: str,
            headers: HTTPMessage,
            newurl: str,
        ) -> urls.Request | None:
            if is_tamperproof(req.full_url) and not is_tamperproof(newurl):
                raise VoiceError("not-fetched/open", url=req.full_url, other=newurl)
            if not may_lead(req.full_url, newurl):
                raise VoiceError("not-fetched/elsewhere", url=req.full_url, other=newurl)
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    opener = urls.OpenerDirector()
    for handler in (
        urls.ProxyHandler,
        urls.HTTPHandler,
        urls.HTTPSHandler,
        urls.HTTPDefaultErrorHandler,
        Redirects,
        urls.HTTPErrorProcessor,
    ):
        opener.add_handler(handler())
    return opener
