"""The command line: parse, call one function, print, exit code.

Each command is a module of this package, imported when it is used: `voicecoach build` pays for
nothing that it does not need.
"""

from __future__ import annotations

import errno
import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import click

from voicecoach import __version__
from voicecoach.base.errors import OutputError, VoicecoachError
from voicecoach.cli.causes import refusal_of, stopped
from voicecoach.cli.output import (
    Misuse,
    Output,
    print_error,
    print_misuse,
    print_refusal,
    print_unkept,
)
from voicecoach.cli.streams import failed_output, open_streams

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

# Every command, by the module that holds it, in the order in which help shows them.
COMMANDS = {
    "build": "build",
    "check": "check",
    "list": "listing",
    "show": "show",
    "play": "play",
    "publish": "publish",
    "roster": "roster",
    "batch": "batch",
    "links": "links",
    "start": "start",
    "today": "today",
    "log": "log",
    "progress": "progress",
    "screening": "screening",
    "import": "imports",
    "new": "new",
    "init": "init",
    "voices": "voices",
    "recordings": "recordings",
    "studio": "studio",
    "preview": "preview",
    "serve": "serve",
    "cache": "cache",
    "store": "store",
    "doctor": "doctor",
}
_SUMMARIES = {
    "build": "Make the MP3 of a routine.",
    "check": "Find every fault in scripts or in a finished session.",
    "list": "List the routines and programmes, or the exercises.",
    "show": "Show a routine's timeline, or an exercise.",
    "play": "Play a session that was built.",
    "publish": "Make a site of finished sessions, for phones.",
    "roster": "Write and check a clinic's list of patients.",
    "batch": "Make the sessions of all patients of a roster.",
    "links": "Look after patients' addresses.",
    "start": "Start a programme.",
    "today": "Say or build what a programme has for today.",
    "log": "Write down a session: done or skipped, pain, effort; or give the log out.",
    "progress": "Show weeks, adherence and pain, and whether to move on.",
    "screening": "Answer the questions about warning signs.",
    "import": "Make a routine of a prescription: text, a table, or a record.",
    "new": "Start a routine or an exercise of your own.",
    "init": "Make a project folder.",
    "voices": "Show which voices there are.",
    "recordings": "Have a clinician's own recordings speak.",
    "studio": "Write, hear, tailor and hand out routines in the browser.",
    "preview": "Serve a published folder, for a look on the phone.",
    "serve": "Serve patients' sessions, computed when asked for.",
    "cache": "Look after the store of spoken lines.",
    "store": "Look after a place that sessions are served from.",
    "doctor": "Say what is installed and what is missing.",
}


class _Commands(click.Group):
    """The group of all commands; help needs none of them imported."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = import_module(f"voicecoach.cli.{COMMANDS[name]}")
        command: click.Command = module.command
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        options = click.Command.shell_complete(self, ctx, incomplete)
        names = [name for name in COMMANDS if name.startswith(incomplete)]
        return [*(CompletionItem(name, help=_SUMMARIES[name]) for name in names), *options]

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_SUMMARIES.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from voicecoach.app.problems import hint

            misuse = Misuse("usage/command", name=args[0], hint=hint(args[0], COMMANDS))
            misuse.ctx = ctx
            raise misuse
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="voicecoach")
def cli() -> None:
    """Turn a routine script into a voice-guided MP3 that is followed hands-free.

    \b
    Example:
      voicecoach build daily        writes audio/daily.mp3
    """


def main() -> NoReturn:
    """Run the command line; the only place where errors become exit codes."""
    open_streams()
    code = run(sys.argv[1:])
    gc.freeze()  # what is left is the system's to take back: no need to look through it
    sys.exit(_printed(code))


def run(arguments: list[str]) -> int:
    """Run one command.

    Returns:
        The exit code; docs/reference/exit-codes.md lists them.
    """
    how = Output()
    try:
        result = cli.main(arguments, prog_name="voicecoach", standalone_mode=False, obj=how)
        print_unkept(how)
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        print_misuse(error, how)
        return error.exit_code
    except Exception as error:
        if os.environ.get("VOICECOACH_DEBUG") and not isinstance(error, VoicecoachError):
            raise
        refused = refusal_of(error, how.stands)
    except KeyboardInterrupt:
        refused = stopped(how.stands)
    print_refusal(refused, how)
    return refused.exit_code


def _printed(code: int) -> int:
    """Return the exit code of a run, which tells when standard output did not take all of it.

    What was done stands, and an error of the command itself comes first.
    """
    failed = failed_output()
    if failed is None or code:
        return code
    error = OutputError("unprinted", reason=failed)
    if failed.errno != errno.EPIPE:  # whoever reads has seen enough
        print_error(error)
    return error.exit_code
