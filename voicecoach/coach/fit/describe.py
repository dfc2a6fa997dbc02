"""What a plan changes in a script, for whoever builds the session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.units import Length
from voicecoach.coach.fit.edits import Edit, quantities, walked
from voicecoach.library.script import Script
from voicecoach.model.routine import (
    BreatheStep,
    ColdStep,
    ExerciseStep,
    HeatStep,
    IncludeStep,
    RepeatStep,
    SayStep,
    SectionStep,
    Step,
    TransitionStep,
)
from voicecoach.model.steps import Key


def describe(script: Script, plan: Edit) -> Iterator[Phrase]:
    """Each change, those of one kind in the order of the routine."""
    steps = {key: step for key, step, _ in walked(script, extras=True)}
    names = _names(script, steps)
    yield from (phrase("left-out", step=names[key]) for key in steps if key in plan.out)
    yield from (phrase("added", step=names[key]) for key in steps if key in plan.added)
    for key, more in plan.rounds:
        body = steps[key].body
        assert isinstance(body, RepeatStep), "only circuits have rounds"
        after = body.repeat + more
        yield phrase("amount/rounds", step=names[key], before=body.repeat, after=after)
    written = {number.key: number for number in quantities(script, plan)}
    for key, amount in plan.amounts:
        number = written[key]
        before = number.values[number.written]
        if number.unit == "ms":
            lengths = {"before_ms": Length(before), "after_ms": Length(amount)}
            yield phrase("amount/time", step=names[key], **lengths)
        else:
            unit = number.unit.removesuffix("s") if amount == 1 else number.unit
            body = steps[key].body
            unsourced = isinstance(body, ExerciseStep) and below_sources(script, body, amount)
            kind = f"amount/{unit}-editorial" if unsourced else f"amount/{unit}"
            yield phrase(kind, step=names[key], before=before, after=amount)


def below_sources(script: Script, body: ExerciseStep, reps: int) -> bool:
    """Whether fewer reps of an exercise are done than any of its sources gives."""
    doses = (each for each in script.exercises[body.exercise].sources if each.source != "editorial")
    leasts = [each.dose.reps.low for each in doses if each.dose.reps]
    return not leasts or reps < min(leasts)


def _names(script: Script, steps: dict[Key, Step]) -> dict[Key, Phrase | str]:
    """What each step is called; those that share a title have the number of their step besides."""
    titles = {key: title_of(script, step) for key, step in steps.items()}
    often = Counter(map(str, titles.values()))
    return {
        key: title
        if often[str(title)] == 1
        else phrase("step/numbered", title=title, number=number_of(key))
        for key, title in titles.items()
    }


def number_of(key: Key) -> str:
    """A step as one counts them in the file: `4`, and `2.1` for the first inside the second."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in key)


def title_of(script: Script, step: Step) -> Phrase | str:
    """What a step is called."""
    match step.body:
        case ExerciseStep() as body:
            return body.title or script.exercises[body.exercise].title
        case BreatheStep():
            return script.language.breathe.title
        case SectionStep(section=title):
            return title
        case HeatStep():
            return script.language.pack.heat
        case ColdStep():
            return script.language.pack.cold
        case SayStep(say=text):
            return phrase("step/said", text=text)
        case IncludeStep(include=name):
            return script.routines[name].head.title
        case RepeatStep():
            return phrase("step/circuit")
        case TransitionStep(transition=position):
            return phrase("step/position", position=position)
    return phrase("step/rest")
