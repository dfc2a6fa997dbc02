"""A step as it is typed: `bri 3x10 5s` is the bridge, 3 sets, 10 reps, hold 5 s.

What is typed is completed, for whoever types sees what becomes of it. What merely looks like a
name, or may mean two things, is offered to be chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import field
from functools import lru_cache
from typing import Literal, get_args

from voicecoach.base.messages import Fault, Phrase, phrase
from voicecoach.base.units import format_duration, parse_duration
from voicecoach.base.values import dataclass, replace
from voicecoach.formats.fields import Position, Text
from voicecoach.formats.writing import on_one_line, scalar
from voicecoach.language.prescribing import DoseVocabulary
from voicecoach.library.begun import BegunNames, MatchRank, NameMatch, Way
from voicecoach.model.breathing import parse_breathing
from voicecoach.model.dose import Chain, Dose, DoseError, parse_dose
from voicecoach.model.dose_context import in_context, is_timed
from voicecoach.model.dose_fields import dose_fields
from voicecoach.model.dose_writing import write_dose
from voicecoach.model.exercise import Exercise
from voicecoach.model.figures import count_text, span_text

_LONGEST = 300
_MOST_WORDS = 24
_MOST_CANDIDATES = 8
_WORD = re.compile(r"\S+")
_BARE = re.compile(
    r"(?<![\w.:/-])(\d{1,3}(?:-\d{1,3})?)(?=$|[,;]|\s+(?!(?:m|min|s|sec|x|sets?)\b))"
)
_KIND = re.compile(
    r"(say|section|include|heat|cold|transition|repeat|rest|breathe)\b\s*:?\s*(.*)", re.IGNORECASE
)
_QUOTES = "\"'\u201c\u201d\u201e\u00ab\u00bb"

PartKind = Literal["exercise", "dose", "kind", "left"]


@dataclass(frozen=True, slots=True)
class TypedPart:
    """A part of what was typed.

    Attributes:
        start, end: its characters.
        kind: what it was taken for; `left` is not understood.
    """

    start: int
    end: int
    kind: PartKind


@dataclass(frozen=True, slots=True)
class TypedCandidate:
    """A step that may be meant.

    Attributes:
        exercise: its name in the library.
        title: in the language that was asked for.
        line: the step as a routine has it.
        way: how the exercise was found.
        assumed: what was not typed.
        dose: the fields of the dose; see `dose_fields`.
    """

    exercise: str
    title: str
    line: str
    way: Way
    assumed: tuple[Phrase, ...] = ()
    dose: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TypedStep:
    """What was made of a typed step.

    Attributes:
        text: as it was typed.
        line: the step as a routine has it, without its dash; a circuit has two lines. Empty where
            something has to be chosen, or nothing was understood.
        kind: `exercise`, or what else a step can be; empty where nothing was understood.
        parts: what each part of the text was taken for, in order.
        candidates: the steps that may be meant, the likeliest first; one where it is sure.
        wrong: why nothing became of it, where that can be said.
    """

    text: str
    line: str = ""
    kind: str = ""
    parts: tuple[TypedPart, ...] = ()
    candidates: tuple[TypedCandidate, ...] = ()
    wrong: Phrase | None = None

    @property
    def is_sure(self) -> bool:
        """Whether nothing else may be meant: an exercise is called so, or no other begins so."""
        if not self.line:
            return False
        return len(self.candidates) < 2 or self.candidates[0].way == "called"


@dataclass(frozen=True, slots=True)
class _Split:
    """Which words of a text are a name, and which a dose.

    Attributes:
        name: the first word of the name, and the first behind it.
        dose_end: the first word behind the dose.
        dose: as scripts have it.
        found: what the name may be.
        assumed: of the dose.
    """

    name: tuple[int, int]
    dose_end: int
    dose: Dose
    found: tuple[NameMatch, ...]
    assumed: tuple[Phrase, ...]

    @property
    def rank(self) -> tuple[int, MatchRank, int]:
        """The less, the likelier; what leaves words over is the unlikeliest."""
        return -self.dose_end, self.found[0].rank, -self.name[1]


class StepTyping:
    """Reads steps as they are typed."""

    def __init__(self, names: BegunNames, words: DoseVocabulary) -> None:
        """Prepare.

        Args:
            names: finds exercises.
            words: what terms of doses are called in all languages.
        """
        self._names = names
        self._words = words
        self._dose = lru_cache(maxsize=512)(self._read_dose)

    def read(self, text: str) -> TypedStep:
        """Read a step."""
        typed = text[:_LONGEST].removeprefix("- ")
        behind = len(text[:_LONGEST]) - len(typed)
        found = self._of_kind(typed) or self._of_figures(typed) or self._of_exercise(typed)
        if found is None:
            return TypedStep(text, wrong=phrase("typed/nothing"))
        parts = (TypedPart(p.start + behind, p.end + behind, p.kind) for p in found.parts)
        return replace(found, text=text, parts=tuple(parts))

    def _of_exercise(self, text: str) -> TypedStep | None:
        words = [match.span() for match in _WORD.finditer(text.replace(": ", "  "))][:_MOST_WORDS]
        splits = [*self._splits(text, words)]
        if not splits:
            return None
        best = min(splits, key=lambda split: split.rank)
        candidates = tuple(self._candidates(best))[:_MOST_CANDIDATES]
        first, *others = candidates
        same = [each for each in others if each.exercise == first.exercise]
        sure = first.way != "alike" and not same
        line = first.line if sure else ""
        return TypedStep(text, line, "exercise", tuple(_parts(words, best)), candidates)

    def _splits(self, text: str, words: list[tuple[int, int]]) -> Iterator[_Split]:
        for first in range(len(words)):
            if first and self._dose(_text(text, words, 0, first)) is None:
                continue
            for behind in range(first + 1, len(words) + 1):
                found = self._names.find(_text(text, words, first, behind).rstrip(":"))
                if found:
                    yield self._split(text, words, (first, behind), found)

    def _split(
        self,
        text: str,
        words: list[tuple[int, int]],
        name: tuple[int, int],
        found: tuple[NameMatch, ...],
    ) -> _Split:
        """The longest dose around a name."""
        first, behind = name
        before = _text(text, words, 0, first)
        for end in range(len(words), behind, -1):
            after = _text(text, words, behind, end)
            dose = self._dose(", ".join(filter(None, (before, after))))
            if dose is not None:
                return _Split(name, end, dose[0], found, dose[1])
        dose = self._dose(before) or (Dose(), ())
        return _Split(name, behind, dose[0], found, dose[1])

    def _read_dose(self, text: str) -> tuple[Dose, tuple[Phrase, ...]] | None:
        """A dose; a number that stands alone counts repetitions. None of what is no dose."""
        said = self._words.as_scripts(text.strip(" ,;:-"))
        if not said:
            return None
        with suppress(DoseError):
            return parse_dose(said), ()
        bare = _BARE.search(said)
        if bare:
            with suppress(DoseError):
                counted = f"{said[: bare.start()]}{bare[1]} reps{said[bare.end() :]}"
                return parse_dose(counted), (phrase("imported/count", count=bare[1]),)
        return None

    def _candidates(self, split: _Split) -> Iterator[TypedCandidate]:
        for match in split.found:
            exercise = self._names.names.exercises[match.exercise]
            for dose, assumed in _readings(split.dose, exercise):
                written = write_dose(dose, is_timed(exercise))
                line = f"{match.exercise}: {scalar(written)}" if written else match.exercise
                told = (*split.assumed, *assumed)
                title = self._names.titles.get(match.exercise, exercise.title)
                fields = dose_fields(dose)
                yield TypedCandidate(match.exercise, title, line, match.way, told, fields)

    def _of_kind(self, text: str) -> TypedStep | None:
        """A step that is no exercise, by the word that names it; or words in quotes, to be said."""
        if text[:1] and text[0] in _QUOTES:
            line = self._line("say", text.strip())
            part = (TypedPart(0, len(text), "kind"),)
            return TypedStep(text, line, "say", part) if line else None
        named = _KIND.fullmatch(text.strip())
        if named is None:
            return None
        kind, rest = named[1].lower(), named[2].strip()
        line = self._line(kind, rest)
        if line is None:
            return None
        return TypedStep(text, line, kind, (TypedPart(0, len(text), "kind"),))

    def _line(self, kind: str, rest: str) -> str | None:
        """The line of a kind of step; None where its figures cannot be read."""
        with suppress(Fault):
            match kind:
                case "say" | "section":
                    more = "\nsteps:" if kind == "section" else ""
                    return f"{kind}: {scalar(Text(_LONGEST).check(rest.strip(_QUOTES)))}{more}"
                case "heat" | "cold" | "rest":
                    length = parse_duration(self._words.as_scripts(rest))
                    return f"{kind}: {format_duration(length)}"
                case "breathe":
                    parse_breathing(rest)
                    return on_one_line({kind: rest})
                case "repeat":
                    rounds = re.fullmatch(r"(\d{1,2}(?:\s*-\s*\d{1,2})?)(?:\s*[x\u00d7])?", rest)
                    return f"repeat: {rounds[1].replace(' ', '')}\nsteps:" if rounds else None
                case "transition":
                    place = re.sub(r"[\s_]+", "-", rest.lower())
                    begun = [name for name in get_args(Position) if name.startswith(place)]
                    return f"transition: {begun[0]}" if place and len(begun) == 1 else None
                case "include":
                    return f"include: {rest}" if re.fullmatch(r"[a-z0-9-]+", rest) else None
        return None

    def _of_figures(self, text: str) -> TypedStep | None:
        """Figures without a name: a rest, or breathing."""
        part = (TypedPart(0, len(text), "dose"),)
        with suppress(Fault):
            parse_breathing(text.strip())
            return TypedStep(text, on_one_line({"breathe": text.strip()}), "breathe", part)
        dose = self._dose(text)
        if dose and dose[0].rest and dose[0] == Dose(rest=dose[0].rest):
            return TypedStep(text, f"rest: {span_text(dose[0].rest)}", "rest", part)
        return None


def _text(text: str, words: list[tuple[int, int]], first: int, behind: int) -> str:
    """Some words as they were typed."""
    return text[words[first][0] : words[behind - 1][1]] if behind > first else ""


def _parts(words: list[tuple[int, int]], split: _Split) -> Iterator[TypedPart]:
    """What the words of a text were taken for."""
    first, behind = split.name
    kinds: tuple[tuple[int, int, PartKind], ...] = (
        (0, first, "dose"),
        (first, behind, "exercise"),
        (behind, split.dose_end, "dose"),
        (split.dose_end, len(words), "left"),
    )
    for begin, end, kind in kinds:
        if end > begin:
            yield TypedPart(words[begin][0], words[end - 1][1], kind)


def _readings(dose: Dose, exercise: Exercise) -> Iterator[tuple[Dose, tuple[Phrase, ...]]]:
    """What a dose may mean for an exercise; one reading where it is sure."""
    chain, plain = dose.chain, replace(dose, chain=None)
    if chain is None:
        yield dose, ()
        return
    try:
        yield in_context(dose, exercise), ()
        return
    except DoseError:
        pass
    assert dose.hold, "a chain holds"
    if chain.times is None:
        yield plain, (phrase("typed/held", length=span_text(dose.hold)),)
        return
    yield from _either(plain, chain, span_text(dose.hold))


def _either(plain: Dose, chain: Chain, length: str) -> Iterator[tuple[Dose, tuple[Phrase, ...]]]:
    """Reps, or sets, where nothing tells which."""
    assert chain.times, "it counts something"
    count = count_text(chain.times)
    yield replace(plain, reps=chain.times), (phrase("typed/reps", count=count, length=length),)
    yield replace(plain, sets=chain.times), (phrase("typed/sets", count=count, length=length),)
