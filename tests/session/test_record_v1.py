"""Records of version 1 are read as those of today."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.coach.sessions import ROUTINES, recorded, shipped
from tests.conftest import ROOT
from tests.records import as_version_1
from tests.session.test_review import OWN, script_with
from voicecoach.base.errors import OutputError
from voicecoach.library.library import Script
from voicecoach.model.steps import holds_intervals
from voicecoach.session.record import (
    VERSION,
    Media,
    RecordedDose,
    Warnings,
    read_record,
)

FILE = ROOT / "tests" / "data" / "records" / "version-1.json"


def test_a_record_of_version_1_is_one_of_today() -> None:
    old, record = json.loads(FILE.read_bytes()), read_record(FILE)
    content = record.content
    assert (record.version, record.id) == (VERSION, old["id"])
    assert record.media == Media(old["file"], old["bytes"], old["sha256"], etag=old["sha256"])
    assert (content.title, content.subtitle) == ("Kept from before", "")
    assert content.warnings == Warnings((), tuple(old["red_flags"]), ())
    assert [each.how for each in content.exercises] == [(), ()]
    assert json.loads(content.to_json())["slots"] == old["slots"]
    assert json.loads(content.to_json())["cues"] == [{**cue, "tone": None} for cue in old["cues"]]


def test_its_doses_are_what_its_slots_show() -> None:
    plank, bird_dog = (each.dose for each in read_record(FILE).content.exercises)
    assert plank == RecordedDose(2, 2, 5000, 20_000, None, None)
    assert bird_dog == RecordedDose(1, 2, 5000, None, "alternating", None)


SCRIPTS = {name: shipped(name) for name in ROUTINES} | {
    name: script_with(*steps) for name, steps in OWN.items()
}
# Version 1 knew neither intervals nor what goes on for minutes.
OF_VERSION_1 = {
    name: script
    for name, script in SCRIPTS.items()
    if not any(holds_intervals(step) for step in script.routine.steps)
    and "work" not in {slot.kind for slot in recorded(script).slots}
}


@pytest.mark.parametrize("script", OF_VERSION_1.values(), ids=OF_VERSION_1)
def test_every_dose_is_found_again(script: Script, tmp_path: Path) -> None:
    content = recorded(script)
    file = tmp_path / "old.json"
    file.write_text(as_version_1(content, Media("x.mp3", 1, "0" * 64, "")), encoding="utf-8")
    again = read_record(file).content
    assert [each.dose for each in again.exercises] == [each.dose for each in content.exercises]


@pytest.mark.parametrize("key", json.loads(FILE.read_bytes()))
def test_every_key_of_version_1_was_required(key: str, tmp_path: Path) -> None:
    data = json.loads(FILE.read_bytes())
    del data[key]
    file = tmp_path / "old.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(OutputError, match="is not a session record: at "):
        read_record(file)
