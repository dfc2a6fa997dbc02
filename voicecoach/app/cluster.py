"""A batch over several machines, through Dask distributed.

Dask schedules, carries code and values, and gives the work of a lost worker to another. Here is
only what the work is: rounds of planning, and between them speaking what was found lacking. What a
worker was given twice comes to the same, for plans and sounds are named by what they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from voicecoach.app.ahead import (
    EngineTables,
    PlaceRef,
    Row,
    RowOutcome,
    SpokenLines,
    plan_rows,
    speak_lines,
    version_here,
    voices_here,
)
from voicecoach.app.crew import ROUNDS, ROWS_EACH, parts
from voicecoach.app.jobs import Event, Listener
from voicecoach.audio.mp3.frames import Bitrate
from voicecoach.base.errors import MissingToolError, OutputError, VoicecoachError
from voicecoach.base.messages import Phrase, phrase
from voicecoach.voices.engine import Line, SoundSource, Voice

if TYPE_CHECKING:
    from distributed import Client, Future

_LINES_EACH = 40
_RETRIES = 3
_LOOK_S = 5.0  # how often it is seen whether there is still somebody
_ALONE = 24  # looks without any worker, until that is an error
_CONNECT_S = 20
_LOCAL = re.compile(r"local:([1-9]\d{0,2})")
_Value = TypeVar("_Value")


class Cluster(NamedTuple):
    """Machines that take part.

    Attributes:
        address: of the scheduler, as it was given.
        client: talks to it.
        rows_each: how many sessions a worker gets at once.
    """

    address: str
    client: Client
    rows_each: int = ROWS_EACH

    def planned(self, shelf: PlaceRef, rows: Sequence[Row]) -> Iterator[RowOutcome]:
        """Plan sessions, each lot of them by one worker.

        Raises:
            OutputError: no worker is left, or the place cannot be used.
        """
        work = {
            self._submit(plan_rows, (shelf, part)): [row.number for row in part]
            for part in parts(rows, self.rows_each)
        }
        for future in self._done(work):
            told = _outcome(future)
            if isinstance(told, Phrase):
                yield from (RowOutcome(number, failed=told) for number in work[future])
            else:
                yield from told

    def speak(
        self,
        settings: EngineTables,
        shelf: PlaceRef,
        sounds: Mapping[SoundSource, Bitrate],
        listener: Listener | None = None,
    ) -> dict[SoundSource, Phrase]:
        """Have sounds made by those workers that have their voice.

        Args:
            settings: of engines.
            shelf: where sounds go.
            sounds: with their bit rate.
            listener: told how many are done.

        Returns:
            Why some could not be made.

        Raises:
            OutputError: no worker is left, or the place cannot be used.
        """
        groups: dict[tuple[Voice | None, Bitrate], list[SoundSource]] = {}
        for sound, bitrate in sounds.items():
            voice = sound.voice if isinstance(sound, Line) else None
            groups.setdefault((voice, bitrate), []).append(sound)
        left = [
            _Part(voice, bitrate, part)
            for (voice, bitrate), wanted in groups.items()
            for part in parts(wanted, _LINES_EACH)
        ]
        failed: dict[SoundSource, Phrase] = {}
        done = 0
        for _ in range(ROUNDS):  # a worker that was started again is another
            work = self._speaking(settings, shelf, left)
            for future in self._done(work):
                part, spoken = work[future], _outcome(future)
                left.remove(part)
                if isinstance(spoken, SpokenLines):
                    failed.update({line: spoken.failed[line] for line in spoken.failed})
                else:
                    failed.update(dict.fromkeys(part.sounds, spoken))
                done += len(part.sounds)
                if listener:
                    listener(Event("speaking", "", done, len(sounds)))
            if not left:
                return failed
            self.client.wait_for_workers(1, timeout=_CONNECT_S)
        for part in left:
            failed.update(dict.fromkeys(part.sounds, phrase("cluster/voice", voice=part.named)))
        return failed

    def _speaking(
        self, settings: EngineTables, shelf: PlaceRef, parts: Iterable[_Part]
    ) -> dict[Future[Any], _Part]:
        """Give lines to workers that have their voice; what nobody can speak is not given."""
        able = self._able(settings, {part.voice for part in parts if part.voice})
        return {
            self._submit(
                speak_lines, (settings, shelf, part.bitrate_kbps, part.sounds), able.get(part.voice)
            ): part
            for part in parts
            if part.voice is None or able[part.voice] != []
        }

    def _submit(
        self,
        function: Callable[..., _Value],
        given: tuple[object, ...],
        workers: Sequence[str] | None = None,
    ) -> Future[Any]:
        return self.client.submit(
            function, *given, pure=False, retries=_RETRIES, workers=workers or None
        )

    def _able(
        self, settings: EngineTables, voices: set[Voice]
    ) -> dict[Voice | None, list[str] | None]:
        """Ask the workers which voices they have; None where all have it."""
        if not voices:
            return {}
        found = self.client.run(voices_here, settings, voices, on_error="ignore")
        able = {voice: [at for at, has in found.items() if voice in has] for voice in voices}
        return {voice: None if len(at) == len(found) else at for voice, at in able.items()}

    def _done(self, work: Mapping[Future[Any], object]) -> Iterator[Future[Any]]:
        """Yield what is done, until all is, or nobody is left who may do the rest.

        Raises:
            OutputError: there is no worker at all.
        """
        from distributed import wait

        left, alone = {*work}, 0
        try:
            while left:
                try:
                    with self.client.as_current():
                        wait([*left], timeout=_LOOK_S, return_when="FIRST_COMPLETED")
                except TimeoutError:
                    alone = 0 if self.client.scheduler_info(n_workers=-1)["workers"] else alone + 1
                    if alone >= _ALONE:
                        raise OutputError("cluster/workers", address=self.address) from None
                    if not alone and self._stuck(left):
                        return
                    continue
                alone = 0
                finished = {future for future in left if future.done()}
                yield from finished
                left -= finished
        finally:
            self.client.cancel([*left])

    def _stuck(self, left: set[Future[Any]]) -> bool:
        """Whether all that is left is for workers that are gone."""
        keys = [future.key for future in left]
        waiting: int = self.client.run_on_scheduler(_waiting, keys=keys)
        return waiting == len(left)


class _Part(NamedTuple):
    """Lines of one voice, to be spoken together; tones have none."""

    voice: Voice | None
    bitrate_kbps: Bitrate
    sounds: tuple[SoundSource, ...]

    @property
    def named(self) -> str:
        """The voice as `--voice` takes it."""
        return f"{self.voice.engine}:{self.voice.name}" if self.voice else ""


def _waiting(keys: Sequence[str], dask_scheduler: Any) -> int:
    """Count the tasks that no worker may do; it runs at the scheduler."""
    tasks = (dask_scheduler.tasks.get(key) for key in keys)
    return sum(task is not None and task.state == "no-worker" for task in tasks)


@contextmanager
def joined(address: str) -> Iterator[Cluster]:
    """Take part in a cluster, or start one on this machine for as long as it is needed.

    Args:
        address: of a scheduler, or `local:N` for N processes here.

    Raises:
        OutputError: there is no such scheduler, it has no worker, or theirs is another version.
        MissingToolError: the extra `cluster` is not installed.
    """
    local = _LOCAL.fullmatch(address)
    elsewhere = "://" in address or re.fullmatch(r"(?!local:)[^:\s]+:\d+", address)
    if not (local or elsewhere):
        raise OutputError("cluster/address", address=address)
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise MissingToolError("cluster/extra", address=address) from error
    with ExitStack() as stack:
        try:
            at: Any = address
            if local:
                at = stack.enter_context(
                    LocalCluster(
                        n_workers=int(local[1]),
                        threads_per_worker=1,
                        processes=True,
                        dashboard_address=None,
                        host="127.0.0.1",
                    )
                )
            client = stack.enter_context(Client(at, timeout=_CONNECT_S, set_as_default=False))
            client.wait_for_workers(1, timeout=_CONNECT_S)
        except TimeoutError as error:
            raise OutputError("cluster/away", address=address, reason=error) from error
        except OSError as error:
            raise OutputError("cluster/away", address=address, reason=error) from error
        _check_versions(client)
        yield Cluster(address, client)


def _check_versions(client: Client) -> None:
    theirs = {*client.run(version_here).values()} - {version_here()}
    if theirs:
        raise OutputError("cluster/versions", theirs=sorted(theirs), ours=version_here())


def _outcome(future: Future[Any]) -> Any:
    """Return what a future came to, or why it came to nothing.

    Raises:
        OutputError: the place cannot be used, which the rest would meet too.
    """
    from distributed import KilledWorker

    try:
        return future.result()
    except VoicecoachError as error:
        if isinstance(error, OutputError) and error.phrase.kind.startswith("place/"):
            raise
        return error.phrase
    except KilledWorker as error:
        return phrase("cluster/lost", reason=error)
