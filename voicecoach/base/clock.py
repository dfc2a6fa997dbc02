"""Times of a session as they are written: in messages, tables, pages, feeds, chapters, captions."""

from __future__ import annotations


def format_clock(ms: int) -> str:
    """Write a time as `m:ss`, to the nearest second, for messages."""
    minutes, seconds = divmod(round(ms / 1000), 60)
    return f"{minutes}:{seconds:02}"


def format_instant(ms: int, decimals: int) -> str:
    """Write a time as `m:ss.s`, with so many decimals, where what happens when is compared."""
    minutes, rest = divmod(round(ms, decimals - 3), 60_000)
    return f"{minutes}:{rest / 1000:0{decimals + 3}.{decimals}f}"


def format_hours(ms: int, minute_digits: int = 1) -> str:
    """Write a time as players show it: `12:00`, `1:02:03`; parts of a second fall away.

    Args:
        ms: the time.
        minute_digits: at least so many; with two, players that make links of times in a text find
            all of them: `03:15`.
    """
    hours, minutes, seconds = _split(ms // 1000)
    if hours:
        return f"{hours}:{minutes:02}:{seconds:02}"
    return f"{minutes:0{minute_digits}}:{seconds:02}"


def format_timestamp(ms: int) -> str:
    """Write a time as WebVTT has it: `01:02:03.004`."""
    return "%02d:%02d:%02d.%03d" % (*_split(ms // 1000), ms % 1000)  # noqa: UP031 (in two thirds of the time)


def _split(seconds: int) -> tuple[int, int, int]:
    """Hours, minutes and seconds of so many seconds."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return hours, minutes, seconds
