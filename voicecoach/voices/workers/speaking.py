"""In a worker: has an engine speak lines one by one, survives what goes wrong, and says what."""

from __future__ import annotations

import contextlib
import json
import os
import signal
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from voicecoach.base.errors import VoicecoachError, VoiceError
from voicecoach.base.messages import Phrase, phrase
from voicecoach.voices.engine import Engine, Speech, SpeechRequest
from voicecoach.voices.verify import synthesise

_DONE = 0


def speak_each(
    engine: Engine,
    lines: Sequence[SpeechRequest],
    pace: float | None,
    limit_s: float,
    replies: BinaryIO,
) -> Iterator[Speech | Exception]:
    """Speak lines; one that fails costs the others nothing.

    Args:
        engine: was started.
        lines: as for `Engine.synthesise`.
        pace: as for `verify.synthesise`.
        limit_s: for each line; what takes longer ends this process, or its fork.
        replies: the pipe to the studio, which a fork must not hold open.

    Yields:
        For each line its speech, or why there is none.
    """
    if engine.capabilities.forks:
        for line in lines:
            yield _spoken_in_a_fork(engine, line, pace, limit_s, replies)
        return
    done = 0
    while done < len(lines):
        spoken = synthesise(engine, lines[done:], pace)
        for _ in lines[done:]:
            outcome = _next(spoken, limit_s)
            done += 1
            yield outcome
            if isinstance(outcome, Exception):
                break  # an iterator that has failed gives nothing more: another goes on


def ended(code: int | None) -> Phrase:
    """Say why a process that was speaking ended."""
    if hasattr(signal, "SIGALRM") and code == -signal.SIGALRM:
        return phrase("voice-failed/too-long")
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return phrase("voice-failed/crashed", signal=signal.Signals(-code).name)
    return phrase("voice-failed/ended", exit_code=code)


def failure(error: BaseException) -> dict[str, Any]:
    """What is told of an error across processes."""
    if isinstance(error, VoicecoachError):
        return {"error": error.phrase.plain()}
    kind, reason = type(error).__name__, str(error)
    return {"error": phrase("voice-failed/other", error=kind, reason=reason).plain()}


def _next(spoken: Iterator[Speech], limit_s: float) -> Speech | Exception:
    try:
        with _time_limit(limit_s):
            return next(spoken)
    except StopIteration:
        return VoiceError("voice-failed/nothing")
    except Exception as error:
        return error


def _spoken_in_a_fork(
    engine: Engine, line: SpeechRequest, pace: float | None, limit_s: float, replies: BinaryIO
) -> Speech | Exception:
    """Speak in a fresh copy of this process, so that the line does not depend on others."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(replies.fileno())  # or the studio waits for this when the worker died
            with os.fdopen(writing, "wb") as answer:
                _answer(answer, _next(synthesise(engine, [line], pace), limit_s))
        finally:
            os._exit(_DONE)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    head, _, content = said.partition(b"\n")
    if code != _DONE or not head:
        return VoiceError.of(ended(code))
    return _speech(json.loads(head), content)


def _answer(stream: BinaryIO, outcome: Speech | Exception) -> None:
    if isinstance(outcome, Exception):
        stream.write(json.dumps(failure(outcome)).encode() + b"\n")
        return
    remarks = [remark.plain() for remark in outcome.remarks]
    head = {"rate_hz": outcome.rate_hz, "remarks": remarks}
    stream.write(json.dumps(head).encode() + b"\n" + outcome.samples.tobytes())


def _speech(head: dict[str, Any], content: bytes) -> Speech | Exception:
    import numpy as np

    if "error" in head:
        return VoiceError.of(Phrase.read(head["error"]))
    remarks = tuple(map(Phrase.read, head["remarks"]))
    return Speech(np.frombuffer(content, np.float32), head["rate_hz"], remarks)


@contextlib.contextmanager
def _time_limit(limit_s: float) -> Iterator[None]:
    """End this process if it takes longer, even in a library; elsewhere the studio does."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, limit_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
