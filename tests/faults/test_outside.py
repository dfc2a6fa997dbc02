"""Files from outside: bounded before they are read, and refused with file, line and column."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import cpu_s
from tests.running import run_voicecoach
from voicecoach.audio.pcm.decode import decode
from voicecoach.audio.pcm.intake import accepted, share_of_speech
from voicecoach.base.errors import VoiceError
from voicecoach.base.intake import NoRegularFile, TooLarge, open_regular, read_bounded
from voicecoach.formats.toml import TomlFault, place_of, read_toml
from voicecoach.library.naming import Names

posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes have names only there")
RATE_HZ = 16_000


def test_size_is_looked_at_before_anything_is_read(tmp_path: Path) -> None:
    file = tmp_path / "large"
    with file.open("wb") as stream:
        stream.truncate(5_000_000_000)  # of nothing: it takes no room
    with pytest.raises(TooLarge, match="more than 64 KiB"):
        read_bounded(file, 65_536)
    file.write_bytes(b"x" * 10)
    assert read_bounded(file, 10) == b"x" * 10
    with pytest.raises(TooLarge):
        read_bounded(file, 9)


@posix
def test_no_pipe_is_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", tmp_path, Path(os.devnull)):
        with pytest.raises(NoRegularFile):
            open_regular(place)


@posix
@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "gone", "nothing"])
def test_what_is_played_is_a_file_or_said_to_be_none(project: Path, kind: str) -> None:
    file = project / "x.mp3"
    if kind == "pipe":
        os.mkfifo(file)
    elif kind == "folder":
        file.mkdir()
    elif kind != "nothing":
        file.symlink_to(os.devnull if kind == "device" else "nowhere")
    said = "is not there" if kind in ("gone", "nothing") else "it is no regular file"
    assert said in run_voicecoach("play", "x.mp3", cwd=project, code=5).stderr


@posix
@pytest.mark.parametrize("place", ["voicecoach.toml", "scripts/routines/x.yaml", "audio/x.json"])
@pytest.mark.parametrize("kind", ["large", "pipe"])
def test_every_kind_of_file_is_bounded(project: Path, place: str, kind: str) -> None:
    file = project / place
    if kind == "pipe":
        os.mkfifo(file)
    else:
        file.touch()
        os.truncate(file, 3_000_000_000)
    told = ["check", "--session", "audio/x.json"] if "json" in place else ["check", "x"]
    ran = run_voicecoach(*told, cwd=project, code=5 if "json" in place else 3)
    assert "should not happen" not in ran.stderr
    assert Path(place).name in ran.stderr


@pytest.mark.parametrize("offset", [0.0, 0.5])
def test_samples_from_outside_are_around_zero_and_within_the_scale(offset: float) -> None:
    t = np.arange(RATE_HZ) / RATE_HZ
    hum = np.asarray(0.2 * np.sin(2 * np.pi * 150 * t) + offset, np.float32)
    found = accepted(hum * 3, RATE_HZ)
    assert abs(found.mean()) < 0.005
    assert np.abs(found).max() <= 1
    quiet = np.asarray(hum - offset, np.float32)
    assert accepted(quiet, RATE_HZ) is quiet, "what is right is left as it is"


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e30])
def test_a_single_number_that_is_no_sample_refuses_the_file(value: float) -> None:
    samples = np.zeros(RATE_HZ, np.float32)
    samples[100] = value
    file = io.BytesIO()
    soundfile.write(file, samples, RATE_HZ, format="WAV", subtype="FLOAT")
    with pytest.raises(VoiceError, match="no numbers"):
        decode(file.getvalue())


def test_what_is_no_voice_has_no_power_where_voices_have_theirs() -> None:
    t = np.arange(RATE_HZ) / RATE_HZ
    assert share_of_speech(np.ones(RATE_HZ), RATE_HZ) < 0.1
    assert share_of_speech(np.sin(2 * np.pi * 20 * t), RATE_HZ) < 0.1
    assert share_of_speech(np.sin(2 * np.pi * 200 * t), RATE_HZ) > 0.9
    assert share_of_speech(np.zeros(100), RATE_HZ) == 0


def test_a_sound_longer_than_any_line_is_refused_by_its_header() -> None:
    file = io.BytesIO()
    soundfile.write(file, np.zeros(8_000 * 901, np.int16), 8_000, format="FLAC")
    with pytest.raises(VoiceError, match="lasts 901 s"):
        decode(file.getvalue())


# Settings


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode()))
def test_whatever_stands_in_settings_is_read_or_refused_with_a_place(content: bytes) -> None:
    try:
        _, text = read_toml(content)
    except TomlFault as fault:
        assert min(fault.place) >= 1
    else:
        assert place_of(text, ("nothing",)) == (1, 1)


def test_a_bom_and_a_byte_that_is_no_utf8_have_a_place() -> None:
    assert read_toml(b"\xef\xbb\xbfa = 1")[0] == {"a": 1}
    with pytest.raises(TomlFault) as raised:
        read_toml(b"a = 1\nb = '\xff'")
    assert raised.value.place == (2, 6)


# Work grows with what there is to do


def script(steps: list[str]) -> str:
    return "routine: x\ntitle: T\nsteps:\n  - include: warm-up\n" + "\n".join(steps) + "\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (["  - heat: 60m"] * 100, "lasts 6001m5s at least"),
        (["  - repeat: 20\n    steps: [{repeat: 20, steps: [{bridge: 15 reps}]}]"], "at least"),
        (["  - say: a"] * 2500, "it has 2502 steps"),
        ([f"  - brigde{n}: 10 reps" for n in range(1000)], "and 900 problems more"),
    ],
)
def test_what_is_too_much_is_refused_before_it_is_compiled(
    project: Path, steps: list[str], said: str
) -> None:
    (project / "scripts/routines/x.yaml").write_text(script(steps), encoding="utf-8")
    plain = cpu_s(lambda: run_voicecoach("check", "daily", cwd=project), 1)
    ran = run_voicecoach("check", "x", cwd=project, code=3)
    assert said in ran.stderr
    assert ran.stderr.count(": error: ") <= 100
    assert cpu_s(lambda: run_voicecoach("check", "x", cwd=project, code=3), 1) < 5 * plain + 1


HALVES = {
    "title": 'title: "\\ud800"\nsteps: [{bridge: 10 reps}]',
    "say": 'title: T\nsteps: [{say: "a \\ud800"}]',
    "key": 'title: T\n"\\ud800": 1\nsteps: [{bridge: 10 reps}]',
    "step": 'title: T\nsteps: [{"\\ud800": 10 reps}]',
    "dose": 'title: T\nsteps: [{bridge: "\\ud800"}]',
    "voice": 'title: T\nvoice: "\\ud800"\nsteps: [{bridge: 10 reps}]',
}


@pytest.mark.parametrize("kind", HALVES)
def test_half_of_a_letter_has_its_place(project: Path, kind: str) -> None:
    file = project / "scripts/routines/x.yaml"
    file.write_text(f"routine: x\n{HALVES[kind]}\n", encoding="utf-8")
    assert "half of a letter" in run_voicecoach("check", "x", cwd=project, code=3).stderr


def test_of_many_exercises_that_there_are_not_few_are_looked_for(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To look for what is meant takes long: seventeen seconds for those that a file can hold."""
    asked: list[str] = []

    def counted(_: Names, name: str) -> str:
        asked.append(name)
        return ""

    monkeypatch.setattr(Names, "meant", counted)
    names = "".join(f"  brigde{n}: 10 reps\n" for n in range(1000))
    file = project / "scripts" / "profiles" / "x.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"profile: x\nexercises:\n{names}", encoding="utf-8")
    assert "and 900 problems more" in run_voicecoach("check", "x", cwd=project, code=3).stderr
    assert 0 < len(asked) <= 100
