"""What is heard in the studio: spoken first where it must be, and given in parts."""

from __future__ import annotations

import http.client
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.studio.opened import WAIT_S, Opened, opened_here
from tests.studio.patient_voice import PatientVoice
from voicecoach.app.workspace import Workspace
from voicecoach.coach.timeline import Utterance
from voicecoach.session.order import Order


def ready(studio: Opened, name: str, **asked: Any) -> dict[str, Any]:
    """What the studio tells of a session once it can be heard."""
    return followed(studio, studio.do("hear", name, **asked).json["job"])


def followed(studio: Opened, job: str) -> dict[str, Any]:
    """What the studio tells of a job once it is done."""
    for _ in range(3000):
        told = studio.do("job", job=job).json
        if told["state"] in ("ready", "failed"):
            return told
        time.sleep(0.02)
    raise AssertionError(told)


def test_an_exercise_is_heard_from_where_it_begins(studio: Opened) -> None:
    told = ready(studio, "bridge", kind="exercise")
    assert told["state"] == "ready", told
    assert 0 < told["from_ms"] < told["to_ms"] <= told["duration_ms"]
    whole = studio.get(told["sound"])
    assert (whole.status, whole.headers["content-type"]) == (200, "audio/mpeg")
    assert whole.body.startswith(b"ID3")
    assert int(whole.headers["content-length"]) == len(whole.body)


def test_a_player_gets_the_parts_that_it_asks_for(studio: Opened) -> None:
    sound = ready(studio, "mine", kind="routine")["sound"]
    whole = studio.get(sound).body
    part = studio.get(sound, range="bytes=1000-1999")
    assert (part.status, part.body) == (206, whole[1000:2000])
    assert part.headers["content-range"] == f"bytes 1000-1999/{len(whole)}"
    assert studio.get(sound, range="bytes=-10").body == whole[-10:]
    assert studio.get(sound, range=f"bytes={len(whole)}-").status == 416
    assert studio.get(sound, range="bytes=0-1,5-6").body == whole  # as HTTP allows


def test_a_routine_can_be_heard_otherwise_than_it_is_written(studio: Opened) -> None:
    full = ready(studio, "desk-break", kind="routine")
    brief = ready(studio, "desk-break", kind="routine", guidance="brief")
    german = ready(studio, "desk-break", kind="routine", language="de")
    assert brief["duration_ms"] < full["duration_ms"]
    assert len({full["sound"], brief["sound"], german["sound"]}) == 3
    assert german["title"] != full["title"]


def test_each_step_says_where_it_begins(studio: Opened) -> None:
    told = ready(studio, "mine", kind="routine")
    (first, first_ms), (second, second_ms) = told["steps"]
    assert (first, second) == ("steps-0", "steps-1")
    assert 0 < first_ms < second_ms < told["duration_ms"]


def test_why_nothing_is_heard_is_told(studio: Opened) -> None:
    told = ready(studio, "mine", kind="routine", voice="piper:nobody")
    assert told["state"] == "failed"
    assert told["message"]
    assert studio.do("hear", "no-such", kind="routine").status == 404
    assert studio.do("hear", "mine", kind="routine", guidance="loud").status == 400
    assert studio.do("hear", "mine", kind="routine", rate=1).status == 400
    assert studio.do("job", job="none").status == 404


@pytest.mark.slow
def test_who_wants_another_session_does_not_wait_for_the_first(studio: Opened) -> None:
    first = studio.do("hear", "mine", kind="routine", rate=111).json["job"]
    assert ready(studio, "mine", kind="routine")["state"] == "ready"
    assert studio.do("job", job=first).json["state"] in ("ready", "failed")


LINES = 36  # after which the voice waits; the first three are for its pace
BYTES_OF_TEN_S = 80_000
ROUTINE = "desk-break"


def followed_up_to(studio: Opened, job: str, what: str) -> dict[str, Any]:
    """What the studio tells of a job as soon as it tells a certain thing."""
    for _ in range(3000):
        told = studio.do("job", job=job).json
        assert told["state"] != "failed", told
        if what in told:
            return told
        time.sleep(0.02)
    raise AssertionError(told)


def texts_around(
    project: Path, step: str, routine: str = ROUTINE
) -> tuple[set[str], set[str], set[str]]:
    """What is said before a step and never again, in the step, and behind it."""
    with Workspace.open(project) as workspace:
        placed = workspace.sessions.show(workspace.sessions.resolve(Order(routine))).schedule
    parts: tuple[set[str], set[str], set[str]] = (set(), set(), set())
    at = 0
    for cue in placed.cues:
        where = placed.slots[cue.slot].slot.step
        is_inside = where is not None and "-".join(map(str, where.path[:2])) == step
        at = 1 if is_inside else 2 if at else 0
        if isinstance(cue.sound, Utterance):
            parts[at].add(cue.sound.text)
    return parts[0] - parts[1] - parts[2], parts[1], parts[2]


def first_bytes(studio: Opened, path: str, count: int) -> bytes:
    """The first bytes of a sound that goes on."""
    connection = http.client.HTTPConnection("127.0.0.1", studio.port, timeout=WAIT_S)
    with closing(connection):
        host = f"127.0.0.1:{studio.port}"
        connection.request("GET", path, headers={"host": host, "cookie": studio.cookie})
        return connection.getresponse().read(count)


@pytest.fixture
def spoken_slowly(project: Path, real_workers: None) -> tuple[Path, PatientVoice]:
    """A project whose voice waits before all of the routine is spoken."""
    return project, PatientVoice.of(project, LINES)


@pytest.mark.slow
def test_the_first_is_heard_from_a_step_on_before_the_rest_is_spoken(
    spoken_slowly: tuple[Path, PatientVoice],
) -> None:
    project, voice = spoken_slowly
    before, inside, behind = texts_around(project, "steps-1")
    with opened_here(project) as studio:
        job = studio.do("hear", ROUTINE, kind="routine", from_step="steps-1").json["job"]
        told = followed_up_to(studio, job, "along")
        asked = {*voice.asked()}
        assert told["state"] == "working"
        assert told["done"] < told["total"]
        assert asked & inside, "the lines of the step are spoken first"
        assert len(asked & before) < 3, "what is said last before it may run into it"
        assert len(first_bytes(studio, told["along"], BYTES_OF_TEN_S)) == BYTES_OF_TEN_S
        assert len(voice.asked()) < len(before | inside | behind)
        voice.go_on()
        ready = followed(studio, job)
        assert ready["state"] == "ready", ready
        assert {*voice.asked()} & before
        sound = studio.get(told["along"])
        rest_ms = ready["duration_ms"] - ready["along_ms"]
        assert abs(len(sound.body) // 192 * 24 - rest_ms) <= 48
        assert ready["from_ms"] - 500 < ready["along_ms"] <= ready["from_ms"]


@pytest.mark.slow
def test_whoever_leaves_has_nothing_more_spoken(spoken_slowly: tuple[Path, PatientVoice]) -> None:
    project, voice = spoken_slowly
    with opened_here(project) as studio:
        asked = {"kind": "routine", "from_step": "steps-1"}
        job = studio.do("hear", ROUTINE, **asked).json["job"]
        sound = followed_up_to(studio, job, "along")["along"]
        studio.do("leave", job=job)
        voice.go_on()
        assert followed(studio, job)["state"] == "failed"
        lines = len(voice.asked())
        assert len(studio.get(sound).body) >= BYTES_OF_TEN_S, "what was spoken can be heard"
        assert len(voice.asked()) == lines
        again = studio.do("hear", ROUTINE, **asked).json["job"]
        assert followed(studio, again)["state"] == "ready"


@pytest.mark.slow
def test_a_place_further_on_is_spoken_before_what_lies_between(
    spoken_slowly: tuple[Path, PatientVoice],
) -> None:
    project, voice = spoken_slowly
    before, inside, _ = texts_around(project, "steps-4", "daily-15")
    with opened_here(project) as studio:
        asked = {"kind": "routine", "from_step": "steps-4"}
        first = studio.do("hear", "daily-15", **asked).json["job"]
        told = followed_up_to(studio, first, "along")
        assert {*voice.asked()} & inside
        assert len({*voice.asked()} & before) < 3
        assert told["along_ms"] < dict(told["steps"])["steps-4"] + 500


@pytest.mark.slow
def test_why_it_goes_no_further_is_told(spoken_slowly: tuple[Path, PatientVoice]) -> None:
    project, voice = spoken_slowly
    with opened_here(project) as studio:
        job = studio.do("hear", ROUTINE, kind="routine", from_step="steps-1").json["job"]
        sound = followed_up_to(studio, job, "along")["along"]
        (voice.folder / "say.py").write_text("raise SystemExit('no voice left')", encoding="utf-8")
        voice.go_on()
        told = followed(studio, job)
        assert told["state"] == "failed"
        assert "no voice left" in told["message"]
        assert studio.get(sound).body
