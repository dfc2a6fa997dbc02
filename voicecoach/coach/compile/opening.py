"""How every session begins and ends: what it is, how long, what keeps one safe, and how to rise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from zlib import crc32

from voicecoach.base.once import Once
from voicecoach.coach.ache import ache_at_first
from voicecoach.coach.compile.posture import Posture
from voicecoach.coach.compile.track import Here, RoleLines, Track
from voicecoach.coach.fading import opening_is_short
from voicecoach.coach.prescription import prescribe
from voicecoach.coach.roles import ROLES
from voicecoach.coach.timeline import (
    Anchor,
    Cue,
    Fixed,
    Halfway,
    Slot,
    Spoken,
    TotalLine,
    TotalLines,
    Utterance,
    or_tone,
)
from voicecoach.coach.way import position_of
from voicecoach.formats.fields import Need, Position, Side, Surface, need_text, wording
from voicecoach.language.phrases import Language
from voicecoach.library.script import Script
from voicecoach.model.coaching import SIDED, with_overrides
from voicecoach.model.contraindications import UPRIGHT
from voicecoach.model.routine import ColdStep, Detail, ExerciseStep, HeatStep, Step, TransitionStep

# What one lies on, and holds on to on the way there.
_LYING_NEEDS: dict[Surface, tuple[Need, ...]] = {
    "floor": ("mat",),
    "by-sofa": ("mat", "sofa"),
    "bed": ("bed",),
}
_TONE_GAP_MS = 600  # between a session's tones and its words
_READY_MS, _LATE = 1500, Anchor(2, 3)  # of the time to get ready: when words come in it


def needs_of(script: Script, steps: Sequence[Step]) -> tuple[str, ...]:
    """What must be at hand: a mat for the floor, and what the exercises use.

    Things by their names, or in the author's own words.
    """
    found: dict[str, None] = dict.fromkeys(map(need_text, script.routine.head.needs))
    for step in steps:
        position = position_of(step, script.exercises)
        if position and position not in UPRIGHT:
            found |= dict.fromkeys(_LYING_NEEDS[script.surface])
        if position == "chair":
            found["chair"] = None
        if isinstance(step.body, HeatStep | ColdStep):
            found["heat-pack" if isinstance(step.body, HeatStep) else "cold-pack"] = None
        if isinstance(step.body, ExerciseStep):
            needs = map(need_text, script.exercises[step.body.exercise].needs)
            found |= dict.fromkeys(n for n in needs if n != "mat" or script.surface != "bed")
    if "mat-or-bed" in found:
        found.pop("mat" if script.surface == "floor" else "mat-or-bed", None)
    return tuple(found)


def surface_of(needs: Sequence[str]) -> Surface:
    """What one lies on in a session, by what it needs."""
    found = (each for each, things in _LYING_NEEDS.items() if {*things} <= {*needs})
    return max(found, key=lambda each: len(_LYING_NEEDS[each]), default="floor")


def first_position(script: Script, steps: Sequence[Step]) -> tuple[Position, Side]:
    """Where the body is when the first of some steps begins, and on which side it would lie.

    The way down to anything but the floor has lines and times of its own, so one begins upright;
    in what is done in bed, one lies there already.
    """
    positions = (position_of(step, script.exercises) for step in steps)
    first: Position = next((each for each in positions if each), "standing")
    if script.surface not in ("floor", script.routine.head.surface) and first not in UPRIGHT:
        first = "standing"
    return first, side_lain_on(script, steps)


def side_lain_on(script: Script, steps: Iterable[Step]) -> Side:
    """The side of the first position that has one; left where none says which."""
    return next((side for step in steps if (side := _side_of(script, step))), "left")


def sides_lain_on(script: Script, steps: Sequence[Step]) -> Sequence[Side]:
    """The same of the steps from each on, and of none."""
    sides: list[Side] = ["left"]
    for step in reversed(steps):
        sides.append(_side_of(script, step) or sides[-1])
    return sides[::-1]


def _side_of(script: Script, step: Step) -> Side | None:
    """The side that a step says one lies on."""
    match step.body:
        case TransitionStep(side=side):
            return side
        case ExerciseStep(exercise=name, dose=dose):
            exercise = script.exercises[name]
            if exercise.position in SIDED:
                coaching = with_overrides(script.coaching, exercise.coaching)
                return prescribe(exercise, dose, coaching).sides[0] or "left"
    return None


def opening(
    script: Script,
    track: Track,
    posture: Posture,
    here: Here,
    steps: Sequence[Step],
    total_lines_of: Callable[[tuple[str, ...]], TotalLines] | None,
) -> TotalLine:
    """Add what is said before the first step.

    Args:
        script: the routine with everything that it names.
        track: takes the slots.
        posture: where the body is: afterwards where the first step begins.
        here: the routine as a whole.
        steps: all that is done, in order.
        total_lines_of: gives those that say the session's length, where some are known already.

    Returns:
        The line that says the session's length.
    """
    words, said, coaching = script.language, script.language.opening, script.coaching
    head = script.routine.head
    track.add(Slot("opening", Fixed(coaching.lead_in), chapter=words.chapter_opening), here)
    start = Cue(or_tone("opening"), "opening", gap_ms=_TONE_GAP_MS, where=here.where)
    title = Cue((Utterance(head.title + words.stop),), "title", gap_ms=coaching.line_gap)
    track.add(
        Slot("opening", Spoken(), (start, *_welcome(script), *_greeting(script), title)), here
    )
    needs = needs_of(script, steps)
    lines_of = total_lines_of or partial(total_lines, script)
    total = TotalLine(len(track.slots), lines_of(needs))
    track.add(Slot("opening", Spoken()), here)
    if also := _also_needed(words, needs, coaching.things_at_once):
        track.say("opening", also, here)
    track.say("opening", _safety_lines(script), here)
    track.tones_at = len(track.slots)
    first, side = first_position(script, steps)
    lines: RoleLines = [(said.phone, "opening"), (wording(said.first[first], side), "position")]
    track.say("opening", lines, here)
    aches = words.ache_lines(ache_at_first(script, steps))
    _get_ready(track, coaching.first_settle_ms(first, script.surface), here, aches)
    posture.begin_in(first, side, here, _begins_watched(script, steps))
    return total


def _welcome(script: Script) -> Iterator[Cue]:
    if said := script.welcome:
        gap = script.coaching.line_gap
        yield Cue((Utterance(said.text),), "greeting", gap_ms=gap, where=said.where)


def _greeting(script: Script) -> Iterator[Cue]:
    if (text := script.greeting) and (profile := script.profile):
        place, gap = profile.where.at("greet"), script.coaching.line_gap
        yield Cue((Utterance(text),), "greeting", gap_ms=gap, where=place, personal=True)


def _safety_lines(script: Script) -> RoleLines:
    opening = script.language.opening
    texts = []
    if requires := script.routine.head.requires:
        texts.append(opening.requires.format(requires=requires))
    short = opening_is_short(script)
    signs = (opening.emergency_short,) if short else opening.emergency
    asked = () if short else (opening.ask_first, opening.tell)
    texts += [*signs, *asked, *opening.stop]
    return [(text, "safety") for text in texts]


def _get_ready(track: Track, ms: int, here: Here, aches: Sequence[str]) -> None:
    """Time to get where one begins, in which one hears what may be felt, and to breathe."""
    said, start = track.language.opening, Anchor(offset_ms=_READY_MS)
    cues = [
        Cue((Utterance(text),), "safety", start, gap_ms=track.coaching.line_gap, where=here.where)
        for text in (*aches, said.breath)
    ]
    if ms >= track.coaching.long_hold:
        cues.append(track.presence(_LATE))
    track.add(Slot("settle", Spoken(ms), tuple(cues)), here)


def _begins_watched(script: Script, steps: Sequence[Step]) -> bool:
    """Whether the first exercise is done with open eyes."""
    names = (step.body.exercise for step in steps if isinstance(step.body, ExerciseStep))
    first = next(names, None)
    return first is not None and script.exercises[first].is_watched


def total_says(words: Language, minutes: int, needs: Sequence[str], at_once: int) -> str:
    """Say how long a session takes, and what it needs.

    Args:
        words: the coach's.
        minutes: the length; 0 for less than half a minute.
        needs: what must be at hand, as in the library; what is over has lines of its own.
        at_once: how many things are named in one line.
    """
    opening = words.opening
    length = opening.under
    if minutes:
        length = opening.about.format(minutes=words.count(words.minutes, minutes))
    if not needs:
        return opening.total.format(length=length)
    return opening.total_needs.format(length=length, things=_things(words, needs[:at_once]))


def _also_needed(words: Language, needs: Sequence[str], at_once: int) -> RoleLines:
    """Name what had no room in the line that says the length, a few things a line."""
    parts = (needs[at:][:at_once] for at in range(at_once, len(needs), at_once))
    said = words.opening.also_needs
    return [(said.format(things=_things(words, part)), "opening") for part in parts]


def _things(words: Language, needs: Sequence[str]) -> str:
    return words.listing([words.needs.get(need, need) for need in needs])


def total_lines(script: Script, needs: Sequence[str]) -> TotalLines:
    """Say how long a session takes, and what it needs, for every length that there may be."""
    words, coaching = script.language, script.coaching
    lines = _once(_total_lines_in, words, of=words.language)
    return lines(coaching.session_error // 60_000, tuple(needs), coaching.things_at_once)


_once = Once()  # two hundred lines are a tenth of what a session takes to compile


def _total_lines_in(words: Language) -> Callable[[int, tuple[str, ...], int], TotalLines]:
    """Give what says the lines of a language: for all minutes, with needs, so many at once."""

    @lru_cache(maxsize=64)
    def lines(most: int, needs: tuple[str, ...], at_once: int) -> TotalLines:
        told = (total_says(words, minutes, needs, at_once) for minutes in range(most + 1))
        return tuple((minutes, Utterance(text)) for minutes, text in enumerate(told))

    return lines


def halfway_of(script: Script, detail: Detail) -> Halfway | None:
    """The line that half of the session is done, and where it may stand; None where nobody says it.

    Args:
        script: has the words and the figures.
        detail: how much is said of the session.
    """
    if not ROLES["halfway"].spoken(detail):
        return None
    line, coaching = Utterance(script.language.session_halfway), script.coaching
    return Halfway(line, coaching.halfway_session_from, coaching.halfway_session_within)


def closing(script: Script, track: Track, posture: Posture, here: Here) -> None:
    """Add what is said after the last step; who is on the floor rises."""
    said, coaching = track.language.closing, track.coaching
    track.chapter = track.language.chapter_closing
    track.say("closing", [(said.done, "closing")], here)
    if posture.position not in UPRIGHT:
        posture.open_eyes(here)
        track.say("closing", [(said.rise, "closing")], here)
        posture.move_to("standing", here)
    track.say("closing", [(_every_day(script), "closing")], here)
    start = Anchor(offset_ms=coaching.chapter_lead)
    last = Cue((Utterance(said.last),), "closing", start, gap_ms=_TONE_GAP_MS, where=here.where)
    tone = Cue(or_tone("closing"), "closing", start, gap_ms=coaching.lead_in)
    track.add(Slot("closing", Spoken(), (last, tone)), here)


def _every_day(script: Script) -> str:
    """What helps besides the exercises: another line each day, where somebody knows the day."""
    lines = script.language.closing.every_day
    turn = script.turn
    if turn is None:
        turn = crc32(script.routine.head.routine.encode())
    return lines[turn % len(lines)]
