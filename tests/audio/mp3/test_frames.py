from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.audio.mp3 import frames
from voicecoach.audio.mp3.frames import PRE_ROLL_FRAMES, Bitrate, Extent, Fragment, Portion
from voicecoach.audio.mp3.packing import Coded

bitrates = st.sampled_from([64, 96])


def silent(bitrate: Bitrate, count: int = 6, crc: int = 0x1234) -> Fragment:
    data = frames.silent_frame(bitrate) * count
    return Fragment(data, bitrate, 2000, PRE_ROLL_FRAMES, (Portion(0, count, crc),))


@pytest.mark.parametrize(("bitrate", "size"), [(64, 192), (96, 288)])
def test_a_frame_of_24_ms_has_a_fixed_size(bitrate: Bitrate, size: int) -> None:
    assert frames.frame_bytes(bitrate) == len(frames.silent_frame(bitrate)) == size


def test_header_is_mpeg1_layer3_48khz_mono_without_crc_or_padding() -> None:
    indices: dict[Bitrate, int] = {64: 5, 96: 7}
    for bitrate, index in indices.items():
        bits = int.from_bytes(frames.header(bitrate), "big")
        assert bits >> 16 == 0xFFFB  # sync, MPEG-1, Layer III, no CRC
        assert bits >> 12 & 15 == index
        assert bits >> 10 & 3 == 1  # 48 kHz
        assert bits >> 9 & 1 == 0  # not padded
        assert bits >> 6 & 3 == 3  # mono


def test_an_unknown_bit_rate_is_an_error() -> None:
    with pytest.raises(ValueError, match="128 kbit/s is not one of"):
        frames.header(cast(Bitrate, 128))


@given(
    st.integers(0, 511),
    st.integers(0, 4095),
    st.integers(0, 4095),
    st.integers(0, 511),
    st.integers(0, 2**47 - 1),
)
def test_side_info_is_read_at_its_bits(
    begin: int, first: int, second: int, noise: int, more: int
) -> None:
    bits = f"{begin:09b}{noise:09b}{first:012b}{more:047b}{second:012b}{more:047b}"
    frame = frames.header(64) + int(bits, 2).to_bytes(17, "big") + bytes(171)
    assert frames.main_data_begin(frame) == begin
    assert Coded(frames.side_info(frame) & (1 << 127) - 1, b"").lengths == (first, second)


@given(bitrates, st.integers(PRE_ROLL_FRAMES, 40), st.integers(0, 2**32 - 1), st.integers(0, 65535))
def test_a_fragment_survives_storing(bitrate: Bitrate, count: int, samples: int, crc: int) -> None:
    fragment = replace(silent(bitrate, count, crc), samples=samples)
    assert Fragment.from_bytes(fragment.to_bytes()) == fragment
    assert Extent.from_bytes(fragment.extent.to_bytes()) == fragment.extent


PARTS = {
    "a gap in front": (Portion(1, 6, 0),),
    "less than all": (Portion(0, 5, 0),),
    "more than all": (Portion(0, 7, 0),),
    "overlapping": (Portion(0, 4, 0), Portion(3, 6, 0)),
    "touching": (Portion(0, 3, 0), Portion(3, 6, 0)),
    "out of order": (Portion(4, 6, 0), Portion(0, 2, 0)),
    "empty": (Portion(0, 0, 0), Portion(2, 6, 0)),
    "none": (),
}


@pytest.mark.parametrize("parts", PARTS.values(), ids=PARTS)
def test_parts_that_are_not_those_of_the_frames_are_refused(parts: tuple[Portion, ...]) -> None:
    with pytest.raises(ValueError, match="not those of its whole MP3 frames"):
        replace(silent(64), parts=parts)
    extent = Extent(6, 2000, 1, parts)
    with pytest.raises(ValueError, match="not those of its whole MP3 frames"):
        Extent.from_bytes(extent.to_bytes())


def test_frames_are_counted() -> None:
    assert silent(96, 10).frames == 10
    assert silent(96, 10).body_frames == 10 - PRE_ROLL_FRAMES


STORED = silent(64).to_bytes()


@pytest.mark.parametrize(
    "stored",
    [
        b"",
        STORED[:5],
        STORED[:-1],
        STORED + b"\0",
        b"VCF0" + STORED[4:],
        STORED[:4] + b"\x80\0" + STORED[6:],  # 128 kbit/s
        STORED[:4] + b"\x60\0" + STORED[6:],  # 96 kbit/s, of which these are no frames
        STORED[: -192 * 3],  # less than the pre-roll
        STORED[:-1152] + bytes(1152),  # no headers
        STORED[:-192] + bytes(192),  # one header missing
        STORED[:-1148] + b"\1" + STORED[-1147:],  # the first frame refers back
        STORED[:10] + b"\7" + STORED[11:],  # a run-in of more than there is room for
        STORED[:11] + b"\2" + STORED[12:],  # another number of parts
    ],
)
def test_malformed_bytes_are_refused(stored: bytes) -> None:
    refused = r"this format version|whole MP3 frames|refers back|is not one of"
    with pytest.raises(ValueError, match=refused):
        Fragment.from_bytes(stored)


@given(st.binary(max_size=50), st.integers(0, len(STORED)))
def test_damage_is_refused_or_harmless(noise: bytes, place: int) -> None:
    damaged = STORED[:place] + noise + STORED[place + len(noise) :]
    try:
        fragment = Fragment.from_bytes(damaged)
    except ValueError:
        return
    assert len(fragment.data) == fragment.frames * frames.frame_bytes(fragment.bitrate_kbps)
