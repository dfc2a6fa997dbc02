"""Text for the ear: signs and abbreviations become words, all else stays as it was written."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.coach.sessions import ROUTINES, every_exercise, language_of, shipped
from tests.effort import cpu_s
from tests.facts import of_each
from voicecoach.base.phonemes import marked, unmarked
from voicecoach.coach.compile.session import compile_session
from voicecoach.coach.timeline import Utterance
from voicecoach.formats.fields import SidedText
from voicecoach.language.normalise import TextNormaliser
from voicecoach.language.respelling import AppliedRule

ENGLISH = language_of("en")
EAR = TextNormaliser(ENGLISH)

EXPANDED = {
    "2 x 10": "two sets of ten",
    "3 x 10-12 each side": "three sets of ten to twelve each side",
    "1 \u00d7 10 reps": "one set of ten reps",
    "Bridge x10.": "Bridge ten times.",
    "Plank x 30s": "Plank thirty seconds",
    "Do it 10x": "Do it ten times",
    "Do it 1x": "Do it once",
    "5s": "five seconds",
    "1 s": "one second",
    "1.5s": "one point five seconds",
    "½ min": "half a minute",
    "1½ min": "one and a half minutes",
    "1 1/2 h": "one and a half hours",
    "2 1/2": "two and a half",
    "1m30s": "ninety seconds",
    "2 min 30 sec": "two minutes and thirty seconds",
    "Hold 5 sec.": "Hold five seconds.",
    "Hold 5 sec. each side": "Hold five seconds each side",
    "Hold 5 sec. Then rest.": "Hold five seconds. Then rest.",
    "a 5-sec hold": "a five second hold",
    "2 S-curves": "two S-curves",
    "20-30s": "twenty to thirty seconds",
    "10\u201315 reps": "ten to fifteen reps",
    "1 reps": "one rep",
    "L/R": "left and right",
    "L side, then R.": "left side, then right.",
    "(L)": "(left)",
    "30°": "thirty degrees",
    "a 45° angle": "a forty-five degrees angle",
    "1/2": "one half",
    "a ¾ turn": "a three quarters turn",
    "Pain up to 5/10 is fine": "Pain up to five out of ten is fine",
    "50%": "fifty percent",
    "Stretch & hold": "Stretch and hold",
    "E.g. a wall": "for example a wall",
    "approx. 5 min. of rest": "about five minutes of rest",
    "Arms, legs, etc.": "Arms, legs, and so on.",
    "Arms, etc. Now rest": "Arms, and so on. Now rest",
    "a few secs": "a few seconds",
    "10 reps/side": "ten reps each side",
    "tempo 3-1-3": "tempo three, one, three",
    "<5 min": "less than five minutes",
    "the 2nd rep": "the second rep",
    "٣ reps": "three reps",
    # A sign of two meanings, by what it stands behind.
    "Walk 100 m.": "Walk one hundred metres.",
    "Swim 50m twice.": "Swim fifty metres twice.",
    "Walk for 100 m": "Walk for one hundred metres",
    "Step 0.5 m to the side": "Step zero point five metres to the side",
    "Hold 2m.": "Hold two minutes.",
    "Wait for 2 m. Then walk.": "Wait for two minutes. Then walk.",
    "Rest 1m30s.": "Rest ninety seconds.",
    "Hold 1:30": "Hold ninety seconds",
    "rest 2:00.": "rest two minutes.",
    "at 1:30": "at one thirty",
    "at 10:05, or 7:00": "at ten oh five, or seven o'clock",
    "Walk 1h30": "Walk one hour and thirty minutes",
    "Hold 1'30\"": "Hold ninety seconds",
    'Hold 30".': "Hold thirty seconds.",
    "Hold for 2\u2032": "Hold for two minutes",
    'say "do 30" now': 'say "do thirty" now',
    # A minus, a range, a pattern.
    "Stop at -10°.": "Stop at minus ten degrees.",
    "from -5 to 5°": "from minus five to five degrees",
    "(\u22125°)": "(minus five degrees)",
    "a 5-10 min walk": "a five to ten minutes walk",
    "10 - 15 reps": "ten to fifteen reps",
    "tempo 3 - 1 - 3": "tempo three, one, three",
    # Which of several, and how often.
    "Set 1/2": "Set one out of two",
    "Step 1/3: sit tall.": "Step one out of three: sit tall.",
    "Week 1/4": "Week one out of four",
    "1/3 of the way": "one third of the way",
    "the 21st day": "the twenty-first day",
    "Do this 2x/day.": "Do this two times a day.",
    "3x/week": "three times a week",
    "10 reps/set": "ten reps a set",
    # Numbers above a hundred; without a thing, four digits may be a year.
    "150": "one hundred and fifty",
    "Walk 1500 m": "Walk one thousand five hundred metres",
    "2005 reps": "two thousand and five reps",
    "~10 reps": "about ten reps",
    # What is only seen.
    "🧘": "",
    "Great job 💪🏽": "Great job",
    "Lower **slowly**.": "Lower slowly.",
    "*Slowly* lower __both__ legs": "Slowly lower both legs",
    "- Keep going": "Keep going",
    "Left → right": "Left, right",
    "[see here](https://example.org/a_b)": "see here",
    "3*10 reps": "three sets of ten reps",
    "Bridge *10": "Bridge ten times",
    # Capitals: spelt, or only stressed.
    "First exercise: ITB.": "First exercise: I T B.",
    "ITB stretch": "I T B stretch",
    "AROM": "A R O M",
    "Do NOT lift": "Do not lift",
    "STOP. KEEP YOUR BACK FLAT": "Stop. Keep your back flat",
    "SLOWLY now": "Slowly now",
    # Signs in parts, signs that nobody sees, other apostrophes.
    "übung": "übung",
    "soft­ hy​phen": "soft hyphen",
    "don\u2019t": "don't",
}
LEFT = [
    "L4 and L5",
    "Version 1.2.3",
    "24/7",
    "120/80",
    "1/2/2025",
    "at 25:30",
    "555-1234",
    "1,000 reps",
    "x x1000000",
    "since 2026",
    "Cat-cow: arch, and round.",
    "Lie on your side; bend one leg!",
    "Sit tall, with your arms by your side...",
    "x",
    "",
    "…",
    'Stand 12" from the wall',
    "Phase II",
    "Set 3/2",
    "S-curve",
]
TEXTS = st.one_of(
    st.text(),
    st.text("0123456789 .,:/-x\u00d7½°%&smLR()"),
    st.lists(
        st.sampled_from([*EXPANDED, *LEFT, *ENGLISH.ear.words, *ENGLISH.ear.units, "7", "150"])
    ).map(" ".join),
    st.lists(st.sampled_from([*ENGLISH.ear.words, *ENGLISH.ear.units, "7", "150", "-", "."])).map(
        "".join
    ),
)


@of_each(EXPANDED.items())
def test_what_authors_write_is_spoken_in_words(written: str, spoken: str) -> None:
    assert EAR.for_ear(written) == spoken


@of_each(LEFT)
def test_what_no_rule_is_sure_of_is_left_as_it_is(text: str) -> None:
    assert EAR.for_ear(text) == text


@given(TEXTS)
def test_words_for_the_ear_stay_as_they_are(text: str) -> None:
    spoken = EAR.for_ear(text)
    assert EAR.for_ear(spoken) == spoken


@given(TEXTS)
def test_a_text_with_a_letter_or_a_digit_is_never_left_empty(text: str) -> None:
    if any(character.isalnum() for character in text):
        assert any(character.isalnum() for character in EAR.for_ear(text))


@given(st.integers(0, 100), st.sampled_from(sorted(ENGLISH.ear.units)), st.sampled_from(["", " "]))
def test_every_number_agrees_with_its_unit(n: int, unit: str, space: str) -> None:
    thing = ENGLISH.ear.units[unit]
    assert EAR.for_ear(f"{n}{space}{unit}") == ENGLISH.count(thing, n)


@pytest.mark.parametrize("name", ROUTINES)
def test_the_shipped_sessions_are_spoken_as_they_are_written(name: str) -> None:
    """So that a clip that was cached before is still the right one."""
    for sound in compile_session(shipped(name)).sounds():
        if isinstance(sound, Utterance):
            assert EAR.expand(sound.text) == sound.text


def test_the_shipped_exercises_are_spoken_as_they_are_written() -> None:
    for exercise in every_exercise().exercises.values():
        setup = [
            text
            for line in exercise.instructions
            for text in ((line.left, line.right) if isinstance(line, SidedText) else (line,))
        ]
        for text in (exercise.title, exercise.benefit, exercise.safety, *exercise.form, *setup):
            assert EAR.expand(text) == text


LEXICONS: list[dict[str, Any]] = [
    {"bird dog": "burd dog", "cat": "kat", "cat-cow": "cat cow", "five": "fife"},
    {"plank": {"pyttsx3": "planck", "flite": "plahnk"}, "cat": {"pyttsx3": "catt"}},
    {"bird dog": "bird dog"},
]


@pytest.mark.parametrize(
    ("text", "engine", "spoken"),
    [
        ("Cat-cow, then the CAT.", "", "cat cow, then the kat."),
        ("Cat-cow, then the cat.", "pyttsx3", "cat cow, then the catt."),
        ("concatenate cats", "", "concatenate cats"),
        ("the cat's tail", "", "the kat's tail"),
        ("Plank for 5s", "flite", "plahnk for fife seconds"),
        ("Plank for 5s", "silent", "Plank for fife seconds"),
        ("Bird dog", "", "bird dog"),
        ("bird-dog", "", "bird-dog"),
    ],
)
def test_words_are_respelt(text: str, engine: str, spoken: str) -> None:
    assert TextNormaliser(ENGLISH, LEXICONS, engine).for_ear(text) == spoken


@given(st.text("cat-ow five CATd", max_size=20))
def test_respelling_changes_nothing_but_the_words(text: str) -> None:
    plain, respelt = EAR.for_ear(text), TextNormaliser(ENGLISH, LEXICONS).for_ear(text)
    words = {"cat", "cat-cow", "five", "bird dog"}
    if not any(word in plain.lower() for word in words):
        assert respelt == plain


@pytest.mark.parametrize("word", ["a.b", "(a)", "a|b", "a\\", "(a", "\u017f", "a+"])
def test_a_word_is_no_pattern(word: str) -> None:
    ear = TextNormaliser(ENGLISH, [{word: "good"}])
    assert ear.respell(f"say {word} or axb now") == "say good or axb now"


def test_letters_that_only_match_as_capitals_do_no_harm() -> None:
    ear = TextNormaliser(ENGLISH, [{"i": "eye", "s": "ess"}])
    assert "say" in ear.for_ear("say \u0130, \u017f, 5\u017f")


@pytest.mark.slow
@pytest.mark.parametrize("part", ["1", "1-", "1.", "1 ", "1/2 ", "½", "2 x ", "1m", "L/", "x", " "])
def test_a_long_text_takes_no_longer_than_its_length(part: str) -> None:
    def taken_s(size: int) -> float:
        texts = (part * (size // len(part)) + ending for ending in (" a", " b", " c"))
        return min(cpu_s(partial(EAR.for_ear, text), 1) for text in texts)  # none is known yet

    assert taken_s(16_000) < 8 * taken_s(4_000)  # 16 times, were it the square of its length


SOUNDS: list[dict[str, Any]] = [
    {
        "plank": {"ipa": "plæŋk"},
        "bird dog": {"ipa": "ˈbɝd ˌdɔɡ", "otherwise": "burd dog"},
        "cat": {"ipa": "kæt", "otherwise": "kat", "piper": "catt"},
    }
]


@pytest.mark.parametrize(
    ("text", "engine", "phonemes", "spoken"),
    [
        ("PLANK for 5s", "hibari", True, "[PLANK](/plæŋk/) for five seconds"),
        ("PLANK for 5s", "flite", False, "PLANK for five seconds"),
        ("Bird dog.", "hibari", True, "[Bird dog](/ˈbɝd ˌdɔɡ/)."),
        ("Bird dog.", "flite", False, "burd dog."),
        ("the cat, the cat's tail", "hibari", True, "the [cat](/kæt/), the cat's tail"),
        ("the cat's tail", "piper", True, "the catt's tail"),
        ("the cat's tail", "piper", False, "the catt's tail"),
    ],
)
def test_words_are_given_their_sounds_where_an_engine_takes_them(
    text: str, engine: str, phonemes: bool, spoken: str
) -> None:
    assert TextNormaliser(ENGLISH, SOUNDS, engine).for_ear(text, phonemes) == spoken


def test_a_later_lexicon_has_the_last_word_over_sounds() -> None:
    ear = TextNormaliser(ENGLISH, [*SOUNDS, {"plank": "plank", "Close": "close"}], "hibari")
    assert ear.for_ear("Plank, then close your eyes.", True) == "plank, then close your eyes."


@pytest.mark.parametrize(
    "text",
    [
        "[close](/kloʊz/)",
        "the [close](/kloʊz/)[tear](/tɪɹ/)",
        "[[close]](/kloʊz/)",
        "[close](kloʊz)",
        "[open [plank",
    ],
)
def test_no_author_writes_sounds(text: str) -> None:
    """They would be spoken in the place of the words, unseen."""
    for lexicon in ({}, {"open": text}, {"open": {"hibari": text}}):
        ear = TextNormaliser(ENGLISH, [lexicon, {"close": "shut", "tear": "rip"}], "hibari")
        spoken = ear.for_ear(f"open {text}", phonemes=True)
        assert "[" not in spoken
        assert unmarked(spoken) == spoken


MARKUP = st.lists(
    st.sampled_from(["[", "]", "(", ")", "/", "a", "plank", "cat", " ", "kloʊz", "½"])
)


@given(MARKUP.map("".join), MARKUP.map("".join).filter(str.strip))
def test_sounds_come_only_from_a_lexicon(text: str, respelling: str) -> None:
    ear = TextNormaliser(ENGLISH, [*SOUNDS, {"a": respelling}], "hibari")
    spoken = ear.for_ear(text, phonemes=True)
    own = {("plank", "plæŋk"), ("cat", "kæt")}
    assert {part for part in marked(spoken) if part[1]} <= own
    assert not set("[]") & set("".join(words for words, _ in marked(spoken)))


@given(TEXTS, st.booleans())
def test_respelling_by_sounds_changes_nothing_twice(text: str, phonemes: bool) -> None:
    ear = TextNormaliser(ENGLISH, SOUNDS, "hibari")
    once = ear.respell(ear.expand(text), phonemes=True)
    assert ear.respell(once, phonemes) == once or not phonemes
    assert unmarked(once) == ear.expand(text)


HOMOGRAPHS = {
    "Close your eyes.": "cloze",
    "Then close your eyes.": "cloze",
    "Breathe out, close your eyes.": "cloze",
    "You may close your eyes.": "cloze",
    "Stand close to the wall.": "kloce",
    "And close to the wall.": "kloce",
    "Use a pillow.": "yooze",
    "Make use of a wall.": "yuce",
    "For daily use.": "yuce",
    "Separate your knees.": "sepper rate",
    "Two separate movements.": "separate",
    "Lead with your heel.": "leed",
    "Live well.": "liv",
    "A live session.": "lyve",
    "Wind the band round your foot.": "wined",
    "Wind down slowly.": "wined",
    "Against the wind.": "winned",
    "Tear the band.": "tair",
    "A tear in the muscle.": "tair",
    "The tear duct.": "teer",
    "Bow your head.": "bough",
    "Bend like a bow.": "beau",
    "Read the notes.": "reed",
    "You have read the notes.": "red",
    "“Read the notes.”": "reed",
    "A read-out.": "read",
    "Re-read it.": "read",
}


@of_each(HOMOGRAPHS.items())
def test_words_with_two_readings_are_said_as_they_are_meant(text: str, word: str) -> None:
    changes: list[AppliedRule] = []
    assert re.search(rf"(?i)(?<!\w){word}(?!\w)", EAR.respell(text, changes=changes))
    assert bool(changes) is (word not in re.findall(r"\w+", text.lower()))
    sounds: list[AppliedRule] = []
    spoken = EAR.respell(text, True, sounds)
    assert unmarked(spoken) == text
    assert [change.written for change in sounds] == [change.written for change in changes]
    assert all(change.rule.startswith("homograph ") for change in changes)


@given(
    st.lists(st.sampled_from(sorted({*ENGLISH.ear.homographs, "then", "your", ".", "-", "the"})))
)
def test_readings_stay_as_they_are(words: list[str]) -> None:
    once = EAR.for_ear(" ".join(words), True)
    assert EAR.respell(once, True) == once
    assert unmarked(once) == EAR.expand(" ".join(words))


def test_every_reading_is_reached() -> None:
    """No reading stands behind one that is right everywhere."""
    for readings in ENGLISH.ear.homographs.values():
        for reading in readings[:-1]:
            assert reading.begins or reading.after or reading.before


def test_every_word_of_the_shipped_lexicon_has_sounds() -> None:
    for word, said in ENGLISH.lexicon.items():
        spoken = TextNormaliser(ENGLISH, [ENGLISH.lexicon], "hibari").for_ear(word, phonemes=True)
        assert marked(spoken) == [(word, said["ipa"])]
