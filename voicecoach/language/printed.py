"""What is read in one language: warning signs, screening, pages, sheets and posters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from voicecoach.base.values import dataclass
from voicecoach.formats.fields import Words, strict

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
class LogWords:
    """What is given out of a log, to be pasted into a record."""

    __pydantic_config__: ClassVar = strict

    heading: Words
    """First line; has {title} of the programme, {day} of its start, and {prescriber}."""
    adherence: Words
    """Days: {done} of those {due}, their {share} in per cent, and those {skipped}."""
    none_due: Words
    """Stands for it before the first day."""
    minutes: Words
    """All {minutes}, of {known} sessions among those {done}."""
    pain_before: Words
    """The {mean} of all sessions, and the {least} and {most}."""
    pain_after: Words
    """The same, after them."""
    done: Words
    """Of a session, at the beginning of its line."""
    skipped: Words
    """Of a session that was not done."""
    no_session: Words
    """Stands for a session's name on a day without one."""
    length: Words
    """Of a session, {minutes} in short."""
    before: Words
    """Pain {n} before a session,"""
    during: Words
    """during it,"""
    after: Words
    """and after it."""
    effort: Words
    """How hard it was, {n}."""


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
    continue_here: Words
    """Mark of a session that was begun on this phone."""
    on_phone: Words
    """Mark of a session that is kept on this phone."""
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
    next: Words
    """Label of what comes next."""
    chapters: Words
    """Heading."""
    exercises: Words
    """Heading."""
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
