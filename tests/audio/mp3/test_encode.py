from __future__ import annotations

import io
from typing import cast

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.audio.mp3.conftest import Cues, Pcm, Signals, delay_of
from voicecoach.audio.mp3 import encode, frames
from voicecoach.audio.mp3.encode import (
    LAME_GAIN,
    audio_frames,
    decode_fragment,
    encode_below,
    encode_fragment,
    lame,
)
from voicecoach.audio.mp3.frames import Bitrate
from voicecoach.audio.mp3.info import frame_count, info_frame
from voicecoach.audio.mp3.packing import unpacked
from voicecoach.base.errors import VoicecoachError

FULL_SCALE = 32_768
UNKNOWN = cast(Bitrate, 128)

Samples = NDArray[np.floating] | NDArray[np.integer]


def level_db(samples: Samples) -> float:
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64))))


def sample_peak_db(samples: Samples) -> float:
    return float(20 * np.log10(np.abs(samples).max()))


@pytest.mark.parametrize("bitrate", [64, 96])
def test_a_fragment_refers_to_nothing_in_front_and_drops_the_empty_end(
    cues: Cues, bitrate: Bitrate
) -> None:
    size = frames.frame_bytes(bitrate)
    for cue in cues[bitrate]:
        data = cue.fragment.data
        assert frames.main_data_begin(data) == 0
        assert any(unpacked(data, frames.header(bitrate), size)[-1].lengths)
        assert 1 <= cue.fragment.run_in <= 3, "the pre-roll is the session's again but for that"
        assert cue.fragment.samples == cue.pcm.size


@pytest.mark.parametrize("bitrate", [64, 96])
def test_what_is_cut_off_and_laid_anew_is_not_missed(cues: Cues, bitrate: Bitrate) -> None:
    before = np.zeros(frames.PRE_ROLL_FRAMES * frames.FRAME_SAMPLES)
    for cue in cues[bitrate]:
        loud = np.concatenate([before, np.rint(cue.pcm / LAME_GAIN), before]).astype("<i2")
        size, head = frames.frame_bytes(bitrate), frames.header(bitrate)
        stream = audio_frames(lame(loud.tobytes(), bitrate, 2), head, size)
        asked = soundfile.read(io.BytesIO(stream), dtype="float32")[0]
        begin = before.size + 1105  # what no Info frame tells a decoder to drop
        heard = decode_fragment(cue.fragment)
        assert np.abs(asked[begin : begin + heard.size] - heard).max() < 0.01 / FULL_SCALE


def test_a_long_pause_in_a_cue_is_left_to_the_session(signals: Signals) -> None:
    vowel, pause = signals["vowel"], np.zeros(14_000, np.int16)
    parts = encode_fragment(np.concatenate([vowel, pause, vowel]), 64).parts
    assert len(parts) == 2
    assert parts[1].begin - parts[0].end >= 5


@pytest.mark.parametrize("bitrate", [64, 96])
@pytest.mark.parametrize("quality", [2, 5, 7])
def test_a_cue_keeps_its_level(signals: Signals, bitrate: Bitrate, quality: int) -> None:
    pcm = signals["vowel"]
    decoded = decode_fragment(encode_fragment(pcm, bitrate, quality))
    assert level_db(decoded) == pytest.approx(level_db(pcm / FULL_SCALE), abs=0.03)


@pytest.mark.parametrize("bitrate", [64, 96])
def test_a_decoded_cue_begins_at_its_first_sample(cues: Cues, bitrate: Bitrate) -> None:
    for cue in cues[bitrate]:
        decoded = decode_fragment(cue.fragment)
        assert decoded.dtype == np.float32
        assert decoded.shape == cue.pcm.shape
        assert delay_of(decoded, cue.pcm / FULL_SCALE) == 0


@pytest.mark.parametrize(("bitrate", "floor_db"), [(64, 20), (96, 30)])
def test_a_vowel_is_encoded_well(signals: Signals, bitrate: Bitrate, floor_db: float) -> None:
    pcm = signals["vowel"] / FULL_SCALE
    error = decode_fragment(encode_fragment(signals["vowel"], bitrate)) - pcm
    assert level_db(pcm) - level_db(error) > floor_db


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 6000), st.sampled_from([64, 96]))
def test_any_length_decodes_to_itself(samples: int, bitrate: Bitrate) -> None:
    pcm = np.random.default_rng(samples).integers(-9000, 9000, samples, np.int16)
    fragment = encode_fragment(pcm, bitrate)
    assert decode_fragment(fragment).size == fragment.samples == samples
    assert fragment.frames <= frame_count(frames.PRE_ROLL_FRAMES * 1152 + samples)


def test_the_same_cue_gives_the_same_bytes(signals: Signals) -> None:
    pcm = signals["syllables"]
    assert encode_fragment(pcm, 64) == encode_fragment(pcm, 64)


def test_a_silent_cue_has_no_frames_and_takes_its_time() -> None:
    fragment = encode_fragment(np.zeros(5000, np.int16), 64)
    assert (fragment.frames, fragment.parts) == (0, ())
    assert fragment.extent.length_ms == 5 * frames.FRAME_MS
    assert not decode_fragment(fragment).any()
    assert encode_below(np.zeros(5000, np.int16), 64, sample_peak_db) == fragment


@pytest.mark.parametrize("bitrate", [64, 96])
def test_of_silence_lame_would_write_nothing_that_is_kept(bitrate: Bitrate) -> None:
    size, head = frames.frame_bytes(bitrate), frames.header(bitrate)
    stream = audio_frames(lame(bytes(30 * 2 * frames.FRAME_SAMPLES), bitrate, 2), head, size)
    assert not any(frame.main for frame in unpacked(stream, head, size))


@pytest.mark.parametrize(
    "pcm",
    [np.zeros(0, np.int16), np.zeros(100, np.float32), np.zeros((100, 1), np.int16)],
    ids=["empty", "float", "two-dimensional"],
)
def test_other_pcm_is_refused(pcm: Pcm) -> None:
    with pytest.raises(ValueError, match="a cue is a row of int16 samples"):
        encode_fragment(pcm, 64)


def test_other_pcm_is_refused_when_the_level_is_limited_too() -> None:
    with pytest.raises(ValueError, match="not float32"):
        encode_below(np.zeros(100, np.float32), 64, sample_peak_db)


def test_what_would_clip_is_refused() -> None:
    with pytest.raises(ValueError, match="would clip"):
        encode_fragment(np.full(1000, 32_000, np.int16), 64)


def test_an_unknown_bit_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="128 kbit/s is not one of"):
        encode_fragment(np.zeros(100, np.int16), UNKNOWN)


def test_what_stands_in_front_of_the_audio_is_stripped(
    monkeypatch: pytest.MonkeyPatch, signals: Signals
) -> None:
    expected = encode_fragment(signals["tick"], 64)
    plain = encode.lame
    front = b"ID3\3\0\0\0\0\0\12" + bytes(10) + info_frame(5000, 64, 0)
    monkeypatch.setattr(encode, "lame", lambda *asked: front + plain(*asked))
    assert encode_fragment(signals["tick"], 64) == expected


@pytest.mark.parametrize("stream", [b"", b"no MP3 at all", frames.silent_frame(64) * 9 + b"\0"])
def test_an_encoder_that_writes_something_else_is_named(
    monkeypatch: pytest.MonkeyPatch, signals: Signals, stream: bytes
) -> None:
    monkeypatch.setattr(encode, "lame", lambda *_: stream)
    with pytest.raises(VoicecoachError, match="the MP3 encoder wrote") as caught:
        encode_fragment(signals["tick"], 64)
    assert "lameenc" in caught.value.remedy


def test_a_cue_below_the_limit_is_left_as_it_is(signals: Signals) -> None:
    pcm = signals["vowel"]
    assert encode_below(pcm, 64, sample_peak_db) == encode_fragment(pcm, 64)


def test_a_cue_above_the_limit_is_lowered_no_further_than_needed(signals: Signals) -> None:
    fragment = encode_below(signals["syllables"], 64, sample_peak_db, limit_dbtp=-12.0)
    assert -13 < sample_peak_db(decode_fragment(fragment)) <= -12.0


def test_a_level_that_never_comes_down_is_an_error(signals: Signals) -> None:
    with pytest.raises(VoicecoachError, match="stays above"):
        encode_below(signals["tick"], 64, lambda _: 3.0)
