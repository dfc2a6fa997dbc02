"""Who does the work of a batch, and its rounds: planning, and speaking what was found lacking."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import count
from multiprocessing import get_context
from typing import Protocol, TypeVar

from voicecoach.app.ahead import (
    EngineTables,
    PlaceRef,
    Row,
    RowOutcome,
    plan_rows,
    speak_lines,
)
from voicecoach.app.jobs import Event, Listener
from voicecoach.audio.mp3.frames import Bitrate
from voicecoach.base.errors import VoicecoachError
from voicecoach.base.messages import Phrase, phrase
from voicecoach.voices.engine import SoundSource

ROWS_EACH = 200
"""Of a batch: enough that what sessions share is read once, few enough that a loss is small."""

ROUNDS = 6
"""A wording that turned out longer than guessed may ask for other sounds."""

_Value = TypeVar("_Value")


class Crew(Protocol):
    """Those who plan and speak: this process, others here, or machines."""

    def planned(self, shelf: PlaceRef, rows: Sequence[Row]) -> Iterator[RowOutcome]:
        """Plan sessions with the sounds that are there; in the order in which they are done."""

    def speak(
        self,
        settings: EngineTables,
        shelf: PlaceRef,
        sounds: Mapping[SoundSource, Bitrate],
        listener: Listener | None = None,
    ) -> dict[SoundSource, Phrase]:
        """Have sounds made; why some could not be."""


def plan_in_rounds(
    crew: Crew,
    settings: EngineTables,
    shelf: PlaceRef,
    rows: Iterable[Row],
    listener: Listener | None = None,
) -> Iterator[RowOutcome]:
    """Plan sessions and store their plans; what all of them lack is spoken once.

    Args:
        crew: who does it.
        settings: of engines.
        shelf: where sounds and plans go.
        rows: what to plan.
        listener: told how many are done.

    Returns:
        What came of each row, in the order in which that is known.

    Raises:
        OutputError: the place cannot be used, or nobody is left to do it.
    """
    left = {row.number: row for row in rows}
    total, failed = len(left), dict[SoundSource, Phrase]()
    done = count(1)
    for _ in range(ROUNDS):
        lacking: dict[SoundSource, Bitrate] = {}
        for told in crew.planned(shelf, [*left.values()]):
            unspoken = next((failed[s] for s in told.lacking if s in failed), None)
            if told.lacking and unspoken is None:
                lacking.update(dict.fromkeys(told.lacking, told.bitrate_kbps))
                continue
            del left[told.number]
            if listener:
                listener(Event("planning", "", next(done), total))
            yield told if unspoken is None else RowOutcome(told.number, failed=unspoken)
        if not left:
            return
        failed.update(crew.speak(settings, shelf, lacking, listener))
    for number in left:
        yield RowOutcome(number, failed=phrase("cluster/lost", reason=phrase("cluster/rounds")))


class LocalCrew:
    """This process, and others of this machine that plan.

    Attributes:
        jobs: how many processes plan; 1 for this one alone.
    """

    def __init__(self, jobs: int = 1) -> None:
        self.jobs = jobs

    def planned(self, shelf: PlaceRef, rows: Sequence[Row]) -> Iterator[RowOutcome]:
        """Plan sessions."""
        each = min(ROWS_EACH, -(-len(rows) // self.jobs))
        lots = [*parts(rows, max(each, 1))]
        if self.jobs == 1 or len(lots) < 2:
            for lot in lots:
                yield from plan_rows(shelf, lot)
            return
        with ProcessPoolExecutor(min(self.jobs, len(lots)), get_context("spawn")) as processes:
            left: set[Future[list[RowOutcome]]] = {
                processes.submit(plan_rows, shelf, lot) for lot in lots
            }
            while left:
                done, left = wait(left, return_when=FIRST_COMPLETED)
                for future in done:
                    yield from future.result()

    def speak(
        self,
        settings: EngineTables,
        shelf: PlaceRef,
        sounds: Mapping[SoundSource, Bitrate],
        listener: Listener | None = None,
    ) -> dict[SoundSource, Phrase]:
        """Have sounds made, by as many processes as engines have here."""
        failed: dict[SoundSource, Phrase] = {}
        for bitrate in dict.fromkeys(sounds.values()):
            wanted = [sound for sound, kbps in sounds.items() if kbps == bitrate]
            try:
                spoken = speak_lines(settings, shelf, bitrate, wanted, _told(listener))
            except VoicecoachError as error:
                if error.phrase.kind.startswith("place/"):
                    raise
                failed.update(dict.fromkeys(wanted, error.phrase))
            else:
                failed.update({line: spoken.failed[line] for line in spoken.failed})
        return failed


def _told(listener: Listener | None) -> Callable[[int, int, int], None] | None:
    if listener is None:
        return None
    return lambda done, total, known: listener(Event("speaking", "", done, total, known))


def parts(values: Sequence[_Value], each: int) -> Iterator[tuple[_Value, ...]]:
    """Part values into lots."""
    for begin in range(0, len(values), each):
        yield tuple(values[begin : begin + each])
