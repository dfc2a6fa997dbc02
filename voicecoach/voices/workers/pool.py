"""Worker processes side by side: shares out what is to be made, and tries again what failed."""

from __future__ import annotations

import contextlib
import itertools
import queue
import threading
from collections.abc import Callable, Generator, Sequence
from typing import Any

from voicecoach.base.files import check_room
from voicecoach.base.litter import scratch
from voicecoach.base.messages import Phrase
from voicecoach.voices.engine import Line, SoundSource
from voicecoach.voices.workers.handle import JsonSettings, LineError, WorkerHandle
from voicecoach.voices.workers.tasks import Batch, Tasks

LINE_TRIES = 3
GRACE_S = 10.0  # for conditioning and encoding, beyond what is spoken
_SPOKEN = 4  # texts at most for one answer: three to tune the voice, and its own
_LOOK_S = 0.1  # between looks at the time limits

Encoded = tuple[dict[str, Any], bytes]
Request = Callable[[Batch], tuple[str, dict[str, object], float]]


class Pool:
    """Seats for worker processes, filled as needed and kept from one run to the next."""

    def __init__(self, workers: int, settings: JsonSettings) -> None:
        """Prepare.

        Args:
            workers: how many there are at most.
            settings: what each is told of the engines.
        """
        self._folder = contextlib.ExitStack()
        folder = self._folder.enter_context(scratch())
        try:
            check_room(folder)
        except BaseException:
            self._folder.close()
            raise
        self._seats = [WorkerHandle(folder, settings) for _ in range(workers)]

    def run(
        self, batches: list[Batch], request: Request
    ) -> Generator[tuple[SoundSource, Encoded | Phrase], None, None]:
        """Make sounds.

        Args:
            batches: each sound once; those of a batch are asked for together.
            request: gives a batch's engine, the worker's request and the time limit in seconds.

        Yields:
            Each sound as it is made, or with the reason once it failed three times.

        Raises:
            EngineError: an engine cannot be started.
        """
        tasks = Tasks(batches)
        outcomes: queue.SimpleQueue[tuple[SoundSource, Encoded | Exception]] = queue.SimpleQueue()

        def serve(seat: WorkerHandle) -> None:
            while (batch := tasks.take(seat, seat.engine)) is not None:
                try:
                    engine, asked, limit_s = request(batch)
                    answers = seat.ask(engine, asked, len(batch), _SPOKEN * limit_s + GRACE_S)
                    answered = 0
                    for answered, outcome in enumerate(answers, 1):
                        outcomes.put((batch[answered - 1], outcome))
                    if answered < len(batch):  # its worker died over the one before
                        tasks.put(batch[answered:])
                except Exception as error:  # whatever it is, it is raised where the caller is
                    outcomes.put((batch[0], error))

        seats = self._seats[: len(batches)]
        threads = [threading.Thread(target=serve, args=[seat], daemon=True) for seat in seats]
        tries = dict.fromkeys(itertools.chain(*batches), 0)
        completed = False
        try:
            for thread in threads:
                thread.start()
            while tries:
                sound, outcome = _next(outcomes, seats)
                tries[sound] += 1
                if isinstance(outcome, LineError) and tries[sound] < LINE_TRIES:
                    tasks.put([sound])
                    continue
                if isinstance(outcome, Exception) and not isinstance(outcome, LineError):
                    raise outcome
                del tries[sound]
                yield sound, outcome.reason if isinstance(outcome, LineError) else outcome
            completed = True
        finally:
            tasks.close()
            if not completed:
                self._kill()
            for thread in threads:
                if thread.ident is not None:  # it was started
                    thread.join()

    def close(self) -> None:
        """End all workers and remove what they left."""
        self._kill()
        for seat in self._seats:
            seat.close()
        self._folder.close()

    def _kill(self) -> None:
        for seat in self._seats:
            seat.kill()


def in_batches(sounds: Sequence[SoundSource], most_of: Callable[[str], int]) -> list[Batch]:
    """Part sounds into what is asked for together.

    By engine, as changing it costs a worker's start; the longest first, so that no worker is left
    with one at the end; tones last.

    Args:
        sounds: each once.
        most_of: how many lines an engine takes at a time.
    """
    batches: list[Batch] = []
    alike: dict[tuple[object, ...], list[SoundSource]] = {}
    for sound in sorted(sounds, key=lambda sound: -len(_text(sound))):
        if isinstance(sound, Line):
            group = (sound.voice, sound.language, sound.rate_wpm, sound.level_db)
            alike.setdefault(group, []).append(sound)
    for lines in alike.values():
        assert isinstance(lines[0], Line)
        most = most_of(lines[0].voice.engine)
        batches += [lines[at : at + most] for at in range(0, len(lines), most)]
    batches.sort(key=_turn)
    return batches + [[sound] for sound in sounds if isinstance(sound, str)]


def _turn(batch: Batch) -> tuple[str, int]:
    first = batch[0]
    assert isinstance(first, Line)
    return first.voice.engine, -len(first.text)


def _text(sound: SoundSource) -> str:
    return sound.text if isinstance(sound, Line) else ""


def _next(
    outcomes: queue.SimpleQueue[tuple[SoundSource, Encoded | Exception]], seats: list[WorkerHandle]
) -> tuple[SoundSource, Encoded | Exception]:
    while True:
        for seat in seats:
            seat.check()
        try:
            return outcomes.get(timeout=_LOOK_S)
        except queue.Empty:
            continue
