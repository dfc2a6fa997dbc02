"""A language's phrases beside the English ones: whether they fit, and whether they are of today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from string import Formatter
from typing import Any

from voicecoach.script.language import Language, Plural
from voicecoach.script.problems import KeyPath, Problem, Where, did_you_mean

# What of a language is no translation of the English.
_OWN = (
    "language",
    "stop",
    "numbers",
    "number_forms",
    "ear",
    "comma_before_joiner",
    "breath_only",
    "never",
    "lexicon",
    "english",
    "file",
    "categories",
)


def phrase_problems(language: Language, english: Language) -> Iterator[Problem]:
    """What is wrong with a language's phrases beside the English ones: their braces, their age.

    The age of phrases is known where the language's file says which English they came from.
    """
    theirs, ours = dict(phrases_of(english)), dict(phrases_of(language))
    for path, text in ours.items():
        if path in theirs and (fault := _braces_fault(text, theirs[path])):
            yield Problem("bad-braces", Where(language.file, path), fault)
    for path, thing in _plurals_of(language):
        yield from _plural_problems(path, thing, language)
    if not language.english:
        return
    for path, text in theirs.items():
        before = language.english.get(".".join(map(str, path)))
        if before != text:
            yield Problem("stale-text", Where(language.file, path), _aged(path, before, text))


def phrases_of(language: Language) -> Iterator[tuple[KeyPath, str]]:
    """Every phrase of a language that is a translation, with its place."""
    for each in fields(language):
        if each.name not in _OWN:
            yield from _texts_in(getattr(language, each.name), (each.name,))


def _texts_in(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    inner: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        inner = enumerate(value)
    elif isinstance(value, Mapping):
        inner = value.items()
    elif is_dataclass(value) and not isinstance(value, Plural):
        inner = ((each.name, getattr(value, each.name)) for each in fields(value))
    for key, item in inner:
        yield from _texts_in(item, (*path, key))


def _aged(path: KeyPath, before: str | None, now: str) -> str:
    name = ".".join(map(str, path))
    was = f"the English was '{before}' and is now" if before else "the English is"
    return f"{was} '{now}'; mend this text if need be, and write that under 'english' as '{name}'"


def _braces_fault(text: str, english: str) -> str:
    """What is wrong with a text's braces, beside those of the English; nothing mostly."""
    wanted = _braces(english)
    try:
        found = _braces(text)
    except ValueError:
        return "these braces do not match; write them in pairs, like {n}"
    if found == wanted:
        return ""
    names = " and ".join(f"{{{name}}}" for name in sorted(wanted)) or "nothing"
    return f"what is filled in here is {names}; use it once, and no other braces"


def _braces(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _plurals_of(language: Language) -> Iterator[tuple[KeyPath, Plural]]:
    for each in fields(language):
        if isinstance(value := getattr(language, each.name), Plural):
            yield (each.name,), value
    yield ("ear", "times"), language.ear.times
    for name, unit in language.ear.units.items():
        yield ("ear", "units", name), unit


def _plural_problems(path: KeyPath, thing: Plural, language: Language) -> Iterator[Problem]:
    """A form for every kind of number that the language has."""
    where = Where(language.file, path)
    for category in sorted(set(language.categories.values())):
        if getattr(thing, category) is None:
            number = next(n for n, kind in language.categories.items() if kind == category)
            message = f"in this language {number} takes the form '{category}'; write it here too"
            yield Problem("missing-text", where, message)
    if thing.numbers and thing.numbers not in language.number_forms:
        message = f"'number_forms' has no '{thing.numbers}'"
        hint = did_you_mean(thing.numbers, language.number_forms)
        yield Problem("bad-value", where.at("numbers"), message + hint)
    counted = (thing.one, thing.other, thing.zero, thing.two, thing.few, thing.many)
    forms = (*counted, thing.half, *thing.and_half.values())
    if any(_braces_fault(form, "{n}") and _braces_fault(form, "") for form in forms if form):
        yield Problem("bad-braces", where, "the number that is filled in here is {n}")
