"""Clips that are heard together are cut and counted apart."""

from __future__ import annotations

import numpy as np

from bench.listener import RATE_HZ, joined


def test_clips_are_joined_up_to_what_is_heard_at_a_time() -> None:
    lengths_s = [10, 12, 9, 40, 1]
    groups = list(joined([np.ones(s * RATE_HZ, np.float32) for s in lengths_s]))
    assert [together for together, _ in groups] == [[0, 1], [2], [3], [4]]
    assert groups[0][1].size == round((10 + 12 + 0.7) * RATE_HZ)
    assert [sound.sum() / RATE_HZ for _, sound in groups] == [22, 9, 40, 1]
