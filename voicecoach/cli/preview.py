"""`voicecoach preview`: a published folder on this machine or the local network."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from voicecoach.app.serving import DEFAULT_PORT, qr_text, serve
from voicecoach.cli.output import say


@click.command("preview")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--lan", is_flag=True, help="Let phones and others on the same network reach it.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=f"Port; {DEFAULT_PORT} or the next free one unless set, 0 takes any.",
)
def command(folder: Path, lan: bool, port: int | None) -> None:
    """Serve a published folder, to look at it before it goes to a web host.

    Only this machine reaches it, unless --lan is given. Ctrl-C ends it.

    \b
    Examples:
      voicecoach preview site           on this machine
      voicecoach preview site --lan     on the phone too: scan the QR code
    """
    with serve(folder, lan, port) as serving:
        try:
            say(f"Serving {folder} at {serving.url}")
            _tell(serving.url, lan)
            serving.run()
        except KeyboardInterrupt:
            say("\nThe preview has ended.")


def _tell(url: str, lan: bool) -> None:
    """Say who can open it, and what does not work there."""
    if lan:
        _show_code(url)
        say("Everybody in this network can open it.")
        say("Saving for offline is left out there: browsers allow it over HTTPS only.")
    else:
        say("Only this machine reaches it; --lan lets a phone in.")
    say("Ctrl-C ends it.")


def _show_code(url: str) -> None:
    """The QR code, white on black whatever the terminal's colours, where it can be written."""
    code = qr_text(url)
    try:
        code.encode(sys.stdout.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return
    for line in code.splitlines():
        say(line, fg="bright_white", bg="black")
