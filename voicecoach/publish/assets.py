"""Scripts and styles of the site, named by their content: a name that is known never changes."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from voicecoach.publish.episode import ASSETS, File, Site


def named(path: str, content: bytes, folder: str = ASSETS) -> File:
    """A file named by what is in it: `style.css` as `assets/style.0123456789ab.css`."""
    stem, _, ending = path.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:12]
    return File(f"{folder}{stem}.{digest}.{ending}", content, "asset")


@cache
def asset(name: str) -> File:
    """One of the files in `assets/`."""
    return named(name, read_asset(name))


def logo_of(site: Site) -> File | None:
    """The clinic's logo, if it has one."""
    return _logo(*site.logo) if site.logo else None


@cache
def _logo(ending: str, content: bytes) -> File:
    return named(f"logo.{ending}", content)


def read_asset(name: str) -> bytes:
    """What is in one of the files in `assets/`; line ends as they are in the repository."""
    return files("voicecoach.publish").joinpath("assets", name).read_bytes().replace(b"\r\n", b"\n")
