"""What is spoken to be judged: the exercise library's lines, and the coach's own, in a language.

Sentences have more than three words, cues at most three, as for the pace. Critical lines are those
that must not be taken for one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from voicecoach.formats.fields import SidedText, Wording
from voicecoach.language.phrases import Language
from voicecoach.library.library import Library, shipped_scripts
from voicecoach.model.exercise import Exercise
from voicecoach.voices.pace import has_few_words

_MOST_COUNTED = 30
_ACHE = 5  # of ten, as most sessions have it
_HELD_MS = (5_000, 10_000, 20_000, 45_000)

T = TypeVar("T")


@dataclass(frozen=True)
class Texts:
    """All that is spoken in a language.

    Attributes:
        language: the coach's words.
        sentences: each once, in the library's order.
        cues: each once, in the library's order.
        alike: lines that must be told apart, by what they are: numbers, sides, longer lines that
            change sides, commands, and the prompts of each exercise.
    """

    language: Language
    sentences: list[str]
    cues: list[str]
    alike: dict[str, list[str]]


def texts(code: str = "en") -> Texts:
    """The shipped texts of a language."""
    shipped = Library((shipped_scripts(),))
    language, _ = shipped.language(code)
    assert language is not None
    exercises = {name: exercise for name, (exercise, _) in shipped.exercises(code).items()}
    spoken = [*_of_coach(language)]
    for exercise in exercises.values():
        spoken += [language.next.format(title=exercise.title), *_of_exercise(exercise)]
    alike = _alike(language, exercises)
    spoken += [line for kind in alike.values() for line in kind]
    once = list(dict.fromkeys(spoken))
    sentences, cues = (
        [line for line in once if has_few_words(line) == few] for few in (False, True)
    )
    return Texts(language, sentences, cues, alike)


def sampled(lines: Sequence[T], most: int | None) -> list[T]:
    """At most so many lines, evenly from all of them: the same every time."""
    if most is None or most >= len(lines):
        return list(lines)
    return [lines[at * len(lines) // most] for at in range(most)]


def _of_coach(language: Language) -> Iterator[str]:
    opening, closing, breathe = language.opening, language.closing, language.breathe
    yield from (opening.ask_first, opening.tell, *opening.emergency, *opening.stop)
    yield from (line.format(most=language.number(_ACHE)) for line in opening.ache)
    yield from (opening.breath, opening.phone, *_all(opening.first.values()))
    yield from (closing.done, closing.rise, closing.last)
    yield from (*breathe.intro, breathe.slower, breathe.tones, *language.pack.safety)
    yield from (language.pack.put_on, language.pack.take_off)
    yield from _all(language.here.values())
    yield from _all(line for move in language.moves.values() for line in move)
    for surface in language.surfaces.values():
        yield from _all(line for move in surface.moves.values() for line in move)
    yield from (language.session_halfway, *language.presence, language.take_your_time)
    two, three = language.number(2), language.number(3)
    yield language.set_of.format(n=two, sets=three)
    yield language.round_of.format(n=two, rounds=three)
    for held_ms in _HELD_MS:
        yield language.dose.hold.format(time=language.duration(held_ms))
        yield language.time_left.format(time=language.duration(held_ms))


def _of_exercise(exercise: Exercise) -> Iterator[str]:
    worded: list[Wording | None] = [exercise.benefit, exercise.approach, *exercise.instructions]
    worded += [exercise.safety, *exercise.form]
    for wording in worded:
        yield from _each(wording)


def _all(wordings: Iterable[Wording]) -> Iterator[str]:
    for wording in wordings:
        yield from _each(wording)


def _alike(language: Language, exercises: dict[str, Exercise]) -> dict[str, list[str]]:
    breathe = language.breathe
    commands = [breathe.inhale, breathe.hold, breathe.exhale, breathe.pause, language.begin]
    commands += [language.last_rep, language.halfway, language.keep_breathing, language.rest]
    commands += [language.breathe_short, language.change_sides, language.eyes_open]
    counted = (language.number(n) for n in range(1, _MOST_COUNTED + 1))
    sides = [side for exercise in exercises.values() for side in _sides(exercise)]
    found = {
        "numbers": [number.capitalize() + language.stop for number in counted],
        "sides": [side for side in sides if has_few_words(side)],
        "changes": [side for side in sides if not has_few_words(side)],
        "commands": commands,
    }
    found |= {name: [*_prompts(exercise)] for name, exercise in exercises.items()}
    return {kind: sorted(set(lines)) for kind, lines in found.items() if len(set(lines)) > 1}


def _sides(exercise: Exercise) -> Iterator[str]:
    if sides := exercise.sides:
        yield from (sides.left, sides.right, *_all(sides.change))


def _prompts(exercise: Exercise) -> Iterator[str]:
    for phase in exercise.phases:
        yield from (*_each(phase.say), *_each(phase.short))


def _each(wording: Wording | None) -> tuple[str, ...]:
    if isinstance(wording, SidedText):
        return wording.left, wording.right
    return (wording,) if wording else ()
