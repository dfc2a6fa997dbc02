"""Programs of one's own, through real workers: what they are given, and what they do wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.effort import wait_until
from tests.voices import faulty
from voicecoach.audio.mp3.frames import Fragment
from voicecoach.base.errors import VoiceError
from voicecoach.store.local import LocalStore
from voicecoach.voices.engine import Line, SpeechRequest
from voicecoach.voices.engines import Engines, command
from voicecoach.voices.engines.command import filled
from voicecoach.voices.synthesiser import LinesFailed, Synthesiser

SPEAK = f"""\
import os, sys
from pathlib import Path
sys.path[:0] = {[str(Path(faulty.__file__).parent), *filter(None, sys.path)]!r}
from faulty import write_hum
out, rate, *text = sys.argv[1:]
text = text[0] if text else sys.stdin.buffer.read().decode()
with open(Path(__file__).with_name("heard"), "a", encoding="utf-8") as heard:
    heard.write(repr(text) + "\\n")
"""
GOOD = "write_hum(Path(out), text, int(rate or 140))\n"

Calls = Callable[..., Engines]

posix = pytest.mark.skipif(sys.platform == "win32", reason="links need no rights only there")


@pytest.fixture
def calls(tmp_path: Path) -> Calls:
    """Gives the engines, with a program that does as it is told."""

    def set_up(does: str = GOOD, *arguments: str) -> Engines:
        (tmp_path / "say.py").write_text(SPEAK + does, encoding="utf-8")
        given = arguments or ("{out}", "{rate}", "{text}")
        program = [sys.executable, str(tmp_path / "say.py"), *given]
        return called(*program)

    return set_up


def called(*arguments: str) -> Engines:
    return Engines({"command": {"arguments": arguments}})


def spoken(engines: Engines, folder: Path, *texts: str, limit_s: float = 20) -> dict[str, Fragment]:
    voice = engines.find_voice("command", "en")
    cache = LocalStore(folder / "cache")
    with Synthesiser(cache, workers=1, time_limit_s=limit_s, engines=engines) as studio:
        made = studio.fragments([Line(text, voice, "en", 140) for text in texts])
    return {line.text: fragment for line, fragment in made.items() if isinstance(line, Line)}


def heard(folder: Path) -> list[str]:
    return (folder / "heard").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("text", ["breathe in", "$(touch stolen); `id` \"'&|", "हाथ", "a {out} b"])
@pytest.mark.parametrize("arguments", [("{out}", "{rate}", "{text}"), ("{out}", "{rate}")])
def test_the_text_comes_whole_as_an_argument_or_by_standard_input(
    calls: Calls, tmp_path: Path, text: str, arguments: tuple[str, ...]
) -> None:
    engines = calls(GOOD, *arguments)
    assert spoken(engines, tmp_path, text)
    expected = f" {text}" if "{text}" in arguments else f"{text}\n"
    assert heard(tmp_path)[-1] == repr(expected)


def test_places_are_filled_once_and_a_text_is_never_an_option() -> None:
    values = {"text": "-o {out}", "out": "/tmp/1.wav", "rate": "140"}
    assert filled(["{text}", "-o={out}", "--say={text}", "{other} {rate}"], **values) == [
        " -o {out}",
        "-o=/tmp/1.wav",
        "--say=-o {out}",
        "{other} 140",
    ]


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        ("sys.exit('no such voice: Anna')", r"exit code 1\): no such voice: Anna"),
        ("sys.stderr.write('much ' * 1_000_000 + 'at last'); sys.exit(2)", "much much at last"),
        ("pass", "no file"),
        ("Path(out).write_bytes(b'RIFF')", "cut short|no sound"),
        ("Path(out).write_text('<html>')", "no sound"),
        ("os.abort()", "crashed"),
    ],
)
def test_what_a_program_does_wrong_is_said(
    calls: Calls, tmp_path: Path, does: str, reason: str
) -> None:
    engines = calls(does + "\n")
    with pytest.raises(LinesFailed, match=reason):
        spoken(engines, tmp_path, "hold it")


def test_a_program_that_prints_megabytes_is_heard(calls: Calls, tmp_path: Path) -> None:
    engines = calls(
        GOOD + "print('done\\n' * 1_000_000); sys.stderr.write('fine\\n' * 1_000_000)\n"
    )
    assert spoken(engines, tmp_path, "hold it")


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_a_program_that_hangs_is_ended_and_leaves_no_process(calls: Calls, tmp_path: Path) -> None:
    engines = calls(
        "import time\nPath(__file__).with_name(f'{os.getpid()}.pid').touch()\ntime.sleep(3600)\n"
    )
    with pytest.raises(LinesFailed, match="too long"):
        spoken(engines, tmp_path, "hold it", limit_s=1)
    started = [int(file.stem) for file in tmp_path.glob("*.pid")]
    assert started
    wait_until(lambda: not any(Path("/proc", str(pid)).exists() for pid in started))


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "no program is set"),
        (["no-such-program", "{out}"], "no program 'no-such-program'"),
        ([sys.executable, "{text}"], "where {out} goes"),
    ],
)
def test_what_is_wrong_with_the_settings_is_said_with_a_remedy(
    arguments: list[str], problem: str
) -> None:
    with pytest.raises(VoiceError, match=problem) as caught:
        called(*arguments).find_voice("command", "en")
    assert "voicecoach.toml" in str(caught.value)


def test_a_program_that_is_gone_when_it_should_speak_is_an_error() -> None:
    engine = called("no-such-program", "{out}").load("command")
    with pytest.raises(VoiceError, match="no program 'no-such"):
        next(engine.synthesise([SpeechRequest("hold", "any", "en", 140)]))


def test_the_shell_of_windows_is_not_let_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr(command, "find_program", lambda _: tmp_path / "say.CMD")
    assert "a shell" in str(called("say", "{out}").load("command").available())


@posix
def test_a_program_is_run_by_the_path_that_was_given(tmp_path: Path) -> None:
    """A virtual environment's python is a link, and knows its packages by its own path."""
    link = tmp_path / "bin" / "python"
    link.parent.mkdir()
    link.symlink_to(sys.executable)
    code = "import sys; sys.exit(f'run as {sys.executable}')"
    engine = called(str(link), "-c", code, "{out}").load("command")
    with pytest.raises(VoiceError, match=f"run as {link}"):
        next(engine.synthesise([SpeechRequest("hold", "any", "en", 140)]))


def test_the_version_changes_with_arguments_program_and_script(
    calls: Calls, tmp_path: Path
) -> None:
    def version(engines: Engines) -> str:
        return engines.load("command").version("")

    versions = {version(calls())}
    versions.add(version(calls(GOOD + "# more\n")))
    versions.add(version(calls(GOOD + "# more\n", "{out}", "120", "{text}")))
    program = tmp_path / "say"
    for content in ("one", "other"):
        program.write_text(content)
        program.chmod(0o755)
        versions.add(version(called(str(program), "{out}", "x" * 5_000)))
    assert len(versions) == 5


def test_two_projects_speak_side_by_side(tmp_path: Path) -> None:
    """Workers are told the settings of the project that they speak for."""
    made = []
    for name in ("one", "other"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "say.py").write_text(SPEAK + GOOD, encoding="utf-8")
        engines = called(sys.executable, str(folder / "say.py"), "{out}", "{rate}", "{text}")
        made.append((folder, engines, Synthesiser(LocalStore(folder), workers=1, engines=engines)))
    for folder, engines, studio in [*made, made[0]]:
        line = Line(f"hold it, {folder.name}", engines.find_voice("command", "en"), "en", 140)
        with studio:
            studio.fragments([line])
        assert repr(f" hold it, {folder.name}") in heard(folder)


def test_a_build_speaks_by_the_program_that_the_project_names(
    voicecoach: Callable[..., object], project: Path
) -> None:
    program = project / "hum.py"
    program.write_text(SPEAK + GOOD, encoding="utf-8")
    arguments = [sys.executable, str(program), "{out}", "{rate}", "{text}"]
    settings = f'voice = "command"\n[engines.command]\narguments = {arguments!r}\n'
    (project / "voicecoach.toml").write_text(settings, encoding="utf-8")
    (project / "scripts" / "routines" / "short.yaml").write_text(
        "routine: short\ntitle: Short\nsteps:\n  - march: hold 10s\n", encoding="utf-8"
    )
    for _ in range(2):  # the second time by the settings that were kept
        voicecoach("build", "short", "--quiet")
    assert '"coach":"command:python' in (project / "audio" / "short.json").read_text().replace(
        '": "', '":"'
    )
    assert f"command:{Path(sys.executable).stem}" in str(voicecoach("voices"))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("[engines.comand]\narguments = ['say']", "engines.comand"),
        ("[engines.command]\narguments = 'say'", "engines.command.arguments"),
        ("[engines.command]\narguments = ['say', 5]", "engines.command.arguments.1"),
    ],
)
def test_settings_of_another_form_are_a_fault(
    voicecoach: Callable[..., object], project: Path, settings: str, said: str
) -> None:
    (project / "voicecoach.toml").write_text(settings, encoding="utf-8")
    assert said in str(voicecoach("voices", code=3))
