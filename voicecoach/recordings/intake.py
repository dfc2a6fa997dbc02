"""Takes recordings in: a file for each line, or one long take of several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from voicecoach.audio.pcm.levels import STEP_MS, levels_of
from voicecoach.base.clock import format_instant
from voicecoach.base.errors import VoicecoachError
from voicecoach.base.messages import Fault, Phrase, phrase
from voicecoach.base.values import dataclass
from voicecoach.recordings.decode import (
    RecordingError,
    mono,
    opened_sound,
    read_frames,
    read_whole,
)
from voicecoach.recordings.keep import keep_line
from voicecoach.recordings.pauses import Span, WrongParts, split
from voicecoach.recordings.take import MOST_LINE_S, Cleaned, clean_take, usual_ms
from voicecoach.voices.engines.recorded import RecordingSet, SheetLine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float64]
    Levels = NDArray[np.float64]

MOST_TAKE_S = 7_200.0
_NUMBER = re.compile(r"0*(\d{1,5})(?!\d)")
_MARGIN_MS = 400  # kept around each part of a take, less where the next is nearer
_ODD, _ODD_MS = 2.0, 400  # parts that differ so much from the pace of most are hardly their lines


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file, or of one part of a take.

    Attributes:
        source: the file's name, with the part's place in a take.
        line: which it is, or None where that is not known.
        cleaned: the recording, or None where it was refused.
        said: why it was refused, or what could be better; may be empty.
        remedy: what to do about it where `said` does not tell.
    """

    source: str
    line: SheetLine | None
    cleaned: Cleaned | None
    said: tuple[Phrase, ...]
    remedy: str = ""


def sound_files(place: Path) -> list[Path]:
    """The files whose names begin with a number, in its order.

    Args:
        place: the folder that they lie in, or one file.

    Raises:
        RecordingError: the folder cannot be read, or there is none.
    """
    try:
        files = [*place.iterdir()] if place.is_dir() else [place]
        files = [file for file in files if file.is_file() and _NUMBER.match(file.name)]
    except OSError as error:
        raise RecordingError("cannot-read", file=place, reason=error) from error
    if not files:
        raise RecordingError("bad-recording/unnumbered", place=place)
    return sorted(files, key=lambda file: (_number(file), file.name))


def unnumbered(place: Path) -> list[str]:
    """Names of what else is in a folder, which may be recordings too; hidden files are not."""
    files = [file for file in place.iterdir() if file.is_file()] if place.is_dir() else []
    names = (_shown(file) for file in files if not _NUMBER.match(file.name))
    return sorted(name for name in names if not name.startswith("."))


def take_files(kept: RecordingSet, files: Sequence[Path]) -> Iterator[Taken]:
    """Take files in, each the line whose number its name begins with.

    Args:
        kept: the set.
        files: from `sound_files`.

    Yields:
        What became of each file; what was taken is written by then.

    Raises:
        OutputError: the set cannot be written. What was taken before is kept.
    """
    keys = {line.number: key for key, line in kept.lines.items()}
    numbers = [_number(file) for file in files]
    for file, number in zip(files, numbers, strict=True):
        key = keys.get(number)
        if key is None:
            said = phrase("bad-recording/no-line", number=number, last=max(keys, default=0))
            yield Taken(_shown(file), None, None, (said,))
        elif numbers.count(number) > 1:
            said = phrase("bad-recording/twice", number=number)
            yield Taken(_shown(file), kept.lines[key], None, (said,))
        else:
            taken = judge_file(file, kept.lines[key])
            if taken.cleaned:
                kept = keep_line(kept, key, taken.cleaned.pcm, taken.source)
            yield taken


def judge_file(file: Path, line: SheetLine) -> Taken:
    """Say what becomes of a file of one line; nothing is written.

    Args:
        file: the recording.
        line: what is spoken in it.
    """
    try:
        samples, rate_hz = read_whole(file, MOST_LINE_S)
    except VoicecoachError as error:
        return Taken(_shown(file), line, None, (error.phrase,), error.remedy)
    return _cleaned(_shown(file), samples, rate_hz, line)


def take_parts(kept: RecordingSet, file: Path, keys: Sequence[str]) -> Iterator[Taken]:
    """Take in one file of several lines, with pauses between them.

    Args:
        kept: the set.
        file: the take.
        keys: of the lines that are spoken in it, in this order.

    Yields:
        What became of each part; what was taken is written by then.

    Raises:
        WrongParts: it has not so many parts, or some can hardly be their lines.
        RecordingError: it cannot be read.
        MissingToolError: it needs ffmpeg.
        OutputError: the set cannot be written. What was taken before is kept.
    """
    spans = split(_levels(file), len(keys))
    _check_paces(spans, [kept.lines[key] for key in keys])
    for key, span, (samples, rate_hz) in zip(keys, spans, _parts(file, spans), strict=True):
        source = f"{_shown(file)} at {format_instant(span[0] * STEP_MS, 1)}"
        taken = _cleaned(source, samples, rate_hz, kept.lines[key])
        if taken.cleaned:
            kept = keep_line(kept, key, taken.cleaned.pcm, source)
        yield taken


def compared(spans: Sequence[Span], lines: Sequence[SheetLine]) -> Iterator[str]:
    """The parts of a take beside the lines that they should be, to see where they part."""
    for span, line in zip_longest(spans, lines):
        part = (
            f"{format_instant(span[0] * STEP_MS, 1)} {(span[1] - span[0]) * STEP_MS / 1000:5.1f} s"
            if span
            else ""
        )
        yield f"{part:16}{line.number:4}  {line.text}" if line else f"{part:16}   ?"


def keys_of(kept: RecordingSet, text: str) -> list[str]:
    """The lines whose numbers a text such as `1-40,44` names.

    Raises:
        Fault: it names none, one twice, or one that the sheet lacks.
    """
    keys = {line.number: key for key, line in kept.lines.items()}
    numbers: list[int] = []
    for part in text.split(","):
        found = re.fullmatch(r"\s*(\d{1,5})\s*(?:-\s*(\d{1,5})\s*)?", part, re.ASCII)
        if not found:
            raise Fault("lines/number", part=part.strip())
        named = range(int(found[1]), int(found[2] or found[1]) + 1)
        for number in named:
            if number not in keys:
                raise Fault("lines/unknown", number=number)
        numbers += named
        if len(numbers) > len(keys):
            break
    if not numbers or len(set(numbers)) < len(numbers):
        raise Fault("lines/once")
    return [keys[number] for number in numbers]


def _number(file: Path) -> int:
    found = _NUMBER.match(file.name)
    return int(found[1]) if found else 0


def _cleaned(source: str, samples: Samples, rate_hz: int, line: SheetLine) -> Taken:
    try:
        cleaned = clean_take(samples, rate_hz, line.text, line.most_ms)
    except VoicecoachError as error:
        return Taken(source, line, None, (error.phrase,), error.remedy)
    return Taken(source, line, cleaned, cleaned.complaints)


def _levels(file: Path) -> Levels:
    """The levels of a whole take, which is never in memory as a whole."""
    import numpy as np

    levels = []
    with opened_sound(file, MOST_TAKE_S) as sound:
        while len(block := read_frames(sound, sound.samplerate)):  # a second: whole steps
            levels.append(levels_of(mono(block), sound.samplerate))
    if not levels:
        raise RecordingError("bad-recording/empty")
    return np.concatenate(levels)


def _parts(file: Path, spans: Sequence[Span]) -> Iterator[tuple[Samples, int]]:
    """Read the parts of a take, one after the other; seeking in MP3 is not exact."""
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), ends[-1] + 2 * _MARGIN_MS]
    margin = _MARGIN_MS // STEP_MS
    with opened_sound(file, MOST_TAKE_S) as sound:
        at = 0
        for index, (start, end) in enumerate(spans):
            first = max(start - margin, (ends[index] + start) // 2)
            last = min(end + margin, (end + starts[index + 1]) // 2)
            _skip(sound, (first - at) * sound.samplerate * STEP_MS // 1000)
            frames = (last - first) * sound.samplerate * STEP_MS // 1000
            yield mono(read_frames(sound, frames)), sound.samplerate
            at = last


def _skip(sound: Any, frames: int) -> None:
    while frames > 0:
        read = len(read_frames(sound, min(frames, sound.samplerate)))
        frames = frames - read if read else 0


def _check_paces(spans: Sequence[Span], lines: Sequence[SheetLine]) -> None:
    """See that each part is about as long as its line: one too many elsewhere shifts them all.

    Raises:
        WrongParts: some are not.
    """
    lengths = [(end - start) * STEP_MS for start, end in spans]
    usual = [usual_ms(line.text) for line in lines]
    pace = median(length / ms for length, ms in zip(lengths, usual, strict=True))
    odd = [
        line.number
        for line, length, ms in zip(lines, lengths, usual, strict=True)
        if not 1 / _ODD < length / (pace * ms) < _ODD and abs(length - pace * ms) > _ODD_MS
    ]
    if odd:
        more = phrase("wrong-parts/more") if odd[5:] else ""
        raise WrongParts("wrong-parts/odd", [*spans], numbers=odd[:5], more=more)


def _shown(file: Path) -> str:
    """A file's name, which may hold anything, for a terminal and for the index."""
    return "".join(c if c.isprintable() else "?" for c in file.name)
