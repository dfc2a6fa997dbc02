"""What passes a check passes a build: both place a session by the same lengths."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.session.conftest import SHORT, make_project
from voicecoach.app.checks import check_scripts
from voicecoach.app.sessions import Sessions
from voicecoach.audio.mp3.encode import encode_fragment
from voicecoach.audio.mp3.frames import Bitrate, fragment_ms
from voicecoach.audio.pcm.tones import TONES, length_ms, make_tone
from voicecoach.base.errors import VoicecoachError
from voicecoach.model.routine import Guidance
from voicecoach.project import Project
from voicecoach.session.order import Order
from voicecoach.session.timing import preview

TIGHT = """\
exercise: tight
title: Step up
position: standing
kind: movement
purpose: Works the legs.
benefit: This works your legs.
setup: [Stand tall in front of a low step.]
phases:
  - {{kind: hold, length: 20s, say: Go., short: Go.}}
  - {{kind: move, length: {release}, say: Stop., short: Stop.}}
safety: Do less if you need to.
gentle: true
dose: hold 20s
sources:
  - {{source: editorial, dose: "hold 10-60s"}}
"""
TIGHT_ROUTINE = """\
routine: short
title: Short
steps:
  - tight: 2 sets, hold 20s, rest 20s
"""


@pytest.mark.parametrize("bitrate", [64, 96])
@pytest.mark.parametrize("name", TONES)
def test_a_tone_takes_as_many_frames_as_is_reckoned(name: str, bitrate: Bitrate) -> None:
    fragment = encode_fragment(make_tone(name), bitrate)
    assert fragment.extent.length_ms == fragment_ms(length_ms(name))


@pytest.mark.slow
@pytest.mark.parametrize("guidance", ["full", "tones"])
@pytest.mark.parametrize("code", ["en", "hi"])
def test_a_silent_session_is_placed_as_it_is_checked(
    tmp_path: Path, code: str, guidance: Guidance
) -> None:
    text = (
        SHORT if code == "en" else SHORT.replace("title: Short\n", "title: Short\nlanguage: hi\n")
    )
    project = make_project(tmp_path, text)
    order = Order("short", voice="silent", language=code, guidance=guidance, rate=140)
    with Sessions(project) as sessions:
        resolved = sessions.resolve(order)
        content = sessions.plan(resolved).plan.content
        schedule, problems = preview(resolved.script, order)
    assert not problems
    assert [cue.start_ms for cue in schedule.cues] == [cue.start_ms for cue in content.cues]


@pytest.mark.slow
@pytest.mark.parametrize("release", ["0.5s", "0.8s", "0.9s", "1s", "1.5s"])
def test_what_a_check_refuses_no_build_makes_and_the_other_way_round(
    tmp_path: Path, release: str
) -> None:
    project = make_project(tmp_path, TIGHT_ROUTINE)
    (tmp_path / "scripts" / "exercises").mkdir()
    exercise = tmp_path / "scripts" / "exercises" / "tight.yaml"
    exercise.write_text(TIGHT.format(release=release), encoding="utf-8")
    checked = check_scripts(project, ("short",), Order("short"))
    refused = any(problem.severity == "error" for problem in checked.problems)
    assert refused == (not builds(project))


def builds(project: Project) -> bool:
    try:
        with Sessions(project) as sessions:
            sessions.plan(sessions.resolve(Order("short", voice="silent")))
    except VoicecoachError:
        return False
    return True
