"""The JSON Schemas of scripts, for editors.

A routine's steps have a short form that dataclasses alone do not show.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from voicecoach.base.stored import adapter
from voicecoach.formats.unwritten import unwritten_fields
from voicecoach.language.lexicon import LexiconFile
from voicecoach.language.phrases import Language
from voicecoach.language.prescribing import PrescriptionWords
from voicecoach.library.library import Library, shipped_scripts
from voicecoach.library.translation import Translation
from voicecoach.model.exercise import Exercise
from voicecoach.model.profile import Profile
from voicecoach.model.programme import Programme
from voicecoach.model.reference import References
from voicecoach.model.routine import (
    RANK_MOST,
    BreatheStep,
    ExerciseStep,
    RepeatStep,
    RoutineHead,
    TransitionStep,
)
from voicecoach.model.step_reading import INTERVAL_KEYS, STEP_KINDS

# What an exercise's long form says beside its dose.
_OF_EXERCISES = ("say", "title", "source", "guidance", "count", "at", "bell")

# What a step may say of fitting it to a length, as the class Step has it.
_OF_LENGTH: dict[str, Any] = {
    "optional": {"type": "boolean", "description": "May be left out to save time."},
    "extra": {"type": "boolean", "description": "Only done where a length leaves time."},
    "keep": {"const": "always", "description": "A length changes nothing in it."},
    "rank": {
        "type": "integer",
        "minimum": 1,
        "maximum": RANK_MOST,
        "description": "What it is worth: the lowest is left out first, the highest added first.",
    },
}


def _routine() -> dict[str, Any]:
    """The schema by which editors complete and check routines.

    A step is an exercise's name, or one key with a value: the kind of step, or an exercise with its
    dose. Exercises of a project's own are allowed besides the shipped ones.
    """
    head = adapter(RoutineHead).json_schema()
    names = Library((shipped_scripts(),)).names("exercises")
    exercise = adapter(ExerciseStep).json_schema()
    dose = exercise["properties"]["dose"]
    long_form = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **{key: exercise["properties"][key] for key in _OF_EXERCISES},
            "dose": dose,
            **dose["anyOf"][1]["properties"],
            **_OF_LENGTH,
        },
    }
    with_dose = {"anyOf": [{"type": "null"}, dose["anyOf"][0], long_form]}
    prescribed = {"$ref": "#/$defs/prescribed"}
    properties: dict[str, Any] = dict.fromkeys(names, prescribed)
    for name, shape in STEP_KINDS.items():
        properties[name] = _property(shape, name)
    properties |= {
        **_OF_LENGTH,
        "repeat": {
            "description": "How often, 1 to 20; with a range, up to the higher for a length.",
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": 20},
                {"type": "string", "examples": ["1-3"]},
            ],
        },
        "wait": {"type": "string", "description": "Silence after a spoken line."},
        **{key: _property(RepeatStep, key) for key in INTERVAL_KEYS if key not in properties},
        "source": _property(BreatheStep, "source"),
        "side": _property(TransitionStep, "side"),
        "steps": {"$ref": "#/$defs/steps"},
    }
    step = {
        "anyOf": [
            {"type": "string", "anyOf": [{"enum": names}, {"pattern": "^[a-z0-9-]+$"}]},
            {
                "type": "object",
                "minProperties": 1,
                "properties": properties,
                "additionalProperties": prescribed,
            },
        ]
    }
    head["properties"]["steps"] = {"$ref": "#/$defs/steps"}
    head["required"] = [*head["required"], "steps"]
    head["$defs"] = {
        **head.get("$defs", {}),
        "prescribed": with_dose,
        "step": step,
        "steps": {
            "type": "array",
            "minItems": 1,
            "items": {"$ref": "#/$defs/step"},
            "description": "What is done, in order.",
        },
    }
    return head


def _property(shape: type, name: str) -> dict[str, Any]:
    """The schema of one field; that of a dataclass which holds itself is among the definitions."""
    schema = adapter(shape).json_schema()
    owner = schema if "properties" in schema else schema["$defs"][shape.__name__]
    found: dict[str, Any] = owner["properties"][name]
    return found


def _titled(kind: str, schema: dict[str, Any]) -> dict[str, Any]:
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect} | schema | {"title": f"voicecoach {kind}"}


def _of(shape: Any) -> dict[str, Any]:
    """The schema of a whole file, without what no author writes."""
    schema = adapter(shape).json_schema()
    for name in unwritten_fields(shape):
        del schema["properties"][name]
    return schema


# Every kind of script, and what makes its schema.
SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "exercise": lambda: _titled("exercise", _of(Exercise)),
    "routine": lambda: _titled("routine", _routine()),
    "programme": lambda: _titled("programme", _of(Programme)),
    "profile": lambda: _titled("profile", _of(Profile)),
    "sources": lambda: _titled("sources", _of(References)),
    "lexicon": lambda: _titled("lexicon", _of(LexiconFile)),
    "language": lambda: _titled("language", _of(Language)),
    "prescription": lambda: _titled("prescription", _of(PrescriptionWords)),
    "translation": lambda: _titled("translation", _of(Translation)),
}
