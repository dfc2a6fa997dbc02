"""The pictures of the how-to: `--update-golden` paints them anew."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import ROOT

PICTURES = ROOT / "docs" / "how-to"


def check_pictured(picture: Path) -> None:
    """What browsers paint differs from machine to machine: that the picture is there is held."""
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.name in (PICTURES / "studio.md").read_text(encoding="utf-8")
