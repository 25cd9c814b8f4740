"""``kpi check``: is the scheme sound, and can the data be scored? Nothing is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpi_engine.cli.help import Command
from kpi_engine.cli.talk import Talk, options

if TYPE_CHECKING:
    from kpi_engine.api import Checked, Run
    from kpi_engine.cli.folder import WorkFolder
    from kpi_engine.engine.plan import Plan

__all__ = ["command"]

_SHOWN = 8


@click.command("check", cls=Command, help="检查方案和数据，不写结果。 · Check scheme and data, write nothing.")
@click.argument("where", default=".", type=click.Path(path_type=Path))
@click.option("--scheme-only", is_flag=True, help="只检查方案 · the scheme alone")
@options
def command(talk: Talk, where: Path, scheme_only: bool) -> int:
    """Check a work folder, or a scheme's file."""
    from kpi_engine.api import check_scheme
    from kpi_engine.cli.folder import find_folder

    folder = find_folder(where)
    checked = check_scheme(folder.scheme)
    if checked.plan is None:
        return talk.refuse(checked.problems, checked.findings, key="problems_checked")
    _tell_scheme(talk, checked.plan)
    if scheme_only or where.is_file():
        return _scheme_alone(talk, checked)
    if folder.register is None or not folder.data:
        talk.say("data_not_checked", folder=folder.root)
        return _scheme_alone(talk, checked)
    return _with_data(talk, folder)


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


def _with_data(talk: Talk, folder: WorkFolder) -> int:
    from kpi_engine.cli.run import score_folder
    from kpi_engine.report.problems_json import problems_as_json

    run = score_folder(folder)
    talk.say("data_good", units=len(run.results.units), files=len(folder.data))
    lacking = _lacking(run)
    if lacking:
        talk.say("lacking")
    for owner, columns in lacking.items():
        for column, units in columns.items():
            shown = "、".join(units[:_SHOWN]) + (f" …({len(units)})" if len(units) > _SHOWN else "")
            talk.line(f"  {owner}  {column}：{shown}")
    talk.findings(run.findings)
    talk.answer({"ok": True, "problems": [], "findings": problems_as_json(run.findings, talk.language), "lacking": lacking})
    return 0


def _lacking(run: Run) -> dict[str, dict[str, list[str]]]:
    """Owner -> column -> the units for which nothing came, of those that a rule asks for it."""
    from kpi_engine.intake.template.reach import Reach
    from kpi_engine.table import State

    results, told = run.results, dict[str, dict[str, list[str]]]()
    taking_part = [(name, results.class_of(row)) for row, name in enumerate(results.units) if results.takes_part(row)]
    asked = Reach.of(results.plan.steps).of_units(taking_part)
    for need in results.plan.needs.columns:
        column = results.facts.columns[need.ref]
        for row in (column.state == State.MISSING).nonzero()[0].tolist():
            name = results.units[row]
            if need.ref in asked.get(name, ()):
                word = {"target": "目标"}.get(need.role, need.part.replace("|", ""))
                called = f"{need.heading}{word}{f'（{need.period}）' if need.period else ''}"
                told.setdefault(need.decl.owner, {}).setdefault(called, []).append(name)
    return told
