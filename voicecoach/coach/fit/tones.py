"""The tones that a session may need whatever a length leaves of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from voicecoach.coach.compile.session import compile_session
from voicecoach.coach.compile.tones import untold_tones
from voicecoach.coach.fading import guidance_of
from voicecoach.library.library import Script
from voicecoach.model.dose import Range
from voicecoach.model.routine import ExerciseStep, Step
from voicecoach.model.slots import ToneName
from voicecoach.model.steps import Key, map_steps


def with_tones(script: Script) -> Script:
    """A script that explains all that its choices may need: so they are told alike in each.

    What is said in the opening would otherwise depend on how many reps are chosen, and a length
    could not be reckoned as a sum.
    """
    return replace(script, tones=script.tones | _tones(script) | _tones(_fullest(script)))


def _tones(script: Script) -> frozenset[ToneName]:
    """All that sound for sure; but with words, paced breathing explains its own."""
    slots = compile_session(replace(script, fitted=False, tones=frozenset())).slots
    of_breaths = guidance_of(script) == "tones"
    left = (slot for slot in slots if of_breaths or slot.kind != "breathe")
    return untold_tones(
        replace(slot, cues=tuple(cue for cue in slot.cues if cue.role != "tones")) for slot in left
    )


def _fullest(script: Script) -> Script:
    """A script with everything that a length may add, and with as many reps as it may ask for."""

    def most(_key: Key, _before: Step, step: Step) -> Iterator[Step]:
        body = step.body
        if isinstance(body, ExerciseStep):
            known = script.exercises[body.exercise].dose.reps
            own = body.dose.reps or known
            if own and not own.listed:
                high = max(own.high, known.high if known else 0)
                dose = replace(body.dose, reps=Range(high, high))
                body = replace(body, dose=dose)
        yield replace(step, body=body, extra=False)

    steps = map_steps(script.routine.steps, most)
    return replace(script, routine=replace(script.routine, steps=steps))
