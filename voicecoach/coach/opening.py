"""How every session begins and ends: what it is, how long, what keeps one safe, and how to rise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from voicecoach.coach.posture import Posture
from voicecoach.coach.prescription import prescribe
from voicecoach.coach.timeline import (
    Anchor,
    Cue,
    Fixed,
    Slot,
    Spoken,
    TotalLine,
    TotalLines,
    Utterance,
    or_tone,
)
from voicecoach.coach.track import Here, Lines, Track
from voicecoach.script.coaching import with_overrides
from voicecoach.script.fields import Position, Side, Surface, wording
from voicecoach.script.library import Script
from voicecoach.script.loads import UPRIGHT
from voicecoach.script.model import ColdStep, ExerciseStep, HeatStep, Need, Step, TransitionStep

# What one lies on, and holds on to on the way there.
_LYING_NEEDS: dict[Surface, tuple[Need, ...]] = {
    "floor": ("mat",),
    "by-sofa": ("mat", "sofa"),
    "bed": ("bed",),
}
_TONE_GAP_MS = 600  # between a session's tones and its words


def needs_of(script: Script, steps: Sequence[Step]) -> tuple[Need, ...]:
    """What must be at hand: a mat for the floor, and what the exercises use."""
    found: dict[Need, None] = {}
    for step in steps:
        position = _position_of(script, step)
        if position and position not in UPRIGHT:
            found |= dict.fromkeys(_LYING_NEEDS[script.surface])
        if position == "chair":
            found["chair"] = None
        if isinstance(step.body, HeatStep | ColdStep):
            found["heat-pack" if isinstance(step.body, HeatStep) else "cold-pack"] = None
        if isinstance(step.body, ExerciseStep):
            needs = script.exercises[step.body.exercise].needs
            found |= dict.fromkeys(n for n in needs if n != "mat" or script.surface != "bed")
    return tuple(found)


def surface_of(needs: Sequence[str]) -> Surface:
    """What one lies on in a session, by what it needs."""
    found = (each for each, things in _LYING_NEEDS.items() if {*things} <= {*needs})
    return max(found, key=lambda each: len(_LYING_NEEDS[each]), default="floor")


def first_position(script: Script, steps: Sequence[Step]) -> tuple[Position, Side]:
    """Where the body is when the first of some steps begins, and on which side it would lie.

    The way down to anything but the floor has lines and times of its own, so one begins upright.
    """
    positions = (_position_of(script, step) for step in steps)
    first: Position = next((each for each in positions if each), "standing")
    if script.surface != "floor" and first not in UPRIGHT:
        first = "standing"
    return first, side_lain_on(script, steps)


def side_lain_on(script: Script, steps: Sequence[Step]) -> Side:
    """The side on which one lies for the first exercise that lies on one; left where none says."""
    for step in steps:
        if isinstance(step.body, ExerciseStep):
            exercise = script.exercises[step.body.exercise]
            coaching = with_overrides(script.coaching, exercise.coaching)
            if exercise.position == "lying-on-side":
                return prescribe(exercise, step.body.dose, coaching).sides[0] or "left"
    return "left"


def _position_of(script: Script, step: Step) -> Position | None:
    match step.body:
        case ExerciseStep(exercise=name):
            return script.exercises[name].position
        case TransitionStep(transition=position):
            return position
    return None


def opening(
    script: Script,
    track: Track,
    posture: Posture,
    here: Here,
    steps: Sequence[Step],
    total_lines: TotalLines | None,
) -> TotalLine:
    """Add what is said before the first step.

    Args:
        script: the routine with everything that it names.
        track: takes the slots.
        posture: where the body is: afterwards where the first step begins.
        here: the routine as a whole.
        steps: all that is done, in order.
        total_lines: those that say the session's length, where they are known already.

    Returns:
        The line that says the session's length.
    """
    words, said, coaching = script.language, script.language.opening, script.coaching
    head = script.routine.head
    track.add(Slot("opening", Fixed(coaching.lead_in), chapter=words.chapter_opening), here)
    start = Cue(or_tone("opening"), "opening", gap_ms=_TONE_GAP_MS, where=here.where)
    title = Cue((Utterance(head.title + words.stop),), "title", gap_ms=coaching.line_gap)
    track.add(Slot("opening", Spoken(), (start, *_greeting(script), title)), here)
    total = TotalLine(len(track.slots), total_lines or _total_lines(script))
    track.add(Slot("opening", Spoken()), here)
    track.say("opening", _safety_lines(script, needs_of(script, steps)), here)
    track.tones_at = len(track.slots)
    first, side = first_position(script, steps)
    lines: Lines = [(said.phone, "opening"), (wording(said.first[first], side), "position")]
    track.say("opening", lines, here)
    track.settle(round(coaching.first_settle * coaching.settle_factor), here)
    posture.begin_in(first, side, here)
    return total


def _greeting(script: Script) -> Iterator[Cue]:
    if (text := script.greeting) and (profile := script.profile):
        place, gap = profile.where.at("greet"), script.coaching.line_gap
        yield Cue((Utterance(text),), "greeting", gap_ms=gap, where=place, personal=True)


def _safety_lines(script: Script, needs: Sequence[Need]) -> Lines:
    words, opening = script.language, script.language.opening
    texts = []
    if needs:
        things = words.listing([words.needs[need] for need in needs])
        texts.append(opening.needs.format(things=things))
    if requires := script.routine.head.requires:
        texts.append(opening.requires.format(requires=requires))
    texts += [opening.read, *opening.emergency, *opening.ache, *opening.stop, opening.breath]
    return [(text, "safety") for text in texts]


def _total_lines(script: Script) -> TotalLines:
    words, opening = script.language, script.language.opening
    lines = [(0, Utterance(opening.total_short))]
    for minutes in range(1, script.coaching.session_error // 60_000 + 1):
        says = opening.total.format(minutes=words.count(words.minutes, minutes))
        lines.append((minutes, Utterance(says)))
    return tuple(lines)


def closing(track: Track, posture: Posture, here: Here) -> None:
    """Add what is said after the last step; who is on the floor rises."""
    said, coaching = track.language.closing, track.coaching
    track.chapter = track.language.chapter_closing
    track.say("closing", [(said.done, "closing")], here)
    if posture.position not in UPRIGHT:
        posture.open_eyes(here)
        track.say("closing", [(said.rise, "closing")], here)
        posture.move_to("standing", here)
    start = Anchor(offset_ms=coaching.chapter_lead)
    last = Cue((Utterance(said.last),), "closing", start, gap_ms=_TONE_GAP_MS, where=here.where)
    tone = Cue(or_tone("closing"), "closing", start, gap_ms=coaching.lead_in)
    track.add(Slot("closing", Spoken(), (last, tone)), here)
