"""What waits to be made, shared out so that each engine is started in as few workers as need be."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable

from voicecoach.voices.engine import Line, SoundSource

Batch = list[SoundSource]

_WORTH = 4
"""Batches that are left, with which it pays to start an engine of several in one more worker."""


class Tasks:
    """Batches in their order, by the engine that they are for; threads of workers share it."""

    def __init__(self, batches: Iterable[Batch]) -> None:
        self._waiting: dict[str, deque[Batch]] = {}
        self._held: dict[object, str] = {}
        self._closed = False
        self._changed = threading.Condition()
        for batch in batches:
            self.put(batch)
        self._worth = _WORTH if len(self._waiting.keys() - {""}) > 1 else 1

    def put(self, batch: Batch) -> None:
        """Add a batch behind the others of its engine."""
        with self._changed:
            self._waiting.setdefault(_engine_of(batch), deque()).append(batch)
            self._changed.notify_all()

    def take(self, worker: object, engine: str) -> Batch | None:
        """Wait for a batch that a worker should make; None once this is closed.

        Args:
            worker: who asks.
            engine: which runs in it; empty if none does.
        """
        with self._changed:
            self._held[worker] = engine
            while not self._closed:
                batch = self._batch_for(worker)
                if batch is not None:
                    return batch
                self._changed.wait()
        return None

    def close(self) -> None:
        """Give out nothing more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _batch_for(self, worker: object) -> Batch | None:
        """Return a batch of the worker's own engine, else of one that nobody runs or many wait for.

        Tones, which any worker can make, are left to the end.
        """
        others = {engine for other, engine in self._held.items() if other is not worker}
        engine = (
            self._first(lambda engine: engine == self._held[worker])
            or self._first(lambda engine: engine not in others)
            or self._first(lambda engine: len(self._waiting[engine]) >= self._worth)
        )
        if not engine and not self._waiting.get(""):
            return None
        self._held[worker] = engine or self._held[worker]
        return self._waiting[engine].popleft()

    def _first(self, wanted: Callable[[str], bool]) -> str:
        """Return the engine with the most batches waiting, of those that are wanted, or none."""
        found = [engine for engine in self._waiting if engine and self._waiting[engine]]
        return max(filter(wanted, found), key=lambda engine: len(self._waiting[engine]), default="")


def _engine_of(batch: Batch) -> str:
    first = batch[0]
    return first.voice.engine if isinstance(first, Line) else ""
