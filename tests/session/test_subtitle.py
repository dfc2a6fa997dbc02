"""What sets a session apart from others of its routine, in its language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from tests.coach.sessions import SHIPPED
from tests.session.conftest import SHORT, make_project
from voicecoach.app.sessions import Sessions
from voicecoach.model.contraindications import Contraindication
from voicecoach.model.routine import Guidance
from voicecoach.project import Project
from voicecoach.session.order import Order, ResolvedOrder
from voicecoach.session.resolve import resolve
from voicecoach.session.subtitle import subtitle

TWELVE = (720_000, 720_000)
PROFILE = "profile: knee\nname: Somebody\navoid: [kneeling, prone]\nguidance: brief\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = make_project(tmp_path)
    (tmp_path / "scripts" / "profiles").mkdir()
    (tmp_path / "scripts" / "profiles" / "knee.yaml").write_text(PROFILE, encoding="utf-8")
    return made


def resolved(project: Project, order: Order) -> ResolvedOrder:
    return resolve(order, project, project.library())


def apart(project: Project, order: Order, total_ms: int = 720_000) -> str:
    return subtitle(resolved(project, order), total_ms)


def test_a_routine_as_it_is_written_needs_none(project: Project) -> None:
    assert apart(project, Order("short")) == ""
    assert apart(project, Order("short", voice="silent", rate=120, bitrate=96)) == ""


def test_length_and_guidance_that_were_asked_for_are_named(project: Project) -> None:
    asked = Order("short", length=TWELVE, guidance="brief")
    assert apart(project, asked) == "12 minutes, brief"
    assert apart(project, Order("short", guidance="full")) == ""


@pytest.mark.parametrize(
    ("ms", "said"),
    [(90_400, "90 seconds"), (119_999, "120 seconds"), (120_000, "2 minutes"), (719_000, "12")],
)
def test_a_length_is_that_of_the_session(project: Project, ms: int, said: str) -> None:
    assert apart(project, Order("short", length=(60_000, 900_000)), ms).startswith(said)


@pytest.mark.slow
def test_a_profile_says_what_is_avoided_in_its_order(project: Project) -> None:
    assert apart(project, Order("short", profile="knee")) == (
        "no kneeling, no lying on the front, brief"
    )
    assert "Somebody" not in apart(project, Order("short", profile="knee"))


def test_what_the_routine_says_of_itself_sets_nothing_apart(tmp_path: Path) -> None:
    text = SHORT.replace("steps:", "guidance: tones\nlength: 5m\nsteps:")
    project = make_project(tmp_path, text)
    assert apart(project, Order("short"), 300_000) == ""
    assert apart(project, Order("short", guidance="full"), 300_000) == "full guidance"
    assert apart(project, Order("short", length=TWELVE)) == "12 minutes"


@pytest.mark.slow
@pytest.mark.parametrize("code", SHIPPED.names("languages"))
def test_every_language_has_all_words(project: Project, code: str) -> None:
    language, _ = SHIPPED.language(code)
    assert language is not None
    assert {*get_args(Guidance)} == language.subtitle.guidance.keys()
    assert {*get_args(Contraindication)} == language.subtitle.avoid.keys()
    order = resolved(project, Order("short", profile="knee", length=TWELVE))
    said = subtitle(replace(order, script=replace(order.script, language=language)), 720_000)
    assert said.startswith("12 ")
    assert language.subtitle.avoid["kneeling"] in said


@pytest.mark.slow
def test_record_and_plan_have_it(project: Project) -> None:
    with Sessions(project) as sessions:
        order = sessions.resolve(Order("short", voice="silent", guidance="tones"))
        built = sessions.build(order)
    assert built.saved.record.content.subtitle == "tones only"
    assert built.planned.plan.content == built.saved.record.content
    assert built.planned.plan.etag == built.saved.record.media.etag
