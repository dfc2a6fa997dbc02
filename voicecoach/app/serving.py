"""A published folder on this machine, or in the local network."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from voicecoach.base.errors import OutputError
from voicecoach.base.values import dataclass
from voicecoach.web.preview import (
    DEFAULT_PORT,
    LOOPBACK,
    find_root,
    lan_address,
    open_socket,
    qr_text,
    server,
)

__all__ = ["DEFAULT_PORT", "Serving", "qr_text", "serve"]


@dataclass(frozen=True, slots=True)
class Serving:
    """A site that can be looked at.

    Attributes:
        url: its address.
        run: serves until it is interrupted.
    """

    url: str
    run: Callable[[], None]


@contextmanager
def serve(
    folder: Path, lan: bool = False, port: int | None = None, framed_by: Sequence[str] = ()
) -> Iterator[Serving]:
    """Prepare to serve a published folder; its port is open until this is left.

    Args:
        folder: the site's, or that which holds a private one.
        lan: let others in the network reach it.
        port: None takes the usual one or one of the next, 0 any that is free.
        framed_by: origins whose pages may show it in a frame.

    Raises:
        OutputError: it is no site, the port is taken, or there is no network.
        MissingToolError: the extra `preview` is not installed.
    """
    root = find_root(folder)
    serving = server(root.folder, framed_by)
    address = lan_address() if lan else LOOPBACK
    if address is None:
        raise OutputError("cannot-serve/network")
    with open_socket(lan, port) as listening:
        url = f"http://{address}:{listening.getsockname()[1]}/{root.start}"
        yield Serving(url, lambda: serving.run([listening]))
