"""What fades of a session: how much is said of each thing to somebody who has done it before."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.values import replace
from voicecoach.coach.roles import ROLES
from voicecoach.library.script import Script
from voicecoach.model.coaching import Coaching, with_overrides
from voicecoach.model.familiarity import FadedTo, Familiarity
from voicecoach.model.routine import Detail, ExerciseStep, Guidance
from voicecoach.model.steps import flattened

WARNING_SIGNS, TONES = "warning signs", "the tones"  # no exercise has a name with a space

_NEW = Familiarity()


def guidance_of(script: Script, step: Guidance | None = None) -> Guidance:
    """How much is to be said in a session, or in a step of it that asks for something else."""
    default: Guidance = "fading" if script.familiarity else "full"
    return script.guidance or step or script.routine.head.guidance or default


def session_detail(script: Script) -> Detail:
    """How much is said of what is no exercise."""
    guidance = guidance_of(script)
    if guidance != "fading":
        return guidance
    known = script.familiarity or _NEW
    return _arrived(known.sessions, known, script.coaching)


def exercise_detail(script: Script, name: str, step: Guidance | None = None) -> Detail:
    """How much is said of an exercise.

    Args:
        script: has it.
        name: of the exercise.
        step: the guidance that its step asks for.
    """
    guidance = guidance_of(script, step)
    if guidance != "fading":
        return guidance
    known = script.familiarity or _NEW
    figures = with_overrides(script.coaching, script.exercises[name].coaching)
    return _arrived(known.of(name), known, figures)


def _arrived(times: int, known: Familiarity, figures: Coaching) -> Detail:
    """At which step something is that was done so often."""
    if times < figures.familiar_after:
        return "full"
    is_known = known.source != "calendar" and (known.pressed or times >= figures.known_after)
    return "known" if is_known else "familiar"


def opening_is_short(script: Script) -> bool:
    """Whether the warning signs are said in one sentence: whole first, and again every so often.

    Where only the calendar is known nobody knows how often they were heard.
    """
    known = script.familiarity
    if guidance_of(script) != "fading" or known is None or known.source == "calendar":
        return False
    return known.sessions % script.coaching.safety_whole_every != 0


def told_less(script: Script) -> Iterator[tuple[str, FadedTo]]:
    """What a session explains less than at first, and how far that went: exercises by name."""
    if opening_is_short(script):
        yield WARNING_SIGNS, "short"
    if not ROLES["tones"].spoken(session_detail(script)):
        yield TONES, "known"
    for name, step in dict.fromkeys(_exercises(script)):
        detail = exercise_detail(script, name, step)
        if detail in ("familiar", "known"):
            yield name, detail


def can_be_pressed(script: Script) -> bool:
    """Whether something may be told in fewer words where time is short."""
    known = script.familiarity
    if known is None or known.source == "calendar" or known.pressed:
        return False
    return any(exercise_detail(script, *each) == "familiar" for each in _exercises(script))


def told_of_fading(script: Script) -> Iterator[Phrase]:
    """What a length has explained less than it would be."""
    known = script.familiarity
    if known is None or not known.pressed:
        return
    unpressed = replace(script, familiarity=replace(known, pressed=False))
    before = dict(told_less(unpressed))
    titles = [
        script.exercises[name].title
        for name, how in told_less(script)
        if name != TONES and how == "known" and before[name] != how
    ]
    yield phrase("explained-less", titles=titles)


def faded(script: Script) -> Iterator[Phrase]:
    """Give whatever fades in a session, and what is explained in full again, each with why."""
    known = script.familiarity
    if known is None or guidance_of(script) != "fading":
        return
    for name, how in told_less(script):
        if how == "short":
            yield phrase("faded/signs", done=_done(known.sessions))
        elif name == TONES:
            yield phrase("faded/tones", done=_done(known.sessions))
        else:
            title = script.exercises[name].title
            yield phrase(f"faded/{how}", title=title, exercise=name, done=_done(known.of(name)))
    for name, reason in known.again:
        if name in script.exercises:
            title = script.exercises[name].title
            yield phrase("explained-again", title=title, exercise=name, reason=reason)


def _done(times: int) -> Phrase:
    return phrase("done/once" if times == 1 else "done/often", times=times)


def _exercises(script: Script) -> Iterator[tuple[str, Guidance | None]]:
    """Each exercise as it is done, with the guidance of its step."""
    steps = flattened(script.routine.steps, script.routines)
    bodies = (step.body for step in steps)
    return ((b.exercise, b.guidance) for b in bodies if isinstance(b, ExerciseStep))
