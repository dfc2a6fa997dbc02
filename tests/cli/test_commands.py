"""The commands around building, each as a user runs it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.conftest import load_json, run_voicecoach
from tests.running import Run
from voicecoach.cli import COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example(voicecoach: Run, name: str) -> None:
    said = voicecoach(name, "--help").stdout
    assert "Example" in said
    assert f"voicecoach {name}" in said


def test_help_lists_every_command(voicecoach: Run) -> None:
    said = voicecoach("--help").stdout
    for name in COMMANDS:
        assert f"  {name} " in said


def test_a_misspelt_command_is_guessed(voicecoach: Run) -> None:
    assert "did you mean 'build'?" in voicecoach("biuld", code=2).stderr


@pytest.mark.slow
def test_list_gives_length_and_needs(voicecoach: Run) -> None:
    said = voicecoach("list", COLUMNS="200").stdout
    (daily,) = [line for line in said.splitlines() if line.startswith("daily ")]
    assert "min" in daily
    assert "a mat" in daily
    routines = load_json(voicecoach("list", "--json").stdout)["routines"]
    assert isinstance(routines, list)
    names = [routine["name"] for routine in routines]
    assert names[0] == "daily-15"
    assert names[1:] == sorted(names[1:])
    assert {"daily", "relief", "desk-break"} <= set(names)
    assert "\nback-care " in said
    programmes = load_json(voicecoach("list", "--json").stdout)["programmes"]
    assert isinstance(programmes, list)
    assert [each["name"] for each in programmes] == [
        "back-care",
        "flare-up",
        "neck-care",
        "walking-start",
    ]


@pytest.mark.voice
def test_show_marks_estimates_until_the_lines_are_spoken(voicecoach: Run, project: Path) -> None:
    (project / "audio" / "cache").unlink()
    voice = ("--voice", "pyttsx3")
    before = voicecoach("show", "warm-up", *voice).stdout
    assert "~" in before
    assert "about" in before
    voicecoach("build", "warm-up", *voice, "--quiet")
    after = voicecoach("show", "warm-up", *voice).stdout
    assert "~" not in after
    shown = load_json(voicecoach("show", "warm-up", *voice, "--json").stdout)
    built = load_json(voicecoach("build", "warm-up", *voice, "--json").stdout)
    assert shown["duration_ms"] == built["duration_ms"]
    assert shown["estimated"] is False


def test_check_finds_every_fault_of_all_files_in_one_run(voicecoach: Run, project: Path) -> None:
    folder = project / "scripts" / "routines"
    (folder / "one.yaml").write_text("routine: one\ntitle: One\nsteps:\n  - cat-cwo: 10 reps\n")
    (folder / "two.yaml").write_text("routine: two\ntitel: Two\nsteps:\n  - bridge: hold 5\n")
    said = voicecoach("check", "one", "two", code=3).stderr
    assert "one.yaml:4:5: error: no exercise is called 'cat-cwo', did you mean 'cat-cow' (" in said
    assert "did you mean 'title'?" in said
    assert "did you mean 'hold 5s'?" in said


def test_check_gives_codes_and_facts_as_json(voicecoach: Run, project: Path) -> None:
    file = project / "scripts" / "routines" / "one.yaml"
    steps = "  - include: warm-up\n  - cat-cwo: 10 reps\n  - bridge: 300 reps\n"
    file.write_text(f"routine: one\ntitle: One\nsteps:\n{steps}", encoding="utf-8")
    found = voicecoach("check", "one", "--json", code=3)
    unknown, unsafe = json.loads(found.stdout)["problems"]
    assert (unknown["code"], unknown["line"], unknown["column"]) == ("unknown-exercise", 5, 5)
    assert unknown["facts"]["exercise"] == "cat-cwo"
    assert unknown["facts"]["hint"]["kind"] == "hint/exercise"
    assert unknown["facts"]["hint"]["facts"]["meant"] == "cat-cow"
    assert (unsafe["kind"], unsafe["facts"]) == ("unsafe-dose/reps", {"given": 300, "most": 100})
    assert "2 errors" in found.stderr


@pytest.mark.slow
def test_check_is_clean_on_everything_shipped(voicecoach: Run) -> None:
    found = voicecoach("check")
    assert "0 errors, 0 warnings" in found.stdout
    assert found.stderr == ""


def test_check_session_accepts_and_refuses(voicecoach: Run, project: Path) -> None:
    record = project / "audio" / "warm-up.json"
    voicecoach("build", "warm-up", "--quiet")
    assert "all checks hold" in voicecoach("check", "--session", record).stdout
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("get emergency care now", "carry on"), encoding="utf-8")
    assert "check 8" in voicecoach("check", "--session", record, code=7).stderr
    record.write_text("{}", encoding="utf-8")
    assert "is not a session record" in voicecoach("check", "--session", record, code=5).stderr


@pytest.mark.slow
def test_init_and_new_give_files_that_check_clean(tmp_path: Path) -> None:
    run_voicecoach("init", "clinic", cwd=tmp_path)
    clinic = tmp_path / "clinic"
    run_voicecoach("new", "routine", "evening", cwd=clinic)
    run_voicecoach("new", "exercise", "heel-slide", cwd=clinic)
    routine = clinic / "scripts" / "routines" / "evening.yaml"
    text = routine.read_text(encoding="utf-8")
    added = text.replace("  - say:", "  - heel-slide: 8 reps\n  - say:")
    routine.write_text(added, encoding="utf-8")
    for name in ("evening", "heel-slide"):
        assert "0 errors, 0 warnings" in run_voicecoach("check", name, cwd=clinic).stdout
    assert "evening" in run_voicecoach("list", cwd=clinic).stdout
    again = run_voicecoach("new", "routine", "evening", cwd=clinic, code=5)
    assert "is there already" in again.stderr
    run_voicecoach("init", cwd=clinic, code=5)
    assert "small letters" in run_voicecoach("new", "routine", "../x", cwd=clinic, code=3).stderr


def test_a_rest_has_the_length_that_was_given_and_no_other(tmp_path: Path) -> None:
    run_voicecoach("init", "clinic", cwd=tmp_path)
    clinic = tmp_path / "clinic"
    for wrong in ([], ["--heat", "10m", "--cold", "10m"], ["--heat", "10"], ["--cold", "long"]):
        run_voicecoach("new", "rest", "ice", *wrong, cwd=clinic, code=2)
    run_voicecoach("new", "routine", "ice", "--cold", "10m", cwd=clinic, code=2)
    run_voicecoach("new", "rest", "ice", "--cold", "12m 30s", cwd=clinic)
    assert "- cold: 12m30s" in (clinic / "scripts/routines/ice.yaml").read_text(encoding="utf-8")
    assert "0 errors, 0 warnings" in run_voicecoach("check", "ice", cwd=clinic).stdout


@pytest.mark.slow
def test_a_translation_begins_with_every_text_of_its_script(tmp_path: Path) -> None:
    run_voicecoach("init", "clinic", cwd=tmp_path)
    clinic = tmp_path / "clinic"
    run_voicecoach("new", "exercise", "heel-slide", cwd=clinic)
    run_voicecoach("new", "translation", "heel-slide", cwd=clinic, code=2)
    run_voicecoach("new", "translation", "nosuch", "--language", "es", cwd=clinic, code=3)
    run_voicecoach("new", "translation", "heel-slide", "--language", "es", cwd=clinic)
    file = clinic / "scripts" / "exercises" / "heel-slide.es.yaml"
    begun = file.read_text(encoding="utf-8")
    assert begun.startswith("# yaml-language-server: $schema=../schema/translation.schema.json\n")
    assert "  Out and lift.:\n" in begun
    said = run_voicecoach("check", "heel-slide", "--language", "es", cwd=clinic, code=3).stderr
    assert said.count("a text is missing here") == begun.count("\n") - 2
    head, _, pairs = begun.partition("texts:\n")
    words = iter(f": Listo {number}.\n" for number in range(100, 999))
    filled = re.sub(":\n", lambda _: next(words), pairs)  # each its own: prompts must differ
    file.write_text(f"{head}texts:\n{filled}", encoding="utf-8")
    for name in ("heel-slide", file):
        said = run_voicecoach("check", name, "--language", "es", cwd=clinic).stdout
        assert "0 errors, 0 warnings" in said
    again = ("new", "translation", "heel-slide", "--language", "es")
    assert "is there already" in run_voicecoach(*again, cwd=clinic, code=5).stderr


@pytest.mark.slow
def test_check_and_list_speak_the_project_s_language(voicecoach: Run, project: Path) -> None:
    (project / "voicecoach.toml").write_text('language = "es"\n', encoding="utf-8")
    own = project / "scripts" / "routines" / "own.yaml"
    own.write_text("routine: own\ntitle: Own\nsteps: [march]\n", encoding="utf-8")
    assert "no texts in the language 'es'" in voicecoach("check", code=3).stderr
    assert "Fortalecimiento avanzado" in voicecoach("list", COLUMNS="200").stdout
    assert "no texts in the language 'es'" in voicecoach("build", "own", code=3).stderr


def test_every_setting_is_documented_in_a_new_project() -> None:
    from dataclasses import fields

    from voicecoach.app.templates import SETTINGS
    from voicecoach.model.settings import Settings

    for field in fields(Settings):
        assert f"# {field.name} = " in SETTINGS or f"\n# [{field.name}" in SETTINGS
    assert "# arguments = []" in SETTINGS


def test_a_project_s_own_scripts_come_before_the_shipped_ones(
    voicecoach: Run, project: Path
) -> None:
    own = project / "scripts" / "routines" / "daily.yaml"
    own.write_text("routine: daily\ntitle: My own daily\nsteps:\n  - march: hold 10s\n")
    shown = load_json(voicecoach("show", "daily", "--json").stdout)
    assert shown["title"] == "My own daily"


def test_voices_and_doctor_say_what_is_here(voicecoach: Run) -> None:
    said = voicecoach("voices", "--language", "en").stdout
    assert "pyttsx3:" in said
    assert "* " in said
    voices = load_json(voicecoach("voices", "--json").stdout)["voices"]
    assert isinstance(voices, list)
    assert any(voice.get("default") for voice in voices)
    assert "lameenc" in voicecoach("doctor").stdout


def test_voices_are_listed_when_the_one_that_is_set_is_not_here(
    voicecoach: Run, project: Path
) -> None:
    (project / "voicecoach.toml").write_text('voice = "pyttsx3:nobody"\n', encoding="utf-8")
    found = voicecoach("voices")
    assert "no voice 'nobody'" in found.stderr
    assert "pyttsx3:" in found.stdout
    assert "\n* pyttsx3" not in found.stdout


def test_doctor_misses_a_chosen_voice_but_no_other_engine(voicecoach: Run, project: Path) -> None:
    (project / "no-programs").mkdir()
    said = voicecoach("doctor", PATH=str(project / "no-programs")).stdout
    assert "-       voice engine flite" in said
    assert "apt install flite" in said
    (project / "voicecoach.toml").write_text('voice = "flite"\n', encoding="utf-8")
    said = voicecoach("doctor", PATH=str(project / "no-programs"), code=6).stdout
    assert "MISSING voice: the voices of flite cannot be used" in said


def test_say_writes_one_line(voicecoach: Run, project: Path) -> None:
    said = voicecoach("voices", "say", "Hold for 5s.", "--voice", "silent", "--rate", "100")
    file = project / "audio" / "say.mp3"
    assert said.stdout.startswith(f"{file}: ")
    assert "as you asked" in said.stderr
    short = decoded_ms(file)
    assert f"{short / 1000:.1f} s" in said.stdout
    voicecoach("voices", "say", "Hold for 1m30s.", "--voice", "silent", "-o", "other/line.mp3")
    assert decoded_ms(project / "other/line.mp3") > 1000
    voicecoach("voices", "say", "Hold.", "--voice", "silent", "-o", "other")
    assert (project / "other/say.mp3").is_file()


def decoded_ms(file: Path) -> int:
    import soundfile

    found = soundfile.info(file)
    assert found.samplerate == 48_000
    frames: int = found.frames
    return round(frames / 48)


@pytest.mark.voice
def test_say_is_heard_in_the_default_voice(voicecoach: Run, project: Path) -> None:
    import numpy
    import soundfile

    voicecoach("voices", "say", "Change sides.")
    samples, rate = soundfile.read(project / "audio" / "say.mp3")
    heard = numpy.flatnonzero(numpy.abs(samples) > 0.05)
    assert heard[0] > 0.2 * rate
    assert len(samples) - heard[-1] > 0.2 * rate


def test_explain_shows_each_step_and_speaks_nothing(voicecoach: Run, project: Path) -> None:
    (project / "scripts" / "lexicon.yaml").write_text("lexicon: {plank: {silent: planck}}\n")
    (project / "scripts" / "routines" / "own.yaml").write_text(
        "routine: own\ntitle: Own\nlexicon: {plank: plonk}\nsteps: [include: warm-up]\n"
    )
    text = "Plank 2 x 10 \x1b[1A [[slnc 9]]"
    said = voicecoach("voices", "say", text, "--explain", "--voice", "silent")
    assert said.stdout.splitlines() == [
        "as written  Plank 2 x 10 ?[1A [[slnc 9]]",
        "rule        2 x 10: two sets of ten (dose)",
        "rule        9: nine (number)",
        "in words    Plank two sets of ten ?(1A ((slnc nine))",
        "rule        Plank: planck (lexicon)",
        "respelt     planck two sets of ten ?(1A ((slnc nine))",
        "sent        planck two sets of ten  (1A ((slnc nine))",
        "to          silent:silence",
    ]
    assert not said.stderr
    assert not (project / "audio" / "say.mp3").exists()
    own = voicecoach("voices", "say", text, "--explain", "--voice", "silent", "--routine", "own")
    assert "respelt     plonk" in own.stdout


@pytest.mark.voice
def test_say_needs_something_to_say_and_somewhere_to_put_it(voicecoach: Run, project: Path) -> None:
    assert "in quotes" in voicecoach("voices", "say", " ", code=2).stderr
    assert (
        "speaks nothing" in voicecoach("voices", "say", "x", "--explain", "--play", code=2).stderr
    )
    assert "stand behind" in voicecoach("voices", "--json", "say", "x", code=2).stderr
    assert "nothing in it that sounds" in voicecoach("voices", "say", "...", code=4).stderr
    (project / "scripts" / "lexicon.yaml").write_text("lexicon: {plank: 3}\n")
    faulty = voicecoach("voices", "say", "x", "--voice", "silent", code=3).stderr
    assert "lexicon.yaml:1:18" in faulty


def test_play_runs_the_player_that_is_there(project: Path, tmp_path: Path) -> None:
    import sys

    if sys.platform == "win32":
        pytest.skip("players are found by other names on Windows")
    fake = tmp_path / "bin" / "mpv"
    fake.parent.mkdir()
    fake.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/played\n')
    fake.chmod(0o755)
    assert "voicecoach build daily" in run_voicecoach("play", "daily", cwd=project, code=5).stderr
    (project / "audio" / "daily.mp3").write_bytes(b"")
    run_voicecoach("play", "daily", cwd=project, PATH=str(fake.parent))
    assert (tmp_path / "played").read_text().splitlines()[-1].endswith("daily.mp3")
    run_voicecoach(
        *("voices", "say", "Rest.", "--voice", "silent", "--play"),
        cwd=project,
        PATH=str(fake.parent),
    )
    assert (tmp_path / "played").read_text().splitlines()[-1].endswith("say.mp3")
    (tmp_path / "empty").mkdir()
    nothing = run_voicecoach(
        "play", "daily", cwd=project, PATH=str(tmp_path / "empty"), code=6
    ).stderr
    assert "Install mpv" in nothing


def test_prune_needs_to_be_told_what(voicecoach: Run, project: Path) -> None:
    voicecoach("cache", "prune", code=2)
    assert "0 entries removed" in voicecoach("cache", "prune", "--days", "1000").stdout


def test_an_unexpected_fault_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from voicecoach import cli

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(cli.cli, "main", fail)
    assert cli.run([]) == 1
    said = capsys.readouterr().err
    assert "boom" in said
    assert "Traceback" not in said
