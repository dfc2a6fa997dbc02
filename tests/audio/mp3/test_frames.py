from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.audio.mp3 import frames
from voicecoach.audio.mp3.frames import PRE_ROLL_FRAMES, Bitrate, Fragment

bitrates = st.sampled_from([64, 96])


def silent(bitrate: Bitrate, count: int = 6) -> Fragment:
    return Fragment(frames.silent_frame(bitrate) * count, bitrate, samples=2000, crc=0x1234)


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
    assert frames.part2_3_lengths(frame) == (first, second)


@given(bitrates, st.integers(PRE_ROLL_FRAMES, 40), st.integers(0, 2**32 - 1), st.integers(0, 65535))
def test_a_fragment_survives_storing(bitrate: Bitrate, count: int, samples: int, crc: int) -> None:
    fragment = replace(silent(bitrate, count), samples=samples, crc=crc)
    assert Fragment.from_bytes(fragment.to_bytes()) == fragment


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
        STORED[:12] + bytes(len(STORED) - 12),  # no headers
        STORED[:-192] + bytes(192),  # one header missing
        STORED[:16] + b"\1" + STORED[17:],  # the first frame refers back
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
