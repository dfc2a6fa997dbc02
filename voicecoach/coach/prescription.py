"""What a step asks for, in full: the script's dose over the exercise's, every range resolved."""

from __future__ import annotations

from voicecoach.base.values import dataclass, replace
from voicecoach.formats.fields import Side
from voicecoach.model.coaching import Coaching
from voicecoach.model.dose import Dose, Range, SidesChoice
from voicecoach.model.exercise import Exercise, Phase
from voicecoach.model.frequency import Frequency
from voicecoach.model.load import Load

Phases = tuple[tuple[Phase, int], ...]


@dataclass(frozen=True, slots=True)
class Prescription:
    """A dose with nothing left open.

    Attributes:
        sets: how often.
        reps: in each set, on each side; in the first where they differ.
        rest_ms: between sets.
        sides: in the order in which they work; a single None when there are none.
        alternating: the side changes at each rep.
        phases: of one rep, with their lengths, ms; in the first set where they differ.
        load: what makes it harder.
        frequency: how often it is done, which is shown and not spoken.
        ladder: the reps and phases of each set, where sets differ.
        works: the side that works, where only one does: lying on one side, the other.
    """

    sets: int
    reps: int
    rest_ms: int
    sides: tuple[Side | None, ...]
    alternating: bool
    phases: Phases
    load: Load | None = None
    frequency: Frequency | None = None
    ladder: tuple[tuple[int, Phases], ...] = ()
    works: Side | None = None

    def of_set(self, number: int) -> Prescription:
        """What is done in a set, from 1: in a ladder in each its own."""
        if not self.ladder:
            return self
        reps, phases = self.ladder[number - 1]
        return replace(self, reps=reps, phases=phases, ladder=())

    @property
    def each_set(self) -> tuple[Prescription, ...]:
        """What is done in the sets, one after the other."""
        return tuple(self.of_set(number) for number in range(1, self.sets + 1))

    @property
    def hold_ms(self) -> int | None:
        """Length of the hold phase, when there is one."""
        return next((ms for phase, ms in self.phases if phase.kind == "hold"), None)

    @property
    def choice(self) -> SidesChoice | None:
        """How the sides are used, as a script says it."""
        if self.alternating:
            return "alternating"
        return "each" if len(self.sides) == 2 else self.works

    @property
    def rep_ms(self) -> int:
        """Length of one rep after the first two."""
        return sum(ms for _, ms in self.phases)


def prescribe(exercise: Exercise, dose: Dose, coaching: Coaching) -> Prescription:
    """Resolve a dose: its open figures from the exercise, its ranges by the coaching rules."""
    full = dose.over(exercise.dose)
    choice = full.sides or (exercise.sides.default if exercise.sides else None)
    sides = _sides(exercise, choice)
    ladder = _ladder(exercise, full, coaching)
    only = sides[0]
    return Prescription(
        sets=_low(full.sets),
        reps=ladder[0][0] if ladder else _low(full.reps),
        rest_ms=full.rest.low if full.rest else coaching.rest,
        sides=sides,
        alternating=choice == "alternating" and len(sides) == 2,
        phases=ladder[0][1] if ladder else _phases(exercise, full, coaching),
        load=full.load,
        frequency=full.frequency,
        ladder=ladder,
        works=exercise.sides.meant(only) if exercise.sides and len(sides) == 1 and only else None,
    )


def chosen_hold(exercise: Exercise, hold: Range, coaching: Coaching) -> int:
    """One length of a range: the lower end, for a stretch 30 s when it has it, else the upper."""
    if exercise.kind != "stretch":
        return hold.low
    return coaching.stretch_hold if hold.low <= coaching.stretch_hold <= hold.high else hold.high


def _low(figure: Range | None) -> int:
    return figure.low if figure else 1


def _ladder(exercise: Exercise, dose: Dose, coaching: Coaching) -> tuple[tuple[int, Phases], ...]:
    """The reps and phases of each set; none where all are alike."""
    sets = _low(dose.sets)
    reps, holds = (
        [Range(n, n) for n in figure.listed] if figure and figure.listed else [figure] * sets
        for figure in (dose.reps, dose.hold)
    )
    if not any(figure and figure.listed for figure in (dose.reps, dose.hold)):
        return ()
    return tuple(
        (_low(count), _phases(exercise, replace(dose, hold=hold), coaching))
        for count, hold in zip(reps, holds, strict=True)
    )


def _sides(exercise: Exercise, choice: SidesChoice | None) -> tuple[Side | None, ...]:
    if exercise.sides is None:
        return (None,)
    if choice in ("left", "right"):
        return (exercise.sides.meant(choice),)
    return ("left", "right") if exercise.sides.first == "left" else ("right", "left")


def _phases(exercise: Exercise, dose: Dose, coaching: Coaching) -> Phases:
    if dose.tempo:
        return tuple(zip(exercise.phases, dose.tempo, strict=True))
    hold = chosen_hold(exercise, dose.hold, coaching) if dose.hold else None
    return tuple(
        (phase, hold if phase.kind == "hold" and hold is not None else phase.length)
        for phase in exercise.phases
    )
