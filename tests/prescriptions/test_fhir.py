"""FHIR records, R4 and R5: what is prescribed, and what is not to be done."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fhir.resources.bundle import Bundle as R5Bundle
from fhir.resources.careplan import CarePlan as R5CarePlan
from fhir.resources.R4B.careplan import CarePlan as R4CarePlan
from fhir.resources.R4B.servicerequest import ServiceRequest as R4ServiceRequest
from fhir.resources.servicerequest import ServiceRequest as R5ServiceRequest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from voicecoach.base.errors import ScriptError
from voicecoach.prescriptions.fhir import DOSE_EXTENSION, is_fhir, read_fhir
from voicecoach.prescriptions.items import ItemReading
from voicecoach.prescriptions.understand import Understanding

Json = dict[str, Any]
PATIENT = {"reference": "Patient/123"}
SECONDS = {"unit": "s", "system": "http://unitsofmeasure.org", "code": "s"}
DOSE = {
    "url": DOSE_EXTENSION,
    "extension": [
        {"url": "sets", "valueInteger": 3},
        {"url": "reps", "valueRange": {"low": {"value": 8}, "high": {"value": 10}}},
        {"url": "hold", "valueDuration": {"value": 5, **SECONDS}},
    ],
}


def r4(**facts: Any) -> Json:
    """A request as R4 has it, checked."""
    made: Json = {"resourceType": "ServiceRequest", "status": "active", "intent": "order"}
    made |= {"subject": PATIENT, **facts}
    R4ServiceRequest.model_validate(made)
    return made


def r5(**facts: Any) -> Json:
    """The same as R5 has it."""
    made: Json = {"resourceType": "ServiceRequest", "status": "active", "intent": "order"}
    made |= {"subject": PATIENT, **facts}
    R5ServiceRequest.model_validate(made)
    return made


def plan_of(*activities: Json, **facts: Any) -> Json:
    """A care plan, which both versions write alike until its activities."""
    made: Json = {"resourceType": "CarePlan", "status": "active", "intent": "plan"}
    return made | {"subject": PATIENT, "activity": [*activities], **facts}


def plan_r4(*activities: Json, **facts: Any) -> Json:
    made = plan_of(*activities, **facts)
    R4CarePlan.model_validate(made)
    return made


def plan_r5(*activities: Json, **facts: Any) -> Json:
    made = plan_of(*activities, **facts)
    R5CarePlan.model_validate(made)
    return made


def bundle(*resources: Json) -> Json:
    entries = [{"fullUrl": f"urn:x:{n}", "resource": each} for n, each in enumerate(resources)]
    made: Json = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    R5Bundle.model_validate(made)
    return made


def read(understanding: Understanding, record: object) -> list[ItemReading]:
    return [*map(understanding.read, read_fhir(json.dumps(record)))]


def steps(readings: list[ItemReading]) -> list[tuple[str | None, str]]:
    return [(each.exercise, each.dose) for each in readings]


def test_a_dose_as_data_is_read(understanding: Understanding) -> None:
    made = r4(code={"text": "Glute bridge"}, extension=[DOSE])
    (found,) = read(understanding, made)
    assert (found.exercise, found.dose) == ("bridge", "3 sets, 8-10 reps, hold 5s")
    assert found.left == ()


def test_the_same_in_r5_with_the_concept_within(understanding: Understanding) -> None:
    made = r5(code={"concept": {"coding": [{"display": "Glute bridge"}]}}, extension=[DOSE])
    assert steps(read(understanding, made)) == [("bridge", "3 sets, 8-10 reps, hold 5s")]


def test_a_dose_in_words_is_read(understanding: Understanding) -> None:
    of_r4 = r4(code={"text": "Bridge"}, patientInstruction="3 sets of 10, hold 5 seconds")
    instruction = [{"instructionMarkdown": "3 sets of 10, hold 5 seconds"}]
    of_r5 = r5(code={"concept": {"text": "Bridge"}}, patientInstruction=instruction)
    for made in (of_r4, of_r5):
        assert steps(read(understanding, made)) == [("bridge", "3 sets of 10, hold 5 s")]


def test_exercise_and_dose_may_stand_in_one_text(understanding: Understanding) -> None:
    made = plan_r4({"detail": {"status": "not-started", "description": "Bridge 3x10"}})
    assert steps(read(understanding, made)) == [("bridge", "3x10")]
    of_words = r4(patientInstruction="Plank", extension=[DOSE])
    assert steps(read(understanding, of_words)) == [("plank", "3 sets, 8-10 reps, hold 5s")]


def test_a_plan_refers_to_requests_and_each_is_read_once(understanding: Understanding) -> None:
    request = r4(id="a", code={"text": "Bridge"}, patientInstruction="10 reps")
    contained = plan_r4({"reference": {"reference": "#a"}}, contained=[request])
    assert steps(read(understanding, contained)) == [("bridge", "10 reps")]
    plan = plan_r5({"plannedActivityReference": {"reference": "ServiceRequest/a"}})
    of_r5 = r5(id="a", code={"concept": {"text": "Bridge"}})
    assert steps(read(understanding, bundle(plan, of_r5))) == [("bridge", "")]
    by_url = plan_r5({"plannedActivityReference": {"reference": "urn:x:1"}})
    assert steps(read(understanding, bundle(by_url, of_r5))) == [("bridge", "")]
    away = plan_r4({"reference": {"reference": "ServiceRequest/elsewhere"}})
    (found,) = read(understanding, away)
    assert "not in this file" in str(found.left[0])


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"status": "revoked"}, "status is 'revoked'"),
        ({"status": "entered-in-error"}, "entered-in-error"),
        ({"doNotPerform": True}, "not to be done"),
        ({"modifierExtension": [{"url": "urn:x", "valueBoolean": True}]}, "modifierExtension"),
    ],
)
def test_what_is_not_to_be_done_is_never_a_step(
    facts: Json, reason: str, understanding: Understanding
) -> None:
    (found,) = read(understanding, r4(code={"text": "Bridge"}, **facts))
    assert found.exercise is None
    assert reason in str(found.left[0])


def test_the_requests_of_a_plan_that_is_over_are_over(understanding: Understanding) -> None:
    request = r4(id="a", code={"text": "Bridge"})
    plan = plan_r4({"reference": {"reference": "ServiceRequest/a"}}, status="revoked")
    (found,) = read(understanding, bundle_r4(plan, request))
    assert found.exercise is None
    detail = {"status": "scheduled", "code": {"text": "Bridge"}}
    (found,) = read(understanding, plan_r4({"detail": detail}, status="completed"))
    assert found.exercise is None


def bundle_r4(*resources: Json) -> Json:
    entries = [{"resource": each} for each in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def test_what_no_script_can_say_is_left(understanding: Understanding) -> None:
    timing = {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}}
    made = r4(
        code={"text": "Bridge"},
        extension=[DOSE],
        patientInstruction="Keep breathing",
        occurrenceTiming=timing,
        note=[{"text": "After lunch"}],
        bodySite=[{"text": "lower back"}],
    )
    (found,) = read(understanding, made)
    assert found.exercise == "bridge"
    assert len(found.left) == 4
    assert "frequency" in " ".join(map(str, found.left))


def test_a_part_that_is_none_makes_no_dose(understanding: Understanding) -> None:
    odd = {"url": DOSE_EXTENSION, "extension": [{"url": "tempo", "valueString": "5 kg"}]}
    (found,) = read(understanding, r4(code={"text": "Bridge"}, extension=[odd]))
    assert found.exercise is None


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"resourceType": "Patient"}', "[1, null]"])
def test_what_is_no_prescription_is_refused(text: str) -> None:
    with pytest.raises(ScriptError):
        [*read_fhir(text)]


@pytest.mark.parametrize("depth", [101, 900, 100_000])
@pytest.mark.parametrize("way", ["[", '{"a":', '{"resourceType": "Bundle", "entry": [{"resource":'])
def test_what_is_nested_without_end_is_refused(way: str, depth: int) -> None:
    closed = "".join({"[": "]", "{": "}"}.get(sign, "") for sign in reversed(way))
    with pytest.raises(ScriptError) as refused:
        [*read_fhir(way * depth + "1" + closed * depth)]
    assert refused.value.phrase.kind == "import/deep"
    assert refused.value.remedy


def test_records_are_known_by_their_first_sign() -> None:
    assert is_fhir('\ufeff {"resourceType": "Bundle"}')
    assert not is_fhir("Bridge 3x10")


def test_the_example_of_the_reference_is_a_record_that_is_read(
    understanding: Understanding,
) -> None:
    page = (ROOT / "docs" / "reference" / "prescriptions.md").read_text(encoding="utf-8")
    made = json.loads(page.partition("```json\n")[2].partition("```")[0])
    R4ServiceRequest.model_validate(made)
    assert steps(read(understanding, made)) == [("bridge", "3 sets, 10 reps, hold 5s")]


_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "resourceType",
                    "code",
                    "text",
                    "activity",
                    "detail",
                    "reference",
                    "extension",
                    "url",
                ]
            )
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_VALUES)
def test_any_json_is_read_or_refused(value: Any) -> None:
    for record in (value, {"resourceType": "CarePlan", "activity": value}, [value]):
        try:
            items = [*read_fhir(json.dumps(record))]
        except ScriptError:
            continue
        assert all(isinstance(item.original, str) for item in items)
