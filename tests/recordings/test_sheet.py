"""What is on a cue sheet: every line of the routines, counted, limited, numbered for ever."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.coach.sessions import SHIPPED
from tests.recordings.takes import a_set
from voicecoach.coach.compile.session import compile_session
from voicecoach.coach.timeline import Utterance
from voicecoach.library.script import Script
from voicecoach.recordings.sheet import CueSheet, make_sheet, needed_lines
from voicecoach.session.order import Order
from voicecoach.session.timing import preview
from voicecoach.voices.engines.recorded import RecordingSet, SheetLine, spoken_key


def script(name: str) -> Script:
    file = SHIPPED.find("routines", name)
    assert file
    found, _ = SHIPPED.script(file)
    assert found
    return found


def sheet_of(*names: str, kept: RecordingSet | None = None) -> CueSheet:
    known = kept or RecordingSet(Path("none"), "en", {})
    return make_sheet(known, needed_lines([(name, script(name)) for name in names], 140))


@pytest.mark.parametrize("name", ["daily", "breathing", "advanced"])
def test_every_line_that_a_session_may_say_is_on_it(name: str) -> None:
    sheet = sheet_of(name)
    schedule, _ = preview(script(name), Order(rate=140))
    timeline = compile_session(script(name)).about(schedule.total_ms)
    ear = script(name).ear("")
    wanted = {spoken_key(ear.expand(s.text)) for s in timeline.sounds() if isinstance(s, Utterance)}
    assert set(sheet.rows) == wanted
    said = sum(isinstance(cue.sound, Utterance) for cue in schedule.cues)
    assert sum(row.said for row in sheet.rows.values()) == said == sheet.coverage[0].said
    assert any(row.said == 0 for row in sheet.rows.values()), "other lengths are on it too"


@pytest.mark.slow
def test_a_routine_with_a_length_of_its_own_has_the_numbers_that_it_then_says() -> None:
    written = script("daily")
    head = replace(written.routine.head, length=(900_000, 900_000))
    fitted = replace(written, routine=replace(written.routine, head=head))
    sheet = make_sheet(RecordingSet(Path("none"), "en", {}), needed_lines([("daily", fitted)], 140))
    schedule, _ = preview(fitted, Order(rate=140))
    said = sum(isinstance(cue.sound, Utterance) for cue in schedule.cues)
    assert schedule.total_ms == 900_000
    assert said == sheet.coverage[0].said
    left_out = {*sheet_of("daily").rows} - {*sheet.rows}
    assert all(words.startswith("this session takes about ") for words in left_out)


def test_numbers_follow_use_then_time_and_are_the_order_of_the_rows() -> None:
    sheet = sheet_of("daily")
    numbers = [sheet.kept.lines[key].number for key in sheet.rows]
    assert numbers == list(range(1, len(numbers) + 1))
    said = [row.said for row in sheet.rows.values()]
    assert said == sorted(said, reverse=True)


def test_a_line_of_several_routines_is_one_row() -> None:
    sheet = sheet_of("daily", "posture")
    row = sheet.rows[spoken_key("Keep breathing all the way through.")]
    alone = sheet_of("daily").rows[spoken_key("Keep breathing all the way through.")]
    assert row.routines == ["daily", "posture"]
    assert row.said > alone.said
    assert [one.routine for one in sheet.coverage] == ["daily", "posture"]


def test_limits_are_those_of_cues_and_of_slots_of_one_length() -> None:
    rows = sheet_of("desk-break").rows
    assert rows["three"].most_ms in range(860, 901), "it counts down"
    assert rows["in and up"].most_ms == 1300, "it prompts a phase"
    assert rows["halfway"].most_ms in range(2_226, 2_275), "a quarter of what a minute may hold"
    assert rows["stand tall with room around you"].most_ms is None, "time waits for it"
    assert rows["three"].speakers == {"coach", "counter"}, "a rep's number, and a second"


def test_a_number_that_was_given_stays_and_a_limit_never_loosens(tmp_path: Path) -> None:
    kept = a_set(tmp_path, "Take your time.", "Something else.", most_ms=400)
    sheet = sheet_of("desk-break", kept=kept)
    assert sheet.kept.lines["take your time"] == SheetLine(1, "Take your time.", 400)
    assert sheet.kept.lines["something else"] == SheetLine(2, "Something else.", 400)
    assert min(sheet.kept.lines[key].number for key in sheet.rows if key != "take your time") == 3


def test_coverage_is_of_lines_and_of_what_is_said() -> None:
    (nothing,) = sheet_of("desk-break").coverage
    assert (nothing.recorded_lines, nothing.lines, nothing.percent) == (0, 37, 0)
