"""What differs in a dose for one person: figures of their own, factors, one side's figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from typing import Literal, get_args

from voicecoach.base.messages import Fault
from voicecoach.base.values import dataclass, replace
from voicecoach.formats.fields import Figure
from voicecoach.formats.problems import hint
from voicecoach.model.dose import DOSE_KEYS, Dose, DoseError, Range, long_form_schema, parse_dose
from voicecoach.model.dose_context import readable
from voicecoach.model.dose_writing import write_dose
from voicecoach.model.exercise import Exercise

Scaled = Literal["sets", "reps", "hold", "rest"]
SCALED: tuple[Scaled, ...] = get_args(Scaled)
_LENGTHS = ("hold", "rest")
_FACTOR = r"[x\u00d7*]\s*(\d{1,3}(?:\.\d{1,3})?)"
_KEYS = "|".join(SCALED)
# `x0.5 reps` only where a term begins: `3 x 10 reps` is three sets of ten.
_TERM = re.compile(
    rf"(?:(?<!\d)(?<!\d\s)\b(?P<key>{_KEYS})\s+{_FACTOR}|(?:^|(?<=[,;]))\s*{_FACTOR}\s*(?P<thing>{_KEYS}))(?![\w.])"
)
_BY = Figure(0.1, 5, whole=False)
_SIDE_KEYS = ("left", "right")


@dataclass(frozen=True, slots=True)
class DoseChange:
    """What differs in a dose; what it does not name stays as the routine has it.

    Attributes:
        dose: figures that replace the routine's.
        factors: by which its figures are multiplied.
        left, right: what differs further on one side.
    """

    dose: Dose = field(default_factory=Dose)
    factors: Mapping[Scaled, float] = field(default_factory=dict)
    left: DoseChange | None = None
    right: DoseChange | None = None

    def over(self, other: DoseChange) -> DoseChange:
        """This change, with figures that it does not name changed as another has it."""
        open_dose = replace(other.dose, **dict.fromkeys(self.factors))
        if self.factors.get("hold") or self.dose.hold:
            open_dose = replace(open_dose, tempo=None)
        said = {key for key in SCALED if getattr(self.dose, key)}
        said |= {"hold"} if self.dose.tempo else set()
        factors = {key: by for key, by in other.factors.items() if key not in said}
        return DoseChange(
            self.dose.over(open_dose),
            {**factors, **self.factors},
            self.left or other.left,
            self.right or other.right,
        )

    def for_exercise(self, exercise: Exercise) -> DoseChange:
        """This change as it is meant for an exercise, without what may mean two things there."""
        left, right = (side and side.for_exercise(exercise) for side in (self.left, self.right))
        return replace(self, dose=readable(self.dose, exercise), left=left, right=right)

    def written(self, timed: bool = False) -> str:
        """Write the change in its canonical form, without what differs on one side.

        Args:
            timed: of something that is kept up for a time.
        """
        figures = [write_dose(self.dose, timed)] if self.dose != Dose() else []
        return ", ".join([*figures, *(f"{key} x{by:g}" for key, by in self.factors.items())])

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> object:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(parse_change)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: object, _handler: object) -> dict[str, object]:
        text = {"type": "string", "examples": ["8 reps, hold 5s", "reps x0.5"]}
        figures = long_form_schema()
        for key in SCALED:
            figures[key] = {**figures[key], "examples": ["5s" if key in _LENGTHS else 8, "x0.5"]}
        of_a_side = {key: figures[key] for key in figures if key not in ("pairs", "sides")}
        one_side = {
            "anyOf": [
                text,
                {"type": "object", "additionalProperties": False, "properties": of_a_side},
            ]
        }
        properties = figures | {"left": one_side, "right": one_side}
        whole = {"type": "object", "additionalProperties": False, "properties": properties}
        return {
            "description": "What differs: figures like '8 reps', factors like 'reps x0.5'.",
            "anyOf": [text, whole],
        }


def parse_factor(value: object) -> float:
    """Read `x0.5`, or the number alone.

    Raises:
        ValueError: it is no factor, or one that nobody means.
    """
    match = re.fullmatch(_FACTOR, value.strip()) if isinstance(value, str) else None
    return _BY.check(float(match[1]) if match else value)


def parse_change(value: object) -> DoseChange:
    """Read a change: a dose in its short or long form, with factors, and one side's figures.

    Raises:
        DoseError: with what to write instead, and where in the text or under which key.
    """
    if isinstance(value, Mapping):
        return _from_mapping(value)
    return _from_text(value) if isinstance(value, str) else DoseChange(parse_dose(value))


def _from_text(text: str) -> DoseChange:
    factors: dict[Scaled, float] = {}
    rest = text
    for match in _TERM.finditer(text.lower()):
        key = next(key for key in SCALED if key in (match["key"], match["thing"]))
        if key in factors:
            raise DoseError("dose/twice", offset=match.start(), key=key)
        try:
            factors[key] = _BY.check(float(match[2] or match[3]))
        except Fault as error:
            raise DoseError.of(error.phrase, match.start()) from None
        # Blanks in its place, so that the columns of what is left are those of the file.
        rest = rest[: match.start()] + " " * len(match[0]) + rest[match.end() :]
    return _checked(DoseChange(parse_dose(rest), factors))


def _from_mapping(value: Mapping[str, object]) -> DoseChange:
    known = (*DOSE_KEYS, *_SIDE_KEYS)
    for key in value:
        if key not in known:
            raise DoseError("dose/part-here", under=key, value=key, hint=hint(key, known))
    factors: dict[Scaled, float] = {}
    figures: dict[str, object] = {}
    for key, item in value.items():
        if key in SCALED and isinstance(item, str) and re.match(r"[x\u00d7*]", item.strip()):
            try:
                factors[key] = parse_factor(item)
            except Fault as error:
                raise DoseError.of(error.phrase, under=key) from None
        elif key not in _SIDE_KEYS:
            figures[key] = item
    sides = {key: _one_side(key, value[key]) for key in _SIDE_KEYS if key in value}
    return _checked(DoseChange(parse_dose(figures), factors, **sides))


def _one_side(key: str, value: object) -> DoseChange:
    try:
        found = parse_change(value)
    except DoseError as error:
        raise DoseError.of(error.phrase, under=key) from None
    if found.dose.sides or found.left or found.right:
        raise DoseError("dose/one-side", under=key, key=key)
    return found


def _checked(change: DoseChange) -> DoseChange:
    for key in change.factors:
        if getattr(change.dose, key):
            raise DoseError("dose/twice", key=key)
    if change.dose.tempo and "hold" in change.factors:
        raise DoseError("dose/tempo-and-hold")
    if change.dose.sides and (change.left or change.right):
        raise DoseError("dose/sides-named", under="sides")
    return change


def figure_of(dose: Dose, key: Scaled, exercise: Exercise, rest_ms: int) -> Range | None:
    """A figure of a dose as it is done, also where the dose leaves it open.

    Args:
        dose: over the exercise's own.
        key: which figure.
        exercise: whose dose it is.
        rest_ms: the usual rest between sets.

    Returns:
        The figure; None where there is nothing to rest between, or to hold.
    """
    figure: Range | None = getattr(dose, key)
    if figure or key in ("sets", "reps"):
        return figure or Range(1, 1)
    if key == "rest":
        return Range(rest_ms, rest_ms) if dose.sets and dose.sets.high > 1 else None
    phase = None if dose.tempo else exercise.hold_phase
    return Range(phase.length, phase.length) if phase else None


def scaled(figure: Range, key: Scaled, by: float) -> Range:
    """A figure multiplied: whole reps and sets, lengths in whole seconds, at least one."""
    unit = 1000 if key in _LENGTHS else 1
    values = figure.listed or (figure.low, figure.high)
    found = [max(1, int(n * by / unit + 0.5)) * unit for n in values]
    return Range.of_sets(*found) if figure.listed else Range(found[0], found[-1])
