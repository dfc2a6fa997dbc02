"""Scripts in another language: `bird-dog.es.yaml` has the texts of `bird-dog.yaml` in Spanish.

Doses, phases and figures stay in the script. A translation is a list of pairs, each text behind
the one that it was made from: so nothing needs to be counted or numbered, a reader sees both side
by side, and a text that has changed since is found by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, fields, is_dataclass
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from voicecoach.base.values import dataclass, replace
from voicecoach.formats.fields import Verbatim, Words, strict, translated_fields
from voicecoach.formats.problems import Problem, Where
from voicecoach.formats.unwritten import UNWRITTEN
from voicecoach.model.routine import Step

_INNER = ("head", "body")  # parts of a routine's values that its file does not know
_WIDTH = 80  # of a line that holds a text and its translation
_CLOSE = 0.6  # two texts as alike as this may be one text before and after a change

_Script = TypeVar("_Script")


@dataclass(frozen=True, slots=True)
class Translation:
    """The texts of a script in another language: a file such as `bird-dog.es.yaml`."""

    __pydantic_config__: ClassVar = strict

    texts: Mapping[Words, Words]
    """Each text of the script, letter by letter, with its translation behind it."""
    aliases: tuple[Verbatim, ...] = field(default=(), kw_only=True)
    """What else people who speak the language call an exercise, to be found by."""
    file: str = field(default="", kw_only=True, metadata=UNWRITTEN)


def translation_file(file: Path, language: str) -> Path:
    """Where a script's texts in a language stand: beside it."""
    return file.with_name(f"{file.stem}.{language}.yaml")


def texts_of(script: object, where: Where) -> list[tuple[str, Where]]:
    """Every text of a script that is heard or read, with its place, in the file's order."""
    found: list[tuple[str, Where]] = []

    def collect(text: str, place: Where) -> str:
        found.append((text, place))
        return text

    _rewritten(script, where, collect)
    return found


def translated(
    script: _Script, where: Where, translations: Sequence[Translation], own: int
) -> tuple[_Script, list[Problem]]:
    """A script with its texts in another language.

    A text that was changed a little since has its old translation, and a warning. One that has no
    translation stays as it is, which is an error: no session mixes languages.

    Args:
        script: a routine, an exercise or a programme.
        where: its file.
        translations: what there is; the first that has a text wins.
        own: so many of them must have no text that the script lacks; others may be those of
            another script of that name.

    Returns:
        The script, and the problems.
    """
    known: dict[str, tuple[str, Where]] = {}
    for translation in reversed(translations):
        place = Where(translation.file, ("texts",))
        known |= {text: (said, place.at(text)) for text, said in translation.texts.items()}
    texts = texts_of(script, where)
    wanted = dict(reversed(texts))  # the first place of each
    spare = [text for text in known if text not in wanted]
    problems = []
    for text, place in reversed(wanted.items()):
        if text in known:
            continue
        before = _closest(text, spare)
        if before:
            spare.remove(before[0])
            known[text] = known[before[0]]
            problems.append(_stale(text, known[text][1]))
        else:
            problems.append(_missing(text, place, translations))
    mine = {translation.file for translation in translations[:own]}
    problems += [_spare(known[text][1]) for text in spare if known[text][1].file in mine]
    return _rewritten(script, where, lambda text, _: known.get(text, (text,))[0]), problems


def _closest(text: str, others: list[str]) -> list[str]:
    """Return the text that is most like another, where one is."""
    import difflib

    return difflib.get_close_matches(text, others, 1, _CLOSE)


def _stale(text: str, place: Where) -> Problem:
    return Problem.of("stale-text/changed", place, on_key=True, text=text)


def _missing(text: str, place: Where, translations: Sequence[Translation]) -> Problem:
    file = Path(translations[0].file).name if translations else ""
    return Problem.of("missing-text/translation", place, text=text, file=file)


def _spare(place: Where) -> Problem:
    return Problem.of("stale-text/gone", place, on_key=True)


def _rewritten(
    value: Any, where: Where, change: Callable[[str, Where], str], is_text: bool = False
) -> Any:
    """A value with all its texts changed; `change` gets each of them with its place."""
    if isinstance(value, Step):
        return replace(value, body=_rewritten(value.body, value.where, change))
    if isinstance(value, tuple):
        return tuple(
            _rewritten(item, where.at(index), change, is_text) for index, item in enumerate(value)
        )
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **dict(_changed_fields(value, where, change)))
    return change(value, where) if is_text and isinstance(value, str) and value else value


def _changed_fields(
    value: Any, where: Where, change: Callable[[str, Where], str]
) -> Iterator[tuple[str, Any]]:
    shape: type = type(value)
    texts = translated_fields(shape)
    for each in fields(value):
        inner = getattr(value, each.name)
        if is_dataclass(inner) or isinstance(inner, str | tuple):
            place = where if each.name in _INNER else where.at(each.name)
            yield each.name, _rewritten(inner, place, change, each.name in texts)


def as_yaml(texts: Mapping[str, str]) -> str:
    """The file of a translation; a text without one has nothing behind it yet."""
    lines = ["texts:"]
    for text, said in texts.items():
        key, value = f"  {_scalar(text)}:", _scalar(said) if said else ""
        pair = f"{key} {value}".rstrip()
        lines.append(pair if len(pair) <= _WIDTH else f"{key}\n    {value}")
    return "\n".join(lines) + "\n"


def _scalar(text: str) -> str:
    """A text as YAML has it, in quotes where it would be taken for something else."""
    plain = text[0].isalpha() and not re.search(r": | #|:$", text)
    return text if plain else json.dumps(text, ensure_ascii=False)
