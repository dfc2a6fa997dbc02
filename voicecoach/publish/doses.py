"""Doses in numerals with the field's signs: sets times reps, each side, hold 5 s, rest 30 s."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.language.phrases import Language
from voicecoach.publish.text import clean
from voicecoach.session.record import RecordedDose, RecordedSet

_TIMES = "\u00d7"
_APART = " \u00b7 "
_FIXED = "\u00a0"  # a space at which no line ends


def dose_signs(dose: RecordedDose, words: Language) -> str:
    """A dose as a physiotherapist jots it down.

    Args:
        dose: what was prescribed.
        words: the language that it is read in.
    """
    return _APART.join(filter(None, _parts(dose, words)))


def _parts(dose: RecordedDose, words: Language) -> Iterator[str]:
    sets = dose.ladder or (RecordedSet(dose.reps, dose.hold_ms),) * dose.sets
    held = [each.hold_ms for each in sets if each.hold_ms is not None]
    timed = bool(held) and all(each.reps == 1 for each in sets)
    side = _side(dose, words)
    yield f"{_how_often(sets, held if timed else [], words)} {side}".rstrip()
    if held and not timed:
        yield words.player.hold.format(time=_times(held, words))
    if dose.rest_ms:
        yield words.player.rest.format(time=short_time(dose.rest_ms, words))
    if dose.load:
        yield clean(dose.load)


def _how_often(sets: tuple[RecordedSet, ...], held: list[int], words: Language) -> str:
    """Sets and reps; or sets and how long each lasts, where it is one rep."""
    if held:
        times = _times(held, words)
        alike = len({*held}) == 1
        return f"{len(sets)}{_FIXED}{_TIMES}{_FIXED}{times}" if alike and len(sets) > 1 else times
    reps = [each.reps for each in sets]
    if len({*reps}) > 1:
        return f"{', '.join(map(str, reps))}{_FIXED}{_TIMES}"
    if len(sets) > 1:
        return f"{len(sets)}{_FIXED}{_TIMES}{_FIXED}{reps[0]}"
    return f"{reps[0]}{_FIXED}{_TIMES}"


def _times(held: list[int], words: Language) -> str:
    different = held if len({*held}) > 1 else held[:1]
    return ", ".join(short_time(ms, words) for ms in different)


def _side(dose: RecordedDose, words: Language) -> str:
    player = words.player
    known = {"each": player.each_side, "alternating": player.alternating, **player.sides}
    return known[dose.sides] if dose.sides else ""


def short_time(ms: int, words: Language) -> str:
    """A length of time, short: `1 min 30 s`."""
    minutes, rest_ms = divmod(ms, 60_000)
    parts = [words.player.minutes.format(n=minutes)] if minutes else []
    if rest_ms or not minutes:
        seconds = f"{rest_ms / 1000:g}".replace(".", words.ear.decimal)
        parts.append(words.player.seconds.format(n=seconds))
    return _FIXED.join(parts).replace(" ", _FIXED)
