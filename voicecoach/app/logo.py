"""The clinic's logo, as `voicecoach.toml` names it."""

from __future__ import annotations

import io
from pathlib import Path

from voicecoach.base.errors import OutputError
from voicecoach.base.intake import TooLarge, read_bounded
from voicecoach.base.messages import phrase
from voicecoach.base.system import refused_by_system
from voicecoach.project import SETTINGS_FILE, Project, refused_settings
from voicecoach.publish.svg import cleaned_svg

_MOST_BYTES = 1_000_000
_KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
_MOST_POINTS = 25_000_000  # they take 100 MB where they are drawn


def read_logo(project: Project) -> tuple[str, bytes] | None:
    """Read the logo's file ending, by its content, and its content; None when there is none.

    A drawing (SVG) is cleaned of all that does not draw.

    Args:
        project: whose it is; its path leads from there.

    Raises:
        ScriptError: the setting names what cannot be read.
        OutputError: it is too large, damaged, or no PNG, JPEG or SVG.
    """
    name = project.settings.clinic.logo
    if not name:
        return None
    folder = project.root or Path()
    file = folder / name
    try:
        content = read_bounded(file, _MOST_BYTES)
    except TooLarge as error:
        raise OutputError("logo/large", file=file, size_mb=error.size_bytes / 1e6) from error
    except OSError as error:
        said = phrase("logo/unreadable", name=name, reason=refused_by_system(error))
        faults = [(("clinic", "logo"), said, False)]
        raise refused_settings(folder / SETTINGS_FILE, faults) from error
    ending = _ending(content)
    if not ending:
        raise OutputError("logo/kind", file=file)
    shown = cleaned_svg(content) if ending == "svg" else _whole(file, content)
    if shown is None:
        raise OutputError(f"logo/{'drawing' if ending == 'svg' else 'damaged'}", file=file)
    return ending, shown


def _ending(content: bytes) -> str:
    """That of a file by its content; empty for one that is no picture."""
    for start, ending in _KINDS.items():
        if content.startswith(start):
            return ending
    return "svg" if b"<svg" in content else ""


def _whole(file: Path, content: bytes) -> bytes | None:
    """A picture, when all of it can be shown."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            width, height = picture.size
            if width * height > _MOST_POINTS:
                raise OutputError("logo/points", file=file, width=width, height=height)
            picture.load()
    except (OSError, ValueError, SyntaxError):  # the last for a PNG whose parts are damaged
        return None
    return content
