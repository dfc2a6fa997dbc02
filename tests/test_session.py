"""Real sessions, measured on the decoded MP3 by decoders of other people."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from tests.coach.sessions import SHIPPED
from tests.conftest import Session
from tests.records import signs_of
from tests.skipping import PLAYERS, longest_zeros_s, removed_s
from voicecoach.audio.mp3.carrier import carrier_wave
from voicecoach.audio.mp3.frames import GRID, PRE_ROLL_FRAMES
from voicecoach.language.normalise import TextNormaliser
from voicecoach.session.record import RecordedCue
from voicecoach.session.review import Review, findings

FRAME = 1152
FLITE = pytest.param("desk-break", "flite", marks=pytest.mark.tools)
MEASURED = [*((name, "pyttsx3") for name in ("everything", "desk-break", "breathing")), FLITE]

Built = Callable[..., Session]


def decoded(session: Session) -> NDArray[np.int16]:
    samples: NDArray[np.int16]
    samples, rate_hz = soundfile.read(session.mp3, dtype="int16")
    assert rate_hz == 48_000
    return samples


@pytest.mark.parametrize(("name", "voice"), MEASURED)
def test_length_is_the_record_s_to_the_sample(built: Built, name: str, voice: str) -> None:
    assert len(decoded(built(name, voice))) == built(name, voice).samples


@pytest.mark.parametrize(("name", "voice"), MEASURED)
def test_every_stretch_between_cues_is_the_carrier_alone(
    built: Built, name: str, voice: str
) -> None:
    session = built(name, voice)
    samples = decoded(session)
    left = samples - np.rint(carrier_wave(len(samples)) * 32_768)
    edges = [FRAME]  # before that the decoder comes up
    for cue in session.content.cues:
        edges += [cue.start_ms * 48 - PRE_ROLL_FRAMES * FRAME, cue.end_ms * 48 + 3 * FRAME]
    edges.append(len(samples) - 3 * FRAME)
    silent = 0
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end > start:
            loudest = np.abs(left[start:end]).max()
            assert loudest <= 3, f"sound between {start / 48} and {end / 48} ms"
            silent += end - start
    assert silent > len(samples) / 4


@pytest.mark.parametrize(("name", "voice"), MEASURED)
def test_players_that_skip_silence_cut_nothing_between_cues(
    built: Built, name: str, voice: str
) -> None:
    session = built(name, voice)
    samples = decoded(session)
    spoken = [(cue.start_ms - 100, cue.end_ms + 70) for cue in session.content.cues]
    for player in PLAYERS.values():
        for begin_s, end_s, _ in player(samples):
            begin, end = begin_s * 1000, end_s * 1000
            assert any(a < begin and end < b for a, b in spoken), f"cut from {begin} to {end} ms"
        # What flite breathes between words is louder than what is hushed, and softer than a word.
        most = 15 if "flite" in voice else 50
        assert removed_s(player(samples)) < len(samples) / 48_000 / most, "pauses for breath"
    assert longest_zeros_s(samples) < 0.5


@pytest.mark.parametrize(("name", "voice"), MEASURED)
def test_each_cue_sounds_where_the_record_says(built: Built, name: str, voice: str) -> None:
    session = built(name, voice)
    samples = decoded(session).astype(np.float64)
    for cue in session.content.cues:
        start, end = cue.start_ms * 48, cue.end_ms * 48
        heard = np.abs(samples[start:end])
        assert heard.max() > 1000, cue
        onset = int(np.argmax(heard > heard.max() / 100))
        assert onset < 30 * 48, f"{cue.text!r} begins {onset / 48:.0f} ms late"


@pytest.mark.parametrize(("name", "voice"), MEASURED)
def test_cues_never_overlap_and_slots_follow_each_other(
    built: Built, name: str, voice: str
) -> None:
    content = built(name, voice).content
    for cue, following in zip(content.cues, content.cues[1:], strict=False):
        assert following.start_ms - cue.end_ms >= 100
    for slot, after in zip(content.slots, content.slots[1:], strict=False):
        assert slot.end_ms == after.start_ms
    assert content.slots[-1].end_ms == content.duration_ms


def test_a_session_is_the_sum_of_its_fragments(built: Built, shared_folder: Path) -> None:
    """Each cue's stretch equals that cue's fragment decoded alone, to a rounding.

    In its longer pauses, and where the carrier comes up behind it, the session's own sounds.
    """
    from voicecoach.audio.mp3.encode import decode_fragment
    from voicecoach.store.local import LocalStore
    from voicecoach.voices.engine import Line
    from voicecoach.voices.engines import Engines
    from voicecoach.voices.synthesiser import Synthesiser

    session = built("everything")
    samples = decoded(session)
    voice = Engines().find_voice("pyttsx3", "en")
    spoken = [cue for cue in session.content.cues if cue.text]
    words, _ = SHIPPED.language("en")
    assert words is not None
    ear = TextNormaliser(words, [words.lexicon], "pyttsx3")
    lines = {cue.text: Line(ear.for_ear(cue.text), voice, "en", 140) for cue in spoken}
    with Synthesiser(LocalStore(shared_folder / "cache")) as studio:
        fragments = studio.fragments(lines.values())
    for cue in spoken:
        fragment = fragments[lines[cue.text]]
        alone = decode_fragment(fragment)
        start = cue.start_ms * 48
        here = samples[start : start + len(alone)]
        for part in fragment.parts:
            begin = max(part.begin - fragment.run_in, 0) * FRAME
            end = (part.end - fragment.run_in - 1) * FRAME
            apart = np.abs(here[begin:end] - alone[begin:end] * 32_768)
            assert apart.max(initial=0) <= 2, cue.text


@pytest.mark.parametrize("name", SHIPPED.names("routines"))
def test_the_eight_checks_hold_on_every_shipped_routine(built: Built, name: str) -> None:
    file = SHIPPED.find("routines", name)
    assert file is not None
    script, problems = SHIPPED.script(file)
    assert script is not None, problems
    exercises = {each: exercise for each, (exercise, _) in SHIPPED.exercises().items()}
    figures = script.rules.on(script.surface)
    content = built(name).content
    review = Review(content, exercises, script.language, figures, GRID, surface=script.surface)
    assert findings(review) == []


@pytest.mark.tools
@pytest.mark.parametrize("name", SHIPPED.names("routines"))
def test_the_eight_checks_hold_when_flite_speaks(
    built: Built, name: str, voicecoach: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    voicecoach("check", "--session", built(name, "flite").mp3.with_suffix(".json"))


def test_the_same_inputs_give_the_same_bytes_from_an_empty_cache(
    built: Built, voicecoach: Callable[..., subprocess.CompletedProcess[str]], project: Path
) -> None:
    (project / "audio" / "cache").unlink()
    voicecoach("build", "desk-break", "--quiet", "--voice", "pyttsx3")
    again = project / "audio" / "desk-break.pyttsx3.mp3"
    assert again.read_bytes() == built("desk-break").mp3.read_bytes()


def test_captions_follow_the_cues(built: Built) -> None:
    session = built("everything")
    text = session.mp3.with_suffix(".vtt").read_text(encoding="utf-8")
    assert text.startswith("WEBVTT\n")
    stamps = re.findall(r"(\d\d):(\d\d):(\d\d)\.(\d{3}) --> ", text)
    starts = [((int(h) * 60 + int(m)) * 60 + int(s)) * 1000 + int(ms) for h, m, s, ms in stamps]
    assert starts == [cue.start_ms for cue in session.content.cues if cue.text]
    assert "Everything: a &lt;test&gt; &amp; more." in text


def test_tags_hold_chapters_cover_transcript_and_warning_signs(built: Built) -> None:
    from mutagen.id3 import ID3

    session = built("everything")
    tags = ID3(session.mp3)
    found = sorted(tags.getall("CHAP"), key=lambda chapter: chapter.start_time)
    chapters = session.content.chapters
    assert [(c.start_time, c.end_time) for c in found] == [(c.start_ms, c.end_ms) for c in chapters]
    assert [str(c.sub_frames["TIT2"]) for c in found] == [c.title for c in chapters]
    assert "Floor" in [c.title for c in chapters]
    assert tags.getall("CTOC")
    assert tags.getall("APIC")
    (comment,) = tags.getall("COMM")
    words, _ = SHIPPED.language("en")
    assert words is not None
    for sign in (*signs_of(session.content), *(f"\n{g.title}:\n" for g in words.warnings.groups)):
        assert sign in str(comment)
    (lyrics,) = tags.getall("USLT")
    assert "Slowly, please." in str(lyrics)


def test_the_record_matches_its_file_and_schema(built: Built) -> None:
    import hashlib

    import jsonschema

    session = built("everything")
    content = session.mp3.read_bytes()
    assert session.record.media.bytes == len(content)
    assert session.record.media.sha256 == hashlib.sha256(content).hexdigest()
    schema = json.loads(Path("docs/schema/session-record.schema.json").read_text())
    jsonschema.validate(json.loads(session.mp3.with_suffix(".json").read_text()), schema)


# With the tools that CI has


@pytest.mark.tools
@pytest.mark.parametrize(("name", "voice"), MEASURED)
def test_the_checkers_have_no_complaint(
    built: Built, tool: Callable[[str], str], tmp_path: Path, name: str, voice: str
) -> None:
    session = built(name, voice)
    assert "WARNING" not in _output(tool("mp3val"), session.mp3)
    _output(tool("mp3check"), "-e", "-S", "--show-valid", session.mp3)
    assert _output(tool("mpg123"), "-q", "-t", session.mp3) == "", "it tells of nothing but faults"
    strict = "+crccheck+bitstream+buffer+explode"
    flags = ("-v", "error", "-xerror", "-err_detect", strict)
    assert _output(tool("ffmpeg"), *flags, "-i", session.mp3, "-f", "null", "-") == ""
    _output(tool("mpg123"), "-q", "-w", tmp_path / "out.wav", session.mp3)
    assert _output(tool("soxi"), "-s", tmp_path / "out.wav").strip() == str(session.samples)


@pytest.mark.tools
@pytest.mark.parametrize(("name", "voice"), MEASURED)
def test_speech_has_its_loudness_and_peaks_stay_below_one(
    built: Built, tool: Callable[[str], str], tmp_path: Path, name: str, voice: str
) -> None:
    session = built(name, voice)
    samples = decoded(session)
    speech = [_cut(samples, cue) for cue in session.content.cues if cue.text]
    soundfile.write(tmp_path / "speech.wav", np.concatenate(speech), 48_000)
    said = _output(
        tool("ffmpeg"),
        "-hide_banner",
        "-i",
        tmp_path / "speech.wav",
        "-af",
        "ebur128",
        "-f",
        "null",
        "-",
    )
    (loudness,) = re.findall(r"I:\s+(-?[\d.]+) LUFS\s+Threshold", said)
    assert abs(float(loudness) - -19.0) <= 0.5
    said = _output(
        tool("ffmpeg"),
        "-hide_banner",
        "-i",
        session.mp3,
        "-af",
        "ebur128=peak=true",
        "-f",
        "null",
        "-",
    )
    (peak,) = re.findall(r"True peak:\s+Peak:\s+(-?[\d.]+) dBFS", said)
    assert float(peak) <= -1.0


def _cut(samples: np.ndarray, cue: RecordedCue) -> np.ndarray:
    return samples[cue.start_ms * 48 : cue.end_ms * 48]


def _output(*command: str | Path) -> str:
    found = subprocess.run(
        [*map(str, command)], capture_output=True, text=True, errors="replace", check=True
    )
    return found.stdout + found.stderr
