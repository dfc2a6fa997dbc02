"""Names that a shell completes: of routines, exercises, programmes, profiles, sessions.

Click asks for them while somebody presses Tab. Whatever is wrong then is for the command itself to
say: nothing is completed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from voicecoach.base.errors import VoicecoachError

if TYPE_CHECKING:
    from voicecoach.app.names import Named

Completion = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def complete(*kinds: Named) -> Completion:
    """Complete the names of some kinds of things, or else files.

    Args:
        kinds: folders of scripts, or `sessions`.
    """

    def completed(
        context: click.Context, _parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        if any(sign in incomplete for sign in "./\\~"):
            return [CompletionItem(incomplete, type="file")]
        from voicecoach.app.names import names_of

        found: list[str] = []
        with contextlib.suppress(VoicecoachError):
            found = names_of(*kinds)
        given = {value for value in context.params.values() if isinstance(value, str)}
        return [
            CompletionItem(name)
            for name in found
            if name.startswith(incomplete) and name not in given
        ]

    return completed
