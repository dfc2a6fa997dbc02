"""Commands that do one thing unless another is named: `show daily`, `show exercise bridge`."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


class WithDefault(click.Group):
    """A group that runs one of its commands where none is named.

    Its help is that command's, with the other commands behind.
    """

    def __init__(self, name: str, default: click.Command) -> None:
        """Prepare.

        Args:
            name: of the group.
            default: what runs where no command is named.
        """
        super().__init__(name, help=default.help, commands=[default])
        self.default = default

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default's name in front, unless a command is named, or help is asked for."""
        completes = ctx.resilient_parsing and not args  # what is completed may be a command's name
        named = bool(args) and (args[0] in self.commands or args[0] in ctx.help_option_names)
        if not completes and not named:
            args = [str(self.default.name), *args]
        return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Those of the default."""
        return self.default.collect_usage_pieces(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the options of the default, then the other commands."""
        self.default.format_options(ctx, formatter)
        others = [name for name in self.list_commands(ctx) if name != self.default.name]
        with formatter.section("Commands"):
            formatter.write_dl([(n, self.commands[n].get_short_help_str(60)) for n in others])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the names of commands, and what may stand behind the default's."""
        items = super().shell_complete(ctx, incomplete)
        items = [item for item in items if item.value != self.default.name]
        inner = click.Context(self.default, parent=ctx, resilient_parsing=True)
        if incomplete.startswith("-"):
            return [*items, *self.default.shell_complete(inner, incomplete)]
        for parameter in self.default.get_params(inner):
            if isinstance(parameter, click.Argument):
                return [*items, *parameter.shell_complete(inner, incomplete)]
        return items
