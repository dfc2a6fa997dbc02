"""Compiles a routine into a timeline: what is said and done, in order, before lengths are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import get_args

from voicecoach.coach.breathing import breathing_slots
from voicecoach.coach.dosetext import dose_lines
from voicecoach.coach.guidance import Turns, by_place, guided
from voicecoach.coach.options import performed
from voicecoach.coach.pack import PackKind, pack_slots
from voicecoach.coach.prescription import prescribe
from voicecoach.coach.reps import PRESENCE, Movement, rest_slot
from voicecoach.coach.timeline import (
    Anchor,
    Cue,
    Elastic,
    Fixed,
    Halfway,
    Performed,
    Role,
    Slot,
    Spoken,
    Timeline,
    Tone,
    TotalLine,
    TotalLines,
    Utterance,
)
from voicecoach.record import SlotKind
from voicecoach.script.coaching import Coaching, moves_between, with_overrides
from voicecoach.script.fields import Position
from voicecoach.script.library import Script, flattened
from voicecoach.script.model import (
    BreatheStep,
    ColdStep,
    Exercise,
    ExerciseStep,
    Guidance,
    HeatStep,
    IncludeStep,
    Need,
    RepeatStep,
    RestStep,
    Routine,
    SayStep,
    SectionStep,
    Side,
    SidedText,
    Step,
    TransitionStep,
    wording,
)
from voicecoach.script.problems import Where

Perform = Callable[[Movement], Iterable[Slot]]

_FLOOR = frozenset(get_args(Position)) - {"standing", "chair"}


def compile_session(
    script: Script, perform: Perform = Movement.slots, total_lines: TotalLines | None = None
) -> Timeline:
    """Compile a routine.

    Every figure comes from the script's coaching rules; nothing here depends on a voice.

    Args:
        script: the routine with everything that it names.
        perform: gives the slots of an exercise's movement.
        total_lines: those that say the session's length, where they are known already.
    """
    return _Compiler(performed(script), perform, total_lines).timeline()


@dataclass
class _Compiler:
    script: Script
    perform: Perform
    total_lines: TotalLines | None
    slots: list[Slot] = field(default_factory=list)
    performed: list[Performed] = field(default_factory=list)
    position: Position = "standing"
    chapter: str | None = None
    in_section: bool = False
    in_part: bool = False  # of a routine that others include, such as the warm-up
    announced: bool = False
    moved: bool = False
    times: Counter[str] = field(default_factory=Counter)  # how often each exercise was done
    turns: Turns = field(default_factory=Turns)
    rested: set[Position] = field(default_factory=set)  # where the eyes may close, as was said

    def __post_init__(self) -> None:
        self.language = self.script.language
        self.coaching = self.script.coaching
        self.order = list(flattened(self.script.routine.steps, self.script.routines))
        self.done = 0
        self.where = Where(self.script.routine.file)
        self.guidance = self._guidance(None)

    def _guidance(self, asked_by_step: Guidance | None) -> Guidance:
        """How much is said: as was asked for, else as the step says, else as the routine does."""
        return self.script.guidance or asked_by_step or self.script.routine.head.guidance or "full"

    def timeline(self) -> Timeline:
        total = self._opening()
        self._steps(self.script.routine.steps)
        self._closing()
        return Timeline(
            title=self.script.routine.head.title,
            slots=tuple(self.slots),
            exercises=tuple(self.performed),
            needs=self._needs(),
            total=total,
            halfway=self._halfway(),
        )

    def _halfway(self) -> Halfway | None:
        if self.guidance != "full":
            return None
        line, coaching = Utterance(self.language.session_halfway), self.coaching
        return Halfway(line, coaching.halfway_session_from, coaching.halfway_session_within)

    # Slots

    def _add(self, slot: Slot) -> None:
        """Add a slot, as much of it as the guidance leaves; one that was all words may go."""
        heard = guided(slot, self.guidance)
        if slot.cues and not heard.cues and isinstance(slot.length, Spoken):
            return
        slot = heard
        if self.chapter:
            slot = replace(slot, chapter=self.chapter)
            self.chapter = None
        self.slots.append(slot)

    def _say(
        self,
        kind: SlotKind,
        lines: list[tuple[str, Role]],
        gap_ms: int | None = None,
        exercise: str | None = None,
        where: Where | None = None,
        kept: bool = False,
    ) -> None:
        """Add a slot of spoken lines, one after the other."""
        gap = self.coaching.line_gap if gap_ms is None else gap_ms
        start = Anchor(offset_ms=self.coaching.chapter_lead if self.chapter else 0)
        cues = tuple(
            Cue((Utterance(text),), role, start, gap_ms=gap, kept=kept, where=where or self.where)
            for text, role in lines
        )
        self._add(Slot(kind, Spoken(), cues, exercise))

    def _settle(self, ms: int, cues: tuple[Cue, ...] = (), exercise: str | None = None) -> None:
        if ms >= self.coaching.long_hold:
            parts = max(2, -(-ms // self.coaching.presence_every))
            anchors = (Anchor(Fraction(part, parts)) for part in range(1, parts))
            cues = (*map(self._presence, anchors), *cues)
        self._add(Slot("settle", Fixed(ms), cues, exercise))

    def _presence(self, anchor: Anchor) -> Cue:
        """A word from the coach, now and then, in a long time without any."""
        words = self.language
        said = self.turns.take((words.take_your_time, *words.other.take_your_time))
        return Cue((Utterance(said), Tone("tick")), "presence", anchor, PRESENCE, False)

    # The opening and the closing

    def _opening(self) -> TotalLine:
        language, opening = self.language, self.language.opening
        head = self.script.routine.head
        self._add(Slot("opening", Fixed(self.coaching.lead_in), chapter=language.chapter_opening))
        start = Cue((Tone("start"),), "opening", gap_ms=600, where=self.where)
        title = Cue(
            (Utterance(head.title + language.stop),), "title", gap_ms=self.coaching.line_gap
        )
        self._add(Slot("opening", Spoken(), (start, *self._greeting(), title)))
        total = TotalLine(len(self.slots), self.total_lines or self._total_lines())
        self._add(Slot("opening", Spoken()))
        lines: list[tuple[str, Role]] = []
        if needs := self._needs():
            things = language.listing([language.needs[need] for need in needs])
            lines.append((opening.needs.format(things=things), "safety"))
        if head.requires:
            lines.append((opening.requires.format(requires=head.requires), "safety"))
        lines.append((opening.read, "safety"))
        lines += [(line, "safety") for line in (*opening.emergency, *opening.ache, *opening.stop)]
        lines.append((opening.breath, "safety"))
        self._say("opening", lines)
        first = self._first_position()
        self._say("opening", [(opening.phone, "opening"), (opening.first[first], "position")])
        self._settle(round(self.coaching.first_settle * self.coaching.settle_factor))
        self.position = first
        self._arrived(eyes_were_open=True)
        return total

    def _greeting(self) -> Iterator[Cue]:
        if (text := self.script.greeting) and (profile := self.script.profile):
            place = profile.where.at("greet")
            gap = self.coaching.line_gap
            yield Cue((Utterance(text),), "greeting", gap_ms=gap, where=place, personal=True)

    def _total_lines(self) -> TotalLines:
        words, opening = self.language, self.language.opening
        lines = [(0, Utterance(opening.total_short))]
        for minutes in range(1, self.coaching.session_error // 60_000 + 1):
            says = opening.total.format(minutes=words.count(words.minutes, minutes))
            lines.append((minutes, Utterance(says)))
        return tuple(lines)

    def _needs(self) -> tuple[Need, ...]:
        """What must be at hand: a mat for the floor, and what the exercises use."""
        found: dict[Need, None] = {}
        for step in self.order:
            position = self._position_of(step)
            if position in _FLOOR:
                found["mat"] = None
            if position == "chair":
                found["chair"] = None
            if isinstance(step.body, HeatStep | ColdStep):
                found["heat-pack" if isinstance(step.body, HeatStep) else "cold-pack"] = None
            if isinstance(step.body, ExerciseStep):
                found |= dict.fromkeys(self._exercise(step.body).needs)
        return tuple(found)

    def _position_of(self, step: Step) -> Position | None:
        match step.body:
            case ExerciseStep() as body:
                return self._exercise(body).position
            case TransitionStep(transition=position):
                return position
        return None

    def _exercise(self, body: ExerciseStep) -> Exercise:
        return self.script.exercises[body.exercise]

    def _first_position(self) -> Position:
        return next(filter(None, map(self._position_of, self.order)), "standing")

    def _closing(self) -> None:
        closing = self.language.closing
        self.chapter = self.language.chapter_closing
        self.where = Where(self.script.routine.file)
        self._say("closing", [(closing.done, "closing")])
        if self.position in _FLOOR:
            self._say("transition", [(self.language.eyes_open, "eyes")])
            self._say("closing", [(closing.rise, "closing")])
            self._move_to("standing", eyes_are_open=True)
        start = Anchor(offset_ms=self.coaching.chapter_lead)
        last = Cue((Utterance(closing.last),), "closing", start, gap_ms=600, where=self.where)
        tone = Cue((Tone("end"),), "closing", start, gap_ms=self.coaching.lead_in)
        self._add(Slot("closing", Spoken(), (last, tone)))

    # Steps

    def _steps(self, steps: tuple[Step, ...]) -> None:
        for step in steps:
            self.where = step.where
            if not isinstance(step.body, SectionStep | RepeatStep | IncludeStep):
                self.done += 1  # one further in `order`, which these do not stand in
            match step.body:
                case ExerciseStep() as body:
                    self._exercise_step(body)
                case SayStep(say=text, wait=wait):
                    self._say("say", [(text, "say")])
                    self._wait(wait)
                case RestStep(rest=ms):
                    self._rest(ms)
                case BreatheStep(breathe=pattern):
                    self._begin_chapter(self.language.breathe.title)
                    for slot in breathing_slots(pattern, self.language, self.coaching, step.where):
                        self._add(slot)
                    self.announced = False
                    self._pause()
                case HeatStep(heat=ms):
                    self._pack("heat", ms)
                case ColdStep(cold=ms):
                    self._pack("cold", ms)
                case TransitionStep() as body:
                    if body.say:
                        self._say("transition", [(body.say, "position")])
                    self._preview(step.where)
                    self._move_to(body.transition)
                case SectionStep(section=title, steps=inner):
                    self._section(title, inner)
                case RepeatStep(repeat=rounds, steps=inner):
                    self._rounds(rounds, inner)
                case IncludeStep(include=name):
                    self._include(self.script.routines[name])

    def _wait(self, ms: int) -> None:
        """Time after an author's line; a long one has a word in it now and then."""
        every = self.coaching.presence_every
        cues = (
            self._presence(Anchor(offset_ms=time))
            for time in range(every, ms - self.coaching.countdown_quiet, every)
        )
        if ms:
            self._add(Slot("say", Fixed(ms), tuple(cues)))

    def _pack(self, kind: PackKind, ms: int) -> None:
        self._begin_chapter(getattr(self.language.pack, kind))
        for slot in pack_slots(kind, ms, self.language, self.coaching, self.where):
            self._add(slot)
        self.announced = False
        self._pause()

    def _include(self, routine: Routine) -> None:
        outer = self.in_part
        self.in_part = outer or routine.head.part
        self._steps(routine.steps)
        self.in_part = outer
        if routine.head.part:
            self._pause()

    def _pause(self) -> None:
        """What a length may put after an exercise; nothing before and during the warm-up."""
        if not self.script.fitted or self.in_part:
            return
        says = Cue((Utterance(self.language.rest),), "rest", Anchor(offset_ms=200), required=False)
        self._add(Slot("rest", Elastic(0, 0, self.coaching.pause_most), (says,)))

    def _begin_chapter(self, title: str) -> None:
        if not self.in_section:
            self.chapter = title

    def _section(self, title: str, steps: tuple[Step, ...]) -> None:
        outer = self.in_section
        self._begin_chapter(title)
        self.in_section = True
        self._steps(steps)
        self.in_section = outer

    def _rounds(self, rounds: int, steps: tuple[Step, ...]) -> None:
        words = self.language
        for number in range(1, rounds + 1):
            if rounds > 1:
                says = words.round_of.format(n=words.number(number), rounds=words.number(rounds))
                self._say("say", [(says, "dose")])
            self._steps(steps)

    def _rest(self, ms: int) -> None:
        bodies = (step.body for step in self.order[self.done :])
        following = next((b for b in bodies if isinstance(b, ExerciseStep | BreatheStep)), None)
        says: tuple[str, ...] = (self.language.rest,)
        if following:
            title = self._title(following)
            says = (self.language.rest_next.format(title=title), title + self.language.stop)
            self.announced = isinstance(following, ExerciseStep)
        self._add(rest_slot(self.language, self.coaching, ms, says, self.where))

    def _preview(self, where: Where) -> None:
        """Name the exercise that comes right after a change of position before the change."""
        following = self.order[self.done].body if self.done < len(self.order) else None
        if isinstance(following, ExerciseStep) and not self.announced:
            title = self._announcement(self._title(following), where)
            self._say("instruct", [(title, "title")])
            self.announced = True

    def _title(self, body: ExerciseStep | BreatheStep) -> str:
        if isinstance(body, BreatheStep):
            return self.language.breathe.title
        return body.title or self._exercise(body).title

    # An exercise

    def _exercise_step(self, body: ExerciseStep) -> None:
        self.guidance = self._guidance(body.guidance)
        exercise = self._exercise(body)
        coaching = with_overrides(self.coaching, exercise.coaching)
        dose = prescribe(exercise, body.dose, coaching)
        lines = dose_lines(dose, exercise.kind, self.language)
        title = self._title(body)
        self._begin_chapter(title)
        spoken: list[tuple[str, Role]] = [(line, "dose") for line in lines]
        self._say("instruct", [(self._announcement(title, self.where), "title"), *spoken])
        self._move_to(exercise.position)
        self.performed.append(
            Performed(
                exercise.exercise, title, exercise.position, exercise.purpose, " ".join(lines)
            )
        )
        if exercise.approach:
            self._say("transition", [(exercise.approach, "position")], 0)
            self._settle(sum(coaching.settle_ms("approach")))
        movement = Movement(
            exercise,
            dose,
            self.language,
            coaching,
            self.where,
            self.turns,
            self.guidance,
            body.count or self.script.routine.head.count or coaching.count,
            again=self.times[exercise.exercise] > 0,
        )
        self._setup(exercise, body.say, dose.sides[0], coaching)
        self.times[exercise.exercise] += 1
        (settle,) = coaching.settle_ms("same")
        self._settle(settle, (movement.begin_tone(),), exercise.exercise)
        for slot in self.perform(movement):
            self._add(slot)
        self.moved = True
        self.announced = False
        self.guidance = self._guidance(None)
        self._pause()

    def _setup(
        self, exercise: Exercise, say: str | None, side: Side | None, coaching: Coaching
    ) -> None:
        """How to begin, when to do less, and what the author says.

        Where it is known how to begin, only the lines that tell the sides apart are left of that.
        """
        explained = self.guidance == "full" and not self.times[exercise.exercise]
        texts = [text for text in exercise.setup if explained or isinstance(text, SidedText)]
        lines: list[tuple[str, Role]] = [(wording(text, side), "setup") for text in texts]
        if lines:
            place = exercise.where.at("setup")
            self._say("instruct", lines, coaching.setup_gap, exercise.exercise, place, kept=True)
        last: list[tuple[str, Role]] = [(exercise.safety, "safety")]
        if say:
            self._say("instruct", last, exercise=exercise.exercise)
            last = [(say, "say")]
        self._say("instruct", last, 0, exercise.exercise)  # the settling is the pause after it

    def _announcement(self, title: str, where: Where) -> str:
        words = self.language
        if self.announced or self.guidance == "tones":
            return title + words.stop
        if not self.moved:
            return words.first.format(title=title)
        return by_place((words.next, *words.other.next), where).format(title=title)

    # Changes of position

    def _move_to(self, goal: Position, eyes_are_open: bool = False) -> None:
        """The lines and the time of a change of position, then where one now is.

        Args:
            goal: where to.
            eyes_are_open: it was just said that they are to be.
        """
        origin = self.position
        if goal == origin:
            return
        words, coaching = self.language, self.coaching
        moves = moves_between(coaching, origin, goal)
        places = [origin, *(move.partition(" > ")[2] for move in moves)]
        eyes_needed = not all(map(self._eyes_closed, places))
        opened = goal == "standing" or (eyes_needed and self._eyes_closed(origin))
        if opened and not eyes_are_open:
            self._say("transition", [(words.eyes_open, "eyes")])
        for move in moves:
            for line, ms in zip(words.moves[move], coaching.settle_ms(move), strict=True):
                self._say("transition", [(line, "position")], 0)
                self._settle(ms)
        self.position = goal
        self._arrived(eyes_needed)

    def _arrived(self, eyes_were_open: bool) -> None:
        """Say where one now is, and that the eyes may close where one rests."""
        lines: list[tuple[str, Role]] = [(self.language.here[self.position], "position")]
        resting = self.position.startswith("lying") or self.position == "childs-pose"
        allowed = resting and self._eyes_closed(self.position)
        if eyes_were_open and allowed and self.position not in self.rested:
            lines.append((self.language.eyes_closed, "presence"))
            self.rested.add(self.position)
        self._say("transition", lines)

    def _eyes_closed(self, position: str) -> bool:
        return position in self.coaching.eyes_closed
