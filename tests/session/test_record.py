from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.records import changed
from voicecoach.base.errors import OutputError
from voicecoach.session.captions import webvtt
from voicecoach.session.record import (
    VERSION,
    Chapter,
    Media,
    RecordedCue,
    RecordedDose,
    RecordedExercise,
    RecordedPlan,
    RecordedSet,
    RecordedSlot,
    SessionContent,
    SessionRecord,
    Warnings,
    read_record,
    record_schema,
)

RECORD = SessionRecord(
    version=VERSION,
    id="b6a1",
    content=SessionContent(
        routine="daily",
        title="Daily “back” care",
        subtitle="12 minutes, brief",
        language="en",
        voices={"coach": "espeak:en at 140 words a minute"},
        duration_ms=4800,
        needs=("mat",),
        warnings=Warnings(("Both legs are weak.",), ("Severe pain.",), ("Osteoporosis.",)),
        programme="back-care",
        plan=RecordedPlan("Back care", "A. Physio", "2027-01-31", "112"),
        episode=None,
        faded={"bridge": "familiar"},
        personal=False,
        chapters=(Chapter("Bridge", 0, 4800),),
        exercises=(
            RecordedExercise(
                id="bridge",
                title="Bridge",
                position="lying-on-back",
                purpose="For hips.",
                how=("Lie down.", "Lift your hips."),
                dose=RecordedDose(2, 1, 2400, 0, "left", "5 kg", (RecordedSet(1, 2400),) * 2),
                dose_text="One rep.",
                frequency="Two times a day.",
                drawing="bridge; end hip 62.0 20.0",
            ),
        ),
        slots=(
            RecordedSlot("instruct", 0, 2400, "bridge", None, None, None),
            RecordedSlot("hold", 2400, 4800, "bridge", 1, 1, "left"),
        ),
        cues=(
            RecordedCue("Hold.", "phase", "coach", 2400, 2800),
            RecordedCue("", "countdown", "tone", 3800, 4000),
        ),
    ),
    media=Media("daily.mp3", 38_400, "0" * 64, "1" * 64),
)


def written(record: SessionRecord, folder: Path) -> Path:
    file = folder / "session.json"
    file.write_text(record.to_json(), encoding="utf-8")
    return file


def test_a_record_that_is_written_is_read_again(tmp_path: Path) -> None:
    assert read_record(written(RECORD, tmp_path)) == RECORD


def test_the_file_is_plain_json_with_a_line_for_each_slot_and_cue() -> None:
    text = RECORD.to_json()
    told = asdict(RECORD)
    assert not told["content"].pop("tailored"), "left out where nobody is meant"
    assert json.loads(text) == json.loads(json.dumps(told))
    lines = [line.strip().rstrip(",") for line in text.splitlines()]
    content = RECORD.content
    rows: list[Any] = [*content.chapters, *content.exercises, *content.slots, *content.cues]
    for row in rows:
        assert json.dumps(asdict(row), ensure_ascii=False) in lines
    assert text.endswith("}\n")
    assert "“back”" in text


def test_what_few_doses_have_is_left_out_of_others(tmp_path: Path) -> None:
    (bridge,) = RECORD.content.exercises
    plain = replace(bridge, dose=replace(bridge.dose, ladder=()), frequency="", drawing="")
    record = changed(RECORD, exercises=(plain,))
    (row,) = json.loads(record.to_json())["content"]["exercises"]
    assert not {"frequency", "drawing"} & row.keys()
    assert "ladder" not in row["dose"]
    assert read_record(written(record, tmp_path)) == record


def test_a_session_without_cues_is_a_record_too(tmp_path: Path) -> None:
    empty = changed(RECORD, chapters=(), exercises=(), slots=(), cues=())
    assert read_record(written(empty, tmp_path)) == empty


texts = st.text(st.characters(exclude_categories=["Cs"]))
times = st.integers(0, 10**8)
slots = st.builds(
    RecordedSlot,
    st.sampled_from(["opening", "hold", "rest"]),
    times,
    times,
    st.none() | texts,
    st.none() | st.integers(1, 99),
    st.none() | st.integers(1, 99),
    st.sampled_from([None, "left", "right"]),
)
cues = st.builds(RecordedCue, texts, texts, texts, times, times)


@given(st.lists(slots).map(tuple), st.lists(cues).map(tuple), texts)
def test_any_text_and_time_survives(
    tmp_path_factory: pytest.TempPathFactory,
    slots: tuple[RecordedSlot, ...],
    cues: tuple[RecordedCue, ...],
    title: str,
) -> None:
    record = changed(RECORD, slots=slots, cues=cues, title=title)
    assert read_record(written(record, tmp_path_factory.getbasetemp())) == record


def test_the_content_alone_is_the_same_json_as_in_the_record() -> None:
    assert json.loads(RECORD.content.to_json()) == json.loads(RECORD.to_json())["content"]


def test_the_schema_describes_it() -> None:
    schema = record_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(RECORD.to_json()), schema)
    required: Any = schema["required"]
    assert {*required} == {field.name for field in fields(SessionRecord)}


UNSAID = {"silence": "plain", "under": "none"}  # what a record means that does not say so


def test_a_record_that_does_not_say_so_has_plain_silence(tmp_path: Path) -> None:
    data = json.loads(changed(RECORD, silence="carrier", under="sea").to_json())
    for name in UNSAID:
        del data["content"][name]
    file = tmp_path / "session.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    assert read_record(file) == changed(RECORD, **UNSAID)


def keys() -> Iterator[tuple[str, ...]]:
    """Every key of the record, of its two parts, and of what they hold."""
    data = json.loads(RECORD.to_json())
    yield from ((name,) for name in data)
    for part in ("content", "media"):
        yield from ((part, name) for name in data[part] if name not in UNSAID)
    for name in ("warnings", "plan"):
        yield from (("content", name, key) for key in data["content"][name])


@pytest.mark.parametrize("path", [*keys()], ids=".".join)
def test_every_key_is_required(path: tuple[str, ...], tmp_path: Path) -> None:
    data = json.loads(RECORD.to_json())
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    assert refused(json.dumps(data), tmp_path).startswith("is not a session record")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, record_schema())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("extra",), 1),
        (("content", "extra"), 1),
        (("content", "duration_ms"), "long"),
        (("content", "slots", 0, "kind"), "sleep"),
        (("content", "slots", 1, "side"), "up"),
        (("content", "cues", 0, "text"), None),
        (("content", "warnings", "emergency"), "Severe pain."),
        (("content", "exercises", 0, "dose", "sides"), "both"),
        (("media", "bytes"), None),
    ],
)
def test_a_fault_is_refused_with_its_place(
    path: tuple[str | int, ...], value: object, tmp_path: Path
) -> None:
    data = json.loads(RECORD.to_json())
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    assert ".".join(map(str, path)) in refused(json.dumps(data), tmp_path)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, record_schema())


def refused(text: str, folder: Path) -> str:
    """What is said of a file, after its name."""
    file = folder / "session.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        read_record(file)
    assert caught.value.remedy
    return str(caught.value).removeprefix(f"{file} ")


def test_what_is_not_json_is_refused_at_the_start(tmp_path: Path) -> None:
    assert refused("ID3", tmp_path).startswith("is not a session record: at the start")


@pytest.mark.parametrize("version", [0, 3])
def test_another_version_is_refused_whatever_is_in_it(version: int, tmp_path: Path) -> None:
    said = refused(json.dumps({"version": version, "slots": "none"}), tmp_path)
    assert f"version {version}; this program reads 1 and 2" in said


@pytest.mark.parametrize("text", ["[]", "null", "2", "{}", '{"version": "new"}'])
def test_json_of_another_kind_is_refused(text: str, tmp_path: Path) -> None:
    assert refused(text, tmp_path).startswith("is not a session record: at ")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot read"):
        read_record(tmp_path / "none.json")


def test_webvtt_has_the_spoken_cues_alone() -> None:
    cues = RECORD.content.cues
    text = "".join(
        webvtt(
            (RecordedCue("A < B & C.", "say", "coach", 3_661_001, 3_662_000), *cues),
            "en",
        )
    )
    assert text.startswith("WEBVTT")
    assert "01:01:01.001 --> 01:01:02.000\nA &lt; B &amp; C.\n" in text
    assert text.count("-->") == 2


def test_a_number_beyond_all_measure_is_refused_with_its_place(tmp_path: Path) -> None:
    file = written(RECORD, tmp_path)
    data = json.loads(file.read_text(encoding="utf-8"))
    data["content"]["slots"][0]["end_ms"] = 10**400
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(OutputError, match=r"content\.slots\.0\.end_ms"):
        read_record(file)
