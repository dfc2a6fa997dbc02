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
from voicecoach.coach.lengths import Lengths
from voicecoach.coach.schedule import schedule, total_ms

CD = Grid.of(1152, 44_100, PRE_ROLL_FRAMES)  # MP3 at 44.1 kHz: 26.12 ms


def frame_ms(grid: Grid) -> Fraction:
    """Length of a frame."""
    return Fraction(grid.length, grid.parts)


GRIDS = st.sampled_from([GRID, CD, Grid.of(960, 48_000, 1), Grid.of(16, 48_000, 0)])
TIMES = st.integers(0, 10_000_000)


@given(GRIDS, TIMES)
def test_what_is_rounded_up_has_just_enough_room(grid: Grid, ms: int) -> None:
    frames = grid.frames(ms)
    assert frames * frame_ms(grid) >= ms > (frames - 1) * frame_ms(grid)
    whole = grid.ms(frames)
    assert whole >= frames * frame_ms(grid) > whole - 1


@given(GRIDS, TIMES)
def test_the_nearest_frame_is_at_most_half_a_frame_away(grid: Grid, ms: int) -> None:
    assert grid.nearest(ms) == round(ms / frame_ms(grid))


def test_mp3_frames_are_whole_milliseconds_and_cues_five_of_them_apart() -> None:
    assert (frame_ms(GRID), GRID.pre_roll_frames) == (Fraction(FRAME_MS), PRE_ROLL_FRAMES)
    assert (GRID.gap_frames, GRID.gap_ms) == (5, 120)


def test_the_pre_roll_always_has_room_between_cues() -> None:
    assert Grid.of(1152, 48_000, 9).gap_frames == 9
    with pytest.raises(ValueError, match="leave no room for 9"):
        Grid(24, 1, 9, 5)


@pytest.mark.parametrize("name", ["daily", "breathing"])
def test_sessions_are_placed_on_any_grid(name: str) -> None:
    timeline = compile_session(shipped(name))
    timeline = timeline.about(total_ms(timeline, Lengths(estimated_ms, CD)))
    made, problems = schedule(timeline, estimated_ms, CD)
    assert not problems
    for cue, following in zip(made.cues, made.cues[1:], strict=False):
        assert following.frame - cue.frame - cue.frames >= CD.gap_frames
        assert cue.frames * frame_ms(CD) >= estimated_ms(cue.sound)
        assert following.start_ms - cue.start_ms - cue.length_ms >= 99  # each is rounded up


def test_a_session_is_fitted_to_the_millisecond_on_any_grid() -> None:
    script = shipped("daily")
    limits, whole = (1_500_000, 1_500_000), compile_session(script)
    timeline = fit(script, limits, whole, estimated_ms, lambda _: estimated_ms, CD)
    assert total_ms(timeline, Lengths(estimated_ms, CD)) == 1_500_000
