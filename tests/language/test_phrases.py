"""Every language that is shipped: complete, its own throughout, and fit to be spoken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from mutagen.id3 import ID3
from num2words import num2words

from tests.coach.sessions import SHIPPED, language_of
from tests.conftest import Session, run_voicecoach
from tests.facts import of_each
from tests.records import signs_of
from voicecoach.app.checks import check_scripts
from voicecoach.formats.document import read_document
from voicecoach.formats.fields import SidedText
from voicecoach.language.normalise import TextNormaliser
from voicecoach.language.placeholders import phrases_of
from voicecoach.language.plurals import plural_categories, tabled
from voicecoach.library.library import shipped_scripts
from voicecoach.library.translation import Translation
from voicecoach.project import find_project
from voicecoach.session.order import Order
from voicecoach.session.review.session import positions_by_arrival
from voicecoach.voices.estimate import estimate_ms

SCRIPTS = shipped_scripts()
LANGUAGES = SHIPPED.names("languages")
OTHERS = [code for code in LANGUAGES if code != "en"]
# ISO 639-2, which ID3 asks for.
TAGGED = {"de": "deu", "es": "spa", "fr": "fra", "hi": "hin", "pt": "por"}


def translation_of(file: Path) -> Translation:
    found = SHIPPED.reader.load(file, Translation, "").value
    assert found, file
    return found


@cache
def pairs(code: str) -> tuple[tuple[str, str], ...]:
    """Every English text with its translation."""
    files = sorted(SCRIPTS.glob(f"*/*.{code}.yaml"))
    texts = [pair for file in files for pair in translation_of(file).texts.items()]
    english = dict(phrases_of(language_of("en")))
    phrases = phrases_of(language_of(code))
    return (*texts, *((english[path], text) for path, text in phrases if path in english))


@pytest.mark.slow
@pytest.mark.parametrize("code", OTHERS)
def test_nothing_is_missing_stale_or_too_long(code: str, project: Path) -> None:
    checked = check_scripts(find_project(project), (), Order(language=code), SHIPPED)
    assert checked.files > 30
    assert (checked.problems, checked.unknown) == ((), ())


@pytest.mark.parametrize("code", OTHERS)
def test_the_age_of_every_phrase_is_known(code: str) -> None:
    assert language_of(code).english


@pytest.mark.parametrize("code", OTHERS)
def test_no_english_sentence_is_left(code: str) -> None:
    same = [text for english, text in pairs(code) if text == english]
    words = {text: re.sub(r"{\w+}", "", text) for text in same}  # what is filled in is no English
    assert not [text for text in same if len(re.findall(r"\w+", words[text])) > 1]


@pytest.mark.parametrize("code", LANGUAGES)
def test_where_one_is_and_what_a_dose_says_can_be_told_apart(code: str) -> None:
    words = language_of(code)
    assert (
        len(positions_by_arrival(words)) == len(words.here) + 2
    )  # lying and kneeling on either side
    doses = [words.dose.each, words.dose.alternating, words.dose.left, words.dose.right]
    for dose in doses:
        assert sum(dose in other for other in doses) == 1
    assert words.dose.hold != words.dose.keep_up


@pytest.mark.parametrize("code", OTHERS)
def test_set_up_and_prompts_keep_to_their_words(code: str) -> None:
    for name in SHIPPED.names("exercises"):
        file = SHIPPED.find("exercises", name)
        assert file is not None
        exercise, _ = SHIPPED.exercise(file, code)
        assert exercise is not None
        prompts = [text for phase in exercise.phases for text in (phase.say, phase.short) if text]
        for most, lines in ((14, exercise.instructions), (3, prompts)):
            for line in lines:
                for text in (line.left, line.right) if isinstance(line, SidedText) else (line,):
                    assert len(text.split()) <= most, f"{name}: {text}"


# Numbers


@pytest.mark.parametrize("code", LANGUAGES)
def test_there_is_a_word_for_every_number_to_a_hundred(code: str) -> None:
    words = language_of(code).numbers
    assert len(words) == len(set(words)) == 101


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "hi"])
def test_number_words_are_those_of_another_source(code: str) -> None:
    source = {"pt": "pt_BR"}.get(code, code)
    expected = [num2words(n, lang=source) for n in range(100)]
    assert list(language_of(code).numbers[:100]) == expected


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "hi"])
@given(n=st.integers(101, 999_999))
def test_large_numbers_are_those_of_another_source(code: str, n: int) -> None:
    expected = num2words(n, lang={"pt": "pt_BR"}.get(code, code)).replace(",", "")
    if code == "es":  # it is no noun, and so says `veintiuno mil`
        expected = expected.replace("veintiuno mil", "veintiún mil").replace("uno mil", "un mil")
    if code == "de":
        expected = expected.replace("einstausend", "eintausend")
    assert language_of(code).number(n) == expected


@pytest.mark.parametrize(
    ("code", "n", "form", "expected"),
    [
        ("es", 121, "una", "ciento veintiuna"),
        ("es", 221, "una", "doscientas veintiuna"),
        ("es", 21_000, None, "veintiún mil"),
        ("fr", 121, "une", "cent vingt et une"),
        ("pt", 202, "uma", "duzentas e duas"),
        ("hi", 150, None, "एक सौ पचास"),
        ("hi", 2500, None, "दो हज़ार पाँच सौ"),
    ],
)
def test_large_numbers_go_with_what_they_count(
    code: str, n: int, form: str | None, expected: str
) -> None:
    assert language_of(code).number(n, form) == expected


@pytest.mark.parametrize("code", ["de", "en", "fr"])
@given(n=st.integers(1, 31))
def test_ordinals_are_those_of_another_source(code: str, n: int) -> None:
    listed = {
        ordinal.words[n - 1]
        for ordinal in language_of(code).ear.ordinals
        if n <= len(ordinal.words)
    }
    assert num2words(n, lang=code, to="ordinal") in listed


@pytest.mark.parametrize("code", ["de", "en", "es", "fr", "hi", "pl", "pt", "ru"])
@given(n=st.integers(0, 999_999), tenths=st.integers(0, 9))
def test_plural_forms_are_those_of_cldr(code: str, n: int, tenths: int) -> None:
    table, rule = plural_categories(code), Locale.parse(code).plural_form
    assert table.get(tabled(str(n)), "other") == rule(n)
    if tenths:
        decimal = f"{n}.{tenths}"
        assert table.get(tabled(decimal), "other") == rule(Decimal(decimal))


@pytest.mark.parametrize(
    ("code", "thing", "n", "expected"),
    [
        ("en", "minutes", 1, "one minute"),
        ("en", "sets", 21, "twenty-one sets"),
        ("es", "minutes", 1, "un minuto"),
        ("es", "minutes", 21, "veintiún minutos"),
        ("es", "reps", 31, "treinta y una repeticiones"),
        ("es", "sets", 2, "dos series"),
        ("es", "pairs", 5, "cinco repeticiones por lado"),
        ("fr", "minutes", 1, "une minute"),
        ("fr", "minutes", 21, "vingt et une minutes"),
        ("fr", "seconds", 0, "zéro seconde"),
        ("fr", "sets", 80, "quatre-vingts séries"),
        ("fr", "pairs", 5, "cinq répétitions par côté"),
        ("de", "minutes", 1, "eine Minute"),
        ("de", "reps", 31, "einunddreißig Wiederholungen"),
        ("de", "pairs", 5, "fünf Wiederholungen pro Seite"),
        ("hi", "minutes", 21, "इक्कीस मिनट"),
        ("hi", "pairs", 5, "हर तरफ़ पाँच बार"),
        ("pt", "minutes", 1, "um minuto"),
        ("pt", "reps", 31, "trinta e uma repetições"),
        ("pt", "sets", 2, "duas séries"),
        ("pt", "pairs", 5, "cinco repetições de cada lado"),
    ],
)
def test_counted_things_agree_with_their_numbers(
    code: str, thing: str, n: int, expected: str
) -> None:
    words = language_of(code)
    assert words.count(getattr(words, thing), n) == expected


@of_each(
    [
        ("es", "2 x 10 reps", "dos series de diez repeticiones"),
        ("es", "1 x 21 reps", "una serie de veintiuna repeticiones"),
        ("es", "10-15 reps", "de diez a quince repeticiones"),
        ("es", "1,5 s", "uno coma cinco segundos"),
        ("es", "1 min 30 s", "noventa segundos"),
        ("es", "1/2 min", "medio minuto"),
        ("es", "1 min", "un minuto"),
        ("es", "21 kg y 30°", "veintiún kilogramos y treinta grados"),
        ("es", "1 1/2 h", "una hora y media"),
        ("es", "1 1/4 h", "una hora y un cuarto"),
        ("es", "1.5 min", "uno coma cinco minutos"),
        ("es", "a las 10.30", "a las 10.30"),
        ("es", "7/10", "siete de diez"),
        ("es", "x 1", "una vez"),
        ("es", "I/D, aprox. 5 s", "izquierda y derecha, aproximadamente cinco segundos"),
        ("fr", "2 x 10 reps", "deux séries de dix répétitions"),
        ("fr", "10-15 rép", "dix à quinze répétitions"),
        ("fr", "1,5 s", "un virgule cinq seconde"),
        ("fr", "1/2 h", "une demi-heure"),
        ("fr", "2 1/2 min", "deux minutes et demie"),
        ("fr", "1/2 m", "un demi-mètre"),
        ("fr", "21 kg et 30°", "vingt et un kilogrammes et trente degrés"),
        ("fr", "7/10", "sept sur dix"),
        ("fr", "G/D, env. 5 s", "gauche et droite, environ cinq secondes"),
        ("de", "2 x 10 Wdh", "zwei Serien zu zehn Wiederholungen"),
        ("de", "1,5 s", "eins Komma fünf Sekunden"),
        ("de", "1/2 min", "eine halbe Minute"),
        ("de", "1 1/2 h", "anderthalb Stunden"),
        ("de", "2 1/2 min", "zweieinhalb Minuten"),
        ("de", "1/2 m", "ein halber Meter"),
        ("de", "7/10", "sieben von zehn"),
        ("de", "x 1", "einmal"),
        ("de", "L/R, ca. 5 s", "links und rechts, etwa fünf Sekunden"),
        ("hi", "10-15 reps", "दस से पंद्रह बार"),
        ("hi", "1.5 s", "एक दशमलव पाँच सेकंड"),
        ("hi", "1/2 min", "आधा मिनट"),
        ("hi", "1 1/2 h", "डेढ़ घंटा"),
        ("hi", "2 1/2 min", "ढाई मिनट"),
        ("hi", "3 1/2 h", "साढ़े तीन घंटे"),
        ("hi", "7/10", "दस में से सात"),
        ("pt", "2 x 10 reps", "duas séries de dez repetições"),
        ("pt", "1,5 s", "um vírgula cinco segundo"),
        ("pt", "1 1/2 h", "uma hora e meia"),
        ("pt", "2 1/2 min", "dois minutos e meio"),
        ("pt", "21 kg", "vinte e um quilos"),
        ("pt", "E/D, aprox. 5 s", "esquerda e direita, aproximadamente cinco segundos"),
        # Which of several.
        ("de", "Steigern Sie am 3. Tag.", "Steigern Sie am dritten Tag."),
        ("de", "Die 2. Übung", "Die zweite Übung"),
        ("de", "2. Satz", "2. Satz"),
        ("de", "Machen Sie 3. Dann Pause.", "Machen Sie drei. Dann Pause."),
        ("de", "Machen Sie 3.", "Machen Sie drei."),
        ("es", "la 3ª serie", "la tercera serie"),
        ("es", "el 1er paso", "el primer paso"),
        ("fr", "la 2e série, le 21ème jour", "la deuxième série, le vingt et unième jour"),
        ("pt", "a 2ª série", "a segunda série"),
        ("hi", "2रा सेट", "दूसरा सेट"),
        ("de", "Runde 1/3", "Runde eins von drei"),
        ("fr", "Série 1/3", "Série un sur trois"),
        ("es", "Serie 1/3", "Serie uno de tres"),
        ("pt", "Série 1/3", "Série um de três"),
        ("hi", "सेट 1/2", "सेट दो में से एक"),
        ("fr", "Exercice n° 3", "Exercice numéro trois"),
        ("fr", "Élastique n°2", "Élastique numéro deux"),
        ("es", "Ejercicio n.º 3", "Ejercicio número tres"),
        ("de", "Übung Nr. 3", "Übung Nummer drei"),
        # A number before its noun.
        ("es", "Mantenga 1 minuto.", "Mantenga un minuto."),
        ("es", "1 vez", "una vez"),
        ("es", "21 repeticiones", "veintiuna repeticiones"),
        ("es", "31 segundos", "treinta y un segundos"),
        ("es", "200 repeticiones", "doscientas repeticiones"),
        ("fr", "21 fois", "vingt et une fois"),
        ("de", "1 Woche und 1 Tag", "eine Woche und ein Tag"),
        ("pt", "2 vezes", "duas vezes"),
        # How often, how long, when.
        ("de", "2x/Tag", "zweimal am Tag"),
        ("es", "2x/día", "dos veces al día"),
        ("fr", "2x/jour", "deux fois par jour"),
        ("pt", "2x/dia", "duas vezes por dia"),
        ("hi", "2x/दिन", "दो बार हर दिन"),
        ("fr", "Tenez 1'30\".", "Tenez quatre-vingt-dix secondes."),
        ("fr", 'Tenez 30".', "Tenez trente secondes."),
        ("es", "Mantenga 1'30\".", "Mantenga noventa segundos."),
        ("de", "um 7:30 Uhr", "um sieben Uhr dreißig"),
        ("es", "a la 1:30", "a la una y treinta"),
        ("fr", "à 7:00", "à sept heures"),
        ("hi", "7:30 बजे", "सात बजकर तीस मिनट"),
        # Below zero.
        ("de", "Bis -5° strecken.", "Bis minus fünf Grad strecken."),
        ("fr", "Jusqu\u2019à -5°.", "Jusqu'à moins cinq degrés."),
        ("es", "Hasta -5°.", "Hasta menos cinco grados."),
        ("pt", "Até -5°.", "Até menos cinco graus."),
        ("hi", "-5°", "ऋण पाँच डिग्री"),
        # Capitals.
        ("de", "Die HWS, NICHT ziehen", "Die H W S, nicht ziehen"),
    ],
)
def test_signs_and_short_forms_are_spoken(code: str, written: str, spoken: str) -> None:
    assert TextNormaliser(language_of(code)).for_ear(written) == spoken


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_length_with_decimals_is_read_by_the_language_s_own_ear(code: str) -> None:
    words = language_of(code)
    said = words.duration(1500)
    assert f"1{words.ear.decimal}5" in said
    assert not re.search(r"\d", TextNormaliser(words).for_ear(said))


# Sessions


SESSIONS = [(name, code) for code in OTHERS for name in ("desk-break", "daily-15")]
Built = Callable[..., Session]


@pytest.mark.parametrize(("name", "code"), SESSIONS)
def test_the_checks_hold(name: str, code: str, built: Built, project: Path) -> None:
    """Building it has shown that nothing required is left out; this, that counts land."""
    session = built(name, language=code)
    assert session.content.language == code
    said = run_voicecoach("check", "--session", session.mp3.with_suffix(".json"), cwd=project)
    assert "all checks hold" in said.stdout


@pytest.mark.parametrize(("name", "code"), SESSIONS)
def test_every_countdown_is_in_words_and_on_its_second(name: str, code: str, built: Built) -> None:
    """Where one voice says all, a tone counts the holds of reps: numbers are those of reps."""
    content, numbers = built(name, language=code).content, language_of(code).numbers
    counted = 0
    alone = {slot.exercise for slot in content.slots} - {
        s.exercise for s in content.slots if s.rep == 2
    }
    for slot in content.slots:
        cues = [
            cue
            for cue in content.cues
            if cue.role == "countdown" and slot.start_ms <= cue.start_ms < slot.end_ms
        ]
        for second, cue in enumerate(reversed(cues), 1):
            assert abs(cue.start_ms - (slot.end_ms - 1000 * second)) <= 24
            word = numbers[second].capitalize() + language_of(code).stop
            assert cue.text == (word if slot.exercise in alone else "")
            counted += bool(cue.text)
    assert counted


@pytest.mark.parametrize(("name", "code"), SESSIONS)
def test_every_word_comes_from_the_language_s_own_files(name: str, code: str, built: Built) -> None:
    content = built(name, language=code).content
    shown = [cue.text for cue in content.cues]
    shown += [chapter.title for chapter in content.chapters]
    for each in content.exercises:
        shown += [each.title, each.purpose, *each.how, each.dose_text]
    unknown = set(words_of([content.title, *shown, *signs_of(content)])) - own_words(code)
    assert not unknown


@cache
def own_words(code: str) -> set[str]:
    """Every word of a language's own files, without the English that is quoted there."""
    phrases = read_document(SCRIPTS / f"languages/{code}.yaml").data
    texts = [text for key, value in phrases.items() if key != "english" for text in flat(value)]
    return set(words_of([*texts, *(text for _, text in pairs(code))]))


def flat(value: object) -> Iterator[str]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in inner:
        yield from flat(item)
    if isinstance(value, str):
        yield value


def words_of(texts: list[str]) -> Iterator[str]:
    for text in texts:
        yield from re.findall(r"[^\s.,;:!?¿¡()\u0964]+", text.lower())


@pytest.mark.parametrize("code", OTHERS)
def test_lines_are_as_long_as_they_are_estimated_to_be(code: str, built: Built) -> None:
    cues = [cue for cue in built("daily-15", language=code).content.cues if cue.text]
    lengths = {cue.text: cue.end_ms - cue.start_ms for cue in cues}
    off = [ms / estimate_ms(text, 140, code) - 1 for text, ms in lengths.items()]
    assert abs(sum(off) / len(off)) < 0.08
    assert sum(map(abs, off)) / len(off) < 0.15


@pytest.mark.parametrize("code", OTHERS)
def test_tags_and_captions_name_the_language(code: str, built: Built) -> None:
    session = built("desk-break", language=code)
    tags = ID3(session.mp3)
    assert str(tags["TLAN"]) == TAGGED[code]
    assert {frame.lang for frame in (*tags.getall("COMM"), *tags.getall("USLT"))} == {TAGGED[code]}
    assert language_of(code).chapter_opening in {
        str(c.sub_frames["TIT2"]) for c in tags.getall("CHAP")
    }
    captions = session.mp3.with_suffix(".vtt").read_text(encoding="utf-8")
    assert f"Language: {code}\n" in captions
    assert language_of(code).opening.phone in captions
