"""The nearest lengths that a session can have, where it cannot have the one that is asked for.

The line that says the length is another one for each minute, and each takes its own time: so the
minutes are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Callable

from voicecoach.coach.fit.candidates import Candidate

_MINUTE, _HALF = 60_000, 30_000

LineMs = Callable[[int], int]
"""How long the line takes that says a length in ms."""


def below(candidate: Candidate, ms: int, line_ms: LineMs) -> int | None:
    """The greatest length of a candidate below one: whole seconds where that can be."""
    minute = (ms + _HALF) // _MINUTE
    while minute >= 0:
        most = min(ms - 1, minute * _MINUTE + _HALF - 1)
        beside = candidate.fixed_ms + line_ms(minute * _MINUTE)
        found = candidate.greatest_up_to(most - beside - candidate.least_ms)
        if found is None:
            return None
        longest = min(most, candidate.longest_with(found + beside))
        if longest >= minute * _MINUTE - _HALF:
            return max(longest // 1000 * 1000, found + beside + candidate.least_ms)
        minute = min(minute - 1, (longest + _HALF) // _MINUTE)
    return None


def above(candidate: Candidate, ms: int, line_ms: LineMs, limit_ms: int) -> int | None:
    """The least length of a candidate above one, within a limit: whole seconds where that can be.

    The limit is that of all sessions.
    """
    minute = (ms + _HALF) // _MINUTE
    while minute * _MINUTE <= limit_ms:
        least, last = max(ms + 1, minute * _MINUTE - _HALF), minute * _MINUTE + _HALF - 1
        beside = candidate.fixed_ms + line_ms(minute * _MINUTE)
        found = candidate.least_from(least - beside - candidate.most_ms(least))
        if found is None:
            return None
        shortest = max(least, found + beside + candidate.least_ms)
        if shortest <= last:
            whole = -(-shortest // 1000) * 1000
            return min(whole, last, candidate.longest_with(found + beside))
        minute = max(minute + 1, (shortest + _HALF) // _MINUTE)
    return None
