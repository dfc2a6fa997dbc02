"""Opens the studio of a project, or finds the one that is open already."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from voicecoach.app.beginnings import new_project
from voicecoach.app.studio.choosing import ChoosingDesk
from voicecoach.app.studio.example import EXAMPLE, fill_example, machine_language
from voicecoach.app.studio.recent import recent_projects, remember_project
from voicecoach.base.errors import MissingToolError, OutputError, ScriptError
from voicecoach.base.files import write_file
from voicecoach.base.intake import read_bounded
from voicecoach.base.lock import exclusive_lock
from voicecoach.base.values import dataclass
from voicecoach.project import SETTINGS_FILE, Project, find_project, user_folder
from voicecoach.web.preview import open_socket, silent_server
from voicecoach.web.studio.gate import OwnerGate

if TYPE_CHECKING:
    from voicecoach.app.studio.desk import ProjectDesk

    _AnyDesk = ProjectDesk | ChoosingDesk

STUDIO_PORT = 8350
_RUNNING = "studio.json"
_LOCK = "studio.lock"
_MOST_BYTES = 10_000
_Serve = Callable[[list[socket.socket]], None]
_NEEDED = ("anyio", "starlette", "uvicorn")


@dataclass(frozen=True, slots=True)
class OpenStudio:
    """A studio that can be gone into.

    Attributes:
        folder: of the project; None where one is chosen first.
        url: the address that lets its owner in; nobody else is to have it.
        is_example: it is the example clinic, to play with.
        run: serves until it is interrupted; None where another process does.
    """

    folder: Path | None
    url: str
    is_example: bool
    run: Callable[[], None] | None


@contextmanager
def open_studio(folder: Path | None, port: int | None = None) -> Iterator[OpenStudio]:
    """Open the studio of a project; its port is open until this is left.

    Args:
        folder: that the project lies in; None for the current one. Where that is in no project, one
            is chosen among those that were opened before; where there are none, it is the example.
        port: None takes the usual one or one of the next, 0 any that is free.

    Raises:
        ScriptError: there is no project in the folder, or its settings are at fault.
        OutputError: the port is taken, or a file cannot be written.
        MissingToolError: the extra `studio` is not installed.
    """
    project = find_project(folder)
    if folder is not None and (project.root is None or not folder.is_dir()):
        raise ScriptError("no-project", folder=folder)
    if project.root is None and recent_projects(project.own_folder):
        with _opened(project.own_folder, None, port, lambda _: _choosing(project)) as studio:
            yield studio
        return
    with _open_project(project, port) as studio:
        yield studio


@contextmanager
def _open_project(project: Project, port: int | None) -> Iterator[OpenStudio]:
    """Open the studio of a project, or of the example clinic where it has no folder."""
    project = project if project.root else _example(project)
    root = project.root or Path()
    if not _is_example(project):
        remember_project(user_folder(), root)
    with _opened(project.own_folder, root, port, lambda gate: _desk(project, gate)) as studio:
        yield studio


def _desk(project: Project, gate: OwnerGate) -> ProjectDesk:
    from voicecoach.app.studio.desk import ProjectDesk

    return ProjectDesk(project, gate.origins)


def _choosing(outside: Project) -> ChoosingDesk:
    def opened(folder: Path | None) -> AbstractContextManager[OpenStudio]:
        return _open_project(find_project(folder) if folder else outside, None)

    return ChoosingDesk(outside.own_folder, Path.cwd(), machine_language(), opened)


@contextmanager
def _opened(
    own: Path, root: Path | None, port: int | None, desk: Callable[[OwnerGate], _AnyDesk]
) -> Iterator[OpenStudio]:
    """Open a studio, or find the one that is open already.

    Args:
        own: where it is noted that it is open.
        root: of the project.
        port: as in `open_studio`.
        desk: makes what is served.
    """
    is_example = root is not None and root.name == EXAMPLE
    busy = _Busy("cannot-serve/open", folder=str(root or own))
    try:
        with exclusive_lock(own / _LOCK, busy), open_socket(False, port, STUDIO_PORT) as listening:
            gate = OwnerGate.at(listening.getsockname()[1])
            with _serving(gate, desk) as run:
                told = json.dumps({"port": gate.port, "token": gate.token})
                write_file(own / _RUNNING, told, private=True)
                try:
                    yield OpenStudio(root, gate.address, is_example, lambda: _run(run, listening))
                finally:
                    (own / _RUNNING).unlink(missing_ok=True)
    except _Busy:
        yield OpenStudio(root, _running(own / _RUNNING).address, is_example, None)


def _run(run: _Serve, listening: socket.socket) -> None:
    """_Serve; whoever ends it has all closed behind it."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: None)  # uvicorn's stands before it, and ends
    run([listening])


class _Busy(OutputError):
    """Another process has the studio open."""


@contextmanager
def _serving(gate: OwnerGate, desk: Callable[[OwnerGate], _AnyDesk]) -> Iterator[_Serve]:
    try:
        from voicecoach.web.studio.application import studio_application

        with desk(gate) as served:
            server = silent_server(studio_application(served, gate))
            yield server.run
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in _NEEDED:
            raise
        raise MissingToolError("no-program/studio", package=error.name) from error


def _running(file: Path) -> OwnerGate:
    """Read where the studio that is open listens.

    Raises:
        OutputError: it does not say, for it has only just been opened.
    """
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads(read_bounded(file, _MOST_BYTES))
        return OwnerGate(int(told["port"]), str(told["token"]))
    raise OutputError("cannot-serve/opening", file=file)


def _example(outside: Project) -> Project:
    """The example clinic; it is made where it is not there yet."""
    example = outside.own_folder / EXAMPLE
    if not (example / SETTINGS_FILE).is_file():
        new_project(example)
        fill_example(example)
    return find_project(example)


def _is_example(project: Project) -> bool:
    return project.root is not None and project.root.name == EXAMPLE
