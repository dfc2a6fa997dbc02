"""The store of a project, which nothing fails for: what cannot be kept there is held for the run.

A folder without the right to write, a full disk or no home at all cost speed, and a remark.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from voicecoach.base.errors import OutputError
from voicecoach.base.messages import Phrase
from voicecoach.store.local import LocalStore
from voicecoach.store.protocol import Got, digest_of


class SparedStore(LocalStore):
    """A store under one folder, or in memory where that cannot be used.

    Attributes:
        failed: why the folder could not be used, the first time.
    """

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.failed: Phrase | None = None
        self._unkept: dict[str, bytes] = {}

    def get(self, key: str) -> Got:
        """Read an entry, from memory where it could not be kept."""
        if key in self._unkept:
            return Got(self._unkept[key], digest_of(self._unkept[key]))
        try:
            return super().get(key)
        except OutputError as error:
            self._note(error)
            return Got()

    def has(self, keys: Collection[str]) -> set[str]:
        """Return those keys that have an entry."""
        return super().has(keys) | (self._unkept.keys() & {*keys})

    def put(self, key: str, payload: bytes) -> bool:
        """Store an entry if it is absent, in memory where the folder takes none."""
        if key in self._unkept:
            return False
        try:
            return super().put(key, payload)
        except OutputError as error:
            self._note(error)
            self._unkept[key] = payload
            return True

    def remove(self, key: str) -> None:
        """Remove an entry that its owner cannot use."""
        self._unkept.pop(key, None)
        super().remove(key)

    def _note(self, error: OutputError) -> None:
        self.failed = self.failed or error.phrase
