"""What is known of the lengths of sounds while a session is fitted: each is measured once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from voicecoach.base.grid import Grid
from voicecoach.coach.fit.slack import limits_of
from voicecoach.coach.lengths import LengthOf, Lengths
from voicecoach.coach.schedule import total_ms
from voicecoach.coach.timeline import Elastic, Slot, Sound, Spoken, Timeline, TotalLine

Measure = Callable[[Timeline], LengthOf]


@dataclass(slots=True)
class DurationTable:
    """The lengths that were measured so far.

    Attributes:
        measure: gives the lengths of all sounds of a timeline.
        grid: the frames on which cues begin.
        known: lengths by sound, ms.
        lengths: the same in frames.
    """

    measure: Measure
    grid: Grid
    known: dict[Sound, int] = field(default_factory=dict)
    lengths: Lengths = field(init=False)

    def __post_init__(self) -> None:
        self.lengths = Lengths(self.known.__getitem__, self.grid)

    def learn(self, timelines: Iterable[Timeline]) -> None:
        """Measure what says how long slots are, as far as it is not known."""
        slots = [
            slot
            for timeline in timelines
            for slot in timeline.slots
            if isinstance(slot.length, Spoken | Elastic) and not self._knows(slot)
        ]
        if slots:
            self._add(Timeline("", tuple(slots)))

    def line(self, total: TotalLine, ms: int) -> tuple[TotalLine, int]:
        """The line that says a length, alone, and how long it takes, ms."""
        minutes = (ms + 30_000) // 60_000
        nearest = min(total.by_minutes, key=lambda line: abs(line[0] - minutes))
        line = TotalLine(total.slot, (nearest,))
        if nearest[1] not in self.known:
            self._add(Timeline("", (), total=line))
        return line, self.lengths.ms(nearest[1])

    def total_ms(self, timeline: Timeline) -> int:
        """How long a timeline is."""
        self.learn([timeline])
        self._add(Timeline("", (), total=timeline.total))
        return total_ms(timeline, self.lengths)

    def spans(self, timeline: Timeline) -> tuple[int, list[Elastic]]:
        """What of a timeline is not elastic, ms, and what is: all without the line of its length.

        That line is left out because its words differ with the length that is looked for.
        """
        self.learn([timeline])
        fixed, elastic = 0, []
        for index, slot in enumerate(timeline.slots):
            if isinstance(slot.length, Elastic):
                elastic.append(limits_of(slot, slot.length, self.lengths))
            elif timeline.total is None or index != timeline.total.slot:
                fixed += self.lengths.slot_ms(slot)
        return fixed, elastic

    def _knows(self, slot: Slot) -> bool:
        return all(sound in self.known for cue in slot.cues for sound in cue.sounds)

    def _add(self, timeline: Timeline) -> None:
        new = timeline.sounds() - self.known.keys()
        if new:
            length_of = self.measure(timeline)
            self.known |= {sound: length_of(sound) for sound in new}
