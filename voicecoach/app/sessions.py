"""Sessions of a project: resolved, planned, built, shown, and heard from a time on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from voicecoach.app.jobs import Event, Listener
from voicecoach.audio.mp3.frames import Extent
from voicecoach.base.files import check_writable
from voicecoach.base.messages import Phrase
from voicecoach.base.names import check_file_name, check_sound_name
from voicecoach.base.values import replace
from voicecoach.coach.fading import faded
from voicecoach.coach.lengths import LengthOf
from voicecoach.coach.schedule import Schedule
from voicecoach.coach.timeline import Sound, Timeline, Tone, Utterance
from voicecoach.formats.problems import Problem
from voicecoach.library.library import Library
from voicecoach.project import Project
from voicecoach.session.order import Choices, Order, ResolvedOrder
from voicecoach.session.plan import Planned, plan_session
from voicecoach.session.render import Saved, save
from voicecoach.session.resolve import namers, resolve, speakers, speaking
from voicecoach.session.timing import planned
from voicecoach.speech import Cast, guesses
from voicecoach.store.fragments import MissingFragment
from voicecoach.voices.engine import SoundSource
from voicecoach.voices.synthesiser import SoundProgress, Synthesiser

if TYPE_CHECKING:
    from voicecoach.app.aloud import Aloud, HeardFrom

__all__ = ["Built", "ResolvedOrder", "Sessions", "ShownSession", "Sound", "Tone"]


class Built(NamedTuple):
    """A session that was planned and saved.

    Attributes:
        planned: as it is.
        saved: its files.
        speaking: who speaks it.
        warnings: of its scripts, and of planning it.
        changes: what a profile changed in it without having named the exercise.
    """

    planned: Planned
    saved: Saved
    speaking: tuple[Phrase, ...]
    warnings: tuple[Problem, ...]
    changes: tuple[str, ...]


class ShownSession(NamedTuple):
    """A session as it would be, with nothing spoken for it.

    Attributes:
        problems: lines without room.
        fading: what is explained less than at first, and why.
        estimated: sounds whose length is not known yet.
        voices: who says each line, as `--voice` names it; nobody says a tone.
        choices: what was decided about it.
    """

    schedule: Schedule
    cast: Cast
    problems: tuple[Problem, ...]
    fading: tuple[Phrase, ...]
    estimated: frozenset[Sound]
    voices: dict[Sound, str]
    choices: Choices


class Sessions:
    """The sessions of a project; a context manager, so that no worker outlives it.

    Attributes:
        project: has settings, cache and scripts.
        remembered: what is known of sounds, by their keys, where the same are shown again and
            again; None looks into the store each time.
    """

    def __init__(self, project: Project, library: Library | None = None) -> None:
        """Prepare.

        Args:
            project: has settings, cache and scripts.
            library: what scripts are read by; the project's files unless given.
        """
        self.project = project
        self.remembered: dict[str, Extent | None] | None = None
        self._engines = project.engines()
        self._library = library
        self._casts: dict[Choices, Cast] = {}
        self._studios: dict[int, Synthesiser] = {}  # one for each bit rate

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        for studio in self._studios.values():
            studio.close()

    @property
    def library(self) -> Library:
        """The scripts."""
        if self._library is None:
            self._library = self.project.library()
        return self._library

    def resolve(self, order: Order) -> ResolvedOrder:
        """Decide everything about a session.

        Raises:
            ScriptError: there is no such script; or `Faulty`, one has errors.
        """
        return resolve(order, self.project, self.library)

    def cast(self, order: ResolvedOrder) -> Cast:
        """Find who speaks a session.

        Raises:
            VoiceError: a voice that was decided on is not here, or there is none at all.
        """
        found = self._casts.get(order.choices)
        if found is None:
            places = namers(self.project, order.script)
            found = self._casts[order.choices] = speakers(order.choices, self._engines, places)
        return found

    def speaking(self, order: ResolvedOrder) -> tuple[Phrase, ...]:
        """Say who speaks a session, and who decided that.

        Raises:
            VoiceError: as in `cast`.
        """
        return speaking(order.choices, self.cast(order), self._engines)

    def plan(
        self, order: ResolvedOrder, listener: Listener | None = None, *, whole: bool = False
    ) -> Planned:
        """Plan a session; what was never spoken before is spoken.

        Args:
            order: what it is.
            listener: told of each sound.
            whole: see `plan_session`.

        Raises:
            DoesNotFit: a required line has no room, or the session is too long.
            NotSpoken: the voice could not speak some lines.
            VoiceError: as in `cast`.
        """
        cast = self.cast(order)
        return plan_session(order, cast, self._studio(order), _told(order, listener), whole)

    def build(
        self, order: ResolvedOrder, output: Path | None = None, listener: Listener | None = None
    ) -> Built:
        """Plan a session and write its files.

        Args:
            order: what it is.
            output: file or folder to write; the project's unless given.
            listener: told of each sound.

        Raises:
            DoesNotFit: as in `plan`.
            NotSpoken: as in `plan`.
            VoiceError: as in `cast`.
            OutputError: the files could not be written; those of before are as they were.
        """
        target = self.target(order, output)
        check_file_name(target)  # before minutes of speaking, not after
        check_writable(target.parent)
        planned = self.plan(order, listener, whole=True)
        try:
            saved = save(planned.plan, target)
        except MissingFragment:  # damaged, and removed when that was found: planning mends it
            planned = self.plan(order, listener, whole=True)
            saved = save(planned.plan, target)
        warnings = tuple(dict.fromkeys([*order.problems, *planned.warnings]))
        changes = tuple(str(change) for change in order.script.changes if change.implied)
        return Built(planned, saved, self.speaking(order), warnings, changes)

    def target(self, order: ResolvedOrder, output: Path | None = None) -> Path:
        """Return where the MP3 of a session goes.

        Args:
            order: what it is.
            output: file or folder; the project's unless given.

        Raises:
            OutputError: it is named after a sound of another kind.
        """
        if output and output.suffix.lower() == ".mp3":
            return output
        if output:
            check_sound_name(output)
        return (output or self.project.output) / order.file_name

    def hear(
        self, order: ResolvedOrder, from_ms: int = 0, listener: Listener | None = None
    ) -> Iterator[bytes]:
        """Give the MP3 of a session from a time on, for a player that is given nothing before.

        Args:
            order: what it is.
            from_ms: the time; what is being said then is heard from its beginning.
            listener: told of each sound.

        Raises:
            DoesNotFit: as in `plan`, like the others.
        """
        plan = self.plan(order, listener).plan
        return plan.pieces(plan.byte_at(from_ms) if from_ms else 0)

    def aloud(self, order: ResolvedOrder, place_of: HeardFrom) -> Aloud:
        """Have a session spoken from a place on, to be heard meanwhile.

        Args:
            order: what it is.
            place_of: finds the place.

        Raises:
            VoiceError: as in `cast`.
            CannotFit: it cannot be as long as was asked.
            DoesNotFit: it is too long.
        """
        from voicecoach.app.aloud import Aloud  # building needs none of it

        return Aloud(order, self.cast(order), self._studio(order), place_of)

    def show(self, order: ResolvedOrder) -> ShownSession:
        """Find when everything happens in a session; lines that were spoken before are measured.

        Raises:
            VoiceError: as in `cast`.
            CannotFit: it cannot be as long as was asked.
        """
        cast, studio = self.cast(order), self._studio(order)
        source_of = cast.source_of(order.script.ear)
        guess = guesses(source_of)
        estimated: set[Sound] = set()

        def length(sound: Sound) -> int:
            extent = self._known(studio, source_of(sound))
            if extent:
                return extent.length_ms
            estimated.add(sound)
            return guess(sound)

        def measure(timeline: Timeline) -> LengthOf:
            studio.withhold([*map(source_of, timeline.personal_sounds())])
            return length

        script = replace(order.script, counts_apart=cast.counts_apart)
        schedule, problems = planned(script, guess, measure)
        voices = {}
        for cue in schedule.cues:
            source = source_of(cue.sound)
            if not isinstance(source, str):
                voices[cue.sound] = f"{source.voice.engine}:{source.voice.name}"
        unspoken = frozenset(sound for sound in estimated if isinstance(sound, Utterance))
        fading = tuple(faded(order.script))
        said = tuple(problems)
        return ShownSession(schedule, cast, said, fading, unspoken, voices, order.choices)

    def _known(self, studio: Synthesiser, source: SoundSource) -> Extent | None:
        known, key = self.remembered, studio.key(source)
        if known is not None and key in known:
            return known[key]
        found = studio.known([source]).get(source)
        if known is not None:
            known[key] = found
        return found

    def _studio(self, order: ResolvedOrder) -> Synthesiser:
        bitrate = order.choices.bitrate.value
        studio = self._studios.get(bitrate)
        if studio is None:
            studio = self._studios[bitrate] = Synthesiser(
                self.project.sounds(), bitrate, engines=self._engines
            )
        return studio


def _told(order: ResolvedOrder, listener: Listener | None) -> SoundProgress | None:
    """Pass on what a studio tells, as events."""
    if listener is None:
        return None
    name = order.name
    return lambda done, total, known: listener(Event("speaking", name, done, total, known))
