"""Lexicons: words respelt, for all engines or for one, so that they are spoken rightly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from voicecoach.messages import Fault, Faults
from voicecoach.script.fields import Checked, Text, strict

_WORDS = Text(200, spoken=False)  # `_respelling` says in better words what is missing


class _Lexicon(Checked):
    """Words with their respelling, or with one for each engine."""

    def check(self, value: object) -> dict[str, Any]:
        return _check(value)

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, Any]:
        text = {"type": "string", "minLength": 1, "maxLength": _WORDS.longest}
        by_engine = {"type": "object", "minProperties": 1, "additionalProperties": text}
        return {"type": "object", "additionalProperties": {"anyOf": [text, by_engine]}}


Lexicon = Annotated[Mapping[str, Any], _Lexicon()]
"""A respelling for a word, or a mapping of engines to respellings."""


@dataclass(frozen=True, slots=True)
class LexiconFile:
    """A project's own lexicon: the file `scripts/lexicon.yaml`."""

    __pydantic_config__: ClassVar = strict

    lexicon: Lexicon
    """Words that engines say wrongly, respelt: `bird dog: burd dog`."""
    file: str = field(default="", init=False)


def respellings(lexicons: Iterable[Mapping[str, Any]], engine: str) -> dict[str, str]:
    """What each word becomes for an engine, by the word in small letters.

    Args:
        lexicons: a later one has the last word.
        engine: its name; respellings for other engines are left out.
    """
    found: dict[str, str] = {}
    for lexicon in lexicons:
        for word, value in lexicon.items():
            said = value.get(engine) if isinstance(value, Mapping) else value
            if said is not None:
                found[_key(word)] = said
    return found


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
    return {engine: _for_engine(engine, item) for engine, item in said.items()}


def _for_engine(engine: str, said: object) -> str:
    try:
        return _respelling(said, engine)
    except Fault as error:
        raise error.within(engine) from None


def _respelling(said: object, engine: str = "") -> str:
    if said is None:
        raise Fault("lexicon/missing-for" if engine else "lexicon/missing", engine=engine)
    if isinstance(said, Mapping | list):
        raise Fault("lexicon/one-for" if engine else "lexicon/one", engine=engine)
    text = _WORDS.check(said)
    if not _audible(text):
        raise Fault("lexicon/silent", value=text)
    return text


def _audible(text: str) -> bool:
    return any(character.isalnum() for character in text)
