"""`voicecoach recordings` as a clinician uses it: sheet, import, build, and what goes wrong."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.conftest import load_json
from tests.recordings.takes import RATE_HZ, Samples, long_take, recorded, room, speak, write
from tests.running import Run
from voicecoach.audio.pcm.loudness import integrated_lufs
from voicecoach.base.errors import VoiceError
from voicecoach.base.lock import exclusive_lock
from voicecoach.session.record import RecordedCue, read_record
from voicecoach.voices.engines.recorded import RecordingSet, read_set

SHORT = """\
routine: short
title: Short
steps:
  - march: hold 10s
"""
OTHER = """\
routine: other
title: Another one
steps:
  - march: hold 10s
"""


@pytest.fixture
def short(project: Path, voicecoach: Run) -> Path:
    """A project with a routine and a cue sheet of it."""
    (project / "scripts/routines/short.yaml").write_text(SHORT, encoding="utf-8")
    voicecoach("recordings", "sheet", "short", "--voice", "anna")
    return project


def the_set(project: Path) -> RecordingSet:
    found = read_set(project / "recordings/anna")
    assert found
    return found


def texts_of(project: Path) -> dict[int, str]:
    return {line.number: line.text for line in the_set(project).lines.values()}


@pytest.fixture
def speech(short: Path, aloud: None) -> dict[int, Samples]:
    """Some lines of the sheet as somebody says them."""
    chosen = {number: text for number, text in texts_of(short).items() if number <= 12}
    said = speak(short / "audio/cache", *chosen.values())
    return {number: said[text] for number, text in chosen.items()}


def phone(project: Path, **files: Samples) -> Path:
    """A folder as it comes from a phone; `_` in front of a number, for Python's sake."""
    folder = project / "phone"
    folder.mkdir(exist_ok=True)
    for name, samples in files.items():
        write(folder / f"{name[1:]}.wav", samples)
    return folder


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_sheet_has_every_line_the_most_used_first(short: Path, voicecoach: Run) -> None:
    folder = short / "recordings/anna"
    files = {file.name for file in folder.iterdir()} - {".changing"}
    assert files == {"anna.html", "anna.csv", "recordings.json"}
    found = rows(folder / "anna.csv")
    assert [int(row["number"]) for row in found] == list(range(1, len(found) + 1))
    times = [int(row["times_said"]) for row in found]
    assert times == sorted(times, reverse=True), "what is seldom said is last"
    assert times[-1] == 0
    by_text = {row["text"]: row for row in found}
    assert by_text["Three."] | {"number": ""} == {
        "number": "",
        "text": "Three.",
        "voice": "counter",
        "at_most_s": "0.88",
        "times_said": "1",
        "routines": "short",
        "recorded": "no",
    }
    assert by_text["March."]["at_most_s"] == "1.30"
    shown = load_json(voicecoach("show", "short", "--json", "--voice", "silent").stdout)
    spoken = {cue["text"] for slot in shown["slots"] for cue in slot["cues"]} - {""}
    assert spoken <= set(by_text), "all that is said is on the sheet"


def test_the_sheet_is_written_where_one_says(short: Path, voicecoach: Run) -> None:
    said = voicecoach("recordings", "sheet", "short", "-o", "to print").stdout
    assert {file.name for file in (short / "to print").iterdir()} == {"anna.html", "anna.csv"}
    assert "29 lines in" in said
    assert "to print" in said


def test_numbers_stay_when_routines_are_added(short: Path, voicecoach: Run) -> None:
    before = texts_of(short)
    (short / "scripts/routines/other.yaml").write_text(OTHER, encoding="utf-8")
    said = voicecoach("recordings", "sheet", "other", "short", "desk-break").stdout
    after = texts_of(short)
    assert before.items() <= after.items()
    assert sorted(after) == list(range(1, len(after) + 1))
    assert len(after) > len(before)
    assert "other: 0 of " in said
    assert re.search(r"desk-break: 0 of \d+ lines recorded, 0 % of what", said)
    three = next(row for row in rows(short / "recordings/anna/anna.csv") if row["text"] == "Three.")
    assert three["routines"] == "other, short, desk-break"


def test_recordings_are_heard_and_other_lines_spoken(
    short: Path, voicecoach: Run, speech: dict[int, Samples]
) -> None:
    kinds = ["wav", "flac", "mp3", "ogg", "opus"]
    folder = phone(short)
    for number, samples in speech.items():
        file = folder / f"{number:03} take.{kinds[number % len(kinds)]}"
        write(file, recorded(samples, gain_db=-6))
    said = voicecoach("recordings", "import", folder).stdout
    assert f"12 of {len(texts_of(short))} lines of anna are recorded" in said

    built = voicecoach("build", "short", "--voice", "recorded:anna")
    assert "Speaking with recorded:anna, otherwise " in built.stderr
    record = read_record(short / "audio/short.recorded-anna.json")
    assert record.content.voices["coach"].startswith("recorded:anna, otherwise ")
    session, _ = soundfile.read(short / "audio/short.recorded-anna.mp3")
    _check_heard(the_set(short), session, record.content.cues)
    shown = load_json(voicecoach("show", "short", "--json", "--voice", "recorded:anna").stdout)
    voices = {cue["text"]: cue["voice"] for slot in shown["slots"] for cue in slot["cues"]}
    texts = texts_of(short)
    assert {voices[texts[number]] for number in speech} == {"recorded:anna"}
    others = {
        voice for text, voice in voices.items() if text and text not in [*texts.values()][:12]
    }
    assert len(others) == 1
    assert "recorded:anna" not in others
    table = voicecoach("show", "short", "--voice", "recorded:anna").stdout
    assert "rec  Short." in table
    assert "Marked rec: 12 of 25 lines are recordings." in table
    voicecoach("check", "--session", "audio/short.recorded-anna.json")
    sheet = voicecoach("recordings", "sheet", "short").stdout
    assert "short: 12 of 25 lines recorded, 48 % of what is said" in sheet
    assert "recorded:anna" in voicecoach("voices", "--language", "en").stdout


def _check_heard(kept: RecordingSet, session: Samples, cues: tuple[RecordedCue, ...]) -> None:
    """Every recording is in the session, where the record says; all speech is at its level."""
    found = {line.text: line.recording for line in kept.lines.values()}
    speech, heard = [], 0
    for cue in cues:
        stretch = session[cue.start_ms * 48 : cue.end_ms * 48]
        if not cue.text:
            continue
        speech.append(stretch)
        if own := found[cue.text]:
            kept_sound, rate_hz = soundfile.read(kept.folder / own.file)
            assert rate_hz == RATE_HZ
            size = min(stretch.size, kept_sound.size)
            assert np.corrcoef(stretch[:size], kept_sound[:size])[0, 1] > 0.98, cue.text
            heard += 1
    assert heard == 12
    assert integrated_lufs(np.concatenate(speech)) == pytest.approx(-19, abs=0.5)


@pytest.mark.tools
def test_a_phone_s_m4a_is_taken(short: Path, voicecoach: Run, speech: dict[int, Samples]) -> None:
    folder = phone(short)
    write(folder / "7.m4a", recorded(speech[7]))
    assert "(7.m4a, " in voicecoach("recordings", "import", folder / "7.m4a").stdout
    voicecoach("recordings", "import", folder, PATH="", code=4)


def test_one_long_take_is_split_at_its_pauses(
    short: Path, voicecoach: Run, speech: dict[int, Samples]
) -> None:
    take = write(short / "take.mp3", long_take(speech.values()))
    said = voicecoach("recordings", "import", take, "--lines", "1-12").stdout
    assert "12 recordings taken" in said
    assert "Short.  (take.mp3 at 0:01.0, " in said
    kept = the_set(short)
    for line in kept.lines.values():
        if line.recording:
            assert abs(line.recording.length_ms - speech[line.number].size / 48) < 120
    before = kept.to_json()
    wrong = voicecoach("recordings", "import", take, "--lines", "1-11", code=4).stderr
    assert "12 lines are heard in it, with clear pauses between them, where 11 were" in wrong
    assert re.search(r"0:01\.0 +\d\.\d s +1  ", wrong), "each part with its time and its line"
    shifted = voicecoach("recordings", "import", take, "--lines", "2-13", code=4).stderr
    assert "too long or too short for their lines" in shifted
    assert the_set(short).to_json() == before, "nothing of it was taken"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", "no number and no range"),
        ("1-", "no number"),
        ("4-1", "name each line once"),
        ("1,1", "name each line once"),
        ("1-999", "has no line"),
        ("0", "has no line 0"),
        pytest.param(",".join(["1-99999"] * 9000), "has no line", id="billions"),
        pytest.param(",".join(["1-12"] * 20_000), "name each line once", id="again and again"),
    ],
)
def test_lines_that_cannot_be_are_refused(
    short: Path, voicecoach: Run, lines: str, said: str
) -> None:
    write(short / "take.wav", room(1.0))
    assert said in voicecoach("recordings", "import", "take.wav", "--lines", lines, code=2).stderr


def test_bad_files_are_named_with_the_reason_and_the_good_ones_kept(
    short: Path, voicecoach: Run, speech: dict[int, Samples]
) -> None:
    long = 7
    assert len(texts_of(short)[long]) > 40
    good = recorded(speech[long])
    folder = phone(short, **{f"_{long}": good, "_1": recorded(speech[long]), "_2": 0 * good})
    phone(short, _3=recorded(speech[3], -110, -33), _4=recorded(speech[4], room_db=-40))
    phone(short, _5=np.clip(30 * recorded(speech[5]), -1, 1), _6=good[:0], _900=good)
    (folder / "10.wav").write_bytes(b"<html>")
    whole = write(folder / "8.wav", recorded(speech[8])).read_bytes()
    (folder / "8.wav").write_bytes(whole[: len(whole) // 2])
    write(folder / "9.wav", recorded(speech[9]))
    write(folder / "9 once more.flac", recorded(speech[9]))
    found = voicecoach("recordings", "import", folder, code=4)
    for said in (
        f"1  {texts_of(short)[1]}  (1.wav) is left out: it takes ",
        "(2.wav) is left out: nothing is heard in it",
        "but it is too quiet",
        "but it is noisy",
        "but it is clipped",
        "(6.wav) is left out: it is empty",
        "(10.wav) is left out: it is no sound that can be read here",
        "(8.wav) is left out: it is cut short",
        "(9.wav) is left out: there are several files for line 9",
        "(9 once more.flac) is left out: there are several files",
        "?  (900.wav) is left out: the cue sheet has no line 900",
    ):
        assert said in found.stderr, said
    assert "8 recordings could not be used, for the reasons above" in found.stderr
    kept = {line.number for line in the_set(short).lines.values() if line.recording}
    assert kept == {3, 4, 5, long}


def test_a_bad_recording_does_not_take_the_place_of_a_good_one(
    short: Path, voicecoach: Run, speech: dict[int, Samples]
) -> None:
    folder = phone(short, _3=recorded(speech[3]))
    voicecoach("recordings", "import", folder)
    before = the_set(short).present()
    phone(short, _3=room(1.0, -75))
    voicecoach("recordings", "import", folder, code=4)
    assert the_set(short).present() == before != {}
    phone(short, _3=recorded(speech[3], gain_db=-3, room_db=-60))
    voicecoach("recordings", "import", folder)
    assert the_set(short).present() != before
    assert len([*(short / "recordings/anna").glob("*.flac")]) == 1, "and the old one is gone"


def test_two_imports_at_once_do_not_undo_each_other(
    short: Path, voicecoach: Run, speech: dict[int, Samples]
) -> None:
    folder = phone(short, _3=recorded(speech[3]))
    with exclusive_lock(short / "recordings/anna/.changing", VoiceError("busy/installing")):
        for arguments in (("import", folder), ("sheet", "short")):
            said = voicecoach("recordings", *arguments, code=4).stderr
            assert "another process is changing the recordings of anna" in said
    assert not the_set(short).present()
    voicecoach("recordings", "import", folder)
    assert len(the_set(short).present()) == 1


def test_an_hour_for_one_line_is_refused_at_once(short: Path, voicecoach: Run) -> None:
    with soundfile.SoundFile(short / "1.wav", "w", 8_000, 1, "PCM_U8") as sound:
        for _ in range(60):
            sound.write(np.zeros(60 * 8_000))
    said = voicecoach("recordings", "import", "1.wav", code=4).stderr
    assert "it lasts 60 min, where 1 min are allowed" in said


def test_names_of_files_are_only_names(
    short: Path, voicecoach: Run, speech: dict[int, Samples]
) -> None:
    folder = phone(short)
    good = write(short / "good.wav", recorded(speech[3])).read_bytes()
    for name in (b"3 \x1b[31m$(touch x);`y`\n'\".wav", b".4.wav", b"._5.wav", b"six.wav"):
        try:
            (folder / name.decode()).write_bytes(good)
        except OSError:  # Windows has no such names
            (folder / "3 plain.wav").write_bytes(good)
    (folder / "7 folder.wav").mkdir()
    said = voicecoach("recordings", "import", folder)
    assert "Left aside, as no number begins their names: six.wav\n" in said.stderr
    assert "\x1b" not in said.stdout
    assert "1 recording taken" in said.stdout
    assert [*the_set(short).present()] == list(the_set(short).lines)[2:3]


def test_a_name_that_is_no_unicode_is_survived(
    short: Path, voicecoach: Run, speech: dict[int, Samples]
) -> None:
    folder = phone(short)
    content = write(short / "good.wav", recorded(speech[3])).read_bytes()
    try:
        (folder / "3 \udcff.wav").write_bytes(content)
    except (OSError, UnicodeError):
        pytest.skip("this file system has no such names")
    assert "(3 ?.wav, " in voicecoach("recordings", "import", folder).stdout


def test_a_recording_deleted_between_builds_is_spoken_by_the_other_voice(
    short: Path, voicecoach: Run, speech: dict[int, Samples]
) -> None:
    voicecoach("recordings", "import", phone(short, _3=recorded(speech[3])))
    options = ("short", "--voice", "recorded:anna")
    voicecoach("build", *options, "--quiet")
    assert "Marked rec: 1 of 25" in voicecoach("show", *options).stdout
    next((short / "recordings/anna").glob("003-*.flac")).unlink()
    voicecoach("build", *options, "--quiet")
    assert "Marked rec: 0 of 25" in voicecoach("show", *options).stdout
    assert "short: 0 of 25 lines" in voicecoach("recordings", "sheet", "short").stdout


def test_a_damaged_index_stops_everything_that_needs_it(short: Path, voicecoach: Run) -> None:
    index = short / "recordings/anna/recordings.json"
    index.write_text(index.read_text(encoding="utf-8")[:100], encoding="utf-8")
    for arguments in (
        ("build", "short", "--voice", "recorded:anna"),
        ("recordings", "sheet", "short"),
        ("recordings", "import", short),
    ):
        assert "recordings.json is damaged" in voicecoach(*arguments, code=4).stderr
    voicecoach("build", "short", "--voice", "silent", "--quiet")
    assert "cannot be read" in voicecoach("voices").stdout


def test_what_is_not_said_is_asked_for(project: Path, voicecoach: Run) -> None:
    said = voicecoach("recordings", "sheet", "desk-break", code=4).stderr
    assert "Choose a name, such as --voice anna" in said
    (project / "one.wav").write_bytes(b"")
    said = voicecoach("recordings", "import", "one.wav", "--voice", "anna", code=4).stderr
    assert "Write it first: voicecoach recordings sheet ROUTINE --voice anna" in said
    for name in ("anna", "bea"):
        voicecoach("recordings", "sheet", "desk-break", "--voice", f"recorded:{name}")
    assert "There are anna, bea." in voicecoach("recordings", "import", "one.wav", code=4).stderr
    said = voicecoach("recordings", "import", "one.wav", "--voice", "anna", code=4).stderr
    assert "no file's name begins with a number" in said
    assert "--lines 1-40" in said
    said = voicecoach("recordings", "import", ".", "--voice", "anna", "--lines", "1", code=2).stderr
    assert "--lines is for one long take" in said
    assert (
        "no name for a set"
        in voicecoach("recordings", "sheet", "desk-break", "--voice", "../x", code=4).stderr
    )


def test_a_folder_that_cannot_be_written_is_an_error(
    short: Path, voicecoach: Run, speech: dict[int, Samples]
) -> None:
    (short / "file").touch()
    said = voicecoach("recordings", "sheet", "short", "-o", "file/below", code=5).stderr
    assert "cannot write" in said


def test_a_set_has_one_language(short: Path, voicecoach: Run) -> None:
    index = short / "recordings/anna/recordings.json"
    text = index.read_text(encoding="utf-8").replace('"language": "en"', '"language": "de"')
    index.write_text(text, encoding="utf-8")
    said = voicecoach("recordings", "sheet", "short", code=4).stderr
    assert "are in 'de', not 'en'" in said
    assert "--voice anna-en" in said


def test_settings_name_the_voice_and_the_one_for_other_lines(short: Path, voicecoach: Run) -> None:
    (short / "voicecoach.toml").write_text(
        'voice = "recorded:anna"\n[engines.recorded]\notherwise = "silent"\n', encoding="utf-8"
    )
    voicecoach("build", "short", "--quiet")
    voices = json.loads((short / "audio/short.json").read_text())["content"]["voices"]
    assert voices["coach"] == "recorded:anna, otherwise silent:silence at 140 words a minute"
