"""What is spoken to be judged covers what may be said, and a sample of it is fair."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.lines import sampled, texts


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es", "hi"])
def test_every_text_is_a_sentence_or_a_cue(language: str) -> None:
    found = texts(language)
    assert not {*found.sentences} & {*found.cues}
    assert all(len(cue.split()) <= 3 for cue in found.cues)
    assert len(found.sentences) > 200
    assert len(found.cues) > 80
    assert not [line for line in [*found.sentences, *found.cues] if "{" in line]


def test_what_must_be_told_apart_is_asked() -> None:
    alike = texts("en").alike
    assert len(alike["numbers"]) == 30
    assert {"Left leg.", "Right leg."} <= {*alike["sides"]}
    assert {"Breathe in.", "Breathe out.", "Rest.", "Change sides."} <= {*alike["commands"]}
    assert all(len(kind) > 1 for kind in alike.values())
    assert any({"Hold.", "Lower."} <= {*kind} for kind in alike.values())


@given(st.lists(st.integers(), unique=True), st.integers(1, 20))
def test_a_sample_is_even_and_in_order(lines: list[int], most: int) -> None:
    found = sampled(lines, most)
    assert len(found) == min(most, len(lines))
    places = [lines.index(line) for line in found]
    assert places == sorted(set(places))
    assert sampled(lines, None) == lines
