"""`voicecoach build` as a user runs it, and what it does when things go wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT, load_json, unmeasured
from tests.running import Run
from voicecoach.session.record import read_record

SHORT = """\
routine: short
title: Short
steps:
  - march: hold 10s
"""
PAIR = ("short.tones.json", "quiet.json")


def write(project: Path, name: str, text: str) -> Path:
    file = project / "scripts" / "routines" / f"{name}.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_writes_mp3_record_and_captions_into_audio(voicecoach: Run, project: Path) -> None:
    write(project, "short", SHORT)
    said = voicecoach("build", "short").stdout
    assert sorted(p.name for p in (project / "audio").glob("short.*")) == [
        "short.json",
        "short.mp3",
        "short.vtt",
    ]
    assert "short.mp3" in said
    assert "min" in said


def test_json_is_one_object_and_nothing_else(voicecoach: Run, project: Path) -> None:
    write(project, "short", SHORT)
    found = voicecoach("build", "short", "--json")
    built = load_json(found.stdout)
    assert Path(str(built["file"])).is_file()
    assert (
        built["duration_ms"]
        == json.loads(Path(str(built["record"])).read_text())["content"]["duration_ms"]
    )


def test_quiet_prints_nothing(voicecoach: Run, project: Path) -> None:
    write(project, "short", SHORT)
    found = voicecoach("build", "short", "--quiet")
    assert (found.stdout, found.stderr) == ("", "")


@pytest.mark.slow
def test_options_that_change_it_are_in_the_name(voicecoach: Run, project: Path) -> None:
    write(project, "short", SHORT)
    voicecoach("build", "short", "--quiet", "--rate", "120", "--bitrate", "96", "--voice", "silent")
    assert (project / "audio" / "short.silent.120wpm.96k.mp3").is_file()


@pytest.mark.slow
def test_guidance_is_in_the_name_where_the_routine_does_not_ask_for_it(
    voicecoach: Run, project: Path
) -> None:
    write(project, "short", SHORT)
    write(project, "quiet", SHORT.replace("routine: short", "routine: quiet\nguidance: tones"))
    for level in ("brief", "tones"):
        voicecoach("build", "short", "quiet", "--quiet", "--guidance", level)
    voicecoach("build", "quiet", "--quiet", "--guidance", "full")
    made = {file.name for file in (project / "audio").glob("*.mp3")}
    assert made == {
        "short.brief.mp3",
        "short.tones.mp3",
        "quiet.mp3",
        "quiet.brief.mp3",
        "quiet.full.mp3",
    }
    short, quiet = (read_record(project / "audio" / name).content.cues for name in PAIR)
    assert [cue.text for cue in short[2:]] == [cue.text for cue in quiet[2:]]


def test_show_and_check_look_at_the_guidance_that_is_asked_for(
    voicecoach: Run, project: Path
) -> None:
    write(project, "short", SHORT)
    assert "Lift your knees" in voicecoach("show", "short").stdout
    assert "Lift your knees" not in voicecoach("show", "short", "--guidance", "brief").stdout
    title = "a very long name that nobody can say in four seconds " * 4
    steps = f'rest: 4s\n  - march: {{dose: "hold 30s", title: "{title}"}}'
    write(project, "short", SHORT.replace("march: hold 10s", steps))
    for level in ("full", "tones"):
        assert "does-not-fit" in voicecoach("check", "short", "--guidance", level, code=3).stderr


def test_output_takes_a_file_or_a_folder(voicecoach: Run, project: Path) -> None:
    write(project, "short", SHORT)
    voicecoach("build", "short", "--quiet", "-o", "other/place.mp3", "--voice", "silent")
    voicecoach("build", "short", "--quiet", "-o", "folder", "--voice", "silent")
    assert (project / "other" / "place.json").is_file()
    assert (project / "folder" / "short.silent.mp3").is_file()


def test_the_id_is_kept_when_a_session_is_built_again(voicecoach: Run, project: Path) -> None:
    write(project, "short", SHORT)
    ids = {load_json(voicecoach("build", "short", "--json").stdout)["id"] for _ in range(2)}
    assert len(ids) == 1


def test_a_file_outside_the_project_is_built_by_its_path(voicecoach: Run, tmp_path: Path) -> None:
    file = tmp_path / "short.yaml"
    file.write_text(SHORT, encoding="utf-8")
    voicecoach("build", file, "--quiet", "-o", tmp_path / "x.mp3", "--voice", "silent")
    assert (tmp_path / "x.mp3").is_file()


def test_faults_stop_the_build_with_place_and_remedy(voicecoach: Run, project: Path) -> None:
    write(project, "short", SHORT.replace("march", "marsh"))
    found = voicecoach("build", "short", code=3)
    assert "short.yaml:4:5: error" in found.stderr
    assert "did you mean 'march' (March on the spot" in found.stderr
    assert not (project / "audio" / "short.mp3").exists()


def test_a_line_that_cannot_fit_is_reported_with_its_place(voicecoach: Run, project: Path) -> None:
    title = "a very long name that nobody can say in four seconds " * 4
    steps = f'rest: 4s\n  - march: {{dose: "hold 30s", title: "{title}"}}'
    write(project, "short", SHORT.replace("march: hold 10s", steps))
    found = voicecoach("build", "short", "--voice", "silent", code=3)
    assert "does-not-fit" in found.stderr
    assert "short.yaml:4:11" in found.stderr


def test_a_session_beyond_every_limit_is_refused(voicecoach: Run, project: Path) -> None:
    steps = "repeat: 20\n    steps:\n      - childs-pose: hold 10m"
    write(project, "short", SHORT.replace("march: hold 10s", steps))
    for command in (("check", "short"), ("build", "short", "--voice", "silent")):
        said = voicecoach(*command, code=3).stderr
        assert "the limit is 180m [too-long]" in said


def test_an_unknown_routine_and_voice_have_a_remedy(voicecoach: Run, project: Path) -> None:
    assert "did you mean 'daily'?" in voicecoach("build", "dayly", code=3).stderr
    write(project, "short", SHORT)
    assert "voices" in voicecoach("build", "short", "--voice", "pyttsx3:nobody", code=4).stderr
    voicecoach("build", "short", "--rate", "300", code=2)


@pytest.mark.voice
@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on a file's size")
def test_a_full_disk_leaves_the_earlier_file(voicecoach: Run, project: Path) -> None:
    write(project, "short", SHORT)
    voicecoach("build", "short", "--quiet")
    before = (project / "audio" / "short.mp3").read_bytes()
    write(project, "short", SHORT.replace("10s", "12s"))
    code = (
        "import resource, sys; from voicecoach.cli import run;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000));"
        "sys.exit(run(['build', 'short', '--quiet']))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env=unmeasured(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 5, found.stderr
    assert "cannot write" in found.stderr
    assert len(found.stderr.strip().splitlines()) <= 2
    assert (project / "audio" / "short.mp3").read_bytes() == before
    assert not list((project / "audio").glob(".*.part"))


def test_a_folder_that_cannot_be_made_is_said(voicecoach: Run, project: Path) -> None:
    write(project, "short", SHORT)
    (project / "plain").write_text("a file, no folder")
    found = voicecoach(
        "build", "short", "--quiet", "-o", "plain/x.mp3", "--voice", "silent", code=5
    )
    assert "cannot write" in found.stderr


@pytest.mark.voice
@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_ends_with_one_line_and_leaves_no_trace(project: Path) -> None:
    (project / "audio" / "cache").unlink()
    process = subprocess.Popen(
        [sys.executable, "-m", "voicecoach", "build", "daily"],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "stopped" in said.splitlines()[-1]
    assert not list((project / "audio").glob("daily.*"))
    assert not list((project / "audio").glob(".*.part"))


@pytest.mark.slow
def test_two_builds_at_once_on_one_cache_both_succeed(project: Path) -> None:
    (project / "audio" / "cache").unlink()
    write(project, "short", SHORT)
    command = [sys.executable, "-m", "voicecoach", "build", "short", "--voice", "silent", "--quiet"]
    builds = [
        subprocess.Popen(
            [*command, "-o", f"{n}.mp3"],
            cwd=project,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        for n in range(2)
    ]
    assert [build.wait(timeout=120) for build in builds] == [0, 0]
    assert (project / "0.mp3").read_bytes() == (project / "1.mp3").read_bytes()


@pytest.mark.slow
def test_a_damaged_cache_entry_is_made_anew_and_said(voicecoach: Run, project: Path) -> None:
    (project / "audio" / "cache").unlink()
    write(project, "short", SHORT)
    voicecoach("build", "short", "--quiet")
    before = (project / "audio" / "short.mp3").read_bytes()
    entries = (project / "audio" / "cache").glob("??/*")
    sounds = [entry for entry in entries if b"VCP1" in entry.read_bytes()[:40]]
    largest = max(sounds, key=lambda sound: sound.stat().st_size)
    largest.write_bytes(largest.read_bytes()[:-10] + b"0123456789")
    found = voicecoach("build", "short")
    assert "damaged" in found.stderr
    assert (project / "audio" / "short.mp3").read_bytes() == before
    assert "damaged" in voicecoach("cache", "verify").stdout
    info = voicecoach("cache", "info").stdout
    assert "entries" in info


@pytest.mark.slow
def test_nothing_spoken_is_in_a_file_name(voicecoach: Run, project: Path) -> None:
    (project / "audio" / "cache").unlink()
    write(project, "short", SHORT)
    voicecoach("build", "short", "--quiet", "--voice", "silent")
    for file in (project / "audio" / "cache").rglob("*"):
        assert all(c in "0123456789abcdef" for c in file.name)


@pytest.mark.slow
def test_settings_come_from_the_project_and_faults_in_them_are_said(
    voicecoach: Run, project: Path
) -> None:
    write(project, "short", SHORT)
    settings = project / "voicecoach.toml"
    settings.write_text('voice = "silent"\nrate = 120\nartist = "Clinic"\n')
    record = load_json(voicecoach("build", "short", "--json").stdout)["record"]
    assert "120" in json.loads(Path(str(record)).read_text())["content"]["voices"]["coach"]
    for text, said in {
        "rat = 120": "did you mean 'rate'?",
        "rate = 500": "rate",
        "rate = ": "voicecoach.toml",
        "bitrate = 80": "64, 96",
    }.items():
        settings.write_text(text)
        assert said in voicecoach("build", "short", code=3).stderr


def test_people_read_what_the_author_wrote_and_hear_words(voicecoach: Run, project: Path) -> None:
    signs = SHORT + '  - say: "Now 2 x 10 & L/R, e.g. the plank."\n'
    words = SHORT + '  - say: "Now two sets of ten and left and right, for example the planck."\n'
    lexicon = "lexicon: {Plank: {silent: planck, flite: plahnk}}\nsteps:"
    write(project, "short", words)
    voicecoach("build", "short", "--voice", "silent", "--quiet")
    write(project, "short", signs.replace("steps:", lexicon))
    built = load_json(voicecoach("build", "short", "--voice", "silent", "--json").stdout)
    assert built["new_clips"] == 0
    for name in ("short.silent.json", "short.silent.vtt", "short.silent.mp3"):
        content = (project / "audio" / name).read_bytes()
        assert b"2 x 10 &" in content or "2 x 10 &".encode("utf-16-le") in content


def test_a_respelling_for_an_engine_that_there_is_not_is_said(
    voicecoach: Run, project: Path
) -> None:
    lexicon = "lexicon: {march: {pytsx3: match, 'mine:Engine': match}}\nsteps:"
    write(project, "short", SHORT.replace("steps:", lexicon))
    said = voicecoach("check", "short").stderr
    assert "did you mean 'pyttsx3'? [unknown-engine]" in said
    assert said.count("[unknown-") == 1
    assert "[unknown-engine]" in voicecoach("build", "short", "--voice", "silent").stderr
