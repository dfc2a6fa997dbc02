"""The exercise tells what a dose means, and what may mean two things is asked about."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.coach.sessions import every_exercise
from tests.model.test_dose import doses
from voicecoach.model.dose import Dose, DoseError, parse_dose
from voicecoach.model.dose_context import in_context, is_timed, readable
from voicecoach.model.dose_writing import write_dose

EXERCISES = every_exercise().exercises


@pytest.mark.parametrize(
    ("name", "written", "canonical"),
    [
        ("knee-to-chest", "3 x 30s", "3 reps, hold 30s"),
        ("knee-to-chest", "30s x 3 each side", "3 reps, hold 30s, each side"),
        ("bridge", "10 x 5s", "10 reps, hold 5s"),
        ("bridge", "2 sets, 10 x 5s", "2 sets, 10 reps, hold 5s"),
        ("wall-sit", "3 x 10s", "3 reps, hold 10s"),
        ("plank", "3 x 30s", "3 sets, hold 30s"),
        ("plank", "2-3 x 20-30s", "2-3 sets, hold 20-30s"),
        ("march", "2 min", "for 2m"),
        ("march", "3 x 2 min, rest 30s", "3 sets, for 2m, rest 30s"),
        ("march", "rest 30s, 2 min", "for 2m, rest 30s"),
    ],
)
def test_a_chain_means_what_its_exercise_is_done_as(
    name: str, written: str, canonical: str
) -> None:
    exercise = EXERCISES[name]
    assert write_dose(in_context(parse_dose(written), exercise), is_timed(exercise)) == canonical


@pytest.mark.parametrize(
    ("name", "written", "asked"),
    [
        ("childs-pose", "3 x 30s", ("3 reps, hold 30s", "3 sets, hold 30s")),
        ("side-rest", "30s x 2", ("2 reps, hold 30s", "2 sets, hold 30s")),
        ("plank", "30s", ("hold 30s", "rest 30s")),
        ("bridge", "10 reps, 5s", ("hold 5s", "rest 5s")),
    ],
)
def test_what_may_mean_two_things_is_asked_about(
    name: str, written: str, asked: tuple[str, str]
) -> None:
    with pytest.raises(DoseError) as caught:
        in_context(parse_dose(written), EXERCISES[name])
    for text in asked:
        assert f"'{text}'" in str(caught.value)
        assert in_context(parse_dose(text), EXERCISES[name]) == parse_dose(text)


@given(doses())
def test_a_dose_that_is_understood_is_understood_as_what_is_printed_back(dose: Dose) -> None:
    for exercise in EXERCISES.values():
        meant = readable(dose, exercise)
        assert meant.chain is None
        canonical = write_dose(meant, is_timed(exercise))
        again = in_context(parse_dose(canonical), exercise)
        assert again == meant
        assert write_dose(again, is_timed(exercise)) == canonical
