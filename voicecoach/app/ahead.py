"""Parts of a batch as values: lines to speak, and sessions to plan, wherever that is done.

Both functions take values and give values, so that they can be called here, in other processes and
on other machines; the place is told by its address. What is done twice comes to the same.
"""

from __future__ import annotations

import atexit
import contextlib
import os
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from voicecoach import __version__
from voicecoach.audio.mp3.frames import Bitrate
from voicecoach.base.errors import OutputError, VoicecoachError
from voicecoach.base.litter import scratch
from voicecoach.base.messages import Phrase
from voicecoach.base.values import replace
from voicecoach.formats.problems import Problem
from voicecoach.library.naming import KnownExercises, Names
from voicecoach.library.script import Ears
from voicecoach.session.ahead import KnownLines, Lacking, plan_ahead
from voicecoach.session.faults import WITH_PROBLEMS
from voicecoach.session.order import ResolvedOrder
from voicecoach.speech import Cast
from voicecoach.store.local import LocalStore
from voicecoach.store.place import Place, is_cloud, open_place
from voicecoach.voices.engine import Line, SoundSource, Voice
from voicecoach.voices.engines import Engines
from voicecoach.voices.synthesiser import LinesFailed, SoundProgress, Synthesiser

EngineTables = Mapping[str, Mapping[str, Any]]
"""What is set for engines, by their names: values that JSON can hold."""


class PlaceRef(NamedTuple):
    """Where a batch keeps what it makes.

    Attributes:
        address: of the place.
        near: folder for what is fetched from a place far away; one that each process makes for
            itself when None.
        sounds: folder of the sounds, where they are not the place's own.
    """

    address: str
    near: str | None = None
    sounds: str | None = None


class Row(NamedTuple):
    """One session to plan.

    Attributes:
        number: tells it apart from the others.
        order: everything that was decided about it.
        cast: who speaks, which was found where their voices are.
    """

    number: int
    order: ResolvedOrder
    cast: Cast

    @classmethod
    def of(cls, number: int, order: ResolvedOrder, cast: Cast) -> Row:
        """Make a row that can go to another process: without what its library only remembers."""
        known = KnownExercises(order.script.known.names, _nothing)
        script = replace(order.script, known=known, ears={})
        return cls(number, replace(order, script=script), cast)


class RowOutcome(NamedTuple):
    """What came of a row: it is stored, or lacks sounds, or failed.

    Attributes:
        number: of the row.
        etag: of its plan, which is stored; empty otherwise.
        size_bytes: of the MP3.
        packed_bytes: of the plan.
        new: the plan was not there before.
        warnings: about the session.
        lacking: sounds that have to be made first, with their bit rate.
        failed: why there is no session.
        problems: where that is in the script.
    """

    number: int
    etag: str = ""
    size_bytes: int = 0
    packed_bytes: int = 0
    new: bool = False
    warnings: tuple[Problem, ...] = ()
    lacking: tuple[SoundSource, ...] = ()
    bitrate_kbps: Bitrate = 64
    failed: Phrase | None = None
    problems: tuple[Problem, ...] = ()


class SpokenLines(NamedTuple):
    """What came of lines that were to be spoken.

    Attributes:
        made: how many sounds were made; the others were there.
        failed: the reason for each line that could not be spoken.
    """

    made: int
    failed: Mapping[Line, Phrase]


def _nothing() -> Names:
    """What exercises are called besides: of use where scripts are checked, which is before."""
    return Names({}, ())


def plan_rows(shelf: PlaceRef, rows: Sequence[Row]) -> list[RowOutcome]:
    """Plan sessions and store their plans; nothing is spoken.

    Args:
        shelf: where sounds and plans are.
        rows: what to plan.

    Returns:
        What came of each, in their order.

    Raises:
        OutputError: the place cannot be used.
    """
    place = open_shelf(shelf)
    readers: dict[Bitrate, KnownLines] = {}
    ears: Ears = {}
    told = []
    for row in rows:
        bitrate = row.cast.bitrate_kbps
        if bitrate not in readers:
            readers[bitrate] = KnownLines(place.fragments, bitrate)
        script = replace(row.order.script, ears=ears)  # known by their objects, which all live here
        own = row._replace(order=replace(row.order, script=script))
        told.append(_told(own, readers[bitrate], place))
    return told


def _told(row: Row, reader: KnownLines, place: Place) -> RowOutcome:
    try:
        found = plan_ahead(row.order, row.cast, reader)
    except OutputError as error:
        if error.phrase.kind.startswith("place/"):
            raise
        return RowOutcome(row.number, failed=error.phrase)
    except VoicecoachError as error:
        problems = error.problems if isinstance(error, WITH_PROBLEMS) else ()
        return RowOutcome(row.number, failed=error.phrase, problems=problems)
    if isinstance(found, Lacking):
        return RowOutcome(row.number, lacking=found.sounds, bitrate_kbps=row.cast.bitrate_kbps)
    plan = found.planned.plan
    return RowOutcome(
        row.number,
        plan.etag,
        plan.size,
        len(found.packed),
        place.put_plan(plan.etag, found.packed),
        tuple(dict.fromkeys([*row.order.problems, *found.planned.warnings])),
    )


def speak_lines(
    settings: EngineTables,
    shelf: PlaceRef,
    bitrate_kbps: Bitrate,
    sounds: Sequence[SoundSource],
    on_progress: SoundProgress | None = None,
) -> SpokenLines:
    """Make those sounds that the place lacks.

    Args:
        settings: of engines.
        shelf: where the sounds go.
        bitrate_kbps: of the sounds.
        sounds: lines, and tones by their names.
        on_progress: told how many are ready.

    Raises:
        VoiceError: an engine is not here.
        OutputError: the place cannot be used.
    """
    engines = Engines(settings)
    place = open_shelf(shelf)
    with contextlib.closing(Synthesiser(place.fragments, bitrate_kbps, engines=engines)) as studio:
        try:
            return SpokenLines(studio.speak(sounds, on_progress).new, {})
        except LinesFailed as failed:
            return SpokenLines(0, failed.failed)


def voices_here(settings: EngineTables, voices: Iterable[Voice]) -> set[Voice]:
    """Return those voices that this machine has, in just that version."""
    engines = Engines(settings)
    return {voice for voice in voices if _has(engines, voice)}


def _has(engines: Engines, voice: Voice) -> bool:
    try:
        engine = engines.load(voice.engine)
        return not engine.available() and engine.version(voice.name) == voice.version
    except (VoicecoachError, OSError):
        return False


def version_here() -> str:
    """Return the version of the program, which all who plan together must share."""
    return __version__


def open_shelf(shelf: PlaceRef) -> Place:
    """Open a place; in one process once, for sessions share most of what they read."""
    return _opened(shelf, os.getpid())


@lru_cache(maxsize=4)
def _opened(shelf: PlaceRef, _process: int) -> Place:
    if not is_cloud(shelf.address):
        place = open_place(shelf.address)
        return place._replace(fragments=LocalStore(Path(shelf.sounds))) if shelf.sounds else place
    return open_place(shelf.address, Path(shelf.near) if shelf.near else _own_folder())


@lru_cache(maxsize=1)
def _own_folder() -> Path:
    """Make a folder of this process's own, which goes with it: so nothing in it can be stale."""
    kept = contextlib.ExitStack()
    atexit.register(kept.close)
    return kept.enter_context(scratch())
