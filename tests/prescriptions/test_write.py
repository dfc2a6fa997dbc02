"""Scripts that were made of a prescription: whole, checked, and true to their comments."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voicecoach.base.messages import phrase
from voicecoach.formats.document import Document, parse_text
from voicecoach.formats.tidy import tidy
from voicecoach.prescriptions.items import Item, ItemReading
from voicecoach.prescriptions.write import Head, for_profile, profile_text, routine_text

HEAD = Head("own", "Own", "en", "paper.txt")


def parsed(text: str) -> object:
    document = parse_text(Document("own.yaml", text))
    assert document.problems == []
    return document.data


@given(st.text(), st.text(min_size=1), st.text(min_size=1))
def test_whatever_the_words_are_they_stay_in_comments(words: str, title: str, dose: str) -> None:
    title, dose = " ".join(title.split()), " ".join(dose.split())
    title, dose = (text if text.isprintable() and text else "Own" for text in (title, dose))
    left = (phrase("imported/left", text=words),)
    readings = [ItemReading(Item("line 1", words), "bridge", dose, left, left)]
    text = routine_text(Head("own", title, "en", words), readings, warm_up=True)
    assert parsed(text) == {
        "routine": "own",
        "title": tidy(title),
        "steps": [{"include": "warm-up"}, {"bridge": tidy(dose)}],
    }


def test_words_that_were_read_stand_above_their_step() -> None:
    readings = [
        ItemReading(Item("line 1", "Bridge"), "bridge"),
        ItemReading(Item("line 2", "Yoga")),
    ]
    text = routine_text(HEAD, readings, warm_up=False)
    assert "  # line 1: Bridge\n  - bridge\n  # line 2: Yoga\n" in text


def test_long_words_are_wrapped() -> None:
    text = routine_text(HEAD, [ItemReading(Item("line 1", "word " * 60))], warm_up=False)
    assert max(map(len, text.splitlines())) < 100
    assert text.count("word") == 60


def test_another_language_is_named() -> None:
    assert "language: de\n" in routine_text(Head("own", "Mein", "de", "x"), [], warm_up=False)


def test_a_profile_has_one_dose_for_each_exercise() -> None:
    readings = [
        ItemReading(Item("line 1", "Bridge 10 reps"), "bridge", "10 reps"),
        ItemReading(Item("line 2", "Bridge 8 reps"), "bridge", "8 reps"),
        ItemReading(Item("line 3", "Plank"), "plank"),
    ]
    kept = for_profile(readings)
    assert [each.exercise for each in kept] == ["bridge", None, None]
    assert [str(each.left[0]) for each in kept[1:]] == [
        "'bridge' has a dose already, and a profile has one for each",
        "it gives no dose that a profile could change",
    ]
    assert parsed(profile_text(HEAD, kept)) == {
        "profile": "own",
        "exercises": {"bridge": "10 reps"},
    }
