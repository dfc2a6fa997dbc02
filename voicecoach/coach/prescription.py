"""What a step asks for, in full: the script's dose over the exercise's, every range resolved."""

from __future__ import annotations

from voicecoach.base.values import dataclass
from voicecoach.formats.fields import Side
from voicecoach.model.coaching import Coaching
from voicecoach.model.dose import Dose, Range, SidesChoice
from voicecoach.model.routine import Exercise, Phase


@dataclass(frozen=True, slots=True)
class Prescription:
    """A dose with nothing left open.

    Attributes:
        sets: how often.
        reps: in each set, on each side.
        rest_ms: between sets.
        sides: in the order in which they work; a single None when there are none.
        alternating: the side changes at each rep.
        phases: of one rep, with their lengths, ms.
    """

    sets: int
    reps: int
    rest_ms: int
    sides: tuple[Side | None, ...]
    alternating: bool
    phases: tuple[tuple[Phase, int], ...]

    @property
    def hold_ms(self) -> int | None:
        """Length of the hold phase, when there is one."""
        return next((ms for phase, ms in self.phases if phase.kind == "hold"), None)

    @property
    def choice(self) -> SidesChoice | None:
        """How the sides are used, as a script says it."""
        if self.alternating:
            return "alternating"
        return "each" if len(self.sides) == 2 else self.sides[0]

    @property
    def rep_ms(self) -> int:
        """Length of one rep after the first two."""
        return sum(ms for _, ms in self.phases)


def prescribe(exercise: Exercise, dose: Dose, coaching: Coaching) -> Prescription:
    """Resolve a dose: its open figures from the exercise, its ranges by the coaching rules."""
    full = dose.over(exercise.dose)
    choice = full.sides or (exercise.sides.default if exercise.sides else None)
    sides = _sides(exercise, choice)
    return Prescription(
        sets=_low(full.sets),
        reps=_low(full.reps),
        rest_ms=full.rest.low if full.rest else coaching.rest,
        sides=sides,
        alternating=choice == "alternating" and len(sides) == 2,
        phases=_phases(exercise, full, coaching),
    )


def chosen_hold(exercise: Exercise, hold: Range, coaching: Coaching) -> int:
    """One length of a range: the lower end, for a stretch 30 s when it has it, else the upper."""
    if exercise.kind != "stretch":
        return hold.low
    return coaching.stretch_hold if hold.low <= coaching.stretch_hold <= hold.high else hold.high


def _low(figure: Range | None) -> int:
    return figure.low if figure else 1


def _sides(exercise: Exercise, choice: SidesChoice | None) -> tuple[Side | None, ...]:
    if exercise.sides is None:
        return (None,)
    if choice == "left":
        return ("left",)
    if choice == "right":
        return ("right",)
    return ("left", "right") if exercise.sides.first == "left" else ("right", "left")


def _phases(exercise: Exercise, dose: Dose, coaching: Coaching) -> tuple[tuple[Phase, int], ...]:
    if dose.tempo:
        return tuple(zip(exercise.phases, dose.tempo, strict=True))
    hold = chosen_hold(exercise, dose.hold, coaching) if dose.hold else None
    return tuple(
        (phase, hold if phase.kind == "hold" and hold is not None else phase.length)
        for phase in exercise.phases
    )
