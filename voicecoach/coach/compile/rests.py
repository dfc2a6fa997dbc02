"""Rests: between sets, between sides, between exercises."""

from __future__ import annotations

from collections.abc import Iterable

from voicecoach.coach.compile.counting import countdown
from voicecoach.coach.timeline import Anchor, Cue, Elastic, Fixed, Slot, Utterance
from voicecoach.formats.problems import Where
from voicecoach.language.phrases import Language
from voicecoach.model.coaching import Coaching

_SPOKEN_MS = 6000  # the words of a rest and the count of its end fit into it


def rest_slot(
    language: Language, coaching: Coaching, ms: int, says: tuple[str, ...], where: Where
) -> Slot:
    """A rest that names what comes, in the longest wording with room, and counts its end."""
    wordings = tuple(Utterance(text) for text in says)
    line = Cue(wordings, "rest", Anchor(offset_ms=200), where=where)
    least, most = round(ms * coaching.rest_least), round(ms * coaching.rest_most)
    counted = min(coaching.countdown, ms // 1000 - 2)
    cues = (line, *countdown(language, counted, 900, where))
    return Slot("rest", Elastic(least, ms, most), cues)


def short_rest(
    language: Language, coaching: Coaching, ms: int, says: tuple[str, ...], where: Where
) -> tuple[Slot, ...]:
    """What is left of a rest beside a change of position: silence where it has no room for words.

    Args:
        language: the coach's words.
        coaching: the figures.
        ms: what is left, none where it is not above zero.
        says: what is said, the longest first.
        where: the place to name in problems.
    """
    if ms <= 0:
        return ()
    if ms < _SPOKEN_MS:
        return (Slot("rest", Fixed(ms)),)
    return (rest_slot(language, coaching, ms, says, where),)


def passed_ms(slots: Iterable[Slot]) -> int:
    """How long the fixed times of some slots are in all."""
    return sum(slot.length.ms for slot in slots if isinstance(slot.length, Fixed))
