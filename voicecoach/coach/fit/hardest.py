"""Which step makes it that a session cannot be as long as was asked."""

from __future__ import annotations

from typing import NamedTuple

from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.units import Length
from voicecoach.coach.fit.candidates import Candidates
from voicecoach.coach.fit.describe import number_of, title_of
from voicecoach.coach.fit.edits import Edit, apply_edit, quantities, walked, with_amount
from voicecoach.formats.problems import Where
from voicecoach.library.script import Script
from voicecoach.model.steps import iter_steps, stands_for_others


class Hardest(NamedTuple):
    """A step that takes long.

    Attributes:
        number: as one counts steps in the file: `4`, and `2.1` for the first inside the second.
        title: as it is told of.
        ms: how long it takes at least.
    """

    number: str
    title: Phrase | str
    ms: int

    @property
    def phrase(self) -> Phrase:
        """What is told of it."""
        takes_ms = Length(-(-self.ms // 1000) * 1000)
        return phrase("takes-longest", step=self.number, title=self.title, takes_ms=takes_ms)


def hardest_step(candidates: Candidates, plan: Edit, without: Edit | None) -> Hardest | None:
    """The longest of a routine's own steps that a plan has; None where it has none.

    Args:
        candidates: what may be made of the routine.
        plan: what is done.
        without: what is done where it is left out; any step is meant where there is no such plan.
    """
    script = candidates.script
    places = _places(script, plan) - (_places(script, without) if without else set())
    leasts = {number.key: number.values[0] for number in quantities(script, plan)}
    found = []
    for key, step, _ in walked(script, plan):
        if step.where in places and not stands_for_others(step):
            least = with_amount(step, leasts[key]) if key in leasts else step
            takes_ms = candidates.least_ms_of((least,))
            found.append(Hardest(number_of(key), title_of(script, step), takes_ms))
    return max(found, key=lambda each: each.ms, default=None)


def _places(script: Script, plan: Edit) -> set[Where]:
    """The places of the steps that a plan leaves: rests go with what stands beside them."""
    left = apply_edit(script, plan)
    return {visit.step.where for visit in iter_steps(left.routine.steps, left.routines)}
