"""``kpi verify``: recompute a past run from what lies in the folder, and say what differs from its receipt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpi_engine.cli.inputs import FilesCommand, Inputs, Named, file_options
from kpi_engine.cli.request import input_option, read_input
from kpi_engine.cli.talk import Talk, options
from kpi_engine.errors import KpiError
from kpi_engine.errors import k7_writing as k7

if TYPE_CHECKING:
    from kpi_engine.errors import Problem
    from kpi_engine.verify import Verification

__all__ = ["command"]


@click.command(
    "verify",
    cls=FilesCommand,
    help="按回执重算，核对结果和写出的文件（默认最近一次）。 · Recompute a run from its receipt and read its files back (the newest, unless one is named).",
)
@click.argument("run", required=False, type=click.Path(path_type=Path))
@click.option("-C", "--folder", "where", default=None, type=click.Path(path_type=Path), help="工作文件夹 · work folder")
@file_options()
@input_option
@options
def command(talk: Talk, run: Path | None, where: Path | None, named: Named, source: str) -> int:
    """Verify a run: its folder or its receipt; a work folder means its newest run."""
    inputs = named.found(where or _near(run))
    receipt = _receipt(run, inputs)
    talk.progress("reading")
    found = _verified(receipt, inputs, source)
    _tell(talk, receipt, found)
    talk.answer(_answer(talk, receipt, found))
    return 0 if found.same else 1


def _tell(talk: Talk, receipt: Path, found: Verification) -> None:
    """Each difference in a line, what to do about each kind once; then what is no difference."""
    if found.same:
        talk.say("verified", folder=receipt.parent, code=found.fresh.code)
        if found.compared:
            talk.say("documents_same", files="  ".join(found.compared))
    else:
        talk.say("differs", count=found.count)
        _lines(talk, found.differences)
    if found.findings:
        talk.say("beside_results", count=len(found.findings))
        _lines(talk, found.findings)


def _lines(talk: Talk, problems: Sequence[Problem]) -> None:
    for problem in problems:
        talk.line(f"  {_line(talk, problem)}")
    mends = dict.fromkeys((problem.code.number, problem.mend(talk.language)) for problem in problems)
    for number, mend in mends:
        talk.say("mend", code=number, mend=mend)


def _line(talk: Talk, problem: Problem) -> str:
    return "  ".join(text for text in (str(problem.place), problem.code.number, problem.message(talk.language)) if text)


def _answer(talk: Talk, receipt: Path, found: Verification) -> dict[str, object]:
    from kpi_engine.report.problems_json import problems_as_json

    return {
        "ok": found.same,
        "receipt": str(receipt),
        "code": found.fresh.code,
        "count": found.count,
        "differences": problems_as_json(found.differences, talk.language),
        "findings": problems_as_json(found.findings, talk.language),
        "compared": list(found.compared),
    }


def _verified(receipt: Path, inputs: Inputs, source: str) -> Verification:
    from kpi_engine.api.verifying import verify

    if source:
        request, name = read_input(source)
        return verify(receipt, inputs.scheme, request=request, name=name, receipts=inputs.receipts)
    return verify(receipt, inputs.scheme, register=inputs.register, data=inputs.data, adjustments=inputs.adjustments, receipts=inputs.receipts)


def _newest(inputs: Inputs) -> Path:
    if inputs.folder is None:
        context = click.get_current_context()
        raise click.MissingParameter(ctx=context, param=next(p for p in context.command.params if p.name == "run"))
    return inputs.folder.last_run() / "receipt.json"


def _near(run: Path | None) -> Path:
    """Where to look for the work folder that a run belongs to."""
    if run is None:
        return Path()
    return run if run.is_dir() else run.parent


def _receipt(run: Path | None, inputs: Inputs) -> Path:
    """The receipt that was named, itself or by its folder or by what lies beside it; a work folder stands for its newest run."""
    if run is None:
        return _newest(inputs)
    if run.is_file() and run.suffix.lower() == ".json":
        return run
    near = run if run.is_dir() else run.parent
    if (near / "receipt.json").is_file() and run.exists():
        return near / "receipt.json"
    folder = inputs.folder
    if folder is not None and run.resolve() in (folder.root, folder.scheme, folder.results.resolve()):
        return _newest(inputs)
    raise KpiError([k7.NO_RUN_HERE.at(folder=run)])
