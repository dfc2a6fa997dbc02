"""The clinic's logo, as `voicecoach.toml` names it."""

from __future__ import annotations

from pathlib import Path

from voicecoach.errors import OutputError
from voicecoach.project import Project

_MOST_BYTES = 1_000_000
_KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}


def read_logo(project: Project) -> tuple[str, bytes] | None:
    """The logo's file ending, by its content, and its content; None when there is none.

    Raises:
        OutputError: it cannot be read, is too large, or is no PNG, JPEG or SVG.
    """
    name = project.settings.clinic.logo
    if not name:
        return None
    file = (project.root or Path()) / name
    try:
        content = file.read_bytes()
    except OSError as error:
        raise OutputError(
            f"cannot read the logo {file}: {error.strerror or error}",
            "Mend 'logo' under [clinic] in voicecoach.toml.",
        ) from error
    if len(content) > _MOST_BYTES:
        raise OutputError(
            f"the logo {file} has {len(content) / 1e6:.1f} MB",
            "Take a picture of at most 1 MB: every page shows it.",
        )
    for start, ending in _KINDS.items():
        if content.startswith(start):
            return ending, content
    if b"<svg" in content[:2000]:
        return "svg", content
    raise OutputError(f"the logo {file} is no PNG, JPEG or SVG", "Save it as PNG.")
