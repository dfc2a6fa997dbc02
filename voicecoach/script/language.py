"""The coach's words in one language: a file in `scripts/languages/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from voicecoach.script.fields import Sign, Words, strict
from voicecoach.script.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Plural:
    """A counted thing: `{n} rep`, `{n} reps`."""

    __pydantic_config__: ClassVar = strict

    one: Words
    other: Words


@dataclass(frozen=True, slots=True)
class Opening:
    """What is said before the first movement."""

    __pydantic_config__: ClassVar = strict

    total: Words
    """How long the session is; has {minutes}."""
    total_short: Words
    """The same for less than half a minute."""
    needs: Words
    """What must be at hand; has {things}."""
    read: Words
    """Where to read the full list of warning signs."""
    emergency: tuple[Words, ...]
    """When not to exercise and to get help now."""
    ache: tuple[Words, ...]
    """What is acceptable."""
    stop: tuple[Words, ...]
    """When to stop."""
    requires: Words
    """Leads in to whom the session is for; has {requires}."""
    phone: Words
    """Put the phone away."""
    breath: Words
    """Breathe throughout."""
    first: Mapping[str, Words]
    """How to get into the first position, by position."""


@dataclass(frozen=True, slots=True)
class Closing:
    """What is said at the end."""

    __pydantic_config__: ClassVar = strict

    done: Words
    """The session is over."""
    rise: Words
    """Leads in to rising from the floor."""
    last: Words
    """The last line."""


@dataclass(frozen=True, slots=True)
class DoseWords:
    """A dose as it is spoken and printed; {reps}, {sets} and {time} hold counted things."""

    __pydantic_config__: ClassVar = strict

    reps: Words
    sets: Words
    sets_of: Words
    hold: Words
    hold_each: Words
    keep_up: Words
    """For a movement that is kept up for {time}."""
    each: Words
    alternating: Words
    left: Words
    right: Words


@dataclass(frozen=True, slots=True)
class BreatheWords:
    """Paced breathing."""

    __pydantic_config__: ClassVar = strict

    title: Words
    intro: tuple[Words, ...]
    inhale: Words
    hold: Words
    exhale: Words
    pause: Words
    slower: Words
    """Said when the pattern grows longer."""
    tones: Words
    """Said when tones take over from the counting."""


@dataclass(frozen=True, slots=True)
class EarWords:
    """How signs and abbreviations in texts are spoken: see `ear`."""

    __pydantic_config__: ClassVar = strict

    decimal: Sign
    """The sign between a number and its decimals,"""
    point: Words
    """and the word for it."""
    span: Words
    """`10-15`; has {low} and {high}."""
    by: Words
    """`2 x 10`; has {sets} and {reps}."""
    times: Plural
    """`x 10` behind an exercise."""
    mixed: Words
    """`1 1/2`; has {whole} and {part}."""
    out_of: Words
    """`7/10`; has {n} and {of}."""
    fractions: Mapping[str, Words] = field(default_factory=dict)
    """Fractions with a name, like `1/2`; a sign such as \u00bd is read as `1/2`."""
    units: Mapping[Sign, Plural] = field(default_factory=dict)
    """What may stand behind a number, as it is written; small letters stand for capitals too."""
    words: Mapping[Sign, Words] = field(default_factory=dict)
    """Signs and abbreviations that stand on their own, in the same way."""


@dataclass(frozen=True, slots=True)
class Language:
    """Every phrase of the coach; texts in braces are filled in."""

    __pydantic_config__: ClassVar = strict

    language: Words
    """The language's code, which is the file's name."""
    numbers: tuple[Words, ...]
    """Number words from 0 on."""
    seconds: Plural
    minutes: Plural
    reps: Plural
    sets: Plural
    pairs: Plural
    joiner: Words
    """Joins the last of several things."""
    time: Words
    """Minutes and seconds together; has {minutes} and {seconds}."""
    opening: Opening
    closing: Closing
    dose: DoseWords
    breathe: BreatheWords
    needs: Mapping[str, Words]
    first: Words
    """Names the first exercise; has {title}."""
    next: Words
    """Names the next exercise; has {title}."""
    here: Mapping[str, Words]
    """Where one now is, by position."""
    moves: Mapping[str, tuple[Words, ...]]
    """How to change position: a line a stage, by the keys of `settle`."""
    eyes_open: Words
    eyes_closed: Words
    begin: Words
    last_rep: Words
    """Goes with the last rep's number."""
    halfway: Words
    keep_breathing: Words
    breathe_short: Words
    presence: tuple[Words, ...]
    take_your_time: Words
    """Said half-way through a long change of position."""
    change_sides: Words
    round_of: Words
    """Which round of a circuit comes; has {n} and {rounds}."""
    rest: Words
    rest_next: Words
    """A rest that names what comes next; has {title}."""
    set_of: Words
    """Which set comes; has {n} and {sets}."""
    red_flags: tuple[Words, ...]
    """The full list of warning signs, to be read."""
    red_flags_title: Words
    chapter_opening: Words
    chapter_closing: Words
    ear: EarWords
    """How signs and abbreviations in texts are spoken."""
    lexicon: Lexicon = field(default_factory=dict)
    """Words that engines say wrongly, respelt: `bird dog: burd dog`."""
    file: str = field(default="", init=False)

    def number(self, n: int) -> str:
        """A number in words; digits beyond the list."""
        return self.numbers[n] if 0 <= n < len(self.numbers) else str(n)

    def count(self, thing: Plural, n: int) -> str:
        """So many of a thing."""
        return (thing.one if n == 1 else thing.other).format(n=self.number(n))

    def duration(self, ms: int) -> str:
        """A length of time in words: minutes and seconds; parts of a second in digits."""
        if ms % 1000:
            return self.seconds.other.format(n=f"{ms / 1000:g}")
        minutes, seconds = divmod(ms // 1000, 60)
        if not minutes or (ms < 120_000 and seconds):
            return self.count(self.seconds, minutes * 60 + seconds)
        if not seconds:
            return self.count(self.minutes, minutes)
        return self.time.format(
            minutes=self.count(self.minutes, minutes), seconds=self.count(self.seconds, seconds)
        )

    def listing(self, things: list[str]) -> str:
        """`a, b and c`."""
        if len(things) < 2:
            return "".join(things)
        return f"{', '.join(things[:-1])} {self.joiner} {things[-1]}"
