"""``kpi score``: score a work folder and write the results into the next free number; no run overwrites another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpi_engine.cli.help import Command
from kpi_engine.cli.talk import Talk, options

if TYPE_CHECKING:
    from kpi_engine.api import Run
    from kpi_engine.cli.folder import WorkFolder
    from kpi_engine.report.output import Written

__all__ = ["command"]

SHOWN = 20
_TRIES = 5


@click.command("score", cls=Command, help="计分，写出结果。 · Score, write the results.")
@click.argument("where", default=".", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), default=None, help="结果写到哪里 · where to write")
@click.option("--by", "actor", default="", help="谁算的，写进回执 · who, for the receipt")
@click.option("--no-workbook", is_flag=True, help="不写 results.xlsx · without results.xlsx")
@options
def command(talk: Talk, where: Path, output: Path | None, actor: str, no_workbook: bool) -> int:
    """Score and write."""
    from kpi_engine.cli.folder import find_folder
    from kpi_engine.cli.run import now, score_folder, who

    folder = find_folder(where)
    talk.progress("reading")
    run = score_folder(folder, actor=actor or who(), at=now())
    written = _write(talk, run, folder, output, workbook=not no_workbook)
    if isinstance(written, int):
        return written
    _tell(talk, run, written)
    return 0


def _write(talk: Talk, run: Run, folder: WorkFolder, output: Path | None, *, workbook: bool) -> Written | int:
    """The written run, or the exit code where it could not be written. Two runs that meet at one number: the later takes the next."""
    from kpi_engine.report.output import write_results

    for attempt in range(_TRIES):
        target = output if output is not None else folder.next_run()
        written, problems = write_results(
            target,
            run.results,
            run.receipt,
            findings=run.findings,
            labels=talk.language == "zh",
            workbook=workbook,
            tell=lambda name: talk.progress("writing", file=name),
        )
        if written is not None:
            return written
        if output is not None or attempt == _TRIES - 1 or any(p.code.number != "K701" for p in problems):
            return talk.refuse(problems)
    raise AssertionError("the last attempt returns")


def _tell(talk: Talk, run: Run, written: Written) -> None:
    from kpi_engine.report.printed import findings_table, ranked_table
    from kpi_engine.report.problems_json import problems_as_json

    findings = (*run.findings, *written.findings)
    if findings:
        talk.say("findings", count=len(findings))
        listed = findings_table(findings, language=talk.language, most=SHOWN)
        talk.table(listed)
        if listed.left_out:
            talk.say("more_findings", count=listed.left_out)
        talk.say("findings_all")
    talk.say("scored", units=run.receipt.counts["takes_part"], code=run.receipt.code)
    ranked = ranked_table(run.results, run.receipt.adjustments, language=talk.language, most=SHOWN)
    talk.table(ranked)
    if ranked.left_out:
        talk.say("more_units", count=ranked.left_out, file=written.folder / "scores.csv")
    talk.say("results_at", folder=written.folder)
    talk.answer(
        {
            "ok": True,
            "folder": str(written.folder),
            "files": [path.name for path in written.files],
            "code": run.receipt.code,
            "results_sha256": run.receipt.results_sha256,
            "findings": problems_as_json(findings, talk.language),
        }
    )
