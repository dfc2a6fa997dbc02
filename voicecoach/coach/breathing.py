"""Paced breathing: cycles whose phases are counted aloud at first, then marked by tones."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.coach.roles import Role, ToneName
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
from voicecoach.script.breathing import Breathing
from voicecoach.script.coaching import Coaching
from voicecoach.script.language import Language
from voicecoach.script.problems import Where
from voicecoach.values import dataclass

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
    breathing: Breathing, language: Language, coaching: Coaching, where: Where
) -> Iterator[Slot]:
    """The slots of a breathing step."""
    words = language.breathe
    yield _lines((words.title + language.stop,), coaching, where, "title")
    yield _lines(words.intro, coaching, where)
    (settle,) = coaching.settle_ms("same")
    yield Slot("settle", Fixed(settle))
    number = 0
    for block, (pattern, cycles) in enumerate(patterns(breathing, coaching)):
        if block:
            yield _lines((words.slower,), coaching, where)
        for cycle in range(1, cycles + 1):
            number += 1
            if cycle == coaching.breathe_counted + 1 and not block:
                yield _lines((words.tones,), coaching, where)
            counted = cycle <= coaching.breathe_counted
            spoken = counted or cycle % WORDS_AGAIN_EVERY == 0
            yield from cycle_slots(pattern, language, coaching, number, counted, spoken, where)


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
        (pattern.hold, words.hold, "tick"),
        (pattern.exhale, words.exhale, "exhale"),
        (pattern.pause, words.pause, "tick"),
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
