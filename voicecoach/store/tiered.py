"""Two stores as one: a near one that is quick, and a far one that others share."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from voicecoach.base.errors import OutputError
from voicecoach.base.messages import Phrase, phrase
from voicecoach.store.protocol import FragmentStore, Got, digest_of


class TieredStore:
    """Reads from the near store, else from the far one, and keeps what came from there.

    The far store saves work and is never needed: where it cannot be used, or gives something else
    than was put, that is remarked on, and the entry is made as if there were no far store.

    Attributes:
        near: such as a folder of this machine.
        far: such as a folder that a clinic's machines share.
    """

    def __init__(self, near: FragmentStore, far: FragmentStore) -> None:
        self.near = near
        self.far = far

    def get(self, key: str) -> Got:
        """Read an entry; one of the far store only with the digest that was stored with it.

        Raises:
            OutputError: the near store cannot be used.
        """
        found = self.near.get(key)
        if found.payload is not None:
            return found
        try:
            fetched = self.far.get(key)
        except OutputError as error:
            return found._replace(remarks=(*found.remarks, _unused(error)))
        remarks = (*found.remarks, *fetched.remarks)
        if fetched.payload is not None and digest_of(fetched.payload) == fetched.digest:
            self.near.put(key, fetched.payload)
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
        try:
            self.far.put(key, payload)
        except OutputError:
            return new  # it is kept here; that the far store is away was said when it was asked
        return new

    def has(self, keys: Collection[str]) -> set[str]:
        """Return those keys that have an entry in either; the far store is asked for the others."""
        near = self.near.has(keys)
        lacking = [key for key in keys if key not in near]
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


def _unused(error: OutputError) -> Phrase:
    return phrase("far-store/unused", reason=error)
