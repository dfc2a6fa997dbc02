"""The slots of a session as they come, one after the other, and where in the script one is."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import field

from voicecoach.base.values import dataclass, replace
from voicecoach.coach.guidance import Turns, guided
from voicecoach.coach.roles import ROLES, Role
from voicecoach.coach.timeline import MIDDLE, Anchor, Cue, Fixed, Slot, Spoken, Utterance, or_tone
from voicecoach.formats.problems import Where
from voicecoach.language.phrases import Language
from voicecoach.model.coaching import Coaching
from voicecoach.model.routine import Detail
from voicecoach.model.slots import SlotKind

RoleLines = list[tuple[str, Role]]


@dataclass(frozen=True, slots=True)
class Here:
    """Where in a script one is.

    Attributes:
        where: the step, for problems.
        detail: how much is said.
        in_section: a section's chapter goes on.
        in_part: it is of a routine that others include, such as the warm-up.
        included: the step of the session's own routine that includes it; None for its own steps.
    """

    where: Where
    detail: Detail
    in_section: bool = False
    in_part: bool = False
    included: Where | None = None

    @property
    def step(self) -> Where:
        """The step of the session's own routine."""
        return self.included or self.where

    def into(self, is_part: bool) -> Here:
        """Here, in a routine that the step includes.

        Args:
            is_part: the routine is made to be a part of others.
        """
        return replace(self, in_part=self.in_part or is_part, included=self.step)


@dataclasses.dataclass(slots=True, eq=False, repr=False)
class Track:
    """The slots so far.

    Attributes:
        language: the coach's words.
        coaching: the figures.
        slots: in order.
        turns: lines that are taken in turn.
        chapter: title of the chapter that begins with the next slot.
        tones_at: the place among the slots at which tones are explained.
    """

    language: Language
    coaching: Coaching
    slots: list[Slot] = field(default_factory=list)
    turns: Turns = field(default_factory=Turns)
    chapter: str | None = None
    tones_at: int = 0

    def begin_chapter(self, title: str, here: Here) -> None:
        """Begin a chapter, where no section's goes on."""
        if not here.in_section:
            self.chapter = title

    def add(self, slot: Slot, here: Here) -> None:
        """Add a slot, as much of it as is to be said; one that was all words may go."""
        heard = guided(slot, here.detail)
        if slot.cues and not heard.cues and isinstance(slot.length, Spoken):
            return
        step = here.step
        if self.chapter or heard.step is not step:
            heard = heard.within(step, self.chapter)
            self.chapter = None
        self.slots.append(heard)

    def say(
        self,
        kind: SlotKind,
        lines: RoleLines,
        here: Here,
        gap_ms: int | None = None,
        exercise: str | None = None,
        where: Where | None = None,
        kept: bool = False,
    ) -> None:
        """Add a slot of spoken lines, one after the other.

        Args:
            kind: of the slot.
            lines: with the role of each.
            here: where one is.
            gap_ms: silence after each; the usual one unless given.
            exercise: name of the one that they belong to.
            where: the place that asks for them, where that is not `here`.
            kept: they are said at every level of guidance.
        """
        gap = self.coaching.line_gap if gap_ms is None else gap_ms
        start = Anchor(offset_ms=self.coaching.chapter_lead if self.chapter else 0)
        place = where or here.where
        cues = tuple(
            Cue((Utterance(text),), role, start, gap_ms=gap, kept=kept, where=place)
            for text, role in lines
        )
        self.add(Slot(kind, Spoken(), cues, exercise), here)

    def just_said(self, text: str) -> bool:
        """Whether a line is in the last slot, as much of it as the guidance has left."""
        cues = self.slots[-1].cues if self.slots else ()
        return any(Utterance(text) in cue.sounds for cue in cues)

    def settle(
        self, ms: int, here: Here, cues: tuple[Cue, ...] = (), exercise: str | None = None
    ) -> None:
        """Add time to settle; a long one has a word in it now and then."""
        if ms >= self.coaching.long_hold:
            parts = max(2, -(-ms // self.coaching.presence_every))
            anchors = (Anchor(part, parts) for part in range(1, parts))
            cues = (*map(self.presence, anchors), *cues)
        self.add(Slot("settle", Fixed(ms), cues, exercise), here)

    def meanwhile(self, since: int, text: str, here: Here) -> None:
        """Say a new thing in the longest time to move since a slot, not a word of presence.

        Args:
            since: number of the first slot of the change of position.
            text: what is said, where there is such a time; it leaves the time as it is.
            here: where one is.
        """
        settling = [
            (slot.length.ms, index)
            for index, slot in enumerate(self.slots[since:], since)
            if slot.kind == "settle" and isinstance(slot.length, Fixed)
        ]
        longest, index = max(settling, default=(0, since))
        if not ROLES["presence"].spoken(here.detail) or longest < self.coaching.meanwhile_from:
            return
        if self.turns.is_new(text):
            slot = self.slots[index]
            there = [cue for cue in slot.cues if cue.role == "presence"]
            at = there[0].anchor if there else MIDDLE
            says = Cue((Utterance(text),), "presence", at, False, where=here.where)
            others = (cue for cue in slot.cues if cue not in there[:1])
            self.slots[index] = slot._replace(cues=(says, *others))

    def presence(self, anchor: Anchor) -> Cue:
        """A word from the coach, now and then, while one moves."""
        words = self.language
        return self._now_and_then((words.take_your_time, *words.other.take_your_time), anchor)

    def stillness(self, anchor: Anchor) -> Cue:
        """A word from the coach, now and then, while one may be lying still."""
        return self._now_and_then(self.language.presence, anchor)

    def _now_and_then(self, lines: Sequence[str], anchor: Anchor) -> Cue:
        said = self.turns.take(lines)
        return Cue(or_tone("presence", Utterance(said)), "presence", anchor, required=False)
