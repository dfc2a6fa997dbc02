"""The coach's words in one language: a file in `scripts/languages/`.

What is said is in `spoken`, what is read in `printed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import ClassVar

from voicecoach.base.values import dataclass, replace
from voicecoach.formats.fields import Label, Sign, Surface, Wording, Words, strict
from voicecoach.formats.unwritten import UNWRITTEN
from voicecoach.language.ear_words import EarWords, Plural
from voicecoach.language.lexicon import Lexicon
from voicecoach.language.numbers import MOST, LargeNumbers
from voicecoach.language.player_words import PlayerWords
from voicecoach.language.plurals import tabled
from voicecoach.language.printed import (
    EveryDay,
    LogWords,
    PageWords,
    ScreeningWords,
    SubtitleWords,
    WarningWords,
)
from voicecoach.language.regions import RegionWords, WarnedRegion
from voicecoach.language.spoken import (
    BreatheWords,
    Closing,
    DoseWords,
    IntervalWords,
    Opening,
    OtherWordings,
    PackWords,
    SurfaceWords,
    ToneWords,
)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What is said of an exercise whose own file does not say it."""

    __pydantic_config__: ClassVar = strict

    benefit: Mapping[str, Words]
    """What it is good for, by its kind."""
    safety: Mapping[str, Words]
    """When to stop or do less, by its position."""
    move: Words
    """Prompt of the phase that leads out."""
    move_short: Words
    hold: Words
    """Prompt of the hold."""
    hold_short: Words
    back: Words
    """Prompt of the phase that leads back."""
    back_short: Words
    stop: Words
    """The end of what goes on for a time."""
    stop_short: Words
    left: Words
    """The left side's name as it is spoken before it moves."""
    right: Words
    """The same for the right."""


@dataclass(frozen=True, slots=True)
class Language:
    """Every phrase of the coach; texts in braces are filled in."""

    __pydantic_config__: ClassVar = strict

    language: Label
    """The language's code, which is the file's name."""
    numbers: tuple[Words, ...]
    """Number words from 0 on, to 100."""
    large_numbers: LargeNumbers
    """How those above are put together."""
    seconds: Plural
    minutes: Plural
    reps: Plural
    sets: Plural
    pairs: Plural
    days: Plural
    rounds: Plural
    joiner: Words
    """Joins the last of several things."""
    stop: Sign = field(default=".", kw_only=True)
    """Ends a sentence."""
    time: Words
    """Minutes and seconds together; has {minutes} and {seconds}."""
    opening: Opening
    closing: Closing
    dose: DoseWords
    breathe: BreatheWords
    interval: IntervalWords
    tones: ToneWords
    pack: PackWords
    needs: Mapping[str, Words]
    first: Words
    """Names the first exercise; has {title}."""
    next: Words
    """Names the next exercise; has {title}."""
    here: Mapping[str, Wording]
    """Where one now is, by position."""
    moves: Mapping[str, tuple[Wording, ...]]
    """How to change position: a line a stage, by the keys of `settle`."""
    surfaces: Mapping[Surface, SurfaceWords]
    """The same for the keys of `surfaces`."""
    eyes_open: Words
    eyes_closed: Words
    begin: Words
    faster: Words
    """Said before the reps whose movements take less time than the first two."""
    last_rep: Words
    """Goes with the last rep's number."""
    halfway: Words
    session_halfway: Words
    """Said about the middle of the whole session."""
    time_left: Words
    """How long a hold still lasts; has {time}."""
    keep_breathing: Words
    breathe_short: Words
    presence: tuple[Words, ...]
    going_on: tuple[Words, ...]
    """Now and then in a movement that goes on for minutes, such as a walk."""
    take_your_time: Words
    """Said half-way through a long change of position."""
    change_sides: Words
    changing_sides: tuple[Words, ...]
    """Other words by which an author would change sides where that is not the way to do it."""
    round_of: Words
    """Which round of a circuit comes; has {n} and {rounds}."""
    rest: Words
    rest_next: Words
    """A rest that names what comes next; has {title}."""
    set_of: Words
    """Which set comes; has {n} and {sets}."""
    own: OwnWords
    other: OtherWordings
    """What would be heard again and again is said in several ways."""
    every_day: EveryDay
    warnings: WarningWords
    subtitle: SubtitleWords
    screening: ScreeningWords
    regions: Mapping[WarnedRegion, RegionWords]
    """What else is to be known before a region, or a kind of exercise, is begun."""
    log: LogWords
    pages: PageWords
    player: PlayerWords
    chapter_opening: Words
    chapter_closing: Words
    ear: EarWords
    """How signs and abbreviations in texts are spoken."""
    number_forms: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)
    """Number words that differ beside a thing, by a name for `numbers`: `una: {21: veintiuna}`."""
    comma_before_joiner: bool = True
    """Whether a comma may part two halves of a sentence before `joiner`."""
    breath_only: tuple[Words, ...] = ()
    """Prompts that name nothing but the breath, beside those of `breathe`."""
    never: Mapping[str, Words] = field(default_factory=dict)
    """What no text says, each with the reason and what to write: `pies planos: ...`."""
    lexicon: Lexicon = field(default_factory=dict)
    """Words that engines say wrongly, respelt: `bird dog: burd dog`."""
    english: Mapping[str, Words] = field(default_factory=dict)
    """The English text that each phrase was translated from: `opening.phone: Now put ...`."""
    file: str = field(default="", kw_only=True, metadata=UNWRITTEN)
    categories: Mapping[str, str] = field(default_factory=dict, kw_only=True, metadata=UNWRITTEN)
    """Plural categories of numbers, but for `other`: see `plurals`."""

    def number(self, n: int, form: str | None = None) -> str:
        """A number in words, in one of `number_forms`, if given; digits from a million on."""
        own = self.number_forms.get(form, {}).get(str(n)) if form else None
        if own or 0 <= n < len(self.numbers):
            return own or self.numbers[n]
        if not 0 <= n <= MOST:
            return str(n)
        return self.large_numbers.spell(n, self.numbers, self.number_forms, form or "")

    def ache_lines(self, most: int) -> tuple[str, ...]:
        """Say what ache is acceptable, of ten."""
        return tuple(line.format(most=self.number(most)) for line in self.opening.ache)

    def ache_here(self, most: int) -> str:
        """Say that from now on less is acceptable."""
        return self.opening.ache_here.format(most=self.number(most))

    def plural(self, thing: Plural, number: str) -> str:
        """The wording for a number, given in digits with a point before decimals."""
        category = self.categories.get(tabled(number), "other")
        return getattr(thing, category) or thing.other

    def count(self, thing: Plural, n: int) -> str:
        """So many of a thing."""
        return self.plural(thing, str(n)).format(n=self.number(n, thing.numbers))

    def duration(self, ms: int) -> str:
        """A length of time in words: minutes and seconds; parts of a second in digits."""
        if ms % 1000:
            number = f"{ms / 1000:g}"
            shown = number.replace(".", self.ear.decimal)
            return self.plural(self.seconds, number).format(n=shown)
        minutes, seconds = divmod(ms // 1000, 60)
        if not minutes or (ms < 120_000 and seconds):
            return self.count(self.seconds, minutes * 60 + seconds)
        if not seconds:
            return self.count(self.minutes, minutes)
        return self.time.format(
            minutes=self.count(self.minutes, minutes), seconds=self.count(self.seconds, seconds)
        )

    def on(self, surface: Surface) -> Language:
        """The words for a surface."""
        if surface == "floor":
            return self
        here = self.surfaces[surface]
        first: dict[str, Wording] = {**self.opening.first}
        first.update(here.first.items())
        opening = replace(self.opening, first=first)
        return replace(self, moves={**self.moves, **here.moves}, opening=opening)

    def listing(self, things: list[str]) -> str:
        """`a, b and c`."""
        if len(things) < 2:
            return "".join(things)
        return f"{', '.join(things[:-1])} {self.joiner} {things[-1]}"
