"""Field types of the file formats: what pydantic checks, and how the JSON Schemas show it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, TypeVar, get_args, get_type_hints

from voicecoach.base.controls import clipped
from voicecoach.base.messages import Fault, phrase
from voicecoach.base.names import LONGEST_NAME, is_name, meant
from voicecoach.base.units import parse_duration
from voicecoach.base.values import dataclass

_MISSPELT = 0.8  # a word as like a thing's name as this is meant to be it
_SHOWN = 80  # of what is none
_LANGUAGE = "[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}"
RATE_LEAST, RATE_MOST = 90, 180  # words a minute

# The configuration of every dataclass that outside data is checked against.
strict = {"extra": "forbid", "use_attribute_docstrings": True}


class CheckedField:
    """A field type whose `check` reads what a file says.

    It imports pydantic only when pydantic asks for it, which a warm build never does.
    """

    __slots__ = ()

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> object:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(self.check)

    def check(self, value: object) -> Any:
        """Return the value as it is kept, or raise Fault with what to write instead."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class _DurationText(CheckedField):
    """A duration: written `1m30s`, kept as integer milliseconds.

    Attributes:
        unit: the one that is proposed where none is written.
    """

    unit: str = "s"

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, object]:
        minutes, seconds = r"\d+(\.\d+)?m(in)?", r"\d+(\.\d+)?s(ec)?"
        pattern = rf"^(({minutes})?\s*({seconds})?|\d+:[0-5]\d)$"
        return {"type": "string", "pattern": pattern}

    def check(self, value: object) -> int:
        return parse_duration(value, self.unit)


@dataclass(frozen=True, slots=True)
class _DurationTexts(CheckedField):
    """One duration or a list of them, kept as a tuple of milliseconds."""

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, object]:
        return {"type": ["string", "array"], "items": {"type": "string"}}

    def check(self, value: object) -> tuple[int, ...]:
        items = value if isinstance(value, list) else [value]
        return tuple(parse_duration(item) for item in items)


class Cut(str):
    """What is left of a text that YAML ends at ` #`: a comment, or the end of the sentence."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Text(CheckedField):
    """A text for ear or eye: whole, one line, not empty, no control characters.

    Attributes:
        longest: characters at most.
        spoken: it has a word in it.
        translated: it is in the language of its file, and has a translation for others.
    """

    longest: int
    spoken: bool = True
    translated: bool = True

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, object]:
        return {"type": "string", "minLength": 1, "maxLength": self.longest}

    def check(self, value: object) -> str:
        """Return the text with single spaces.

        Raises:
            Fault: it is none, or not one to be spoken.
        """
        if value is None:
            raise Fault("text/missing")
        if isinstance(value, Mapping):
            raise Fault("text/colon")
        if isinstance(value, list):
            raise Fault("text/list")
        if not isinstance(value, str):
            raise Fault("text/other", value=value)
        if isinstance(value, Cut):
            raise Fault("unquoted-text/hash", offset=len(value))
        text = " ".join(value.split())
        if not text:
            raise Fault("text/empty")
        if self.spoken and not any(character.isalnum() for character in text):
            raise Fault("text/no-word", value=text)
        if len(text) > self.longest:
            raise Fault("text/long", characters=len(text), most=self.longest)
        if not text.isprintable():
            raise Fault("text/control")
        return text


@dataclass(frozen=True, slots=True)
class _LabelText(CheckedField):
    """A text that no session says or shows, so a comment may follow it."""

    text: Text

    def __get_pydantic_json_schema__(self, schema: object, handler: object) -> dict[str, object]:
        return self.text.__get_pydantic_json_schema__(schema, handler)

    def check(self, value: object) -> str:
        return self.text.check(str(value) if isinstance(value, Cut) else value)


@dataclass(frozen=True, slots=True)
class _NotEmpty:
    """Refuses a key with nothing behind it: it waits for a text, or has it behind ` #`."""

    def __get_pydantic_core_schema__(self, source: object, handler: Any) -> object:
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(self._check, handler(source))

    @staticmethod
    def _check(value: object) -> object:
        if value is None:
            raise Fault("text/missing")
        return value


@dataclass(frozen=True, slots=True)
class _NameText(CheckedField):
    """A name of a file: small letters, digits and hyphens."""

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, object]:
        return {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": LONGEST_NAME}

    def check(self, value: object) -> str:
        return str(check_name(str(value)))


@dataclass(frozen=True, slots=True)
class _SourceText(CheckedField):
    """Where a figure comes from: an entry of `sources.yaml`, `clinician` or `editorial`."""

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, object]:
        return {"type": "string", "pattern": "^([A-Z]|[a-z0-9]+(-[a-z0-9]+)*)$"}

    def check(self, value: object) -> str:
        text = str(value)  # the first three have no name but a capital letter
        return text if len(text) == 1 and "A" <= text <= "Z" else str(check_name(text))


@dataclass(frozen=True, slots=True)
class Figure(CheckedField):
    """A number within limits, whole or not."""

    least: float
    most: float
    whole: bool = True

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, object]:
        kind = "integer" if self.whole else "number"
        return {"type": kind, "minimum": self.least, "maximum": self.most}

    def check(self, value: object) -> float:
        """Return the number, or raise Fault: it is none, or out of range."""
        wanted = int if self.whole else int | float
        if isinstance(value, bool) or not isinstance(value, wanted):
            raise Fault("value/whole" if self.whole else "value/number", value=value)
        if not self.least <= value <= self.most:
            raise Fault("value/range", value=value, least=self.least, most=self.most)
        return value


@cache
def translated_fields(shape: type) -> frozenset[str]:
    """The fields of a dataclass that hold texts to be translated, themselves or in a list."""
    hints = get_type_hints(shape, include_extras=True)
    return frozenset(each.name for each in fields(shape) if _is_translated(hints[each.name]))


def _is_translated(hint: Any) -> bool:
    if isinstance(hint, Text):
        return hint.translated
    return any(map(_is_translated, get_args(hint)))


def language_code(value: object) -> str:
    """Return the code of a language.

    Raises:
        Fault: it is none; the message proposes one where that can be guessed.
    """
    text = str(value)
    if re.fullmatch(_LANGUAGE, text):
        return text
    near = re.sub(r"[^a-z-]+", "", text.strip().lower().replace("_", "-")).strip("-")
    hint = phrase("hint/meant", meant=near) if re.fullmatch(_LANGUAGE, near) else ""
    raise Fault("value/language", value=clipped(text, _SHOWN), hint=hint)


def check_name(text: str) -> str:
    """Return a name of a script, and so of a file.

    Raises:
        Fault: it is none; the message proposes one.
    """
    if is_name(text):
        return text
    raise Fault("name/bad", value=clipped(text, _SHOWN), hint=meant(text))


@dataclass(frozen=True, slots=True)
class _LanguageText(CheckedField):
    """The code of a language: `en`, `pt`, `de`."""

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_LANGUAGE}$"}

    def check(self, value: object) -> str:
        return language_code(value)


LanguageCode = Annotated[str, _LanguageText()]


@dataclass(frozen=True, slots=True)
class _ZoneText(CheckedField):
    """The name of a time zone: `Europe/Berlin`."""

    def check(self, value: object) -> str:
        from zoneinfo import ZoneInfo

        name = str(value)
        try:
            return ZoneInfo(name).key
        except (OSError, KeyError, ValueError):
            raise Fault("value/zone", value=name[:60]) from None


ZoneName = Annotated[str, _ZoneText()]
"""A time zone, by its name in the database of time zones."""


Ms = Annotated[int, _DurationText()]
LongMs = Annotated[int, _DurationText("m")]
"""A duration of minutes."""
MsList = Annotated[tuple[int, ...], _DurationTexts()]
Words = Annotated[str, Text(500)]
"""What is heard or read, in the language of its file."""
Verbatim = Annotated[str, Text(500, translated=False)]
"""What is heard or read as it stands in every language: a name, a number to call."""
Sign = Annotated[str, Text(20, spoken=False)]
Label = Annotated[str, _LabelText(Text(500))]
"""What no session says or shows: the name of a voice, the code of a language, a note."""
_T = TypeVar("_T")
Maybe = Annotated[_T | None, _NotEmpty()]
"""A text that may be left out, but only together with its key: `Maybe[Words]`."""
Name = Annotated[str, _NameText()]
Source = Annotated[str, _SourceText()]
"""Where a figure comes from: an entry of `sources.yaml`, `clinician` or `editorial`."""
Count = Annotated[int, Figure(1, 1000)]
Share = Annotated[float, Figure(0.01, 1, whole=False)]
Rate = Annotated[int, Figure(RATE_LEAST, RATE_MOST)]
Level = Annotated[float, Figure(-12, 3, whole=False)]
Factor = Annotated[float, Figure(0.1, 5, whole=False)]
Counting = Literal[
    "all",
    "every fifth",
    "last three",
    "down",
    "every fifth down",
    "last three down",
]
Need = Literal[
    "mat",
    "mat-or-bed",
    "chair",
    "wall",
    "band",
    "pillow",
    "screen",
    "heat-pack",
    "cold-pack",
    "bed",
    "sofa",
    "step",
    "roller",
    "towel",
    "ball",
    "weight",
    "strap",
    "stick",
]
"""Things that have words in every language."""
Surface = Literal["floor", "by-sofa", "bed"]
"""What one lies on: the floor, the floor with a way down by a sofa, or a bed."""
Position = Literal[
    "standing",
    "chair",
    "floor-sitting",
    "hands-and-knees",
    "childs-pose",
    "half-kneeling",
    "lying-on-back",
    "lying-face-down",
    "lying-on-side",
]

Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that has no name here, in words of the author's own: `a broomstick`."""

    __pydantic_config__: ClassVar = strict

    words: Words


@dataclass(frozen=True, slots=True)
class _NeedText(CheckedField):
    """A thing by its name, or in words."""

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, Any]:
        words = {"type": "string", "minLength": 1, "examples": ["a broomstick"]}
        return {"anyOf": [{"enum": [*get_args(Need)]}, words]}

    def check(self, value: object) -> Need | Thing:
        """Return the name, or the words.

        Raises:
            Fault: it is neither, or looks like a misspelt name.
        """
        from difflib import get_close_matches

        text = Text(60).check(value)
        for name in get_args(Need):
            if name == text.lower().removeprefix("foam ").replace(" ", "-"):
                found: Need = name
                return found
        if close := get_close_matches(text.lower(), get_args(Need), 1, _MISSPELT):
            raise Fault("needs/misspelt", value=text, meant=close[0])
        if is_name(text):
            raise Fault("needs/words", value=text, choices=", ".join(get_args(Need)))
        return Thing(text)


NeedName = Annotated[Need | Thing, _NeedText()]


def need_text(need: Need | Thing) -> str:
    """A thing's name, or the author's words for it."""
    return need.words if isinstance(need, Thing) else need


@dataclass(frozen=True, slots=True)
class SidedText:
    """A text with one wording for each side: other languages inflect, so a side is never put in."""

    __pydantic_config__: ClassVar = strict

    left: Words
    right: Words


Wording = Words | SidedText


def wording(text: Wording, side: Side | None) -> str:
    """The words for a side; a text that names no side is the same on both."""
    if isinstance(text, SidedText):
        return text.left if side == "left" else text.right
    return text
