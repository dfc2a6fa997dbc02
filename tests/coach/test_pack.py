"""A rest with heat or cold lasts as prescribed, breathes slowly, and ends with the pack off."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.coach.sessions import every_exercise, findings, recorded, scattered_ms, with_steps
from voicecoach.formats.problems import Where
from voicecoach.model.routine import ColdStep, HeatStep, Step, TransitionStep
from voicecoach.session.record import RecordedCue, SessionContent

ALL = every_exercise()
WORDS = ALL.language.pack
MINUTE = 60_000


def rest(body: HeatStep | ColdStep, seed: int = 0) -> SessionContent:
    steps = (Step(TransitionStep("chair"), Where("")), Step(body, Where("")))
    script = with_steps(ALL, steps)
    record = recorded(script, scattered_ms(seed))
    assert findings(record, script) == []
    return record


def said(record: SessionContent, text: str) -> RecordedCue:
    (cue,) = (cue for cue in record.cues if cue.text == text)
    return cue


@settings(max_examples=25)
@given(seconds=st.integers(35, 3600), cold=st.booleans(), seed=st.integers(0, 3))
def test_the_pack_is_on_exactly_as_long_as_prescribed(seconds: int, cold: bool, seed: int) -> None:
    record = rest(ColdStep(seconds * 1000) if cold else HeatStep(seconds * 1000), seed)
    lasted = said(record, WORDS.take_off).start_ms - said(record, WORDS.put_on).end_ms
    assert abs(lasted - seconds * 1000) <= 200  # the gap between two lines, in whole frames


@pytest.mark.parametrize(
    ("body", "title", "need"),
    [
        (HeatStep(15 * MINUTE), WORDS.heat, "heat-pack"),
        (ColdStep(10 * MINUTE), WORDS.cold, "cold-pack"),
    ],
)
def test_it_says_what_is_needed_how_long_and_how_to_use_it_before_the_pack_goes_on(
    body: HeatStep | ColdStep, title: str, need: str
) -> None:
    record = rest(body)
    on = said(record, WORDS.put_on).start_ms
    minutes = "fifteen" if isinstance(body, HeatStep) else "ten"
    for line in (f"{title}.", *WORDS.safety, f"The pack stays on for {minutes} minutes."):
        assert said(record, line).end_ms < on
    assert need in record.needs
    assert title in [chapter.title for chapter in record.chapters]


def test_breathing_is_slow_and_without_a_pause() -> None:
    breaths = [slot for slot in rest(ColdStep(10 * MINUTE)).slots if slot.kind == "breathe"]
    lengths = {round((slot.end_ms - slot.start_ms) / 1000) for slot in breaths}
    assert lengths == {4, 6}
    assert len(breaths) == 2 * (59 - 1)  # in one breath one looks
    apart = [b.start_ms - a.end_ms for a, b in pairwise(breaths)]
    assert sorted(apart)[-2:] == [0, pytest.approx(10_000, abs=24)]


@settings(max_examples=25)
@given(seconds=st.integers(35, 3600), cold=st.booleans(), seed=st.integers(0, 3))
def test_the_skin_is_looked_at_every_five_minutes(seconds: int, cold: bool, seed: int) -> None:
    record = rest(ColdStep(seconds * 1000) if cold else HeatStep(seconds * 1000), seed)
    on, off = said(record, WORDS.put_on).end_ms, said(record, WORDS.take_off).start_ms
    looks = [cue.start_ms for cue in record.cues if cue.text == WORDS.look[0]]
    times = [on, *looks, off]
    assert all(later - earlier <= 5 * MINUTE + 10_200 for earlier, later in pairwise(times))
    assert len(looks) <= (off - on) // (5 * MINUTE)
