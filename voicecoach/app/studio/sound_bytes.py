"""A short sound to be heard, whole in memory."""

from __future__ import annotations

from collections.abc import Iterator


class SoundBytes:
    """An MP3 as bytes."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    @property
    def size(self) -> int:
        """Of it, in bytes."""
        return len(self._content)

    def pieces(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Give the bytes from one place up to another."""
        yield self._content[start:stop]
