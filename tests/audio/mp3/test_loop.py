"""What a session has for silence: heard by nobody, cut by no player, and without a click."""

from __future__ import annotations

import io

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.audio.mp3.conftest import Cues
from tests.audio.mp3.test_splice import LSB, Layout, lay, layouts, length
from tests.skipping import PLAYERS, longest_zeros_s, removed_s
from voicecoach.audio.mp3.carrier import CARRIER, PEAK_DBFS, PERIOD_SAMPLES, make_carrier
from voicecoach.audio.mp3.crc import crc16
from voicecoach.audio.mp3.frames import FRAME_SAMPLES, Bitrate, Fragment, frame_bytes
from voicecoach.audio.mp3.loop import Loop, Silence, loop_of
from voicecoach.audio.mp3.splice import session_chunks

Samples = NDArray[np.float64]
SECOND = 48_000
SECONDS = 10 * SECOND
FADE = FRAME_SAMPLES  # more than a decoder takes to fade from one frame to the next
CLICK_DBFS = {200: -57.0, 500: -64.0}  # what an ear could find of a join, by the pitch above it

bitrates = st.sampled_from([64, 96])


def heard(
    placed: list[tuple[int, Fragment]], samples: int, bitrate: Bitrate, silence: Silence
) -> Samples:
    stream = b"".join(session_chunks(placed, samples, bitrate, silence))
    decoded: Samples = soundfile.read(io.BytesIO(stream), dtype="float64")[0]
    return decoded


def peak_dbfs(samples: Samples) -> float:
    return float(20 * np.log10(np.abs(samples).max() + 1e-12))


def above(hz: float, samples: Samples) -> Samples:
    """What is left of a signal above a frequency; before and after it there is silence."""
    padded = np.pad(samples, SECOND // 2)
    spectrum = np.fft.rfft(padded)
    rise = np.clip(np.fft.rfftfreq(padded.size, 1 / SECOND) / hz - 0.5, 0, 1)
    left = np.fft.irfft(spectrum * np.sin(rise * np.pi / 2) ** 2, padded.size)
    return np.asarray(left, np.float64)


def clicks(samples: Samples) -> dict[int, float]:
    """What is too loud of a signal whose own pitch lies far below."""
    peaks = {hz: peak_dbfs(above(hz, samples)) for hz in CLICK_DBFS}
    return {hz: peak for hz, peak in peaks.items() if peak > CLICK_DBFS[hz]}


def sine(samples: int) -> Samples:
    turns = np.arange(samples) / PERIOD_SAMPLES
    return np.asarray(10 ** (PEAK_DBFS / 20) * np.sin(2 * np.pi * turns), np.float64)


@pytest.mark.parametrize("bitrate", [64, 96])
def test_the_carrier_is_a_sine_that_begins_at_zero(bitrate: Bitrate) -> None:
    decoded = heard([], SECONDS, bitrate, "carrier")[: 200 * PERIOD_SAMPLES]
    steady = slice(FADE, None)
    assert peak_dbfs(decoded[steady]) == pytest.approx(PEAK_DBFS, abs=0.05)
    residue = (decoded - sine(decoded.size))[steady]
    assert 20 * np.log10(np.sqrt(np.mean(residue**2))) < -90
    assert not clicks(decoded), "nor does it begin with one"


@pytest.mark.parametrize("bitrate", [64, 96])
def test_a_session_of_the_carrier_ends_in_silence(bitrate: Bitrate) -> None:
    decoded = heard([], SECONDS, bitrate, "carrier")
    assert not decoded[-40:].any()
    assert not clicks(decoded)


def test_the_frames_are_those_that_the_program_makes() -> None:
    made = make_carrier()
    assert len(made) == len(CARRIER) == 2
    one, other = (heard_of(frames) for frames in (made, CARRIER))
    assert np.abs(one - other).max() < 10 * LSB, "another encoder may differ in its noise"


def heard_of(frames: tuple[object, ...]) -> Samples:
    from voicecoach.audio.mp3.info import info_frame
    from voicecoach.audio.mp3.packing import alone

    data = alone(frames * 20, 64)  # type: ignore[arg-type]
    samples = 40 * FRAME_SAMPLES - 1105
    stream = info_frame(samples, 64, crc16(data)) + data
    decoded: Samples = soundfile.read(io.BytesIO(stream), dtype="float64")[0]
    return decoded


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(layouts(), st.integers(0, 3000), bitrates)
def test_speech_is_the_same_with_either_silence(
    cues: Cues, layout: Layout, tail: int, bitrate: Bitrate
) -> None:
    placed = lay(layout, cues[bitrate])
    samples = length(placed, tail)
    plain, carried = (heard(placed, samples, bitrate, kind) for kind in ("plain", "carrier"))
    for frame, fragment in placed:
        begin = (frame + fragment.run_in) * FRAME_SAMPLES - FRAME_SAMPLES // 4
        end = (frame + fragment.frames) * FRAME_SAMPLES - 2 * FRAME_SAMPLES
        assert np.abs(plain[begin:end] - carried[begin:end]).max(initial=0) < LSB / 1000
    between = plain - carried
    assert peak_dbfs(between) < PEAK_DBFS + 1.5, "nothing else was added"
    assert not clicks(between)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(2, 60), min_size=1, max_size=6), st.integers(0, 3), bitrates)
def test_no_player_cuts_what_lies_between_cues(
    cues: Cues, gaps: list[int], which: int, bitrate: Bitrate
) -> None:
    """The grid keeps cues so far apart that two frames of the carrier have room at least."""
    placed = lay([(gap, 2 if which else 0) for gap in gaps], cues[bitrate])
    samples = length(placed, 2 * SECOND)
    carried = heard(placed, samples, bitrate, "carrier")
    plain = heard(placed, samples, bitrate, "plain")
    for player in PLAYERS.values():
        cut = player(np.asarray(np.rint(carried * 32_768), np.int16))
        inside = [
            (frame * FRAME_SAMPLES / SECOND, (frame + fragment.frames) * FRAME_SAMPLES / SECOND)
            for frame, fragment in placed
        ]
        for begin, end, _ in cut:
            assert any(a - 0.045 < begin and end < b + 0.05 for a, b in inside), "speech itself"
        assert removed_s(player(np.asarray(np.rint(plain * 32_768), np.int16))) > 1
    assert longest_zeros_s(np.asarray(np.rint(carried * 32_768), np.int16)) < 0.2


@pytest.mark.parametrize("bitrate", [64, 96])
@pytest.mark.parametrize("silence", ["plain", "carrier"])
def test_what_repeats_is_the_same_wherever_it_is_asked_for(
    silence: Silence, bitrate: Bitrate
) -> None:
    loop = loop_of(silence, bitrate)
    whole = b"".join(loop.pieces(0, 40 * loop.frame_size))
    assert whole == (loop.data * 40)[: len(whole)]
    for start, stop in ((0, 0), (1, 2), (191, 193), (300, 7000), (loop.frame_size, 5)):
        assert b"".join(loop.pieces(start, stop)) == whole[start:stop]


@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 5), bitrates)
def test_the_crc_of_any_stretch_is_known(
    frame: int, frames: int, period: int, bitrate: Bitrate
) -> None:
    frame_of = loop_of("carrier", bitrate).data[: frame_bytes(bitrate)]
    data = b"".join(frame_of[:-1] + bytes([number]) for number in range(period))
    loop = Loop(data, bitrate)
    begin, end = (at * loop.frame_size for at in (frame, frame + frames))
    assert loop.crc(frame, frames) == crc16(b"".join(loop.pieces(begin, end)))


@pytest.mark.parametrize("data", [b"", b"no frames", bytes(192)])
def test_a_loop_of_something_else_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not whole MP3 frames"):
        Loop(data, 64)
