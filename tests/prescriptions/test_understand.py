"""What lines of prescriptions mean, and what is said where they mean nothing for sure."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.coach.sessions import SHIPPED
from tests.prescriptions.conftest import by_shipped
from voicecoach.language.prescribing import PrescriptionWords, unstyled
from voicecoach.model.dose import parse_dose
from voicecoach.prescriptions.items import Item, ItemReading
from voicecoach.prescriptions.understand import Understanding


def line(understanding: Understanding, text: str) -> ItemReading:
    return understanding.read(Item("line 1", text))


@pytest.mark.parametrize(
    ("text", "exercise", "dose"),
    [
        ("Glute bridges 3x10, hold 5s", "bridge", "3 x 10, hold 5s"),
        ("Glute bridge: 3 sets of 10", "bridge", "3 x 10"),
        ("Bridge - 10 reps", "bridge", "10 reps"),
        ("Bridge (10 reps, hold 5 sec.)", "bridge", "10 reps, hold 5s"),
        ("Bridge 2 sets of 8-10 reps. Rest 30 seconds.", "bridge", "2 sets, 8-10 reps, rest 30s"),
        ("Bridge 2x10, 30 sec rest", "bridge", "2x10, rest 30s"),
        ("Side plank 2 x 20 s rest 30 s", "side-plank", "2 x 20s, rest 30s"),
        ("3 x 10 pelvic tilts", "pelvic-tilt", "3 x 10"),
        ("3 sets of 10 pelvic tilts, hold 5s", "pelvic-tilt", "3 x 10, hold 5s"),
        (
            "Single knee to chest, hold 20 s, 3 reps each side",
            "knee-to-chest",
            "3 reps, hold 20s, each side",
        ),
        ("Cat-cow (cat camel) 10 reps", "cat-cow", "10 reps"),
        ("Beckenheben: 3 Sätze à 10 Wdh., 5 Sek. halten", "bridge", "3 x 10, hold 5s"),
        ("Katzenbuckel 10 mal", "cat-cow", "10 reps"),
        (
            "Knie zur Brust je Seite 3 Wdh., 20 Sek. halten, Pause 30 Sek.",
            "knee-to-chest",
            "3 reps, hold 20s, rest 30s, each side",
        ),
        ("Puente de glúteos: 3 series de 10 repeticiones", "bridge", "3 x 10"),
        (
            "Rodilla al pecho: mantener 20 segundos, 3 repeticiones, cada lado",
            "knee-to-chest",
            "3 reps, hold 20s, each side",
        ),
        (
            "Pont fessier : 3 séries de 10 répétitions, tenir 5 secondes",
            "bridge",
            "3 x 10, hold 5s",
        ),
        ("Genou à la poitrine, 3 répétitions de chaque côté", "knee-to-chest", "3 reps each side"),
        (
            "Ponte de glúteos: 3 séries de 10 repetições, segurar 5 segundos",
            "bridge",
            "3 x 10, hold 5s",
        ),
        ("ब्रिज: 3 सेट, १० बार, 5 सेकंड रोकें", "bridge", "3 sets, 10 reps, hold 5s"),
        ("घुटना छाती तक: हर तरफ़ 3 बार", "knee-to-chest", "3 reps each side"),
        ("Bridge: 12, 10, 8 reps", "bridge", "12/10/8 reps"),
        ("Bridge: hold 20s, 30s, 40s", "bridge", "hold 20/30/40s"),
        ("Bridge: 10 reps, 2 times a day", "bridge", "10 reps, 2 times a day"),
        ("Puente: 10 repeticiones, 3 veces al día", "bridge", "10 reps, 3 times a day"),
        ("Brücke: 10 Wiederholungen, 5 Tage pro Woche", "bridge", "10 reps, 5 days a week"),
        # Numbers in words
        ("Bridge: three sets of ten, three times a day", "bridge", "3 x 10, 3 times a day"),
        ("Bridge: twenty-one reps, once a day", "bridge", "21 reps, once a day"),
        ("Knee to chest, two reps, hold twenty seconds", "knee-to-chest", "2 reps, hold 20s"),
        ("Beckenheben: zehn Wiederholungen", "bridge", "10 reps"),
        ("Beckenheben zehnmal, zweimal täglich", "bridge", "10 reps, 2 times a day"),
        ("Brücke: fünf bis zehn Wdh., täglich dreimal", "bridge", "5-10 reps, 3 times a day"),
        ("Beckenheben: eine Minute halten", "bridge", "hold 1m"),
        ("Pont fessier : vingt et une répétitions", "bridge", "21 reps"),
        ("Pont fessier : dix répétitions, une fois par jour", "bridge", "10 reps, once a day"),
        ("Puente de glúteos: tres series de diez repeticiones", "bridge", "3 x 10"),
        ("Puente de glúteos: once repeticiones", "bridge", "11 reps"),
        ("Puente de glúteos: veintiuna repeticiones", "bridge", "21 reps"),
        ("Ponte de glúteos: três séries de dez repetições", "bridge", "3 x 10"),
        ("Ponte de glúteos: dez vezes, duas vezes por dia", "bridge", "10 reps, 2 times a day"),
        ("ब्रिज: तीन सेट, दस बार, दिन में दो बार", "bridge", "3 sets, 10 reps, 2 times a day"),
        # Ranges
        ("Bridge: between eight and twelve reps", "bridge", "8-12 reps"),
        ("Bridge: from 8 to 12 reps", "bridge", "8-12 reps"),
        ("Brücke: zwischen acht und zehn Wiederholungen", "bridge", "8-10 reps"),
        ("Brücke: von 8 bis 10 Wiederholungen", "bridge", "8-10 reps"),
        ("Pont fessier : de 8 à 10 répétitions", "bridge", "8-10 reps"),
        ("Pont fessier : 8 à 10 fois", "bridge", "8-10 reps"),
        ("Pont fessier : trois séries de 8 à 10 répétitions", "bridge", "3 sets, 8-10 reps"),
        ("Pont fessier : tenir de 5 secondes à 10 secondes", "bridge", "hold 5-10s"),
        ("Pont fessier : entre huit et dix répétitions", "bridge", "8-10 reps"),
        ("Puente de glúteos: de 8 a 10 repeticiones", "bridge", "8-10 reps"),
        ("Rodilla al pecho: mantener entre 20 y 30 segundos", "knee-to-chest", "hold 20-30s"),
        ("Ponte de glúteos: de 8 a 10 repetições", "bridge", "8-10 reps"),
        ("ब्रिज: 8 से 10 बार", "bridge", "8-10 reps"),
        ("Brücke: 3 Sätze à 10", "bridge", "3 x 10"),
    ],
)
def test_a_line_is_read_whole(
    text: str, exercise: str, dose: str, understanding: Understanding
) -> None:
    found = line(understanding, text)
    assert (found.exercise, found.left, found.assumed) == (exercise, (), ())
    assert parse_dose(found.dose) == parse_dose(dose)


@pytest.mark.parametrize(
    "text",
    [
        "Reverse bridge 3x10",
        "Bridge on one leg, 3x10",
        "Bridge (single leg) 3x10",
        "Bridge with band 3x10",
        "10 bridges on one leg",
        "Bridge and plank 3x10",
        "Bridge 3 x 10, 7,5 kg",
        "Bridge: slowly",
        "Bridge each side 10 reps",
        "Cat cow: hold 30s",
        "Bridge: 500 reps",
        "Burpees 2 x 15",
        "Skater jumps 3x10",
        "Home programme",
        "Bridge: 3 à 10",  # a range in French, sets and reps in German
        "Un puente: 10 repeticiones",
        "Upside bridge: ten reps",
        "Bridge 3x10, hold 5s, hold 6s",
    ],
)
def test_what_could_be_something_else_is_left_with_a_reason(
    text: str, understanding: Understanding
) -> None:
    found = line(understanding, text)
    assert (found.exercise, found.dose) == (None, "")
    assert len(found.left) == 1


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Bridge: 10 reps, before breakfast", "before breakfast"),
        ("Bridge 3x10, keep your knees over your feet", "keep your knees over your feet"),
        ("10 bridges, slowly", "slowly"),
    ],
)
def test_what_stands_behind_a_dose_is_kept(
    text: str, left: str, understanding: Understanding
) -> None:
    found = line(understanding, text)
    assert found.exercise == "bridge"
    assert [str(each) for each in found.left] == [f"'{left}'"]


def test_what_a_prescription_does_not_say_is_said_to_be_assumed(
    understanding: Understanding,
) -> None:
    bare = line(understanding, "Child's pose")
    assert (bare.exercise, bare.dose) == ("childs-pose", "")
    assert [str(each) for each in bare.assumed] == ["the library's own dose: hold 30s-1m"]
    counted = line(understanding, "10 crunches")
    assert [str(each) for each in counted.assumed] == ["'10' counts repetitions"]


def test_a_misspelt_exercise_is_asked_about_and_not_taken(understanding: Understanding) -> None:
    found = line(understanding, "Brigde: 10 reps")
    assert found.exercise is None
    assert "did you mean 'bridge' (Bridge:" in str(found.left[0])


def test_words_of_doses_mean_the_same_in_every_language() -> None:
    meanings: dict[str, set[str]] = {}
    for code in SHIPPED.names("prescriptions"):
        file = SHIPPED.find("prescriptions", code)
        assert file
        words, problems = SHIPPED.reader.load(file, PrescriptionWords, "prescription")
        assert problems == []
        for each in fields(PrescriptionWords):
            if each.name not in ("prescription", "file", "onto", "ways"):
                for word in getattr(words, each.name):
                    meanings.setdefault(unstyled(word), set()).add(each.name)
    assert {word: found for word, found in meanings.items() if len(found) > 1} == {}
    assert {*SHIPPED.names("prescriptions")} == {*SHIPPED.names("languages")}


def test_a_number_in_words_is_the_same_in_every_language_and_no_word_of_doses() -> None:
    numbers: dict[str, set[int]] = {}
    words = SHIPPED.dose_words()
    for code in SHIPPED.names("languages"):
        language, _ = SHIPPED.language(code)
        assert language
        for n, word in enumerate(language.numbers):
            numbers.setdefault(unstyled(word), set()).add(n)
            text = f"{word} {language.reps.other}".replace("{n}", "").replace("  ", " ")
            if 1 < n <= 100:
                assert parse_dose(words.as_scripts(text)) == parse_dose(f"{n} reps")
    assert {word: found for word, found in numbers.items() if len(found) > 1} == {}


_PIECES = ["bridge", "Bridge", "plank", "3x10", "10 reps", "hold 5s", ",", ":", "-", "(", ")"]
_PIECES += ["ten", "zehnmal", "de 8 à", "un", "once", "बार", "between 3 and"]
_PIECES += ["each side", "Sätze", "à", "१०", "on one leg", "x", "30s", "3", ".", "\u2013", "kg"]


@given(st.lists(st.sampled_from(_PIECES), max_size=8).map(" ".join) | st.text(max_size=60))
def test_whatever_is_taken_can_be_read_and_whatever_is_not_has_a_reason(text: str) -> None:
    found = line(by_shipped(), text)
    if found.exercise:
        parse_dose(found.dose or "")
        assert found.dose or found.assumed
    else:
        assert found.left
