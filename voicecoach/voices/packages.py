"""Installed packages, without importing them or `importlib.metadata` (20 ms)."""

from __future__ import annotations

import os
import re
import sys
from functools import lru_cache
from pathlib import Path

_METADATA_FOLDER = r"(.+?)-([^-]+)(?:-py[\d.]+)?\.(?:dist|egg)-info"


def package_version(name: str) -> str:
    """Return the version of an installed package.

    Args:
        name: the distribution's, lower case, with underscores.

    Returns:
        The version, or an empty text when the package is not found.
    """
    return _installed().get(name, ("", ""))[0]


def metadata_folder(name: str) -> Path | None:
    """Return where a package's metadata are; None when it is not found."""
    found = _installed().get(name)
    return Path(found[1]) if found else None


def package_folder(module: str) -> Path | None:
    """Return the folder of an installed package, by the name it is imported by; None without it."""
    found = (Path(entry or ".", module) for entry in sys.path)
    return next((folder for folder in found if folder.is_dir()), None)


def packages_named(part: str) -> list[str]:
    """Return the distributions that have a text in their names, lower case, with underscores."""
    return sorted(name for name in _installed() if part in name)


@lru_cache
def _installed() -> dict[str, tuple[str, str]]:
    """Read the names of the metadata folders on the path; the first of a package counts."""
    found: dict[str, tuple[str, str]] = {}
    for folder in sys.path:
        try:
            with os.scandir(folder or ".") as entries:
                places = [(entry.name, entry.path) for entry in entries]
        except OSError:
            continue
        for name, place in places:
            if match := re.fullmatch(_METADATA_FOLDER, name):
                found.setdefault(match[1].lower().replace("-", "_"), (match[2], place))
    return found
