"""Compiles a rest with a warm or a cold pack: slow breathing, and when to take the pack off."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal

from voicecoach.coach.compile.breathing import Pattern, cycle_slots
from voicecoach.coach.compile.tones import tone_cues
from voicecoach.coach.roles import Role
from voicecoach.coach.timeline import Anchor, Cue, Fixed, Slot, Spoken, Utterance
from voicecoach.formats.problems import Where
from voicecoach.language.phrases import Language
from voicecoach.model.coaching import Coaching
from voicecoach.model.slots import ToneName

PackKind = Literal["heat", "cold"]
SPOKEN_CYCLES, WORDS_AGAIN_EVERY = 3, 5  # as in paced breathing: words first, then now and then


def pack_slots(
    kind: PackKind,
    ms: int,
    language: Language,
    coaching: Coaching,
    where: Where,
    told: Collection[ToneName],
) -> Iterator[Slot]:
    """The slots of a rest with a pack.

    The time between the end of "put it on" and the beginning of "take it off" is the prescribed
    one, within a fifth of a second: whole breaths, after what is left over, in which the pack is
    put in place.

    Args:
        kind: which pack.
        ms: how long it stays on.
        language: has the words.
        coaching: has the breath's lengths.
        where: the step.
        told: tones that were explained before.
    """
    words = language.pack
    pattern = Pattern(coaching.breathe_in, 0, coaching.breathe_out, 0)
    explained: list[tuple[str, Role]] = [(f"{getattr(words, kind)}{language.stop}", "title")]
    explained += [(line, "safety") for line in words.safety]
    explained += [(line, "setup") for line in words.breathe]
    yield _lines(explained, coaching.chapter_lead, coaching.line_gap, where)
    if unknown := pattern.tones - {*told}:
        yield Slot("instruct", Spoken(), tuple(tone_cues(unknown, language, where)))
    explained = [(words.stays.format(time=language.duration(ms)), "dose")]
    yield _lines(explained, 0, coaching.line_gap, where)
    yield _lines([(words.put_on, "safety")], 0, 0, where)
    (least,) = coaching.settle_ms("same")
    cycles = max(0, ms - least) // pattern.cycle_ms
    yield Slot("settle", Fixed(ms - cycles * pattern.cycle_ms))
    looked = _before(pattern, ms, cycles, coaching.pack_look_every)
    for number in range(1, cycles + 1):
        if number in looked:
            yield _look(pattern, language, coaching, where)
            continue
        spoken = number <= SPOKEN_CYCLES or number % WORDS_AGAIN_EVERY == 0
        yield from cycle_slots(pattern, language, coaching, number, False, spoken, where)
    yield _lines([(words.take_off, "safety")], 0, coaching.line_gap, where)


def _lines(lines: list[tuple[str, Role]], lead_ms: int, gap_ms: int, where: Where) -> Slot:
    start = Anchor(offset_ms=lead_ms)
    cues = (
        Cue((Utterance(line),), role, start, gap_ms=gap_ms, where=where) for line, role in lines
    )
    return Slot("instruct", Spoken(), tuple(cues))


def _before(pattern: Pattern, ms: int, cycles: int, every_ms: int) -> frozenset[int]:
    """The breaths in whose place one looks at the skin: the last that begin before it is time."""
    put_in_place = ms - cycles * pattern.cycle_ms
    times = range(every_ms, ms - pattern.cycle_ms, every_ms)
    return frozenset(1 + max(0, time - put_in_place) // pattern.cycle_ms for time in times)


def _look(pattern: Pattern, language: Language, coaching: Coaching, where: Where) -> Slot:
    """To look at the skin, as long as a breath."""
    cues = (
        Cue((Utterance(line),), "safety", Anchor(), gap_ms=coaching.line_gap, where=where)
        for line in language.pack.look
    )
    return Slot("rest", Fixed(pattern.cycle_ms), tuple(cues))
