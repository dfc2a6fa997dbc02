"""hibari: the natural voice that every machine has, through real workers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.voices.rates import own_rate
from voicecoach.audio.mp3.encode import decode_fragment
from voicecoach.audio.mp3.frames import Fragment
from voicecoach.audio.pcm import clip
from voicecoach.audio.pcm.loudness import integrated_lufs, true_peak_dbtp
from voicecoach.base.errors import VoiceError
from voicecoach.store.local import LocalStore
from voicecoach.voices.engine import Line, SpeechRequest, Voice
from voicecoach.voices.engines import Engines, hibari
from voicecoach.voices.engines.hibari import Hibari
from voicecoach.voices.synthesiser import LinesFailed, Synthesiser

if problem := Hibari().available():
    pytest.skip(str(problem), allow_module_level=True)  # an old Mac with a new Python

TEXTS = ("Six.", "Hold.", "Lower your hips slowly, one bone at a time.", "Rest. Then, turn over.")


@pytest.fixture(scope="module")
def loaded() -> Hibari:
    """The engine, as a worker has it."""
    engine = Hibari()
    engine.start()
    return engine


def spoken(folder: Path, *texts: str, rate_wpm: int = 140) -> dict[str, Fragment]:
    voice = Engines().find_voice("hibari", "en")
    with Synthesiser(LocalStore(folder), workers=1) as studio:
        lines = [Line(text, voice, "en", rate_wpm) for text in texts]
        assert not studio.speak(lines).remarks
        made = studio.cached(lines)
    return {line.text: each for line, each in made.items() if isinstance(line, Line)}


def speak(engine: Hibari, text: str, rate_wpm: int = 133, voice: str = "heart") -> np.ndarray:
    (speech,) = engine.synthesise([SpeechRequest(text, voice, "en", rate_wpm)])
    return speech.samples


def test_it_speaks_where_nobody_asked_for_a_voice() -> None:
    assert (Engines().find_voice("", "en").engine, Engines().find_voice("", "en").name) == (
        "hibari",
        "heart",
    )
    assert Engines().find_voice("", "en-GB").engine == "hibari"
    assert Engines().find_voice("", "de").engine != "hibari"
    with pytest.raises(VoiceError, match="no voice for the language 'de'"):
        Engines().find_voice("hibari", "de")


def test_decoded_clips_are_at_their_level_and_begin_at_once(tmp_path: Path) -> None:
    made = [decode_fragment(fragment) for fragment in spoken(tmp_path, *TEXTS).values()]
    for decoded in made:
        loud = np.flatnonzero(np.abs(decoded) > 0.02 * np.abs(decoded).max())
        assert loud[0] <= 480, "within 10 ms"
        assert integrated_lufs(decoded.astype(float)) == pytest.approx(-19, abs=2.5)
        assert true_peak_dbtp(decoded) <= -1


def test_no_gap_between_sentences_keeps_one_waiting(tmp_path: Path) -> None:
    (fragment,) = spoken(tmp_path, "Lie down. Breathe out. Let go.").values()
    decoded = decode_fragment(fragment)
    frames = np.abs(decoded[: decoded.size // 240 * 240]).reshape(-1, 240).max(axis=1)
    quiet = frames < 0.01 * frames.max()
    longest = max(len(run) for run in "".join(".x"[int(q)] for q in quiet).split("."))
    assert 20 < longest <= 84, "a pause, and at most 0.42 s"


@pytest.mark.parametrize("rate_wpm", [90, 140, 180])
def test_words_a_minute_are_what_was_asked_for(tmp_path: Path, rate_wpm: int) -> None:
    assert own_rate(tmp_path, "hibari", rate_wpm) == pytest.approx(rate_wpm, rel=0.04)


@pytest.mark.parametrize("rate_wpm", [60, 90, 140])
def test_numbers_and_short_cues_are_never_drawled(
    tmp_path: Path, loaded: Hibari, rate_wpm: int
) -> None:
    natural = hibari.Hibari.capabilities.natural_wpm
    for text, fragment in spoken(tmp_path, "Six.", "Breathe in.", rate_wpm=rate_wpm).items():
        slowest = clip.prepare(speak(loaded, text, round(0.8 * natural)), 24_000)
        assert fragment.samples <= slowest.size


def test_a_line_is_the_same_whatever_was_spoken_before(tmp_path: Path) -> None:
    assert spoken(tmp_path / "one", *TEXTS) == spoken(tmp_path / "two", *TEXTS[::-1])


def test_sounds_of_words_are_taken(loaded: Hibari) -> None:
    shut = speak(loaded, "[close](/kloʊz/)")
    near = speak(loaded, "[close](/kloʊs/)")
    assert shut.size != near.size or np.abs(shut - near).max() > 0.01


@pytest.mark.parametrize(
    ("cue", "given"),
    [
        ("Out and curl.", "Out, [and](/ˈænd/) curl."),
        ("In and ease.", "In, and ease."),
        ("And stop.", "[And](/ˈænd/) stop."),
        ("Left hand and knee.", "Left hand and knee."),
        ("Stand up.", "Stand up."),
    ],
)
def test_and_is_not_taken_for_a_breath_in_a_short_cue(
    loaded: Hibari, cue: str, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []

    def listen(text: str) -> str:
        heard.append(text)
        return text

    monkeypatch.setattr("voicecoach.voices.ipa.misaki_text", listen)
    speak(loaded, cue)
    assert heard == [given]


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may even try to reach the network."""
    import socket

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)


@pytest.mark.parametrize("name", ["emma", "fenrir", "fable", "kore", "../heart", ""])
def test_voices_that_would_be_fetched_are_refused(
    loaded: Hibari, no_network: None, name: str
) -> None:
    with pytest.raises(VoiceError, match="no voice"):
        speak(loaded, "Hold.", voice=name)


def test_speaking_needs_no_network(no_network: None) -> None:
    engine = Hibari()
    engine.start()
    assert speak(engine, "Lower your hips slowly.").size > 24_000


def test_a_name_that_it_knows_and_lacks_is_no_voice(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="hibari has no voice 'emma'"):
        Engines().find_voice("hibari:emma", "en")
    gone = Line("Hold.", Voice("hibari", "emma", ""), "en", 140)
    with (
        Synthesiser(LocalStore(tmp_path)) as studio,
        pytest.raises(LinesFailed, match="no voice 'emma'"),
    ):
        studio.fragments([gone])


def test_without_the_package_the_remedy_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hibari, "package_version", lambda _: "")
    assert "pip install hibari-tts" in str(Hibari().available())
    assert Engines().find_voice("", "en").engine != "hibari", "another speaks"


def test_its_identity_is_that_of_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a path nor a time is in it: any machine with the same package has the same."""
    digest, *settings = Hibari().version("heart").split("; ")
    assert len(digest) == 16
    assert int(digest, 16)
    assert settings == ["seed 0", "2"]


def test_what_a_warm_build_asks_imports_nothing_heavy() -> None:
    program = """
import sys
before = {*sys.modules}  # the measuring of coverage imports a socket of its own
from voicecoach.voices.engines import Engines
heavy = {"numpy", "onnxruntime", "hibari", "platformdirs", "psutil", "socket", "tempfile"}
print(Engines().find_voice("", "en").name, *heavy & ({*sys.modules} - before))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "heart", done.stderr
