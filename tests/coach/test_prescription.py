from __future__ import annotations

import pytest

from tests.coach.sessions import every_exercise
from voicecoach.coach.dose_text import dose_line
from voicecoach.coach.prescription import Prescription, prescribe
from voicecoach.model.dose import parse_dose

SCRIPT = every_exercise()


def prescribed(name: str, dose: str) -> Prescription:
    return prescribe(SCRIPT.exercises[name], parse_dose(dose), SCRIPT.coaching)


@pytest.mark.parametrize(
    ("name", "dose", "sets", "reps", "hold_s"),
    [
        ("bridge", "", 1, 10, 5),  # the lower end of both ranges
        ("bridge", "12 reps", 1, 12, 5),
        ("bridge", "12-15 reps, hold 8-10s", 1, 12, 8),
        ("bridge", "3 x 10", 3, 10, 5),
        ("bridge", "tempo 2-4-2-2", 1, 10, 4),
        ("childs-pose", "", 1, 1, 30),  # a stretch: 30 s, when its range has that
        ("childs-pose", "hold 20-40s", 1, 1, 30),
        ("childs-pose", "hold 10-20s", 1, 1, 20),  # otherwise the upper end
        ("childs-pose", "hold 40s-1m", 1, 1, 60),
        ("knee-to-chest", "", 1, 2, 30),
        ("plank", "", 3, 1, 10),
        ("cat-cow", "", 1, 10, None),
    ],
)
def test_an_open_dose_is_resolved_by_the_coaching_rules(
    name: str, dose: str, sets: int, reps: int, hold_s: int | None
) -> None:
    found = prescribed(name, dose)
    assert (found.sets, found.reps) == (sets, reps)
    assert found.hold_ms == (hold_s * 1000 if hold_s else None)


@pytest.mark.parametrize(
    ("name", "dose", "sides", "alternating"),
    [
        ("bridge", "", (None,), False),
        ("knee-to-chest", "", ("left", "right"), False),
        ("knee-to-chest", "right side", ("right",), False),
        ("knee-to-chest", "alternating", ("left", "right"), True),
        ("bird-dog", "", ("right", "left"), True),
        ("bird-dog", "each side", ("right", "left"), False),
        ("seated-spinal-twist", "", ("right", "left"), False),
        ("lumbar-rotation", "", ("left", "right"), True),
    ],
)
def test_sides_are_those_said_or_the_exercise_s_own(
    name: str, dose: str, sides: tuple[str | None, ...], alternating: bool
) -> None:
    found = prescribed(name, dose)
    assert (found.sides, found.alternating) == (sides, alternating)


def test_rest_is_the_dose_s_or_the_coaching_rules() -> None:
    assert prescribed("bridge", "2 sets").rest_ms == 45_000
    assert prescribed("bridge", "2 sets, rest 20s").rest_ms == 20_000
    assert prescribed("plank", "").rest_ms == 30_000


def test_a_tempo_gives_every_phase_its_length() -> None:
    found = prescribed("bridge", "tempo 2-4-1.5-1")
    assert [ms for _, ms in found.phases] == [2000, 4000, 1500, 1000]
    assert found.rep_ms == 8500


@pytest.mark.parametrize(
    ("name", "dose", "line"),
    [
        ("bridge", "10 reps, hold 5s", "Ten reps, five seconds each."),
        ("childs-pose", "hold 1m", "Hold for one minute."),
        ("childs-pose", "hold 2m30s", "Hold for two minutes and thirty seconds."),
        ("plank", "", "Three sets, ten seconds each."),
        ("bridge", "3 x 10", "Three sets of ten reps, five seconds each."),
        (
            "knee-to-chest",
            "3 reps, hold 20s",
            "Three reps, on each side, twenty seconds each.",
        ),
        ("bird-dog", "5 reps", "Five on each side, changing sides each time, five seconds each."),
        (
            "knee-to-chest",
            "1 rep left side, hold 20s",
            "On the left side only, hold for twenty seconds.",
        ),
        ("cat-cow", "1 rep", "One rep."),
        ("march", "hold 30s", "For thirty seconds."),
    ],
)
def test_a_dose_is_one_line(name: str, dose: str, line: str) -> None:
    kind = SCRIPT.exercises[name].kind
    assert dose_line(prescribed(name, dose), kind, SCRIPT.language) == line
