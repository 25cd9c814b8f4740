"""The command ``kpi``: arguments in, one call of the library, text out. Exit codes: 0 done, 1 problems in the input, 2 wrong usage."""

from __future__ import annotations

import gc
import importlib
import io
import itertools
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from kpi_engine.cli.help import Command
from kpi_engine.cli.messages import COMMANDS, PURPOSE, text, usage_text

__all__ = ["main"]

INTERRUPTED = 130
_SELDOM = (200_000, 20, 20)
"""A process that scores once and ends makes much and throws little away: it is searched for garbage less often (a tenth of its time)."""


class _Commands(Command, click.Group):
    """Commands in the order in which they are needed; a command is imported when it is called, so that help comes at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"kpi_engine.cli.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command), f"{cmd_name} is no command"
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        with formatter.section("命令 · Commands"):
            formatter.write_dl([(name, f"{zh} · {en}") for name, (zh, en) in COMMANDS.items()])


def _show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"kpi {version('kpi-engine')}")
        ctx.exit()


def _keep_language(ctx: click.Context, _: click.Parameter, value: str | None) -> str | None:
    """``kpi --lang en score`` as well as ``kpi score --lang en``: the command asks for it here where it was given none of its own."""
    ctx.obj = value
    return value


@click.command(cls=_Commands, help=PURPOSE, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--lang", type=click.Choice(["zh", "en"]), default=None, expose_value=False, callback=_keep_language, help="语言 · language")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="版本 · version")
def _kpi() -> None:
    """Nothing of its own."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: the arguments; those of the process where not given.

    Returns:
        The exit code.

    """
    _never_fail_to_print()
    if argv is None:
        gc.set_threshold(*_SELDOM)
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        told = _kpi.main(args=arguments, prog_name="kpi", standalone_mode=False)
    except click.UsageError as error:
        return _wrong_usage(error, arguments)
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo(text("interrupted"), err=True)
        return INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return 0
    return told if isinstance(told, int) else 0


def _never_fail_to_print() -> None:
    """A console that cannot show a character shows a question mark; it does not stop the run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _wrong_usage(error: click.UsageError, arguments: Sequence[str]) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message())
        return 2
    english = "--lang=en" in arguments or "en" in [after for before, after in itertools.pairwise(arguments) if before == "--lang"]
    click.echo(usage_text(error, "en" if english else "zh"), err=True)
    return 2


def _forget_output() -> None:
    """Whoever read the output has gone (``kpi … | head``); what is left must not be flushed at exit."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
