"""How well the voices are understood, how they sound, and what that costs.

Everything is judged as it is heard: decoded from its MP3 fragment.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from bench.figures import Row
from bench.lines import Texts, sampled, texts
from bench.listener import WORK, Listener, Samples, joined, missing
from bench.opinion import judge_python, opinion
from bench.scoring import Verdict, judged, share
from voicecoach.cache import Cache
from voicecoach.coach.timeline import Utterance
from voicecoach.errors import VoiceError
from voicecoach.mp3.encode import decode_fragment, encode_below
from voicecoach.mp3.frames import Bitrate
from voicecoach.script.ear import Ear
from voicecoach.sound import clip, loudness
from voicecoach.speech import Asked, Speech, choose
from voicecoach.voices import engine as contract
from voicecoach.voices import verify
from voicecoach.voices.calibration import Tuning
from voicecoach.voices.engine import Engine, Line
from voicecoach.voices.engines import load_engine
from voicecoach.voices.keys import tuning_key
from voicecoach.voices.pace import clear_wpm, has_few_words
from voicecoach.voices.studio import Studio

VOICES = ("hibari", "kokoro", "piper", "flite:slt", "flite:rms", "pyttsx3")
LANGUAGES = ("en", "es", "fr", "hi", "pt", "de")
RATES = (90, 120, 140, 180)  # the slowest allowed to the fastest; 140 is the default
_JUDGED = 20  # sentences that an opinion is asked of
_WORST = 5

Clips = dict[str, Samples]


@dataclass(frozen=True)
class Task:
    """A voice in a language at a rate.

    Attributes:
        voice: as one asks for it.
        most: sentences, cues and critical lines at most, evenly from all; all if None.
    """

    voice: str
    language: str
    rate_wpm: int
    most: int | None = None


@dataclass(frozen=True)
class Measured:
    """What came of it.

    Attributes:
        failing: lines with a wrong word: what was said, what was heard, what was heard of a
            sentence when it was played again by itself.
    """

    row: Row
    failing: list[tuple[str, str, str]]


def measured(
    voices: Sequence[str],
    languages: Sequence[str],
    rates: Sequence[int],
    most: int | None = None,
    jobs: int | None = None,
) -> Iterator[Row]:
    """Measure voices; those that are not installed, or lack the language, are left out.

    Args:
        voices: as one asks for them.
        languages: ISO 639-1 codes.
        rates: words a minute.
        most: see `Task`.
        jobs: how many at a time; one a core when not given.

    Yields:
        Each row as it is there.
    """
    if problem := missing():
        sys.exit(f"Nobody listens: {problem}.")
    tasks = [
        Task(voice, language, rate, most)
        for language in languages
        for voice in voices
        if _speaks(voice, language)
        for rate in rates
    ]
    with ProcessPoolExecutor(
        jobs or os.cpu_count(), multiprocessing.get_context("spawn"), max_tasks_per_child=1
    ) as pool:
        for found in pool.map(measure, tasks):
            write_failing(found)
            print(_told(found.row), flush=True)
            yield found.row


def measure(task: Task) -> Measured:
    """Have a voice speak, listen to it, and ask for an opinion."""
    spoken = texts(task.language)
    speech = _speech(task.voice, task.language, task.rate_wpm)
    sentences, cues = sampled(spoken.sentences, task.most), sampled(spoken.cues, task.most)
    asked = sampled(_asked(spoken), task.most)
    critical = [line for line, _ in asked]
    with tempfile.TemporaryDirectory() as folder:
        lines = _lines(spoken, speech, [*sentences, *cues, *critical])
        cost = _speak(Path(folder), list(lines.values()))
        with Studio(Cache(Path(folder))) as studio:
            made = studio.fragments(list(lines.values()))
        clips = {text: decode_fragment(made[line]) for text, line in lines.items()}
        opinions = _opinions(
            Cache(Path(folder)), [lines[text] for text in sampled(sentences, _JUDGED)]
        )
    listener = Listener(task.language)
    written = {text: listener.writes(clips[text]) for text in dict.fromkeys([*cues, *critical])}
    alone = [judged([cue], written[cue], task.language)[0] for cue in cues]
    confused = _confused(listener, asked, clips, written)
    whole = _sentences(listener, sentences, clips, task.language)
    wrong = [v for v in whole if v.wrong]
    again = [listener.writes(clips[v.line]) for v in wrong]
    failing = [(v.line, v.heard, text) for v, text in zip(wrong, again, strict=True)]
    failing += [(v.line, v.heard, "") for v in alone if v.wrong]
    speed, memory_mb = cost
    worst = sorted((v for v in [*whole, *alone] if v.wrong), key=lambda v: -v.wrong)
    row = Row(
        voice=f"{speech.coach.voice.engine}:{speech.coach.voice.name}",
        language=task.language,
        rate_wpm=task.rate_wpm,
        sentences=len(whole),
        sentences_wrong=round(share(whole), 4),
        cues=len(alone),
        cues_wrong=round(sum(v.wrong > 0 for v in alone) / len(alone), 4),
        asked=sum(len(kinds) for _, kinds in asked),
        confused=confused,
        opinion=opinions.get(64),
        opinion_96=opinions.get(96),
        opinion_pcm=opinions.get(0),
        speed=round(speed, 1),
        memory_mb=round(memory_mb),
        worst=[[v.line, v.heard] for v in worst[:_WORST]],
    )
    return Measured(row, failing)


def write_failing(found: Measured, folder: Path = WORK) -> None:
    """List the lines that were heard wrong, for those who write them."""
    row = found.row
    name = f"failing-{row.language}-{row.voice}-{row.rate_wpm}".replace(":", "-").replace("/", "-")
    lines = [f"{said} | {heard} | {again}".rstrip(" |") for said, heard, again in found.failing]
    folder.mkdir(exist_ok=True)
    text = "\n".join([*lines, *(f"confused: {told}" for told in row.confused)])
    (folder / f"{name}.txt").write_text(f"{text}\n", encoding="utf-8")


def _told(row: Row) -> str:
    return (
        f"{row.language} {row.voice} {row.rate_wpm}: words {row.sentences_wrong:.1%}, "
        f"cues {row.cues_wrong:.1%}, confused {len(row.confused)}, opinion {row.opinion}"
    )


def _speaks(voice: str, language: str) -> bool:
    try:
        found = _speech(voice, language, RATES[0]).coach.voice
    except VoiceError:
        return False
    offered = {info.name: info.languages for info in load_engine(found.engine).voices()}
    return any(code.partition("-")[0] == language for code in offered.get(found.name, ()))


def _speech(voice: str, language: str, rate_wpm: int) -> Speech:
    return choose(language, 64, [("", Asked(voice, rate_wpm))]).speech


def _lines(spoken: Texts, speech: Speech, said: Iterable[str]) -> dict[str, Line]:
    """What the voice is asked to speak for each text, as in a session."""
    words = spoken.language
    source_of = speech.source_of(lambda engine: Ear(words, (words.lexicon,), engine))
    lines = {text: source_of(Utterance(text)) for text in said}
    return {text: line for text, line in lines.items() if isinstance(line, Line)}


def _speak(cache: Path, lines: list[Line]) -> tuple[float, float]:
    """Have lines made, into a cache.

    Returns:
        Seconds of speech made in a second of one core, and the most memory taken, MB. What
        starting and tuning take is left out: that comes once.
    """
    few, many = ([line for line in lines if has_few_words(line.text) == f] for f in (True, False))
    _run_speaker(cache, [*few[:1], *many[:1]])
    start = _run_speaker(cache, [*few[1:2], *many[1:2]])
    rest = _run_speaker(cache, [*few[2:], *many[2:]])
    speed = (rest["speech_s"] - start["speech_s"]) / (rest["cpu_s"] - start["cpu_s"])
    return speed, rest["memory_mb"]


def _run_speaker(cache: Path, lines: list[Line]) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.speak", str(cache)]
    content = json.dumps([asdict(line) for line in lines])
    found = subprocess.run(
        command, check=True, input=content, stdout=subprocess.PIPE, encoding="utf-8"
    )
    cost: dict[str, float] = json.loads(found.stdout)
    return cost


def _sentences(
    listener: Listener, lines: Sequence[str], clips: Clips, language: str
) -> list[Verdict]:
    found: list[Verdict] = []
    for together, sound in joined([clips[line] for line in lines]):
        heard = listener.writes(sound)
        found += judged([lines[at] for at in together], heard, language)
    return found


def _asked(spoken: Texts) -> list[tuple[str, list[list[str]]]]:
    """Each critical line, with the kinds that it belongs to."""
    kinds = spoken.alike.values()
    every = dict.fromkeys(line for kind in kinds for line in kind)
    return [(line, [kind for kind in kinds if line in kind]) for line in every]


def _confused(
    listener: Listener,
    asked: Sequence[tuple[str, list[list[str]]]],
    clips: Clips,
    written: dict[str, str],
) -> list[str]:
    """Critical lines that were taken for another of one of their kinds."""
    found: list[str] = []
    for line, kinds in asked:
        for kind in kinds:
            heard = listener.chooses(clips[line], kind, written[line])
            if heard != line:
                found.append(f"{line} for {heard}")
    return list(dict.fromkeys(found))


def _opinions(cache: Cache, lines: Sequence[Line]) -> dict[int, float]:
    """Opinions of lines by bit rate; 0 is before encoding. None at all without the judge."""
    python = judge_python()
    if not python:
        return {}
    engine = load_engine(lines[0].voice.engine)
    engine.start()
    spoken = [_pcm(engine, cache, line) for line in lines]
    plain = [(pcm / np.float32(32_768)).astype(np.float32) for pcm in spoken]
    found = {0: round(opinion(python, plain), 2)}
    rates: tuple[Bitrate, ...] = (64, 96)
    for kbps in rates:
        encoded = (encode_below(pcm, kbps, loudness.true_peak_dbtp) for pcm in spoken)
        found[kbps] = round(opinion(python, [decode_fragment(each) for each in encoded]), 2)
    return found


def _pcm(engine: Engine, cache: Cache, line: Line) -> clip.Pcm:
    """Speak a line as a worker does, up to what it would encode."""
    stored = cache.get(tuning_key(line))
    assert stored, "the line was spoken before"
    tuned = Tuning(**json.loads(stored))
    text = contract.plain(line.text)
    asked_wpm = clear_wpm(text, tuned.asked_wpm, engine.capabilities.natural_wpm)
    said = contract.Utterance(text, line.voice.name, line.language, asked_wpm)
    (speech,) = verify.synthesise(engine, [said], line.rate_wpm / tuned.asked_wpm)
    return clip.condition(speech.samples, speech.rate_hz, tuned.gain_db, line.level_db)
