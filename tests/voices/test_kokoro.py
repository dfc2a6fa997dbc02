"""kokoro: the published model and the shipped styles, in all its languages, without a network."""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import socket
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.audio.mp3.encode import decode_fragment
from voicecoach.audio.pcm.loudness import integrated_lufs
from voicecoach.base.errors import VoiceError
from voicecoach.store.local import LocalStore
from voicecoach.voices import packages
from voicecoach.voices.calibration import calibration_text
from voicecoach.voices.engine import Line, SpeechRequest
from voicecoach.voices.engines import Engines, kokoro_model, kokoro_sounds, styles
from voicecoach.voices.engines.kokoro import MODEL_RATE_HZ, Kokoro
from voicecoach.voices.engines.kokoro_sounds import IDS, MOST_SOUNDS, parted, sounds_of
from voicecoach.voices.synthesiser import Synthesiser

pytestmark = pytest.mark.voice

TEXTS = {
    "en": "Lift your hips, and hold.",
    "es": "Levante la cadera, y mantenga.",
    "fr": "Levez le bassin, et tenez.",
    "hi": "कूल्हे उठाएँ, और रुकें।",
    "pt": "Levante o quadril, e segure.",
}
SHIPPED = sorted(styles.STYLE_SUMS)


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    """Everything that the extra `voices` brings."""
    lacking = [kokoro_sounds.missing(language) for language in TEXTS]
    problem = Kokoro().available() or next(filter(None, lacking), None)
    if problem:
        message = f"kokoro cannot speak here: {problem}"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)


@pytest.fixture(scope="module")
def _offline() -> Iterator[None]:
    """No socket for whatever is loaded and spoken in this module's own process."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("kokoro opened a socket")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socket", refuse)
        yield


@pytest.fixture(scope="module")
def loaded(_installed: None, _offline: None) -> Kokoro:
    """The engine, as a worker has it."""
    engine = Kokoro()
    engine.start()
    return engine


def speak(engine: Kokoro, text: str, voice: str, rate_wpm: int = 200) -> np.ndarray:
    (speech,) = engine.synthesise([SpeechRequest(text, voice, "", rate_wpm)])
    assert speech.rate_hz == MODEL_RATE_HZ
    return speech.samples


def test_the_model_says_how_long_each_sound_is(loaded: Kokoro) -> None:
    given = {
        "tokens": np.array([[0, *(IDS[symbol] for symbol in "sˈi."), 0]], np.int64),
        "style": styles.read_style("ef_dora")[3][None],
        "speed": np.array([1], np.float32),
    }
    samples, lengths = loaded._session.run(["audio", kokoro_model.LENGTHS], given)
    assert lengths.shape == (6,)
    assert lengths.min() >= 1
    assert lengths.sum() * kokoro_model.FRAME == samples.size


@pytest.mark.parametrize(("voice", "text"), [("ef_dora", "Dos."), ("hm_omega", "दो।")])
def test_a_short_line_comes_without_what_is_said_around_it(
    loaded: Kokoro, voice: str, text: str
) -> None:
    assert 0.2 < speak(loaded, text, voice).size / MODEL_RATE_HZ < 1


@pytest.mark.parametrize("voice", SHIPPED)
def test_every_voice_speaks_its_language_below_full_scale(loaded: Kokoro, voice: str) -> None:
    language = next(info.languages[-1] for info in loaded.voices() if info.name == voice)
    samples = speak(loaded, TEXTS[language], voice)
    assert samples.dtype == np.float32
    assert 0.1 < np.abs(samples).max() < 0.95
    assert 1 < samples.size / MODEL_RATE_HZ < 4


def test_a_line_is_the_same_whatever_was_spoken_before(loaded: Kokoro) -> None:
    first = speak(loaded, "Breathe in.", "bf_emma")
    speak(loaded, TEXTS["es"], "ef_dora")
    speak(loaded, TEXTS["en"], "am_michael")
    assert np.array_equal(first, speak(loaded, "Breathe in.", "bf_emma"))


def test_the_rate_is_kept_within_what_sounds_well(loaded: Kokoro) -> None:
    lengths = [
        speak(loaded, "Hold.", "am_michael", rate_wpm=rate).size
        for rate in (10, 60, 150, 200, 900, 5000)
    ]
    slowest, slow, middle, fast, fastest, beyond = lengths
    assert slowest == slow > middle > fast > fastest == beyond
    assert slowest < 4 * fast


def test_a_word_may_carry_its_sounds(loaded: Kokoro) -> None:
    near, shut = sounds_of("close", "en", True), sounds_of("[close](/kloʊz/)", "en", True)
    assert near.endswith("s")
    assert shut.endswith("z")
    assert sounds_of("[tenga](/ˈtenɡa/) la cadera, y [baje](/ˈbaxe/).", "es", False) == (
        "tˈenɡa la kaðˈeɾa, i bˈaxe."
    )
    assert not np.array_equal(
        speak(loaded, "close", "bf_emma"), speak(loaded, "[close](/kloʊz/)", "bf_emma")
    )


def test_british_voices_speak_british_english() -> None:
    assert "ɹ" in sounds_of("Lower.", "en", False)
    assert "ɹ" not in sounds_of("Lower.", "en", True)


def test_a_sentence_in_hindi_ends_at_its_danda() -> None:
    assert sounds_of("रुकें। छोड़ें।", "hi", False).count(".") >= 2


@pytest.mark.parametrize("text", ["...", "—", "( )", "؟"])
@pytest.mark.parametrize("voice", ["bf_emma", "ef_dora"])
def test_a_text_without_sounds_is_an_error(loaded: Kokoro, voice: str, text: str) -> None:
    with pytest.raises(VoiceError, match="nothing in it that sounds"):
        speak(loaded, text, voice)


def test_a_name_that_is_no_voice_is_an_error(loaded: Kokoro) -> None:
    for name in ("af_heart", "../bf_emma", ""):
        with pytest.raises(VoiceError, match="kokoro has no voice"):
            speak(loaded, "Hold.", name)


# Long texts


def test_a_long_text_is_spoken_whole(loaded: Kokoro) -> None:
    once = speak(loaded, TEXTS["en"], "bf_emma", rate_wpm=250)
    often = speak(loaded, " ".join([TEXTS["en"]] * 8), "bf_emma", rate_wpm=250)
    assert often.size > 5 * once.size


def test_long_texts_are_parted_after_sentences_then_commas_then_words() -> None:
    assert parted("abc. def. ghi", 10) == ["abc. def.", "ghi"]
    assert parted("abc, def ghi", 10) == ["abc,", "def ghi"]
    assert parted("abc def ghi", 10) == ["abc def", "ghi"]
    assert parted("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert parted("abc. ... , def", 5) == ["abc.", ", def"]


@given(st.text("abc ,.", max_size=200), st.integers(1, 40))
def test_parting_loses_no_sound_and_keeps_to_the_limit(sounds: str, most: int) -> None:
    parts = parted(sounds, most)
    assert all(len(part) <= most for part in parts)
    assert [s for part in parts for s in part if s.isalpha()] == [s for s in sounds if s.isalpha()]


def test_the_calibration_texts_are_spoken_at_once_or_in_two() -> None:
    for language in TEXTS:
        assert len(parted(sounds_of(calibration_text(language), language, True))) <= 2


def test_no_part_is_longer_than_the_styles_reach() -> None:
    assert MOST_SOUNDS <= styles.LENGTHS


def test_the_numbers_of_sounds_are_those_of_the_model() -> None:
    own = json.loads((files("hibari") / "assets" / "vocab.json").read_text(encoding="utf-8"))
    assert own == IDS


# Styles


@pytest.mark.parametrize("voice", SHIPPED)
def test_styles_are_the_published_ones(voice: str) -> None:
    style = styles.read_style(voice)
    assert style.shape == (styles.LENGTHS, styles.SIZE)
    assert hashlib.sha256(style.tobytes()).hexdigest() == styles.STYLE_SUMS[voice]
    packed = lzma.decompress((files(styles) / f"{voice}.xz").read_bytes())
    assert styles.pack_style(style) == packed


def test_every_voice_has_a_style_and_every_style_a_voice() -> None:
    assert sorted(voice.name for voice in Kokoro().voices()) == SHIPPED
    shipped = {file.name for file in files(styles).iterdir() if file.name.endswith(".xz")}
    assert shipped == {f"{voice}.xz" for voice in SHIPPED}


@pytest.mark.parametrize(
    "damage",
    [b"", b"x", lzma.compress(bytes(522_240)), lzma.compress(b"x")],
    ids=["nothing", "not packed", "zeros", "a byte"],
)
def test_a_damaged_style_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes
) -> None:
    (tmp_path / "bf_emma.xz").write_bytes(damage)
    monkeypatch.setattr("importlib.resources.files", lambda _: tmp_path)
    styles.read_style.cache_clear()
    with pytest.raises(VoiceError, match="'bf_emma' of kokoro is damaged"):
        styles.read_style("bf_emma")


# The model


@pytest.fixture
def no_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without the data packages."""
    monkeypatch.setattr(kokoro_model, "package_folder", lambda _: None)


def test_the_model_comes_from_packages_or_from_the_folder(
    no_packages: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not kokoro_model.is_installed()
    with pytest.raises(VoiceError, match="no longer there") as caught:
        kokoro_model.read_model()
    assert "voices install kokoro" in caught.value.remedy
    assert "voices install kokoro" in str(Kokoro().available())
    monkeypatch.setattr(kokoro_model, "package_folder", packages.package_folder)
    joined = kokoro_model.read_model()
    kokoro_model.model_folder().mkdir(parents=True, exist_ok=True)
    (kokoro_model.model_folder() / kokoro_model.FILE).write_bytes(joined)
    monkeypatch.setattr(kokoro_model, "package_folder", lambda _: None)
    assert kokoro_model.is_installed()
    assert Kokoro().available() is None
    assert kokoro_model.read_model() == joined


def test_a_model_with_other_bytes_is_never_loaded(
    no_packages: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kokoro_model.model_folder().mkdir(parents=True, exist_ok=True)
    place = kokoro_model.model_folder() / kokoro_model.FILE
    with place.open("wb") as file:
        file.truncate(kokoro_model.SIZE_BYTES)
    with pytest.raises(VoiceError, match="damaged: its sum is wrong"):
        Kokoro().start()
    monkeypatch.setattr(kokoro_model, "package_folder", packages.package_folder)
    assert hashlib.sha256(kokoro_model.read_model()).hexdigest() == kokoro_model.SHA256
    place.write_bytes(b"short")
    monkeypatch.setattr(kokoro_model, "package_folder", lambda _: None)
    assert not kokoro_model.is_installed()


def test_a_part_of_another_size_is_no_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "part.bin").write_bytes(b"another release")
    found = {name: packages.package_folder(name) for name in kokoro_model.PACKAGES}
    found[kokoro_model.PACKAGES[2]] = tmp_path
    monkeypatch.setattr(kokoro_model, "package_folder", found.get)
    assert not kokoro_model.is_installed()


# Choosing


def test_it_speaks_unasked_where_no_better_engine_speaks_the_language() -> None:
    assert Engines().find_voice("", "en").engine == "hibari"
    chosen = {
        language: Engines().find_voice("", language).name
        for language in ("es", "fr", "hi", "pt-BR")
    }
    assert chosen == {"es": "ef_dora", "fr": "ff_siwis", "hi": "hf_alpha", "pt-BR": "pf_dora"}
    assert Engines().find_voice("kokoro", "en").name == "am_michael"
    assert Engines().find_voice("kokoro", "en-GB").name == "bm_george"
    assert Engines().find_voice("", "de").engine != "kokoro"
    with pytest.raises(VoiceError, match="no voice for the language 'de'"):
        Engines().find_voice("kokoro", "de")


def test_without_what_makes_sounds_a_language_has_no_voice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        kokoro_sounds, "package_version", lambda name: "" if name == "phonemizer_fork" else "1"
    )
    assert Kokoro().available() is None
    assert {voice.languages[-1] for voice in Kokoro().voices()} == {"en"}
    assert "phonemizer-fork is not installed" in str(kokoro_sounds.missing("es"))
    monkeypatch.setattr(kokoro_sounds, "package_version", lambda name: "")
    assert "voicecoach[voices]" in str(Kokoro().available())


def test_the_version_is_that_of_the_content_wherever_it_lies() -> None:
    versions = {voice: Kokoro().version(voice) for voice in SHIPPED}
    assert len(set(versions.values())) == len(SHIPPED)
    assert all(kokoro_model.SHA256[:16] in version for version in versions.values())
    assert not any("/" in version for version in versions.values())


def test_a_session_speaks_through_workers_at_its_level(tmp_path: Path) -> None:
    voice = Engines().find_voice("kokoro:am_michael", "en")
    lines = [Line(text, voice, "en", 140) for text in ("Hold.", "Lift your hips, and hold.")]
    with Synthesiser(LocalStore(tmp_path), workers=1) as studio:
        made = studio.fragments(lines)
    decoded = np.concatenate([decode_fragment(made[line]) for line in lines]).astype(float)
    assert integrated_lufs(decoded) == pytest.approx(-19, abs=2.5)


@pytest.mark.parametrize(
    ("language", "text", "sounds"),
    [
        (
            "es",
            "Inhale despacio, y levante la cadera (sin prisa). ¿Listo? «Suelte.»",
            "inˈale ðespˈaθjo, i leβˈante la kaðˈeɾa (sim pɾˈisa). lˈisto? “swˈelte.”",
        ),
        (
            "fr",
            "Allongez-vous sur le dos, puis pliez les genoux ; soufflez.",
            "alɔ̃ʒˈevu syʁ lə dˈɒs, pyˈi pliˈe le ʒənˈu ; suflˈe.",
        ),
        (
            "pt",
            "Deite-se de barriga para cima, e dobre os joelhos.",
            "dˈAʧysy ʤy bˌaxˈiɡæ pˌaɾæ sˈimæ, i dˈɔbri ʊz ʒˌoˈeljʊs.",
        ),
        ("hi", "पीठ के बल लेट जाएँ, और घुटने", "pˈiːʈʰ keː bˈʌl lˈeːʈ ɟˈaːj, ɔːɾ ɡʰˈʊʈnˌeː"),
    ],
)
def test_sounds_are_those_with_which_the_model_was_taught(
    language: str, text: str, sounds: str
) -> None:
    """As misaki 0.9.4 gives them."""
    assert kokoro_sounds.sounds_of(text, language, british=False) == sounds
