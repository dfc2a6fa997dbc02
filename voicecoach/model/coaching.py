"""The figures of coaching: how a session is paced, and the limits that keep it safe.

Their values are data, in `scripts/coaching.yaml`; an exercise or a routine may differ in any of
them under its key `coaching`. This module gives them names and meanings, and holds no figure.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import fields
from typing import Annotated, Any, ClassVar

from voicecoach.base.messages import Fault, Faults
from voicecoach.base.once import Once
from voicecoach.base.values import dataclass, replace
from voicecoach.formats.fields import (
    CheckedField,
    Count,
    Counting,
    Factor,
    Ms,
    MsList,
    Position,
    Share,
    Surface,
    strict,
)
from voicecoach.formats.problems import hint
from voicecoach.model.contraindications import UPRIGHT


@dataclass(frozen=True, slots=True)
class Coaching:
    """Every figure; lengths are written like 5s, shares as 0.15."""

    __pydantic_config__: ClassVar = strict

    lead_in: Ms
    """Silence before the first sound: sleeping earphones lose the first syllables."""
    line_gap: Ms
    """Pause between two spoken lines."""
    setup_gap: Ms
    """Pause after each set-up line, to do what it says,"""
    listen_gap: Ms
    """and after each line that only tells what the movement is."""
    setup_lines: Count
    """Set-up lines at most."""
    setup_words: Count
    """Words in a set-up line at most."""
    first_settle: Ms
    """From the opening's end to the first exercise, standing or on a chair: put the phone away,"""
    first_settle_floor: Ms
    """and where one has to get down to the floor."""
    first_movement_most: Ms
    """The first movement comes by then, beside the time to get down to the floor;"""
    first_movement_later: Ms
    """so much later in other languages than English, and where a routine has conditions."""
    settle: Mapping[str, MsList]
    """Time to move, from the end of the instruction: one length a stage."""
    surfaces: Mapping[Surface, Mapping[str, MsList]]
    """The same where one lies on something else than the floor, or gets there in another way."""
    settle_factor: Factor
    """Stretches every settling time: 1.5 for a slow pace."""
    ache_most: Count
    """The ache that is acceptable in an exercise, of 10;"""
    ache_most_neck: Count
    """the same for the neck,"""
    ache_most_nerve: Count
    """and where a nerve glides."""
    eyes_closed: tuple[Position, ...]
    """Positions in which the eyes may be closed."""
    crossing_worth: Ms
    """From such a saving on, a check suggests an order with fewer changes of position."""
    rest: Ms
    """Rest between sets."""
    rest_least: Factor
    """An elastic rest's least length, as a share of itself."""
    rest_most: Factor
    """An elastic rest's greatest length, as a share of itself."""
    pause_most: Ms
    """Where a session is fitted to a length, the pause after an exercise is at most so long,"""
    pause_said_from: Ms
    """and from this length on it is announced."""
    pause_share: Share
    """All pauses together take at most this share of the session."""
    reps_kept_share: Share
    """Where a session is fitted to a length, at least this share of the written reps is done,"""
    reps_kept: Count
    """and at least so many reps,"""
    pairs_kept: Count
    """or so many pairs where the sides alternate,"""
    side_holds_kept: Count
    """or so many a side where each is held."""
    stretch_hold: Ms
    """Hold of a stretch, when the range has it; otherwise the range's upper end."""
    own_move: Ms
    """How long a movement takes, out or back, in an exercise that gives no phases;"""
    own_hold: Ms
    """and the hold between them, where it is isometric,"""
    own_stretch: Ms
    """or a stretch."""
    prompted_reps: Count
    """Reps that carry every phase prompt, when an exercise is new in the session."""
    count: Counting
    """Which reps are counted aloud; a tick stands for the others."""
    phase_cue_most: Ms
    """A phase prompt is over by then,"""
    phase_cue_share: Share
    """and before this share of its phase."""
    rep_speech_share: Share
    """Speech in a rep after the prompted ones, at most."""
    hold_speech_share: Share
    """Speech in a long hold, at most."""
    long_hold: Ms
    """A hold is long from here on."""
    form_cue_every: Count
    """One form cue in so many reps at most."""
    halfway_from: Ms
    """Halfway is said in holds from this length on."""
    countdown_from: Ms
    """In holds from this length on every rep's last seconds are counted; shorter ones in the
    prompted reps."""
    counted_from: Ms
    """In shorter holds nothing is counted: a number would sound like the next rep's."""
    countdown: Count
    """Seconds that are counted."""
    countdown_quiet: Ms
    """Nothing but the count is said in the last part of a hold."""
    presence_every: Ms
    """A word from the coach in long holds."""
    meanwhile_from: Ms
    """In a change of position that takes so long one hears what the next exercise is good for."""
    time_left_apart: Ms
    """The time that is left in a long hold is not said closer than this to its half."""
    silence_most: Ms
    """Longest silence outside rests."""
    breath_every: Ms
    """Breath cues in isometric holds,"""
    breath_every_reps: Count
    """and on the first rep and every so many."""
    side_named_most: Ms
    """A side is named at most so long before it moves."""
    side_in_pause_from: Ms
    """Where sides alternate, a pause from this length on names the side of the next rep."""
    speech_most: Ms
    """Longest unbroken speech."""
    things_at_once: Count
    """So many things that one needs are named in one line."""
    tones_most: Ms
    """The meaning of tones is told in so long at most."""
    breathe_first_in: Ms
    """Paced breathing without lengths: breath in during the first part,"""
    breathe_first_out: Ms
    """breath out during it,"""
    breathe_first_for: Ms
    """how long that part is,"""
    breathe_in: Ms
    """then breath in,"""
    breathe_out: Ms
    """and breath out."""
    breathe_counted: Count
    """Breathing cycles counted aloud; tones after."""
    breathe_cycle_least: Ms
    """Shortest breathing cycle,"""
    breathe_cycle_most: Ms
    """longest breathing cycle,"""
    breathe_retention_most: Ms
    """and longest pause with the breath held, when asked for."""
    breathe_cycle_prescribed: Ms
    """Longest breathing cycle that a clinician may prescribe,"""
    breathe_retention_prescribed: Ms
    """and longest pause with the breath held; both sitting or lying only."""
    breathe_prescribed_in: tuple[Position, ...]
    """Positions in which such a pattern is breathed."""
    timed_from: Ms
    """A timed movement of this length or more, such as a walk, is accompanied, not held:"""
    timed_presence_every: Ms
    """with a word now and then,"""
    timed_silence_most: Ms
    """never silent for longer,"""
    timed_left_every: Ms
    """and the time that is left said so often, and for the last minute."""
    interval_least: Ms
    """Shortest work, and shortest rest, in intervals;"""
    interval_named_from: Ms
    """where there is no rest, work from this length on has room for the name of what follows."""
    pack_look_every: Ms
    """With a warm or a cold pack one looks at the skin so often."""
    isometric_hold_warning: Ms
    """Isometric hold that is unusual,"""
    isometric_hold_error: Ms
    """and that is refused."""
    stretch_hold_warning: Ms
    """Stretch that is unusual,"""
    stretch_hold_error: Ms
    """and that is refused."""
    timed_most: Ms
    """Longest timed movement."""
    phase_warning: Ms
    """Part of a rep, other than a hold, that is unusually slow,"""
    phase_error: Ms
    """and that is refused."""
    breath_least: Ms
    """Shortest breath in or out."""
    reps_warning: Count
    """Reps that are unusual,"""
    reps_error: Count
    """and that are refused."""
    sets_warning: Count
    """Sets that are unusual,"""
    sets_error: Count
    """and that are refused."""
    session_warning: Ms
    """Session that is unusual,"""
    session_error: Ms
    """and that is refused."""
    halfway_session_from: Ms
    """The half of the whole session is said in sessions from this length on,"""
    halfway_session_within: Share
    """and not further from the middle than this share of the session."""
    familiar_after: Count
    """With fading guidance an exercise is explained in full until it was done so often,"""
    known_after: Count
    """then briefly until so often, and then told by its name, dose and safety line."""
    forgotten_after: Count
    """It is explained in full again when it was not done for so many days."""
    safety_whole_every: Count
    """With fading guidance the warning signs are said whole every so many sessions,"""
    safety_whole_after: Count
    """and after so many days without one; otherwise in one sentence."""
    length_said_within: Ms
    """The length that is said in the opening is that close to the true one."""
    chapter_lead: Ms
    """A chapter starts so long before its first cue."""

    def first_settle_ms(self, position: Position, surface: Surface = "floor") -> int:
        """The time to get ready after the opening, at this pace.

        Args:
            position: where the session begins.
            surface: on what one lies; who begins lying in a bed is there already.
        """
        is_there = position in UPRIGHT or surface == "bed"
        ms = self.first_settle if is_there else self.first_settle_floor
        return round(ms * self.settle_factor)

    def settle_ms(self, change: str) -> tuple[int, ...]:
        """The stages of one change, at this pace.

        Args:
            change: a key of `settle`: `same`, `other-side`, or `standing > chair`.
        """
        return tuple(round(ms * self.settle_factor) for ms in self.settle[change])

    def switch_ms(self, position: Position, alternates: bool) -> int:
        """How long it takes to change sides, at this pace.

        Args:
            position: in which one is. Lying on the side, or kneeling on one knee, one turns over.
            alternates: the exercise usually changes sides with every rep, so that no more than a
                leg or both knees change over; other exercises are set up anew.
        """
        turn = turn_over(position) if position in SIDED else f"other-side {position}"
        own = not alternates and turn in self.settle
        return sum(self.settle_ms(turn if own else "other-side"))

    def on(self, surface: Surface) -> Coaching:
        """The figures for a surface: only its own ways lead down to it and up again."""
        if surface == "floor":
            return self
        kept = {
            key: ms for key, ms in self.settle.items() if key in _UPRIGHT_MOVES or _MOVE not in key
        }
        return replace(self, settle={**kept, **self.surfaces[surface]})


_MOVE = " > "
_UPRIGHT_MOVES = ("standing > chair", "chair > standing")
SIDED: frozenset[Position] = frozenset(("lying-on-side", "half-kneeling"))
"""The positions that have a side: the one lain on, or that of the knee which is down."""


def turn_over(position: Position) -> str:
    """The change to the other side of a position, as a key of `settle`."""
    return f"{position}{_MOVE}{position}"


def moves_between(coaching: Coaching, start: str, goal: str) -> tuple[str, ...]:
    """The changes of position from one to another, as keys of `settle`.

    The quickest way, and of two that are as quick the one with fewer changes. Positions that the
    table does not pair are reached through others.

    Raises:
        ValueError: the table has no way there.
    """
    return _once(_shortest, coaching.settle, start, goal, of=(id(coaching.settle), start, goal))


_once = Once(most=4096)


def _shortest(settle: Mapping[str, MsList], start: str, goal: str) -> tuple[str, ...]:
    table = [(key, sum(stages)) for key, stages in settle.items() if _MOVE in key]
    queue: list[tuple[int, int, str, tuple[str, ...]]] = [(0, 0, start, ())]
    seen = set()
    while queue:
        length, _, position, moves = heapq.heappop(queue)
        if position == goal:
            return moves
        if position in seen:
            continue
        seen.add(position)
        for key, ms in table:
            origin, target = key.split(" > ")
            if origin == position:
                heapq.heappush(queue, (length + ms, len(moves) + 1, target, (*moves, key)))
    raise ValueError(f"coaching.yaml has no way from {start} to {goal}")


class _Overrides(CheckedField):
    """Figures that differ: some of Coaching's fields, checked like them."""

    def check(self, value: object) -> dict[str, Any]:
        return _check_overrides(value)

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, object]:
        names = [field.name for field in fields(Coaching)]
        return {"type": "object", "propertyNames": {"enum": names}}


def _check_overrides(value: object) -> dict[str, Any]:
    from typing import get_type_hints

    from pydantic import TypeAdapter, ValidationError

    from voicecoach.model.shapes import phrase_of

    types = get_type_hints(Coaching, include_extras=True)
    del types["__pydantic_config__"]
    if not isinstance(value, Mapping):
        raise Fault("figures/none")
    checked: dict[str, Any] = {}
    faults: list[Fault] = []
    for key, item in value.items():
        if key not in types:
            meant = hint(str(key), types)
            faults.append(Fault("figures/unknown", under=key, name=key, hint=meant))
            continue
        try:
            checked[key] = TypeAdapter(types[key]).validate_python(item)
        except ValidationError as error:
            faults.append(Fault.of(phrase_of(error.errors()[0]), under=key))
    if faults:
        raise Faults(faults)
    return checked


Overrides = Annotated[Mapping[str, Any], _Overrides()]


def with_overrides(coaching: Coaching, overrides: Mapping[str, Any]) -> Coaching:
    """The figures with some of them replaced; a table such as `settle` is merged."""
    if not overrides:
        return coaching
    merged: dict[str, Any] = {
        key: {**getattr(coaching, key), **value} if isinstance(value, Mapping) else value
        for key, value in overrides.items()
    }
    return replace(coaching, **merged)
