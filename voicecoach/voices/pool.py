"""Worker processes side by side: shares out what is to be made, and tries again what failed."""

from __future__ import annotations

import queue
import tempfile
import threading
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from voicecoach.voices.base import Line
from voicecoach.voices.seat import LineError, Seat

TRIES = 3
GRACE_S = 10.0  # for conditioning and encoding, beyond what is spoken
_SPOKEN = 4  # texts at most for one answer: three to tune the voice, and its own
_LOOK_S = 0.1  # between looks at the time limits

Made = tuple[dict[str, Any], bytes]
Request = Callable[[Line | str], tuple[str, dict[str, object], float]]


class Pool:
    """Seats for worker processes, filled as needed and kept from one run to the next."""

    def __init__(self, workers: int) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="voicecoach-", ignore_cleanup_errors=True)
        self._seats = [Seat(Path(self._folder.name)) for _ in range(workers)]

    def run(
        self, sounds: list[Line | str], request: Request
    ) -> Generator[tuple[Line | str, Made | str], None, None]:
        """Make sounds.

        Args:
            sounds: each once.
            request: gives a sound's engine, the worker's request and the time limit in seconds.

        Yields:
            Each sound as it is made, or with the reason once it failed three times.

        Raises:
            EngineError: an engine cannot be started.
        """
        tasks: queue.SimpleQueue[Line | str | None] = queue.SimpleQueue()
        outcomes: queue.SimpleQueue[tuple[Line | str, Made | Exception]] = queue.SimpleQueue()
        for sound in sorted(sounds, key=_turn):
            tasks.put(sound)

        def serve(seat: Seat) -> None:
            while (sound := tasks.get()) is not None:
                try:
                    engine, asked, limit_s = request(sound)
                    outcomes.put((sound, seat.ask(engine, asked, _SPOKEN * limit_s + GRACE_S)))
                except Exception as error:  # whatever it is, it is raised where the caller is
                    outcomes.put((sound, error))

        seats = self._seats[: len(sounds)]
        threads = [threading.Thread(target=serve, args=[seat], daemon=True) for seat in seats]
        tries = dict.fromkeys(sounds, 0)
        completed = False
        try:
            for thread in threads:
                thread.start()
            while tries:
                sound, outcome = _next(outcomes, seats)
                tries[sound] += 1
                if isinstance(outcome, LineError) and tries[sound] < TRIES:
                    tasks.put(sound)
                    continue
                if isinstance(outcome, Exception) and not isinstance(outcome, LineError):
                    raise outcome
                del tries[sound]
                yield sound, str(outcome) if isinstance(outcome, LineError) else outcome
            completed = True
        finally:
            if not completed:
                _drain(tasks)
                self._kill()
            for _ in threads:
                tasks.put(None)
            for thread in threads:
                thread.join()

    def close(self) -> None:
        """End all workers and remove what they left."""
        self._kill()
        for seat in self._seats:
            seat.close()
        self._folder.cleanup()

    def _kill(self) -> None:
        for seat in self._seats:
            seat.kill()


def _turn(sound: Line | str) -> tuple[str, int]:
    """Order by engine, as changing it costs a worker's start, the longest first; tones last."""
    return (sound.voice.engine, -len(sound.text)) if isinstance(sound, Line) else ("\uffff", 0)


def _next(
    outcomes: queue.SimpleQueue[tuple[Line | str, Made | Exception]], seats: list[Seat]
) -> tuple[Line | str, Made | Exception]:
    while True:
        for seat in seats:
            seat.check()
        try:
            return outcomes.get(timeout=_LOOK_S)
        except queue.Empty:
            continue


def _drain(tasks: queue.SimpleQueue[Line | str | None]) -> None:
    try:
        while True:
            tasks.get_nowait()
    except queue.Empty:
        return
