"""Where the data of MP3 frames lie: taken out of an encoder's stream, and laid anew.

A frame's main data may begin in the frames before it. An encoder lets them begin as early as it
can, and so refers to frames in which nothing sounds. Laid as late as can be, they decode to the
same samples, and the frames in front of a sound are free for something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from voicecoach.audio.mp3.frames import (
    HEADER_BYTES,
    MAIN_DATA_BITS,
    SIDE_INFO_BYTES,
    Bitrate,
    frame_bytes,
    header,
    is_framed,
    main_data_begin,
    side_info,
)

_REST_BITS = 8 * SIDE_INFO_BYTES - MAIN_DATA_BITS
_GRANULES_AT = 18  # bit at which the first granule's side info begins, `part2_3_length` in front
_GRANULE_BITS = 59
_PART2_3_BITS = 12
_GAIN_AT = 21  # of a granule: behind `part2_3_length` and `big_values`
_GAIN_BITS = 8


class Coded(NamedTuple):
    """What one frame holds, wherever its bytes lie.

    Attributes:
        side_info: all of it but where the main data begin.
        main: the main data, in whole bytes; none where nothing sounds.
    """

    side_info: int
    main: bytes

    @property
    def lengths(self) -> tuple[int, int]:
        """The bits that each of the two granules spends on its spectrum."""
        return _field(self.side_info, 0, 0, _PART2_3_BITS), _field(
            self.side_info, 1, 0, _PART2_3_BITS
        )

    def softer(self, first: int, second: int) -> Coded:
        """Return the same sound, softer: exact, with nothing encoded.

        Args:
            first: by how many steps of 1.505 dB the first granule is softer.
            second: the same of the second.
        """
        told = self.side_info
        for granule, steps in enumerate((first, second)):
            gain = _field(told, granule, _GAIN_AT, _GAIN_BITS)
            told -= min(steps, gain) << _shift(granule, _GAIN_AT, _GAIN_BITS)
        return Coded(told, self.main)


EMPTY = Coded(0, b"")


def unpacked(data: bytes, head: bytes, frame_size: int) -> list[Coded]:
    """Take the frames of a stream apart.

    Args:
        data: whole frames, of which none refers to what lies in front of them.
        head: the header with which each begins.
        frame_size: bytes a frame.

    Raises:
        ValueError: it is something else.
    """
    if not data or not is_framed(data, head, frame_size):
        raise ValueError("not whole MP3 frames of one bit rate")
    frames = [data[at : at + frame_size] for at in range(0, len(data), frame_size)]
    room = frame_size - HEADER_BYTES - SIDE_INFO_BYTES
    main = b"".join(frame[HEADER_BYTES + SIDE_INFO_BYTES :] for frame in frames)
    found = []
    for index, frame in enumerate(frames):
        coded = Coded(side_info(frame) & ((1 << _REST_BITS) - 1), b"")
        bits = sum(coded.lengths)
        begin = index * room - main_data_begin(frame)
        found.append(Coded(coded.side_info, _whole(main, begin, bits)) if bits else EMPTY)
    return found


def packed(frames: Sequence[Coded], bitrate_kbps: Bitrate) -> bytes:
    """Lay frames end to end, the data of each as late as can be.

    Raises:
        ValueError: the first ones have more data than there is room for.
    """
    room = frame_bytes(bitrate_kbps) - HEADER_BYTES - SIDE_INFO_BYTES
    main = bytearray(room * len(frames))
    begins, free = [0] * len(frames), len(main)
    for index in range(len(frames) - 1, -1, -1):
        data = frames[index].main
        begin = min(index * room, free - len(data))
        if begin < 0:
            raise ValueError("more data than the MP3 frames have room for")
        main[begin : begin + len(data)] = data
        begins[index], free = index * room - begin, begin
    return b"".join(
        _frame(coded, begin, bytes(main[index * room : (index + 1) * room]), bitrate_kbps)
        for index, (coded, begin) in enumerate(zip(frames, begins, strict=True))
    )


def alone(frames: Iterable[Coded], bitrate_kbps: Bitrate) -> bytes:
    """Lay frames end to end so that each holds its own data, and refers to no other.

    Raises:
        ValueError: one has more data than a frame has room for.
    """
    return b"".join(packed([coded], bitrate_kbps) for coded in frames)


def _frame(coded: Coded, begin: int, main: bytes, bitrate_kbps: Bitrate) -> bytes:
    told = begin << _REST_BITS | coded.side_info
    return header(bitrate_kbps) + told.to_bytes(SIDE_INFO_BYTES, "big") + main


def _whole(main: bytes, begin: int, bits: int) -> bytes:
    """Return so many bits as whole bytes; what an encoder leaves in the last byte says nothing."""
    data = bytearray(main[begin : begin + (bits + 7) // 8])
    data[-1] &= 0xFF << -bits % 8 & 0xFF
    return bytes(data)


def _shift(granule: int, at: int, bits: int) -> int:
    """How far a field of a granule lies from the end of the side info."""
    return 8 * SIDE_INFO_BYTES - _GRANULES_AT - granule * _GRANULE_BITS - at - bits


def _field(told: int, granule: int, at: int, bits: int) -> int:
    return told >> _shift(granule, at, bits) & ((1 << bits) - 1)
