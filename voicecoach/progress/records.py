"""What was logged, for a clinician's record: FHIR Observations, or a block of text.

Everything here is pure: a history in, a record out. It names nobody.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from voicecoach.base.values import dataclass
from voicecoach.language.phrases import Language
from voicecoach.progress.history import History, LogEntry, SessionLengths
from voicecoach.progress.report import Week, minutes_of

Json = dict[str, Any]

_LOINC, _SNOMED = "http://loinc.org", "http://snomed.info/sct"
_UCUM = "http://unitsofmeasure.org"
_CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"

_EXERCISE_THERAPY = {"system": _SNOMED, "code": "229065009", "display": "Exercise therapy"}
_DURATION = {"system": _LOINC, "code": "55411-3", "display": "Exercise duration"}
_PAIN = {
    "system": _LOINC,
    "code": "72514-3",
    "display": "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
}


@dataclass(frozen=True, slots=True)
class Log:
    """What is given out of a plan.

    Attributes:
        title: of the programme.
        history: what was logged.
        weeks: each week up to the day.
        lengths: of the sessions that were built here.
    """

    title: str
    history: History
    weeks: tuple[Week, ...]
    lengths: SessionLengths

    @property
    def due(self) -> int:
        """Days with a session."""
        return sum(week.due for week in self.weeks)

    @property
    def done(self) -> int:
        """Days on which one was done."""
        return sum(week.done for week in self.weeks)

    @property
    def skipped(self) -> int:
        """Days on which one was skipped, and none done."""
        return sum(week.skipped for week in self.weeks)

    @property
    def adherence(self) -> float | None:
        """Days done as a share of those due, at most 1; None when none was due."""
        return min(1.0, self.done / self.due) if self.due else None


def as_fhir(log: Log, at: datetime, subject: str | None = None) -> Json:
    """A Bundle of Observations, valid in FHIR R4 and R5.

    Args:
        log: what is given out.
        at: when, with its UTC offset.
        subject: a reference to whose it is, such as `Patient/123`.
    """
    observations = [*_adherence(log)]
    for entry in log.history.entries:
        observations += _session(entry, minutes_of(entry, log.lengths))
    entries = [
        {
            "fullUrl": f"urn:uuid:{each['id']}",
            "resource": {**each, "subject": {"reference": subject}} if subject else each,
        }
        for each in observations
    ]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": at.isoformat(timespec="seconds"),
        "entry": entries,
    }


def _observation(category: str, coding: Json, text: str, **facts: Any) -> Json:
    return {
        "resourceType": "Observation",
        "id": str(uuid.uuid4()),
        "status": "final",
        "category": [{"coding": [{"system": _CATEGORIES, "code": category}]}],
        "code": {"coding": [coding], "text": text},
        **facts,
    }


def _quantity(value: float, unit: str) -> Json:
    return {"value": value, "unit": unit, "system": _UCUM, "code": unit}


def _adherence(log: Log) -> Iterator[Json]:
    """Days done of those due, where some were due."""
    if log.adherence is None:
        return
    counts = (("days due", log.due), ("days done", log.done), ("days skipped", log.skipped))
    first, last = log.history.plan.started, log.history.entries[-1:] or ()
    period = {"start": str(first)} | ({"end": str(last[0].day)} if last else {})
    yield _observation(
        "activity",
        _EXERCISE_THERAPY,
        f"Adherence: {log.title}",
        effectivePeriod=period,
        valueQuantity=_quantity(round(100 * log.adherence, 1), "%"),
        component=[{"code": {"text": name}, "valueInteger": count} for name, count in counts],
    )


def _session(entry: LogEntry, minutes: float | None) -> Iterator[Json]:
    """A session, with its length and the pain before and after as members."""
    when = {"effectiveDateTime": str(entry.day)}
    members = []
    if minutes is not None:
        length = {"valueQuantity": _quantity(minutes, "min"), **when}
        members.append(_observation("activity", _DURATION, "Exercise duration", **length))
    for name, pain in entry.pains():
        if name != "during":
            said = {"valueInteger": pain, **when}
            members.append(_observation("survey", _PAIN, f"Pain {name} exercise", **said))
    facts: Json = {**when, "valueCodeableConcept": {"text": entry.status}}
    if members:
        facts["hasMember"] = [{"reference": f"urn:uuid:{each['id']}"} for each in members]
    if entry.note:
        facts["note"] = [{"text": entry.note}]
    yield _observation("activity", _EXERCISE_THERAPY, "Exercise session", **facts)
    yield from members


def as_text(log: Log, language: Language) -> str:
    """A block to be pasted into a record: the sum first, then a line for each session.

    Args:
        log: what is given out.
        language: in which it is written.
    """
    plan, entries, words = log.history.plan, log.history.entries, language.log
    facts = {"title": log.title, "day": plan.started, "prescriber": plan.prescriber}
    lines = [
        words.heading.format(**facts),
        _days(log, language),
        *_minutes(entries, log.lengths, language),
        *_pain(words.pain_before, [entry.pain_before for entry in entries], language),
        *_pain(words.pain_after, [entry.pain_after for entry in entries], language),
        *(_line(entry, minutes_of(entry, log.lengths), language) for entry in entries),
    ]
    return "\n".join(lines) + "\n"


def _days(log: Log, language: Language) -> str:
    if log.adherence is None:
        return language.log.none_due
    return language.log.adherence.format(
        done=log.done, due=log.due, share=f"{100 * log.adherence:.0f}", skipped=log.skipped
    )


def _minutes(
    entries: Sequence[LogEntry], lengths: SessionLengths, language: Language
) -> Iterator[str]:
    known = [found for entry in entries if (found := minutes_of(entry, lengths)) is not None]
    done = sum(entry.status == "done" for entry in entries)
    if known:
        minutes = _figure(f"{sum(known):g}", language)
        yield language.log.minutes.format(minutes=minutes, known=len(known), done=done)


def _pain(form: str, given: Sequence[int | None], language: Language) -> Iterator[str]:
    pains = [pain for pain in given if pain is not None]
    if pains:
        mean = _figure(f"{sum(pains) / len(pains):.1f}", language)
        yield form.format(mean=mean, least=min(pains), most=max(pains))


def _line(entry: LogEntry, minutes: float | None, language: Language) -> str:
    """A session in a line: `2026-01-05 done: daily-15, 15 min, pain before 2, effort 4`."""
    words = language.log
    status = words.done if entry.status == "done" else words.skipped
    facts = [entry.routine or words.no_session]
    if minutes is not None:
        facts.append(words.length.format(minutes=_figure(f"{minutes:g}", language)))
    facts += [getattr(words, name).format(n=pain) for name, pain in entry.pains()]
    facts += [words.effort.format(n=entry.effort)] if entry.effort is not None else []
    facts += [f'"{entry.note}"'] if entry.note else []
    return f"{entry.day} {status}: {', '.join(facts)}"


def _figure(written: str, language: Language) -> str:
    """A number with the sign between its parts that the language writes."""
    return written.replace(".", language.ear.decimal)
