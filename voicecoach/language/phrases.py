"""The coach's words in one language: a file in `scripts/languages/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import ClassVar, Literal

from voicecoach.base.values import dataclass
from voicecoach.formats.fields import Label, Sign, Surface, Wording, Words, strict
from voicecoach.formats.unwritten import UNWRITTEN
from voicecoach.language.ear_words import EarWords, Plural
from voicecoach.language.lexicon import Lexicon
from voicecoach.language.numbers import MOST, LargeNumbers
from voicecoach.language.plurals import tabled

# What screening asks about, in this order: facts file, each sign a question of its own.
EmergencySign = Literal["saddle-numbness", "bladder", "bowel", "sexual-function", "both-legs"]
WarningSign = Literal[
    "severe-pain",
    "pain-down-leg",
    "tingling",
    "weakness",
    "fall",
    "no-improvement",
    "fever",
    "weight-loss",
    "cancer",
    "osteoporosis",
    "steroids",
]


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
    emergency: tuple[Words, ...]
    """When not to exercise and to get help now."""
    emergency_short: Words
    """The same in one sentence, for those who have heard it whole; it names both signs."""
    ask_first: Words
    """When to ask before one exercises, and where the full list is."""
    tell: Words
    """What one's physiotherapist must know."""
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
class EveryDay:
    """What helps besides the exercises, to be read."""

    __pydantic_config__: ClassVar = strict

    title: Words
    """Heading of it."""
    lines: tuple[Words, ...]
    """A sentence or two each."""


@dataclass(frozen=True, slots=True)
class ScreeningWords:
    """The questions before a programme starts and when pain rises, and what a yes leads to."""

    __pydantic_config__: ClassVar = strict

    title: Words
    intro: Words
    """Why one is asked, and whom to ask before starting."""
    not_a_diagnosis: Words
    emergency: Mapping[str, Words]
    """Questions; a yes to any of them is an emergency."""
    warning: Mapping[str, Words]
    """Questions; a yes to any of them is for a clinician to look at."""
    emergency_advice: Words
    """What to do now; has {number}."""
    warning_advice: Words
    """What to do before exercising again."""
    clear: Words
    """Every answer was no."""
    call: Words
    """Stands for {number} where none is known."""
    yes: Words
    no: Words
    right: Words
    """Asks whether the answers are right, before they are written down."""
    clinician: Words
    """Leads in to the name of the clinician who has seen the answers, on the sheet."""
    signed: Words
    """Leads in to date and signature, on the sheet."""


@dataclass(frozen=True, slots=True)
class WarningGroup:
    """Warning signs that ask for the same."""

    __pydantic_config__: ClassVar = strict

    title: Words
    """What they ask for; stands over them."""
    signs: tuple[Words, ...]
    """Each sign on a line."""


@dataclass(frozen=True, slots=True)
class WarningWords:
    """The full list of warning signs, to be read: in notes, on pages and sheets, in feeds."""

    __pydantic_config__: ClassVar = strict

    title: Words
    """Heading of all of it."""
    advice: Words
    """Whom to ask before starting."""
    emergency: WarningGroup
    """Get emergency care now."""
    ask_first: WarningGroup
    """Do not exercise yet, ask first."""
    tell: WarningGroup
    """Tell your physiotherapist; exercise is not forbidden."""

    @property
    def groups(self) -> tuple[WarningGroup, WarningGroup, WarningGroup]:
        """All signs, the most urgent first."""
        return self.emergency, self.ask_first, self.tell


@dataclass(frozen=True, slots=True)
class SubtitleWords:
    """What sets a session apart from others of its routine: `12 minutes, no kneeling, brief`."""

    __pydantic_config__: ClassVar = strict

    guidance: Mapping[str, Words]
    """How much is said."""
    avoid: Mapping[str, Words]
    """What does not happen in it, by what a profile avoids."""


@dataclass(frozen=True, slots=True)
class PageWords:
    """What pages, sheets and posters say: to be read, not spoken."""

    __pydantic_config__: ClassVar = strict

    sessions: Words
    """Heading of the index."""
    other: Words
    """Heading of sessions that are part of no programme."""
    search: Words
    """Label of the search field."""
    none_found: Words
    """The search found nothing."""
    all: Words
    """Link to the index."""
    skip: Words
    """Link past the header, for keyboards."""
    play: Words
    """Button."""
    pause: Words
    """Button."""
    back: Words
    """Button: ten seconds back."""
    previous: Words
    """Button: to the start of this chapter, or the one before."""
    following: Words
    """Button: to the next chapter."""
    position: Words
    """Label of the slider."""
    time_left: Words
    """Label of the time left."""
    now: Words
    """Label of what is done now."""
    next: Words
    """Label of what comes next."""
    chapters: Words
    """Heading."""
    exercises: Words
    """Heading, and of the table."""
    exercise: Words
    """Column."""
    dose: Words
    """Column."""
    purpose: Words
    """Column."""
    transcript: Words
    """Heading."""
    needs: Words
    """Heading of what must be at hand."""
    stop: Words
    """Heading of when to stop."""
    emergency: Words
    """Label of the number to call."""
    prescriber: Words
    """Label of the clinician's name."""
    review: Words
    """Label of the day of the review."""
    length: Words
    """Label of the session's length."""
    download: Words
    """Link to the MP3; has {size}."""
    handout: Words
    """Link to the handout."""
    feed: Words
    """Link to the feed."""
    about: Words
    """What the sessions are, in the feed."""
    as_it_is: Words
    """How to listen, in the feed: players of podcasts change speed and cut silence."""
    poster: Words
    """Link to the poster."""
    save: Words
    """Button: keep it on the phone; has {size}."""
    saving: Words
    """It is being kept."""
    saved: Words
    """It is kept; has {size}."""
    forget: Words
    """Button: remove what was kept."""
    not_saved: Words
    """Keeping it failed."""
    no_offline: Words
    """This address cannot be kept for offline use."""
    resumed: Words
    """One goes on where one stopped; has {title}."""
    restart: Words
    """Button."""
    done: Words
    """The session is over."""
    failed: Words
    """The MP3 cannot be played."""
    withdrawn: Words
    """Heading in the place of a session that was withdrawn."""
    withdrawn_advice: Words
    """What to do then."""
    scan: Words
    """Beside a QR code of a session."""
    scan_all: Words
    """Beside the QR code of the index."""
    course: Words
    """Caption of the drawn timeline."""
    diary: Words
    """Heading of the grid to tick."""
    diary_how: Words
    """How to fill it in."""
    date: Words
    """Column of the diary."""
    did: Words
    """Column of the diary: it was done."""
    pain_before: Words
    """Column of the diary."""
    pain_after: Words
    """Column of the diary."""
    positions: Mapping[str, Words]
    """What the drawings show, by position."""
    course_kinds: Mapping[str, Words]
    """What is done when, in the drawn timeline: `listen`, `move`, `hold`, `breathe`, `rest`."""


@dataclass(frozen=True, slots=True)
class SurfaceWords:
    """What differs where one lies on something else than the floor, or gets there otherwise."""

    __pydantic_config__: ClassVar = strict

    moves: Mapping[str, tuple[Wording, ...]]
    """How to change position, where that differs."""


@dataclass(frozen=True, slots=True)
class OtherWordings:
    """Other ways to say the same, taken in turn with the line of that name in `Language`."""

    __pydantic_config__: ClassVar = strict

    next: tuple[Words, ...]
    """Each has {title}."""
    last_rep: tuple[Words, ...]
    keep_breathing: tuple[Words, ...]
    take_your_time: tuple[Words, ...]


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
    other: OtherWordings
    """What would be heard again and again is said in several ways."""
    every_day: EveryDay
    warnings: WarningWords
    subtitle: SubtitleWords
    screening: ScreeningWords
    pages: PageWords
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
        return replace(self, moves={**self.moves, **self.surfaces[surface].moves})

    def listing(self, things: list[str]) -> str:
        """`a, b and c`."""
        if len(things) < 2:
            return "".join(things)
        return f"{', '.join(things[:-1])} {self.joiner} {things[-1]}"
