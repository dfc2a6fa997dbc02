"""Doses in a session: ladders, loads, how often, rests that a routine has throughout."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from tests.coach.sessions import (
    SHIPPED,
    estimated_ms,
    every_exercise,
    findings,
    language_of,
    recorded,
    with_steps,
)
from voicecoach.coach.dose_text import dose_line, often_line, set_line
from voicecoach.coach.prescription import Prescription, prescribe
from voicecoach.coach.tailor import tailor
from voicecoach.formats.problems import Where
from voicecoach.library.script import Script
from voicecoach.library.translation import Translation, texts_of, translated
from voicecoach.model.dose import parse_dose
from voicecoach.model.dose_change import parse_change
from voicecoach.model.dose_context import in_context
from voicecoach.model.dose_writing import write_dose
from voicecoach.model.profile import Profile
from voicecoach.model.routine import ExerciseStep, Rests, RestStep, Step
from voicecoach.session.record import SessionContent

EVERY = every_exercise()
LANGUAGES = SHIPPED.names("languages")


def script(*doses: tuple[str, str], rests: Rests = Rests()) -> Script:  # noqa: B008
    """Exercises with their doses; a rest where `rest` stands in the place of a name."""
    steps = []
    for index, (name, dose) in enumerate((("march", "hold 30s"), *doses)):
        where = Where("doses.yaml", ("steps", index, name))
        body = RestStep(int(dose)) if name == "rest" else step(name, dose)
        steps.append(Step(body, where))
    found = with_steps(EVERY, tuple(steps))
    head = replace(found.routine.head, rests=rests)
    return replace(found, routine=replace(found.routine, head=head))


def step(name: str, dose: str) -> ExerciseStep:
    return ExerciseStep(name, in_context(parse_dose(dose), EVERY.exercises[name]))


def prescribed(name: str, dose: str) -> Prescription:
    exercise = EVERY.exercises[name]
    return prescribe(exercise, in_context(parse_dose(dose), exercise), EVERY.coaching)


def line(name: str, dose: str, language: str = "en") -> str:
    return dose_line(prescribed(name, dose), EVERY.exercises[name].kind, language_of(language))


def said(record: SessionContent) -> list[str]:
    return [cue.text for cue in record.cues]


@pytest.mark.parametrize(
    ("name", "dose", "text"),
    [
        ("cat-cow", "12, 10, 8 reps", "Three sets: twelve, ten and eight reps."),
        ("bird-dog", "6/4 pairs, hold 5s", "Two sets: six and four on each side, changing sides "
         "each time, five seconds each."),
        ("plank", "hold 10/20/30s", "Three sets: ten seconds, twenty seconds and thirty seconds."),
        ("bridge", "12/10 reps, hold 5s, load 5 kg", "Two sets: twelve and ten reps, five seconds "
         "each, with 5 kg."),
        ("bridge", "3 x 10, hold 5s, with a red band", "Three sets of ten reps, five seconds each, "
         "with a red band."),
        ("cat-cow", "10 reps, load level 3", "Ten reps, at level three."),
        ("cat-cow", "10 reps, load ankle weights", "Ten reps, with ankle weights."),
        ("cat-cow", "10 reps, 2 times a day", "Ten reps."),
    ],
)  # fmt: skip
def test_a_dose_is_one_line(name: str, dose: str, text: str) -> None:
    assert line(name, dose) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_ladders_loads_and_how_often(language: str) -> None:
    words = language_of(language)
    plain = line("cat-cow", "10 reps", language)
    for load in ("5 kg", "red band", "level 3", "ankle weights"):
        loaded = line("cat-cow", f"10 reps, load {load}", language)
        assert loaded.startswith(plain.rstrip(words.stop))
        assert loaded != plain
    assert line("cat-cow", "3/2/1 reps", language).count(words.joiner) >= 1
    for often in ("2 times a day", "once a week", "2-3 days a week", "every other day"):
        assert often_line(parse_dose(often).frequency, words).endswith(words.stop)


def test_a_weight_has_the_decimal_sign_of_its_language() -> None:
    assert "7,5 kg" in line("cat-cow", "10 reps, load 7.5 kg", "de")


def test_how_often_is_told_in_words() -> None:
    words = language_of("en")
    lines = [
        often_line(parse_dose(each).frequency, words)
        for each in ("2 times a day", "daily", "3 days a week", "2-3 times a week", "10 reps")
    ]
    assert lines == [
        "Two times a day.", "Once a day.", "Three days a week.", "2-3 times a week.", "",
    ]  # fmt: skip


def test_a_ladder_is_explained_once_and_each_set_says_its_own() -> None:
    ladder = script(("cat-cow", "12/10/8 reps, rest 30s"))
    record = recorded(ladder)
    assert findings(record, ladder) == []
    texts = said(record)
    assert sum("Set two of three. Ten reps." in text for text in texts) == 1
    assert sum("Set three of three. Eight reps." in text for text in texts) == 1
    assert texts.count(EVERY.exercises["cat-cow"].safety) == 1
    moved = [(slot.set, slot.rep) for slot in record.slots if slot.rep and slot.set]
    assert [max(rep for n, rep in moved if n == number) for number in (1, 2, 3)] == [12, 10, 8]


def test_a_ladder_without_rests_still_tells_each_set() -> None:
    ladder = script(("cat-cow", "6/5 reps, rest 0s"))
    record = recorded(ladder)
    assert findings(record, ladder) == []
    assert "Five reps." in said(record)


def test_a_ramp_holds_longer_from_set_to_set() -> None:
    ramp = script(("plank", "hold 10/20/30s, rest 30s"))
    record = recorded(ramp)
    assert findings(record, ramp) == []
    holds = [
        slot.end_ms - slot.start_ms
        for slot in record.slots
        if slot.kind == "hold" and slot.exercise == "plank"
    ]
    assert [round(ms / 1000) for ms in holds] == [10, 20, 30]
    assert set_line(prescribed("plank", "hold 10/20/30s"), 2, EVERY.language) == "Twenty seconds."


def test_the_record_has_ladder_load_and_how_often_and_no_more_than_before_without() -> None:
    record = recorded(script(("cat-cow", "12/10 reps, load red band, 2 times a day")))
    done = record.exercises[-1]
    assert [(each.reps, each.hold_ms) for each in done.dose.ladder] == [(12, None), (10, None)]
    assert (done.dose.reps, done.dose.load) == (12, "red band")
    assert done.shown == "Two sets: twelve and ten reps, with a red band. Two times a day."
    assert "Two times a day" not in " ".join(said(record))
    plain = recorded(script(("cat-cow", "10 reps"))).to_json()
    assert '"ladder"' not in plain
    assert '"frequency"' not in plain


def gaps(record: SessionContent, of: str) -> list[float]:
    """Seconds between the movements of an exercise and what moves before it."""
    moving = [slot for slot in record.slots if slot.rep]
    return [
        (later.start_ms - earlier.end_ms) / 1000
        for earlier, later in pairwise(moving)
        if later.exercise == of and (earlier.exercise, earlier.side) != (of, later.side)
    ]


def test_a_rest_between_exercises_is_what_the_way_leaves_of_it() -> None:
    doses = ("cat-cow", "5 reps"), ("bridge", "5 reps, hold 5s")
    without, with_short, with_long = (
        gaps(recorded(script(*doses, rests=Rests(exercises=ms))), "bridge")[0]
        for ms in (0, 10_000, 40_000)
    )
    assert with_short == without, "getting there takes longer"
    assert with_long > without + 5


def test_a_rest_that_is_written_replaces_the_one_between_exercises() -> None:
    long = Rests(exercises=60_000)
    doses = ("cat-cow", "5 reps"), ("rest", "10000"), ("bird-dog", "5 pairs, hold 5s")
    with_long, without = (recorded(script(*doses, rests=each)) for each in (long, Rests()))
    assert gaps(with_long, "bird-dog")[0] == pytest.approx(gaps(without, "bird-dog")[0], abs=0.05)
    assert gaps(with_long, "cat-cow")[0] > gaps(without, "cat-cow")[0] + 20


def test_a_rest_between_sides_counts_the_change() -> None:
    plain, rested = (
        script(("knee-to-chest", "1 rep, hold 20s, each side"), rests=Rests(sides=ms))
        for ms in (0, 20_000)
    )
    before, after = (gaps(recorded(each), "knee-to-chest")[-1] for each in (plain, rested))
    assert after == pytest.approx(before + 16, abs=1), "four seconds of twenty to change over"
    assert findings(recorded(rested, estimated_ms), rested) == []


def test_a_profile_changes_a_load_and_a_list() -> None:
    person = Profile("x", exercises={"cat-cow": parse_change("load green band, reps x0.5")})
    written = script(("cat-cow", "12/10/8 reps, load red band"))
    found, problems = tailor(written, person, EVERY.exercises)
    assert not problems
    body = found.routine.steps[-1].body
    assert isinstance(body, ExerciseStep)
    assert write_dose(body.dose) == "6/5/4 reps, load green band"


def test_a_load_in_the_authors_words_is_translated() -> None:
    body = step("cat-cow", "10 reps, load ankle weights")
    routine = replace(EVERY.routine, steps=(Step(body, Where("a.yaml", ("steps", 0))),))
    assert "ankle weights" in [text for text, _ in texts_of(routine, Where("a.yaml"))]
    german = Translation({"Generated routine": "G", "ankle weights": "Gewichtsmanschetten"})
    found, problems = translated(routine, Where("a.yaml"), [german], 1)
    assert not problems
    assert "Gewichtsmanschetten" in str(found.steps[0].body)


@pytest.mark.parametrize("dose", ["10 reps", "2 sets, 6 reps, rest 30s"])
def test_a_tempo_that_quickens_after_the_guided_reps_is_announced(dose: str) -> None:
    asked = script(("cat-cow", dose))
    record = recorded(asked)
    assert findings(record, asked) == []
    faster = [cue for cue in record.cues if cue.text == language_of("en").faster]
    assert len(faster) == 1, "the second set has the tempo of the first one's end"
    moves = [slot for slot in record.slots if slot.exercise == "cat-cow" and slot.kind == "move"]
    moves = [slot for slot in moves if slot.set == 1]
    before = [slot for slot in moves if slot.end_ms <= faster[0].start_ms]
    after = [slot for slot in moves if slot.start_ms >= faster[0].end_ms]
    assert {round(slot.end_ms - slot.start_ms, -2) for slot in before} == {5000}
    assert {round(slot.end_ms - slot.start_ms, -2) for slot in after} == {4000}
    assert after[0].rep == 3


@pytest.mark.parametrize(
    ("name", "dose"),
    [("cat-cow", "10 reps, tempo 3-3"), ("cat-cow", "2 reps"), ("bridge", "10 reps, hold 5s")],
)
def test_a_tempo_that_stays_is_not(name: str, dose: str) -> None:
    assert language_of("en").faster not in said(recorded(script((name, dose))))
