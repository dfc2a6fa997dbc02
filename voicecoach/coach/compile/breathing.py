"""Paced breathing: cycles whose phases are counted aloud at first, then marked by tones."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from voicecoach.base.values import dataclass
from voicecoach.coach.compile.tones import tone_cues
from voicecoach.coach.roles import Role
from voicecoach.coach.timeline import (
    Anchor,
    Cue,
    Fixed,
    Slot,
    Spoken,
    Tone,
    Utterance,
    or_tone,
)
from voicecoach.formats.problems import Where
from voicecoach.language.phrases import Language
from voicecoach.model.breathing import Breathing
from voicecoach.model.coaching import Coaching
from voicecoach.model.slots import ToneName

_SLOWER_MS = 1500  # after the word or the tone of the last breath out
WORDS_AGAIN_EVERY = 5  # cycles: among the tones a word now and then tells that all is well


@dataclass(frozen=True, slots=True)
class Pattern:
    """One cycle: length of each phase, ms."""

    inhale: int
    hold: int
    exhale: int
    pause: int

    @property
    def cycle_ms(self) -> int:
        """Length of a whole cycle."""
        return self.inhale + self.hold + self.exhale + self.pause

    @property
    def tones(self) -> frozenset[ToneName]:
        """The tones that mark its phases."""
        stops: tuple[ToneName, ...] = ("next",) if self.hold or self.pause else ()
        return frozenset(("inhale", "exhale", *stops))


def patterns(breathing: Breathing, coaching: Coaching) -> list[tuple[Pattern, int]]:
    """The cycles of a breathing step: each pattern with its number of cycles."""
    if breathing.inhale is not None and breathing.exhale is not None:
        own = Pattern(breathing.inhale, breathing.hold, breathing.exhale, breathing.pause)
        return [(own, _cycles(breathing.breaths, breathing.total or 0, own))]
    first = Pattern(
        coaching.breathe_first_in, breathing.hold, coaching.breathe_first_out, breathing.pause
    )
    later = Pattern(coaching.breathe_in, breathing.hold, coaching.breathe_out, breathing.pause)
    begin = _cycles(None, coaching.breathe_first_for, first)
    if breathing.breaths is not None:
        begin = min(begin, breathing.breaths)
        return _some([(first, begin), (later, breathing.breaths - begin)])
    total = breathing.total or 0
    begin = min(begin, _cycles(None, total, first))
    left = total - begin * first.cycle_ms
    return _some([(first, begin), (later, _cycles(None, left, later) if left > 0 else 0)])


def _some(blocks: list[tuple[Pattern, int]]) -> list[tuple[Pattern, int]]:
    return [(pattern, cycles) for pattern, cycles in blocks if cycles]


def _cycles(breaths: int | None, total_ms: int, pattern: Pattern) -> int:
    """As many as asked for, or as fill a time: the last one is finished."""
    return breaths if breaths is not None else -(-total_ms // pattern.cycle_ms)


def breathing_slots(
    breathing: Breathing,
    language: Language,
    coaching: Coaching,
    where: Where,
    told: Collection[ToneName],
) -> Iterator[Slot]:
    """The slots of a breathing step: all words come before the first breath, or within breaths.

    Args:
        breathing: what is asked for.
        language: has the words.
        coaching: the figures.
        where: the step.
        told: tones that were explained before.
    """
    words = language.breathe
    blocks = patterns(breathing, coaching)
    yield _lines((words.title + language.stop,), coaching, where, "title")
    yield _lines((*words.intro, words.tones), coaching, where)
    if breathing.is_demanding(coaching):
        yield _lines((words.lightheaded,), coaching, where, "safety")
    unknown = {tone for pattern, _ in blocks for tone in pattern.tones} - {*told}
    if unknown:
        yield Slot("instruct", Spoken(), tuple(tone_cues(unknown, language, where)))
    (settle,) = coaching.settle_ms("same")
    yield Slot("settle", Fixed(settle))
    number = 0
    for block, (pattern, cycles) in enumerate(blocks):
        for cycle in range(1, cycles + 1):
            number += 1
            counted = cycle <= coaching.breathe_counted
            spoken = counted or cycle % WORDS_AGAIN_EVERY == 0
            breath = [*cycle_slots(pattern, language, coaching, number, counted, spoken, where)]
            if cycle == cycles and block + 1 < len(blocks):
                breath[-1] = _with_slower(breath[-1], language, where)
            yield from breath


def _with_slower(slot: Slot, language: Language, where: Where) -> Slot:
    """The last part of a breath, in which it is said that the next ones are slower, if it fits."""
    line = (Utterance(language.breathe.slower),)
    cue = Cue(line, "presence", Anchor(offset_ms=_SLOWER_MS), required=False, where=where)
    return slot._replace(cues=(*slot.cues, cue))


def cycle_slots(
    pattern: Pattern,
    language: Language,
    coaching: Coaching,
    number: int,
    counted: bool,
    spoken: bool,
    where: Where,
) -> Iterator[Slot]:
    """The slots of one breath.

    Args:
        pattern: lengths of its phases.
        language: has the words.
        coaching: how long a word may take.
        number: of the breath, from 1.
        counted: its seconds are counted aloud.
        spoken: its phases are named, before tones are what is left.
        where: the step that asks for it.
    """
    words = language.breathe
    phases: tuple[tuple[int, str, ToneName], ...] = (
        (pattern.inhale, words.inhale, "inhale"),
        (pattern.hold, words.hold, "next"),
        (pattern.exhale, words.exhale, "exhale"),
        (pattern.pause, words.pause, "next"),
    )
    for ms, text, tone in phases:
        if not ms:
            continue
        sounds = (Utterance(text), Tone(tone)) if spoken else (Tone(tone),)
        most = min(coaching.phase_cue_most, round(ms * coaching.phase_cue_share))
        cues = [Cue(sounds, "phase", most_ms=most, where=where)]
        if counted:
            cues += _seconds(ms, language, where)
        yield Slot("breathe", Fixed(ms), tuple(cues), rep=number)


def _seconds(ms: int, language: Language, where: Where) -> Iterator[Cue]:
    """The phase's seconds from the second on: its first is the phase's own word."""
    for second in range(2, ms // 1000 + 1):
        word = language.number(second).capitalize() + language.stop
        sounds = or_tone("countdown", Utterance(word, "counter"))
        anchor = Anchor(offset_ms=(second - 1) * 1000)
        yield Cue(sounds, "countdown", anchor, most_ms=900, where=where)


def _lines(lines: tuple[str, ...], coaching: Coaching, where: Where, role: Role = "setup") -> Slot:
    start = Anchor(offset_ms=coaching.chapter_lead if role == "title" else 0)
    cues = (
        Cue((Utterance(line),), role, start, gap_ms=coaching.line_gap, where=where)
        for line in lines
    )
    return Slot("instruct", Spoken(), tuple(cues))
