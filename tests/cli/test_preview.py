"""`voicecoach voices preview`: the same few lines in each voice, announced, a chapter each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from mutagen.id3 import ID3

from tests.recordings.takes import a_set, speak
from tests.running import Run
from voicecoach.app.samples import voices_of
from voicecoach.recordings.keep import keep_line, keep_set
from voicecoach.voices.engines import Engines
from voicecoach.voices.engines.recorded import spoken_key


@pytest.mark.voice
def test_each_voice_is_announced_and_has_a_chapter(voicecoach: Run, project: Path) -> None:
    said = voicecoach("voices", "preview", "pyttsx3", "--rate", "180").stdout
    file = project / "audio" / "voices.mp3"
    voices = [f"pyttsx3:{voice.name}" for _, voice in voices_of("en", "pyttsx3")]
    assert len(voices) > 3
    assert [line.split()[2] for line in said.splitlines()[:-1]] == voices
    tags = ID3(file)
    chapters = sorted(tags.getall("CHAP"), key=lambda chapter: chapter.start_time)
    assert [chapter.sub_frames["TIT2"].text[0] for chapter in chapters] == voices
    samples, rate_hz = soundfile.read(file)
    assert chapters[-1].end_time == len(samples) * 1000 // rate_hz
    for chapter in chapters:
        start, end = (ms * rate_hz // 1000 for ms in (chapter.start_time, chapter.end_time))
        assert np.abs(samples[start:end]).max() > 0.1
        quiet = samples[start - rate_hz // 5 : start]
        assert not quiet.any(), "silence parts one voice from the next"


@pytest.mark.voice
def test_one_voice_is_tried_by_its_name(voicecoach: Run, project: Path) -> None:
    found = voicecoach("voices", "preview", "pyttsx3:gmw/en", "-o", "here")
    assert "gmw/en " in found.stdout
    assert len(found.stdout.splitlines()) == 2
    assert (project / "here" / "voices.mp3").is_file()


def test_a_name_is_found_whatever_its_capitals(tmp_path: Path) -> None:
    engines = Engines({"recorded": {"folder": str(tmp_path)}})
    keep_set(a_set(tmp_path / "Anna", "Hold."))
    for name in ("Anna", "anna", "recorded:Anna", "RECORDED"):
        assert [voice.name for _, voice in voices_of("en", name, engines)] == ["Anna"]


def test_a_voice_that_is_not_here_is_an_error_with_the_remedy(voicecoach: Run) -> None:
    said = voicecoach("voices", "preview", "nosuch", code=4).stderr
    assert "no voice 'nosuch'" in said
    assert "voicecoach voices" in said


@pytest.mark.voice
def test_a_voice_that_fails_is_left_out_and_said(voicecoach: Run, project: Path) -> None:
    (project / "voicecoach.toml").write_text(
        '[engines.command]\narguments = ["false", "{out}"]\n', encoding="utf-8"
    )
    found = voicecoach("voices", "preview", "--language", "de")  # which has few voices
    assert "command:" in found.stderr
    assert "left out" in found.stderr
    assert "pyttsx3:gmw/de" in found.stdout
    alone = voicecoach("voices", "preview", "command", code=4).stderr
    assert "could not speak" in alone


@pytest.mark.voice
def test_what_is_not_recorded_is_said_to_come_from_another_voice(
    voicecoach: Run, project: Path, shared_folder: Path
) -> None:
    said = "Change sides."
    (speech,) = speak(shared_folder / "cache", said).values()
    anna = a_set(project / "recordings" / "anna", said)
    keep_set(anna)
    taken = np.rint(speech * 32_767).astype(np.int16)
    keep_set(keep_line(anna, spoken_key(said), taken, "1.wav"))
    found = voicecoach("voices", "preview", "recorded:anna")
    assert "another voice speaks 9 of 10 lines, which are not recorded" in found.stdout
