"""``kpi template``: the workbook that collects the data, and how much each owner is asked for."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpi_engine.cli.inputs import FilesCommand, Named, file_options
from kpi_engine.cli.messages import text
from kpi_engine.cli.talk import Talk, options

if TYPE_CHECKING:
    from kpi_engine.errors import Problem
    from kpi_engine.intake.template.book import Template

__all__ = ["command"]

NAME = "数据模板"


@click.command(
    "template", cls=FilesCommand, help="生成收数据的模板：一个填报单位一张表。 · Make the workbook that collects the data, a sheet for each owner."
)
@click.argument("where", default=".", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), default=None, help="写到哪个文件 · which file to write")
@file_options(data=False)
@options
def command(talk: Talk, where: Path, output: Path | None, named: Named) -> int:
    """Write the template; a file that is there is not overwritten."""
    inputs = named.found(where)
    made = _make(inputs.scheme, inputs.register)
    target = output if output is not None else _free(inputs.folder.root if inputs.folder is not None else Path())
    problem = _write(target, made.data)
    if problem is not None:
        return talk.refuse([problem], key="problems_checked")
    talk.say("template_written", file=target)
    for burden in made.burdens:
        events = text("burden_events", talk.language, count=burden.events) if burden.events else ""
        owner = burden.owner or text("nobody", talk.language)
        talk.say("burden", owner=owner, cells=burden.cells, events=events, sheets="、".join(burden.sheets))
    talk.answer({"ok": True, "file": str(target), "owners": [{"owner": b.owner, "cells": b.cells, "events": b.events} for b in made.burdens]})
    return 0


def _make(scheme: Path, register: Path) -> Template:
    from kpi_engine.api.schemes import load_scheme
    from kpi_engine.errors import KpiError
    from kpi_engine.intake.files import read_grids
    from kpi_engine.intake.reach import Reach
    from kpi_engine.intake.register import read_register
    from kpi_engine.intake.template.book import make_template

    plan = load_scheme(scheme)
    grids, problems = read_grids(register.read_bytes(), register.name)
    units, said = read_register(grids, dict.fromkeys(plan.scheme.class_names))
    if any(p.severity == "problem" for p in (*problems, *said)):
        raise KpiError([*problems, *said])
    titles = {entry.name: f"{entry.title}（{entry.clause}）" if entry.clause else entry.title for entry in plan.book.tree}
    title = f"{plan.scheme.title}（{plan.scheme.edition}）"
    return make_template(plan.needs, units, title=title, classes=plan.scheme.class_names, reach=Reach.of(plan.steps), titles=titles)


def _free(folder: Path) -> Path:
    """数据模板.xlsx, or with a number where that is taken."""
    number = 1
    while (target := folder / f"{NAME}{number if number > 1 else ''}.xlsx").exists():
        number += 1
    return target


def _write(target: Path, data: bytes) -> Problem | None:
    """The file, whole or not at all, never over another; the problem where that fails."""
    from kpi_engine.errors import k7_writing as k7

    if target.exists():
        return k7.FILE_EXISTS.at(file=target)
    staging = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        staging.write_bytes(data)
        staging.replace(target)
    except OSError as error:
        return k7.CANNOT_WRITE.at(folder=target, reason=error.strerror or type(error).__name__)
    finally:
        with contextlib.suppress(OSError):
            staging.unlink()
    return None
