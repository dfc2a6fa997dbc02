"""Lexicons: words respelt, or given by their sounds, so that they are spoken rightly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Annotated, Any, ClassVar

from voicecoach.base.messages import Fault, Faults, phrase
from voicecoach.base.phonemes import MARKS, SOUNDS, canonical, fault
from voicecoach.base.values import dataclass
from voicecoach.formats.fields import CheckedField, Text, strict
from voicecoach.formats.unwritten import UNWRITTEN

_WORDS = Text(200, spoken=False)  # `_respelling` says in better words what is missing


_SOUNDS, _REST = "ipa", "otherwise"  # the keys of an entry that name no engine


class _Ipa(CheckedField):
    """Sounds in the phonetic alphabet."""

    def check(self, value: object) -> str:
        return _ipa(value)

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, object]:
        return _IPA_SCHEMA


_IPA_SCHEMA: dict[str, Any] = {
    "type": "string",
    "minLength": 1,
    "maxLength": _WORDS.longest,
    "pattern": f"^[{''.join(sorted(SOUNDS | MARKS))}]+$",
}

Ipa = Annotated[str, _Ipa()]
"""Sounds in the phonetic alphabet: `klo\u028az`."""


class _Lexicon(CheckedField):
    """Words with their respelling, or with their sounds and one for each engine."""

    def check(self, value: object) -> dict[str, Any]:
        return _check(value)

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, object]:
        text = {"type": "string", "minLength": 1, "maxLength": _WORDS.longest}
        by_engine = {
            "type": "object",
            "minProperties": 1,
            "properties": {_SOUNDS: _IPA_SCHEMA},
            "additionalProperties": text,
        }
        return {"type": "object", "additionalProperties": {"anyOf": [text, by_engine]}}


Lexicon = Annotated[Mapping[str, Any], _Lexicon()]
"""A respelling for a word, or its sounds (`ipa`) and respellings by engine or for the others."""


@dataclass(frozen=True, slots=True)
class LexiconFile:
    """A project's own lexicon: the file `scripts/lexicon.yaml`."""

    __pydantic_config__: ClassVar = strict

    lexicon: Lexicon
    """Words that engines say wrongly, respelt: `bird dog: burd dog`."""
    file: str = field(default="", kw_only=True, metadata=UNWRITTEN)


@dataclass(frozen=True, slots=True)
class Sounds:
    """What a word becomes where an engine is told how it sounds."""

    ipa: str


def respellings(
    lexicons: Iterable[Mapping[str, Any]], engine: str, phonemes: bool = False
) -> dict[str, str | Sounds]:
    """What each word becomes for an engine, by the word in small letters.

    Args:
        lexicons: a later one has the last word.
        engine: its name; respellings for other engines are left out.
        phonemes: it takes sounds; what is respelt for it by name comes before them.
    """
    found: dict[str, str | Sounds] = {}
    for lexicon in lexicons:
        for word, value in lexicon.items():
            said = _said(value, engine, phonemes) if isinstance(value, Mapping) else value
            if said is not None:
                found[_key(word)] = said
    return found


def engines_of(value: object) -> tuple[str, ...]:
    """The engines that a lexicon's entry names."""
    return tuple(set(value) - {_SOUNDS, _REST}) if isinstance(value, Mapping) else ()


def _said(value: Mapping[str, str], engine: str, phonemes: bool) -> str | Sounds | None:
    if engine in engines_of(value):
        return value[engine]
    if phonemes and _SOUNDS in value:
        return Sounds(value[_SOUNDS])
    return value.get(_REST)


def _key(word: str) -> str:
    return " ".join(word.lower().split())


def _check(value: object) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise Fault("lexicon/none")
    checked: dict[str, Any] = {}
    faults: list[Fault] = []
    first: dict[str, str] = {}
    for word, said in value.items():
        twin = first.setdefault(_key(word), word)
        try:
            if not _audible(word):
                raise Fault("lexicon/no-word", word=word)
            if twin != word:
                raise Fault("lexicon/twins", word=word, other=twin)
            checked[word] = _checked(said)
        except Fault as error:
            faults.append(error.within(word))
    if faults:
        raise Faults(faults)
    return checked


def _checked(said: object) -> str | dict[str, str]:
    if not isinstance(said, Mapping):
        return _respelling(said)
    if not said:
        raise Fault("lexicon/no-engine")
    return {key: _under(key, item) for key, item in said.items()}


def _under(key: str, said: object) -> str:
    try:
        return _ipa(said) if key == _SOUNDS else _respelling(said, key)
    except Fault as error:
        raise error.within(key) from None


def _ipa(value: object) -> str:
    if value is None:
        raise Fault("sounds/missing")
    if isinstance(value, Mapping | list):
        raise Fault("sounds/one")
    text = canonical(_WORDS.check(value))
    wrong = fault(text)
    if wrong:
        raise Fault.of(wrong)
    return text


def _respelling(said: object, key: str = "") -> str:
    engine = phrase("lexicon/rest") if key == _REST else key
    if said is None:
        raise Fault("lexicon/missing-for" if key else "lexicon/missing", engine=engine)
    if isinstance(said, Mapping | list):
        raise Fault("lexicon/one-for" if key else "lexicon/one", engine=engine)
    text = _WORDS.check(said)
    if not _audible(text):
        raise Fault("lexicon/silent", value=text)
    return text


def _audible(text: str) -> bool:
    return any(character.isalnum() for character in text)
