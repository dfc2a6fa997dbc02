from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.recordings.takes import a_set
from tests.voices.tiny_voice import install_tiny_voice
from voicecoach.base.errors import VoiceError
from voicecoach.base.messages import Phrase, phrase
from voicecoach.recordings.keep import keep_set
from voicecoach.voices import engines
from voicecoach.voices.engine import Engine, VoiceInfo, plain
from voicecoach.voices.engines import ENGINES, Engines, desktop, load_engine
from voicecoach.voices.engines.piper import voices_folder
from voicecoach.voices.figures import every_engine
from voicecoach.voices.packages import package_version


@pytest.fixture(params=ENGINES)
def engine(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Engine:
    settings: dict[str, dict[str, Any]] = {
        "command": {"arguments": [sys.executable, "speak.py", "{out}"]},
        "recorded": {"folder": str(tmp_path / "recordings"), "otherwise": ""},
    }
    keep_set(a_set(tmp_path / "recordings" / "anna", "Hold."))
    if request.param == "piper":
        for name in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
            monkeypatch.setenv(name, str(tmp_path))
        install_tiny_voice(voices_folder())
    return Engines(settings).load(request.param)


def test_an_engine_follows_the_protocol(engine: Engine) -> None:
    assert ENGINES[engine.name]
    if problem := engine.available():
        pytest.skip(str(problem))
    voices = engine.voices()
    assert len({voice.name for voice in voices}) == len(voices) > 0
    name = engine.default_voice("en")
    assert name in [voice.name for voice in voices]
    assert engine.version(name) == engine.version(name) != ""


def test_a_version_is_known_without_importing_or_starting_anything() -> None:
    program = """
import sys
from voicecoach.voices.engines import ENGINES, load_engine
for name in ENGINES:
    load_engine(name).version("")
print(*{"pyttsx3", "ctypes", "subprocess", "importlib.metadata", "numpy"} & {*sys.modules})
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout.strip(), done.returncode) == ("", 0)


class Choir:
    """Offers a few voices."""

    name = "pyttsx3"
    missing: Phrase | None = None

    def available(self) -> Phrase | None:
        return self.missing

    def version(self, voice: str) -> str:
        return "7"

    def voices(self) -> list[VoiceInfo]:
        return [
            VoiceInfo("gmw/en-us", ("en-us", "en"), "English (America)"),
            VoiceInfo("gmw/en", ("en-gb", "en"), "English (Great Britain)"),
        ]

    def default_voice(self, language: str) -> str:
        return "gmw/en-us" if language == "en" else ""


@pytest.fixture
def choir(monkeypatch: pytest.MonkeyPatch) -> Choir:
    made = Choir()
    monkeypatch.setattr(engines, "load_engine", lambda *_: made)
    return made


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("", "gmw/en-us"),
        ("pyttsx3", "gmw/en-us"),
        ("pyttsx3:gmw/en", "gmw/en"),
        ("GMW/EN", "gmw/en"),
        ("English (Great Britain)", "gmw/en"),
        ("en-gb", "gmw/en"),
    ],
)
def test_a_voice_is_found_by_engine_name_title_or_language(
    choir: Choir, wanted: str, name: str
) -> None:
    voice = Engines().find_voice(wanted, "en")
    assert (voice.engine, voice.name, voice.version) == ("pyttsx3", name, "7")


def test_a_missing_voice_is_never_replaced(choir: Choir) -> None:
    with pytest.raises(VoiceError, match="no voice 'gmw/en-su'") as caught:
        Engines().find_voice("pyttsx3:gmw/en-su", "en")
    assert "gmw/en-us" in caught.value.remedy
    with pytest.raises(VoiceError, match="language 'xx'"):
        Engines().find_voice("", "xx")
    choir.missing = phrase("not-installed/espeak")
    with pytest.raises(VoiceError, match="not installed"):
        Engines().find_voice("", "en")


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> dict[str, Choir]:
    """Two engines that can speak: flite, which only knows English, and pyttsx3."""
    both = {name: Choir() for name in every_engine()}
    for name in set(both) - {"flite", "pyttsx3"}:
        both[name].name, both[name].missing = name, phrase("not-installed/piper-voice")
    both["flite"].name = "flite"
    monkeypatch.setattr(both["flite"], "voices", lambda: [VoiceInfo("slt", ("en-us",), "Slt")])
    monkeypatch.setattr(
        both["flite"], "default_voice", lambda code: "slt" if code == "en" else "", raising=True
    )
    monkeypatch.setattr(both["pyttsx3"], "default_voice", lambda code: f"default/{code}")
    monkeypatch.setattr(engines, "load_engine", lambda name, _: both[name])
    return both


def test_the_best_that_is_installed_for_the_language_speaks(installed: dict[str, Choir]) -> None:
    def chosen(wanted: str, language: str) -> str:
        voice = Engines().find_voice(wanted, language)
        return f"{voice.engine}:{voice.name}"

    assert chosen("", "en") == "flite:slt"
    assert chosen("", "de") == "pyttsx3:default/de", "flite knows no German"
    assert chosen("gmw/en", "en") == "pyttsx3:gmw/en", "a voice is found whichever engine has it"
    installed["flite"].missing = phrase("not-installed/flite")
    assert chosen("", "en") == "pyttsx3:default/en"
    for wanted in ("flite", "flite:slt", "slt"):
        with pytest.raises(VoiceError, match=r"not installed|no voice 'slt'"):
            Engines().find_voice(wanted, "en")
    installed["pyttsx3"].missing = phrase("not-installed/espeak")
    with pytest.raises(
        VoiceError,
        match=r"fetches one\.; flite: the program .*; pyttsx3: espeak-ng is not",
    ):
        Engines().find_voice("", "en")


def test_a_module_path_is_no_voice_that_a_person_can_name() -> None:
    with pytest.raises(VoiceError):
        Engines().find_voice("os:system", "en")
    with pytest.raises(VoiceError, match="no engine"):
        load_engine("nosuch")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Breathe in.\n", "Breathe in."),
        ("a\0b\x0150Pc\x1b[1m", "a b 50Pc [1m"),
        ("\ud800lone", "lone"),
        ("हाथ 🙂 &amp; [x]", "हाथ 🙂 &amp; [x]"),
        ("<b>bold</b>", "b bold /b"),
        ("[[slnc 500]] [[[x]]]", "[ [slnc 500] ] [ [ [x] ] ]"),
    ],
)
def test_what_engines_obey_never_reaches_one(text: str, said: str) -> None:
    assert plain(text) == said


def test_package_versions_are_those_of_the_metadata() -> None:
    from importlib.metadata import version

    for package in ("pyttsx3", "lameenc", "soxr", "pydub", "espeakng_loader"):
        if sys.platform == "linux" or package != "espeakng_loader":
            assert package_version(package) == version(package)
    assert package_version("no_such_package") == ""


SAY = """\
Albert              en_US    # Hello! My name is Albert.
Bad News            en_US    # Hello! My name is Bad News.
Eddy (German (Germany)) de_DE    # Hallo! Ich heiße Eddy.
Mónica              es_ES    # ¡Hola! Me llamo Mónica.
Majed               ar_001   # مرحبًا
"""


def test_macos_voices_are_read_from_what_say_lists() -> None:
    found = {voice.name: voice.languages for voice in desktop.parse_say(SAY)}
    assert found == {
        "Albert": ("en-us",),
        "Bad News": ("en-us",),
        "Eddy (German (Germany))": ("de-de",),
        "Mónica": ("es-es",),
        "Majed": ("ar-001",),
    }


@pytest.mark.parametrize(
    ("lcid", "code"), [("409", "en-us"), ("407;9", "de-de"), ("zz", ""), ("ffff", "")]
)
def test_windows_languages_are_read_from_their_numbers(lcid: str, code: str) -> None:
    assert desktop.locale_of(lcid) == code


def test_system_version_is_not_empty() -> None:
    assert desktop.system_version()
