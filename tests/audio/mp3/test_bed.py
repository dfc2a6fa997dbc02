"""A soft sound between what is said: seamless, faded exactly, and as loud as it should be."""

from __future__ import annotations

import io
from functools import cache

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from tests.audio.mp3.conftest import Cues
from tests.audio.mp3.test_loop import above, clicks
from tests.skipping import PLAYERS
from voicecoach.audio.mp3.bed import LEAST_FRAMES, Bed
from voicecoach.audio.mp3.carrier import carrier_wave
from voicecoach.audio.mp3.crc import crc16
from voicecoach.audio.mp3.encode import encode_loop
from voicecoach.audio.mp3.frames import FRAME_SAMPLES, Bitrate, frame_bytes
from voicecoach.audio.mp3.loop import Loop
from voicecoach.audio.mp3.splice import Placed, lay
from voicecoach.audio.pcm import beds
from voicecoach.audio.pcm.loudness import TARGET_LUFS, integrated_lufs
from voicecoach.audio.under import BedName

Samples = NDArray[np.float64]
LOOP_SAMPLES = beds.LOOP_S * 48_000
NAMES: tuple[BedName, ...] = ("hum", "sea", "rain")


made = cache(beds.make_bed)


@pytest.fixture(scope="module", params=[64, 96])
def bitrate(request: pytest.FixtureRequest) -> Bitrate:
    rate: Bitrate = request.param
    return rate


@pytest.fixture(scope="module", params=NAMES)
def name(request: pytest.FixtureRequest) -> BedName:
    chosen: BedName = request.param
    return chosen


@pytest.fixture(scope="module")
def loop(name: BedName, bitrate: Bitrate) -> Loop:
    sound = made(name)
    return Loop(encode_loop(sound + carrier_wave(sound.size), bitrate), bitrate)


def session(loop: Loop, frames: int, *stretches: tuple[int, int]) -> Samples:
    """A session of nothing but the carrier, and the bed in some stretches."""
    layout = lay(
        [],
        frames * FRAME_SAMPLES,
        loop.bitrate_kbps,
        "carrier",
        [Bed(begin, end, loop) for begin, end in stretches],
    )
    data = b"".join(layout.pieces(0, layout.size, lambda _: b""))
    size = frame_bytes(loop.bitrate_kbps)
    told = int.from_bytes(data[141 + 32 : 141 + 34], "big")
    assert told == crc16(data[size:]), "the CRC is known without the bytes"
    decoded: Samples = soundfile.read(io.BytesIO(data), dtype="float64")[0]
    return decoded


@pytest.mark.slow
def test_a_bed_is_20_lu_below_speech(loop: Loop) -> None:
    decoded = session(loop, 1200, (20, 1150))[60 * FRAME_SAMPLES : 1000 * FRAME_SAMPLES]
    alone = decoded - carrier_wave(decoded.size + 60 * FRAME_SAMPLES)[60 * FRAME_SAMPLES :]
    assert integrated_lufs(alone) == pytest.approx(TARGET_LUFS - 20, abs=0.7)
    assert np.abs(decoded).max() < 10 ** (-12 / 20)


def test_it_has_no_seam(name: BedName, loop: Loop) -> None:
    source = made(name)
    decoded = session(loop, 1200, (20, 1150))
    carried = decoded - carrier_wave(decoded.size)
    error = carried[: 2 * LOOP_SAMPLES] - np.tile(source, 2)
    levels = [
        float(np.sqrt(np.mean(error[at : at + 2400] ** 2)))
        for at in range(60 * FRAME_SAMPLES, 990 * FRAME_SAMPLES, 2400)
    ]
    seam = (LOOP_SAMPLES - 60 * FRAME_SAMPLES) // 2400
    assert max(levels[seam - 1 : seam + 2]) < 1.5 * max(levels[: seam - 2])


def test_it_comes_and_goes_without_a_click(loop: Loop) -> None:
    decoded = session(loop, 700, (100, 300))
    high = np.abs(above(500, decoded)[24_000:])
    steady = high[150 * FRAME_SAMPLES : 250 * FRAME_SAMPLES].max()
    for edge in (100, 300):
        around = slice((edge - 4) * FRAME_SAMPLES, (edge + 4) * FRAME_SAMPLES)
        assert high[around].max() < 1.2 * steady + 10 ** (-60 / 20)
    assert not clicks(decoded[: 90 * FRAME_SAMPLES // 2304 * 2304])


def test_no_player_cuts_it(loop: Loop) -> None:
    decoded = session(loop, 900, (40, 120), (124, 200), (208, 700))
    pcm = np.asarray(np.rint(decoded * 32_768), np.int16)
    for player in PLAYERS.values():
        assert player(pcm) == []


def test_any_part_of_a_bed_is_that_part_of_it(loop: Loop) -> None:
    bed = Bed(3, 3 + 2 * LEAST_FRAMES, loop)
    size = loop.frame_size
    whole = b"".join(bed.pieces(3 * size, bed.end * size))
    assert len(whole) == 2 * LEAST_FRAMES * size
    assert crc16(whole) == bed.crc
    for start, stop in ((0, 0), (1, 6 * size - 5), (700, 2000), (size, len(whole) - 1)):
        assert b"".join(bed.pieces(3 * size + start, 3 * size + stop)) == whole[start:stop]


def test_a_bed_is_the_same_each_time(name: BedName) -> None:
    np.testing.assert_array_equal(beds.make_bed(name), made(name))


def test_a_bed_over_a_cue_is_refused(cues: Cues) -> None:
    fragment = cues[64][0].fragment
    loop = Loop(fragment.data[:192], 64)
    with pytest.raises(ValueError, match="begins before frame"):
        lay([Placed(10, fragment.extent, "")], 10**6, 64, "carrier", [Bed(0, 12, loop)])
