"""A clinician's own recordings: what was recorded is spoken as it was.

A set of recordings is a folder with an index, `recordings.json`, and a sound file for each line
that was recorded. A line is known by what is spoken in it, so its recording serves every routine.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from voicecoach.audio.pcm.decode import MOST_BYTES, decode
from voicecoach.base.controls import clipped
from voicecoach.base.errors import VoiceError
from voicecoach.base.intake import read_bounded
from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.stored import as_shape
from voicecoach.base.values import dataclass, replace
from voicecoach.voices.engine import Capabilities, Speech, SpeechRequest, VoiceInfo, plain
from voicecoach.voices.identity import file_digest

INDEX_FILE = "recordings.json"
_MOST_BYTES = 16_000_000  # of an index
_VERSION = 1
_LONGEST_NAME = 40
_SOUND_FILE = re.compile(r"\d{3,}-[0-9a-f]{8}\.flac")
_NOT_IN_NAMES = frozenset('/\\:*?"<>|.')  # what some file system or `engine:voice` could not hold
_APOSTROPHE = "\u02bc"  # a letter, and not a sign: "we'll" and "well" sound otherwise
_APOSTROPHES = str.maketrans(dict.fromkeys("'\u2019", _APOSTROPHE))


@dataclass(frozen=True, slots=True)
class Recording:
    """A line as it was recorded.

    Attributes:
        file: its name in the set's folder: FLAC, mono, 48 kHz, at its level.
        sha256: of that file, in hexadecimal.
        size_bytes: of that file.
        length_ms: how long it is.
        source: name of the file that it was imported from.
    """

    file: str
    sha256: str
    size_bytes: int
    length_ms: int
    source: str

    def __post_init__(self) -> None:
        if not _SOUND_FILE.fullmatch(self.file):  # it is removed when the line is recorded anew
            raise ValueError("no recording of a set has such a name")


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of the cue sheet.

    Attributes:
        number: which it keeps for ever.
        text: as it is to be spoken.
        most_ms: how long it may take, or None.
        recording: what there is of it, or None.
    """

    number: int
    text: str
    most_ms: int | None
    recording: Recording | None = None


@dataclass(frozen=True, slots=True)
class _Index:
    """What an index says."""

    version: int
    language: str
    lines: Mapping[str, SheetLine]


@dataclass(frozen=True, slots=True)
class RecordingSet:
    """A clinician's recordings in one language.

    Attributes:
        folder: where they lie; its name is the voice's.
        language: ISO 639-1 code.
        lines: by `spoken_key`.
    """

    folder: Path
    language: str
    lines: Mapping[str, SheetLine]

    def present(self) -> dict[str, Recording]:
        """The recordings whose files are there, as they were when they were imported."""
        found = ((key, line.recording) for key, line in self.lines.items())
        return {key: own for key, own in found if own and self._is_there(own)}

    def _is_there(self, recording: Recording) -> bool:
        try:
            return (self.folder / recording.file).stat().st_size == recording.size_bytes
        except OSError:
            return False

    def to_json(self) -> str:
        """The index as it is written."""
        lines = {key: asdict(line) for key, line in self.lines.items()}
        index = {"version": _VERSION, "language": self.language, "lines": lines}
        return json.dumps(index, ensure_ascii=False, indent=1) + "\n"

    def with_line(self, key: str, line: SheetLine) -> RecordingSet:
        """The set with a line added or changed."""
        return replace(self, lines={**self.lines, key: line})


def spoken_key(text: str) -> str:
    """What two texts share that sound the same: their words, without capitals and punctuation.

    Empty for a text without words.
    """
    folded = unicodedata.normalize("NFKC", plain(text)).casefold().translate(_APOSTROPHES)
    kept = (" " if unicodedata.category(c)[0] in "PZC" else c for c in folded)
    words = " ".join(word.strip(_APOSTROPHE) for word in "".join(kept).split())
    return words if any(character.isalnum() for character in words) else ""


def check_set_name(name: str) -> str:
    """Return the name of a set, which is that of its folder too.

    Raises:
        VoiceError: it is none.
    """
    plain_name = name.isprintable() and name.strip() == name and name[:1].isalnum()
    if not plain_name or len(name) > _LONGEST_NAME or _NOT_IN_NAMES & {*name}:
        raise VoiceError("recordings-set/name", name=clipped(name, 60))
    return name


def read_set(folder: Path) -> RecordingSet | None:
    """Read the index of a set; None where there is none.

    Raises:
        VoiceError: it cannot be read, or is damaged.
    """
    file = folder / INDEX_FILE
    try:
        written = json.loads(read_bounded(file, _MOST_BYTES))
        if isinstance(written, dict) and written.get("version") != _VERSION:
            raise VoiceError("newer-version/recordings", file=file)
        index = as_shape(_Index, written)
        if len({line.number for line in index.lines.values()}) < len(index.lines):
            raise ValueError("a number names two lines, and a recording would be of either")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise VoiceError("cannot-read", file=file, reason=error) from error
    except (ValueError, RecursionError) as error:
        raise VoiceError("damaged/recordings", file=file) from error
    return RecordingSet(folder, index.language, index.lines)


class Recorded:
    """Gives out the recordings of a set; a voice is a set.

    Attributes:
        folder: of all sets.
        otherwise: the voice of lines without a recording, as `--voice` takes it, or empty.
    """

    name = "recorded"
    capabilities = Capabilities(levelled=True)

    def __init__(self, settings: Mapping[str, Any] | None = None) -> None:
        """Prepare.

        Args:
            settings: `folder`, that of the current folder unless set; `otherwise`.
        """
        given = settings or {}
        self.folder = Path(given.get("folder", "recordings"))
        self.otherwise: str = given.get("otherwise", "")

    def available(self) -> Phrase | None:
        """Return None where there is a set."""
        if self.voices():
            return None
        return phrase("not-installed/recordings", folder=self.folder)

    def version(self, voice: str) -> str:
        """Return what changes with the set; each line has its own recording's hash besides."""
        return file_digest(self.folder / voice / INDEX_FILE)

    def voices(self) -> list[VoiceInfo]:
        """Return the sets."""
        indexes = sorted(self.folder.glob(f"*/{INDEX_FILE}"))
        return [_info(index.parent) for index in indexes]

    def default_voice(self, language: str) -> str:
        """Return the first set in a language."""
        own = language.lower().partition("-")[0]
        return next((voice.name for voice in self.voices() if own in voice.languages), "")

    def start(self) -> None:
        """Load nothing."""

    def synthesise(self, lines: Sequence[SpeechRequest]) -> Iterator[Speech]:
        """Give the recordings of lines, once they are known to be what was imported."""
        import numpy as np

        for line in lines:
            found = read_set(self.folder / line.voice)
            recording = found.present().get(spoken_key(line.text)) if found else None
            if not found or not recording:
                raise VoiceError("voice-failed/not-recorded", voice=line.voice)
            sound = _sound(found.folder / recording.file)
            if hashlib.sha256(sound).hexdigest() != recording.sha256:
                raise VoiceError("voice-failed/recording-changed", file=recording.file)
            samples, rate_hz = decode(sound)
            yield Speech(np.asarray(samples, np.float32), rate_hz)


def _sound(file: Path) -> bytes:
    try:
        return read_bounded(file, MOST_BYTES)
    except OSError as error:
        raise VoiceError("cannot-read", file=file, reason=error) from error


def _info(folder: Path) -> VoiceInfo:
    """What there is to say of a set, even of one whose index is damaged."""
    try:
        found = read_set(folder)
    except VoiceError:
        found = None
    if not found:
        return VoiceInfo(folder.name, (), f"{INDEX_FILE} cannot be read")
    title = f"{folder.name}, recordings of {len(found.present())} of {len(found.lines)} lines"
    return VoiceInfo(folder.name, (found.language,), title)
