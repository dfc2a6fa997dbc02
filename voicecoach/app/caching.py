"""The store of spoken lines: how large it is, whether it is sound, what goes."""

from __future__ import annotations

from voicecoach.project import Project
from voicecoach.store.local import Tally, Verified

__all__ = ["Tally", "Verified", "measure", "prune", "verify"]


def measure(project: Project) -> Tally:
    """Count the entries of a project's store."""
    return project.cache.info()


def verify(project: Project) -> Verified:
    """Read every entry, and remove those that are damaged.

    Raises:
        OutputError: the store cannot be used.
    """
    return project.cache.verify()


def prune(project: Project, days: float | None, megabytes: float | None) -> Tally:
    """Remove what is no longer used.

    Args:
        project: has the store.
        days: what was not used for so long goes.
        megabytes: as much is kept at most; what was used last stays.

    Returns:
        What was removed.

    Raises:
        OutputError: the store cannot be used.
    """
    most = None if megabytes is None else round(megabytes * 1_000_000)
    return project.cache.prune(older_than_days=days, max_bytes=most)
