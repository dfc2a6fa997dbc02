"""Steps become slots: each movement, rest and circuit of a routine, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import get_args

from voicecoach.base.values import replace
from voicecoach.coach.ache import ache_at_first
from voicecoach.coach.compile.breathing import breathing_slots
from voicecoach.coach.compile.exercise import Movement
from voicecoach.coach.compile.intervals import Intervals, Station
from voicecoach.coach.compile.opening import sides_lain_on
from voicecoach.coach.compile.performed import performed
from voicecoach.coach.compile.posture import Posture
from voicecoach.coach.compile.rests import passed_ms, rest_slot, short_rest
from voicecoach.coach.compile.teaching import Teaching
from voicecoach.coach.compile.thermal import PackKind, pack_slots
from voicecoach.coach.compile.tones import told_tones
from voicecoach.coach.compile.track import Here, RoleLines, Track
from voicecoach.coach.dose_text import dose_line
from voicecoach.coach.fading import exercise_detail, opening_is_short
from voicecoach.coach.guidance import Turns, by_place
from voicecoach.coach.prescription import Prescription, prescribe
from voicecoach.coach.roles import MANNERS, ROLES
from voicecoach.coach.timeline import (
    Anchor,
    Cue,
    Elastic,
    Fixed,
    Performed,
    Slot,
    Utterance,
)
from voicecoach.formats.fields import Side
from voicecoach.library.script import Script
from voicecoach.model.coaching import with_overrides
from voicecoach.model.exercise import Exercise
from voicecoach.model.routine import (
    BreatheStep,
    ColdStep,
    ExerciseStep,
    HeatStep,
    IncludeStep,
    RepeatStep,
    RestStep,
    SayStep,
    SectionStep,
    Step,
    TransitionStep,
)
from voicecoach.model.slots import ToneName
from voicecoach.model.steps import Steps, stands_for_others
from voicecoach.model.wait import Wait

Perform = Callable[[Movement], Iterable[Slot]]
"""Gives the slots of a movement: all, or those of a part of it."""


def movement_of(
    script: Script,
    body: ExerciseStep,
    dose: Prescription,
    here: Here,
    turns: Turns,
    again: bool,
) -> Movement:
    """What a step has one do.

    Args:
        script: has the exercise, and the routine's figures.
        body: the step.
        dose: what it prescribes.
        here: where in the session, and how much is said there.
        turns: lines that are taken in turn.
        again: the exercise was done before in the session.
    """
    exercise = script.exercises[body.exercise]
    coaching = with_overrides(script.coaching, exercise.coaching)
    return Movement(
        exercise,
        dose,
        script.language,
        coaching,
        here.where,
        turns,
        here.detail,
        body.count or script.routine.head.count or coaching.count,
        again=again,
        counts_apart=script.counts_apart,
        side_rest_ms=script.routine.head.rests.sides,
        at=body.at,
        bell=body.bell,
        step=here.step,
    )


@dataclass(slots=True, eq=False, repr=False)
class StepCompiler:
    """Adds a routine's steps to a track.

    Attributes:
        script: the routine with everything that it names.
        perform: gives the slots of an exercise's movement.
        order: all that is done, in order.
        track: takes the slots.
        posture: where the body is.
        performed: the exercises so far.
        done: how many steps of `order` were begun.
        announced: the exercise that comes was named already.
        moved: an exercise was done.
        worked: how many slots there were when the last exercise ended; None after a rest.
        teaching: tells how each begins, and knows which were told.
        sides: on which one lies from each of `order` on.
        led_to: what is done next, from each of `order` on and after the last.
    """

    script: Script
    perform: Perform
    order: Steps
    track: Track
    posture: Posture
    performed: list[Performed] = field(default_factory=list)
    done: int = 0
    announced: bool = False
    moved: bool = False
    worked: int | None = None
    teaching: Teaching = field(init=False)
    sides: Sequence[Side] = field(init=False)
    led_to: Sequence[ExerciseStep | BreatheStep | None] = field(init=False)

    def __post_init__(self) -> None:
        ache = ache_at_first(self.script, self.order)
        self.teaching = Teaching(self.track, opening_is_short(self.script), ache)
        self.sides = sides_lain_on(self.script, self.order)
        self.led_to = _led_to(self.order)

    def steps(self, steps: Steps, outer: Here) -> None:
        """Add steps.

        Args:
            steps: what is done.
            outer: what holds them.
        """
        for step in steps:
            here = replace(outer, where=step.where)
            if stands_for_others(step):
                self._inside(step, here)
            else:
                self.done += 1
                self._step(step, here)

    def _inside(self, step: Step, here: Here) -> None:
        match step.body:
            case SectionStep(section=title, steps=inner):
                self.track.begin_chapter(title, here)
                self.steps(inner, replace(here, in_section=True))
            case RepeatStep() as circuit if circuit.is_interval:
                self._intervals(circuit, here)
            case RepeatStep(repeat=rounds, steps=inner):
                self._rounds(rounds, inner, here)
            case IncludeStep(include=name):
                included = self.script.routines[name]
                is_part = included.head.part
                self.steps(included.steps, here.into(is_part))
                if is_part:
                    self._pause(here)

    def _step(self, step: Step, here: Here) -> None:
        if not isinstance(step.body, ExerciseStep | RestStep):
            self.teaching.forget()  # nobody knows what an author's line made of it
        if isinstance(step.body, RestStep | BreatheStep | HeatStep | ColdStep):
            self.worked = None
        match step.body:
            case ExerciseStep() as body:
                self._exercise_step(body, here)
            case SayStep(say=text, wait=wait):
                self.track.say("say", [(text, "say")], here)
                self._wait(wait, here)
            case RestStep(rest=ms):
                self._rest(ms, here)
            case BreatheStep(breathe=pattern):
                words, coaching = self.script.language, self.script.coaching
                slots = breathing_slots(pattern, words, coaching, here.where, self._told(here))
                self._without_effort(words.breathe.title, slots, here)
            case HeatStep(heat=ms):
                self._pack("heat", ms, here)
            case ColdStep(cold=ms):
                self._pack("cold", ms, here)
            case TransitionStep(transition=position, say=text, side=side):
                if text:
                    self.track.say("transition", [(text, "position")], here)
                self._preview(here)
                self.posture.move_to(position, here, side or self.sides[self.done])

    def _rounds(self, rounds: int, steps: Steps, here: Here) -> None:
        words = self.script.language
        for number in range(1, rounds + 1):
            if rounds > 1:
                says = words.round_of.format(n=words.number(number), rounds=words.number(rounds))
                self.track.say("say", [(says, "dose")], here)
            self.steps(steps, here)

    def _intervals(self, circuit: RepeatStep, here: Here) -> None:
        """Exercises by the clock: all that they need is taught before the first."""
        track = self.track
        intervals = Intervals(circuit, self.script, track.turns)
        first, *others = intervals.taught
        self.done += len(intervals.stations)
        track.begin_chapter(intervals.title, here)
        inner = replace(here, in_section=True)
        said: RoleLines = [
            (self._announcement(intervals.title, here), "title"),
            (intervals.dose_text, "dose"),
        ]
        if intervals.in_turn:
            said.append((intervals.in_turn, "dose"))
        track.say("instruct", said, inner)
        self.teaching.warn([each.exercise for each in intervals.stations], inner)
        moving = len(track.slots)
        if first.exercise.position != self.posture.position:
            self.teaching.forget()
        self.posture.move_to(first.exercise.position, inner, first.side, first.exercise.is_watched)
        track.meanwhile(moving, first.exercise.benefit, inner)
        for station in others:
            self._taught(station, intervals, inner, first.coaching.line_gap)
        self.teaching.approach(first.exercise, first.coaching, inner)
        self._taught(first, intervals, inner, 0)
        (settle,) = first.coaching.settle_ms("same")
        name = first.exercise.exercise if intervals.alone else None
        track.settle(settle, inner, intervals.begin_cues(), name)
        for station, slot in intervals.slots():
            track.add(slot, replace(inner, where=station.turn.step.where, detail=station.detail))
        track.say("say", [(self.script.language.rest, "rest")], inner)
        bouts = intervals.stations[:1] if intervals.alone else intervals.stations
        self.performed += [
            performed(
                each.exercise,
                each.title,
                each.dose,
                intervals.dose_of(each),
                self.script.language,
            )
            for each in bouts
        ]
        self.posture.lie_on(intervals.stations[-1].side)
        self.moved = True
        self.announced = False
        self._pause(here)

    def _taught(self, station: Station, intervals: Intervals, here: Here, gap_ms: int) -> None:
        """How an exercise is done, once, before its first turn; which one it is, of several."""
        there = replace(here, where=station.turn.step.where, detail=station.detail)
        name = None
        if intervals.alone:
            name = station.exercise.exercise
        else:
            said: RoleLines = [(station.title + self.script.language.stop, "title")]
            if intervals.differ:
                said.append((intervals.dose_of(station), "dose"))
            self.track.say("instruct", said, there)
        side = station.side or station.dose.sides[0]
        self.teaching.setup(
            station.exercise, station.body.say, side, station.coaching, there, name, gap_ms
        )

    def _wait(self, wait: Wait, here: Here) -> None:
        """Time after an author's line; in a long one a word that fits lying still, or nothing."""
        coaching = self.script.coaching
        if wait.quiet:
            self.track.add(Slot("rest", Fixed(wait.ms), quiet=True), here)
        elif wait.ms:
            every = coaching.presence_every
            times = range(every, wait.ms - coaching.countdown_quiet, every)
            still = tuple(self.track.stillness(Anchor(offset_ms=time)) for time in times)
            self.track.add(Slot("say", Fixed(wait.ms), still), here)

    def _pack(self, kind: PackKind, ms: int, here: Here) -> None:
        language, coaching = self.script.language, self.script.coaching
        slots = pack_slots(kind, ms, language, coaching, here.where, self._told(here))
        self._without_effort(getattr(language.pack, kind), slots, here)

    def _told(self, here: Here) -> frozenset[ToneName]:
        """The tones that a step need not explain: the opening does where tones are all there is.

        Whoever has done a session so often knows them.
        """
        if here.detail == "tones" or not ROLES["tones"].spoken(here.detail):
            return frozenset(get_args(ToneName))
        return told_tones(self.track.slots)

    def _without_effort(self, title: str, slots: Iterable[Slot], here: Here) -> None:
        """Something to do that is no exercise."""
        self.track.begin_chapter(title, here)
        for slot in slots:
            self.track.add(slot, here)
        self.announced = False
        self._pause(here)

    def _pause(self, here: Here) -> None:
        """What a length may put after an exercise; nothing before and during the warm-up."""
        if not self.script.fitted or here.in_part:
            return
        line = Utterance(self.script.language.rest)
        says = Cue((line,), "rest", Anchor(offset_ms=200), required=False)
        most = self.script.coaching.pause_most
        self.track.add(Slot("rest", Elastic(0, 0, most), (says,)), here)

    def _rest(self, ms: int, here: Here) -> None:
        words = self.script.language
        following = self.led_to[self.done]
        says: tuple[str, ...] = (words.rest,)
        if following:
            title = self._title(following)
            says = (words.rest_next.format(title=title), title + words.stop)
            self.announced = isinstance(following, ExerciseStep)
        slot = rest_slot(words, self.script.coaching, ms, says, here.where)
        if self.script.fitted and not following:
            # What it led to may be left out: then its own word is another, and longer, than the one
            # that the author gave room to.
            bare, *counted = slot.cues
            slot = slot._replace(cues=(bare._replace(required=False), *counted))
        self.track.add(slot, here)

    def _preview(self, here: Here) -> None:
        """Name the exercise that comes right after a change of position before the change."""
        following = self.order[self.done].body if self.done < len(self.order) else None
        if isinstance(following, ExerciseStep) and not self.announced:
            title = self._announcement(self._title(following), here)
            self.track.say("instruct", [(title, "title")], here)
            self.announced = True

    def _title(self, body: ExerciseStep | BreatheStep) -> str:
        if isinstance(body, BreatheStep):
            return self.script.language.breathe.title
        return body.title or self.script.exercises[body.exercise].title

    # An exercise

    def _exercise_step(self, body: ExerciseStep, outer: Here) -> None:
        script, track = self.script, self.track
        here = replace(outer, detail=exercise_detail(script, body.exercise, body.guidance))
        exercise = script.exercises[body.exercise]
        coaching = with_overrides(script.coaching, exercise.coaching)
        dose = prescribe(exercise, body.dose, coaching)
        said = dose_line(dose, exercise.kind, script.language)
        title = self._title(body)
        self._rest_between(exercise, title, dose.sides[0], here)
        track.begin_chapter(title, here)
        track.say("instruct", [(self._announcement(title, here), "title"), (said, "dose")], here)
        self.teaching.warn([exercise], here)
        if exercise.position != self.posture.position or not self.teaching.is_there(exercise):
            self.teaching.forget()
        moving = len(track.slots)
        self.posture.move_to(exercise.position, here, dose.sides[0], exercise.is_watched)
        track.meanwhile(moving, exercise.benefit, here)
        self.performed.append(performed(exercise, title, dose, said, script.language))
        self.teaching.approach(exercise, coaching, here)
        again = self.teaching.times[exercise.exercise] > 0
        movement = movement_of(script, body, dose, here, track.turns, again)
        self.teaching.setup(exercise, body.say, dose.sides[0], coaching, here, exercise.exercise)
        settle = sum(coaching.settle_ms("same"))
        track.settle(settle, here, movement.begin_cues(), exercise.exercise)
        for slot in self.perform(movement):
            track.add(slot, here)
        self.posture.lie_on(dose.sides[-1])
        self.moved = True
        self.worked = None if outer.in_part else len(track.slots)
        self.announced = False
        self._pause(outer)

    def _rest_between(self, exercise: Exercise, title: str, side: Side | None, here: Here) -> None:
        """What the rest between two exercises has beside the way from one to the other."""
        left_ms = self.script.routine.head.rests.exercises
        if self.worked is None or not left_ms:
            return
        way_ms = self.posture.settle_ms(exercise, side, self.teaching.is_there(exercise))
        left_ms -= passed_ms(self.track.slots[self.worked :]) + way_ms
        words = self.script.language
        says = (words.rest_next.format(title=title), title + words.stop)
        for slot in short_rest(words, self.script.coaching, left_ms, says, here.where):
            self.announced = self.announced or bool(slot.cues)
            self.track.add(slot, here)

    def _announcement(self, title: str, here: Here) -> str:
        words = self.script.language
        if self.announced or not MANNERS["announced"].spoken(here.detail):
            return title + words.stop
        if not self.moved:
            return words.first.format(title=title)
        return by_place((words.next, *words.other.next), here.where).format(title=title)


def _led_to(order: Steps) -> list[ExerciseStep | BreatheStep | None]:
    """The next step that is an exercise or breathing, from each step on and after the last."""
    found: list[ExerciseStep | BreatheStep | None] = [None]
    for step in reversed(order):
        found.append(step.body if isinstance(step.body, ExerciseStep | BreatheStep) else found[-1])
    return found[::-1]
