"""Sounds without words, made by the program: each told apart by shape, each soft at the edges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicecoach.audio.pcm.loudness import RATE_HZ, TARGET_LUFS, integrated_lufs
from voicecoach.base.values import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VERSION = 3  # part of a tone's cache key: raise it when the same table would sound otherwise

# Equal temperament, A4 = 440 Hz.
_E4, _G4, _A4, _C5, _D5, _E5, _G5, _A5, _C6 = (
    329.63, 392.0, 440.0, 523.25, 587.33, 659.26, 783.99, 880.0, 1046.5,
)  # fmt: skip
OFFSET_LU = -2.5  # of all tones against speech: who sets the volume by one hears the other well
_EDGE_MS = 12
_DECAY = 2.5  # nepers over a note: at its end it is still no silence to a player
_RELEASE = 0.06  # of a note's length, at its end
_OVERTONES = (1.0, 0.3, 0.12)  # bell-like enough to carry over small speakers, still soft


@dataclass(frozen=True, slots=True)
class Note:
    """A part of a tone.

    Attributes:
        start_ms: when it begins within the tone.
        length_ms: how long it sounds.
        from_hz: its pitch at first.
        to_hz: its pitch at the end, reached in a glide.
        struck: it dies away like a bell; otherwise it swells and fades.
    """

    start_ms: int
    length_ms: int
    from_hz: float
    to_hz: float
    struck: bool = True


@dataclass(frozen=True, slots=True)
class ToneShape:
    """One tone.

    Attributes:
        says: what it tells a listener.
        notes: its parts.
    """

    says: str
    notes: tuple[Note, ...]


def _bell(start_ms: int, length_ms: int, hz: float) -> Note:
    return Note(start_ms, length_ms, hz, hz)


def _glide(length_ms: int, from_hz: float, to_hz: float) -> Note:
    return Note(0, length_ms, from_hz, to_hz, struck=False)


TONES: dict[str, ToneShape] = {
    "start": ToneShape(
        "the session begins: a chord that opens upwards",
        (_bell(0, 1000, _C5), _bell(150, 850, _E5), _bell(300, 700, _G5)),
    ),
    "end": ToneShape(
        "the session is over: a chord that comes to rest downwards",
        (_bell(0, 1000, _G5), _bell(150, 850, _E5), _bell(300, 700, _C5)),
    ),
    "begin": ToneShape(
        "move now: two quick rising notes", (_bell(0, 110, _G5), _bell(110, 240, _C6))
    ),
    "next": ToneShape("the next rep, or its next part: one high note", (_bell(0, 160, _C6),)),
    "tick": ToneShape("a second is over: a short tap", (_bell(0, 80, _A5),)),
    "halfway": ToneShape(
        "half the time is over: the same note twice",
        (_bell(0, 150, _E5), _bell(180, 190, _E5)),
    ),
    "inhale": ToneShape("breathe in: a glide upwards", (_glide(380, _E4, _C5),)),
    "exhale": ToneShape("breathe out: a glide downwards", (_glide(380, _C5, _E4),)),
    "release": ToneShape(
        "the hold is over: low, high, low",
        (_bell(0, 120, _A4), _bell(120, 120, _E5), _bell(240, 144, _A4)),
    ),
    "flow": ToneShape("go on, and keep breathing: one low note", (_bell(0, 300, _G4),)),
    "bell": ToneShape(
        "a time that the author marked: one note in the middle", (_bell(0, 390, _C5),)
    ),
}


def length_ms(name: str) -> int:
    """Return the length of a tone, to the millisecond."""
    return max(note.start_ms + note.length_ms for note in TONES[name].notes)


def make_tone(name: str) -> NDArray[np.int16]:
    """Make a tone at its level: the same samples each time.

    Args:
        name: a key of `TONES`.

    Returns:
        Mono, 48 kHz.

    Raises:
        KeyError: there is no such tone.
    """
    import numpy as np

    shape = TONES[name]
    mixed = np.zeros(RATE_HZ * length_ms(name) // 1000)
    for note in shape.notes:
        sound = _sound(note)
        begin = RATE_HZ * note.start_ms // 1000
        mixed[begin : begin + sound.size] += sound
    gain_db = TARGET_LUFS + OFFSET_LU - integrated_lufs(mixed)
    return np.rint(mixed * 10 ** (gain_db / 20) * 32_768).astype(np.int16)


def _sound(note: Note) -> NDArray[np.float64]:
    """Return one note, unlevelled: overtones on a phase that follows the glide."""
    import numpy as np

    size = RATE_HZ * note.length_ms // 1000
    part = np.arange(size) / size
    pitch_hz = note.from_hz * (note.to_hz / note.from_hz) ** part
    phase = 2 * np.pi * np.cumsum(pitch_hz) / RATE_HZ
    sound = sum(level * np.sin(n * phase) for n, level in enumerate(_OVERTONES, start=1))
    edge = min(RATE_HZ * _EDGE_MS // 1000, size // 4)
    rise = np.sin(np.linspace(0, np.pi / 2, edge)) ** 2
    envelope = np.exp(-_DECAY * part) if note.struck else np.sin(np.pi * part) ** 0.7
    envelope[:edge] *= rise
    release = max(edge, round(size * _RELEASE))
    envelope[-release:] *= np.sin(np.linspace(np.pi / 2, 0, release)) ** 2
    return np.asarray(sound * envelope, np.float64)
