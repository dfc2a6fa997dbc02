"""CRC-16/ARC, the checksum of the LAME tag, and the CRC of joined data without reading it again.

Seen as polynomials over GF(2), appending n bytes multiplies the CRC so far by x^(8n) and adds the
CRC of what was appended, modulo x^16 + x^15 + x^2 + 1. `binascii.crc_hqx` has another polynomial.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

_POLYNOMIAL = 0xA001  # bits reversed, as the CRC shifts right: the highest bit stands for x^0
_ONE = 0x8000
_ORDER = 32_767  # x^32767 = 1: the polynomial is (x + 1) times a primitive one of degree 15
_WHOLE = 0x14003  # with its x^16
_BITS = 16
_APART = 24  # bits between those of a spread polynomial: room for the sum of 65,000 products


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


def crc_of_sum(parts: Iterable[tuple[int, int]]) -> int:
    """Return the CRC of data that is the sum of parts, bit by bit, each at its place in it.

    A product of integers is one of polynomials where the bits stand so far apart that none is
    carried into the next; the sum of all is brought below x^16 once.

    Args:
        parts: the CRC of each, and how many bytes of the data lie behind it.
    """
    low, high = _spread_powers()
    total = 0
    for crc, behind in parts:
        exponent = 8 * behind % _ORDER
        total += _spread(crc) * low[exponent & 0xFF] * high[exponent >> 8]
    # The highest bit stands for x^0, as in a CRC: the first for x^45.
    above = 2 * (_BITS - 1)
    product = sum((total >> _APART * bit & 1) << bit for bit in range(above + _BITS))
    for bit in range(above):
        if product >> bit & 1:
            product ^= _WHOLE << bit
    return product >> above


def _times_x(value: int) -> int:
    return value >> 1 ^ (_POLYNOMIAL if value & 1 else 0)


def _multiply(a: int, b: int) -> int:
    product = 0
    while a:
        if a & _ONE:
            product ^= b
        a = a << 1 & 0xFFFF
        b = _times_x(b)
    return product


@cache
def _byte_table() -> tuple[int, ...]:
    table = []
    for value in range(256):
        for _ in range(8):
            value = _times_x(value)
        table.append(value)
    return tuple(table)


@lru_cache(maxsize=4096)  # loops and beds are joined of the same lengths again and again
def _power(exponent: int) -> int:
    """Return x to this power."""
    low, high = _powers()
    return _multiply(low[exponent & 0xFF], high[exponent >> 8])


def _spread(value: int) -> int:
    """Put room between the bits of a value."""
    table = _spread_bytes()
    return table[value & 0xFF] | table[value >> 8] << 8 * _APART


@cache
def _spread_bytes() -> list[int]:
    table = [0]
    for bit in range(8):
        table += [value | 1 << _APART * bit for value in table]
    return table


@cache
def _spread_powers() -> tuple[list[int], list[int]]:
    low, high = _powers()
    return [*map(_spread, low)], [*map(_spread, high)]


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
