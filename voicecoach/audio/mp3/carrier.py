"""The carrier: a sine of 20.8 Hz, one period in two frames, encoded once.

Its level is that of the quietest sound that no player takes for silence. Media3, which AntennaPod,
NewPipe and Audiobookshelf play with, drops what stays under 1024 of 32768 (-30.1 dBFS) for 100 ms.
At 20.8 Hz an ear needs some 75 dB to hear anything: A-weighted, this is at -81 dBFS.

What an encoder makes of a steady sine settles after a while, and repeats. `python -m
voicecoach.audio.mp3.carrier` prints the two frames below, so that nothing of it is encoded when a
session is built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicecoach.audio.mp3.frames import FRAME_SAMPLES
from voicecoach.audio.mp3.packing import Coded, unpacked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PERIOD_SAMPLES = 2 * FRAME_SAMPLES
PEAK_DBFS = -29.0

_SETTLED = 100  # frames after which the encoder repeats itself; even, so that the sine is at 0
_KBPS = 32  # at which LAME spends no more on a frame than the smallest of ours has room for
_HEADER = bytes.fromhex("fffb14c4")  # of that bit rate, else as ours
_FRAME_BYTES = 96
_QUALITY = 5

CARRIER = (
    Coded(
        0x3C478170C0F60C240A18320C1FCB048,
        bytes.fromhex(
            "37e864b30b50dc3048053302102235340204856744521a7beefdff7466cbd9d79db93e44d53d"
            "0f64c2d903f0c0e601d4c06d00f0f87cdd3004aa1506252313e755797f550ff4fecbbecafeb5"
            "00"
        ),
    ),
    Coded(
        0x3C478170C0F60C24092032101FCB048,
        bytes.fromhex(
            "37e964a30b40dd3049052302002335b00014866724911c77effddf7c7edb9bd59ebd1e48d2a2"
            "0d70c27c036cc0c70188c05c00ccef60d61c1472388dca664b5f5e53f4fd1fffeafa80"
        ),
    ),
)


def carrier_wave(samples: int) -> NDArray[np.float64]:
    """Return the carrier as it sounds from a session's first sample on: 48 kHz, full scale 1.0."""
    import numpy as np

    return 10 ** (PEAK_DBFS / 20) * np.sin(2 * np.pi * np.arange(samples) / PERIOD_SAMPLES)


def make_carrier() -> tuple[Coded, ...]:
    """Encode the two frames of the carrier; it crosses 0 at the first sample that they decode to.

    Raises:
        ValueError: this encoder does not settle.
    """
    import numpy as np

    from voicecoach.audio.mp3.encode import LAME_GAIN, audio_frames, lame

    frames = 2 * _SETTLED
    sine = carrier_wave(frames * FRAME_SAMPLES) * 32_768 / LAME_GAIN
    stream = lame(np.rint(sine).astype("<i2").tobytes(), _KBPS, _QUALITY)
    made = unpacked(audio_frames(stream, _HEADER, _FRAME_BYTES, frames), _HEADER, _FRAME_BYTES)
    loop, later = made[_SETTLED : _SETTLED + 2], made[_SETTLED + 2 : _SETTLED + 4]
    if loop != later:
        raise ValueError("the encoder does not settle on two frames")
    return tuple(loop)


if __name__ == "__main__":
    for frame in make_carrier():
        print(f"{frame.side_info:#x}", frame.main.hex())
