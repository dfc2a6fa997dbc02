"""What sessions lack of sounds, found by planning them without a voice.

Whoever plans for thousands of people speaks each line once, before and elsewhere. So a session is
planned with what is there, and the lengths of the rest are guessed: either it is whole, or it names
what has to be spoken first. Another round may find a few more, where what was guessed came out
otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Generator
from typing import NamedTuple

from voicecoach.audio.mp3.frames import FRAME_MS, SAMPLE_RATE_HZ, Bitrate, Extent, fragment_ms
from voicecoach.audio.pcm.tones import length_ms as tone_ms
from voicecoach.base.errors import OutputError, VoicecoachError
from voicecoach.base.messages import Phrase
from voicecoach.base.phonemes import unmarked
from voicecoach.session.order import ResolvedOrder
from voicecoach.session.packed import pack
from voicecoach.session.plan import Planned, plan_session
from voicecoach.speech import Cast
from voicecoach.store.fragments import Findings, MissingFragment
from voicecoach.store.protocol import FragmentStore
from voicecoach.voices.engine import SoundSource
from voicecoach.voices.estimate import estimate_ms
from voicecoach.voices.synthesiser import Synthesiser


class Lacking(NamedTuple):
    """Sounds that have to be made before a session can be planned."""

    sounds: tuple[SoundSource, ...]


class Ready(NamedTuple):
    """A session that was planned, and packed."""

    planned: Planned
    packed: bytes


class KnownLines(Synthesiser):
    """A synthesiser that makes nothing: it notes what it lacks, and guesses how long that takes.

    What was not there once is not asked for again: each batch has a reader of its own, and a cloud
    takes a while to say no.

    Attributes:
        lacking: what was asked for and is not there.
        personal: whether something was asked for that names a person.
    """

    lacking: dict[SoundSource, None]
    personal: bool

    def __init__(self, cache: FragmentStore, bitrate_kbps: Bitrate) -> None:
        """Prepare.

        Args:
            cache: where fragments are.
            bitrate_kbps: of the fragments.
        """
        super().__init__(cache, bitrate_kbps)
        self._absent: set[SoundSource] = set()

    def begin(self) -> None:
        """Forget what was noted, for the next session."""
        self.lacking, self.personal = {}, False

    def withhold(self, sounds: Collection[SoundSource]) -> None:
        """Note that something names a person: nobody else is to speak it."""
        super().withhold(sounds)
        self.personal = self.personal or bool(sounds)

    def _known(
        self, sound: SoundSource, whole: bool, findings: Findings | None = None
    ) -> Extent | None:
        if sound in self._absent:
            return None
        found = super()._known(sound, whole, findings)
        if found is None:
            self._absent.add(sound)
        return found

    def _make(
        self, sounds: list[SoundSource], _remarks: object
    ) -> Generator[tuple[SoundSource, Extent | Phrase], None, None]:
        self.lacking.update(dict.fromkeys(sounds))
        yield from ((sound, _guessed(sound)) for sound in sounds)


def plan_ahead(order: ResolvedOrder, cast: Cast, reader: KnownLines) -> Ready | Lacking:
    """Plan a session with the sounds that are there, or say which have to be made.

    Args:
        order: everything that was decided about it.
        cast: who speaks; they need not be on this machine.
        reader: has the sounds; one serves many sessions.

    Raises:
        OutputError: somebody is named in it, so it is not for a place that others read.
        DoesNotFit: a required line has no room, or the session is too long.
        CannotFit: it cannot be as long as was asked.
        MissingFragment: the store lost something twice.
    """
    try:
        return _planned(order, cast, reader, whole=False)
    except MissingFragment:  # damaged, or another than what was known of it: that is found now
        return _planned(order, cast, reader, whole=True)


def _planned(order: ResolvedOrder, cast: Cast, reader: KnownLines, whole: bool) -> Ready | Lacking:
    reader.begin()
    try:
        planned = plan_session(order, cast, reader, whole=whole)
    except VoicecoachError:  # by guessed lengths, perhaps: that is seen when all is spoken
        if reader.lacking and not reader.personal:
            return Lacking(tuple(reader.lacking))
        raise
    if reader.personal:
        raise OutputError("personal", files=[order.file_name])
    if reader.lacking:
        return Lacking(tuple(reader.lacking))
    return Ready(planned, pack(planned.plan))


def _guessed(sound: SoundSource) -> Extent:
    """Guess how long a sound will be."""
    if isinstance(sound, str):
        ms = fragment_ms(tone_ms(sound))
    else:
        ms = estimate_ms(unmarked(sound.text), sound.rate_wpm, sound.language)
    return Extent(-(-ms // FRAME_MS), ms * SAMPLE_RATE_HZ // 1000, 0, ())
