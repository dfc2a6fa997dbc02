"""Prompts that nobody would ever hear: too long for their phase, however fast they are spoken."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from voicecoach.base.grid import Grid
from voicecoach.coach.compile.phases import prompt_most_ms
from voicecoach.formats.fields import SidedText
from voicecoach.formats.problems import Problem
from voicecoach.model.coaching import Coaching, with_overrides
from voicecoach.model.exercise import Exercise, Phase


def unheard_prompts(
    exercise: Exercise, coaching: Coaching, length_of: Callable[[str], int], grid: Grid
) -> Iterator[Problem]:
    """Find the wordings that have no room in their phase as it is written.

    Args:
        exercise: whose prompts.
        coaching: the figures, without the exercise's own.
        length_of: how long a line is at the fastest rate, ms.
        grid: on which cues end.
    """
    figures = with_overrides(coaching, exercise.coaching)
    for index, phase in enumerate(exercise.phases):
        for name, text, room_ms in _prompts(phase, figures):
            takes_ms = length_of(text)
            if takes_ms >= room_ms + grid.ms(1):
                yield Problem.of(
                    "unheard-prompt",
                    exercise.where.at("phases", index, name),
                    text=text,
                    takes_s=takes_ms / 1000,
                    free_s=room_ms / 1000,
                )


def _prompts(phase: Phase, coaching: Coaching) -> Iterator[tuple[str, str, int]]:
    """Each wording of a phase by its key, and the time that it has: the long one in guided reps."""
    wordings = (("say", phase.say, True), ("short", phase.short, False))
    for name, text, prompted in wordings:
        room_ms = prompt_most_ms(phase, phase.length, prompted, coaching)
        sides = (text.left, text.right) if isinstance(text, SidedText) else (text,)
        for each in sides:
            if each:
                yield name, each, room_ms
