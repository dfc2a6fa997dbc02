"""What is held in memory of what was read: bounded, and the least recently used goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Generic, TypeVar

from voicecoach.session.cover import picture_key, picture_of
from voicecoach.session.packed import Entry, Exact
from voicecoach.session.plan import SessionPlan, Shelf
from voicecoach.store.fragments import Fragments
from voicecoach.store.protocol import FragmentStore, Got

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Recent(Generic[_Key, _Value]):
    """Values by their keys, as many as have room; many threads may use it at once.

    Attributes:
        weight: of all that is held.
    """

    def __init__(self, most: int, weigh: Callable[[_Value], int] = lambda _: 1) -> None:
        """Prepare.

        Args:
            most: what all values may weigh together.
            weigh: gives the weight of one; each weighs 1 unless given.
        """
        self.weight = 0
        self._most = most
        self._weigh = weigh
        self._held: OrderedDict[_Key, _Value] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: _Key) -> _Value | None:
        """Return what is held by a key, if it is."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: _Key, value: _Value) -> None:
        """Hold a value, and let others go for it; one that is too heavy by itself is not held."""
        if self._weigh(value) > self._most:
            return
        with self._lock:
            self.weight += self._weigh(value)
            if key in self._held:
                self.weight -= self._weigh(self._held.pop(key))
            self._held[key] = value
            while self.weight > self._most:
                self.weight -= self._weigh(self._held.popitem(last=False)[1])


class HeldStore:
    """What plans read, by its digest: many plans share an entry, and none gets another.

    Attributes:
        recent: frames of fragments, and pictures and loops as they lie in the store.
    """

    def __init__(self, store: FragmentStore, most_bytes: int, at_once: int = 1) -> None:
        """Prepare.

        Args:
            store: that is asked, and verifies what it gives.
            most_bytes: of all that is held.
            at_once: how many entries are asked for at once; more where each takes a while.
        """
        self.recent: Recent[bytes, bytes] = Recent(most_bytes, len)
        self._store = store
        self._fetchers = ThreadPoolExecutor(at_once) if at_once > 1 else None

    def shelf(self, entries: Collection[Entry]) -> Shelf:
        """What a plan that names these entries reads from."""
        exact = Exact(self._store, entries)
        return Shelf(HeldEntries(exact, self.recent), HeldFragments(exact, self.recent))

    def see(self, plan: SessionPlan, start: int, stop: int) -> None:
        """See that all is there that a part of a session is read from.

        Raises:
            MissingFragment: something is not, or is damaged.
            OutputError: the store cannot be used.
        """
        frames, cover = plan.shelf.fragments.frames, picture_key(plan.cover)
        keys = [*plan.entries(start, stop)]
        if cover in keys:
            keys.remove(cover)
            picture_of(plan.cover, plan.shelf.cache)
        if self._fetchers:
            [*self._fetchers.map(frames, keys)]
        else:
            [*map(frames, keys)]


class HeldEntries(Exact):
    """The store of one plan; what it gives is held."""

    def __init__(self, exact: Exact, recent: Recent[bytes, bytes]) -> None:
        super().__init__(exact, exact.named.items())
        self._recent = recent

    def get(self, key: str) -> Got:
        """Read an entry that is no fragment, from memory where it is held."""
        digest = self.named.get(key, b"")
        held = self._recent.get(digest)
        if held is not None:
            return Got(held, digest)
        found = super().get(key)
        if found.payload is not None:
            self._recent.put(digest, found.payload)
        return found


class HeldFragments(Fragments):
    """The fragments of one plan; their frames are held, and not what stands before them."""

    def __init__(self, exact: Exact, recent: Recent[bytes, bytes]) -> None:
        super().__init__(exact, held=False)
        self._named = exact.named
        self._recent = recent

    def frames(self, key: str) -> bytes:
        """Read the frames of a fragment, from memory where they are held.

        Raises:
            MissingFragment: it is not there, or is damaged.
        """
        held = b"frames" + self._named.get(key, b"")
        found = self._recent.get(held)
        if found is None:
            found = super().frames(key)
            self._recent.put(held, found)
        return found
