"""What a store of fragments is, and how its keys are made.

A key is the hash of all that shapes an entry: any machine that asks for the same asks by the same
key. So an entry never changes, and whoever has it may give it to others, who hold it against the
digest that was stored with it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from typing import NamedTuple, Protocol

from voicecoach.base.messages import Phrase

_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


class Got(NamedTuple):
    """What came of asking for an entry.

    Attributes:
        payload: what was put; None where there is no entry, or none that is sound.
        digest: SHA-256 that was stored with it; empty where there is none.
        damaged: it was there, and not what had been put. Whoever can, has removed it.
        remarks: what a person should know of it, such as that a store cannot be reached.
    """

    payload: bytes | None = None
    digest: bytes = b""
    damaged: bool = False
    remarks: tuple[Phrase, ...] = ()


class Kept(NamedTuple):
    """One entry of a store, as its keeper sees it.

    Attributes:
        key: of the entry.
        size_bytes: its length.
        used_s: when it was written, or last used where that is known, in seconds since the epoch.
    """

    key: str
    size_bytes: int
    used_s: float


class FragmentStore(Protocol):
    """Keeps entries by key; many threads, processes or machines may use it at once."""

    def get(self, key: str) -> Got:
        """Read an entry.

        Raises:
            OutputError: the store cannot be used.
        """

    def put(self, key: str, payload: bytes) -> bool:
        """Store an entry if it is absent, whole or not at all.

        Returns:
            Whether it is new.

        Raises:
            OutputError: the store cannot be used.
        """

    def has(self, keys: Collection[str]) -> set[str]:
        """Return those keys that have an entry, sound or not: nothing of it is read."""

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys of all entries, in no order."""


class KeptStore(FragmentStore, Protocol):
    """A store whose entries can be looked through and removed.

    Its methods raise OutputError where the store cannot be used.
    """

    def entries(self) -> Iterator[Kept]:
        """Iterate over all entries, in no order."""

    def discard(self, keys: Collection[str]) -> None:
        """Remove entries; those that are not there are gone."""


def withhold(store: FragmentStore, keys: Collection[str]) -> None:
    """Have entries stay on this machine, for they tell of a person: before they are asked for.

    Args:
        store: where it gives entries to others, it is told.
        keys: of the entries.
    """
    told = getattr(store, "withhold", None)
    if told is not None and keys:
        told(keys)


def key_of(**parts: object) -> str:
    """Hash everything that shapes an entry.

    Args:
        parts: JSON values; the order in which they are given does not matter.

    Returns:
        SHA-256 of their canonical JSON, in hexadecimal.
    """
    return hashlib.sha256(_canonical(parts).encode()).hexdigest()


def digest_of(payload: bytes) -> bytes:
    """Return the SHA-256 that is stored with a payload."""
    return hashlib.sha256(payload).digest()
