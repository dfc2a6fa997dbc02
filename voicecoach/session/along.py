"""What is certain of a session, from a place on, while the rest of it is still being spoken.

The length of each sound moves all that comes after it, so until all is spoken nobody knows when a
line is heard. But what is heard from a slot on, and how far apart, follows from the sounds behind
that slot alone, where nothing before runs into it. So a stretch whose sounds are all known is
placed by itself: it is what a build says, at the times of a build, counted from its beginning and
to within one frame: on which frame it begins may not be known yet.

Some of a session depends on all of it, and waits until that is known: the opening, which says how
long it takes; what explains tones, where more of them may stand for words; the pauses in which the
line about its middle may stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from voicecoach.audio.mp3.frames import (
    FRAME_MS,
    GRID,
    PRE_ROLL_FRAMES,
    SAMPLE_RATE_HZ,
    Bitrate,
    Extent,
)
from voicecoach.audio.mp3.loop import Silence
from voicecoach.audio.mp3.splice import Layout, Placed, lay
from voicecoach.base.values import replace
from voicecoach.coach.compile.tones import told_tones, unexplained
from voicecoach.coach.fading import TONES
from voicecoach.coach.lengths import LengthOf, Lengths
from voicecoach.coach.placing import PlacedCue
from voicecoach.coach.schedule import Schedule, schedule, total_ms
from voicecoach.coach.timeline import START, Fixed, Slot, Sound, Timeline, Tone
from voicecoach.formats.problems import Problem

_LEAD_MS = 8 * FRAME_MS  # in front of a stretch: a sound's frames begin before it is heard
_PHASES_MS = 2 * FRAME_MS  # a time between two frames goes to the even one
_ROOM_MS = 10_000  # behind a stretch: as much as the longest line of a movement runs on
_GUESSED_WITHIN = 0.25  # of all that is guessed: voices are held to their pace
_LINE_WITHIN = 0.5  # of one line
_PAUSES = ("settle", "rest")

KnownOf = Callable[[Sound], Extent | None]
"""What is known of a sound; None where it was not spoken yet."""


class HeardPlace(NamedTuple):
    """A place from which on a session is heard.

    Attributes:
        slot: index of its slot.
        offset_ms: from the slot's start.
        sound: what is heard there first; its true time is where it is placed.
        stop: index of the slot behind the last that is wanted; None for the end.
    """

    slot: int
    offset_ms: int = 0
    sound: Sound | None = None
    stop: int | None = None


class Encoding(NamedTuple):
    """How a session is encoded.

    Attributes:
        bitrate_kbps: of it.
        silence: what it has where nothing is heard.
        key_of: gives the key of a sound's frames.
    """

    bitrate_kbps: Bitrate
    silence: Silence
    key_of: Callable[[Sound], str]


class Stretch(NamedTuple):
    """What is certain of a session so far.

    Attributes:
        schedule: its slots, behind one of silence and in front of another.
        layout: its frames.
        begin: the frame from which it is heard.
        end: the frame up to which it is certain.
        zero_ms: when its first slot begins in `schedule`.
    """

    schedule: Schedule
    layout: Layout
    begin: int
    end: int
    zero_ms: int

    @property
    def begins_ms(self) -> int:
        """How long before, or behind, the beginning of its first slot it is heard from."""
        return GRID.ms(self.begin) - self.zero_ms

    @property
    def length_ms(self) -> int:
        """How long it is heard."""
        return GRID.ms(self.end - self.begin)


class Along:
    """A session that is heard from a place on.

    Attributes:
        expected: the session by the lengths that were known, or guessed, when it began.
        first: index of the slot from which on it is planned, which may lie before the place.
        stop: index of the slot behind the last.
    """

    def __init__(
        self,
        timeline: Timeline,
        expected: Schedule,
        place: HeardPlace,
        known: KnownOf,
        guess: LengthOf,
        encoding: Encoding,
    ) -> None:
        """Prepare.

        Args:
            timeline: as it was compiled.
            expected: the same, placed.
            place: from where on it is heard, behind the opening.
            known: what is known of sounds by now.
            guess: how long the others are about.
            encoding: of the session.
        """
        self.expected = expected
        self._timeline = timeline
        self._slots = timeline.slots
        self._place = place
        self._known = known
        self._guess = guess
        self._encoding = encoding
        self.first = self._closed_up_to(place.slot)
        wanted = len(self._slots) if place.stop is None else place.stop
        self.stop = next(at for at in range(wanted, len(self._slots) + 1) if self._closed(at))
        self._phase_ms = expected.slots[self.first].start_ms % _PHASES_MS
        total = timeline.total.by_minutes if timeline.total else ()
        before = [*_sounds(self._slots[: self.first]), *(line for _, line in total)]
        self._exact = all(map(known, before))  # then the frame of its beginning is known
        self._explained = told_tones(self._slots[: self.first])
        self._heard: Stretch | None = None
        self._agreed = self.first  # up to which slot it is the same on whatever frame it begins

    @property
    def starts_ms(self) -> int:
        """When its first slot begins, as far as that is known."""
        return self.expected.slots[self.first].start_ms

    def lacking(self, heard_ms: int) -> list[Sound]:
        """Give what has to be spoken, in order, to hear it so long from its place on.

        Args:
            heard_ms: how long.
        """
        slots, place = self.expected.slots, self._place
        until = slots[place.slot].start_ms + place.offset_ms + heard_ms
        ends = (at for at in range(place.slot + 1, self.stop) if slots[at].start_ms >= until)
        stop = next((at for at in ends if self._closed(at)), self.stop)
        return self._unknown(_sounds(self._slots[self.first : stop]))

    def lacking_yet(self) -> list[Sound]:
        """Give all that has to be spoken, that from its place on before what lies in front."""
        ordered = [*_sounds(self._slots[self.first :]), *_sounds(self._slots[: self.first])]
        return self._unknown(dict.fromkeys([*ordered, *self._timeline.sounds()]))

    def certain(self) -> Stretch | None:
        """Give what is certain now; None where that is no more than before."""
        stop = self._closed_up_to(self._known_up_to())
        while stop > self.first:
            placed, problems = self._window(self._slots, self.first, stop, self._phase_ms)
            if problems:  # they are told when all is known
                return None
            doubtful = self._doubtful(placed, stop)
            if doubtful is None:
                return self._longer(self._stretch(placed, stop - self.first))
            stop = self._closed_up_to(doubtful)
        return None

    def finished(self, whole: Schedule) -> Stretch | None:
        """Give it to its end, when all is known; None where it cannot go on as it began.

        Args:
            whole: the session as it is, at last.
        """
        first = self.first_in(whole)
        if first is None:
            return None
        stop = self.stop + first - self.first
        slots = whole.timeline.slots
        placed, problems = self._window(slots, first, stop, self._phase_ms)
        stretch = self._stretch(placed, stop - first)
        before = self._heard.end if self._heard else 0
        told = _laid_up_to(before, self._heard) if self._heard else []
        return None if problems or _laid_up_to(before, stretch) != told else stretch

    def first_in(self, whole: Schedule) -> int | None:
        """Find its first slot in the session as it is; more tones may be explained before it."""
        first = self.first + len(whole.slots) - len(self._slots)
        if not 0 <= first < len(whole.slots):
            return None
        there, here = whole.slots[first].slot, self._slots[self.first]
        is_same = (there.kind, there.step) == (here.kind, here.step)
        return first if is_same else None

    def _longer(self, stretch: Stretch) -> Stretch | None:
        if self._heard is not None and stretch.end <= self._heard.end:
            return None
        if stretch.end <= stretch.begin:
            return None
        self._heard = stretch
        return stretch

    def _unknown(self, sounds: Sequence[Sound] | dict[Sound, None]) -> list[Sound]:
        return [sound for sound in sounds if not self._known(sound)]

    def _closed(self, index: int) -> bool:
        """Whether nothing that is said before a slot can run into it.

        What runs on is over before a cue of at least its own priority.
        """
        if index in (0, len(self._slots)):
            return True
        before = next((slot for slot in reversed(self._slots[:index]) if slot.cues), None)
        running = [cue.rules.priority for cue in before.cues if cue.rules.runs_on] if before else []
        cues = [cue for cue in self._slots[index].cues if cue.anchor == START]
        return not running or max((cue.rules.priority for cue in cues), default=0) >= max(running)

    def _closed_up_to(self, index: int) -> int:
        return next(at for at in range(index, -1, -1) if self._closed(at))

    def _known_up_to(self) -> int:
        """The first slot of which something is not known, or depends on the whole."""
        middle = self._middle_ms()
        for index in range(self.first, self.stop):
            slot = self._slots[index]
            if self._unknown(_sounds([slot])):
                return index
            if any(cue.role == "tones" for cue in slot.cues) and not self._tones_are_known():
                return index
            starts = self.expected.slots[index].start_ms
            if slot.kind in _PAUSES and not slot.quiet and middle[0] < starts < middle[1]:
                return index
        return self.stop

    def _tones_are_known(self) -> bool:
        """Whether none stands for words, however long they take: it would be explained before."""
        placed, _ = schedule(self._timeline, self._at(1 + _LINE_WITHIN), GRID)
        return not unexplained(placed)

    def _at(self, share: float) -> LengthOf:
        """The lengths, where what is guessed takes a share of that."""

        def length_ms(sound: Sound) -> int:
            extent = self._known(sound)
            return extent.length_ms if extent else round(self._guess(sound) * share)

        return length_ms

    def _middle_ms(self) -> tuple[float, float]:
        """Between which times the line about the middle may stand, however long the rest takes."""
        halfway = self._timeline.halfway
        if halfway is None:
            return 0, 0

        expected = self.expected.total_ms
        shares = (1 - _GUESSED_WITHIN, 1 + _GUESSED_WITHIN)
        least, most = (total_ms(self._timeline, Lengths(self._at(share), GRID)) for share in shares)
        # A slot comes earlier or later by as much at most.
        early = (0.5 - halfway.within) * least - (most - expected)
        return early, (0.5 + halfway.within) * most + (expected - least)

    def _window(
        self, slots: Sequence[Slot], first: int, stop: int, phase_ms: int
    ) -> tuple[Schedule, list[Problem]]:
        """HeardPlace slots by themselves, as if they began so long after a frame."""
        lead = Slot("settle", Fixed(_LEAD_MS + phase_ms))
        inside = (lead, *slots[first:stop])
        if stop < len(slots):  # what runs on has room up to the next cue
            behind = [cue for cue in slots[stop].cues if cue.anchor == START]
            cues = tuple(cue._replace(required=False) for cue in behind)
            inside = (*inside, Slot("settle", Fixed(_ROOM_MS), cues))
        alone = replace(self._timeline, slots=inside, total=None, halfway=None)
        return schedule(alone, self._at(1), GRID)

    def _doubtful(self, placed: Schedule, stop: int) -> int | None:
        """The first slot in which something may be otherwise in the session; None where none is."""
        count = stop - self.first
        ends_ms = placed.slots[count].end_ms
        inside = [cue for cue in placed.cues if cue.slot <= count]
        doubtful = [cue.slot for cue in inside if cue.start_ms + cue.length_ms > ends_ms]
        if TONES not in dict(self._timeline.faded):
            doubtful += (cue.slot for cue in inside if self._is_unexplained(cue))
        found = [self.first + min(doubtful) - 1] if doubtful else []
        if not self._exact and (differing := self._differing(stop)) is not None:
            found.append(differing)
        return min(found, default=None)

    def _differing(self, stop: int) -> int | None:
        """The first slot in which other words fit where it begins at another time of a frame."""
        count = stop - self._agreed
        said: set[tuple[int, Sound]] | None = None
        differing: set[tuple[int, Sound]] = set()
        for phase_ms in range(_PHASES_MS):
            other, _ = self._window(self._slots, self._agreed, stop, phase_ms)
            own = {(cue.slot, cue.sound) for cue in other.cues if cue.slot <= count}
            said = own if said is None else said
            differing |= own ^ said
        if differing:
            return self._agreed + min(slot for slot, _ in differing) - 1
        self._agreed = stop
        return None

    def _is_unexplained(self, cue: PlacedCue) -> bool:
        """Whether a tone stands for words that do not fit, and nobody was told what it means."""
        sound = cue.sound
        if not isinstance(sound, Tone) or sound == cue.cue.sounds[0]:
            return False
        return sound.name not in self._explained

    def _stretch(self, placed: Schedule, count: int) -> Stretch:
        """Lay what was placed of so many slots behind the lead."""
        key_of, zero = self._encoding.key_of, placed.slots[1].start_ms
        extents = [(cue.frame, cue.sound, self._known(cue.sound)) for cue in placed.cues]
        laid = [
            Placed(frame - extent.run_in, extent, key_of(sound))
            for frame, sound, extent in extents
            if extent and extent.frames
        ]
        samples = placed.total_ms * SAMPLE_RATE_HZ // 1000
        layout = lay(laid, samples, self._encoding.bitrate_kbps, self._encoding.silence)
        begin = self._heard.begin if self._heard else self._begin(placed, layout)
        is_end = count + 1 == len(placed.slots)
        end = GRID.nearest(placed.slots[count].end_ms) - PRE_ROLL_FRAMES
        end = layout.frames if is_end and self.stop == len(self._slots) else end
        return Stretch(placed, layout, begin, end, zero)

    def _begin(self, placed: Schedule, layout: Layout) -> int:
        """The frame of its place."""
        place, slot = self._place, self._place.slot - self.first + 1
        same = (cue for cue in placed.cues if cue.slot == slot and cue.sound == place.sound)
        cue = next(same, None)
        if slot >= len(placed.slots):
            return 0
        at = GRID.nearest(placed.slots[slot].start_ms + place.offset_ms)
        frame = cue.frame if cue else at
        return layout.boundary(max(frame - PRE_ROLL_FRAMES, 0))


def _sounds(slots: Sequence[Slot]) -> list[Sound]:
    """The sounds of slots, in order, each once."""
    return [*dict.fromkeys(each for slot in slots for cue in slot.cues for each in cue.sounds)]


def _laid_up_to(frame: int, stretch: Stretch) -> list[Placed]:
    return [each for each in stretch.layout.placed if each.frame < frame]
