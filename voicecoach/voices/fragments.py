"""The store of fragments: whole, or only what planning a session takes."""

from __future__ import annotations

import contextlib

from voicecoach.cache import Cache, key_of
from voicecoach.errors import OutputError
from voicecoach.mp3.frames import Extent, Fragment


class MissingFragment(OutputError):
    """A fragment that was there when a session was planned is gone, or damaged."""

    def __init__(self) -> None:
        super().__init__("cache/missing")


class Fragments:
    """Fragments by their keys; what was read once is held, for sessions of one run share most."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._held: dict[str, Fragment] = {}
        self._extents: dict[str, Extent] = {}

    def get(self, key: str, damaged: list[str] | None = None) -> Fragment | None:
        """Read a fragment.

        Args:
            key: see `keys.fragment_key`.
            damaged: the key is added where the entry was damaged, and is removed from the cache.
        """
        if key in self._held:
            return self._held[key]
        stored = self._cache.get(key, damaged)
        with contextlib.suppress(ValueError):  # of another format version: made anew
            if stored:
                return self._held.setdefault(key, Fragment.from_bytes(stored))
        return None

    def extent(self, key: str, damaged: list[str] | None = None) -> Extent | None:
        """Read what is known of a fragment, without its frames: they have an entry of their own.

        Args:
            key: of the fragment.
            damaged: as in `get`.
        """
        if key in self._held:
            return self._held[key].extent
        if key in self._extents:
            return self._extents[key]
        stored = self._cache.get(_extent_key(key), damaged)
        with contextlib.suppress(ValueError):
            if stored and self._cache.has(key):
                return self._extents.setdefault(key, Extent.from_bytes(stored))
        fragment = self.get(key, damaged)
        if fragment is None:
            return None
        with contextlib.suppress(OutputError):  # read faster the next time, where that can be
            self._cache.put(_extent_key(key), fragment.extent.to_bytes())
        return fragment.extent

    def put(self, key: str, stored: bytes) -> Fragment:
        """Store a fragment, in the form of `Fragment.to_bytes`, and what is known of it."""
        fragment = Fragment.from_bytes(stored)
        self._cache.put(key, stored)
        self._cache.put(_extent_key(key), fragment.extent.to_bytes())
        self._held[key] = fragment
        return fragment

    def frames(self, key: str) -> bytes:
        """Read the frames of a fragment.

        Raises:
            MissingFragment: it is not there, or is damaged.
        """
        fragment = self.get(key)
        if fragment is None:
            raise MissingFragment
        return fragment.data


def _extent_key(key: str) -> str:
    return key_of(kind="extent", of=key)
