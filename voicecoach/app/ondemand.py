"""A clinic's place, served: sessions are computed when they are asked for."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from voicecoach.base.errors import OutputError
from voicecoach.base.files import check_writable
from voicecoach.base.messages import Phrase
from voicecoach.base.values import dataclass
from voicecoach.publish.sinks.marker import MARKER, state_of
from voicecoach.store.local import LocalStore
from voicecoach.store.place import is_cloud, open_place
from voicecoach.store.protocol import FragmentStore
from voicecoach.store.tiered import TieredStore
from voicecoach.web.ondemand.asgi import LogLine, OnDemand
from voicecoach.web.ondemand.counts import Counts
from voicecoach.web.ondemand.place import PATIENTS, PatientSites, Served, StaticSite
from voicecoach.web.ondemand.server import ClientLimits, bounded_server, listen
from voicecoach.web.ondemand.sources import LocalFolder, Remote

__all__ = ["SERVE_PORT", "ClientLimits", "LogLine", "ServedPlace", "serve_place"]

SERVE_PORT = 8330
_MEGABYTE = 1_000_000
_AT_ONCE = 16  # fragments that are asked for of an object store


@dataclass(frozen=True, slots=True)
class ServedPlace:
    """A place that can be looked at.

    Attributes:
        url: its address on this machine or network.
        run: serves until it is told to end, and then sends what was begun.
        unkept: why nothing is kept near, where that was asked for and cannot be.
    """

    url: str
    run: Callable[[], None]
    unkept: Phrase | None = None


@contextmanager
def serve_place(
    place: str,
    *,
    host: str,
    port: int,
    near: Path | None = None,
    memory_mb: int = 64,
    limits: ClientLimits | None = None,
    log: Callable[[LogLine], None] = lambda _: None,
    framed_by: Sequence[str] = (),
) -> Iterator[ServedPlace]:
    """Prepare to serve a place; its port is open until this is left.

    Args:
        place: a folder as `batch` or `publish` made it, or `s3://…`.
        host: address that is listened on.
        port: 0 for any that is free.
        near: folder of this machine that fragments are kept in, in front of the place's.
        memory_mb: of fragments that are held.
        limits: of what clients may take.
        log: told of each answer.
        framed_by: origins whose pages may show it in a frame.

    Raises:
        OutputError: it is no place, or the port is taken.
        MissingToolError: the extra `serve` is not installed.
    """
    unkept = _unusable(near) if near else None
    served, counts = _served(place, None if unkept else near, memory_mb * _MEGABYTE)
    serving = bounded_server(OnDemand(served, counts, log, framed_by), limits or ClientLimits())
    with listen(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host

        def run() -> None:
            if threading.current_thread() is threading.main_thread():
                # uvicorn's own stands before it, and ends.
                signal.signal(signal.SIGTERM, lambda *_: None)
            serving.run([listening])

        yield ServedPlace(f"http://{shown}:{listening.getsockname()[1]}/", run, unkept)


def _unusable(near: Path) -> Phrase | None:
    """Why a folder cannot be written to; what is fetched is fetched again then."""
    try:
        check_writable(near)
    except OutputError as error:
        return error.phrase
    return None


def _served(place: str, near: Path | None, most_bytes: int) -> tuple[Served, Counts]:
    if is_cloud(place):
        far = open_place(place, near)
        files = Remote(far.files.read)
        return _counted(PatientSites(files, far.plans, far.fragments, most_bytes, at_once=_AT_ONCE))
    folder = Path(place)
    try:
        is_place = (folder / PATIENTS).is_dir()
        is_site = folder.is_dir() and (state_of(folder) / MARKER).is_file()
    except OSError as error:
        raise OutputError("cannot-read", file=folder, reason=error) from error
    if is_site:
        return StaticSite(LocalFolder(folder)), Counts()
    if not is_place:
        raise OutputError("no-site/place", folder=folder)
    fragments: FragmentStore = LocalStore(folder / "fragments")
    if near:
        fragments = TieredStore(LocalStore(near), fragments)
    return _counted(
        PatientSites(LocalFolder(folder), LocalStore(folder / "plans"), fragments, most_bytes)
    )


def _counted(served: PatientSites) -> tuple[Served, Counts]:
    """Count what a place holds in memory."""
    held: dict[str, Callable[[], int]] = {
        "held_plans": lambda: len(served.plans),
        "held_fragment_bytes": lambda: served.held.recent.weight,
    }
    return served, Counts(held)
