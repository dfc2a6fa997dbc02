"""Every figure says where it comes from, and what only a clinician may prescribe is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.coach.sessions import SHIPPED, every_exercise, recorded, with_steps
from tests.running import run_voicecoach
from voicecoach.checks.routines import check_script
from voicecoach.formats.problems import Where
from voicecoach.library.library import Library, shipped_scripts
from voicecoach.library.references import references_of
from voicecoach.library.script import Script
from voicecoach.model.dose import parse_dose
from voicecoach.model.routine import ExerciseStep, Step

EVERY = every_exercise()
STOP = "Stop if the tingling spreads."


def prescribed(source: str | None, **changed: object) -> Script:
    """A session of one bridge, whose file says what is given."""
    body = ExerciseStep("bridge", parse_dose("10 reps, hold 5s"), source=source)
    script = with_steps(EVERY, (Step(body, Where("r.yaml", ("steps", 0))),))
    bridge = replace(EVERY.exercises["bridge"], **changed)  # type: ignore[arg-type]
    return replace(script, exercises={**EVERY.exercises, "bridge": bridge})


@pytest.mark.parametrize("source", [None, "A", "editorial"])
def test_what_only_a_clinician_prescribes_is_refused_from_others(source: str | None) -> None:
    found = check_script(prescribed(source, requires="clinician"))
    (refused,) = (each for each in found if each.code == "needs-clinician")
    assert refused.severity == "error"
    assert "add 'source: clinician'" in refused.message


def test_a_clinician_prescribes_it() -> None:
    found = check_script(prescribed("clinician", requires="clinician"))
    assert "needs-clinician" not in [each.code for each in found]


@pytest.mark.parametrize("guidance", ["full", "brief", "tones"])
def test_when_to_stop_an_exercise_is_said_whatever_is_left_out(guidance: str) -> None:
    script = replace(prescribed("clinician", stop=STOP), guidance=guidance)  # type: ignore[arg-type]
    assert STOP in [cue.text for cue in recorded(script).cues]


def test_a_project_adds_sources_of_its_own(tmp_path: Path) -> None:
    own = "sources:\n  our-clinic-2026:\n    title: Our protocol\n    publisher: Harbour\n"
    (tmp_path / "sources.yaml").write_text(f"{own}    taken: reps\n", encoding="utf-8")
    known = references_of(Library((tmp_path, shipped_scripts())))
    assert known.knows("our-clinic-2026")
    assert known.knows("A")
    assert known.knows("editorial")
    assert not known.knows("our-clinic-2025")


@pytest.mark.slow
def test_what_is_wrong_with_a_project_s_own_sources_is_told_with_its_place(project: Path) -> None:
    own = (
        "sources:\n  ours:\n    title: 3\n    yaer: 2020\n    publisher: Harbour\n    taken: reps\n"
    )
    (project / "scripts" / "sources.yaml").write_text(own, encoding="utf-8")
    for asked in ((), ("daily",)):
        said = run_voicecoach("check", *asked, cwd=project, code=3).stderr
        assert "sources.yaml:3:12: error: '3' is not a text" in said
        assert "sources.yaml:4:5: error: 'yaer' is not a key here" in said
    (project / "scripts" / "sources.yaml").write_text("sources: [", encoding="utf-8")
    assert "sources.yaml:1:11: error" in run_voicecoach("check", cwd=project, code=3).stderr


def test_every_shipped_source_can_be_looked_up() -> None:
    for name, each in references_of(SHIPPED).sources.items():
        assert each.title, name
        assert each.publisher, name
        assert each.taken, name
        assert not each.url or each.url.startswith(("https://", "http://")), name
