"""A language's phrases beside the English ones: whether they fit, and whether they are of today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from string import Formatter
from typing import Any
from zlib import crc32

from voicecoach.base.messages import Phrase, phrase
from voicecoach.formats.problems import KeyPath, Problem, Where, hint
from voicecoach.language.ear_words import Plural
from voicecoach.language.phrases import Language

# What of a language is no translation of the English.
_OWN = (
    "language",
    "stop",
    "numbers",
    "large_numbers",
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
_WHOLE, _BEGINNING = 30, 12  # letters of a text that stands whole, and of a beginning


def phrase_problems(language: Language, english: Language) -> Iterator[Problem]:
    """What is wrong with a language's phrases beside the English ones: their braces, their age.

    The age of phrases is known where the language's file says which English they came from.
    """
    theirs, ours = dict(phrases_of(english)), dict(phrases_of(language))
    for path, text in ours.items():
        if path in theirs and (fault := _braces_fault(text, theirs[path])):
            yield Problem("bad-braces", Where(language.file, path), fault)
    for path, text in _templates_of(language):
        wanted = dict(_templates_of(english)).get(path, text)
        if fault := _braces_fault(text, wanted):
            yield Problem("bad-braces", Where(language.file, path), fault)
    for path, thing in _plurals_of(language):
        yield from _plural_problems(path, thing, language)
    if not language.english:
        return
    for path, text in theirs.items():
        before = language.english.get(".".join(map(str, path)))
        if before not in (text, abbreviated(text)):
            kind = "stale-text/english" if before else "stale-text/new"
            key, place = ".".join(map(str, path)), Where(language.file, path)
            yield Problem.of(kind, place, before=before, now=text, key=key)


def abbreviated(english: str) -> str:
    """A text as a language's `english` may have it: a long one by its beginning and a checksum.

    A language whose letters take three bytes each would else not fit into a file with it.
    """
    if len(english) <= _WHOLE:
        return english
    return f"{english[:_BEGINNING].rstrip()}\u2026 {crc32(english.encode()):08x}"


def phrases_of(language: Language) -> Iterator[tuple[KeyPath, str]]:
    """Every phrase of a language that is a translation, with its place."""
    for each in fields(language):
        if each.name not in _OWN:
            yield from _texts_in(getattr(language, each.name), (each.name,))


def _templates_of(language: Language) -> Iterator[tuple[KeyPath, str]]:
    """What is filled in when numbers and signs are spoken, with its place."""
    for place, shape in ((("ear",), language.ear), (("ear", "clock"), language.ear.clock)):
        texts = ((each.name, getattr(shape, each.name)) for each in fields(shape))
        yield from (((*place, name), text) for name, text in texts if isinstance(text, str))
    yield from _texts_in(language.large_numbers, ("large_numbers",))


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


def _braces_fault(text: str, english: str) -> Phrase | None:
    """What is wrong with a text's braces, beside those of the English; mostly nothing."""
    wanted = _braces(english)
    try:
        found = _braces(text)
    except ValueError:
        return phrase("bad-braces/unmatched")
    if found == wanted:
        return None
    if not wanted:
        return phrase("bad-braces/none")
    return phrase("bad-braces/other", names=_listed(sorted(wanted)))


def _listed(names: list[str]) -> Phrase:
    """Names in braces: `{a} and {b}`."""
    first, *rest = names
    if not rest:
        return phrase("braces/last", name=first)
    return phrase("braces/more", name=first, rest=_listed(rest))


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
            yield Problem.of("missing-text/form", where, number=number, form=category)
    if thing.numbers and thing.numbers not in language.number_forms:
        meant = hint(thing.numbers, language.number_forms)
        yield Problem.of(
            "bad-value/number-form", where.at("numbers"), name=thing.numbers, hint=meant
        )
    counted = (thing.one, thing.other, thing.zero, thing.two, thing.few, thing.many)
    forms = (*counted, thing.half, *thing.and_half.values())
    if any(_braces_fault(form, "{n}") and _braces_fault(form, "") for form in forms if form):
        yield Problem.of("bad-braces/number", where)
