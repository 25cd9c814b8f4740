"""Help in both languages: click's own words beside their Chinese."""

from __future__ import annotations

import click

__all__ = ["Command", "Context"]


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "用法 · Usage: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading({"Options": "选项 · Options"}.get(heading, heading))


class Context(click.Context):
    """A context whose help is in both languages."""

    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is in both languages."""

    context_class = Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, with what it does."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示用法 · show this"
        return option
