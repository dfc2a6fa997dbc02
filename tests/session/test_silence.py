"""What there is where nothing is heard: in every shipped session, by the players' own rules."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from tests.coach.sessions import ROUTINES
from tests.session.conftest import make_project
from tests.skipping import PLAYERS, longest_zeros_s, removed_s
from voicecoach.app.sessions import Sessions
from voicecoach.audio.mp3.crc import crc16
from voicecoach.model.profile import Profile
from voicecoach.model.settings import Settings
from voicecoach.project import find_project
from voicecoach.session.order import Order
from voicecoach.session.plan import SessionPlan
from voicecoach.session.resolve import decide
from voicecoach.session.under import APART_FRAMES, LEAST_BED_FRAMES, QUIET

Pcm = NDArray[np.int16]


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sessions]:
    with Sessions(make_project(tmp_path_factory.mktemp("silence"))) as opened:
        yield opened


def plan_of(sessions: Sessions, order: Order) -> SessionPlan:
    return sessions.plan(sessions.resolve(order)).plan


def decoded(plan: SessionPlan) -> Pcm:
    samples: Pcm = soundfile.read(io.BytesIO(b"".join(plan.pieces())), dtype="int16")[0]
    return samples


@pytest.mark.slow
@pytest.mark.parametrize("routine", ROUTINES)
def test_no_player_cuts_a_shipped_session(sessions: Sessions, routine: str) -> None:
    samples = decoded(plan_of(sessions, Order(routine, voice="silent")))
    assert {name: removed_s(player(samples)) for name, player in PLAYERS.items()} == dict.fromkeys(
        PLAYERS, 0
    )
    assert longest_zeros_s(samples) < 0.2


@pytest.mark.slow
@pytest.mark.parametrize("player", PLAYERS)
def test_every_player_cuts_a_plain_one(sessions: Sessions, player: str) -> None:
    samples = decoded(plan_of(sessions, Order("short", voice="silent", silence="plain")))
    assert removed_s(PLAYERS[player](samples)) > len(samples) / 48_000 / 2
    assert longest_zeros_s(samples) > 1


@pytest.mark.slow
@pytest.mark.parametrize("bitrate", [64, 96])
@pytest.mark.parametrize("under", ["none", "hum", "sea", "rain"])
def test_no_player_cuts_a_session_with_a_bed(sessions: Sessions, under: str, bitrate: int) -> None:
    order = Order("short", voice="silent", under=under, bitrate=bitrate)  # type: ignore[arg-type]
    plan = plan_of(sessions, order)
    samples = decoded(plan)
    assert [player(samples) for player in PLAYERS.values()] == [[], [], []]
    size = plan.layout.begin_of(0)
    data = b"".join(plan.pieces())[plan.size - plan.layout.size :]
    assert int.from_bytes(data[173:175], "big") == crc16(data[size:])
    assert (plan.content.silence, plan.content.under) == ("carrier", under)


@pytest.mark.voice
def test_a_bed_sounds_in_what_is_quiet_and_apart_from_words(sessions: Sessions) -> None:
    plan = plan_of(sessions, Order("short", voice="pyttsx3", under="sea"))
    beds, spoken = plan.layout.beds, plan.layout.placed
    assert beds
    quiet = [slot for slot in plan.content.slots if slot.kind in QUIET]
    for bed in beds:
        assert bed.end - bed.frame >= LEAST_BED_FRAMES
        assert not any(
            each.frame - APART_FRAMES < bed.end and bed.frame < each.end + APART_FRAMES
            for each in spoken
        )
        for frame in (bed.frame, (bed.frame + bed.end) // 2, bed.end - 1):
            assert any(slot.start_ms <= frame * 24 <= slot.end_ms for slot in quiet)
    longest = max(quiet, key=lambda slot: slot.end_ms - slot.start_ms)
    inside = [b for b in beds if longest.start_ms <= b.frame * 24 < longest.end_ms]
    assert inside, "and it does sound in the longest of them"


def test_a_loop_is_encoded_once(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    order = Order("short", voice="silent", under="rain")
    first = plan_of(sessions, order)
    monkeypatch.setattr("voicecoach.audio.pcm.beds.make_bed", None)
    assert plan_of(sessions, order).etag == first.etag


def test_who_decides_about_silence() -> None:
    person = Profile("knee", silence="plain", under="sea")
    found = decide(Order(), Settings(under="rain"), person)
    assert (found.silence.value, found.silence.made_by) == ("plain", "profile")
    assert (found.under.value, found.under.made_by) == ("sea", "profile")
    assert [*found.marks()] == []
    asked = decide(Order(silence="carrier", under="none"), Settings(), person)
    assert [*asked.marks()] == ["silence-carrier", "under-none"]
    default = decide(Order(), Settings())
    assert (default.silence.value, default.silence.made_by) == ("carrier", "default")
    assert (default.under.value, default.under.made_by) == ("none", "default")
    assert decide(Order(), Settings(silence="plain")).silence.made_by == "settings"


@pytest.mark.slow
def test_both_can_be_set_in_the_settings(tmp_path: Path) -> None:
    make_project(tmp_path)
    text = 'silence = "plain"\nunder = "hum"\n'
    (tmp_path / "voicecoach.toml").write_text(text, encoding="utf-8")
    settings = find_project(tmp_path).settings
    assert (settings.silence, settings.under) == ("plain", "hum")
