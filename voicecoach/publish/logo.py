"""The clinic's logo, as `voicecoach.toml` names it."""

from __future__ import annotations

from pathlib import Path

from voicecoach.base.clinic import Clinic
from voicecoach.base.errors import OutputError
from voicecoach.base.intake import TooLarge, read_bounded

_MOST_BYTES = 1_000_000
_KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}

_ENDS = {"png": b"IEND", "jpg": b"\xff\xd9"}


def read_logo(clinic: Clinic, folder: Path) -> tuple[str, bytes] | None:
    """Read the logo's file ending, by its content, and its content; None when there is none.

    Args:
        clinic: whose it is.
        folder: of the project, from which its path leads.

    Raises:
        OutputError: it cannot be read, is too large, or is no PNG, JPEG or SVG.
    """
    name = clinic.logo
    if not name:
        return None
    file = folder / name
    try:
        content = read_bounded(file, _MOST_BYTES)
    except TooLarge as error:
        raise OutputError("logo/large", file=file, size_mb=error.size_bytes / 1e6) from error
    except (OSError, ValueError) as error:  # the second for a zero byte in the name
        raise OutputError(
            "logo/unreadable", name=name, reason=getattr(error, "strerror", None) or str(error)
        ) from error
    ending = _ending(content)
    if not ending:
        raise OutputError("logo/kind", file=file)
    if not _is_whole(ending, content):
        raise OutputError("logo/damaged", file=file)
    return ending, content


def _ending(content: bytes) -> str:
    """That of a file by its content; empty for one that is no picture."""
    for start, ending in _KINDS.items():
        if content.startswith(start):
            return ending
    return "svg" if b"<svg" in content else ""


def _is_whole(ending: str, content: bytes) -> bool:
    """Whether a picture has its end, or is XML as it should be."""
    if ending in _ENDS:
        return _ENDS[ending] in content
    from xml.etree import ElementTree as ET

    try:
        return ET.fromstring(content).tag == "{http://www.w3.org/2000/svg}svg"
    except (ET.ParseError, ValueError, LookupError):  # the others for what it says of its encoding
        return False
