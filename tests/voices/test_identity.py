"""A voice's identity is that of its content: the same wherever and whenever it was installed."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from voicecoach.audio.mp3.frames import Bitrate
from voicecoach.voices import identity, packages
from voicecoach.voices.engine import Line, Voice
from voicecoach.voices.engines import ENGINES, Engines
from voicecoach.voices.identity import file_digest, package_digest
from voicecoach.voices.keys import fragment_key, tuning_key, versions_of

Installed = Callable[..., Path]


@pytest.fixture(autouse=True)
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where digests are remembered in these tests."""
    file = tmp_path / "remembered" / "digests.json"

    def forget() -> None:
        identity._file_digest.cache_clear()
        identity._remembered.cache_clear()
        packages._installed.cache_clear()
        package_digest.cache_clear()

    monkeypatch.setattr(identity, "_memory_file", lambda: file)
    forget()
    yield file
    forget()


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installed:
    """Install a package of one file, by metadata as pip writes them, before all others."""

    def install(name: str, version: str, content: bytes = b"", when_s: int = 0) -> Path:
        place = tmp_path / f"{name}-{version}-{when_s}"
        shutil.rmtree(place, ignore_errors=True)
        told = place / f"{name}-{version}.dist-info" / "RECORD"
        told.parent.mkdir(parents=True)
        file = place / name / "model.bin"
        file.parent.mkdir()
        file.write_bytes(content)
        os.utime(file, (when_s, when_s))
        lines = [
            f"{name}/__pycache__/x.cpython-311.pyc,,",
            f"{name}/model.bin,sha256={hashlib.sha256(content).hexdigest()},{len(content)}",
            f"{told.parent.name}/INSTALLER,sha256={when_s},4",
        ]
        told.write_text("\n".join(lines) + "\n")
        monkeypatch.syspath_prepend(str(place))
        packages._installed.cache_clear()
        package_digest.cache_clear()
        return file

    return install


def line(engine: str = "silent") -> Line:
    return Line("Hold.", Engines().find_voice(engine, "en"), "en", 140)


def test_a_file_is_known_by_its_content_not_by_its_path_or_time(tmp_path: Path) -> None:
    one, other = tmp_path / "one.onnx", tmp_path / "far" / "away.onnx"
    other.parent.mkdir()
    one.write_bytes(b"model")
    shutil.copy(one, other)
    os.utime(other, (1, 1))
    assert file_digest(one) == file_digest(other) == hashlib.sha256(b"model").hexdigest()[:16]
    other.write_bytes(b"Model")
    assert file_digest(other) != file_digest(one)
    assert file_digest(tmp_path / "none") == ""


def test_a_large_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "large.onnx"
    file.write_bytes(b"model")
    known = file_digest(file)
    identity._file_digest.cache_clear()  # as the next process begins
    identity._remembered.cache_clear()
    monkeypatch.setattr(hashlib, "file_digest", lambda *_: pytest.fail("it is read again"))
    assert file_digest(file) == known


@pytest.mark.parametrize("content", ["", "[]", '{"x": 1}', "{", '{"/x": [1, 2]}'])
def test_a_damaged_memory_costs_a_reading(tmp_path: Path, memory: Path, content: str) -> None:
    memory.parent.mkdir(parents=True)
    memory.write_text(content)
    file = tmp_path / "model.onnx"
    file.write_bytes(b"model")
    assert file_digest(file) == hashlib.sha256(b"model").hexdigest()[:16]


def test_a_package_is_known_by_its_files_not_by_when_it_was_installed(
    installed: Installed,
) -> None:
    digests = []
    for version, content, when_s in (
        ("1.0", b"model", 1),
        ("1.0", b"model", 99),
        ("1.1", b"model", 1),
        ("1.1", b"newer", 1),
    ):
        installed("some_voice", version, content, when_s)
        digests.append(package_digest("some_voice", "some_voice"))
    first, later, renamed, changed = digests
    assert first == later == renamed != changed
    assert package_digest("no_such_package", "x") == ""


def test_a_newer_package_changes_what_an_entry_tells_and_no_key(installed: Installed) -> None:
    before = fragment_key(line(), 64, 2), tuning_key(line()), fragment_key("count", 64, 2)
    told = versions_of([])
    for name in ("numpy", "soxr", "lameenc", "pydub", "onnxruntime"):
        installed(name, "999.0")
    assert (fragment_key(line(), 64, 2), tuning_key(line()), fragment_key("count", 64, 2)) == before
    newer = versions_of(["onnxruntime"])
    assert newer.items() >= {"numpy": "999.0", "lameenc": "999.0", "onnxruntime": "999.0"}.items()
    assert told["numpy"] != "999.0"


@pytest.mark.parametrize("engine", ENGINES)
def test_no_engines_version_holds_a_path_or_a_version_of_a_package(
    engine: str, installed: Installed, tmp_path: Path
) -> None:
    settings = {"command": {"arguments": ["/bin/sh", "{out}"]}}
    made = Engines(settings).load(engine)
    voice = made.default_voice("en")
    before = made.version(voice)
    for package in made.capabilities.packages:
        if package not in ("hibari_tts", "piper_tts", "phonemizer_fork", "espeakng_loader"):
            installed(package, "999.0")
    assert made.version(voice) == before
    assert not {"/", "\\"} & {*before}
    assert "999" not in before


def test_what_shapes_a_sound_changes_its_key() -> None:
    voice = Voice("piper", "anna", "0123")
    shaped: list[tuple[str, str, str, str, int, float, Bitrate, int]] = [
        ("Hold.", "anna", "0123", "en", 140, 0.0, 64, 2),
        ("Hold", "anna", "0123", "en", 140, 0.0, 64, 2),
        ("Hold.", "berta", "0123", "en", 140, 0.0, 64, 2),
        ("Hold.", "anna", "4567", "en", 140, 0.0, 64, 2),
        ("Hold.", "anna", "0123", "de", 140, 0.0, 64, 2),
        ("Hold.", "anna", "0123", "en", 150, 0.0, 64, 2),
        ("Hold.", "anna", "0123", "en", 140, 3.0, 64, 2),
        ("Hold.", "anna", "0123", "en", 140, 0.0, 96, 2),
        ("Hold.", "anna", "0123", "en", 140, 0.0, 64, 5),
    ]
    keys = {
        fragment_key(Line(text, Voice("piper", name, version), language, rate, level), kbps, q)
        for text, name, version, language, rate, level, kbps, q in shaped
    }
    assert len(keys) == 9
    assert fragment_key(Line("Hold.", voice, "en", 140), 64, 2) in keys
