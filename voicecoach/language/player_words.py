"""What the player on a session's page says in one language: to be read, not spoken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from voicecoach.base.values import dataclass
from voicecoach.formats.fields import Words, strict


@dataclass(frozen=True, slots=True)
class EndWords:
    """What is asked and offered when a session is over."""

    __pydantic_config__: ClassVar = strict

    title: Words
    """Asks how it was."""
    pain: Words
    """Question for the pain now, from 0 to 10."""
    effort: Words
    """Question for the effort, from 0 to 10."""
    least_pain: Words
    """What 0 of pain means."""
    most_pain: Words
    """What 10 of pain means."""
    least_effort: Words
    """What 0 of effort means."""
    most_effort: Words
    """What 10 of effort means."""
    keep: Words
    """Button: write both down."""
    private: Words
    """That what is written down stays on the phone."""
    kept: Words
    """It was written down."""
    close: Words
    """Button."""
    session: Words
    """Column of the diary."""
    pain_column: Words
    """Column of the diary."""
    effort_column: Words
    """Column of the diary."""
    export: Words
    """Button: the diary as a file."""
    clear: Words
    """Button: delete the diary."""
    really: Words
    """The same button when it was pressed once."""


@dataclass(frozen=True, slots=True)
class PlayerWords:
    """What stands on the player, and around it, besides the names of its buttons."""

    __pydantic_config__: ClassVar = strict

    of: Words
    """Which rep it is; has {n} and {total}."""
    set_of: Words
    """Which set it is; has {n} and {total}."""
    sides: Mapping[str, Words]
    """The side that works: `left`, `right`."""
    each_side: Words
    """Behind a number of reps: so many on each side."""
    alternating: Words
    """The same where sides change at each rep."""
    hold: Words
    """How long each rep is held; has {time}."""
    rest: Words
    """How long one rests between sets; has {time}."""
    seconds: Words
    """Seconds as a sheet has them, short; has {n}."""
    minutes: Words
    """Minutes as a sheet has them, short; has {n}."""
    doing: Mapping[str, Words]
    """What one does: `listen`, `settle`, `ready`, `move`, `hold`, `rest`, `switch`."""
    how: Words
    """Opens how an exercise is done."""
    urgent: Words
    """Stands over the signs of an emergency; has {number}."""
    new_day: Words
    """A day after one stopped, one starts from the beginning."""
    go_on: Words
    """Button: go on where one stopped; has {title}."""
    next_session: Words
    """Leads in to the session that comes after this one."""
    contact: Words
    """Leads in to how the clinic is reached."""
    file: Words
    """Link to the recording itself, where the page cannot play it."""
    cancel: Words
    """Button: stop saving."""
    faults: Mapping[str, Words]
    """Why nothing is heard, or nothing was saved: see the English file."""
    end: EndWords
