"""The JSON Schema of a routine: its steps have a short form that dataclasses alone do not show."""

from __future__ import annotations

from typing import Any

from voicecoach.script.library import Library, shipped_scripts
from voicecoach.script.model import ExerciseStep, RoutineHead
from voicecoach.script.shapes import STEP_KINDS, adapter


def routine_schema() -> dict[str, Any]:
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
            **{key: exercise["properties"][key] for key in ("say", "title", "source")},
            "dose": dose,
            **dose["anyOf"][1]["properties"],
            "optional": {"type": "boolean"},
        },
    }
    with_dose = {"anyOf": [{"type": "null"}, dose["anyOf"][0], long_form]}
    properties: dict[str, Any] = {name: with_dose for name in names}
    for name, shape in STEP_KINDS.items():
        properties[name] = _property(shape, name)
    properties |= {
        "optional": {"type": "boolean", "description": "May be dropped to save time."},
        "wait": {"type": "string", "description": "Silence after a spoken line."},
        "steps": {"$ref": "#/$defs/steps"},
    }
    step = {
        "anyOf": [
            {"type": "string", "anyOf": [{"enum": names}, {"pattern": "^[a-z0-9-]+$"}]},
            {
                "type": "object",
                "minProperties": 1,
                "properties": properties,
                "additionalProperties": with_dose,
            },
        ]
    }
    head["properties"]["steps"] = {"$ref": "#/$defs/steps"}
    head["required"] = [*head["required"], "steps"]
    head["$defs"] = {
        **head.get("$defs", {}),
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
