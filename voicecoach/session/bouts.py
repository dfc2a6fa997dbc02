"""Bouts: which slots of a session are one exercise, from its naming to its last rep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from voicecoach.model.slots import SlotKind
from voicecoach.session.record import RecordedSlot

EXERCISE_KINDS: tuple[SlotKind, ...] = ("move", "hold", "work")
"""The slots in which the body moves or holds."""


def bouts_of(slots: Sequence[RecordedSlot]) -> Iterator[list[int]]:
    """Give the indices of the slots of each exercise.

    They are split where its set-up begins again, and in intervals where it takes a turn anew.
    """
    members: list[int] = []
    moved = False
    for index, slot in enumerate(slots):
        new_setup = slot.kind == "instruct" and moved
        last = slots[members[-1]] if members else slot
        new_turn = slot.kind == last.kind == "work" and slot.set == last.set
        if members and (slot.exercise != last.exercise or new_setup or new_turn):
            yield members
            members, moved = [], False
        if slot.exercise:
            members.append(index)
            moved = moved or slot.kind in EXERCISE_KINDS
    if members:
        yield members
