"""The exercises that there are, to be found; and all of one on a card."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from voicecoach.app import exercises
from voicecoach.app.exercises import Filter, list_exercises, show_exercise
from voicecoach.app.own_exercises import own_file
from voicecoach.app.studio.clinic_open import OpenClinic
from voicecoach.formats.fields import need_text
from voicecoach.library.references import references_of
from voicecoach.model.reference import References
from voicecoach.web.studio.desk import PageValues, Query, StudioPage
from voicecoach.web.studio.pages import number_told

_LONGEST = 100  # characters of a search


def exercise_page(clinic: OpenClinic, name: str, query: Query) -> StudioPage | None:
    """All exercises, narrowed down as the address asks; or the card of one."""
    if not name:
        return StudioPage("exercises.html", _finding(clinic, query))
    if clinic.library.find("exercises", name) is None:
        return None
    told = _card(clinic, name)
    is_own = own_file(clinic.project, name).is_file()
    routines = {"routines": clinic.own_routines(), "is_own": is_own}
    return StudioPage("exercise.html", {**told, **clinic.listening(), **routines})


def _finding(clinic: OpenClinic, query: Query) -> PageValues:
    words, labels = clinic.words(), clinic.labels()["find"]
    search = query.get("search", [""])[0][:_LONGEST]
    groups = _groups(clinic, query)
    asked = {group["name"]: group["chosen"] for group in groups}
    level = int(asked["level"][0]) if asked["level"] else exercises.MOST_LEVEL
    narrowed = Filter(
        positions=asked["position"],
        regions=asked["region"],
        goals=asked["goal"],
        level=level,
        avoid=asked["avoid"],
        needs=asked["need"],
        search=search,
    )
    found = list_exercises(clinic.project, narrowed, clinic.language, clinic.library)
    return {
        "search": search,
        "groups": groups,
        "found": sorted(found, key=lambda each: each.title.casefold()),
        "count": number_told(labels["found_one"], labels["found"], len(found)),
        "positions": words.pages.positions,
    }


def _groups(clinic: OpenClinic, query: Query) -> list[dict[str, Any]]:
    """What exercises are narrowed down by: name, choices with their labels, and what is chosen."""
    words, labels = clinic.words(), clinic.labels()
    levels = [str(level) for level in range(1, exercises.MOST_LEVEL + 1)]
    tables: dict[str, list[tuple[str, str]]] = {
        "region": [(each, labels["regions"][each]) for each in exercises.REGIONS],
        "goal": [(each, labels["goals"][each]) for each in exercises.GOALS],
        "avoid": [(each, words.subtitle.avoid[each]) for each in exercises.AVOIDABLE],
        "position": [(each, words.pages.positions[each]) for each in exercises.BODY_POSITIONS],
        "need": [(each, words.needs[each]) for each in exercises.NEEDS if each in words.needs],
        "level": [(each, labels["levels"][each]) for each in levels],
    }
    return [
        {"name": name, "choices": choices, "chosen": _chosen(choices, query.get(name, []))}
        for name, choices in tables.items()
    ]


def _chosen(choices: list[tuple[str, str]], asked: list[str]) -> tuple[str, ...]:
    return tuple(value for value, _ in choices if value in asked)


def _card(clinic: OpenClinic, name: str) -> PageValues:
    """All that is told of an exercise."""
    words, labels = clinic.words(), clinic.labels()
    found = show_exercise(clinic.project, name, clinic.language, clinic.library)
    references = references_of(clinic.library)
    exercise = found.exercise
    said = [
        (part, [line for _, line in lines])
        for part, lines in groupby((line for line in found.lines if line[1]), lambda line: line[0])
    ]
    return {
        "name": name,
        "title": exercise.title,
        "purpose": exercise.purpose,
        "position": exercise.position,
        "drawn": exercise.drawing,
        "where": words.pages.positions[exercise.position],
        "for_what": [
            *(labels["regions"][each] for each in exercise.regions),
            *(labels["goals"][each] for each in exercise.goals),
        ],
        "level": labels["levels"][str(exercise.level)],
        "clinician": exercise.requires == "clinician",
        "dose": found.dose,
        "aliases": found.aliases,
        "needs": [words.needs.get(text, text) for text in map(need_text, exercise.needs)],
        "said": said,
        "asks": [words.subtitle.avoid[each] for each in found.asks],
        "easier": found.easier,
        "harder": found.harder,
        "sources": [(_source(references, each.source), how) for each, how in found.sources],
    }


def _source(references: References, name: str) -> str:
    """What a source is called, and who published it."""
    found = references.sources.get(name)
    return f"{found.title} ({found.publisher})" if found else name
