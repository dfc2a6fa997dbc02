from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voicecoach.audio.mp3.crc import crc16, crc_combine, crc_of_sum


def test_crc_is_arc() -> None:
    assert crc16(b"123456789") == 0xBB3D  # the catalogue's check value


def test_crc_of_nothing_is_zero() -> None:
    assert crc16(b"") == 0


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_combined_crc_is_that_of_the_joined_data(a: bytes, b: bytes) -> None:
    assert crc_combine(crc16(a), crc16(b), len(b)) == crc16(a + b)


@given(st.binary(min_size=1, max_size=8), st.integers(0, 40_000))
def test_combining_holds_at_any_length(a: bytes, zeros: int) -> None:
    assert crc_combine(crc16(a), 0, zeros) == crc16(a + bytes(zeros))


@given(st.lists(st.tuples(st.integers(0, 200), st.binary(max_size=40)), max_size=60))
def test_the_crc_of_a_sum_is_that_of_its_parts_at_their_places(
    parts: list[tuple[int, bytes]],
) -> None:
    whole = bytearray(240)
    for begin, part in parts:
        for at, byte in enumerate(part, begin):
            whole[at] ^= byte
    places = ((crc16(part), len(whole) - begin - len(part)) for begin, part in parts)
    assert crc_of_sum(places) == crc16(bytes(whole))


def test_very_many_parts_are_summed() -> None:
    part = crc16(b"\xff" * 3)
    assert crc_of_sum([(part, 7)] * 60_001) == crc16(b"\xff" * 3 + bytes(7))
    assert crc_of_sum([(part, 7)] * 60_000) == 0
