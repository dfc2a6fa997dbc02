"""One recorded line: cut to what is spoken, cleaned, levelled, judged."""

from __future__ import annotations

import numpy as np
import pytest

from tests.recordings.takes import RATE_HZ, Samples, likeness, recorded, room
from voicecoach.audio.pcm.loudness import integrated_lufs, true_peak_dbtp
from voicecoach.base.messages import together
from voicecoach.recordings.decode import RecordingError
from voicecoach.recordings.take import Cleaned, WrongLength, clean_take

Said = dict[str, Samples]
LONG = "Lower your hips slowly, one bone at a time."


def cleaned(samples: Samples, text: str = LONG, rate_hz: int = RATE_HZ) -> Cleaned:
    return clean_take(samples, rate_hz, text, None)


@pytest.mark.parametrize("text", ["Three.", "Breathe in.", LONG])
def test_a_line_is_cut_to_what_is_spoken_and_levelled(said: Said, text: str) -> None:
    found = cleaned(recorded(said[text], gain_db=-9), text)
    heard = found.pcm / 32_768
    assert found.complaints == ()
    assert likeness(found.pcm, said[text]) > 0.98, "all of it is there, and nothing else"
    assert integrated_lufs(heard) == pytest.approx(-19, abs=0.3)
    assert true_peak_dbtp(heard) <= -1
    loud = np.flatnonzero(np.abs(heard) > 0.03 * np.abs(heard).max())
    assert loud[0] <= 480, "within 10 ms"
    assert abs(found.pcm.size - said[text].size) < 0.12 * RATE_HZ


def test_a_recording_without_any_silence_keeps_every_sound(said: Said) -> None:
    for text, speech in said.items():
        found = cleaned(speech, text)
        assert found.complaints == ()
        assert likeness(found.pcm, speech) > 0.98
        assert found.pcm.size > speech.size - 0.02 * RATE_HZ, text


def test_clicks_breaths_and_rumble_at_the_edges_are_gone(said: Said) -> None:
    samples = recorded(said[LONG])
    time = np.arange(samples.size) / RATE_HZ
    samples[4_000:4_700] += 0.5 * np.hanning(700)  # the button
    samples[-9_000:-8_000] += 0.4 * np.hanning(1_000)
    samples[10_000:14_000] += 0.004 * room(4_000 / RATE_HZ, 0.0)  # a breath
    found = cleaned(samples + 0.05 * np.sin(2 * np.pi * 25 * time))
    assert abs(found.pcm.size - said[LONG].size) < 0.1 * RATE_HZ
    assert likeness(found.pcm, said[LONG]) > 0.98
    heard = np.abs(np.fft.rfft(found.pcm / 32_768))
    lowest = round(30 * found.pcm.size / RATE_HZ)
    assert heard[:lowest].max() < 0.02 * heard.max()


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100, 96_000])
def test_any_usual_rate_is_taken(said: Said, rate_hz: int) -> None:
    import soxr

    samples = soxr.resample(recorded(said[LONG]), RATE_HZ, rate_hz)
    found = cleaned(samples, rate_hz=rate_hz)
    assert abs(found.pcm.size - said[LONG].size) < 0.12 * RATE_HZ
    assert bool(found.complaints) == (rate_hz == 8_000)
    assert all("sounds dull" in str(said) for said in found.complaints)


def test_what_could_be_better_is_said_and_kept(said: Said) -> None:
    speech = recorded(said[LONG])
    loud = np.clip(20 * speech, -1, 1)
    assert "clipped" in str(together(cleaned(loud).complaints))
    assert "clipped" in str(together(cleaned(0.99 * loud).complaints)), "just below full scale"
    quiet = speech / 100
    assert "too quiet" in str(together(cleaned(quiet).complaints))
    noisy = recorded(said[LONG], room_db=-40)
    assert "noisy" in str(together(cleaned(noisy).complaints))
    assert likeness(cleaned(noisy).pcm, said[LONG]) > 0.95


def test_loud_speech_that_is_not_clipped_is_not_blamed(said: Said) -> None:
    for text, speech in said.items():
        samples = recorded(speech)
        assert cleaned(samples / np.abs(samples).max(), text).complaints == ()


def test_silence_and_noise_alone_are_refused() -> None:
    with pytest.raises(RecordingError, match="nothing is heard"):
        cleaned(np.zeros(RATE_HZ))
    with pytest.raises(RecordingError, match="nothing is heard"):
        cleaned(np.zeros(0))
    with pytest.raises(RecordingError, match="nothing is heard"):
        cleaned(room(3.0, -75))
    with pytest.raises(WrongLength):
        cleaned(room(20.0, -30))


def test_another_line_is_told_by_its_length(said: Said) -> None:
    with pytest.raises(WrongLength, match="is it this line"):
        cleaned(recorded(said[LONG]), "Three.")
    with pytest.raises(WrongLength, match="usually take"):
        cleaned(recorded(said["Three."]), LONG)


def test_what_is_too_long_for_its_slot_is_refused(said: Said) -> None:
    samples = recorded(said["Breathe in."])
    assert clean_take(samples, RATE_HZ, "Breathe in.", 1_000).length_ms <= 1_000
    with pytest.raises(
        RecordingError, match=r"too long for its slot of 0\.40 s; say it more quick"
    ):
        clean_take(samples, RATE_HZ, "Breathe in.", 400)


def test_a_minute_with_one_line_in_it_is_cut_to_the_line(said: Said) -> None:
    samples = room(60.0)
    samples[20 * RATE_HZ : 20 * RATE_HZ + said[LONG].size] += said[LONG]
    assert abs(cleaned(samples).pcm.size - said[LONG].size) < 0.12 * RATE_HZ
