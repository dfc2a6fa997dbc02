"""Records of version 1 are read as those of today."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.coach.sessions import ROUTINES, recorded, shipped
from tests.conftest import ROOT
from tests.facts import of_each
from tests.records import as_version_1
from tests.session.test_review import OWN, script_with
from voicecoach.base.errors import OutputError
from voicecoach.model.steps import holds_intervals
from voicecoach.session.record import (
    VERSION,
    Media,
    RecordedDose,
    SessionContent,
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


def sessions_of_version_1() -> Iterator[SessionContent]:
    """Sessions as it knew them: neither with intervals nor with what goes on for minutes."""
    own = (script_with(*steps) for steps in OWN.values())
    for script in (*map(shipped, ROUTINES), *own):
        if not any(holds_intervals(step) for step in script.routine.steps):
            content = recorded(script)
            if "work" not in {slot.kind for slot in content.slots}:
                yield content


def test_every_dose_is_found_again(tmp_path: Path) -> None:
    @of_each(sessions_of_version_1())
    def fact(content: SessionContent) -> None:
        file = tmp_path / "old.json"
        file.write_text(as_version_1(content, Media("x.mp3", 1, "0" * 64, "")), encoding="utf-8")
        again = read_record(file).content
        assert [each.dose for each in again.exercises] == [each.dose for each in content.exercises]

    fact()


@pytest.mark.parametrize("key", json.loads(FILE.read_bytes()))
def test_every_key_of_version_1_was_required(key: str, tmp_path: Path) -> None:
    data = json.loads(FILE.read_bytes())
    del data[key]
    file = tmp_path / "old.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(OutputError, match="is not a session record: at "):
        read_record(file)
