"""How well the voices are understood: each speaks, and is listened to."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Row
from bench.lines import Texts, sampled, texts
from bench.listener import WORK, Listener, joined, missing
from bench.scoring import Verdict, judged, share
from bench.spoken import Clips, spoken
from voicecoach.base.errors import VoiceError
from voicecoach.speech import Cast, VoiceRequest, choose
from voicecoach.voices.engines import load_engine

VOICES = ("hibari", "kokoro", "piper", "flite:slt", "flite:rms", "pyttsx3")
LANGUAGES = ("en", "es", "fr", "hi", "pt", "de")
RATES = (90, 120, 140, 180)  # the slowest allowed to the fastest; 140 is the default
_WORST = 5


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
    every = texts(task.language)
    cast = _cast(task.voice, task.language, task.rate_wpm)
    sentences, cues = sampled(every.sentences, task.most), sampled(every.cues, task.most)
    asked = sampled(_asked(every), task.most)
    short = dict.fromkeys([*cues, *(line for line, _ in asked)])
    said = spoken(every, cast, sentences, short)
    listener = Listener(task.language)
    written = {text: listener.writes(said.clips[text]) for text in short}
    alone = [judged([cue], written[cue], task.language)[0] for cue in cues]
    whole = _sentences(listener, sentences, said.clips, task.language)
    wrong = [verdict for verdict in [*whole, *alone] if verdict.wrong]
    worst = sorted(wrong, key=lambda verdict: -verdict.wrong)[:_WORST]
    row = Row(
        voice=f"{cast.coach.voice.engine}:{cast.coach.voice.name}",
        language=task.language,
        rate_wpm=task.rate_wpm,
        sentences=len(whole),
        sentences_wrong=round(share(whole), 4),
        cues=len(alone),
        cues_wrong=round(sum(verdict.wrong > 0 for verdict in alone) / len(alone), 4),
        asked=sum(len(kinds) for _, kinds in asked),
        confused=_confused(listener, asked, said.clips, written),
        opinion=said.opinions.get(64),
        opinion_96=said.opinions.get(96),
        opinion_pcm=said.opinions.get(0),
        speed=round(said.speed, 1),
        memory_mb=round(said.memory_mb),
        worst=[[verdict.line, verdict.heard] for verdict in worst],
    )
    again = {v.line: listener.writes(said.clips[v.line]) for v in whole if v.wrong}
    return Measured(row, [(v.line, v.heard, again.get(v.line, "")) for v in wrong])


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
        found = _cast(voice, language, RATES[0]).coach.voice
    except VoiceError:
        return False
    offered = {info.name: info.languages for info in load_engine(found.engine).voices()}
    return any(code.partition("-")[0] == language for code in offered.get(found.name, ()))


def _cast(voice: str, language: str, rate_wpm: int) -> Cast:
    return choose(language, 64, VoiceRequest(voice, rate_wpm))


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
        every = listener.chooses_of_each(clips[line], kinds, written[line])
        found += [f"{line} for {heard}" for heard in every if heard != line]
    return list(dict.fromkeys(found))
