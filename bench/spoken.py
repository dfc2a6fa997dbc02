"""A voice speaks: clips as they are heard, decoded from MP3, and what they cost.

Speaking is timed in a process of its own, `bench.speak`, as the studio's workers are its children.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.lines import Texts, sampled
from bench.listener import Samples
from bench.opinion import judge_python, opinion
from voicecoach.audio.mp3.encode import decode_fragment, encode_below
from voicecoach.audio.mp3.frames import Bitrate
from voicecoach.audio.pcm import clip, loudness
from voicecoach.coach.timeline import Utterance
from voicecoach.language.normalise import TextNormaliser
from voicecoach.speech import Cast
from voicecoach.store.local import LocalStore
from voicecoach.voices import engine as contract
from voicecoach.voices import verify
from voicecoach.voices.calibration import Tuning
from voicecoach.voices.engine import Engine, Line
from voicecoach.voices.engines import load_engine
from voicecoach.voices.keys import tuning_key
from voicecoach.voices.pace import clear_wpm, has_few_words
from voicecoach.voices.synthesiser import Synthesiser

_JUDGED = 20  # sentences that an opinion is asked of

Clips = dict[str, Samples]


@dataclass(frozen=True)
class Spoken:
    """What a voice has spoken.

    Attributes:
        clips: by text, mono, 48 kHz.
        opinions: by bit rate of the MP3, kbit/s; 0 is before encoding. Empty without a judge.
        speed: seconds of speech that one core makes in a second, without starting and tuning.
        memory_mb: of the worker, at most.
    """

    clips: Clips
    opinions: dict[int, float]
    speed: float
    memory_mb: float


def spoken(texts: Texts, cast: Cast, sentences: Sequence[str], others: Iterable[str]) -> Spoken:
    """Have texts spoken as in a session, and the sentences judged by their sound."""
    lines = _lines(texts, cast, [*sentences, *others])
    with tempfile.TemporaryDirectory() as folder:
        cache = LocalStore(Path(folder))
        speed, memory_mb = _made(Path(folder), list(lines.values()))
        with Synthesiser(cache) as studio:
            made = studio.fragments(list(lines.values()))
        opinions = _opinions(cache, [lines[text] for text in sampled(sentences, _JUDGED)])
    clips = {text: decode_fragment(made[line]) for text, line in lines.items()}
    return Spoken(clips, opinions, speed, memory_mb)


def _lines(texts: Texts, cast: Cast, said: Iterable[str]) -> dict[str, Line]:
    """What the voice is asked to speak for each text, as in a session."""
    words = texts.language
    source_of = cast.source_of(lambda engine: TextNormaliser(words, (words.lexicon,), engine))
    lines = {text: source_of(Utterance(text)) for text in said}
    return {text: line for text, line in lines.items() if isinstance(line, Line)}


def _made(cache: Path, lines: list[Line]) -> tuple[float, float]:
    """Have lines made, into a cache.

    Returns:
        Speed and memory, as in `Spoken`.
    """
    few, many = ([line for line in lines if has_few_words(line.text) == f] for f in (True, False))
    _run_speaker(cache, [*few[:1], *many[:1]])
    start = _run_speaker(cache, [*few[1:2], *many[1:2]])
    rest = _run_speaker(cache, [*few[2:], *many[2:]])
    speed = (rest["speech_s"] - start["speech_s"]) / (rest["cpu_s"] - start["cpu_s"])
    return speed, rest["memory_mb"]


def _run_speaker(cache: Path, lines: list[Line]) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.speak", str(cache)]
    content = json.dumps([{**line._asdict(), "voice": line.voice._asdict()} for line in lines])
    found = subprocess.run(
        command, check=True, input=content, stdout=subprocess.PIPE, encoding="utf-8"
    )
    cost: dict[str, float] = json.loads(found.stdout)
    return cost


def _opinions(cache: LocalStore, lines: Sequence[Line]) -> dict[int, float]:
    """Opinions of lines, as in `Spoken`."""
    python = judge_python()
    if not python:
        return {}
    engine = load_engine(lines[0].voice.engine)
    engine.start()
    pcms = [_pcm(engine, cache, line) for line in lines]
    plain = [(pcm / np.float32(32_768)).astype(np.float32) for pcm in pcms]
    found = {0: round(opinion(python, plain), 2)}
    rates: tuple[Bitrate, ...] = (64, 96)
    for kbps in rates:
        encoded = (encode_below(pcm, kbps, loudness.true_peak_dbtp) for pcm in pcms)
        found[kbps] = round(opinion(python, [decode_fragment(each) for each in encoded]), 2)
    return found


def _pcm(engine: Engine, cache: LocalStore, line: Line) -> clip.Pcm:
    """Speak a line as a worker does, up to what it would encode."""
    stored = cache.get(tuning_key(line)).payload
    assert stored, "the line was spoken before"
    tuned = Tuning(**json.loads(stored))
    text = contract.plain(line.text)
    asked_wpm = clear_wpm(text, tuned.asked_wpm, engine.capabilities.natural_wpm)
    said = contract.SpeechRequest(text, line.voice.name, line.language, asked_wpm)
    with contextlib.redirect_stdout(io.StringIO()):  # engines print; a worker has nowhere to
        (speech,) = verify.synthesise(engine, [said], line.rate_wpm / tuned.asked_wpm)
    return clip.condition(speech.samples, speech.rate_hz, tuned.gain_db, line.level_db)
