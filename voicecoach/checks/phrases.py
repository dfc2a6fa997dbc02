"""Checks of a language: it has words for all that a session may say, and each can be followed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import get_args

from voicecoach.formats.fields import Need, Position, Side, Wording, wording
from voicecoach.formats.problems import Problem, Where
from voicecoach.language.phrases import Language
from voicecoach.language.printed import EmergencySign, WarningSign
from voicecoach.model.coaching import Coaching
from voicecoach.model.contraindications import Contraindication
from voicecoach.model.exercise import Kind
from voicecoach.model.load import COLOURS
from voicecoach.model.routine import Guidance

SENTENCE_END = re.compile(r"(?<=[.!?\u0964])\s+")


def check_language(language: Language, coaching: Coaching) -> Iterator[Problem]:
    """Check that a language has words for every position, need and change of position."""
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
    for path, table, names in tables:
        for name in names:
            if name not in table:
                yield Problem.of("missing-text/key", where.at(*path), key=name)
    yield from _check_moves(language.moves, coaching.settle, {}, where.at("moves"), coaching)
    for surface, settle in coaching.surfaces.items():
        words, place = language.surfaces.get(surface), where.at("surfaces", surface, "moves")
        own = words.moves if words else {}
        place = place if words else where.at("surfaces")
        yield from _check_moves(own, settle, language.moves, place, coaching)


def _check_moves(
    moves: Mapping[str, tuple[Wording, ...]],
    settle: Mapping[str, tuple[int, ...]],
    others: Mapping[str, tuple[Wording, ...]],
    where: Where,
    coaching: Coaching,
) -> Iterator[Problem]:
    """Check that each change of position has a line for each of its stages.

    Args:
        moves: the lines.
        settle: the stages, in ms.
        others: lines for what has none of its own.
        where: the place of the lines.
        coaching: the figures.
    """
    for move, stages in settle.items():
        for index, line in enumerate(moves.get(move, ())):
            yield from _check_sentences(line, where.at(move, index), coaching)
        lines = moves.get(move) or others.get(move, ())
        if " > " in move and len(lines) != len(stages):
            place = where.at(move) if move in moves else where
            yield Problem.of(
                "missing-text/stages", place, move=move, stages=len(stages), lines=len(lines)
            )


def _check_sentences(text: Wording, where: Where, coaching: Coaching) -> Iterator[Problem]:
    """A line may have several sentences, for one stops between them; each can be followed."""
    sides: tuple[Side, ...] = ("left", "right")
    for said in dict.fromkeys(wording(text, side) for side in sides):
        for sentence in SENTENCE_END.split(said):
            yield from check_words(sentence, where, coaching)


def check_words(text: Wording, where: Where, coaching: Coaching) -> Iterator[Problem]:
    """Check that a line can be followed by ear."""
    longest = max(len(wording(text, side).split()) for side in ("left", "right"))
    if longest > coaching.setup_words:
        yield Problem.of("long-line/words", where, words=longest, most=coaching.setup_words)
