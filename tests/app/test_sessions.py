"""What commands, servers and batches call."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from tests.session.conftest import make_project
from voicecoach.app.jobs import Event
from voicecoach.app.sessions import Sessions
from voicecoach.coach.timeline import Tone
from voicecoach.project import Project, find_project
from voicecoach.session.order import Order

SILENT = Order("short", voice="silent")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "here")


@pytest.mark.slow
def test_building_tells_of_every_sound(project: Project) -> None:
    told: list[Event] = []
    with Sessions(project) as sessions:
        order = sessions.resolve(SILENT)
        new = sessions.build(order, listener=told.append).planned.new
        assert [event.done for event in told] == [*range(new + 1)]
        assert {(event.kind, event.name, event.total) for event in told} == {
            ("speaking", "short", new)
        }
        told.clear()
        assert sessions.build(order, listener=told.append).planned.new == 0
    assert told == [Event("speaking", "short", new, new, new)]


@pytest.mark.slow
def test_a_session_is_shown_before_and_after_it_is_spoken(project: Project) -> None:
    with Sessions(project) as sessions:
        order = sessions.resolve(SILENT)
        before = sessions.show(order)
        spoken = {cue.sound for cue in before.schedule.cues if not isinstance(cue.sound, Tone)}
        assert spoken <= before.estimated
        assert set(before.voices) == spoken
        assert {*before.voices.values()} == {"silent:silence"}
        plan = sessions.plan(order).plan
        after = sessions.show(order)
    assert not after.estimated & {cue.sound for cue in after.schedule.cues}
    assert after.schedule.total_ms == plan.content.duration_ms


@pytest.mark.slow
def test_a_session_is_heard_from_a_time_on(project: Project) -> None:
    with Sessions(project) as sessions:
        order = sessions.resolve(SILENT)
        content = sessions.build(order).saved.mp3.read_bytes()
        plan = sessions.plan(order).plan
        assert b"".join(sessions.hear(order)) == content
        heard = b"".join(sessions.hear(order, 20_000))
    assert heard == content[plan.byte_at(20_000) :]
    assert heard[:2] == content[plan.size - plan.layout.size :][:2], "an MP3 frame comes first"


@pytest.mark.slow
def test_sessions_of_two_bit_rates_are_made_side_by_side(project: Project) -> None:
    with Sessions(project) as sessions:
        names = []
        for bitrate in (64, 96):
            order = sessions.resolve(Order("short", voice="silent", bitrate=bitrate))
            built = sessions.build(order)
            names.append(built.saved.mp3.name)
            assert built.planned.plan.layout.bitrate_kbps == bitrate
    assert names == ["short.silent.mp3", "short.silent.96k.mp3"]


def test_two_projects_live_in_one_process(tmp_path: Path) -> None:
    """Each with its own settings, which the one of before does not overwrite."""
    open_at_once = []
    for name in ("one", "other"):
        make_project(tmp_path / name)
        (tmp_path / name / "say.py").write_text(f"# {name}", encoding="utf-8")
        program = json.dumps([sys.executable, str(tmp_path / name / "say.py"), "{out}"])
        settings = f'voice = "command"\n[engines.command]\narguments = {program}\n'
        (tmp_path / name / "voicecoach.toml").write_text(settings, encoding="utf-8")
        open_at_once.append(Sessions(find_project(tmp_path / name)))
    voices = [each.cast(each.resolve(Order("short"))).coach.voice for each in open_at_once]
    assert voices[0].name == voices[1].name
    assert voices[0].version != voices[1].version
    again = Sessions(find_project(tmp_path / "one"))
    assert again.cast(again.resolve(Order("short"))).coach.voice == voices[0]


@pytest.mark.slow
def test_what_one_project_spoke_the_other_takes_from_the_shared_folder(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    built = []
    for name in ("one", "other"):
        make_project(tmp_path / name)
        settings = 'voice = "silent"\n[cache]\nfar = "../share"\n'
        (tmp_path / name / "voicecoach.toml").write_text(settings, encoding="utf-8")
        with Sessions(find_project(tmp_path / name)) as sessions:
            built.append(sessions.build(sessions.resolve(Order("short"))))
    first, second = built
    assert (first.planned.new > 0, second.planned.new) == (True, 0)
    assert first.saved.mp3.read_bytes() == second.saved.mp3.read_bytes()
    assert first.planned.remarks == second.planned.remarks == ()
    shutil.rmtree(tmp_path / "share")
    with Sessions(find_project(tmp_path / "other")) as sessions:
        again = sessions.build(sessions.resolve(Order("short")))
        assert (again.planned.new, again.planned.remarks) == (0, ()), "nothing was asked of it"
        slower = sessions.build(sessions.resolve(Order("short", rate=110)))
    assert slower.planned.new > 0
    (remark,) = {str(each) for each in slower.planned.remarks}
    set_at = f"{tmp_path / 'other' / 'voicecoach.toml'}:3:1: "
    assert remark.startswith(f"{set_at}the shared cache was not used: there is no folder ")
    assert not (tmp_path / "share").exists()


def test_texts_of_settings_are_tidied_and_paths_are_not(tmp_path: Path) -> None:
    settings = (
        'artist = "Physio\u200b Zu\u0308rich"\n[clinic]\nname = "The Runner\u2019s Clinic"\n'
        'logo = "l\u2019ogo.png"\n[cache]\nfar = "/srv/l\u2019\u00e9te\u0301"\n'
    )
    make_project(tmp_path)
    (tmp_path / "voicecoach.toml").write_text(settings, encoding="utf-8")
    for _ in ("read", "kept"):
        found = find_project(tmp_path).settings
        assert (found.artist, found.clinic.name) == ("Physio Zürich", "The Runner's Clinic")
        assert (found.clinic.logo, found.cache.far) == (
            "l\u2019ogo.png",
            "/srv/l\u2019\u00e9te\u0301",
        )
