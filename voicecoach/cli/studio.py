"""`voicecoach studio`: the clinic's studio, in the browser of this machine."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from voicecoach.app.studio.opening import STUDIO_PORT, OpenStudio, open_studio
from voicecoach.cli.output import Misuse, say


@click.command("studio")
@click.argument("project", required=False, type=click.Path(path_type=Path))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=f"Port; {STUDIO_PORT} or the next free one unless set, 0 takes any.",
)
@click.option("--no-open", is_flag=True, help="Open no browser; print the address.")
@click.option("--lan", is_flag=True, hidden=True)
def command(project: Path | None, port: int | None, no_open: bool, lan: bool) -> None:
    """Write, hear, tailor and hand out routines in the browser of this machine.

    PROJECT is a folder that init made; unless given, the one that the current folder lies in. In
    none, one is chosen among those whose studio was opened before; the first time, an example
    clinic is opened, to play with. The files stay the plain files that they are: what is clicked
    and what is written by hand is one thing.

    Only whoever starts it gets in: the address that it opens is a secret. Where the project's
    studio is open already, that one is shown. Ctrl-C ends it.

    \b
    Examples:
      voicecoach studio               the project here
      voicecoach studio my-clinic
    """
    if lan:
        raise Misuse("usage/lan")
    with open_studio(project, port) as studio:
        try:
            _tell(studio, no_open)
            if studio.run:
                studio.run()
        except KeyboardInterrupt:
            say("\nThe studio is closed. Nothing that was written is lost.")


def _tell(studio: OpenStudio, no_open: bool) -> None:
    if studio.is_example:
        say(f"The example clinic, to play with: {studio.folder}")
        say("A project of your own: voicecoach init my-clinic, then voicecoach studio my-clinic")
    if studio.folder is None:
        say(f"Choose among your projects: {studio.url}")
    elif studio.run is None:
        say(f"The studio of {studio.folder} is open already: {studio.url}")
    else:
        say(f"The studio of {studio.folder}: {studio.url}")
    if not no_open:
        webbrowser.open(studio.url)
    if studio.run:
        say("Only you get in: do not give that address away. Ctrl-C ends it.")
