from __future__ import annotations

import io
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

import voicecoach
from tests.audio.mp3.conftest import Cue, Cues, Decode, Placed, delay_of
from voicecoach.audio.cover import draw_cover
from voicecoach.audio.mp3.crc import crc16
from voicecoach.audio.mp3.frames import (
    FRAME_SAMPLES,
    Bitrate,
    Fragment,
    frame_bytes,
    silent_frame,
)
from voicecoach.audio.mp3.info import frame_count
from voicecoach.audio.mp3.splice import session_chunks
from voicecoach.audio.tags import SessionTags, id3_bytes

LSB = 1 / 32_768

Layout = list[tuple[int, int]]  # silent frames in front, and which cue

bitrates = st.sampled_from([64, 96])


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """Return (silent frames in front, which cue): no gap at all is as likely as any."""
    gaps = st.one_of(st.just(0), st.integers(0, 30))
    return draw(st.lists(st.tuples(gaps, st.integers(0, 5)), min_size=1, max_size=6))


def lay(layout: Layout, cues: list[Cue]) -> list[tuple[int, Fragment]]:
    placed, frame = [], 0
    for gap, which in layout:
        fragment = cues[which].fragment
        placed.append((frame + gap, fragment))
        frame += gap + fragment.frames
    return placed


def length(placed: Placed, tail: int) -> int:
    """Return a session's length in samples: to the last fragment's end and a little more."""
    start, fragment = placed[-1]
    return (start + fragment.frames) * FRAME_SAMPLES + tail


def cue_start(frame: int, fragment: Fragment) -> int:
    return (frame + fragment.run_in) * FRAME_SAMPLES


@settings(max_examples=25, deadline=None)
@given(layouts(), st.integers(0, 3000), bitrates)
def test_a_session_is_the_sum_of_its_fragments(
    cues: Cues, decode: Decode, layout: Layout, tail: int, bitrate: Bitrate
) -> None:
    placed = lay(layout, cues[bitrate])
    samples = length(placed, tail)
    whole = decode(placed, samples, bitrate)
    alone = sum(decode([one], samples, bitrate) for one in placed)
    assert whole.size == samples
    assert np.abs(whole - alone).max() < 0.01 * LSB


@settings(max_examples=25, deadline=None)
@given(layouts(), bitrates)
def test_holds_are_digital_silence(cues: Cues, layout: Layout, bitrate: Bitrate) -> None:
    placed = lay(layout, cues[bitrate])
    samples = length(placed, 40 * FRAME_SAMPLES)
    stream = b"".join(session_chunks(placed, samples, bitrate))
    decoded = soundfile.read(io.BytesIO(stream), dtype="int16")[0]
    sounding = np.zeros(samples, bool)
    for frame, fragment in placed:
        start = cue_start(frame, fragment)
        sounding[max(start - FRAME_SAMPLES, 0) : start + fragment.samples + FRAME_SAMPLES] = True
    assert not decoded[~sounding].any()


@settings(max_examples=15, deadline=None)
@given(layouts(), bitrates)
def test_each_cue_sounds_at_its_exact_sample(
    cues: Cues, decode: Decode, layout: Layout, bitrate: Bitrate
) -> None:
    placed = lay(layout, cues[bitrate])
    decoded = decode(placed, length(placed, 0), bitrate)
    decoded = np.concatenate([np.zeros(600, np.float32), decoded])
    for (frame, fragment), (_, which) in zip(placed, layout, strict=True):
        source = cues[bitrate][which].pcm * LSB
        start = cue_start(frame, fragment)
        assert delay_of(decoded[start : start + source.size + 1200], source) == 600


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 20_000), bitrates)
def test_any_length_is_exact_to_the_sample(decode: Decode, samples: int, bitrate: Bitrate) -> None:
    decoded = decode([], samples, bitrate)
    assert decoded.size == samples
    assert not decoded.any()


@settings(max_examples=40, deadline=None)
@given(layouts(), st.integers(0, 700_000), bitrates)
def test_the_info_frame_tells_the_truth(
    cues: Cues, layout: Layout, tail: int, bitrate: Bitrate
) -> None:
    placed = lay(layout, cues[bitrate])
    samples = length(placed, tail)
    stream = b"".join(session_chunks(placed, samples, bitrate))
    size = frame_bytes(bitrate)
    info, music = stream[:size], stream[size:]
    frames = len(music) // size
    assert len(stream) == (frames + 1) * size
    assert info[:4] == silent_frame(bitrate)[:4]
    assert not any(info[4:21])
    assert info[21:25] == b"Info"
    assert int.from_bytes(info[25:29], "big") == 15
    assert int.from_bytes(info[29:33], "big") == frames
    assert int.from_bytes(info[33:37], "big") == len(stream)
    seek_table = info[37:137]
    assert all(abs(byte - percent * 2.56) < 1 for percent, byte in enumerate(seek_table))
    tag = info[141:177]
    assert tag[:9] == b"LAME3.100"
    assert tag[9] & 15 == 1  # constant bit rate
    assert tag[20] == bitrate
    delays = int.from_bytes(tag[21:24], "big")
    assert delays >> 12 == 576
    assert frames * FRAME_SAMPLES - 576 - (delays & 4095) == samples
    assert int.from_bytes(tag[28:32], "big") == len(stream)
    assert int.from_bytes(tag[32:34], "big") == crc16(music)
    assert int.from_bytes(tag[34:36], "big") == crc16(info[:175])
    assert not any(info[177:])


@pytest.mark.parametrize(
    ("frames", "bitrate", "message"),
    [
        ((0, 30), 64, "begins before frame"),
        ((100, 0), 64, "begins before frame"),
        ((-1, 100), 64, "begins before frame 0"),
        ((0, 400), 64, "the last fragment ends at frame"),
        ((0, 100), 96, "has 64 kbit/s, the session 96"),
    ],
    ids=["overlap", "out of order", "before the start", "past the end", "bit rate"],
)
def test_a_false_placement_is_refused_at_once(
    cues: Cues, frames: tuple[int, int], bitrate: Bitrate, message: str
) -> None:
    syllables = cues[64][2].fragment
    with pytest.raises(ValueError, match=message):
        session_chunks([(frame, syllables) for frame in frames], 10 * 48_000, bitrate)


def test_a_session_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to play"):
        session_chunks([], 0, 64)


@pytest.mark.parametrize("bitrate", [64, 96])
def test_the_last_fragment_may_end_with_the_session(
    cues: Cues, decode: Decode, bitrate: Bitrate
) -> None:
    cue = cues[bitrate][2]
    samples = cue_start(0, cue.fragment) + cue.pcm.size
    assert decode([(0, cue.fragment)], samples, bitrate).size == samples


@pytest.mark.parametrize("bitrate", [64, 96])
def test_memory_stays_flat_over_two_hours(cues: Cues, bitrate: Bitrate) -> None:
    fragment = cues[bitrate][2].fragment
    placed = [(frame, fragment) for frame in range(0, 290_000, 1000)]
    tracemalloc.start()
    try:
        longest = max(map(len, session_chunks(placed, 2 * 3600 * 48_000, bitrate)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert longest == 512 * frame_bytes(bitrate)
    assert peak < 1_000_000


def test_splicing_imports_nothing_heavy() -> None:
    check = "import sys, voicecoach.audio.mp3.splice; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", check],
        cwd=Path(voicecoach.__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.partition(".")[0] for name in ran.stdout.split()}
    assert not loaded & {"numpy", "lameenc", "soundfile", "PIL", "mutagen", "pydantic", "soxr"}


@pytest.fixture(scope="module", params=[64, 96])
def session_file(
    request: pytest.FixtureRequest, cues: Cues, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, int]:
    """A tagged session with every cue in it, butt-joined and apart, and its length in samples."""
    bitrate: Bitrate = request.param
    layout = [(gap, which) for gap in (40, 0, 1, 700) for which in range(6)]
    placed = lay(layout, cues[bitrate])
    samples = length(placed, 12_345)
    tags = SessionTags(
        title="Rücken, täglich",
        artist="voicecoach",
        album="voicecoach",
        genre="Health",
        language="de",
        comment="A test.",
        lyrics="one\ntwo",
        cover_png=draw_cover("Daily back"),
        duration_ms=samples // 48,
        chapters=(("Ankommen", 0, 5000), ("Brücke", 5000, samples // 48)),
    )
    path = tmp_path_factory.mktemp("session") / f"session-{bitrate}.mp3"
    with path.open("wb") as file:
        file.write(id3_bytes(tags))
        file.writelines(session_chunks(placed, samples, bitrate))
    return path, samples


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )


def test_a_tagged_session_decodes_to_its_length(session_file: tuple[Path, int]) -> None:
    path, samples = session_file
    assert soundfile.info(path).frames == samples
    assert soundfile.read(path)[0].size == samples


@pytest.mark.tools
def test_mp3val_has_no_warning(session_file: tuple[Path, int], tool: Callable[[str], str]) -> None:
    ran = run(tool("mp3val"), session_file[0])
    assert "WARNING" not in ran.stdout + ran.stderr
    assert f"{frame_count(session_file[1]) + 1} MPEG frames" in ran.stdout


@pytest.mark.tools
def test_mp3check_has_no_complaint(
    session_file: tuple[Path, int], tool: Callable[[str], str]
) -> None:
    ran = run(tool("mp3check"), "-e", "-S", "--show-valid", session_file[0])
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.tools
def test_mpg123_has_no_complaint(
    session_file: tuple[Path, int], tool: Callable[[str], str]
) -> None:
    ran = run(tool("mpg123"), "-t", session_file[0])
    said = (ran.stdout + ran.stderr).lower()
    assert ran.returncode == 0
    assert not [word for word in ("warning", "note:", "error") if word in said], said


@pytest.mark.tools
def test_mpg123_decodes_the_exact_length(
    session_file: tuple[Path, int], tool: Callable[[str], str], tmp_path: Path
) -> None:
    path, samples = session_file
    decoded = tmp_path / "decoded.wav"
    assert run(tool("mpg123"), "-q", "-w", decoded, path).returncode == 0
    assert soundfile.info(decoded).frames == samples


@pytest.mark.tools
def test_ffmpeg_has_no_complaint(
    session_file: tuple[Path, int], tool: Callable[[str], str]
) -> None:
    strict = ["-v", "error", "-xerror", "-err_detect", "+crccheck+bitstream+buffer+explode"]
    ran = run(tool("ffmpeg"), *strict, "-i", session_file[0], "-f", "null", "-")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


@pytest.mark.tools
def test_an_independent_decoder_gives_the_same_samples(
    session_file: tuple[Path, int], tool: Callable[[str], str]
) -> None:
    path, _ = session_file
    command: list[str | Path] = [
        tool("ffmpeg"),
        "-v",
        "error",
        "-i",
        path,
        "-map",
        "0:a",
        "-f",
        "f32le",
        "-",
    ]
    theirs = np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, "<f4")
    ours = soundfile.read(path, dtype="float32")[0]
    assert theirs.shape == ours.shape
    assert np.abs(theirs - ours).max() < LSB
