"""Silence and tones are made in the test's own process.

A worker is a process of its own because engines hang, crash and print. Silence does none of it,
and such a process imports for longer than it works. What is asked and answered is the same, byte
for byte.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from voicecoach.voices.engines.silent import Silent
from voicecoach.voices.workers import handle, speaking
from voicecoach.voices.workers.worker import Worker, _reply

SILENT = ("", "silent")
"""Engines that are heard in no way: that of tones, and that of silence."""

_launch = handle._launch


class _Requests:
    """The pipe to a worker that has answered before anybody reads."""

    def __init__(self, worker: Worker, answers: io.BytesIO) -> None:
        self._worker = worker
        self._answers = answers
        self._is_ready = False

    def write(self, request: bytes) -> None:
        at = self._answers.tell()
        if self._is_ready:
            for answer, fragment in self._worker.answers(**json.loads(request)):
                _reply(self._answers, answer, fragment)
        else:
            self._is_ready = True
            self._worker.start()
            _reply(self._answers, {})
        self._answers.seek(at)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass


class _Worker:
    """What a handle needs of a process; this one has ended well, so that nobody kills it."""

    returncode = 0

    def __init__(self, engine: str) -> None:
        self.stdout = io.BytesIO()
        self.stdin = _Requests(Worker(Silent() if engine else None, self.stdout), self.stdout)

    def wait(self, _patience_s: float) -> int:
        return self.returncode


def _launch_here(engine: str, folder: Path) -> Any:
    return _Worker(engine) if engine in SILENT else _launch(engine, folder)


@pytest.fixture(scope="session", autouse=True)
def _silence_takes_no_process() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handle, "_launch", _launch_here)
        patch.setattr(speaking, "_time_limit", nullcontext)  # its alarm would be that of the test
        yield


@pytest.fixture
def real_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tested is workers, or what becomes of a build whose worker ends."""
    monkeypatch.setattr(handle, "_launch", _launch)
