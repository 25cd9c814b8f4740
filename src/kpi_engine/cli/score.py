"""``kpi score``: score a work folder and write the results into the next free number; no run overwrites another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpi_engine.cli.inputs import FilesCommand, Inputs, Named, file_options
from kpi_engine.cli.messages import text
from kpi_engine.cli.owed import tell_owed
from kpi_engine.cli.request import input_option, score_input
from kpi_engine.cli.talk import Talk, options
from kpi_engine.errors import KpiError

if TYPE_CHECKING:
    from kpi_engine.api.runs import Run
    from kpi_engine.errors import Problem
    from kpi_engine.report.output import Written

__all__ = ["command"]

SHOWN = 20
_TRIES = 5


@click.command("score", cls=FilesCommand, help="计分，写出结果。 · Score, write the results.")
@click.argument("where", default=".", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), default=None, help="结果写到哪里 · where to write")
@click.option("--by", "actor", default="", help="谁算的，写进回执 · who, for the receipt")
@click.option("--labels/--no-labels", default=False, help="CSV 用中文表头（默认用英文名） · Chinese headings in the CSV files (names by default)")
@click.option("--no-workbook", is_flag=True, help="不写 results.xlsx · without results.xlsx")
@file_options()
@input_option
@click.option("--no-trail", is_flag=True, help="--input 的回答不带明细 · the answer to --input without accounts")
@options
def command(
    talk: Talk, where: Path, output: Path | None, actor: str, labels: bool, no_workbook: bool, named: Named, source: str, no_trail: bool
) -> int:
    """Score and write; data handed over as JSON are answered in JSON, and nothing is written unless ``-o`` says where."""
    from kpi_engine.cli.run import now, score_inputs, who

    _refuse_mixture(talk, named, source, output)
    inputs = named.found(where)
    talk.progress("reading")
    by = actor if source else actor or who()  # the answer to JSON says who and when only where the caller says who: same text, same answer
    at = now() if by or not source else ""
    run = score_input(source, inputs, actor=by, at=at) if source else score_inputs(inputs, actor=by, at=at)
    written = _write(talk, run, inputs, output, labels=labels, workbook=not no_workbook) if output is not None or not source else None
    _tell(talk, run, written)
    talk.answer(_whole(talk, run, trail=not no_trail) if source or written is None else _short(talk, run, written))
    return 0


def _refuse_mixture(talk: Talk, named: Named, source: str, output: Path | None) -> None:
    """What cannot be meant: JSON beside other data, and a run outside of a work folder whose results have no place."""
    if source and (named.register or named.data or named.adjustments):
        raise click.UsageError(text("input_alone", talk.language), click.get_current_context())
    if named.scheme is not None and not source and output is None:
        raise click.UsageError(text("output_needed", talk.language), click.get_current_context())


def _write(talk: Talk, run: Run, inputs: Inputs, output: Path | None, *, labels: bool, workbook: bool) -> Written:
    """The written run; refused where it cannot be written. Two runs that meet at one number: the later takes the next."""
    from kpi_engine.report.output import write_results

    for attempt in range(_TRIES):
        target = output
        if target is None:
            assert inputs.folder is not None, "outside of a folder the output was asked for"
            target = inputs.folder.next_run()
        written, problems = write_results(
            target,
            run.results,
            run.receipt,
            findings=run.findings,
            labels=labels,
            workbook=workbook,
            tell=lambda name: talk.progress("writing", file=name),
        )
        if written is not None:
            return written
        if output is not None or attempt == _TRIES - 1 or any(p.code.number != "K701" for p in problems):
            raise KpiError(problems)
    raise AssertionError("the last attempt returns")


def _tell(talk: Talk, run: Run, written: Written | None) -> None:
    """First the result, then what is worth a look, then who still owes what, last where the files are."""
    from kpi_engine.report.printed import ranked_table

    talk.say("scored", units=run.receipt.counts["takes_part"], code=run.receipt.code)
    ranked = ranked_table(run.results, run.receipt.adjustments, language=talk.language, most=SHOWN)
    talk.table(ranked)
    if ranked.left_out:
        talk.say("more_units", count=ranked.left_out, file=written.folder / "scores.csv" if written is not None else "--json")
    _tell_findings(talk, _findings(run, written), written)
    tell_owed(talk, run.lacking, most=SHOWN)
    if written is not None:
        talk.say("results_at", folder=written.folder)
        talk.line(f"  {'  '.join(path.name for path in written.files)}")
    else:
        talk.say("nothing_written")


def _findings(run: Run, written: Written | None) -> Sequence[Problem]:
    return (*run.findings, *(written.findings if written is not None else ()))


def _tell_findings(talk: Talk, findings: Sequence[Problem], written: Written | None) -> None:
    """A line each, those of one kind together."""
    from kpi_engine.report.printed import findings_table

    if not findings:
        return
    order = {number: place for place, number in enumerate(dict.fromkeys(f.code.number for f in findings))}
    talk.say("findings", count=len(findings))
    listed = findings_table(sorted(findings, key=lambda f: order[f.code.number]), language=talk.language, most=SHOWN)
    talk.table(listed)
    if listed.left_out:
        talk.say("more_findings", count=listed.left_out)
    if written is not None:
        sheet = any(path.name == "results.xlsx" for path in written.files)
        talk.say("findings_all", where=text("findings_sheet" if sheet else "findings_receipt", talk.language))


def _short(talk: Talk, run: Run, written: Written) -> dict[str, object]:
    """The answer where files hold the results."""
    from kpi_engine.report.problems_json import problems_as_json

    return {
        "ok": True,
        "folder": str(written.folder),
        "files": [path.name for path in written.files],
        "code": run.receipt.code,
        "results_sha256": run.receipt.results_sha256,
        "findings": problems_as_json(_findings(run, written), talk.language),
        "lacking": run.lacking,
    }


def _whole(talk: Talk, run: Run, *, trail: bool) -> dict[str, object]:
    """The answer that holds the results; only made where somebody reads it."""
    from kpi_engine.report.results_json import as_json

    return as_json(run.results, run.receipt, findings=run.findings, language=talk.language, trail=trail) if talk.as_json else {}
