"""Prescriptions as records: FHIR R4 and R5 in JSON. docs/reference/prescriptions.md has the rest.

Read are ServiceRequest, CarePlan, and a Bundle or an array of them. A dose stands in the extension
that is described there, or in words.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from voicecoach.base.controls import clipped
from voicecoach.base.errors import ScriptError
from voicecoach.base.messages import Phrase, phrase
from voicecoach.prescriptions.items import Item

DOSE_EXTENSION = "urn:voicecoach:exercise-dose"
"""The URL of the extension that has a dose as data."""

# A part of the extension, and how its value stands in a dose.
_TERMS = {
    "sets": "{} sets",
    "reps": "{} reps",
    "hold": "hold {}",
    "rest": "rest {}",
    "sides": "{}",
    "tempo": "tempo {}",
    "text": "{}",
}
_SIDES = {"each": "each side", "left": "left side", "right": "right side"}
_UNITS = {"s": "s", "min": "m"}  # of UCUM
# Requests that somebody has to do; those of any other status are over, or were never meant.
_ALIVE = ("active", "draft", "unknown", "", "not-started", "scheduled", "in-progress")

_MOST_DEEP = 100  # levels; a plan in a bundle has a dozen
_NESTING = re.compile(r'"(?P<said>(?:[^"\\]|\\.)*)"(?P<names>\s*:)?|[\[\]{}]', re.DOTALL)

_Json = Mapping[str, Any]


def is_fhir(text: str) -> bool:
    """Whether a text may be a record: JSON."""
    return text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")


def read_fhir(text: str, source: str = "") -> Iterator[Item]:
    """Read a record.

    Args:
        text: the record.
        source: the name of its file.

    Raises:
        ScriptError: it is no JSON, or has no resource that prescribes.
    """
    data = _loaded(text.lstrip("\ufeff"), source)
    resources = [*_resources(data)]
    if not any(each["resourceType"] in ("ServiceRequest", "CarePlan") for each in resources):
        there = sorted({str(each["resourceType"]) for each in resources})
        there_is = there or phrase("import/no-entries")
        raise ScriptError("import/resource", source=source, there=there_is)
    by_reference = {key: each for each in resources for key in _references(each)}
    seen: set[int] = set()
    for each in resources:
        yield from _items(each, by_reference, seen)


def _loaded(text: str, source: str) -> object:
    if (deep := _too_deep(text)) is not None:
        raise ScriptError("import/deep", source=source, **_place_of(text, deep))
    try:
        data: object = json.loads(text)
    except json.JSONDecodeError as error:
        facts = _place_of(text, error.pos)
        raise ScriptError("import/json", source=source, reason=error.msg, **facts) from None
    except ValueError:  # a number of more digits than Python reads
        most = sys.get_int_max_str_digits()
        long = re.search(rf"[0-9]{{{most + 1}}}", text)
        facts = _place_of(text, long.start() if long else 0)
        reason = phrase("imported/digits", most=most)
        raise ScriptError("import/text", source=source, reason=reason, **facts) from None
    if twice := _named_twice(text):
        facts = _place_of(text, twice.start())
        raise ScriptError("import/key", source=source, name=clipped(twice["said"], 60), **facts)
    return data


def _named_twice(text: str) -> re.Match[str] | None:
    """The second of two equal names within one object; a reader of JSON takes the last of them."""
    within: list[set[str]] = []
    for sign in _NESTING.finditer(text):
        if sign[0] in "[{":
            within.append(set())
        elif sign[0] in "]}":
            within.pop()
        elif sign["names"]:
            if sign["said"] in within[-1]:
                return sign
            within[-1].add(sign["said"])
    return None


def _too_deep(text: str) -> int | None:
    """Where a record is nested deeper than any; None where it is not."""
    deep = 0
    for sign in _NESTING.finditer(text):
        if (begins := sign[0]) in "[{":
            deep += 1
            if deep > _MOST_DEEP:
                return sign.start()
        elif begins in "]}":
            deep -= 1
    return None


def _place_of(text: str, at: int) -> dict[str, int]:
    """The line and the column of a sign, from 1."""
    return {"line": text.count("\n", 0, at) + 1, "column": at - text.rfind("\n", 0, at)}


def _resources(data: object) -> Iterator[_Json]:
    """The resources of a file, those within others included."""
    if isinstance(data, list):
        for each in data:
            yield from _resources(each)
    elif isinstance(data, Mapping) and isinstance(data.get("resourceType"), str):
        for entry in _list(data, "entry"):
            if isinstance(inner := entry.get("resource"), Mapping):
                yield from _resources({**inner, "_url": entry.get("fullUrl")})
        yield data
        for inner in _list(data, "contained"):
            yield from _resources(inner)


def _references(resource: _Json) -> Iterator[str]:
    if isinstance(resource.get("id"), str):
        yield f"{resource['resourceType']}/{resource['id']}"
        yield f"#{resource['id']}"
    if isinstance(resource.get("_url"), str):
        yield resource["_url"]


def _items(resource: _Json, by_reference: Mapping[str, _Json], seen: set[int]) -> Iterator[Item]:
    """What a resource prescribes; a request that a plan refers to is read once."""
    if resource["resourceType"] == "ServiceRequest" and id(resource) not in seen:
        seen.add(id(resource))
        yield _item(resource, _place(resource), _refused(resource))
    if resource["resourceType"] == "CarePlan":
        for index, activity in enumerate(_list(resource, "activity")):
            place = f"{_place(resource)} activity {index + 1}"
            yield from _activity(activity, place, _refused(resource), by_reference, seen)


def _activity(
    activity: _Json,
    place: str,
    refused: Phrase | None,
    by_reference: Mapping[str, _Json],
    seen: set[int],
) -> Iterator[Item]:
    """What an activity of a plan asks for: it says so itself (R4), or refers to a request."""
    if isinstance(detail := activity.get("detail"), Mapping):
        yield _item(detail, place, refused or _refused(detail))
        return
    meant = _text(
        activity.get("reference") or activity.get("plannedActivityReference"), "reference"
    )
    found = by_reference.get(meant)
    if found is None:
        yield Item(place, meant or place, refused=phrase("imported/reference"))
    elif refused and id(found) not in seen:
        seen.add(id(found))
        yield _item(found, place, refused)
    else:
        yield from _items(found, by_reference, seen)


def _place(resource: _Json) -> str:
    return "/".join(filter(None, (str(resource["resourceType"]), _text(resource, "id"))))


def _item(request: _Json, place: str, refused: Phrase | None) -> Item:
    """A request, or the detail of an activity, which says nearly the same."""
    named, words = _concept(request.get("code")), [*filter(None, _words(request))]
    doses, notes = [*_doses(request)], [_text(note, "text") for note in _list(request, "note")]
    left = [*_left(request), *filter(None, notes)]
    if not named and words:  # its words name it
        line, *more = words
        return Item(place, line, None, ", ".join(doses), (*more, *left), refused)
    original = "; ".join(dict.fromkeys((named, *doses, *words))) or place
    if not doses:
        doses, words = words[:1], words[1:]
    return Item(place, original, named, ", ".join(doses), (*words, *left), refused)


def _refused(request: _Json) -> Phrase | None:
    """Why a request is not to be carried out as it stands."""
    if request.get("modifierExtension"):
        return phrase("imported/modified")
    if request.get("doNotPerform") is True:
        return phrase("imported/do-not-perform")
    status = _text(request, "status")
    return None if status in _ALIVE else phrase("imported/status", status=status)


def _concept(value: object) -> str:
    """A CodeableConcept in words; in R5 it may stand within a CodeableReference."""
    if not isinstance(value, Mapping):
        return ""
    if isinstance(inner := value.get("concept"), Mapping):
        value = inner
    shown = (_text(coding, "display") for coding in _list(value, "coding"))
    return _text(value, "text") or next(filter(None, shown), "")


def _words(request: _Json) -> Iterator[str]:
    """What a request tells the patient, and what it is described as."""
    instruction = request.get("patientInstruction")
    if isinstance(instruction, str):
        yield " ".join(instruction.split())
    for each in instruction if isinstance(instruction, list) else ():
        yield _text(each, "instructionMarkdown")
    yield _text(request, "description")


def _doses(request: _Json) -> Iterator[str]:
    for extension in _list(request, "extension"):
        if extension.get("url") == DOSE_EXTENSION:
            parts = (_part(part) for part in _list(extension, "extension"))
            yield ", ".join(filter(None, parts))


def _part(part: _Json) -> str:
    """A part of the dose as a script says it; what is no part of one stays in its own words."""
    name = _text(part, "url")
    value = next((part[key] for key in part if key.startswith("value")), None)
    said = _amount(value)
    said = _SIDES.get(said, said) if name == "sides" else said
    return _TERMS.get(name, f"{name} {{}}").format(said)


def _amount(value: object) -> str:
    """A number, a range, a length or a text."""
    if not isinstance(value, Mapping):
        return f"{value:g}" if isinstance(value, int | float) else str(value or "")
    if "low" in value or "high" in value:
        return f"{_amount(value.get('low'))}-{_amount(value.get('high'))}"
    unit = value.get("code") or value.get("unit") or ""
    return f"{_amount(value.get('value'))}{_UNITS.get(unit, unit)}"


def _left(request: _Json) -> Iterator[str]:
    """What a request says that no script can say."""
    for key in ("occurrenceTiming", "scheduledTiming", "quantityQuantity", "quantity"):
        if key in request:
            yield f"{key}: {json.dumps(request[key], ensure_ascii=False)}"
    for key in ("occurrenceString", "scheduledString"):
        yield from filter(None, [_text(request, key)])
    for key in ("bodySite", "orderDetail"):
        shown = [_concept(each) for each in _list(request, key)]
        yield from filter(None, shown)
    if request.get("asNeededBoolean") is True:
        yield "as needed"


def _text(value: object, key: str) -> str:
    """A text in one line; empty where there is none."""
    found = value.get(key) if isinstance(value, Mapping) else None
    return " ".join(found.split()) if isinstance(found, str) else ""


def _list(value: _Json, key: str) -> list[_Json]:
    """The objects of an array; none where there is no array."""
    found = value.get(key)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
