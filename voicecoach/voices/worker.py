"""The worker process: speaks, conditions and encodes, one line at a time, with one engine.

Run as `python -m voicecoach.voices.worker ENGINE FOLDER`, with an empty ENGINE for tones only. It
first answers that it is ready, then each request: a line of JSON on standard input. An answer is a
line of JSON and as many bytes after it as its `bytes` says, on what was standard output. What an
engine prints cannot get between: it goes nowhere.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from voicecoach.errors import VoicecoachError
from voicecoach.mp3.encode import encode_below
from voicecoach.mp3.frames import Fragment
from voicecoach.sound import clip, loudness, tones
from voicecoach.voices.base import Engine
from voicecoach.voices.calibration import Tuning, calibration_text
from voicecoach.voices.engines import load_engine
from voicecoach.voices.pace import find_pace

_DONE, _FAILED = 0, 1
_HEAVY = ("lameenc", "numpy", "soundfile", "soxr")


def main(engine_name: str, folder: Path) -> None:
    """Answer requests until there are no more."""
    requests, replies = _private_pipes()
    os.environ.pop("PYTHONPATH", None)  # the studio's, not for programs that engines start
    try:
        worker = Worker(load_engine(engine_name) if engine_name else None, folder, replies)
        worker.start()
    except Exception as error:
        _reply(replies, _failure(error))
        return
    _reply(replies, {})
    for request in requests:
        try:
            answer, fragment = worker.answer(**json.loads(request))
        except Exception as error:
            _reply(replies, _failure(error))
        else:
            _reply(replies, answer, fragment.to_bytes())
    with contextlib.suppress(OSError):  # the studio is gone without a chance to do this
        folder.rmdir()


class Worker:
    """Makes fragments of tones, and of lines in one engine's voices."""

    def __init__(self, engine: Engine | None, folder: Path, replies: BinaryIO) -> None:
        self._engine = engine
        self._path = folder / f"{os.getpid()}.sound"
        self._replies = replies
        self._remark: str | None = None  # what the engine said of the line that it spoke last

    def start(self) -> None:
        """Load what the first line would otherwise wait for."""
        if self._engine:
            if problem := self._engine.available():
                raise VoicecoachError(problem)
            self._engine.start()
        for module in _HEAVY:
            importlib.import_module(module)

    def answer(
        self, bitrate_kbps: Any, quality: int, **sound: Any
    ) -> tuple[dict[str, Any], Fragment]:
        """Make one fragment.

        Args:
            bitrate_kbps: of the MP3 frames.
            quality: LAME's.
            sound: `tone`, or the arguments of `_spoken`.

        Returns:
            The voice's tuning and the engine's remark, where there are any, and the fragment.
        """
        if "tone" in sound:
            pcm, found = tones.make_tone(sound["tone"]), dict[str, Any]()
        else:
            pcm, found = self._spoken(**sound)
        return found, encode_below(pcm, bitrate_kbps, loudness.true_peak_dbtp, quality=quality)

    def _spoken(
        self,
        text: str,
        voice: str,
        language: str,
        rate_wpm: int,
        level_db: float,
        tuning: dict[str, Any] | None,
        limit_s: float,
    ) -> tuple[clip.Pcm, dict[str, Any]]:
        """Speak and condition; an untuned voice speaks its calibration text first."""
        assert self._engine
        if not text:
            raise clip.ClipError("there is nothing to say")
        if not self._engine.audible:
            return clip.silence(self._speak(text, voice, rate_wpm, limit_s)), {}
        if self._engine.levelled:
            return clip.relevelled(self._speak(text, voice, rate_wpm, limit_s), level_db), {}
        if tuning:
            tuned = Tuning(**tuning)
        else:
            tuned = self._tune(calibration_text(language), voice, rate_wpm, limit_s)
        audio = self._speak(text, voice, tuned.asked_wpm, limit_s)
        pcm = clip.condition(audio, text, rate_wpm, tuned.gain_db, level_db)
        remark = {"remark": self._remark} if self._remark else {}
        return pcm, {"tuning": asdict(tuned), **remark}

    def _tune(self, known: str, voice: str, rate_wpm: int, limit_s: float) -> Tuning:
        """Find what makes a voice as loud and as fast as it should be."""

        def speak(asked_wpm: int) -> tuple[clip.Samples, float]:
            spoken = clip.prepare(self._speak(known, voice, asked_wpm, limit_s), known, asked_wpm)
            return spoken, spoken.size / loudness.RATE_HZ

        asked_wpm, spoken = find_pace(speak, known, rate_wpm)
        return Tuning(clip.gain_of(spoken), asked_wpm)

    def _speak(self, text: str, voice: str, rate_wpm: int, limit_s: float) -> bytes:
        assert self._engine
        self._path.unlink(missing_ok=True)
        request = (text, voice, rate_wpm, self._path)
        try:
            if self._engine.forks:
                self._in_a_fork(request, limit_s)
            else:
                with _time_limit(limit_s):
                    self._remark = self._engine.speak(*request)
            return self._path.read_bytes()
        except FileNotFoundError:
            raise clip.ClipError("the voice wrote no file") from None
        finally:
            self._path.unlink(missing_ok=True)

    def _in_a_fork(self, request: tuple[str, str, int, Path], limit_s: float) -> None:
        """Speak in a fresh copy of this process, so that the line does not depend on others."""
        assert self._engine
        said = self._path.with_suffix(".error")
        child = os.fork()
        if not child:
            outcome = _FAILED
            try:
                os.close(
                    self._replies.fileno()
                )  # or the studio waits for this when the worker died
                with _time_limit(limit_s):
                    self._engine.speak(*request)
                outcome = _DONE
            except BaseException as error:
                said.write_text(_failure(error)["error"], encoding="utf-8")
            finally:
                os._exit(outcome)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code == _FAILED and said.exists():
            reason = said.read_text(encoding="utf-8")
            said.unlink()
            raise clip.ClipError(reason)
        if code != _DONE:
            raise clip.ClipError(ended(code))


def ended(code: int | None) -> str:
    """Say why a process that was speaking ended."""
    if hasattr(signal, "SIGALRM") and code == -signal.SIGALRM:
        return "speaking it took too long"
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return f"the voice crashed ({signal.Signals(-code).name})"
    return f"the voice ended its process (exit code {code})"


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


def _failure(error: BaseException) -> dict[str, str]:
    if isinstance(error, VoicecoachError):
        return {"error": str(error), "remedy": error.remedy}
    return {"error": f"{type(error).__name__}: {error}", "remedy": ""}


def _reply(replies: BinaryIO, answer: dict[str, Any], payload: bytes = b"") -> None:
    replies.write(json.dumps({**answer, "bytes": len(payload)}).encode() + b"\n" + payload)
    replies.flush()


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep standard input and output to oneself; engines get the null device for both."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    return requests, replies


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
