"""Settings that are at fault: each refused with file, line and column, by whatever reads them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.running import run_voicecoach
from voicecoach.base.errors import ScriptError
from voicecoach.formats.toml import TomlFault, place_of, read_toml
from voicecoach.project import find_project

Run = Callable[..., CompletedProcess[str]]

REFUSED = [
    ("rate = ", "1:8", "Invalid value"),
    ("a = " + "[" * 5000, "1:25", "brackets"),
    ("rate = " + "9" * 5000, "1:8", "this number"),
    ("a = " + "{a=" * 3000, "1:65", "brackets"),
    ("a." * 48_000 + "a = 1", "1:1", "more than 20 parts"),
    ("day = 2024-30-01", "1:11", ""),
    ('rate = "x"', "1:1", "rate: "),
    ("rate = true", "1:1", "rate: 'True' is not a whole number"),
    ("rate = nan", "1:1", "rate: 'nan' is not a whole number"),
    (f"rate = {9 * 10**90}", "1:1", "rate: "),
    ("rate = 89", "1:1", "from 90 to 180"),
    ("bitrate = 65", "1:1", "it can be 64, 96"),
    ('\n\n\nsilence = "carier"', "4:1", "did you mean 'carrier'?"),
    ("under = 1979-05-27", "1:1", "under: '1979-05-27' is not a choice here"),
    ('language = "../x"', "1:1", "language: '../x' is no code of a language"),
    ('language = "xx"', "1:1", "language: there are no texts in the language 'xx'"),
    ('language = "pt-PT"', "1:1", "there are no texts in the language 'pt-PT'; it can be de"),
    ("language = 1", "1:1", "language: '1' is no code of a language"),
    ('voice = ["flite"]', "1:1", "voice: '['flite']' is not a text"),
    ('voice = "flight:rms"', "1:1", "voice: there is no engine 'flight', did you mean 'flite'?"),
    ('artist = "a\\u0007"', "1:1", "artist: this text holds a control character"),
    (f'artist = "{"a" * 501}"', "1:1", "artist: this text has 501 characters; at most 500"),
    ("\n[counter]\nlevle = 3\n", "3:1", "'counter.levle' is not a setting"),
    ("[counter]\nlevel = inf", "2:1", "counter.level: inf is out of range"),
    ('[counter]\nvoice = "x:y"', "2:1", "counter.voice: there is no engine 'x'"),
    ("[engines]\ncommand = 3\n", "2:1", "engines.command: a table stands here"),
    ("[engines.comand]\n", "1:2", "did you mean 'engines.command'?"),
    ('[engines.command]\narguments = "say {out}"', "2:1", "a list of texts stands here"),
    ('[engines.command]\narguments = ["say", 1]', "2:1", "'1' is not a text"),
    ('[engines.command]\narguments = ["say"]', "2:1", "none of the arguments is '{out}'"),
    ('[engines.command]\narguments = ["a\\u0000", "{out}"]', "2:1", "a control character"),
    ('[engines.recorded]\notherwise = "x:y"', "2:1", "there is no engine 'x'"),
    ('[cache]\nfar = "a\\u0000"', "2:1", "cache.far: this text holds a control character"),
    ("cache.far = 3", "1:1", "cache.far: '3' is not a text"),
    ("clinic = 1", "1:1", "write '[clinic]', and its settings below"),
    ('[[clinic]]\nname = "x"', "1:3", "clinic: a table stands here"),
    ('[clinic]\nname = """\nrate = 3\n"""\n"rate" = 3', "5:1", "'clinic.rate' is not a setting"),
    ("[clinic]\nname = { }", "2:1", "clinic.name: '{}' is not a text"),
    ('[clinic]\nemail = "desk"', "2:1", "clinic.email: 'desk' is no e-mail address"),
    ('[clinic]\nurl = "javascript:alert(1)"', "2:1", "is no address on the web"),
    ('[clinic]\nlogo = "a\\u0000b"', "2:1", "clinic.logo: this text holds a control character"),
    ('[clinic]\ncolour = "red"', "2:1", "clinic.colour: 'red' is no colour"),
    ('[clinic]\ntime_zone = "Mars/Base"', "2:1", "'Mars/Base' is no time zone"),
    ('[clinic]\ngreeting = "Hello."', "2:1", "write '[clinic.greeting]', and its settings below"),
    ('[clinic.greeting]\nEN = "Hello."', "2:1", "'EN' is no code of a language"),
    ("[clinic.greeting]\nen = 3", "2:1", "clinic.greeting.en: '3' is not a text"),
    ('[clinic.greeting]\nsw = "Jambo."', "2:1", "there are no texts in the language 'sw'"),
]


@pytest.mark.parametrize(("text", "place", "said"), REFUSED)
def test_a_refused_setting_has_its_line_and_column(
    tmp_path: Path, text: str, place: str, said: str
) -> None:
    file = tmp_path / "voicecoach.toml"
    file.write_text(text, encoding="utf-8")
    for _ in range(2):  # what is refused once is not taken from the cache afterwards
        with pytest.raises(ScriptError) as raised:
            find_project(tmp_path)
        assert f"{file}:{place}: " in str(raised.value)
        assert said in str(raised.value)
        assert raised.value.remedy


COMMANDS = [
    ("list",),
    ("check",),
    ("show", "daily"),
    ("build", "daily"),
    ("play", "daily"),
    ("list", "exercises"),
    ("voices",),
    ("voices", "say", "Lift."),
    ("doctor",),
    ("cache", "info"),
    ("new", "routine", "x"),
    ("new", "translation", "daily", "--language", "de"),
    ("import", "x.csv"),
    ("batch", "x.csv", "--to", "sites"),
    ("roster", "check", "x.csv"),
    ("publish", "--to", "site"),
    ("studio",),
    ("start", "back-care"),
    ("today",),
    ("log", "skipped"),
    ("progress",),
    ("screening",),
    ("recordings", "sheet", "daily", "--voice", "x"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_refuses_settings_at_fault_with_their_place(
    project: Path, command: tuple[str, ...]
) -> None:
    (project / "voicecoach.toml").write_text('rate = 140\nlanguage = "xx"\n', encoding="utf-8")
    (project / "x.csv").write_text("label,what\np-1,daily\n", encoding="utf-8")
    ran = run_voicecoach(*command, cwd=project, code=3)
    assert "voicecoach.toml:2:1: language: there are no texts" in ran.stderr


def test_a_language_of_the_project_s_own_may_be_set(project: Path) -> None:
    (project / "voicecoach.toml").write_text('language = "xx"\n', encoding="utf-8")
    languages = project / "scripts" / "languages"
    languages.mkdir()
    (languages / "xx.yaml").write_text("language: xx\n", encoding="utf-8")
    assert find_project(project).settings.language == "xx"
    (languages / "xx.yaml").unlink()
    with pytest.raises(ScriptError, match="no texts"):
        find_project(project)


def test_each_of_many_settings_at_fault_has_its_place_up_to_a_hundred(tmp_path: Path) -> None:
    text = "\n".join(f"key{n} = 1" for n in range(5000))
    (tmp_path / "voicecoach.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ScriptError) as raised:
        find_project(tmp_path)
    assert str(raised.value).count("is not a setting") == 100
    assert "voicecoach.toml:100:1: 'key99'" in str(raised.value)


@pytest.mark.parametrize("sign", ['"\\', '"""\\', "'''", '"""', '""', "[", "a.", "a ", "=", "1"])
def test_no_text_is_looked_through_more_than_once(sign: str) -> None:
    """What nothing closes: its square would take minutes."""
    text = sign * (96_000 // len(sign))
    with pytest.raises(TomlFault):
        read_toml(text.encode())
    assert place_of(text, ("rate",)) == (1, 1)


def test_brackets_and_keys_in_texts_are_text() -> None:
    text = 'a = "\\" [[[[[[[[[[[[[[[[[[[[[[[" # [[\nb = """\nrate = 1\n"""\nrate = 2\n'
    assert read_toml(text.encode())[0]["rate"] == 2
    assert place_of(text, ("rate",)) == (5, 1)


# Voices, which only the machine can tell


def test_a_voice_that_is_none_is_refused_where_it_is_named(voicecoach: Run, project: Path) -> None:
    settings = project / "voicecoach.toml"
    settings.write_text('\nvoice = "silent:nobody-at-all"\n', encoding="utf-8")
    for command in (("build", "daily"), ("voices", "say", "Lift.")):
        said = voicecoach(*command, code=3).stderr
        assert "voicecoach.toml:2:1: error: silent has no voice 'nobody-at-all'" in said
    settings.write_text('[counter]\nvoice = "silent:nobody"\n', encoding="utf-8")
    said = voicecoach("build", "daily", "--voice", "silent", code=3).stderr
    assert "voicecoach.toml:2:1: error: silent has no voice 'nobody'" in said
    settings.write_text('voice = "piper:de_DE-thorsten-medium"\n', encoding="utf-8")
    said = voicecoach("build", "daily", code=4).stderr  # it is one, but not here
    assert "voicecoach.toml:1:1: error: " in said
    said = voicecoach("build", "daily", "--voice", "nobody-at-all", code=4).stderr
    assert "voicecoach.toml" not in said, "the command line named it"


@pytest.mark.parametrize("folder", ["routines", "profiles"])
def test_a_script_s_voice_that_is_none_has_its_place(
    voicecoach: Run, project: Path, folder: str
) -> None:
    kind = folder.removesuffix("s")
    file = project / "scripts" / folder / "x.yaml"
    file.parent.mkdir(exist_ok=True)
    rest = "title: T\nsteps: [{include: warm-up}, {bridge: 10 reps}]\n" if kind == "routine" else ""
    told = ("x",) if kind == "routine" else ("daily", "--profile", "x")
    file.write_text(f"{kind}: x\nvoice: silent:nobody-at-all\n{rest}", encoding="utf-8")
    said = voicecoach("build", *told, code=3).stderr
    assert "x.yaml:2:8: error: silent has no voice 'nobody-at-all'" in said
    file.write_text(f"{kind}: x\ncounter: {{voice: 'x:y'}}\n{rest}", encoding="utf-8")
    said = voicecoach("check", "x", code=3).stderr
    assert "x.yaml:2:18: error: there is no engine 'x' [no-engine]" in said
