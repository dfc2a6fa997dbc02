"""Numbers that are called out: of reps, and of the last seconds of a hold or a rest."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.coach.timeline import Cue, Utterance, before_end, or_tone
from voicecoach.formats.fields import Counting
from voicecoach.formats.problems import Where
from voicecoach.language.phrases import Language


def countdown(
    language: Language, seconds: int, most_ms: int, where: Where, spoken: bool = True
) -> Iterator[Cue]:
    """The last seconds of a slot, each on its second; a tick where a word does not fit."""
    for second in range(seconds, 0, -1):
        word = (Utterance(called_out(language, second), "counter"),) if spoken else ()
        yield Cue(
            sounds=or_tone("countdown", *word),
            role="countdown",
            anchor=before_end(1000 * second),
            most_ms=most_ms,
            where=where,
        )


def spoken_number(counting: Counting, rep: int, reps: int) -> int | None:
    """The number that is said when a rep begins; None where a tone stands for it.

    Args:
        counting: which reps are counted, and whether up or down.
        rep: which rep begins, from 1.
        reps: how many there are.
    """
    left = reps - rep + 1
    number = left if counting.endswith("down") else rep
    if counting in ("all", "down") or number % 5 == 0:
        return number  # one knows the rep at least every fifth,
    last = 3 if counting.startswith("last three") else 1
    return number if left <= last else None  # and on the last


def called_out(language: Language, n: int) -> str:
    """A count as it is called out, with a capital and a stop."""
    return language.number(n).capitalize() + language.stop
