"""The server: what clients may take of it is bounded, whoever they are."""

from __future__ import annotations

import asyncio
import logging
import socket
from typing import TYPE_CHECKING, Any

from voicecoach.base.errors import MissingToolError, OutputError
from voicecoach.base.values import dataclass

if TYPE_CHECKING:
    from uvicorn import Server

    from voicecoach.web.ondemand.asgi import OnDemand

_BACKLOG = 1024


@dataclass(frozen=True, slots=True)
class ClientLimits:
    """What clients may take.

    Attributes:
        connections: open at once; who comes then gets 503.
        head_bytes: of a request, its address included.
        head_s: within which a request's header must have come.
        idle_s: for which a connection is kept between two requests.
        stalled_s: after which one that takes nothing is dropped.
        ends_s: for which answers are sent on when the server is stopped.
    """

    connections: int = 1000
    head_bytes: int = 16_384
    head_s: float = 10
    idle_s: int = 15
    stalled_s: float = 60
    ends_s: int = 20


def listen(host: str, port: int) -> socket.socket:
    """Open the socket that is listened on.

    Raises:
        OutputError: the port is taken, or the address is not this machine's.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise OutputError("cannot-serve/port", port=port, reason=error) from error


def bounded_server(app: OnDemand, limits: ClientLimits) -> Server:
    """The server of an application, to be run with a socket.

    Raises:
        MissingToolError: the extra `serve` is not installed.
    """
    try:
        from uvicorn import Config, Server
    except ImportError as error:
        raise MissingToolError("no-program/serve", package=error.name) from error
    logging.getLogger("uvicorn").addHandler(logging.NullHandler())
    return Server(
        Config(
            app,
            http=_bounded(limits, app),
            loop="asyncio",
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            log_level=logging.CRITICAL + 1,  # what it says has paths in it
            server_header=False,
            proxy_headers=False,
            limit_concurrency=limits.connections,
            h11_max_incomplete_event_size=limits.head_bytes,
            timeout_keep_alive=limits.idle_s,
            timeout_graceful_shutdown=limits.ends_s,
        )
    )


def _bounded(limits: ClientLimits, app: OnDemand) -> type[asyncio.Protocol]:
    """Uvicorn's HTTP, which drops who sends no request, or takes no answer."""
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Bounded(H11Protocol):
        _timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            # A header would wait for the client's word, 40 ms: asyncio sees to that only where the
            # listening socket names its protocol.
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._drop_after(limits.head_s)

        def data_received(self, data: bytes) -> None:
            waits = self.cycle is None or self.cycle.response_complete
            super().data_received(data)
            begun = self.cycle is not None and not self.cycle.response_complete
            if begun:
                self._keep()
            elif waits and self._timer is None:  # the beginning of a header
                self._drop_after(limits.head_s)

        def pause_writing(self) -> None:
            super().pause_writing()
            self._drop_after(limits.stalled_s, "stalled")

        def resume_writing(self) -> None:
            super().resume_writing()
            self._keep()

        def connection_lost(self, exc: Exception | None) -> None:
            self._keep()
            super().connection_lost(exc)

        def _drop_after(self, seconds: float, why: str = "") -> None:
            self._keep()
            self._timer = self.loop.call_later(seconds, self._drop, why)

        def _keep(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

        def _drop(self, why: str) -> None:
            self._timer = None
            if why:
                app.counts.failed(why)
            self.transport.abort()

    return Bounded
