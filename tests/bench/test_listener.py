"""Clips that are heard together are cut and counted apart."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from bench.listener import RATE_HZ, Listener, Samples, joined


class Guessing(Listener):
    """Hears nothing, and finds that the longest phrase is the likeliest."""

    def __init__(self) -> None:
        self._language = "en"
        self.guessed: list[list[str]] = []

    def likenesses(self, speech: Samples, phrases: Collection[str]) -> dict[str, float]:
        self.guessed.append([*phrases])
        return {phrase: float(len(phrase)) for phrase in phrases}


def test_clips_are_joined_up_to_what_is_heard_at_a_time() -> None:
    lengths_s = [10, 12, 9, 40, 1]
    groups = list(joined([np.ones(s * RATE_HZ, np.float32) for s in lengths_s]))
    assert [together for together, _ in groups] == [[0, 1], [2], [3], [4]]
    assert groups[0][1].size == round((10 + 12 + 0.7) * RATE_HZ)
    assert [sound.sum() / RATE_HZ for _, sound in groups] == [22, 9, 40, 1]


def test_a_line_is_held_once_against_the_phrases_of_all_its_kinds() -> None:
    listener = Guessing()
    kinds = [["Hold.", "Lower."], ["Hold.", "Let it go."], ["Old.", "Down."]]
    chosen = listener.chooses_of_each(np.zeros(1, np.float32), kinds, "Old!")
    assert chosen == ["Lower.", "Let it go.", "Old."]
    assert listener.guessed == [["Hold.", "Lower.", "Let it go."]]
