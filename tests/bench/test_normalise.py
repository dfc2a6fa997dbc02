"""What a recogniser spells in its own way is no error; what sounds different stays one."""

from __future__ import annotations

import pytest

from bench.normalise import rejoined, words


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("Ten, fourteen.", "10, 14"),
        ("Hold for forty-five seconds.", "Hold for 45 seconds"),
        ("Ten to fifteen reps.", "10-15 reps."),
        ("The third round.", "the 3rd round"),
        ("Two point five.", "2.5"),
        ("Centre.", "Center"),
        ("Minimise the colour of grey.", "minimize the color of gray"),
        ("Knee to chest.", "knee-to-chest"),
        ("It\u2019s your right heel.", "its you're write heal"),
        ("Two to four.", "too two for"),
        ("OK", "Okay."),
        ("Ninety degrees", "90\u00b0"),
    ],
)
def test_spellings_of_the_same_sound_are_alike(written: str, other: str) -> None:
    assert words(written) == words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thirteen.", "Thirty."),
        ("Six.", "Sex."),
        ("Left knee.", "Right knee."),
        ("Inhale.", "In hail."),
        ("Lower.", "Lore."),
        ("Rise.", "Rice."),
    ],
)
def test_what_sounds_different_is_different(one: str, other: str) -> None:
    assert words(one) != words(other)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("es", "Diez segundos.", "10 segundos"),
        ("fr", "L\u2019épaule, vingt et une fois", "l'épaule vingt-et-une fois"),
        ("fr", "le cœur", "le coeur"),
        ("pt", "Dois minutos.", "2 minutos"),
        ("de", "Große Füße.", "grosse Füsse"),
        ("hi", "साँस, दस बार।", "सांस 10 बार"),
        ("hi", "तरफ़", "तरफ"),
    ],
)
def test_other_languages_have_their_own_numbers_and_signs(
    language: str, one: str, other: str
) -> None:
    assert words(one, language) == words(other, language)


def test_hindi_keeps_the_vowels_that_are_marks() -> None:
    assert words("की", "hi") != words("का", "hi")


def test_english_rules_leave_other_languages_alone() -> None:
    assert words("dos to for two", "es") == ["dos", "to", "for", "two"]


def test_a_word_that_one_side_parts_is_one_word() -> None:
    said, heard = ["your", "shoulder", "blades", "up"], ["your", "shoulderblades", "up"]
    assert rejoined(said, heard) == (heard, heard)
    assert rejoined(heard, said) == (heard, heard)


def test_words_are_not_joined_to_what_nobody_wrote() -> None:
    said, heard = ["to", "day", "left"], ["to", "day", "right"]
    assert rejoined(said, heard) == (said, heard)


def test_what_both_sides_part_stays_right_where_one_joins_it_elsewhere() -> None:
    said, heard = ["bird", "dog", "and", "bird", "dog"], ["birddog", "and", "bird", "dog"]
    mine, theirs = rejoined(said, heard)
    assert mine == theirs
