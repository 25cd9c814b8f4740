"""How the what-if commands answer: sentences and tables on the screen, a workbook among the trials, the whole as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kpi_engine.cli.inputs import Inputs, Named, file_options
from kpi_engine.cli.messages import text
from kpi_engine.cli.talk import Talk, display_width, options
from kpi_engine.errors import KpiError
from kpi_engine.errors import k7_writing as k7
from kpi_engine.numbers import parse_fraction

if TYPE_CHECKING:
    from kpi_engine.api.runs import Run
    from kpi_engine.report.telling import Listing, Telling

__all__ = ["answer_trial", "exact_option", "show_trial", "start_trial", "trial_options", "write_trial"]

F = TypeVar("F", bound=Callable[..., Any])

_ROWS = 20
_SENTENCES = 30
_LONG = 40
"""A column wider than this holds running text, and is left out first where a table is too wide."""
_WIDEST = 160
"""Columns of a console, about; a wider table is for the workbook."""
_FILE = "试算.xlsx"


def trial_options(command: F) -> F:
    """The options that all what-if commands have: the command gets a `Talk`, and ``where``, ``output``, ``named``."""
    folder = click.option("-C", "--folder", "where", default=".", type=click.Path(path_type=Path), help="工作文件夹 · work folder")
    output = click.option("-o", "--output", type=click.Path(path_type=Path), default=None, help="写到哪里（默认 试算/ 的下一个号） · where to write")
    return folder(output(file_options()(options(command))))


class _Exact(click.ParamType[Fraction]):
    """A number that is exact: 0.5, 10%, 1/3."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """The number; wrong usage where it is none, or negative."""
        told = value if isinstance(value, Fraction) else parse_fraction(str(value))
        if told is None or told < 0:
            self.fail(f"{value}", param, ctx)
        return told


def exact_option(flag: str, default: str | None, help_text: str) -> Callable[[F], F]:
    """An option whose value is a number that no float touches."""
    return click.option(flag, type=_Exact(), default=default, help=help_text)


def start_trial(talk: Talk, where: Path, named: Named) -> tuple[Run, Inputs]:
    """The run to start from, and its files."""
    from kpi_engine.cli.run import score_inputs

    inputs = named.found(where)
    talk.progress("reading")
    return score_inputs(inputs), inputs


def answer_trial(talk: Talk, telling: Telling, run: Run, inputs: Inputs, output: Path | None) -> int:
    """Write the answer among the trials, and show it; its title names the scheme."""
    scheme = run.results.plan.scheme
    telling = replace(telling, title=f"{scheme.title}　{telling.title}" if talk.language == "zh" else f"{scheme.title}: {telling.title}")
    show_trial(talk, telling, write_trial(talk, telling, run, inputs, output))
    return 0


def write_trial(talk: Talk, telling: Telling, run: Run, inputs: Inputs, output: Path | None) -> Path | None:
    """Write the workbook into the next free trial, or where it was asked for; outside of a folder only where that was said."""
    from kpi_engine.report.output import in_one_piece
    from kpi_engine.report.telling_workbook import write_telling

    target = output if output is not None else inputs.folder.next_trial() if inputs.folder is not None else None
    if target is None:
        return None
    if inputs.folder is not None and target.resolve().is_relative_to(inputs.folder.results.resolve()):
        raise KpiError([k7.AMONG_RESULTS.at(folder=target)])
    note = text("trial_note", talk.language, code=run.receipt.code)
    problems = in_one_piece(target, lambda staging: write_telling(staging / _FILE, telling, first=text("conclusion", talk.language), note=note))
    if problems:
        raise KpiError(problems)
    return target / _FILE


def show_trial(talk: Talk, telling: Telling, written: Path | None) -> None:
    """The sentences, the first rows of each table, where the rest is; the answer as JSON."""
    from kpi_engine.report.problems_json import FORMAT
    from kpi_engine.report.telling import telling_as_json

    for heading, sentences in telling.sections:
        if heading:
            talk.line(f"【{heading}】")
        for sentence in sentences if written is None else sentences[:_SENTENCES]:
            talk.line(f"  {sentence}")
        if written is not None and len(sentences) > _SENTENCES:
            talk.say("more_sentences", count=len(sentences) - _SENTENCES, file=written)
    for listing in telling.listings:
        if listing.rows:
            _show(talk, listing.for_people, written)
    if written is not None:
        talk.line("")
        talk.say("trial_at", file=written)
    talk.answer({"ok": True, "format": FORMAT, **telling_as_json(telling), "file": str(written) if written is not None else None})


def _fitting(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """The columns that fit on a console beside each other: all, or what remains without the widest that can be done without, the first never among them."""
    wide = [max(map(display_width, (heading, *(row[place] for row in rows)))) + 2 for place, heading in enumerate(headings)]
    kept = list(range(len(headings)))
    while sum(wide[place] for place in kept) > _WIDEST and len(kept) > 1:
        widest = max(kept[1:], key=lambda place: (wide[place] > _LONG, wide[place] if wide[place] > _LONG else 0, place))
        kept.remove(widest)
    return kept


def _show(talk: Talk, listing: Listing, written: Path | None) -> None:
    from kpi_engine.report.printed import Printed
    from kpi_engine.report.telling import cell_text

    talk.line("")
    talk.line(f"{listing.name}：" if talk.language == "zh" else f"{listing.name}:")
    headings = tuple(f"{column.group}·{column.heading}" if column.group else column.heading for column in listing.columns)
    rows = tuple(tuple(cell_text(value, column) for value, column in zip(row, listing.columns, strict=True)) for row in listing.rows[:_ROWS])
    kept = _fitting(headings, rows)
    figures = {place for place in range(len(headings)) if any(not isinstance(row[place], (str, type(None))) for row in listing.rows)}
    lines = tuple(tuple(row[place] for place in kept) for row in rows)
    shown = Printed(listing.name, tuple(headings[place] for place in kept), lines, frozenset(at for at, place in enumerate(kept) if place in figures))
    talk.table(shown)
    if len(kept) < len(headings):
        left_out = ("、" if talk.language == "zh" else ", ").join(heading for place, heading in enumerate(headings) if place not in kept)
        talk.say("columns_left_out", columns=left_out, file=written if written is not None else "--json")
    if len(listing.rows) > _ROWS:
        talk.say("more_rows", count=len(listing.rows) - _ROWS, file=written if written is not None else "--json")
