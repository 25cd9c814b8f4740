"""``kpi check``: is the scheme sound, and can the data be scored? Nothing is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpi_engine.cli.inputs import FilesCommand, Inputs, Named, file_options
from kpi_engine.cli.owed import tell_owed
from kpi_engine.cli.talk import Talk, options

if TYPE_CHECKING:
    from kpi_engine.api.schemes import Checked
    from kpi_engine.engine.plan import Plan

__all__ = ["command"]


@click.command("check", cls=FilesCommand, help="检查方案和数据，不写结果。 · Check scheme and data, write nothing.")
@click.argument("where", default=".", type=click.Path(path_type=Path))
@click.option("--scheme-only", is_flag=True, help="只检查方案 · the scheme alone")
@file_options()
@options
def command(talk: Talk, where: Path, scheme_only: bool, named: Named) -> int:
    """Check a work folder, or a scheme's file."""
    from kpi_engine.api.schemes import check_scheme

    inputs = named.found(where)
    checked = check_scheme(inputs.scheme)
    if checked.plan is None:
        return talk.refuse(checked.problems, checked.findings, key="problems_checked")
    _tell_scheme(talk, checked.plan)
    if scheme_only or (where.is_file() and not named.data):
        return _scheme_alone(talk, checked)
    if not inputs.complete:
        if inputs.folder is not None:
            talk.say("data_not_checked", folder=inputs.folder.root)
        return _scheme_alone(talk, checked)
    return _with_data(talk, inputs)


def _tell_scheme(talk: Talk, plan: Plan) -> None:
    scheme, needs = plan.scheme, plan.needs
    talk.say(
        "scheme_good",
        title=scheme.title,
        edition=scheme.edition,
        indicators=len(plan.book.tree.leaves),
        inputs=len({need.name for need in needs.columns} | {need.name for need in needs.marks}),
        events=len(needs.events),
    )


def _scheme_alone(talk: Talk, checked: Checked) -> int:
    from kpi_engine.report.problems_json import problems_as_json

    talk.findings(checked.findings)
    talk.answer({"ok": True, "problems": [], "findings": problems_as_json(checked.findings, talk.language)})
    return 0


def _with_data(talk: Talk, inputs: Inputs) -> int:
    from kpi_engine.cli.run import score_inputs
    from kpi_engine.report.problems_json import problems_as_json

    run = score_inputs(inputs)
    talk.say("data_good", units=len(run.results.units), files=len(inputs.data))
    tell_owed(talk, run.lacking)
    talk.findings(run.findings)
    talk.answer({"ok": True, "problems": [], "findings": problems_as_json(run.findings, talk.language), "lacking": run.lacking})
    return 0
