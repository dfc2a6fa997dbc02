"""Addresses that people give: where the site will be."""

from __future__ import annotations

from urllib.parse import quote, urlsplit, urlunsplit

from voicecoach.base.controls import clipped
from voicecoach.base.errors import OutputError
from voicecoach.base.messages import Phrase, phrase

_LONGEST = 1000  # characters; QR codes take twice that, but few cameras read them


def checked_address(url: str | None) -> str | None:
    """An address of a folder, ending in a slash; None stays None.

    Raises:
        OutputError: it is no address of a place on the web.
    """
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
        port = parts.port  # raises where it is no number
    except ValueError as error:
        raise _refused(url, str(error)) from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _refused(url, phrase("address/start"))
    if parts.query or parts.fragment or parts.username or parts.password:
        raise _refused(url, phrase("address/more"))
    if any(c.isspace() or not c.isprintable() or c in "<>\"'\\" for c in url.strip()):
        raise _refused(url, phrase("address/signs"))
    if any(part in (".", "..") for part in parts.path.split("/")):
        raise _refused(url, phrase("address/dots"))
    host = _host(url, parts.hostname)
    path = quote(parts.path or "/", safe="/%~!$&()*+,;=:@")
    whole = host if port is None else f"{host}:{port}"
    path = path if path.endswith("/") else path + "/"
    address = urlunsplit((parts.scheme, whole, path, "", ""))
    if len(address) > _LONGEST:
        raise _refused(clipped(url, 41), phrase("address/long"))
    return address


def _host(url: str, name: str) -> str:
    if ":" in name:
        return f"[{name}]"
    try:
        return name if name.isascii() else name.encode("idna").decode()
    except UnicodeError as error:
        raise _refused(url, phrase("address/host")) from error


def _refused(url: str, reason: Phrase | str) -> OutputError:
    return OutputError("bad-address", url=url, reason=reason)
