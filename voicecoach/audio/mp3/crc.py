"""CRC-16/ARC, the checksum of the LAME tag, and the CRC of joined data without reading it again.

Seen as polynomials over GF(2), appending n bytes multiplies the CRC so far by x^(8n) and adds the
CRC of what was appended, modulo x^16 + x^15 + x^2 + 1. `binascii.crc_hqx` has another polynomial.
"""

from __future__ import annotations

from functools import cache, lru_cache

_POLYNOMIAL = 0xA001  # bits reversed, as the CRC shifts right: the highest bit stands for x^0
_ONE = 0x8000
_ORDER = 32_767  # x^32767 = 1: the polynomial is (x + 1) times a primitive one of degree 15


def crc16(data: bytes) -> int:
    """Return the CRC-16/ARC of data (about 15 MB/s: meant for a cue, not for a session)."""
    table = _byte_table()
    crc = 0
    for byte in data:
        crc = crc >> 8 ^ table[(crc ^ byte) & 0xFF]
    return crc


def crc_combine(crc_a: int, crc_b: int, len_b: int) -> int:
    """Return the CRC of a followed by b.

    Args:
        crc_a: CRC of a.
        crc_b: CRC of b.
        len_b: length of b in bytes.
    """
    return _multiply(crc_a, _power(8 * len_b % _ORDER)) ^ crc_b


def _times_x(value: int) -> int:
    return value >> 1 ^ (_POLYNOMIAL if value & 1 else 0)


def _multiply(a: int, b: int) -> int:
    product = 0
    while a:
        if a & _ONE:
            product ^= b
        a = a << 1 & 0xFFFF
        b = b >> 1 ^ (_POLYNOMIAL if b & 1 else 0)  # as `_times_x`: thousands of times a session
    return product


@cache
def _byte_table() -> tuple[int, ...]:
    table = []
    for value in range(256):
        for _ in range(8):
            value = _times_x(value)
        table.append(value)
    return tuple(table)


@lru_cache(maxsize=4096)  # gaps of the same length are many, in a session and in its likes
def _power(exponent: int) -> int:
    """Return x to this power."""
    low, high = _powers()
    return _multiply(low[exponent & 0xFF], high[exponent >> 8])


@cache
def _powers() -> tuple[list[int], list[int]]:
    """Return x^i and x^(256 i): two small tables stand for all 32,767 powers."""
    low = [_ONE]
    for _ in range(256):
        low.append(_times_x(low[-1]))
    high = [_ONE]
    for _ in range(_ORDER >> 8):
        high.append(_multiply(high[-1], low[256]))
    return low, high
