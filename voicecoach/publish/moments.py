"""What the body does at each time, as a player shows it: from the record's slots, exact.

Later reps are prompted with a word or a tone, or not at all; the player shows what the same place
of the first rep was called.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

from voicecoach.base.values import dataclass
from voicecoach.formats.fields import Side
from voicecoach.language.phrases import Language
from voicecoach.language.spoken import BreatheWords
from voicecoach.model.slots import SlotKind
from voicecoach.session.bouts import EXERCISE_KINDS, bouts_of
from voicecoach.session.record import RecordedCue, RecordedSlot, SessionContent

MomentKind = Literal[
    "listen", "settle", "ready", "move", "hold", "in", "out", "still", "rest", "switch"
]
COUNTED: tuple[MomentKind, ...] = ("settle", "hold", "in", "out", "still", "rest", "switch")
"""Those of which one wants to know how long they last."""

_KINDS: dict[SlotKind, MomentKind] = {
    "settle": "settle",
    "move": "move",
    "hold": "hold",
    "work": "hold",
    "rest": "rest",
    "switch": "switch",
}  # breaths are told apart by what sounds in them; all else is for listening
_JOINED: tuple[MomentKind, ...] = ("listen", "ready")


@dataclass(frozen=True, slots=True)
class Moment:
    """What the body does from one time on, until the next moment.

    Attributes:
        start_ms: when it begins.
        kind: what one does.
        prompt: what it is called in the session, such as `In and up`; or empty.
        rep: which rep of the set and side, from 1, where there are several.
        reps: of how many.
        set: which set, from 1, where there are several.
        sets: of how many.
        side: the side that works.
    """

    start_ms: int
    kind: MomentKind
    prompt: str = ""
    rep: int | None = None
    reps: int | None = None
    set: int | None = None
    sets: int | None = None
    side: Side | None = None


def moments_of(content: SessionContent, words: Language) -> list[Moment]:
    """What the body does in a session, from its start to its end."""
    cues = _cues_of(content)
    found: list[Moment] = []
    for moment in (*_moments(content.slots, cues, words),):
        last = found[-1] if found else None
        if last and moment.kind in _JOINED and _what(moment) == _what(last):
            continue
        found.append(moment)
    return found


def _what(moment: Moment) -> tuple[object, ...]:
    """All of a moment but its time."""
    return (
        *(moment.kind, moment.prompt, moment.rep, moment.reps),
        *(moment.set, moment.sets, moment.side),
    )


_SlotCues = Sequence[Sequence[RecordedCue]]


def _cues_of(content: SessionContent) -> _SlotCues:
    """The cues that begin in each slot."""
    found: list[list[RecordedCue]] = [[] for _ in content.slots]
    index = 0
    for cue in content.cues:
        while index + 1 < len(content.slots) and content.slots[index].end_ms <= cue.start_ms:
            index += 1
        if content.slots:
            found[index].append(cue)
    return found


def _moments(slots: Sequence[RecordedSlot], cues: _SlotCues, words: Language) -> Iterator[Moment]:
    own = {index: moment for bout in bouts_of(slots) for index, moment in _bout(bout, slots, cues)}
    breaths = dict(_breaths(slots, cues, words.breathe))
    for index, slot in enumerate(slots):
        yield own.get(index) or breaths.get(index) or Moment(slot.start_ms, _kind(slot))


def _kind(slot: RecordedSlot) -> MomentKind:
    if slot.kind == "transition" and slot.rep is not None:
        return "ready"
    return _KINDS.get(slot.kind, "listen")


# Exercises


def _bout(
    bout: Sequence[int], slots: Sequence[RecordedSlot], cues: _SlotCues
) -> Iterator[tuple[int, Moment]]:
    """What is done in one exercise, slot by slot."""
    places = dict(_places(bout, slots))
    prompts = _prompts(places, slots, cues)
    sets = max((slots[index].set or 1 for index in bout), default=1)
    reps_of: dict[int | None, int] = {}
    for index in bout:
        slot = slots[index]
        reps_of[slot.set] = max(reps_of.get(slot.set, 1), slot.rep or 1)
    for index in bout:
        slot = slots[index]
        reps = reps_of[slot.set]
        prompt = prompts.get(places[index], "") if index in places else ""
        is_idle = slot.kind == "move" and not prompt  # between two reps
        rep = slot.rep if reps > 1 else None
        set_ = slot.set if sets > 1 else None
        kind = "ready" if is_idle else _kind(slot)
        yield (
            index,
            Moment(
                slot.start_ms,
                kind,
                prompt,
                rep,
                reps if rep else None,
                set_,
                sets if set_ else None,
                slot.side,
            ),
        )


_Place = tuple[int, SlotKind | None, Side | None]


def _places(bout: Sequence[int], slots: Sequence[RecordedSlot]) -> Iterator[tuple[int, _Place]]:
    """Which movement of its rep each slot is: its number, kind and side."""
    moving = [index for index in bout if slots[index].kind in EXERCISE_KINDS]
    reps = groupby(moving, lambda i: (slots[i].set, slots[i].rep, slots[i].side))
    for _, members in reps:
        for number, index in enumerate(members):
            yield index, (number, slots[index].kind, slots[index].side)


def _prompts(
    places: dict[int, _Place], slots: Sequence[RecordedSlot], cues: _SlotCues
) -> dict[_Place, str]:
    """What each movement of a rep is called when it is first prompted."""
    found: dict[_Place, str] = {}
    for index, place in places.items():
        text = next((cue.text for cue in cues[index] if cue.role == "phase" and cue.text), "")
        if text and place not in found:
            found[place] = _without_stop(text)
    return found


def _without_stop(text: str) -> str:
    return text.rstrip(".\u0964!\u3002 ")


# Breaths


def _breaths(
    slots: Sequence[RecordedSlot], cues: _SlotCues, words: BreatheWords
) -> Iterator[tuple[int, Moment]]:
    """The phases of paced breathing, by the word or the tone that each begins with."""
    breathing = groupby(range(len(slots)), lambda index: slots[index].kind == "breathe")
    for is_breathing, members in breathing:
        if is_breathing:
            yield from _breathing([*members], slots, cues, words)


def _breathing(
    members: Sequence[int], slots: Sequence[RecordedSlot], cues: _SlotCues, words: BreatheWords
) -> Iterator[tuple[int, Moment]]:
    total = max(slots[index].rep or 1 for index in members)
    texts = {"in": words.inhale, "out": words.exhale}
    kind: MomentKind = "still"
    before: MomentKind = "in"
    for index in members:
        kind = _breath_kind(cues[index], words)
        if kind == "still":
            text = words.hold if before == "in" else words.pause
        else:
            text, before = texts[kind], kind
        slot = slots[index]
        yield index, Moment(slot.start_ms, kind, _without_stop(text), slot.rep, total)


def _breath_kind(cues: Sequence[RecordedCue], words: BreatheWords) -> MomentKind:
    for cue in cues:
        if cue.tone == "inhale" or cue.text == words.inhale:
            return "in"
        if cue.tone == "exhale" or cue.text == words.exhale:
            return "out"
    return "still"
