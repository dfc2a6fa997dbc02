from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.audio.mp3.frames import (
    HEADER_BYTES,
    SIDE_INFO_BYTES,
    Bitrate,
    frame_bytes,
    header,
    main_data_begin,
)
from voicecoach.audio.mp3.packing import EMPTY, Coded, alone, packed, unpacked

_PART2_3_SHIFTS = 136 - 18 - 12, 136 - 18 - 59 - 12
bitrates = st.sampled_from([64, 96])


def coded(data: bytes) -> Coded:
    """A frame of so many bytes, shared out between its granules."""
    if not data:
        return EMPTY
    bits = 8 * len(data)
    first = min(bits // 2, 4095)
    return Coded(first << _PART2_3_SHIFTS[0] | bits - first << _PART2_3_SHIFTS[1], data)


frames_of = st.lists(st.binary(max_size=170).map(coded), min_size=1, max_size=12)


@settings(max_examples=200)
@given(frames_of, bitrates)
def test_what_is_packed_is_unpacked_again(frames: list[Coded], bitrate: Bitrate) -> None:
    data = packed(frames, bitrate)
    assert unpacked(data, header(bitrate), frame_bytes(bitrate)) == frames
    assert unpacked(alone(frames, bitrate), header(bitrate), frame_bytes(bitrate)) == frames


@given(frames_of, bitrates)
def test_data_lie_as_late_as_can_be(frames: list[Coded], bitrate: Bitrate) -> None:
    size = frame_bytes(bitrate)
    data = packed(frames, bitrate)
    begins = [main_data_begin(data[at : at + size]) for at in range(0, len(data), size)]
    assert not any(begins), "each of these has room in its own frame"


def test_what_has_no_room_in_its_frame_begins_in_those_before() -> None:
    data = packed([EMPTY, EMPTY, coded(bytes([7]) * 300)], 64)
    room = 192 - HEADER_BYTES - SIDE_INFO_BYTES
    begins = [main_data_begin(data[at : at + 192]) for at in range(0, len(data), 192)]
    assert begins == [0, 0, 300 - room]


def test_what_has_no_room_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="more data than"):
        packed([coded(bytes([7]) * 300)], 64)
    with pytest.raises(ValueError, match="more data than"):
        alone([EMPTY, EMPTY, coded(bytes([7]) * 300)], 64)


@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 300), st.integers(0, 300))
def test_a_frame_gets_softer_and_changes_in_nothing_else(
    gain: int, other: int, first: int, second: int
) -> None:
    shifts = [shift - 9 - 8 for shift in _PART2_3_SHIFTS]
    rest = (1 << 127) - 1 & ~(255 << shifts[0] | 255 << shifts[1])
    loud = Coded(rest | gain << shifts[0] | other << shifts[1], b"\1")
    softer = loud.softer(first, second)
    assert softer.side_info & rest == rest
    assert softer.side_info >> shifts[0] & 255 == max(gain - first, 0)
    assert softer.side_info >> shifts[1] & 255 == max(other - second, 0)
