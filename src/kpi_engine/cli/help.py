"""Help in both languages: click's own words beside their Chinese, columns and lines measured as a console shows them, examples below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import click

__all__ = ["Command", "Context", "examples", "wrapped"]

_WIDEST_TERM = 30
_PIECE = re.compile(r"[!-~]+ ?|.", re.DOTALL)
_NEVER_FIRST = "，。；：、？！）】”’》…·,.;:?!)]}"


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "用法 · Usage: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading({"Options": "选项 · Options"}.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _WIDEST_TERM, col_spacing: int = 2) -> None:
        """As click does; but a Chinese character takes two columns, and a line of Chinese may end behind any of them."""
        from kpi_engine.cli.talk import display_width

        told = list(rows)
        column = min(max((display_width(term) for term, _ in told), default=0), col_max) + col_spacing
        margin = " " * self.current_indent
        for term, text in told:
            lines = wrapped(text, max(self.width - column - self.current_indent, 20))
            beside = display_width(term) <= column - col_spacing and lines
            self.write(f"{margin}{term}{' ' * (column - display_width(term)) + lines[0] if beside else ''}\n")
            for line in lines[1:] if beside else lines:
                self.write(f"{margin}{' ' * column}{line}\n")


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most so many columns of a console; no line begins with a closing mark.

    >>> wrapped("一项改动，可以写几次 · an edit", 12)
    ['一项改动，可', '以写几次 ·', 'an edit']
    """
    from kpi_engine.cli.talk import display_width

    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and display_width((lines[-1] + piece).rstrip()) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines if line.strip()]


def _pieces(text: str) -> Iterator[str]:
    """What is not torn apart: an English word, a Chinese character, either with the closing marks behind it."""
    held = ""
    for piece in _PIECE.findall(" ".join(text.split())):
        if held and piece[0] not in _NEVER_FIRST:
            yield held
            held = ""
        held += piece
    if held:
        yield held


def examples(*calls: str) -> str:
    """The epilog of a command: how it is called, a line each."""
    return "\b\n例 · Examples:\n" + "\n".join(f"  {call}" for call in calls)


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
