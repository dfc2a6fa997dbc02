"""What is given out of a log: Observations that records take, and a block to paste."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from fhir.resources.bundle import Bundle as R5Bundle
from fhir.resources.R4B.bundle import Bundle as R4Bundle
from hypothesis import given
from hypothesis import strategies as st

from tests.coach.sessions import SHIPPED, language_of
from tests.progress.conftest import day, entry, history, programme
from voicecoach.progress.history import LogEntry, SessionLengths
from voicecoach.progress.records import Log, as_fhir, as_text
from voicecoach.progress.report import weeks

ENGLISH = language_of("en")
AT = datetime(2024, 1, 20, 8, tzinfo=UTC)
LENGTHS: SessionLengths = {(day(1), "daily"): 930_000}
ENTRIES = (
    replace(entry(1, 2, 3, 1), note="Müde"),
    entry(2, 4, None, None, status="skipped"),
    entry(3, 3, 3, 2),
)


def log_of(*entries: LogEntry, lengths: SessionLengths = LENGTHS) -> Log:
    past = history(*entries)
    return Log("Own", past, tuple(weeks(programme(), past, day(4))), lengths)


def resources(log: Log, subject: str | None = None) -> list[dict[str, Any]]:
    made = as_fhir(log, AT, subject)
    for kind in (R4Bundle, R5Bundle):
        kind.model_validate(made)
    return [each["resource"] for each in made["entry"]]


def code_of(resource: dict[str, Any]) -> str:
    return str(resource["code"]["coding"][0]["code"])


def test_a_log_is_a_bundle_that_r4_and_r5_take() -> None:
    found = resources(log_of(*ENTRIES))
    codes = [(code_of(each), each["code"]["text"]) for each in found]
    session = ("229065009", "Exercise session")
    before, after = ("72514-3", "Pain before exercise"), ("72514-3", "Pain after exercise")
    assert codes == [
        ("229065009", "Adherence: Own"),
        *(session, ("55411-3", "Exercise duration"), before, after),
        *(session, before),
        *(session, before, after),
    ]


def test_adherence_is_days_done_of_those_due() -> None:
    adherence = resources(log_of(*ENTRIES))[0]
    assert adherence["valueQuantity"]["value"] == 66.7
    counts = {part["code"]["text"]: part["valueInteger"] for part in adherence["component"]}
    assert counts == {"days due": 3, "days done": 2, "days skipped": 1}
    assert adherence["effectivePeriod"] == {"start": "2024-01-01", "end": "2024-01-03"}


def test_a_session_has_its_length_and_pain_as_members() -> None:
    made = as_fhir(log_of(*ENTRIES), AT)
    by_url = {each["fullUrl"]: each["resource"] for each in made["entry"]}
    session = made["entry"][1]["resource"]
    assert session["valueCodeableConcept"] == {"text": "done"}
    assert session["note"] == [{"text": "Müde"}]
    members = [by_url[each["reference"]] for each in session["hasMember"]]
    assert members[0]["valueQuantity"]["value"] == 15.5
    assert [each["valueInteger"] for each in members[1:]] == [2, 1]
    assert {each["effectiveDateTime"] for each in members} == {"2024-01-01"}


def test_nobody_is_named_unless_asked() -> None:
    assert all("subject" not in each for each in resources(log_of(*ENTRIES)))
    found = resources(log_of(*ENTRIES), "Patient/123")
    assert {each["subject"]["reference"] for each in found} == {"Patient/123"}


def test_each_export_has_ids_of_its_own() -> None:
    ids = [each["id"] for _ in range(2) for each in resources(log_of(*ENTRIES))]
    assert len({*ids}) == len(ids)


def test_an_empty_log_is_a_record_too() -> None:
    empty = replace(log_of(), weeks=())
    assert resources(empty) == []
    assert "No session was due yet." in as_text(empty, ENGLISH)


def test_the_block_has_the_sum_first() -> None:
    assert as_text(log_of(*ENTRIES), ENGLISH).splitlines() == [
        "Exercise log: Own, since 2024-01-01, prescribed by A. Physio",
        "Done on 2 of 3 days (67%), skipped on 1.",
        "15.5 minutes in 1 of 2 sessions whose length is known.",
        "Pain before: 3.0 of 10 on average, 2 to 4.",
        "Pain after: 1.5 of 10 on average, 1 to 2.",
        "2024-01-01 done: daily, 15.5 min, pain before 2, pain during 3, pain after 1, effort 4, "
        '"Müde"',
        "2024-01-02 skipped: daily, pain before 4, effort 4",
        "2024-01-03 done: daily, pain before 3, pain during 3, pain after 2, effort 4",
    ]


def test_the_block_is_written_in_german() -> None:
    assert as_text(log_of(*ENTRIES), language_of("de")).splitlines()[:7] == [
        "Übungsprotokoll: Own, seit 2024-01-01, verordnet von A. Physio",
        "An 2 von 3 Tagen durchgeführt (67 %), an 1 ausgelassen.",
        "15,5 Minuten in 1 von 2 Einheiten, deren Dauer bekannt ist.",
        "Schmerz vorher: im Mittel 3,0 von 10, 2 bis 4.",
        "Schmerz nachher: im Mittel 1,5 von 10, 1 bis 2.",
        "2024-01-01 durchgeführt: daily, 15,5 Min., Schmerz vorher 2, Schmerz währenddessen 3, "
        'Schmerz nachher 1, Anstrengung 4, "Müde"',
        "2024-01-02 ausgelassen: daily, Schmerz vorher 4, Anstrengung 4",
    ]


@pytest.mark.parametrize("code", [code for code in SHIPPED.names("languages") if code != "en"])
def test_no_line_of_the_block_is_english_elsewhere(code: str) -> None:
    log = log_of(*ENTRIES)
    ours, theirs = (as_text(log, language_of(each)).splitlines() for each in (code, "en"))
    assert len(ours) == len(theirs)
    assert not {*ours} & {*theirs}


_PAIN = st.none() | st.integers(0, 10)


@given(
    st.lists(
        st.tuples(st.integers(1, 20), _PAIN, _PAIN, st.sampled_from(["done", "skipped"])),
        max_size=5,
    )
)
def test_any_log_is_a_record_that_r4_and_r5_take(found: list[Any]) -> None:
    entries = [
        entry(n, before, None, after, status=status, identity=identity)
        for identity, (n, before, after, status) in enumerate(found, 1)
    ]
    past = history(*entries)
    log = Log("Own", past, tuple(weeks(programme(), past, day(21))), LENGTHS)
    assert log.adherence is not None
    assert len(resources(log)) >= 1 + len(entries)
    assert len(as_text(log, ENGLISH).splitlines()) >= 2 + len(entries)
