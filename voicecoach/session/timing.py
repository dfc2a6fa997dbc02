"""When everything in a session happens: it is compiled and placed, by lengths that are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from voicecoach.audio.mp3.frames import GRID
from voicecoach.base.units import Length
from voicecoach.coach.compile.session import compile_session
from voicecoach.coach.compile.tones import unexplained
from voicecoach.coach.least import least_ms
from voicecoach.coach.schedule import LengthOf, Schedule, schedule, total_ms
from voicecoach.coach.timeline import Timeline
from voicecoach.formats.length import Limits
from voicecoach.formats.problems import Problem, Where, hint
from voicecoach.language.lexicon import engines_of
from voicecoach.library.library import Script
from voicecoach.project import Settings
from voicecoach.session.faults import DoesNotFit
from voicecoach.session.order import Order
from voicecoach.session.resolve import decide, settled
from voicecoach.speech import estimating_cast, guesses
from voicecoach.voices.engines import ENGINES

_FITTED = 4  # times the longest session: more than that no length leaves out


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
    if script.length:  # what it needs as it is written counts in how long that is
        whole, _ = _explained(replace(script, length=None), guess, lambda _: guess)
        script = replace(script, tones=whole.tones)
    return _explained(script, guess, measure)[1]


def _refuse_endless(script: Script) -> None:
    """Refuse a session that is too long whatever is said in it; a length may leave some of it out.

    Raises:
        DoesNotFit: it is.
    """
    most_ms, least = script.coaching.session_error, least_ms(script)
    if least > most_ms * (_FITTED if script.length else 1):
        where, least_s = Where(script.routine.file, ("title",)), Length(least // 1000 * 1000)
        fault = Problem.of("too-long/least", where, least_ms=least_s, most_ms=Length(most_ms))
        raise DoesNotFit([fault])


def _explained(
    script: Script, guess: LengthOf, measure: Callable[[Timeline], LengthOf]
) -> tuple[Script, tuple[Schedule, list[Problem]]]:
    """A script with the tones that it turns out to need, and its session."""
    while True:
        session = _placed(script, guess, measure)
        unknown = unexplained(session[0])
        if not unknown:
            return script, session
        script = replace(script, tones=script.tones | unknown)


def _placed(
    script: Script, guess: LengthOf, measure: Callable[[Timeline], LengthOf]
) -> tuple[Schedule, list[Problem]]:
    if script.length:
        return _fitted(script, script.length, guess, measure)
    whole = compile_session(script)
    expected_ms = total_ms(whole.at_most(), guess, GRID)
    while True:
        timeline = whole.about(expected_ms)
        made, problems = schedule(timeline, measure(timeline), GRID)
        if not whole.tells(made.total_ms) or timeline.tells(made.total_ms):
            return made, problems  # too long for any wording: that is reported by its length
        expected_ms = made.total_ms  # the guess was far off: once more, with what is now known


def _fitted(
    script: Script, limits: Limits, guess: LengthOf, measure: Callable[[Timeline], LengthOf]
) -> tuple[Schedule, list[Problem]]:
    """Compile a script to a length, or to the nearest where that will do, and place it.

    The nearest lengths that an error names have their tones explained.
    """
    from voicecoach.coach.fit.search import CannotFit, fit

    def session(limits: Limits) -> tuple[Schedule, list[Problem]]:
        timeline = fit(script, limits, guess, measure, GRID)
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
    return _fitted(replace(script, tones=script.tones | unknown), limits, guess, measure)


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
