"""One's own voice over HTTP: takes are judged, kept, and bounded, and go the way of files."""

from __future__ import annotations

import io
import re
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
import soundfile

from tests.recordings.takes import RATE_HZ, Samples, recorded, room, speak
from tests.running import run_voicecoach
from tests.studio.opened import ROUTINE, WAIT_S, Opened, Reply, clinic, opened
from tests.studio.test_hearing import followed
from voicecoach.recordings.recogniser import can_recognise
from voicecoach.voices.engines.recorded import read_set, spoken_key
from voicecoach.web.studio.gate import MOST_SENT, MOST_TAKEN, TAKE

pytestmark = pytest.mark.voice

LINE = "Lower."
OTHER = "One."


@pytest.fixture(scope="module")
def said(shared_folder: Path, aloud: None) -> dict[str, Samples]:
    (shared_folder / "cache").mkdir(exist_ok=True)
    return speak(shared_folder / "cache", LINE, OTHER)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Opened]:
    folder = clinic(tmp_path_factory.mktemp("voice"), cache)
    (folder / "scripts/routines/mine.yaml").write_text(ROUTINE, encoding="utf-8")
    with opened(folder) as studio:
        studio.do("begin-voice", name="anna", language="en")
        yield studio


def wav(samples: Samples, rate_hz: int = RATE_HZ) -> bytes:
    stream = io.BytesIO()
    soundfile.write(stream, samples, rate_hz, format="WAV", subtype="PCM_16")
    return stream.getvalue()


def take(
    studio: Opened, sound: bytes, text: str = LINE, name: str = "anna", **headers: str | None
) -> Reply:
    """Send a recorded line as the page does."""
    query = urlencode({"set": name, "key": spoken_key(text)})
    return studio.ask("POST", f"{TAKE}?{query}", sound, **{"content_type": "audio/wav", **headers})


def own(studio: Opened, text: str) -> Any:
    kept = read_set(studio.folder / "recordings/anna")
    assert kept
    return kept.present().get(spoken_key(text))


def test_a_take_is_kept_only_when_that_is_asked(studio: Opened, said: dict[str, Samples]) -> None:
    told = take(studio, wav(recorded(said[LINE]))).json
    assert told["state"] == "good"
    assert told["said"] == [f"Good: {told['length']}."]
    assert own(studio, LINE) is None
    kept = studio.do("keep-take", take=told["take"]).json
    assert kept["key"] == spoken_key(LINE)
    (row,) = kept["coverage"]
    assert (row["name"], 0 < row["percent"] < 100) == ("mine", True)
    recording = own(studio, LINE)
    assert recording.source == "001.wav"
    page = studio.get("/voice?set=anna").text
    assert page.count("data-recorded>") == 1
    again = take(studio, wav(recorded(0.8 * said[LINE]))).json
    studio.do("keep-take", take=again["take"])
    assert own(studio, LINE).sha256 != recording.sha256
    assert len([*(studio.folder / "recordings/anna").glob("*.flac")]) == 1


def test_a_take_becomes_what_the_command_makes_of_a_file(
    studio: Opened, said: dict[str, Samples], tmp_path: Path
) -> None:
    sound = wav(recorded(said[LINE]))
    studio.do("keep-take", take=take(studio, sound).json["take"])
    here = own(studio, LINE)
    (tmp_path / "001.wav").write_bytes(sound)
    run_voicecoach("recordings", "import", tmp_path, "--voice", "anna", cwd=studio.folder)
    assert own(studio, LINE) == here


LOUD = 0.3 * np.sin(2 * np.pi * 12_000 * np.arange(RATE_HZ) / RATE_HZ)


@pytest.mark.parametrize(
    ("made", "state", "told"),
    [
        (lambda speech: recorded(speech), "good", "Good"),
        (lambda speech: np.clip(20 * recorded(speech), -1, 1), "poor", "It is clipped"),
        (lambda speech: recorded(speech) / 100, "poor", "It is too quiet, by"),
        (lambda speech: recorded(speech, room_db=-40), "poor", "It is noisy"),
        (lambda speech: np.concatenate([room(4.0), recorded(speech)]), "good", "Good"),
        (lambda _: room(3.0, -75), "bad", "Nothing is heard"),
        (lambda speech: recorded(np.tile(speech, 6)), "bad", "Is it this line"),
        (lambda speech: recorded(LOUD[: speech.size]), "bad", "No speech is heard"),
    ],
    ids=["good", "clipped", "quiet", "noisy", "late", "silent", "another", "hiss"],
)
def test_a_take_is_judged(
    studio: Opened, said: dict[str, Samples], made: Any, state: str, told: str
) -> None:
    found = take(studio, wav(made(said[LINE]))).json
    assert (found["state"], bool(found["take"])) == (state, state != "bad"), found
    assert told in " ".join(found["said"])


def test_what_is_too_long_for_its_slot_is_refused(studio: Opened, said: dict[str, Samples]) -> None:
    page = studio.get("/voice?set=anna").text
    assert 'data-key="one" data-most="' in page
    drawn = np.concatenate([said[OTHER], 0.6 * said[OTHER], 0.6 * said[OTHER]])
    found = take(studio, wav(recorded(drawn)), OTHER).json
    assert (found["state"], found["take"]) == ("bad", "")
    assert "too long for its" in found["said"][0]


def test_what_is_no_sound_is_refused_in_words(studio: Opened) -> None:
    for body in (b"", b"RIFF", b"x" * 1000, wav(room(1.0))[:60]):
        found = take(studio, body)
        assert (found.status, found.json["state"]) == (200, "bad")
        assert found.json["said"][0]
    assert take(studio, wav(room(1.0)), content_type="application/json").status == 415


def test_only_lines_and_voices_that_there_are_can_be_recorded(studio: Opened) -> None:
    assert take(studio, b"", "no such line").status == 404
    assert take(studio, b"", name="nobody").status == 404
    for name in ("../mine", "a/b", "..", "\0", ""):
        assert take(studio, b"", name=name).status == 422
        assert studio.do("begin-voice", name=name, language="en").status == 422
    assert studio.do("keep-take", take="0" * 16).status == 404
    assert studio.do("keep-take", take=3).status == 400
    assert studio.do("say-line", set="anna", key="no such line").status == 404
    assert studio.do("begin-voice", name="bea", language="xx").status == 400
    assert studio.do("begin-voice", name="anna", language="de").status == 422
    assert [each.name for each in (studio.folder / "recordings").iterdir()] == ["anna"]
    assert studio.get("/voice?set=nobody").status == 404
    assert studio.get("/voice?set=../mine").status == 404


def test_a_line_is_heard_as_another_voice_says_it_and_as_recorded(
    studio: Opened, said: dict[str, Samples]
) -> None:
    studio.do("keep-take", take=take(studio, wav(recorded(said[LINE]))).json["take"])
    sizes = {}
    for mine in (False, True):
        job = studio.do("say-line", set="anna", key=spoken_key(LINE), own=mine).json["job"]
        told = followed(studio, job)
        assert told["state"] == "ready", told
        sound = studio.get(told["sound"])
        assert sound.headers["content-type"] == "audio/mpeg"
        samples, _ = soundfile.read(io.BytesIO(sound.body))
        sizes[mine] = float(np.abs(samples).max())
    assert sizes[False] < 0.01 < sizes[True], "the other voice of this project is silent"


def test_words_that_are_missing_are_named_where_a_recogniser_is_installed(
    studio: Opened, shared_folder: Path, aloud: None
) -> None:
    if not can_recognise("en"):
        pytest.skip("no recogniser")
    whole, part = "Push your feet down.", "Push down."
    said = speak(shared_folder / "cache", whole, part)
    unheard = {}
    for text in (whole, part):
        judged = take(studio, wav(recorded(said[text])), whole).json
        assert judged["recognises"] is True
        told = followed(studio, studio.do("hear-words", take=judged["take"]).json["job"])
        assert told["state"] == "ready"
        unheard[text] = told["unheard"]
    assert unheard[whole] == ""
    assert "feet" in unheard[part]
    assert studio.do("hear-words", take="0" * 16).status == 404


def test_this_page_alone_may_listen(studio: Opened) -> None:
    assert "microphone=(self)" in studio.get("/voice?set=anna").headers["permissions-policy"]
    for path in ("/", "/exercises", "/out", "/voice?set=", "/nowhere", "/assets/recorder.js"):
        assert "microphone=()" in studio.get(path).headers["permissions-policy"]


def test_a_take_may_be_a_minute_long_and_no_more(studio: Opened) -> None:
    minute = wav(room(60.0))
    assert MOST_SENT < len(minute) < MOST_TAKEN
    assert take(studio, minute).status == 200


@pytest.mark.parametrize(
    ("path", "size"),
    [
        (TAKE, 100_000_000),
        (TAKE, MOST_TAKEN + 1),
        (f"{TAKE}/", MOST_SENT + 1),
        ("/do/job", MOST_SENT + 1),
    ],
)
def test_what_is_too_large_is_refused_before_it_is_read(
    studio: Opened, path: str, size: int
) -> None:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{studio.port}\r\nCookie: {studio.cookie}\r\n"
        f"Sec-Fetch-Site: same-origin\r\nContent-Type: audio/wav\r\nContent-Length: {size}\r\n\r\n"
    )
    with closing(socket.create_connection(("127.0.0.1", studio.port), WAIT_S)) as client:
        client.sendall(head.encode() + b"RIFF")
        assert b" 413 " in client.recv(4096)


def test_a_take_from_elsewhere_is_refused(studio: Opened) -> None:
    for forged in ({"sec_fetch_site": "cross-site"}, {"origin": "http://evil.example"}):
        assert take(studio, b"", **forged).status == 403
    assert take(studio, b"", cookie=None).status == 403


def test_lines_are_listed_most_used_first_and_a_new_routine_adds_its_own(
    studio: Opened, said: dict[str, Samples]
) -> None:
    def counts() -> list[int]:
        page = studio.get("/voice?set=anna").text
        return [int(found) for found in re.findall(r'data-said="(\d+)"', page)]

    before = counts()
    assert before == sorted(before, reverse=True)
    file = studio.folder / "scripts/routines/other.yaml"
    file.write_text("routine: other\ntitle: Other\nsteps:\n  - cat-cow: 5 reps\n", "utf-8")
    try:
        after = counts()
        assert len(after) > len(before)
        assert after == sorted(after, reverse=True)
        assert 'data-routine="other"' in studio.get("/voice?set=anna").text
        told = take(studio, wav(recorded(said[LINE]))).json
        assert len(studio.do("keep-take", take=told["take"]).json["coverage"]) == 2
        kept = read_set(studio.folder / "recordings/anna")
        assert kept
        numbers = sorted(line.number for line in kept.lines.values())
        assert numbers == [*range(1, len(after) + 1)], "new lines have got theirs"
    finally:
        file.unlink()


def test_without_a_routine_the_page_says_what_to_do(tmp_path: Path, cache: Path) -> None:
    with opened(clinic(tmp_path / "clinic", cache)) as studio:
        page = studio.get("/voice")
        assert page.status == 200
        assert "no routine of your own yet" in page.text
        assert "begin-voice" not in page.text
