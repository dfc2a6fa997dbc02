"""`voicecoach serve`: a clinic's place, whose sessions are computed when they are asked for."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from voicecoach.app.ondemand import SERVE_PORT, ClientLimits, LogLine, serve_place
from voicecoach.cli.output import say


@click.command("serve")
@click.argument("place", metavar="PLACE")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=SERVE_PORT,
    show_default=True,
    help="Port; 0 takes any that is free.",
)
@click.option(
    "--near",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Keep what is fetched from the place in a folder of this machine.",
)
@click.option(
    "--memory",
    type=click.IntRange(1, 100_000),
    default=64,
    show_default=True,
    help="Megabytes of sounds that are held in memory.",
)
@click.option(
    "--connections",
    type=click.IntRange(1, 100_000),
    default=ClientLimits().connections,
    show_default=True,
    help="Clients at once.",
)
@click.option("--log-paths", is_flag=True, help="Write addresses into the log: they are secrets.")
@click.option("--quiet", is_flag=True, help="Write no log.")
def command(
    place: str,
    host: str,
    port: int,
    near: Path | None,
    memory: int,
    connections: int,
    log_paths: bool,
    quiet: bool,
) -> None:
    """Serve the sessions of a clinic's patients, computed when they are asked for.

    PLACE is a folder, or s3://BUCKET/PREFIX, that batch wrote, or a folder of publish. It belongs
    behind a web server that speaks HTTPS; health and metrics are at /health and /metrics. The log
    names neither patients nor addresses. SIGTERM or Ctrl-C ends it when what was begun is sent.

    \b
    Examples:
      voicecoach serve /srv/clinic                  behind a web server
      voicecoach serve /srv/clinic --host 0.0.0.0   in a container
    """

    def log(line: LogLine) -> None:
        if not quiet:
            sys.stderr.write(_told(line, log_paths))
            sys.stderr.flush()

    limits = ClientLimits(connections=connections)
    with serve_place(
        place, host=host, port=port, near=near, memory_mb=memory, limits=limits, log=log
    ) as serving:
        if serving.unkept:
            say(f"Note: {serving.unkept}; what is fetched is fetched again the next time", err=True)
        try:
            say(f"Serving {place} at {serving.url}")
            serving.run()
        except KeyboardInterrupt:
            say("\nNothing is served any more.")


def _told(line: LogLine, paths: bool) -> str:
    """One line of the log: what, not who and not for whom."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    told = f"{now} {line.method} {line.kind} {line.status} {line.sent_bytes} {line.first_ms:.1f}ms"
    if line.fault:
        told = f"{told} {line.fault}"
    return f"{told} {line.path!r}\n" if paths else f"{told}\n"
