"""Two stores as one: a near one that is quick, and a far one that others share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from voicecoach.base.errors import OutputError
from voicecoach.base.messages import Phrase, phrase
from voicecoach.store.protocol import FragmentStore, Got, digest_of


def got_or_told(store: FragmentStore, key: str) -> Got:
    """Read an entry of a store that saves work; where it cannot be used, that is remarked on."""
    try:
        return store.get(key)
    except OutputError as error:
        return Got(remarks=(error.phrase,))


def kept_or_not(store: FragmentStore, key: str, payload: bytes) -> bool:
    """Store an entry where that can be; whether it is new."""
    try:
        return store.put(key, payload)
    except OutputError:
        return False  # that the store cannot be used is said when it is asked


class TieredStore:
    """Reads from the near store, else from the far one, and keeps what came from there.

    Each saves work, and is never needed: where one cannot be used, or gives something else than was
    put, that is remarked on, and the entry is got or made as if there were no such store.

    Attributes:
        near: such as a folder of this machine.
        far: such as a folder that a clinic's machines share.
    """

    def __init__(
        self, near: FragmentStore, far: FragmentStore, set_at: Callable[[], str] = str
    ) -> None:
        """Prepare.

        Args:
            near: the quick one.
            far: the shared one.
            set_at: finds where the far one is set, to stand before what is said of it; it is asked
                when there is something to say.
        """
        self.near = near
        self.far = far
        self._set_at = set_at
        self._withheld: set[str] = set()

    def withhold(self, keys: Collection[str]) -> None:
        """Keep what is personal from the far store: it is neither told nor asked of these keys."""
        self._withheld.update(keys)

    def get(self, key: str) -> Got:
        """Read an entry; one of the far store only with the digest that was stored with it."""
        found = got_or_told(self.near, key)
        if found.payload is not None or key in self._withheld:
            return found
        try:
            fetched = self.far.get(key)
        except OutputError as error:
            return found._replace(remarks=(*found.remarks, self._unused(error)))
        remarks = (*found.remarks, *fetched.remarks)
        if fetched.payload is not None and digest_of(fetched.payload) == fetched.digest:
            kept_or_not(self.near, key, fetched.payload)
            return Got(fetched.payload, fetched.digest, found.damaged, remarks)
        if fetched.damaged or fetched.payload is not None:
            remarks = (*remarks, phrase("far-store/damaged", entry=key[:12]))
        return Got(damaged=found.damaged, remarks=remarks)

    def put(self, key: str, payload: bytes) -> bool:
        """Store an entry in both; new is what the near store lacked.

        Raises:
            OutputError: the near store cannot be used.
        """
        new = self.near.put(key, payload)
        if key in self._withheld:
            return new
        try:
            self.far.put(key, payload)
        except OutputError:
            return new  # it is kept here; that the far store is away was said when it was asked
        return new

    def has(self, keys: Collection[str]) -> set[str]:
        """Return those keys that have an entry in either; the far store is asked for the others."""
        near = self.near.has(keys)
        lacking = [key for key in keys if key not in near and key not in self._withheld]
        try:
            return near | self.far.has(lacking) if lacking else near
        except OutputError:
            return near

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys of both, each once; of the near store alone if the far is away."""
        near = set(self.near)
        yield from near
        try:
            yield from (key for key in self.far if key not in near)
        except OutputError:
            return

    def _unused(self, error: OutputError) -> Phrase:
        return phrase("far-store/unused", place=self._set_at(), reason=error)
