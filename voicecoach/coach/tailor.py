"""Tailors a script to a person: their doses, what they leave out, what they do instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.units import format_duration
from voicecoach.base.values import replace
from voicecoach.checks.routines import Adapt
from voicecoach.coach.avoided import avoided_movements
from voicecoach.coach.dose_text import DosedLine
from voicecoach.coach.paced import at_pace, paced_ms
from voicecoach.formats.fields import Side, wording
from voicecoach.formats.problems import Problem, Where
from voicecoach.library.library import Library
from voicecoach.library.script import Script
from voicecoach.model.coaching import Coaching, with_overrides
from voicecoach.model.contraindications import GROUNDS, strain_in_words, strains_in
from voicecoach.model.dose import Dose, Range
from voicecoach.model.dose_change import DoseChange, figure_of, scaled
from voicecoach.model.exercise import Exercise
from voicecoach.model.limits import loosened
from voicecoach.model.profile import Change, Profile
from voicecoach.model.routine import (
    BreatheStep,
    ExerciseStep,
    IncludeStep,
    RepeatStep,
    RestStep,
    Routine,
    SectionStep,
    Step,
    TransitionStep,
)
from voicecoach.model.steps import (
    Does,
    Key,
    Routines,
    Steps,
    as_written,
    children,
    everything,
    holds_intervals,
    iter_steps,
    map_steps,
    own_work,
    works,
)
from voicecoach.model.variants import VariantChoice, choose_instead


def tailor(
    script: Script, profile: Profile, exercises: Mapping[str, Exercise]
) -> tuple[Script, list[Problem]]:
    """A script as a person does it. Doing it twice changes nothing more.

    Every step that a profile changes has its place in the profile's file: so its faults are shown
    there, and it is known as changed.

    Args:
        script: the routine with everything that it names.
        profile: what differs for the person.
        exercises: all of the library, by name, as they are written.

    Returns:
        The script, which holds its changes; and what is wrong with it now.
    """
    return _Tailor(script, profile, exercises).result()


def tailoring(profile: Profile | None, library: Library) -> Adapt | None:
    """What tailors scripts to a profile, for those who read them; None without one."""
    if profile is None:
        return None

    def adapt(script: Script) -> tuple[Script, list[Problem]]:
        read = library.exercises(script.language.language)
        written = {name: exercise for name, (exercise, _) in read.items()}
        tailored, problems = tailor(script, profile, written)
        brought_in = tailored.exercises.keys() - script.exercises.keys()
        return tailored, [*problems, *(each for name in brought_in for each in read[name][1])]

    return adapt


@dataclass
class _Tailor:
    script: Script
    profile: Profile
    exercises: Mapping[str, Exercise]
    routines: dict[str, Routine] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    brought_in: dict[str, str] = field(default_factory=dict)
    lying: Profile = field(init=False)  # as what the routine is done on has it

    def __post_init__(self) -> None:
        self.written = {**self.script.exercises, **self.exercises}
        own = self.script.routine.head.surface
        self.surface = own or self.profile.lies_on
        self.lying = replace(self.profile, floor=None, surface=own) if own else self.profile
        self.figures = _figures(self.script.coaching.on(self.surface), self.profile)
        self.paced: dict[str, Exercise] = {}
        self.present = _named(self.script.routine.steps, self.script.routines, as_written)
        visits = iter_steps(self.script.routine.steps, self.script.routines)
        self.by_the_clock = {v.step.where for v in visits if any(map(holds_intervals, v.above))}

    def result(self) -> tuple[Script, list[Problem]]:
        routine = self._routine(self.script.routine)
        used = _named(routine.steps, self.routines, everything)
        kept = _included(routine.steps, self.routines)
        own = own_work(self.script.routine, self.script.routines)
        if own and not own_work(routine, self.routines):
            where = Where(routine.file, ("steps",))
            self.problems.append(Problem.of("empty-routine", where, on_key=True))
        script = replace(
            self.script,
            routine=routine,
            routines={name: self.routines[name] for name in self.routines if name in kept},
            exercises={name: self._paced(name) for name in self.written if name in used},
            coaching=self.figures,
            profile=self.profile,
            surface=self.surface,
            language=self.script.language.on(self.surface),
            changes=(*self.script.changes, *self.changes),
        )
        return script, [*self.problems, *avoided_movements(script, self.profile)]

    # Steps

    def _routine(self, routine: Routine) -> Routine:
        return replace(routine, steps=map_steps(routine.steps, self._step))

    def _step(self, _key: Key, before: Step, step: Step) -> list[Step]:
        if before.where.file == self.profile.file:
            return [before]
        match step.body:
            case ExerciseStep() as body:
                return self._exercise_step(step, body)
            case SectionStep() | RepeatStep() as body:
                what = phrase("empty-section/circuit")
                if isinstance(body, SectionStep):
                    what = phrase("empty-section/section", section=body.section)
                gone = self._emptied(step, what, children(before), children(step))
                return [] if gone else [step]
            case IncludeStep(include=name):
                return [] if self._include(step, name) else [step]
            case TransitionStep() as body:
                return [self._transition(step, body)]
            case BreatheStep() as body:
                return [self._breathing(step, body)]
            case RestStep(rest=ms):
                return [self._rest(step, ms)]
        return [step]

    def _include(self, step: Step, name: str) -> bool:
        """Tailor an included routine; whether nothing of it is left."""
        before = self.script.routines[name]
        if name not in self.routines:
            self.routines[name] = self._routine(before)
        what = phrase("empty-section/routine", routine=name)
        return self._emptied(step, what, before.steps, self.routines[name].steps)

    def _emptied(self, step: Step, what: Phrase, before: Steps, after: Steps) -> bool:
        """Whether nothing is left to do of what there was; that is said."""
        if not works(before, self.script.routines) or works(after, self.routines):
            return False
        self.problems.append(Problem("empty-section", step.where, what, on_key=True))
        return True

    def _transition(self, step: Step, body: TransitionStep) -> Step:
        position, here = body.transition, self.script.language.here
        strains = strains_in(position, self.surface)
        reasons = [
            phrase("tailored/no-strain", strain=strain_in_words(strain))
            for strain in self.profile.avoid
            if strain in strains
        ]
        if position not in GROUNDS[self.surface].positions:
            reasons.append(phrase("tailored/no-way"))
        if not reasons:
            return step
        reason = phrase("tailored/avoids", strains=reasons)
        self.problems.append(Problem.of("avoided-position", step.where, reason=reason))
        lines = (wording(here[position], "left"),), (wording(here["chair"], "left"),)
        self.changes.append(Change(step.where, *lines, reason, implied=True))
        return replace(step, body=TransitionStep("chair"))

    def _breathing(self, step: Step, body: BreatheStep) -> Step:
        breath, old = self.profile.breath, body.breathe
        if breath is None:
            return step
        lengths = {key: getattr(breath, key) for key in ("inhale", "hold", "exhale", "pause")}
        breathe = replace(body, breathe=replace(old, **lengths))
        return self._changed(step, breathe, ("breath",), _breath_line)

    def _rest(self, step: Step, ms: int) -> Step:
        by = self.profile.factors.get("rest", 1)
        rest = RestStep(scaled(Range(ms, ms), "rest", by).low if by != 1 else ms)
        return self._changed(step, rest, ("factors", "rest"), _rest_line)

    def _changed(
        self, step: Step, body: Any, path: tuple[str, ...], line: Callable[[Any], str]
    ) -> Step:
        """A step with another body, and its place in the profile; the step when nothing differs."""
        if body == step.body:
            return step
        lines = (line(step.body),), (line(body),)
        self.changes.append(Change(step.where, *lines, _as_in(path)))
        return replace(step, body=body, where=self.profile.where.at(*path))

    # Exercises

    def _exercise_step(self, step: Step, body: ExerciseStep) -> list[Step]:
        exercise = self.written[body.exercise]
        choice = choose_instead(exercise, self.lying, self.exercises)
        if choice is None:
            bodies, where = self._dosed(body, exercise)
            if step.where in self.by_the_clock:  # which gives all that a dose would
                bodies = [body]
            reason: Phrase | str = _as_in(where.path)
        else:
            choice = self._once(choice, body.exercise)
            reason, where = choice.reason, choice.where
            bodies = []
            if choice.exercise:
                other = self.written[choice.exercise]
                bodies = [ExerciseStep(other.exercise)]
                if step.where not in self.by_the_clock:
                    bodies, _ = self._dosed(bodies[0], other)
        if bodies == [body]:
            return [step]
        before = (self._line(body, self.script.exercises[body.exercise], self.script.coaching),)
        after = tuple(self._line(each, self._paced(each.exercise), self.figures) for each in bodies)
        implied = choice is not None and choice.implied
        self.changes.append(Change(step.where, before, after, reason, implied))
        return [replace(step, body=each, where=where) for each in bodies]

    def _once(self, choice: VariantChoice, instead_of: str) -> VariantChoice:
        """Nothing is brought in unasked that the routine has already."""
        name = choice.exercise
        if name is None or not choice.implied:
            return choice
        if name in self.present or self.brought_in.setdefault(name, instead_of) != instead_of:
            assert isinstance(choice.reason, Phrase), "nobody asked for it in words"
            strains, title = choice.reason.facts["strains"], self.written[name].title
            reason = phrase("tailored/already", strains=strains, title=title)
            return replace(choice, exercise=None, reason=reason)
        return choice

    def _line(self, body: ExerciseStep, exercise: Exercise, coaching: Coaching) -> DosedLine:
        """An exercise with its dose, to be read."""
        return DosedLine(body, exercise, coaching, self.script.language)

    def _paced(self, name: str) -> Exercise:
        """An exercise at the person's pace, whose own figures are no less safe than theirs."""
        if name not in self.paced:
            self.paced[name] = self._at_pace(self.written[name])
        return self.paced[name]

    def _at_pace(self, exercise: Exercise) -> Exercise:
        looser = frozenset(loosened(self.figures, exercise.coaching))
        return at_pace(exercise, self.profile.pace, looser)

    def _dosed(self, body: ExerciseStep, exercise: Exercise) -> tuple[list[ExerciseStep], Where]:
        """The step, or one for each side, with the person's dose; and the place that gives it."""
        change, where = _change_of(self.profile, exercise)
        sides = exercise.sides
        choice = body.dose.sides or exercise.dose.sides or (sides.default if sides else None)
        only = change.dose.sides
        if only in ("left", "right") and choice in ("left", "right") and only != choice:
            return [], where  # the routine does the other side in a step of its own
        doses = []
        for side in _order(exercise) if change.left or change.right else ():
            if choice in (side, "each", "alternating"):
                one = (getattr(change, side) or DoseChange()).over(change)
                doses.append(replace(self._dose(body.dose, one, exercise), sides=side))
        doses = doses or [self._dose(body.dose, change, exercise)]
        if doses == [body.dose]:
            return [body], where
        source = body.source or "editorial"  # it is the clinician's: no source gives it
        first, *others = (replace(body, dose=each, source=source) for each in doses)
        return [first, *(replace(other, say=None) for other in others)], where

    def _dose(self, dose: Dose, change: DoseChange, exercise: Exercise) -> Dose:
        """A dose with the changes of figures that the exercise has."""
        own = change.dose
        own = replace(
            own,
            sides=own.sides if exercise.sides else None,
            hold=own.hold if exercise.hold_phase else None,
            tempo=own.tempo if own.tempo and len(own.tempo) == len(exercise.phases) else None,
        )
        dose = replace(dose, tempo=self._tempo(dose, change, exercise))
        full = dose.over(exercise.dose)
        rest_ms = with_overrides(self.script.coaching, exercise.coaching).rest
        figures: dict[str, Any] = {}
        for key, by in change.factors.items():
            figure = figure_of(full, key, exercise, rest_ms)
            if figure and scaled(figure, key, by) != figure:
                figures[key] = scaled(figure, key, by)
        return replace(own, **figures).over(dose)

    def _tempo(self, dose: Dose, change: DoseChange, exercise: Exercise) -> tuple[int, ...] | None:
        """The lengths of a tempo at the person's pace, its hold by the factor of holds."""
        if not dose.tempo or len(dose.tempo) != len(exercise.phases):
            return dose.tempo
        by = {"move": self.profile.pace, "hold": change.factors.get("hold", 1)}
        pairs = zip(exercise.phases, dose.tempo, strict=True)
        return tuple(paced_ms(ms, by[phase.kind]) for phase, ms in pairs)


def _change_of(profile: Profile, exercise: Exercise) -> tuple[DoseChange, Where]:
    """What differs in an exercise's dose: for each figure what is said most closely of it.

    Returns:
        The change, and the place in the profile that says most.
    """
    name, position = exercise.exercise, exercise.position
    layers: list[tuple[tuple[str, ...], DoseChange | None]] = [
        (("exercises", name), profile.exercises.get(name)),
        (("positions", position), profile.positions.get(position)),
        (("factors",), DoseChange(factors=profile.factors) if profile.factors else None),
    ]
    given = [(path, layer.for_exercise(exercise)) for path, layer in layers if layer]
    change = DoseChange()
    for _, layer in given:
        change = change.over(layer)
    path = given[0][0] if given else ("pace",)
    return change, profile.where.at(*path)


def _order(exercise: Exercise) -> tuple[Side, ...]:
    if exercise.sides is None:
        return ()
    return ("left", "right") if exercise.sides.first == "left" else ("right", "left")


def _figures(coaching: Coaching, profile: Profile) -> Coaching:
    """The coaching figures for a person: the routine's own where those are safer."""
    overrides = dict(profile.coaching)
    if "settle" in overrides:
        known = coaching.settle
        overrides["settle"] = {
            key: ms
            for key, ms in overrides["settle"].items()
            if key in known and sum(ms) > sum(known[key])
        }
    for name in [*loosened(coaching, overrides)]:
        del overrides[name]
    if profile.breath:  # that of a rest with a pack, which has no pattern of its own
        overrides |= {"breathe_in": profile.breath.inhale, "breathe_out": profile.breath.exhale}
    figures = with_overrides(coaching, overrides)
    slowest = max(figures.settle_factor, profile.pace, profile.settle)
    return replace(figures, settle_factor=slowest)


def _named(steps: Steps, routines: Routines, does: Does) -> set[str]:
    """The exercises that steps name."""
    visits = iter_steps(steps, routines, does)
    return {v.step.body.exercise for v in visits if isinstance(v.step.body, ExerciseStep)}


def _included(steps: Steps, routines: Routines) -> set[str]:
    """The routines that steps include, directly or by others."""
    visits = iter_steps(steps, routines)
    return {v.step.body.include for v in visits if isinstance(v.step.body, IncludeStep)}


def _as_in(path: tuple[str | int, ...]) -> Phrase:
    return phrase("tailored/key", keys=path)


def _breath_line(body: BreatheStep) -> str:
    breath = body.breathe
    if breath.inhale is None or breath.exhale is None:
        return "Breathing as the coaching figures have it."
    return f"Breathing in {format_duration(breath.inhale)}, out {format_duration(breath.exhale)}."


def _rest_line(body: RestStep) -> str:
    return f"Rest {format_duration(body.rest)}."
