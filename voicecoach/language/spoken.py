"""What the coach says in one language, part by part: the phrases that are spoken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import ClassVar

from voicecoach.base.values import dataclass
from voicecoach.formats.fields import Position, Wording, Words, strict


@dataclass(frozen=True, slots=True)
class Opening:
    """What is said before the first movement."""

    __pydantic_config__: ClassVar = strict

    greeting: Words
    """Greets a person who asked for it; has {name}."""
    about: Words
    """How long a session is; has {minutes}."""
    under: Words
    """The same for less than half a minute."""
    total: Words
    """That the session is so long; has {length}, which is one of these two."""
    total_needs: Words
    """The same, and what must be at hand; has {length} and {things}."""
    also_needs: Words
    """What else must be at hand, where that is much; has {things}."""
    emergency: tuple[Words, ...]
    """When not to exercise and to get help now."""
    emergency_short: Words
    """The same in one sentence, for those who have heard it whole; it names both signs."""
    ask_first: Words
    """When to ask before one exercises, and where the full list is."""
    tell: Words
    """What one's physiotherapist must know."""
    ache: tuple[Words, ...]
    """What is acceptable; has {most}, of ten."""
    ache_here: Words
    """That less is acceptable from now on; has {most}."""
    stop: tuple[Words, ...]
    """When to stop."""
    requires: Words
    """Leads in to whom the session is for; has {requires}."""
    phone: Words
    """Put the phone away."""
    breath: Words
    """Breathe throughout."""
    first: Mapping[str, Wording]
    """How to get into the first position, by position."""


@dataclass(frozen=True, slots=True)
class Closing:
    """What is said at the end."""

    __pydantic_config__: ClassVar = strict

    done: Words
    """The session is over."""
    rise: Words
    """Leads in to rising from the floor."""
    every_day: tuple[Words, ...]
    """What helps besides the exercises: one line a session, in turn."""
    last: Words
    """The last line."""


@dataclass(frozen=True, slots=True)
class OftenWords:
    """How often an exercise is done, as it is printed; {times} and {days} hold counted things."""

    __pydantic_config__: ClassVar = strict

    times_a_day: Words
    times_a_week: Words
    days_a_week: Words
    every_other_day: Words


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
    ladder: Words
    """{sets} that differ; {values} has what is done in each."""
    load: Words
    """Has {load}: a weight, one of `bands`, the author's own words."""
    level: Words
    """The level {n} of a machine."""
    bands: Mapping[str, Words]
    """A band of each colour, as it stands in `load`."""
    often: OftenWords


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
    """Says that tones will take over from the counting."""
    lightheaded: Words
    """What to do where breath held long, or breathed very slowly, is felt in the head."""


@dataclass(frozen=True, slots=True)
class IntervalWords:
    """Intervals: exercises that begin by the clock."""

    __pydantic_config__: ClassVar = strict

    title: Words
    """Names several exercises that take turns."""
    in_turn: Words
    """Which exercises take turns; has {titles}."""
    work_rest: Words
    """How they are done; has {rounds}, {work} and {rest}, the last two with their times,"""
    work: Words
    """without rests; has {rounds} and {work},"""
    every: Words
    """and by the clock; has {rounds} and {time}."""


@dataclass(frozen=True, slots=True)
class ToneWords:
    """What each tone means, said right before it."""

    __pydantic_config__: ClassVar = strict

    intro: Words
    """Leads in to the others."""
    begin: Words
    """Move now."""
    next: Words
    """The next rep, or its next part."""
    tick: Words
    """A second is over."""
    halfway: Words
    inhale: Words
    exhale: Words
    release: Words
    """The hold is over."""
    flow: Words
    """Go on, and keep breathing."""
    bell: Words
    """A time that the author marked."""


@dataclass(frozen=True, slots=True)
class PackWords:
    """A rest with a warm or a cold pack."""

    __pydantic_config__: ClassVar = strict

    heat: Words
    """The title of a rest with heat,"""
    cold: Words
    """and of one with cold."""
    safety: tuple[Words, ...]
    """How to use a pack without harm."""
    breathe: tuple[Words, ...]
    """Breathe with the tones, which are explained next."""
    stays: Words
    """How long the pack stays on; has {time}."""
    put_on: Words
    """The pack's time begins."""
    look: tuple[Words, ...]
    """How to see that the skin is well, every few minutes."""
    take_off: Words
    """The pack's time is over."""


@dataclass(frozen=True, slots=True)
class SurfaceWords:
    """What differs where one lies on something else than the floor, or gets there otherwise."""

    __pydantic_config__: ClassVar = strict

    moves: Mapping[str, tuple[Wording, ...]]
    """How to change position, where that differs."""
    first: Mapping[Position, Wording] = field(default_factory=dict)
    """Where a session begins that is done there from its beginning."""


@dataclass(frozen=True, slots=True)
class OtherWordings:
    """Other ways to say the same, taken in turn with the line of that name in `Language`."""

    __pydantic_config__: ClassVar = strict

    next: tuple[Words, ...]
    """Each has {title}."""
    last_rep: tuple[Words, ...]
    keep_breathing: tuple[Words, ...]
    take_your_time: tuple[Words, ...]
