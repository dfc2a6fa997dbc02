"""What a patient's sessions and pages are made of, as a digest: whether they would be the same."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import asdict
from functools import cache
from pathlib import Path

import voicecoach
from voicecoach.app.logo import read_logo
from voicecoach.app.sessions import Sessions
from voicecoach.base.intake import read_bounded
from voicecoach.library.library import shipped_scripts
from voicecoach.project import Project
from voicecoach.roster.links import PatientLink
from voicecoach.roster.rows import RosterRow
from voicecoach.session.find import script_file
from voicecoach.speech import Cast
from voicecoach.store.protocol import digest_of


class BatchInputs:
    """Tells whether a patient's sessions and pages would be the same as before."""

    def __init__(self, sessions: Sessions, options: tuple[str, ...]) -> None:
        """Read what all patients share.

        Args:
            sessions: of the project.
            options: of the batch, as far as sessions and pages differ by them.
        """
        project = sessions.project
        self._library = sessions.library
        settings = json.dumps(asdict(project.settings), sort_keys=True, default=str)
        logo = read_logo(project)
        looks = [settings, repr(logo and digest_of(logo[1]).hex()), *options]
        self._shared = [*looks, _program(), _scripts(project)]

    def digest(self, row: RosterRow, link: PatientLink, casts: tuple[Cast, ...]) -> str:
        """A digest of all that they are made of."""
        told = [*self._shared, row.texts, link.secret, link.base_url, str(link.until)]
        told.append(self._profile(row))
        voices = [cast.described() for cast in casts]
        return digest_of(json.dumps([told, voices]).encode()).hex()

    def _profile(self, row: RosterRow) -> str:
        """A digest of the patient's profile: that of another changes nothing for them."""
        if row.order.profile is None:
            return ""
        file = script_file(self._library, row.order.profile, ("profiles",))
        return digest_of(self._library.reader.source.read(file)).hex()


def _scripts(project: Project) -> str:
    """A digest of the project's scripts but profiles; the shipped ones belong to the program."""
    own = project.root / "scripts" if project.root else None
    return _tree(own) if own else ""


@cache
def _program() -> str:
    """A digest of the program: its code, its shipped scripts, and all that shapes a page."""
    return _tree(Path(voicecoach.__file__).parent) + _tree(shipped_scripts())


_MOST_BYTES = 100_000_000  # what is larger, or no file, is no part of a session
_NOT_FOR_ALL = ("__pycache__", "profiles")


def _tree(folder: Path) -> str:
    """A digest of what lies in a folder."""
    digest = hashlib.sha256()
    for at, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if each not in _NOT_FOR_ALL)
        for name in sorted(names):
            file = Path(at, name)
            digest.update(f"{file.relative_to(folder).as_posix()}\0".encode())
            with contextlib.suppress(OSError):
                digest.update(hashlib.sha256(read_bounded(file, _MOST_BYTES)).digest())
    return digest.hexdigest()
