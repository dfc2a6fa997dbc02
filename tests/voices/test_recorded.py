"""Sets of recordings: what their lines are known by, what is read, and the real worker."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.coach.sessions import SHIPPED
from tests.recordings.takes import RATE_HZ, Samples, a_set, speak
from voicecoach.audio.mp3.encode import decode_fragment
from voicecoach.audio.pcm.loudness import integrated_lufs
from voicecoach.base.errors import VoiceError
from voicecoach.coach.timeline import Utterance
from voicecoach.library.library import shipped_scripts
from voicecoach.recordings.keep import keep_line, keep_set
from voicecoach.speech import VoiceRequest, choose, foreign
from voicecoach.store.local import LocalStore
from voicecoach.voices.engine import Line, Voice
from voicecoach.voices.engines import Engines
from voicecoach.voices.engines.recorded import (
    INDEX_FILE,
    RecordingSet,
    check_set_name,
    read_set,
    spoken_key,
)
from voicecoach.voices.keys import fragment_key
from voicecoach.voices.synthesiser import LinesFailed, Synthesiser

SAID = "Lift one knee, then the other."
UNSAID = "Swing your arms."


@pytest.fixture(scope="module")
def speech(shared_folder: Path, aloud: None) -> Samples:
    (shared_folder / "cache").mkdir(exist_ok=True)
    return speak(shared_folder / "cache", SAID)[SAID]


@pytest.fixture
def anna(tmp_path: Path, speech: Samples) -> RecordingSet:
    """A set with one line recorded and one not."""
    made = a_set(tmp_path / "recordings" / "anna", SAID, UNSAID)
    keep_set(made)
    return keep_line(made, spoken_key(SAID), np.rint(speech * 32_767).astype(np.int16), "1.wav")


def engines_of(made: RecordingSet, otherwise: str = "") -> Engines:
    """The engines of the project that has a set."""
    folder = str(made.folder.parent)
    return Engines({"recorded": {"folder": folder, "otherwise": otherwise}})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hold.", "hold"),
        ("Don\u2019t stop \u2013 go  on!", "don't stop, go on"),
        ("Say 'hold'.", "say hold"),
        ("side-plank", "Side plank"),
        ("\ufb01ve", "FIVE"),
        ("Straße", "STRASSE"),
        ("साँस लें।", "साँस लें"),
        ("a\0b", "a b"),
    ],
)
def test_texts_that_sound_the_same_share_a_key(one: str, other: str) -> None:
    assert spoken_key(one) == spoken_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We'll rest.", "Well rest."),
        ("To the left.", "To the right."),
        ("1.5", "15"),
        ("साँस", "सास"),
        ("+5", "5"),
        ("hi", "हाथ"),
    ],
)
def test_texts_that_sound_otherwise_do_not(one: str, other: str) -> None:
    assert spoken_key(one) != spoken_key(other)


@pytest.mark.parametrize("text", ["", "...", "🙂", " \n", "+"])
def test_what_has_no_words_has_no_key(text: str) -> None:
    assert spoken_key(text) == ""


def test_a_recording_is_spoken_as_it_is_at_any_rate(
    anna: RecordingSet, speech: Samples, tmp_path: Path
) -> None:
    own = anna.present()[spoken_key(SAID)]
    louder = Line("lift one knee then the other", Voice("recorded", "anna", own.sha256), "en", 140)
    line = Line(SAID, louder.voice, "en", 140, -6.0)
    with Synthesiser(LocalStore(tmp_path / "cache"), engines=engines_of(anna)) as studio:
        made = {
            sound: decode_fragment(it) for sound, it in studio.fragments([line, louder]).items()
        }
    assert len({heard.size for heard in made.values()}) == 1
    likeness = np.corrcoef(made[louder][: speech.size], speech)[0, 1]
    assert likeness > 0.99
    assert integrated_lufs(made[louder].astype(float)) == pytest.approx(-19, abs=0.3)
    assert integrated_lufs(made[line].astype(float)) == pytest.approx(-25, abs=0.3)


def test_a_recording_that_is_gone_or_changed_is_an_error_in_the_worker(
    anna: RecordingSet, tmp_path: Path
) -> None:
    own = anna.present()[spoken_key(SAID)]
    file = anna.folder / own.file
    line = Line(SAID, Voice("recorded", "anna", own.sha256), "en", 140)
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    with Synthesiser(LocalStore(tmp_path / "cache"), engines=engines_of(anna)) as studio:
        with pytest.raises(LinesFailed, match="not what was imported; import it again"):
            studio.fragments([line])
        file.unlink()
        with pytest.raises(LinesFailed, match="no recording of it any more"):
            studio.fragments([line])


def source(anna: RecordingSet, asked: VoiceRequest, otherwise: str = "") -> dict[str, Line]:
    """How the two lines are spoken."""
    file = shipped_scripts() / "routines/desk-break.yaml"
    script, _ = SHIPPED.script(file)
    assert script
    source_of = choose("en", 64, asked, engines_of(anna, otherwise)).source_of(script.ear)
    lines = {text: source_of(Utterance(text)) for text in (SAID, UNSAID)}
    return {text: line for text, line in lines.items() if isinstance(line, Line)}


def test_a_line_without_a_recording_falls_to_the_next_voice_that_is_asked_for(
    anna: RecordingSet,
) -> None:
    found = source(anna, VoiceRequest("recorded:anna", 150, others=("recorded:anna", "silent")))
    assert found[SAID].voice.engine == "recorded"
    assert found[SAID].voice.version == anna.present()[spoken_key(SAID)].sha256
    assert (found[UNSAID].voice.engine, found[UNSAID].rate_wpm) == ("silent", 150)
    slower = source(anna, VoiceRequest("recorded:anna", 90, others=("recorded:anna", "silent")))
    keys = [fragment_key(lines[SAID], 64, 2) for lines in (found, slower)]
    assert keys[0] == keys[1], "a recording has its own pace"


def test_the_voice_of_other_lines_may_be_set_and_is_else_the_best(anna: RecordingSet) -> None:
    best = source(anna, VoiceRequest("recorded", 140))[UNSAID].voice
    assert best == Engines().find_voice("", "en")
    assert source(anna, VoiceRequest("recorded", 140), "silent")[UNSAID].voice.engine == "silent"
    said = str(choose("en", 64, VoiceRequest("recorded:anna"), engines_of(anna, "silent")).coach)
    assert said == "recorded:anna, otherwise silent:silence at 140 words a minute"
    with pytest.raises(VoiceError, match="cannot speak what was not recorded"):
        choose("en", 64, VoiceRequest("recorded:anna"), engines_of(anna, "recorded:anna"))


def test_coach_and_counter_may_differ_in_who_is_recorded(anna: RecordingSet) -> None:
    asked = VoiceRequest("silent", 140, "recorded:anna", 150, -3.0, ("silent", "recorded:anna"))
    cast = choose("en", 64, asked, engines_of(anna))
    assert cast.described() == {
        "coach": "silent:silence at 140 words a minute",
        "counter": "recorded:anna, otherwise silent:silence at 150 words a minute, -3 dB",
    }


def test_recordings_in_another_language_are_not_heard(anna: RecordingSet) -> None:
    engines = engines_of(anna)
    asked = VoiceRequest("recorded:anna", others=("recorded:anna", "silent"))
    cast = choose("de", 64, asked, engines)
    assert str(foreign(cast.coach.voice, "de", engines)) == " (it speaks en, not de)"
    file = shipped_scripts() / "routines/desk-break.yaml"
    script, _ = SHIPPED.script(file)
    assert script
    line = cast.source_of(script.ear)(Utterance(SAID))
    assert isinstance(line, Line)
    assert line.voice.engine == "silent"
    with pytest.raises(VoiceError, match="no voice for the language 'de'"):
        engines.find_voice("recorded", "de")


def test_a_file_that_was_deleted_or_replaced_is_no_recording(anna: RecordingSet) -> None:
    file = anna.folder / anna.present()[spoken_key(SAID)].file
    soundfile.write(file, np.zeros(RATE_HZ), RATE_HZ)
    assert anna.present() == {}
    file.unlink()
    assert anna.present() == {}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '{"version": 1}',
        '{"version": 1, "language": "en", "lines": []}',
        '{"version": 1, "language": "en", "lines": {"hold": 7}}',
        "\xff\xfe",
        "[" * 100_000,
        '{"version": 1, "language": "en", "lines": {"hold": '
        '{"number": 1e999, "text": "Hold.", "most_ms": null, "recording": null}}}',
    ],
)
def test_a_damaged_index_is_an_error_with_a_remedy(tmp_path: Path, content: str) -> None:
    (tmp_path / INDEX_FILE).write_text(content, encoding="latin-1")
    with pytest.raises(VoiceError, match="is damaged") as caught:
        read_set(tmp_path)
    assert "import again" in caught.value.remedy


@pytest.mark.parametrize("name", ["../../secret.flac", INDEX_FILE, "", "..", "take 3.wav"])
def test_an_index_names_recordings_alone(anna: RecordingSet, name: str) -> None:
    """What it names is removed when the line is recorded anew."""
    index = json.loads((anna.folder / INDEX_FILE).read_text(encoding="utf-8"))
    index["lines"][spoken_key(SAID)]["recording"]["file"] = name
    (anna.folder / INDEX_FILE).write_text(json.dumps(index), encoding="utf-8")
    with pytest.raises(VoiceError, match="damaged"):
        read_set(anna.folder)


def test_a_number_names_one_line(anna: RecordingSet) -> None:
    """The recording of one would be taken for that of the other, and be spoken in its place."""
    index = json.loads((anna.folder / INDEX_FILE).read_text(encoding="utf-8"))
    for line in index["lines"].values():
        line["number"] = 1
    (anna.folder / INDEX_FILE).write_text(json.dumps(index), encoding="utf-8")
    with pytest.raises(VoiceError, match="damaged"):
        read_set(anna.folder)


def test_an_index_of_a_later_version_is_not_guessed_at(anna: RecordingSet) -> None:
    text = (anna.folder / INDEX_FILE).read_text(encoding="utf-8")
    (anna.folder / INDEX_FILE).write_text(text.replace('"version": 1', '"version": 2'))
    with pytest.raises(VoiceError, match="another version"):
        read_set(anna.folder)


def test_sets_are_voices_even_damaged_ones(anna: RecordingSet) -> None:
    other = anna.folder.parent / "bea"
    other.mkdir()
    (other / INDEX_FILE).write_text("{")
    (anna.folder.parent / "notes").mkdir()
    engines = engines_of(anna)
    titles = {voice.name: voice.title for voice in engines.load("recorded").voices()}
    assert titles == {
        "anna": "anna, recordings of 1 of 2 lines",
        "bea": "recordings.json cannot be read",
    }
    assert engines.find_voice("recorded", "en-GB").name == "anna"
    with pytest.raises(VoiceError, match="no voice 'ana'") as caught:
        engines.find_voice("recorded:ana", "en")
    assert "anna" in caught.value.remedy


def test_without_a_set_the_way_to_one_is_said(tmp_path: Path) -> None:
    engines = Engines({"recorded": {"folder": str(tmp_path)}})
    with pytest.raises(VoiceError, match="voicecoach recordings sheet ROUTINE"):
        engines.find_voice("recorded:anna", "en")


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "a\\b", "a:b", "-v", "a\nb", "x" * 41]
)
def test_a_set_s_name_is_no_path(name: str) -> None:
    with pytest.raises(VoiceError, match="no name for a set"):
        check_set_name(name)


@pytest.mark.parametrize("name", ["anna", "Dr Müller", "frau_o-2", "आशा"])
def test_a_set_s_name_is_a_person_s(name: str) -> None:
    assert check_set_name(name) == name
