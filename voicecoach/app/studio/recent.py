"""The projects whose studio was opened on this machine: a list for this user alone."""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path

from voicecoach.base.errors import OutputError, ScriptError
from voicecoach.base.files import write_file
from voicecoach.base.intake import read_bounded
from voicecoach.base.stored import as_shape
from voicecoach.base.values import dataclass
from voicecoach.project import find_project

_FILE = "studio-projects.json"
_MOST = 12
_MOST_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class RecentProject:
    """A project that was opened before, and is still there.

    Attributes:
        key: tells it from the others.
        folder: of it.
        name: the clinic's, or the folder's.
    """

    key: str
    folder: Path
    name: str


def remember_project(own: Path, folder: Path) -> None:
    """Put a project first in the list; where that cannot be written, it is left as it is.

    Args:
        own: the user's own folder.
        folder: of the project.
    """
    here = str(folder.resolve())
    kept = [here, *(each for each in _read(own) if each != here)][:_MOST]
    with contextlib.suppress(OutputError, OSError):
        write_file(own / _FILE, json.dumps(kept, indent=1) + "\n", private=True)


def recent_projects(own: Path) -> list[RecentProject]:
    """Give the projects of the list that are still there, the latest first.

    Args:
        own: the user's own folder.
    """
    found = []
    for each in _read(own):
        folder = Path(each)
        with contextlib.suppress(ScriptError, OSError):
            project = find_project(folder)
            if project.root == folder:
                key = hashlib.sha256(each.encode()).hexdigest()[:16]
                found.append(
                    RecentProject(key, folder, project.settings.clinic.name or folder.name)
                )
    return found


def _read(own: Path) -> list[str]:
    try:
        return as_shape(list[str], json.loads(read_bounded(own / _FILE, _MOST_BYTES)))
    except (OSError, ValueError, TypeError, RecursionError):
        return []
