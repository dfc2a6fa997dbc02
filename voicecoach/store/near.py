"""A near store in front of a far one that decides: an entry is what stands there.

`TieredStore` saves work with a far store that is never needed. Here it is needed: others read it,
and what plans name lies in it. Two machines may speak a line in other bits; the first one's stand,
and the other takes them. So the near store holds nothing that the far one did not have.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator

from voicecoach.base.errors import OutputError
from voicecoach.store.protocol import FragmentStore, Got, Kept, KeptStore, digest_of
from voicecoach.store.tiered import got_or_told, kept_or_not


class NearStore:
    """Reads from the near store, else from the far one, and keeps what came from there.

    Attributes:
        near: keeps what the far store has; nobody else may put anything into it.
        far: decides.
        own: what this machine made for itself before: it saves speaking, and is given to the far
            store; None for nothing. What may not leave this machine stays in it.
    """

    def __init__(self, near: KeptStore, far: KeptStore, own: FragmentStore | None = None) -> None:
        self.near = near
        self.far = far
        self.own = own
        self._withheld: set[str] = set()

    def withhold(self, keys: Collection[str]) -> None:
        """Keep what is personal from the far store: it is neither told nor asked of these keys."""
        self._withheld.update(keys)

    def get(self, key: str) -> Got:
        """Read an entry; of the far store only with the digest that was stored with it.

        Raises:
            OutputError: a store cannot be used.
        """
        if key in self._withheld:
            return (self.own or self.near).get(key)
        found = got_or_told(self.near, key)
        if found.payload is not None:
            return found
        fetched = self._fetched(key)
        if fetched.payload is None and self.own is not None:
            made = got_or_told(self.own, key)
            if made.payload is not None:
                self.put(key, made.payload)
                return self._fetched(key)._replace(remarks=fetched.remarks)
        return fetched._replace(
            damaged=found.damaged or fetched.damaged, remarks=(*found.remarks, *fetched.remarks)
        )

    def put(self, key: str, payload: bytes) -> bool:
        """Store an entry in all; where another stands in the far store, keep that one.

        Returns:
            Whether it is new in the far store.

        Raises:
            OutputError: a store cannot be used.
        """
        if key in self._withheld:  # it stays on this machine, or is lost
            return (self.own or self.near).put(key, payload)
        if self.own is not None:
            kept_or_not(self.own, key, payload)
        for _ in range(2):  # a damaged one is found when it is read, and then replaced
            if self.far.put(key, payload):
                kept_or_not(self.near, key, payload)
                return True
            if self._fetched(key).payload is not None:
                return False
        return False

    def has(self, keys: Collection[str]) -> set[str]:
        """Return those keys that have an entry that others have too, or that is withheld.

        Raises:
            OutputError: a store cannot be used.
        """
        withheld = {*keys} & self._withheld
        near = self.near.has(keys) | (self.own.has(withheld) if self.own else set())
        lacking = [key for key in keys if key not in near and key not in withheld]
        return near | self.far.has(lacking) if lacking else near

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys of all entries of the far store, in no order."""
        return iter(self.far)

    def settle(self, keys: Collection[str]) -> set[str]:
        """See that the far store has entries, and give it again what was removed there meanwhile.

        Returns:
            Keys of those that it lacks now, for this machine has them no more, or other bits stand
            there than here.

        Raises:
            OutputError: a store cannot be used.
        """
        wanted = {*keys} - self._withheld
        lacking = {key for key in wanted - self.far.has(wanted) if not self._given(key)}
        return lacking | ({*keys} & self._withheld)

    def entries(self) -> Iterator[Kept]:
        """Iterate over the entries of the far store, in no order."""
        return self.far.entries()

    def discard(self, keys: Collection[str]) -> None:
        """Remove entries from both."""
        self.far.discard(keys)
        with contextlib.suppress(OutputError):  # what is left there is what the far store had
            self.near.discard(keys)

    def _given(self, key: str) -> bool:
        """Give the far store an entry again; whether it has the same now."""
        here = got_or_told(self.near, key)
        if here.payload is None:
            return False
        return self.far.put(key, here.payload) or self.far.get(key).digest == here.digest

    def _fetched(self, key: str) -> Got:
        """Fetch an entry, verify it, and keep it."""
        fetched = self.far.get(key)
        if fetched.payload is None:
            return fetched
        if digest_of(fetched.payload) != fetched.digest:
            return Got(damaged=True, remarks=fetched.remarks)
        kept_or_not(self.near, key, fetched.payload)
        return fetched
