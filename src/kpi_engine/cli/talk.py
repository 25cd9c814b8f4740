"""How the command speaks: language, text or JSON, problems, tables whose Chinese columns line up."""

from __future__ import annotations

import functools
import io
import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from kpi_engine.cli.messages import Language, text
from kpi_engine.errors import KpiError, Problem, report_text
from kpi_engine.source import Place

if TYPE_CHECKING:
    from kpi_engine.report.printed import Printed

__all__ = ["Talk", "display_width", "options", "padded"]

MOST_LISTED = 200
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Talk:
    """How one call answers."""

    language: Language = "zh"
    as_json: bool = False

    def say(self, key: str, **facts: object) -> None:
        """One of the command's own sentences; not in JSON."""
        self.line(text(key, self.language, **facts))

    def line(self, line: str) -> None:
        """A line for people; not in JSON."""
        if not self.as_json:
            click.echo(line)

    def progress(self, key: str, **facts: object) -> None:
        """What is being done, where somebody watches."""
        if not self.as_json and sys.stderr.isatty():
            click.echo(text(key, self.language, **facts), err=True)

    def answer(self, told: Mapping[str, object]) -> None:
        """The whole answer as JSON, where that was asked for."""
        if self.as_json:
            _print_json(told)

    def table(self, printed: Printed) -> None:
        """Rows with their headings, columns under each other, indented."""
        for line in padded([printed.headings, *printed.lines], right=printed.figures):
            self.line(f"  {line}")

    def findings(self, findings: Sequence[Problem], *, most: int = MOST_LISTED) -> None:
        """What was odd and accepted."""
        if findings:
            self.say("findings", count=len(findings))
            self.line(report_text(findings, language=self.language, most=most))

    def refuse(self, problems: Sequence[Problem], findings: Sequence[Problem] = (), *, key: str = "problems") -> int:
        """What was refused, on the error stream (in JSON on the output); the exit code."""
        if self.as_json:
            from kpi_engine.report.problems_json import failure_as_json

            self.answer(failure_as_json(problems, findings, self.language))
            return 1
        click.echo(text(key, self.language, count=len(problems)), err=True)
        click.echo(report_text(problems, language=self.language, most=MOST_LISTED), err=True)
        self.findings(findings)
        return 1


def _print_json(told: Mapping[str, object]) -> None:
    """UTF-8 for the program that reads it, whatever the encoding of the console; a person at a console sees escapes where it cannot show characters."""
    if sys.stdout.isatty() or not isinstance(sys.stdout, io.TextIOWrapper):
        click.echo(json.dumps(told, ensure_ascii=not _prints_unicode(), indent=2))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write((json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace"))
        sys.stdout.buffer.flush()


def _prints_unicode() -> bool:
    """Whether the console takes every character."""
    return (sys.stdout.encoding or "").lower().replace("-", "") in ("utf8", "utf16", "utf32", "gb18030")


def options(command: F) -> F:
    """The options that every command has, ``--lang`` and ``--json``: the command gets a `Talk` first, and what the library refuses becomes text."""

    @functools.wraps(command)
    def wrapped(*args: Any, lang: str | None, as_json: bool, **given: Any) -> Any:
        talk = Talk(_language(lang or click.get_current_context().find_root().obj), as_json)
        try:
            return command(talk, *args, **given)
        except KpiError as error:
            code = talk.refuse(error.problems, error.findings, key=_heading())
            _tell_owed(talk, error.problems)
            return code
        except BrokenPipeError:
            raise
        except OSError as error:  # a file that is open in another program, a disk that went away
            from kpi_engine.errors import k1_reading as k1

            place, reason = Place(str(error.filename or "")), error.strerror or type(error).__name__
            return talk.refuse([k1.CANNOT_OPEN.at(place, reason=reason)], key=_heading())

    spoken = click.option("--lang", type=click.Choice(["zh", "en"]), default=None, help="语言 · language")
    machine = click.option("--json", "as_json", is_flag=True, help="给程序用的 JSON · answer in JSON")
    return cast("F", spoken(machine(wrapped)))


def _tell_owed(talk: Talk, problems: Sequence[Problem]) -> None:
    """Whom to ask, where data are missing: many units of a few inputs are a few lines."""
    from kpi_engine.cli.owed import owed_of, tell_owed

    tell_owed(talk, owed_of(problems))


def _heading() -> str:
    """Only a run that was to be scored has to say that it was not."""
    return "problems" if click.get_current_context().info_name == "score" else "problems_checked"


def _language(chosen: str | None) -> Language:
    """What was asked for, else what the environment says."""
    return "en" if (chosen or os.environ.get("KPI_LANG", "")).lower().startswith("en") else "zh"


def display_width(word: str) -> int:
    """How many columns of a console a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in word)


def padded(rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> list[str]:
    """Rows as lines with their columns under each other; ``right`` are the columns of figures."""
    table = [list(row) for row in rows]
    widths = [max((display_width(row[i]) for row in table if i < len(row)), default=0) for i in range(max(map(len, table), default=0))]
    figures = set(right)
    lines = []
    for row in table:
        cells = [" " * (widths[i] - display_width(c)) + c if i in figures else c + " " * (widths[i] - display_width(c)) for i, c in enumerate(row)]
        lines.append("  ".join(cells).rstrip())
    return lines
