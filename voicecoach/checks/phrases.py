"""Checks of a language: it has words for all that a session may say, and each can be followed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from voicecoach.base.once import Once
from voicecoach.formats.fields import Need, Position, Side, Surface, Wording, wording
from voicecoach.formats.problems import Problem, Where
from voicecoach.language.phrases import Language
from voicecoach.language.printed import EmergencySign, WarningSign
from voicecoach.language.regions import REGION_EMERGENCIES, REGION_WARNINGS, Regions, WarnedRegion
from voicecoach.model.coaching import Coaching
from voicecoach.model.contraindications import Contraindication
from voicecoach.model.exercise import Kind
from voicecoach.model.load import COLOURS
from voicecoach.model.routine import Guidance

SENTENCE_END = re.compile(r"(?<=[.!?\u0964])\s+")


_Moves = frozenset[tuple[Surface, str, int]]
"""Changes of position: on what, which, and how many stages each has."""


def check_language(language: Language, coaching: Coaching) -> Iterable[Problem]:
    """Check that a language has words for every position, need and change of position."""
    moves: list[tuple[Surface, str, int]]
    moves = [("floor", move, len(stages)) for move, stages in coaching.settle.items()]
    for surface, settle in coaching.surfaces.items():
        moves += [(surface, move, len(stages)) for move, stages in settle.items()]
    return _once(_faults, language, coaching.setup_words, frozenset(moves), of=id(language))


_once = Once(most=256)  # a person's pace makes other figures, and the same number of lines


def _faults(language: Language, most_words: int, moves: _Moves) -> list[Problem]:
    return [*_found(language, most_words, moves)]


def _found(language: Language, most_words: int, moves: _Moves) -> Iterator[Problem]:
    where = Where(language.file)
    for name in ("emergency", "stop"):
        if not getattr(language.opening, name):
            yield Problem.of("missing-text/opening", where.at("opening", name))
    for name in ("emergency", "ask_first", "tell"):
        if not getattr(language.warnings, name).signs:
            yield Problem.of("missing-text/opening", where.at("warnings", name, "signs"))
    tables: tuple[tuple[tuple[str, ...], Mapping[str, object], tuple[str, ...]], ...] = (
        (("here",), language.here, get_args(Position)),
        (("opening", "first"), language.opening.first, get_args(Position)),
        (("dose", "bands"), language.dose.bands, COLOURS),
        (("needs",), language.needs, get_args(Need)),
        (("own", "benefit"), language.own.benefit, get_args(Kind)),
        (("own", "safety"), language.own.safety, get_args(Position)),
        (("screening", "emergency"), language.screening.emergency, get_args(EmergencySign)),
        (("screening", "warning"), language.screening.warning, get_args(WarningSign)),
        (("subtitle", "guidance"), language.subtitle.guidance, get_args(Guidance)),
        (("subtitle", "avoid"), language.subtitle.avoid, get_args(Contraindication)),
    )
    yield from _check_regions(language.regions, where.at("regions"), most_words)
    for path, table, names in tables:
        for name in names:
            if name not in table:
                yield Problem.of("missing-text/key", where.at(*path), key=name)
    for surface, move, stages in sorted(moves):
        yield from _check_move(language, surface, move, stages, most_words)


def _check_move(
    language: Language, surface: Surface, move: str, stages: int, most_words: int
) -> Iterator[Problem]:
    """Check that a change of position has a line for each of its stages.

    A surface that has none for it takes those of the floor.
    """
    words, place = language.moves, Where(language.file).at("moves")
    if surface != "floor":
        own = language.surfaces.get(surface)
        words = own.moves if own else {}
        place = Where(language.file).at("surfaces", *([surface, "moves"] if own else []))
    for index, line in enumerate(words.get(move, ())):
        yield from _check_sentences(line, place.at(move, index), most_words)
    lines = words.get(move) or language.moves.get(move, ())
    if " > " in move and len(lines) != stages:
        place = place.at(move) if move in words else place
        yield Problem.of("missing-text/stages", place, move=move, stages=stages, lines=len(lines))


def _check_regions(regions: Regions, where: Where, most_words: int) -> Iterator[Problem]:
    """Check that each region has its signs, as they are said, read and asked."""
    for name in get_args(WarnedRegion):
        if name not in regions:
            yield Problem.of("missing-text/key", where, key=name)
            continue
        words, place = regions[name], where.at(name)
        asked = (
            ("asked_emergency", words.asked_emergency, REGION_EMERGENCIES),
            ("asked_warning", words.asked_warning, REGION_WARNINGS),
        )
        for key, questions, signs in asked:
            for sign in signs[name]:
                if sign not in questions:
                    yield Problem.of("missing-text/key", place.at(key), key=sign)
        for index, line in enumerate(words.spoken):
            yield from _check_sentences(line, place.at("spoken", index), most_words)


def _check_sentences(text: Wording, where: Where, most_words: int) -> Iterator[Problem]:
    """A line may have several sentences, for one stops between them; each can be followed."""
    sides: tuple[Side, ...] = ("left", "right")
    for said in dict.fromkeys(wording(text, side) for side in sides):
        for sentence in SENTENCE_END.split(said):
            yield from check_words(sentence, where, most_words)


def check_words(text: Wording, where: Where, most_words: int) -> Iterator[Problem]:
    """Check that a line can be followed by ear."""
    longest = max(len(wording(text, side).split()) for side in ("left", "right"))
    if longest > most_words:
        yield Problem.of("long-line/words", where, words=longest, most=most_words)
