"""What a language's file says of how signs, numbers and abbreviations are spoken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import ClassVar

from voicecoach.base.values import dataclass
from voicecoach.formats.fields import Label, Maybe, Sign, Words, strict
from voicecoach.language.homographs import Reading


@dataclass(frozen=True, slots=True)
class Plural:
    """A counted thing: `{n} rep`, `{n} reps`."""

    __pydantic_config__: ClassVar = strict

    one: Words
    other: Words
    zero: Maybe[Words] = None
    two: Maybe[Words] = None
    few: Maybe[Words] = None
    many: Maybe[Words] = None
    """These where the language's numbers take them, by CLDR's plural rules."""
    numbers: Label | None = None
    """Which of `number_forms` goes with the thing: `una serie`, but `un minuto`."""
    half: Maybe[Words] = None
    """Half of it: `half an hour`,"""
    and_half: Mapping[str, Words] = field(default_factory=dict)
    """and so many and a half, by the whole number, or `other`: `{n} and a half hours`."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Times of day."""

    __pydantic_config__: ClassVar = strict

    full: Words
    """`7:00`; has {hours}."""
    other: Words
    """`7:30`; has {hours} and {minutes}."""
    early: Maybe[Words] = None
    """`7:05`, where the minutes are under ten and that is said in another way."""
    behind: tuple[Words, ...] = ()
    """Words that may follow and are said with it already: `7:30 Uhr`."""
    numbers: Label | None = None
    """Which of `number_forms` the hours take."""


@dataclass(frozen=True, slots=True)
class Ordinal:
    """Which one of several: `3rd`, `3\u00aa`, `3. Tag`."""

    __pydantic_config__: ClassVar = strict

    signs: tuple[Sign, ...]
    """What stands right behind the number; a full stop only counts inside a sentence."""
    words: tuple[Words, ...]
    """The first, the second and so on; what is not listed is left as it is written."""
    after: tuple[Words, ...] = ()
    """It is said so right behind one of these words alone."""


@dataclass(frozen=True, slots=True)
class EarWords:
    """How signs and abbreviations in texts are spoken: see `ear`."""

    __pydantic_config__: ClassVar = strict

    decimal: Sign
    """The sign between a number and its decimals,"""
    point: Words
    """and the word for it."""
    minus: Words
    """The sign before a number."""
    span: Words
    """`10-15`; has {low} and {high}."""
    by: Words
    """`2 x 10`; has {sets} and {reps}."""
    times: Plural
    """`x 10` behind an exercise."""
    mixed: Words
    """`1 1/3`; has {whole} and {part}."""
    mixed_thing: Maybe[Words] = field(default=None, kw_only=True)
    """`1 1/3 h`, where the thing stands between: one hour and a third; has {whole} and {part}."""
    out_of: Words
    """`7/10`; has {n} and {of}."""
    clock: Clock
    """`7:30`, where it is no length of time."""
    counted: tuple[Words, ...]
    """Words behind which `1/2` is the first of two: `set 1/2`."""
    time_after: tuple[Words, ...]
    """Words behind which a number is a length of time: `hold 1:30`, `rest 90"`."""
    and_half: Mapping[str, Words] = field(default_factory=dict)
    """`2 1/2` without a thing, by the whole number, or `other`: `{n} and a half`."""
    fractions: Mapping[str, Words] = field(default_factory=dict)
    """Fractions with a name, like `1/2`; a sign such as \u00bd is read as `1/2`."""
    units: Mapping[Sign, Plural] = field(default_factory=dict)
    """What may stand behind a number, as it is written; small letters stand for capitals too."""
    times_units: Mapping[Sign, Plural] = field(default_factory=dict)
    """What else such a unit may be, behind a word of `time_after`: `hold 2 m`, but `walk 2 m`."""
    distance: tuple[Words, ...] = ()
    """Words of a sentence in which it is not: `walk for 100 m`."""
    nouns: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)
    """Things before which a number takes one of `number_forms`: `una: [vez, repetici\u00f3n]`."""
    ordinals: tuple[Ordinal, ...] = ()
    """Numbers that say which one; the first that fits is said."""
    capitals: tuple[Words, ...] = ()
    """Words that people write in capitals to stress them; other capitals are spelt: `ITB`."""
    words: Mapping[Sign, Words] = field(default_factory=dict)
    """Signs and abbreviations that stand on their own, in the same way as units."""
    homographs: Mapping[Sign, tuple[Reading, ...]] = field(default_factory=dict)
    """Words that are said in two ways, each with where it is said how; the first that fits."""
    hyphen_singular: bool = False
    """Behind a number and a hyphen the unit is in the singular: `a 5-second hold`."""
