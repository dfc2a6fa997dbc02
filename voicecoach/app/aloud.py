"""A session that is spoken from a place on, and heard while the rest is still being spoken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from voicecoach.app.jobs import Event, Listener
from voicecoach.audio.mp3.frames import Extent
from voicecoach.base.values import replace
from voicecoach.coach.lengths import LengthOf
from voicecoach.coach.schedule import Schedule
from voicecoach.coach.timeline import Sound, Timeline
from voicecoach.session.along import Along, Encoding, HeardPlace, Stretch
from voicecoach.session.order import ResolvedOrder
from voicecoach.session.timing import planned
from voicecoach.speech import Cast, guesses
from voicecoach.voices.synthesiser import SoundProgress, Synthesiser

FIRST_MS = 15_000
"""How much of a session is spoken before the first of it is heard."""
FEW_LINES = 16
"""Where so few sounds lack, all are spoken first; and so many are spoken at a time."""
_ALL_MS = 1 << 40
_GROWS = 1.25  # each time that more of it is looked at

HeardFrom = Callable[[Schedule], HeardPlace | None]
"""Finds a place in a session as it is expected to be; None where that depends on all of it."""


class Aloud:
    """A session that is being spoken.

    Attributes:
        expected: as it is expected to be, by what was spoken before.
    """

    def __init__(
        self, order: ResolvedOrder, cast: Cast, studio: Synthesiser, place_of: HeardFrom
    ) -> None:
        """Prepare.

        Args:
            order: what it is.
            cast: who speaks.
            studio: gives its sounds.
            place_of: from where on it is heard.
        """
        self._order = order
        self._studio = studio
        self._source_of = cast.source_of(order.script.ear)
        self._guess = guesses(self._source_of)
        self._extents: dict[Sound, Extent] = {}
        self._timeline: Timeline | None = None
        script = replace(order.script, counts_apart=cast.counts_apart)
        self.expected, _ = planned(script, self._guess, self._lengths)
        self._sounds: set[Sound] = self._timeline.sounds() if self._timeline else set()
        self._along = self._begun(cast, place_of)

    def _lengths(self, timeline: Timeline) -> LengthOf:
        self._timeline = timeline
        self._studio.withhold([*map(self._source_of, timeline.personal_sounds())])
        return self._length_ms

    def _length_ms(self, sound: Sound) -> int:
        known = self._known(sound)
        return known.length_ms if known else self._guess(sound)

    def _known(self, sound: Sound) -> Extent | None:
        found = self._extents.get(sound)
        if found is None:
            for found in self._studio.known([self._source_of(sound)]).values():
                self._extents[sound] = found
        return found

    def _begun(self, cast: Cast, place_of: HeardFrom) -> Along | None:
        """From where on it is heard before all is spoken; None where it is not.

        What was fitted to a length depends on all sounds, and a bed on what is quiet around it.
        """
        choices = self._order.choices
        is_whole = self._order.script.length or choices.under.value != "none"
        if is_whole or self._timeline is None or len(self.lacking) <= FEW_LINES:
            return None
        place = place_of(self.expected)
        if place is None:
            return None
        key_of = self._studio.key
        encoding = Encoding(
            cast.bitrate_kbps, choices.silence.value, lambda sound: key_of(self._source_of(sound))
        )
        return Along(self._timeline, self.expected, place, self._known, self._guess, encoding)

    @property
    def lacking(self) -> list[Sound]:
        """What has to be spoken yet."""
        return [sound for sound in self._sounds if self._known(sound) is None]

    def stretches(self, told: Listener, spoken: Listener) -> Iterator[Stretch]:
        """Speak it from its place on, and then what lies before.

        Args:
            told: told before some sounds are spoken; what it raises ends that.
            spoken: told of each sound.

        Yields:
            What is certain, each time that it is more.

        Raises:
            LinesFailed: the voice could not speak some lines.
        """
        along, heard_ms = self._along, FIRST_MS
        if along is None:
            return
        while along.lacking(_ALL_MS):
            if lacking := along.lacking(heard_ms):
                self._speak(lacking, told, spoken)
                if stretch := along.certain():
                    yield stretch
            heard_ms = round(heard_ms * _GROWS) + FIRST_MS
        if stretch := along.certain():
            yield stretch
        self._speak(along.lacking_yet(), told, spoken)

    def read(self, key: str) -> bytes:
        """Give the frames of a sound by its key."""
        return self._studio.store.frames(key)

    def finished(self, whole: Schedule) -> Stretch | None:
        """Give it to its end; None where it was not heard, or cannot go on as it began."""
        return self._along.finished(whole) if self._along else None

    def begins_ms(self, stretch: Stretch, whole: Schedule | None = None) -> int:
        """Say when in the session a stretch begins.

        Args:
            stretch: of it.
            whole: the session when all is spoken; as it is expected, unless given.
        """
        along = self._along
        assert along is not None, "a stretch is of what is heard along"
        first = along.first_in(whole) if whole else along.first
        placed = whole if whole and first is not None else self.expected
        return (
            placed.slots[first if first is not None else along.first].start_ms + stretch.begins_ms
        )

    def _speak(self, sounds: Sequence[Sound], told: Listener, spoken: Listener) -> None:
        for at in range(0, len(sounds), FEW_LINES):
            known = len(self._sounds) - len(self.lacking)
            told(self._event(known))
            sources = [self._source_of(sound) for sound in sounds[at : at + FEW_LINES]]
            progress = self._progress(known, spoken)
            self._studio.speak(sources, progress, whole=False)

    def _progress(self, known: int, spoken: Listener) -> SoundProgress:
        return lambda done, _total, _known: spoken(self._event(known + done))

    def _event(self, done: int) -> Event:
        return Event("speaking", self._order.name, done, len(self._sounds))
