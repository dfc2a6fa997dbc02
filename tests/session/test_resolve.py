"""What was decided about a session, and by whom."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from voicecoach.base.errors import ScriptError
from voicecoach.library.library import Library, shipped_scripts
from voicecoach.model.profile import Profile
from voicecoach.model.routine import CounterVoice, RoutineHead
from voicecoach.model.settings import Settings
from voicecoach.project import Project, find_project
from voicecoach.session.faults import Faulty
from voicecoach.session.order import Order, ResolvedOrder, StageDay
from voicecoach.session.record import RecordedPlan
from voicecoach.session.resolve import decide, resolve, speakers, speaking

TEN, TWELVE, TWENTY = ((minutes * 60_000,) * 2 for minutes in (10, 12, 20))
HEAD = RoutineHead("short", "Short", voice="silent", counter=CounterVoice(rate=150), length=TEN)
PROFILE = Profile("knee", guidance="brief", language="es", rate=100, length=TWELVE)
SETTINGS = Settings(voice="pyttsx3", rate=110, counter=CounterVoice("silent", 160, 0.0), bitrate=96)


def test_the_first_to_ask_for_something_gets_it() -> None:
    found = decide(Order(rate=120), SETTINGS, PROFILE, HEAD)
    assert (found.language.value, found.language.made_by) == ("es", "profile")
    assert (found.voice.value, found.voice.made_by) == ("silent", "routine")
    assert (found.rate.value, found.rate.made_by, found.rate.implied) == (120, "option", 100)
    assert (found.counter.value, found.counter.made_by) == ("silent", "settings")
    assert (found.counter_rate.value, found.counter_rate.made_by) == (150, "routine")
    assert (found.counter_level.value, found.counter_level.made_by) == (0.0, "settings")
    assert (found.guidance.value, found.guidance.made_by) == ("brief", "profile")
    assert (found.length.value, found.length.made_by) == (TWELVE, "profile")
    assert (found.bitrate.value, found.bitrate.made_by) == (96, "settings")
    assert found.others == ("silent", "pyttsx3")


def test_what_nobody_asks_for_has_a_default() -> None:
    found = decide(Order(), Settings())
    choices = (found.language, found.voice, found.rate, found.counter, found.guidance, found.length)
    assert [choice.value for choice in choices] == ["en", "", 140, "", "full", None]
    assert {choice.made_by for choice in (*choices, found.bitrate)} == {"default"}


def test_only_what_an_option_changes_is_in_the_name() -> None:
    asked = Order(language="es", voice="silent", rate=90, guidance="tones", length=TWENTY)
    assert [*decide(asked, SETTINGS, PROFILE, HEAD).marks()] == ["90wpm", "tones", "20m"]
    asked = Order(language="en", voice="flite", counter="pyttsx3", bitrate=64)
    marks = [*decide(asked, SETTINGS, PROFILE, HEAD).marks()]
    assert marks == ["en", "flite", "count-pyttsx3", "64k"]


def test_who_speaks_is_said_with_who_decided_it() -> None:
    head = replace(HEAD, voice="pyttsx3:gmw/en-us")
    settings = Settings(rate=110, counter=CounterVoice("silent", 160, -3.0))
    choices = decide(Order(), settings, None, head)
    speech = speakers(choices)
    assert [*map(str, speaking(choices, speech))] == [
        "Speaking with pyttsx3:gmw/en-us at 110 words a minute, as the routine says.",
        "Counting with silent:silence at 150 words a minute, -3 dB.",
    ]
    choices = decide(Order(voice="pyttsx3:gmw/de"), Settings())
    (said,) = speaking(choices, speakers(choices))
    assert str(said).endswith("as you asked (it speaks de, not en).")
    assert said.plain()["facts"]["foreign"]["facts"] == {"languages": ["de"], "language": "en"}


@pytest.fixture
def here(project: Path) -> tuple[Project, Library]:
    found = find_project(project)
    return found, found.library()


def test_a_routine_is_resolved_with_what_was_decided_of_it(here: tuple[Project, Library]) -> None:
    found = resolve(Order("daily", guidance="brief", length=TWENTY), *here)
    assert (found.script.guidance, found.script.length) == ("brief", TWENTY)
    assert found.file_name == "daily.brief.20m.mp3"
    plain = resolve(Order("daily"), *here)
    assert (plain.script.guidance, plain.script.length) == (None, None)
    assert plain.file_name == "daily.mp3"


def test_a_day_of_a_programme_is_named_after_its_stage(here: tuple[Project, Library]) -> None:
    found, stage = day_of("back-care", here)
    assert found.name == f"back-care.{stage}.{found.script.routine.head.routine}"
    assert found.programme == "back-care"


def test_a_stage_decides_the_length(here: tuple[Project, Library], project: Path) -> None:
    text = (shipped_scripts() / "programmes" / "back-care.yaml").read_text(encoding="utf-8")
    folder = project / "scripts" / "programmes"
    folder.mkdir()
    (folder / "own.yaml").write_text(
        text.replace("programme: back-care", "programme: own").replace(
            "    weeks:", "    length: 20m\n    weeks:"
        ),
        encoding="utf-8",
    )
    found, _ = day_of("own", (here[0], here[0].library()))
    assert (found.choices.length.value, found.choices.length.made_by) == (TWENTY, "stage")
    assert found.script.length == TWENTY


def day_of(name: str, here: tuple[Project, Library]) -> tuple[ResolvedOrder, str]:
    file = here[1].find("programmes", name)
    assert file is not None
    programme, _ = here[1].programme(file)
    assert programme is not None
    stage = programme.stages[0]
    plan = RecordedPlan(programme.title, "Dr Ahn", "2026-12-01", "112")
    routine = stage.routines[0]
    return resolve(Order(routine, StageDay(name, stage.stage, plan)), *here), stage.stage


def test_the_day_of_a_programme_is_the_turn_of_its_session(here: tuple[Project, Library]) -> None:
    plan = RecordedPlan("Back care", "Dr Ahn", "2026-12-01", "112")
    day = StageDay("back-care", "daily", plan, number=9)
    assert resolve(Order("daily-15", day), *here).script.turn == 9
    assert resolve(Order("daily-15"), *here).script.turn is None


def test_faults_come_with_the_error(here: tuple[Project, Library], project: Path) -> None:
    text = "routine: bad\ntitle: Bad\nsteps:\n  - marsh: hold 10s\n"
    (project / "scripts/routines/bad.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Faulty, match="bad has 1 fault") as caught:
        resolve(Order("bad"), *here)
    assert [problem.code for problem in caught.value.problems] == ["unknown-exercise"]
    with pytest.raises(ScriptError, match="did you mean 'daily'"):
        resolve(Order("dayly"), *here)
