"""When everything in a session happens: it is compiled and placed, by lengths that are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from voicecoach.audio.mp3.frames import GRID
from voicecoach.base.units import Length
from voicecoach.base.values import replace
from voicecoach.coach.compile.session import compile_session
from voicecoach.coach.compile.tones import unexplained
from voicecoach.coach.least import least_ms
from voicecoach.coach.lengths import LengthOf
from voicecoach.coach.schedule import Schedule, expected_ms, schedule
from voicecoach.coach.timeline import Timeline
from voicecoach.formats.length import Limits
from voicecoach.formats.problems import Problem, Where, hint
from voicecoach.language.lexicon import engines_of
from voicecoach.library.script import Script
from voicecoach.model.settings import Settings
from voicecoach.model.slots import ToneName
from voicecoach.session.faults import DoesNotFit
from voicecoach.session.order import Order
from voicecoach.session.resolve import decide, settled
from voicecoach.speech import estimating_cast, guesses
from voicecoach.voices.engines import ENGINES

_FITTED = 2  # times the longest session: more than that no length leaves out


def planned(
    script: Script, guess: LengthOf, measure: Callable[[Timeline], LengthOf]
) -> tuple[Schedule, list[Problem]]:
    """Compile a script and place it; tones that it turns out to need are explained in it.

    Args:
        script: the routine with everything that it names, and what was decided of it.
        guess: lengths good enough to know how many minutes the session may say that it takes.
        measure: gives the lengths of all sounds of a timeline.

    Raises:
        CannotFit: the session cannot be as long as was asked.
        DoesNotFit: it is too long, which is seen before it is compiled.
    """
    _refuse_endless(script)
    limits = script.length
    if limits is None:
        return _written(script, guess, measure).session
    written = _written(script, guess, lambda _: guess)
    # What it needs as it is written counts in how long that is.
    script, whole = written.script, written.whole
    while True:
        session = _fitted(script, limits, whole, guess, measure)
        unknown = unexplained(session[0])
        if not unknown:
            return session
        script, whole = _telling(script, unknown)


class _Written(NamedTuple):
    """A session as it is written.

    Attributes:
        script: with the tones that it turned out to need.
        whole: its timeline, which may say any length.
        session: placed.
    """

    script: Script
    whole: Timeline
    session: tuple[Schedule, list[Problem]]


def _refuse_endless(script: Script) -> None:
    """Refuse a session that is too long whatever is said in it; a length may leave some of it out.

    Raises:
        DoesNotFit: it is.
    """
    most_ms, least = script.coaching.session_error, least_ms(script)
    if script.length and least <= most_ms * _FITTED:
        from voicecoach.coach.fit.shortest import Shortest

        least = Shortest(script).least_ms()
    if least > most_ms:
        where, least_s = Where(script.routine.file, ("title",)), Length(least // 1000 * 1000)
        fault = Problem.of("too-long/least", where, least_ms=least_s, most_ms=Length(most_ms))
        raise DoesNotFit([fault])


def _written(script: Script, guess: LengthOf, measure: Callable[[Timeline], LengthOf]) -> _Written:
    """A session as it is written, with the tones that it turns out to need."""
    while True:
        whole = compile_session(script)
        session = _placed(whole, guess, measure)
        unknown = unexplained(session[0])
        if not unknown:
            return _Written(script, whole, session)
        script = replace(script, tones=script.tones | unknown)


def _placed(
    whole: Timeline, guess: LengthOf, measure: Callable[[Timeline], LengthOf]
) -> tuple[Schedule, list[Problem]]:
    expected = expected_ms(whole, guess, GRID)
    while True:
        timeline = whole.about(expected)
        made, problems = schedule(timeline, measure(timeline), GRID)
        if not whole.tells(made.total_ms) or timeline.tells(made.total_ms):
            return made, problems  # too long for any wording: that is reported by its length
        expected = made.total_ms  # the guess was far off: once more, with what is now known


def _telling(script: Script, tones: frozenset[ToneName]) -> tuple[Script, Timeline]:
    """A script that explains more tones, and its timeline as it is written."""
    script = replace(script, tones=script.tones | tones)
    return script, compile_session(script)


def _fitted(
    script: Script,
    limits: Limits,
    whole: Timeline,
    guess: LengthOf,
    measure: Callable[[Timeline], LengthOf],
) -> tuple[Schedule, list[Problem]]:
    """Compile a script to a length, or to the nearest where that will do, and place it.

    The nearest lengths that an error names have their tones explained.
    """
    from voicecoach.coach.fit.search import CannotFit, Fitter

    fitter = Fitter(script, whole, guess, measure, GRID)

    def session(limits: Limits) -> tuple[Schedule, list[Problem]]:
        timeline = fitter.within(limits)
        return schedule(timeline, measure(timeline), GRID)

    try:
        return session(limits)
    except CannotFit as error:
        nearest = (session((ms, ms))[0] for ms in error.lengths)
        unknown = frozenset().union(*map(unexplained, nearest)) - script.tones
        if not unknown:
            if not script.nearest or error.nearest is None:
                raise
            made, found = session((error.nearest, error.nearest))
            return made, [_nearest_length(script, error.ms, error.nearest), *found]
    script, whole = _telling(script, unknown)
    return _fitted(script, limits, whole, guess, measure)


def _nearest_length(script: Script, asked_ms: int, ms: int) -> Problem:
    return Problem.of(
        "nearest-length",
        Where(script.routine.file, ("title",)),
        routine=script.routine.head.routine,
        asked_ms=Length(asked_ms),
        lasts_ms=Length(ms),
    )


def preview(script: Script, order: Order) -> tuple[Schedule, list[Problem]]:
    """Compile a script and place it by guessed lengths: nothing is spoken.

    Args:
        script: the routine with everything that it names.
        order: what is asked for; its rate, guidance and length count.

    Raises:
        CannotFit: the session cannot be as long as was asked.
        DoesNotFit: it is too long, which is seen before it is compiled.
    """
    choices = decide(order, Settings(), script.profile, script.routine.head)
    rate_wpm = choices.rate.value
    guess = guesses(estimating_cast(script.language.language, rate_wpm).source_of(script.ear))
    return planned(settled(script, choices, order.nearest), guess, lambda _: guess)


def length_problems(script: Script, placed: Schedule) -> list[Problem]:
    """A session that is too long to do, or to be safe.

    What goes on for a time, as a walk does, has a limit of its own, and does not make it unusual.
    """
    where = Where(script.routine.file, ("title",))
    lasts_ms, coaching = Length(placed.total_ms // 1000 * 1000), script.coaching
    if placed.total_ms > coaching.session_error:
        most_ms = Length(coaching.session_error)
        return [Problem.of("too-long", where, lasts_ms=lasts_ms, most_ms=most_ms)]
    if placed.total_ms - _kept_up_ms(script, placed) > coaching.session_warning:
        return [Problem.of("long-session", where, lasts_ms=lasts_ms)]
    return []


def _kept_up_ms(script: Script, placed: Schedule) -> int:
    """How long one walks, cycles or marches in a session, ms."""
    timed = {name for name, exercise in script.exercises.items() if exercise.kind == "timed"}
    return sum(
        each.end_ms - each.start_ms
        for each in placed.slots
        if each.slot.kind in ("work", "hold") and each.slot.exercise in timed
    )


def engine_problems(script: Script) -> Iterator[Problem]:
    """Respellings that no engine gets, for none has that name."""
    for where, words in script.lexicons():
        for word, said in words.items():
            for engine in engines_of(said):
                if engine not in ENGINES and ":" not in engine:  # `module:Class` is one's own
                    place, meant = where.at(word, engine), hint(engine, ENGINES)
                    yield Problem.of(
                        "unknown-engine", place, on_key=True, engine=engine, hint=meant
                    )
