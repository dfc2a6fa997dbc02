"""Addresses that people give: where the site will be."""

from __future__ import annotations

from urllib.parse import quote, urlsplit, urlunsplit

from voicecoach.errors import OutputError

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
        raise _refused(url, "it does not begin with https:// and a name")
    if parts.query or parts.fragment or parts.username or parts.password:
        raise _refused(url, "it has more than the address of a folder in it")
    if any(c.isspace() or not c.isprintable() or c in "<>\"'\\" for c in url.strip()):
        raise _refused(url, "it holds signs that no address has")
    if any(part in (".", "..") for part in parts.path.split("/")):
        raise _refused(url, "its path leads up or stands still")
    host = _host(url, parts.hostname)
    path = quote(parts.path or "/", safe="/%~!$&()*+,;=:@")
    whole = host if port is None else f"{host}:{port}"
    path = path if path.endswith("/") else path + "/"
    address = urlunsplit((parts.scheme, whole, path, "", ""))
    if len(address) > _LONGEST:
        raise _refused(f"{url[:40]}\u2026", "it is too long for a QR code")
    return address


def _host(url: str, name: str) -> str:
    if ":" in name:
        return f"[{name}]"
    try:
        return name if name.isascii() else name.encode("idna").decode()
    except UnicodeError as error:
        raise _refused(url, "its name cannot be looked up") from error


def _refused(url: str, reason: str) -> OutputError:
    return OutputError(
        f"{url!r} is no address for a site: {reason}",
        "Write it like: --base-url https://clinic.example/back/",
    )
