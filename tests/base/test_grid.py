"""Frames and milliseconds: what is rounded, and which way."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.coach.sessions import estimated_ms, shipped
from voicecoach.audio.mp3.frames import FRAME_MS, GRID, PRE_ROLL_FRAMES
from voicecoach.base.grid import Grid
from voicecoach.coach.compile.session import compile_session
from voicecoach.coach.fit.search import fit
from voicecoach.coach.schedule import schedule, total_ms

CD = Grid.of(Fraction(1152 * 10, 441), PRE_ROLL_FRAMES)  # MP3 at 44.1 kHz: 26.12 ms
GRIDS = st.sampled_from([GRID, CD, Grid.of(Fraction(20), 1), Grid.of(Fraction(1, 3), 0)])
TIMES = st.integers(0, 10_000_000)


@given(GRIDS, TIMES)
def test_what_is_rounded_up_has_just_enough_room(grid: Grid, ms: int) -> None:
    frames = grid.frames(ms)
    assert frames * grid.frame_ms >= ms > (frames - 1) * grid.frame_ms
    whole = grid.ms(frames)
    assert whole >= frames * grid.frame_ms > whole - 1


@given(GRIDS, TIMES)
def test_the_nearest_frame_is_at_most_half_a_frame_away(grid: Grid, ms: int) -> None:
    assert grid.nearest(ms) == round(ms / grid.frame_ms)


def test_mp3_frames_are_whole_milliseconds_and_cues_five_of_them_apart() -> None:
    assert (GRID.frame_ms, GRID.pre_roll_frames) == (Fraction(FRAME_MS), PRE_ROLL_FRAMES)
    assert (GRID.gap_frames, GRID.gap_ms) == (5, 120)


def test_the_pre_roll_always_has_room_between_cues() -> None:
    assert Grid.of(Fraction(24), 9).gap_frames == 9
    with pytest.raises(ValueError, match="leave no room for 9"):
        Grid(24, 1, 9, 5)


@pytest.mark.parametrize("name", ["daily", "breathing"])
def test_sessions_are_placed_on_any_grid(name: str) -> None:
    timeline = compile_session(shipped(name))
    timeline = timeline.about(total_ms(timeline, estimated_ms, CD))
    made, problems = schedule(timeline, estimated_ms, CD)
    assert not problems
    for cue, following in zip(made.cues, made.cues[1:], strict=False):
        assert following.frame - cue.frame - cue.frames >= CD.gap_frames
        assert cue.frames * CD.frame_ms >= estimated_ms(cue.sound)
        assert following.start_ms - cue.start_ms - cue.length_ms >= 99  # each is rounded up


def test_a_session_is_fitted_to_the_millisecond_on_any_grid() -> None:
    script = shipped("daily")
    timeline = fit(script, (1_500_000, 1_500_000), estimated_ms, lambda _: estimated_ms, CD)
    assert total_ms(timeline, estimated_ms, CD) == 1_500_000
