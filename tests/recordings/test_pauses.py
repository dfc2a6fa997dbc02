"""A long take is split where the pauses are, or not at all."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tests.recordings.takes import RATE_HZ, Samples, long_take, room
from voicecoach.audio.pcm.levels import STEP_MS, levels_of
from voicecoach.recordings.decode import RecordingError
from voicecoach.recordings.pauses import WrongParts, split

Said = dict[str, Samples]


def parts_of(take: Samples, count: int) -> list[tuple[int, int]]:
    return split(levels_of(take, RATE_HZ), count)


@pytest.mark.parametrize("room_db", [-90.0, -65.0, -50.0])
def test_lines_are_found_in_rooms_quiet_and_loud(said: Said, room_db: float) -> None:
    spans = parts_of(long_take(said.values(), room_db), len(said))
    at = RATE_HZ
    for (start, end), speech in zip(spans, said.values(), strict=True):
        assert abs(start * STEP_MS / 1000 - at / RATE_HZ) < 0.15
        assert abs(end * STEP_MS / 1000 - (at + speech.size) / RATE_HZ) < 0.2
        at += speech.size + round(1.5 * RATE_HZ)


def test_pauses_within_a_line_do_not_part_it(said: Said) -> None:
    text = "You are now on hands and knees. Push the floor away."
    assert len(parts_of(long_take([said[text], said["Hold."], said[text]]), 3)) == 3


@pytest.mark.parametrize("count", [1, 5, 7, 40])
def test_another_number_of_lines_is_refused_with_those_that_there_are(
    said: Said, count: int
) -> None:
    with pytest.raises(WrongParts, match=f"6 lines are heard in it.*where {count} were") as caught:
        parts_of(long_take(said.values()), count)
    assert len(caught.value.parts) == 6
    assert all(start < end <= after for (start, end), (after, _) in pairwise(caught.value.parts))


def test_pauses_that_are_too_short_or_too_much_alike_are_refused(said: Said) -> None:
    with pytest.raises(WrongParts):
        parts_of(long_take(said.values(), pause_s=0.3), len(said))
    hold, text = said["Hold."], "You are now on hands and knees. Push the floor away."
    halting = np.concatenate([said[text], np.zeros(RATE_HZ * 13 // 10), hold])
    with pytest.raises(WrongParts):
        parts_of(long_take([halting, hold, hold]), 3)


def test_clicks_between_lines_are_no_lines(said: Said) -> None:
    take = long_take(said.values())
    for at in np.cumsum([RATE_HZ, *(speech.size + 72_000 for speech in said.values())])[1:]:
        take[at - 36_000 : at - 35_300] += 0.3 * np.hanning(700)
    assert len(parts_of(take, len(said))) == len(said)


def test_one_line_is_one_part(said: Said) -> None:
    assert len(parts_of(long_take([said["Hold."]]), 1)) == 1


def test_nothing_but_a_room_or_a_loud_one_cannot_be_split(said: Said) -> None:
    with pytest.raises(RecordingError, match="no pause can be told"):
        parts_of(room(10.0, -40), 3)
    with pytest.raises(RecordingError) as caught:
        parts_of(long_take(said.values(), -25), 6)
    assert "quieter" in caught.value.remedy
    with pytest.raises(RecordingError):
        parts_of(np.zeros(10 * RATE_HZ), 3)
    with pytest.raises(RecordingError):
        parts_of(np.zeros(100), 1)
