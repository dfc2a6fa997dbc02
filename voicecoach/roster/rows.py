"""What a row of a roster says: the columns, and the values that they take."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple, get_args

from voicecoach.audio.mp3.frames import BITRATES
from voicecoach.audio.mp3.loop import SILENCES
from voicecoach.audio.under import UNDERS
from voicecoach.base.messages import Fault
from voicecoach.base.values import dataclass
from voicecoach.formats.fields import RATE_LEAST, RATE_MOST, language_code
from voicecoach.formats.length import parse_length
from voicecoach.formats.problems import choices, hint
from voicecoach.model.familiarity import Familiarity
from voicecoach.model.routine import Guidance
from voicecoach.session.order import Order

_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")  # as German sheet programs write dates
_MOST_TIMES = 9999


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A patient.

    Attributes:
        line: of the roster, from 1.
        label: tells them apart; it is no name.
        what: names of routines, or of one programme.
        start: the programme's first day.
        until: the last day on which it is offered.
        order: how the sessions are to be.
        texts: all that the row says, as it is written.
    """

    line: int
    label: str
    what: tuple[str, ...]
    start: date | None
    until: date | None
    order: Order
    texts: tuple[tuple[str, str], ...]


class RosterColumn(NamedTuple):
    """A column.

    Attributes:
        meaning: for whoever writes it.
        example: of a value.
        read: gives the value; it raises Fault where there is none.
    """

    meaning: str
    example: str
    read: Callable[[str], Any]


def _label(text: str) -> str:
    if not _LABEL.fullmatch(text):
        raise Fault("roster/label", value=text[:60])
    return text


def _what(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.split(r"[\s,+]+", text.strip(" ,+"))))


def _day(text: str) -> date:
    found = _DAY_FIRST.fullmatch(text)
    written = "{:0>4}-{:0>2}-{:0>2}".format(*found.groups()[::-1]) if found else text
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Fault("value/date", value=text) from None


def _one_of(known: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            raise Fault("value/choice", value=text, hint=hint(text, known) or choices(known))
        return text

    return read


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,9}", text):
            raise Fault("value/whole", value=text[:60])
        if not least <= int(text) <= most:
            raise Fault("value/range", value=int(text), least=least, most=most)
        return int(text)

    return read


def _times(text: str) -> Familiarity:
    return Familiarity.by_hand(_number(0, _MOST_TIMES)(text))


def _bitrate(text: str) -> int:
    return int(_one_of(tuple(map(str, BITRATES)))(text))


def _yes(text: str) -> bool:
    known = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    if text.lower() not in known:
        raise Fault("roster/yes", value=text[:60])
    return known[text.lower()]


ROSTER_COLUMNS: Mapping[str, RosterColumn] = {
    "label": RosterColumn("tells the patient apart: a number, never a name", "p-017", _label),
    "what": RosterColumn("routines with a blank between, or one programme", "daily relief", _what),
    "start": RosterColumn("first day of a programme", "2026-11-30", _day),
    "profile": RosterColumn("the patient's profile", "knee-2", str),
    "language": RosterColumn("language of the sessions", "de", language_code),
    "length": RosterColumn("so long, or between two lengths", "10-15m", parse_length),
    "nearest": RosterColumn("where it cannot be so long, the nearest length", "yes", _yes),
    "guidance": RosterColumn("how much is said", "fading", _one_of(get_args(Guidance))),
    "familiar": RosterColumn("how often everything was done before", "10", _times),
    "voice": RosterColumn("voice of the coach", "kokoro:bf_emma", str),
    "counter": RosterColumn("voice that counts", "kokoro:am_michael", str),
    "rate": RosterColumn("words a minute", "130", _number(RATE_LEAST, RATE_MOST)),
    "bitrate": RosterColumn("kilobits a second", "64", _bitrate),
    "silence": RosterColumn("what holds have for silence", "carrier", _one_of(SILENCES)),
    "under": RosterColumn("a soft sound in holds and rests", "rain", _one_of(UNDERS)),
    "until": RosterColumn("last day on which it is offered", "2027-02-28", _day),
}
"""The columns of a roster, in any order; `label` and `what` have to be there."""

_OF_ORDER = {"familiar": "familiarity"}
_OF_ROW = {"label", "what", "start", "until"}


def row_of(line: int, values: Mapping[str, Any], texts: Mapping[str, str]) -> RosterRow:
    """Make a row of the values of its columns."""
    asked = {_OF_ORDER.get(name, name): v for name, v in values.items() if name not in _OF_ROW}
    return RosterRow(
        line,
        values["label"],
        values["what"],
        values.get("start"),
        values.get("until"),
        Order(**asked),
        tuple(sorted(texts.items())),
    )


def looks_like_name(label: str) -> bool:
    """Whether a label may be somebody's name: it has letters, and no digit."""
    return sum(map(str.isalpha, label)) > 2 and not any(map(str.isdigit, label))
