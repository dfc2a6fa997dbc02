"""The studio's side of a worker process: started when needed, killed when late, replaced."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from voicecoach.base.errors import VoiceError
from voicecoach.base.messages import Advice, Phrase, phrase
from voicecoach.voices.workers.speaking import ended

START_LIMIT_S = 60.0
_START_TRIES = 3
_LAST_WORDS_S = 1.0  # from the end of a worker's answers to that of its process
JsonSettings = Mapping[str, Any]
"""Values that JSON can hold."""

_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class LineError(Exception):
    """A worker could not make a fragment.

    Attributes:
        reason: why.
    """

    def __init__(self, reason: Phrase) -> None:
        super().__init__(str(reason))
        self.reason = reason


class EngineError(VoiceError):
    """An engine cannot be started at all."""


class WorkerHandle:
    """Holds one worker process at a time. One thread asks; another may call `check` and `kill`.

    Attributes:
        engine: of the last worker that was started; empty before.
    """

    def __init__(self, folder: Path, settings: JsonSettings) -> None:
        """Prepare.

        Args:
            folder: for what workers leave lying about.
            settings: of the engines, by their names: a worker's first request.
        """
        self._folder = folder
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self.engine = ""
        self._deadline = 0.0  # on the monotonic clock, while an answer is awaited
        self._late = False
        self._closed = False
        self._lock = threading.Lock()

    def ask(
        self, engine: str, request: dict[str, Any], answers: int, limit_s: float
    ) -> Iterator[tuple[dict[str, Any], bytes] | LineError]:
        """Have fragments made.

        Args:
            engine: whose worker is to make them; empty if any can.
            request: what `worker.Worker.answers` takes.
            answers: how many there will be.
            limit_s: how long each may take, not counting the worker's start.

        Yields:
            Each answer and the fragment's bytes, or why that one was not made. Where the worker
            died or took too long, that is the last.

        Raises:
            EngineError: no worker of that engine can be started.
        """
        if not self._process or (engine and engine != self.engine):
            self._start(engine)
        sent: dict[str, Any] | None = request
        for _ in range(answers):
            try:
                answer, payload = self._exchange(sent, limit_s)
            except LineError as error:
                yield error
                return
            sent = None
            if "error" in answer:
                yield LineError(Phrase.read(answer["error"]))
            else:
                yield answer, payload

    def check(self) -> None:
        """Kill the worker if its answer is late."""
        if 0 < self._deadline < time.monotonic():
            self._late = True
            self._signal()

    def kill(self) -> None:
        """Kill the worker for good: no other will be started."""
        with self._lock:
            self._closed = True
        self._signal()

    def close(self) -> None:
        """End the worker and wait for it."""
        self.kill()
        self._reap()

    def _start(self, engine: str) -> None:
        for _ in range(_START_TRIES):
            self._reap()
            self.engine = engine
            with self._lock:
                if self._closed:
                    raise LineError(phrase("voice-failed/closing"))
                self._process = _launch(engine, self._folder)
            try:
                answer, _nothing = self._exchange(self._settings, START_LIMIT_S)
            except LineError as error:
                reason = error.reason
                continue
            if "error" not in answer:
                return
            self._reap()
            why = VoiceError.of(Phrase.read(answer["error"]))
            facts = {"engine": engine, "reason": why.phrase, "remedy": Advice(why.phrase)}
            raise EngineError("engine-unusable/here", **facts)
        raise EngineError("engine-unusable/start", engine=engine, reason=reason)

    def _exchange(
        self, request: JsonSettings | None, limit_s: float
    ) -> tuple[dict[str, Any], bytes]:
        """Send a request, if any, and read one answer."""
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        self._late = False
        self._deadline = time.monotonic() + limit_s
        try:
            if request is not None:
                process.stdin.write(json.dumps(request).encode() + b"\n")
                process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            payload = process.stdout.read(answer["bytes"])
            if len(payload) == answer["bytes"]:
                return answer, payload
        except (OSError, ValueError):
            pass  # it died, before or while answering
        finally:
            self._deadline = 0.0
        code = self._reap(_LAST_WORDS_S)
        raise LineError(phrase("voice-failed/too-long") if self._late else ended(code))

    def _signal(self) -> None:
        """Kill the worker, with the forks it may have."""
        process = self._process
        if process and process.returncode is None:
            with contextlib.suppress(OSError):
                if sys.platform == "win32":
                    process.kill()
                else:
                    os.killpg(process.pid, signal.SIGKILL)

    def _reap(self, patience_s: float = 0.0) -> int | None:
        """Collect the worker, killing it if it does not end by itself; return its exit code."""
        process = self._process
        if not process:
            return None
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            code = process.wait(patience_s)
        except subprocess.TimeoutExpired:
            self._signal()
            code = process.wait()
        self._process = None
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()
        return code


def _launch(engine: str, folder: Path) -> subprocess.Popen[bytes]:
    """Start a worker with this process's module path, out of reach of the terminal's Ctrl-C."""
    environment = {
        **os.environ,
        **dict.fromkeys(_ONE_THREAD, "1"),  # workers share the cores among themselves
        "PYTHONPATH": os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path),
    }
    module = "voicecoach.voices.workers.worker"
    command = [sys.executable, "-P", "-m", module, engine, str(folder)]
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    else:
        flags = 0
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        creationflags=flags,
        start_new_session=sys.platform != "win32",
    )
