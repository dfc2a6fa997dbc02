"""How long the plans of a script are at the very least, known before any of them is compiled."""

from __future__ import annotations

from collections.abc import Callable

from voicecoach.coach.fit.edits import Edit, quantities, walked, with_amount
from voicecoach.coach.least import leasts_ms
from voicecoach.library.script import Script
from voicecoach.model.routine import Step
from voicecoach.model.steps import Key, StepFigure, sum_in_order

_LOOKED_AT = 4  # so many steps at least are looked at in the time in which one is compiled


class Shortest:
    """What plans take at least, with the fewest reps and the shortest rests."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._leasts = leasts_ms(script, _at_fewest(script), script.coaching.rest_least)

    def ms(self, plan: Edit) -> int:
        """A length that no session of a plan is shorter than."""
        return self._summed(plan, lambda key, _: self._leasts[key])

    def least_ms(self) -> int:
        """A length that no session is shorter than, whatever is left out of it."""
        steps = walked(self._script)
        out = (key for key, step, stays in steps if step.optional and not stays)
        return self.ms(Edit(out=frozenset(out)))

    def steps(self, plan: Edit) -> int:
        """How many steps are compiled for a plan, or as much work as it is to look at all."""
        return max(self._summed(plan, lambda _key, _step: 1), len(self._leasts) // _LOOKED_AT)

    def _summed(self, plan: Edit, figure: StepFigure) -> int:
        steps, routines = self._script.routine.steps, self._script.routines
        return sum_in_order(steps, routines, figure, plan.does, dict(plan.rounds))


def _at_fewest(script: Script) -> Callable[[Key, Step], Step]:
    """Gives steps with the fewest reps and breaths that they may have."""
    extra = (key for key, step, _ in walked(script, extras=True) if step.extra)
    all_done = Edit(added=frozenset(extra))
    fewest = {number.key: number.values[0] for number in quantities(script, all_done)}

    def changed(key: Key, step: Step) -> Step:
        return with_amount(step, fewest[key]) if key in fewest else step

    return changed
