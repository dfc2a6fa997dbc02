"""Short MP3s of single lines: one to try, or the same few in each voice to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path

from voicecoach.build import ALBUM, GENRE, length_ms
from voicecoach.coach.timeline import Utterance
from voicecoach.files import Staging, check_writable
from voicecoach.mp3.frames import FRAME_MS, FRAME_SAMPLES, PRE_ROLL_FRAMES, Bitrate, Fragment
from voicecoach.mp3.splice import session_chunks
from voicecoach.mp3.tags import MAX_CHAPTERS, SessionTags, id3_bytes
from voicecoach.script.language import Language
from voicecoach.speech import Asked, EarOf, choose
from voicecoach.voices.engine import Line, Voice, VoiceInfo
from voicecoach.voices.engines import ENGINES, load_engine
from voicecoach.voices.studio import LinesFailed, Studio

LEAD_FRAMES = 12  # silence around all: sleeping earphones lose the first syllables
_PAUSE_FRAMES = 25  # between the lines of a voice
_APART_FRAMES = 63  # between voices
_COUNTED = 5


@dataclass(frozen=True, slots=True)
class Sample:
    """A voice and what it says.

    Attributes:
        title: the voice's, for people.
        lines: the first announces it.
    """

    voice: Voice
    title: str
    lines: tuple[Line, ...]

    @property
    def others(self) -> int:
        """How many of the lines another voice speaks, for want of a recording."""
        return sum(line.voice.engine != self.voice.engine for line in self.lines)


@dataclass(frozen=True, slots=True)
class Preview:
    """What was written.

    Attributes:
        length_ms: of the whole.
        starts: each voice that is heard, with its start in ms.
        failed: voices that could not say their lines, with the reason.
    """

    length_ms: int
    starts: tuple[tuple[Sample, int], ...]
    failed: tuple[tuple[Sample, str], ...]


def say(line: Line, studio: Studio, target: Path) -> int:
    """Write an MP3 of one line.

    Returns:
        How long it lasts, ms.

    Raises:
        LinesFailed: the voice could not speak it.
        OutputError: the file could not be written; that of before is as it was.
    """
    check_writable(target.parent)
    placed, frames = _laid([(LEAD_FRAMES, studio.fragments([line])[line])])
    _write(target, b"", placed, frames, placed[0][1].bitrate_kbps)
    return frames * FRAME_MS


def voices_of(language: str, name: str = "") -> list[tuple[str, VoiceInfo]]:
    """The voices that can be heard here and speak a language, with their engine, the best first.

    Args:
        language: ISO 639-1 code.
        name: an engine, or `engine:voice`; all engines when empty.
    """
    engines = [load_engine(engine) for engine in ENGINES]
    offered = [
        (engine.name, voice)
        for engine in engines
        if engine.capabilities.audible and not engine.available()
        for voice in engine.voices()
        if not voice.languages or any(_speaks(code, language) for code in voice.languages)
    ]
    if not name:
        return offered
    wanted = name.casefold()
    full = {f"{engine}:{voice.name}".casefold(): (engine, voice) for engine, voice in offered}
    return [
        found for key, found in full.items() if wanted in (key, found[0], found[1].name.casefold())
    ]


def _speaks(code: str, language: str) -> bool:
    return code == language or code.startswith(f"{language}-")


def samples(
    voices: Iterable[tuple[str, VoiceInfo]], language: Language, rate_wpm: int, ear_of: EarOf
) -> list[Sample]:
    """The same few lines of a session for each voice, behind its number and title."""
    told = [
        language.opening.first["lying-on-back"],
        language.keep_breathing,
        *(f"{language.number(second).capitalize()}." for second in range(_COUNTED, 0, -1)),
        language.change_sides,
        language.closing.last,
    ]
    found = []
    for number, (engine, info) in enumerate(voices, 1):
        asked = Asked(f"{engine}:{info.name}", rate_wpm)
        speech = choose(language.language, 64, [("", asked)]).speech
        source_of = speech.source_of(ear_of)
        announced = f"{language.number(number).capitalize()}. {info.title}."
        sources = [source_of(Utterance(text)) for text in (announced, *told)]
        lines = tuple(source for source in sources if isinstance(source, Line))
        found.append(Sample(speech.coach.voice, info.title, lines))
    return found


def preview(wanted: Sequence[Sample], studio: Studio, target: Path, language: str) -> Preview:
    """Write an MP3 of voices one after the other, a chapter each.

    A voice that fails is left out, and said.

    Raises:
        LinesFailed: all of them fail.
        OutputError: the file could not be written; that of before is as it was.
    """
    check_writable(target.parent)
    made, reasons = _spoken(wanted, studio)
    heard = [sample for sample in wanted if sample not in reasons]
    parts: list[tuple[int, Fragment]] = []
    for sample in heard:
        gaps = [_APART_FRAMES if parts else LEAD_FRAMES, *[_PAUSE_FRAMES] * len(sample.lines)]
        parts += [(gap, made[line]) for gap, line in zip(gaps, sample.lines, strict=False)]
    placed, frames = _laid(parts)
    firsts = accumulate((len(sample.lines) for sample in heard[:-1]), initial=0)
    starts = [
        (sample, placed[first][0] * FRAME_MS) for sample, first in zip(heard, firsts, strict=True)
    ]
    tag = _tag(starts, frames * FRAME_MS, language)
    _write(target, tag, placed, frames, placed[0][1].bitrate_kbps)
    return Preview(frames * FRAME_MS, tuple(starts), tuple(reasons.items()))


def _spoken(
    wanted: Sequence[Sample], studio: Studio
) -> tuple[dict[Line | str, Fragment], dict[Sample, str]]:
    """Everything that could be spoken, and why some voices could not say all of theirs."""
    lines = [line for sample in wanted for line in sample.lines]
    try:
        return {**studio.fragments(lines)}, {}
    except LinesFailed as error:
        failed = error.failed
        reasons = {
            sample: failed[line] for sample in wanted for line in sample.lines if line in failed
        }
        if len(reasons) == len(wanted):
            raise
        return {**studio.cached(lines)}, reasons


def _laid(parts: Sequence[tuple[int, Fragment]]) -> tuple[list[tuple[int, Fragment]], int]:
    """Lay fragments end to end, each behind so many silent frames.

    Returns:
        Each with its first frame, and the frames of the whole.
    """
    placed, at = [], 0
    for gap, fragment in parts:
        at += gap
        placed.append((at, fragment))
        at += max(fragment.frames, PRE_ROLL_FRAMES + length_ms(fragment) // FRAME_MS)
    return placed, at + LEAD_FRAMES


def _tag(starts: Sequence[tuple[Sample, int]], total_ms: int, language: str) -> bytes:
    ends = [*(start for _, start in starts[1:]), total_ms]
    chapters = [
        (f"{sample.voice.engine}:{sample.voice.name}", start, end)
        for (sample, start), end in zip(starts, ends, strict=True)
    ]
    names = "\n".join(f"{number}. {name}" for number, (name, _, _) in enumerate(chapters, 1))
    return id3_bytes(
        SessionTags(
            title="Voices",
            artist=ALBUM,
            album=ALBUM,
            genre=GENRE,
            language=language,
            comment=names,
            lyrics="",
            cover_png=b"",
            duration_ms=total_ms,
            chapters=tuple(chapters[:MAX_CHAPTERS]),
        )
    )


def _write(
    target: Path,
    tag: bytes,
    placed: Sequence[tuple[int, Fragment]],
    frames: int,
    bitrate_kbps: Bitrate,
) -> None:
    with Staging(target.parent) as staging:
        chunks = session_chunks(placed, frames * FRAME_SAMPLES, bitrate_kbps)
        staging.write(target.name, chain([tag], chunks))
