"""The sound of a session that is heard while it is spoken: it grows, and whoever hears it waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import NamedTuple

from voicecoach.audio.mp3.splice import Layout, ReadFrames

_WAIT_S = 300.0  # for more of it: longer than a voice has for its tries of one line


class _Part(NamedTuple):
    """Frames of a layout, and what reads their fragments."""

    layout: Layout
    begin: int
    end: int
    read: ReadFrames


class GrowingSound:
    """An MP3 whose end nobody knows yet; for several threads."""

    size = None

    def __init__(self) -> None:
        self._parts: list[_Part] = []
        self._over = False
        self._changes = threading.Condition()

    def extend(self, layout: Layout, begin: int, end: int, read: ReadFrames) -> None:
        """Add to it.

        Args:
            layout: has all of it, so far as it is known.
            begin: the frame from which it is heard.
            end: the frame up to which it is known; what was there before stays.
            read: gives the frames of fragments.
        """
        with self._changes:
            begin = self._parts[-1].end if self._parts else begin
            if end > begin:
                self._parts.append(_Part(layout, begin, end, read))
            self._changes.notify_all()

    def end(self) -> None:
        """Let nobody wait any longer."""
        with self._changes:
            self._over = True
            self._changes.notify_all()

    def pieces(self, _start: int = 0, _stop: int | None = None) -> Iterator[bytes]:
        """Give all of it from its beginning, each part as soon as it is there."""
        number = 0
        while (part := self._part(number)) is not None:
            layout = part.layout
            yield from layout.pieces(
                layout.begin_of(part.begin), layout.begin_of(part.end), part.read
            )
            number += 1

    def _part(self, number: int) -> _Part | None:
        """Wait for a part; None where there is no more."""
        with self._changes:
            while number >= len(self._parts):
                if self._over or not self._changes.wait(_WAIT_S):
                    return None
            return self._parts[number]
