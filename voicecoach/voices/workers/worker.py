"""The worker process: speaks, conditions and encodes with one engine.

Run as `python -m voicecoach.voices.workers.worker ENGINE FOLDER`, with an empty ENGINE for
tones only. A request is a line of JSON on standard input. The first has the settings of the
engines, by their names, and is answered when it is ready to speak; the others are for one tone, or
for a batch of texts. An answer is a line of JSON and as many bytes after it as its `bytes` says,
on what was standard output; a batch has one for each text. What an engine prints cannot get
between: it goes nowhere.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from voicecoach.audio.mp3.encode import encode_below
from voicecoach.audio.mp3.frames import Bitrate
from voicecoach.audio.pcm import clip, loudness, tones
from voicecoach.base.errors import VoiceError
from voicecoach.base.messages import together
from voicecoach.voices.calibration import Tuning, calibration_text
from voicecoach.voices.engine import Engine, Speech, SpeechRequest
from voicecoach.voices.engines import load_engine
from voicecoach.voices.pace import clear_wpm, find_pace
from voicecoach.voices.workers.lifeline import requests_from
from voicecoach.voices.workers.speaking import failure, speak_each

# Those of numpy come with their first use, which would be that in each line's fork.
_HEAVY = ("lameenc", "numpy", "numpy.fft", "numpy.ma", "soundfile", "soxr")

Made = tuple["clip.Pcm", dict[str, Any]]


def main(engine_name: str, folder: Path) -> None:
    """Answer requests as long as the studio lives."""
    pipe, replies = _private_pipes()
    requests = requests_from(pipe, folder)
    os.environ.pop("PYTHONPATH", None)  # the studio's, not for programs that engines start
    tempfile.tempdir = str(folder)  # the studio removes it, whatever becomes of this process
    try:
        settings = json.loads(next(requests)).get(engine_name)
        worker = Worker(load_engine(engine_name, settings) if engine_name else None, replies)
        worker.start()
    except Exception as error:
        _reply(replies, failure(error))
        return
    _reply(replies, {})
    for request in requests:
        for answer, fragment in worker.answers(**json.loads(request)):
            _reply(replies, answer, fragment)


class Worker:
    """Makes fragments of tones, and of lines in one engine's voices."""

    def __init__(self, engine: Engine | None, replies: BinaryIO) -> None:
        self._engine = engine
        self._replies = replies

    def start(self) -> None:
        """Load what the first line would otherwise wait for."""
        if self._engine:
            if problem := self._engine.available():
                raise VoiceError.of(problem)
            self._engine.start()
        for module in _HEAVY:
            importlib.import_module(module)

    def answers(
        self, bitrate_kbps: Bitrate, quality: int, tone: str = "", **batch: Any
    ) -> Iterator[tuple[Mapping[str, Any], bytes]]:
        """Make a fragment of a tone, or one for each text of a batch.

        Args:
            bitrate_kbps: of the MP3 frames.
            quality: LAME's.
            tone: its name.
            batch: without a tone, the arguments of `_spoken`.

        Yields:
            The voice's tuning and the engine's remark, where there are any, and the fragment; or
            why there is none.
        """
        made: Iterator[Made | Exception] = (
            iter([(tones.make_tone(tone), {})]) if tone else self._spoken(**batch)
        )
        for outcome in made:
            try:
                if isinstance(outcome, Exception):
                    raise outcome
                pcm, found = outcome
                fragment = encode_below(pcm, bitrate_kbps, loudness.true_peak_dbtp, quality=quality)
            except Exception as error:
                yield failure(error), b""
            else:
                yield found, fragment.to_bytes()

    def _spoken(
        self,
        texts: list[str],
        voice: str,
        language: str,
        rate_wpm: int,
        level_db: float,
        tuning: dict[str, Any] | None,
        limit_s: float,
    ) -> Iterator[Made | Exception]:
        """Speak and condition texts; an untuned voice speaks its calibration text first."""
        assert self._engine
        like = SpeechRequest("", voice, language, rate_wpm)
        try:
            tuned = Tuning(**tuning) if tuning else self._tuned(like, limit_s)
        except Exception as error:
            yield from [error] * len(texts)
            return
        able = self._engine.capabilities
        found = {"tuning": asdict(tuned)} if able.audible and not able.levelled else {}
        lines = [
            SpeechRequest(text, voice, language, clear_wpm(text, tuned.asked_wpm, able.natural_wpm))
            for text in texts
        ]
        for speech in self._each(lines, rate_wpm / tuned.asked_wpm, limit_s):
            try:
                if isinstance(speech, Exception):
                    raise speech
                pcm = self._conditioned(speech, tuned, level_db)
            except Exception as error:
                yield error
            else:
                said = speech.remarks
                yield pcm, {**found, **({"remark": together(said).plain()} if said else {})}

    def _tuned(self, like: SpeechRequest, limit_s: float) -> Tuning:
        """Find what makes a voice as loud and as fast as it should be.

        Args:
            like: a line of that voice, at the rate that is wanted.
            limit_s: for each time that it speaks.
        """
        assert self._engine
        able = self._engine.capabilities
        if not able.audible or able.levelled:
            return Tuning(0.0, like.rate_wpm)
        known = calibration_text(like.language)

        def speak(asked_wpm: int) -> tuple[clip.Samples, float]:
            line = SpeechRequest(known, like.voice, like.language, asked_wpm)
            (spoken,) = self._each([line], None, limit_s)
            if isinstance(spoken, Exception):
                raise spoken
            length_s = clip.trimmed(spoken.samples, spoken.rate_hz).size / spoken.rate_hz
            return clip.prepare(spoken.samples, spoken.rate_hz), length_s

        asked_wpm, spoken = find_pace(speak, known, like.rate_wpm)
        return Tuning(clip.gain_of(spoken), asked_wpm)

    def _each(
        self, lines: Sequence[SpeechRequest], pace: float | None, limit_s: float
    ) -> Iterator[Speech | Exception]:
        assert self._engine
        empty = VoiceError("voice-failed/no-text")
        worded = [line for line in lines if line.text]
        spoken = speak_each(self._engine, worded, pace, limit_s, self._replies)
        return (next(spoken) if line.text else empty for line in lines)

    def _conditioned(self, speech: Speech, tuned: Tuning, level_db: float) -> clip.Pcm:
        assert self._engine
        able = self._engine.capabilities
        if not able.audible:
            return clip.silence(speech.samples, speech.rate_hz)
        if able.levelled:
            return clip.relevelled(speech.samples, speech.rate_hz, level_db)
        return clip.condition(speech.samples, speech.rate_hz, tuned.gain_db, level_db)


def _reply(replies: BinaryIO, answer: Mapping[str, Any], payload: bytes = b"") -> None:
    replies.write(json.dumps({**answer, "bytes": len(payload)}).encode() + b"\n" + payload)
    replies.flush()


def _private_pipes() -> tuple[int, BinaryIO]:
    """Keep standard input and output to oneself; engines get the null device for both."""
    requests = os.dup(0)
    replies = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    return requests, replies


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
