"""Finding espeak-ng: a system's, the wheel's, or none that works."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from voicecoach.voices.engines import espeak
from voicecoach.voices.engines.espeak import Espeak, find_espeak
from voicecoach.voices.engines.pyttsx3_engine import Pyttsx3
from voicecoach.voices.packages import package_version

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux speaks by espeak-ng")


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("ESPEAK_DATA_PATH", raising=False)
    find_espeak.cache_clear()
    package_version("pyttsx3")  # found once, before a test hides where it lies
    yield
    find_espeak.cache_clear()


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Put a library and its data in a folder where libraries are looked for, and nowhere else."""
    monkeypatch.setattr(espeak, "library_folders", lambda: [tmp_path / "lib"])

    def install(folder: str, *, data: bool = True) -> Path:
        place = tmp_path / folder
        (place / "espeak-ng-data" / "lang" / "gmw").mkdir(parents=True)
        (place / "libespeak-ng.so.1").write_bytes(b"library")
        if data:
            (place / "espeak-ng-data" / "phontab").touch()
            (place / "espeak-ng-data" / "phondata").touch()
        return place

    return install


def test_the_systems_library_comes_first(installed: Callable[..., Path]) -> None:
    found = find_espeak()
    assert found is not None
    assert found.library.parent.name == "espeakng_loader", "with none, the wheel's"
    find_espeak.cache_clear()
    place = installed("lib")
    assert find_espeak() == Espeak(place / "libespeak-ng.so.1", place / "espeak-ng-data")


def test_a_system_library_without_data_is_passed_over(
    installed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    installed("lib", data=False)
    real = Path.exists
    monkeypatch.setattr(Path, "exists", lambda p: not str(p).startswith("/usr") and real(p))
    found = find_espeak()
    assert found
    assert found.library.parent.name == "espeakng_loader"


def test_without_any_the_remedy_is_said(
    installed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = [entry for entry in sys.path if not Path(entry, "espeakng_loader").exists()]
    monkeypatch.setattr(sys, "path", here)
    assert "pip install espeakng-loader" in str(Pyttsx3().available())


def test_a_path_that_would_end_the_process_is_refused(
    installed: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = installed("x" * 150)
    monkeypatch.setattr(espeak, "library_folders", lambda: [deep])
    assert "shorter path" in str(Pyttsx3().available())


def test_the_version_changes_with_library_and_data(installed: Callable[..., Path]) -> None:
    place = installed("lib")
    versions = {Pyttsx3().version("")}
    os.utime(place / "libespeak-ng.so.1", ns=(1, 1))
    assert Pyttsx3().version("") in versions, "when it was installed does not matter"
    (place / "libespeak-ng.so.1").write_bytes(b"newer")
    versions.add(Pyttsx3().version(""))
    (place / "espeak-ng-data" / "phondata").write_bytes(b"more")
    versions.add(Pyttsx3().version(""))
    assert len(versions) == 3


def test_a_voices_version_changes_with_its_own_file_and_dictionary(
    installed: Callable[..., Path],
) -> None:
    data = installed("lib") / "espeak-ng-data"
    (data / "lang" / "gmw" / "de").write_text("name German\nlanguage de\n")
    (data / "lang" / "gmw" / "en-US").write_text("name English\nlanguage en-us 2\nlanguage en 3\n")
    for name in ("de_dict", "en_dict"):
        (data / name).write_text("words")
    versions = [[Pyttsx3().version(f"gmw/{name}") for name in ("de", "en-us")]]
    for part in ("de_dict", "lang/gmw/en-US"):
        (data / part).write_text((data / part).read_text() + "more\n")
        versions.append([Pyttsx3().version(f"gmw/{name}") for name in ("de", "en-us")])
    (german, english), (newer, same), (still, newest) = versions
    assert german != newer == still
    assert english == same != newest


def test_voices_and_defaults_are_read_from_the_data(installed: Callable[..., Path]) -> None:
    languages = installed("lib") / "espeak-ng-data" / "lang" / "gmw"
    heads = {
        "en-US": "name English (America)\nlanguage en-us 2\nlanguage en 3\n\nphonemes en-us\n",
        "de": "name German\nlanguage de\n",
        "de-x": "name German (other)\nlanguage de 9\nlanguage de-x\n",
    }
    for name, head in heads.items():
        (languages / name).write_text(head)
    found = find_espeak()
    assert found
    assert [(voice.name, voice.languages) for voice in found.voices()] == [
        ("gmw/de", ("de",)),
        ("gmw/de-x", ("de", "de-x")),
        ("gmw/en-us", ("en-us", "en")),
    ]
    wanted = ["en", "EN", "en-us", "de", "de-AT", "xx"]
    chosen = ["gmw/en-us", "gmw/en-us", "gmw/en-us", "gmw/de", "gmw/de", ""]
    assert [found.default_voice(language) for language in wanted] == chosen
