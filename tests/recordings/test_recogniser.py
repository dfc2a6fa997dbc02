"""Which words of a line were not heard, whatever wrote down what was."""

from __future__ import annotations

import pytest

from voicecoach.recordings.recogniser import can_recognise, missing_words


def figures(text: str) -> str:
    """What a language does with figures, for one of them."""
    return text.replace("8", "eight")


@pytest.mark.parametrize(
    ("text", "heard", "missing"),
    [
        ("Lower your hips slowly.", "Lower your hips slowly", ()),
        ("Lower your hips slowly.", "lower, your hip slowly!", ()),
        ("Lower your hips slowly.", "Lower slowly.", ("your", "hips")),
        ("Lower your hips slowly.", "Lower your hips.", ("slowly",)),
        ("Lower your hips slowly.", "And lower your hips so slowly", ()),
        ("Lower your hips slowly.", "", ("lower", "your", "hips", "slowly")),
        ("Eight reps.", "8 reps", ()),
        ("Hold.", "Cold", ()),
        ("साँस लें।", "साँस", ("लें",)),
    ],
)
def test_words_that_were_not_heard_are_found(
    text: str, heard: str, missing: tuple[str, ...]
) -> None:
    assert missing_words(text, heard, figures) == missing


def test_nobody_is_asked_who_writes_a_language_in_the_letters_of_another() -> None:
    assert not can_recognise("hi"), "each word would be told as missing"
