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
    from collections.abc import Mapping

    from kpi_engine.errors import Problem
    from kpi_engine.intake.template.book import Template

__all__ = ["command"]

NAME = "数据模板"


@click.command(
    "template", cls=FilesCommand, help="生成收数据的模板：一个填报单位一张表。 · Make the workbook that collects the data, a sheet for each owner."
)
@click.argument("where", default=".", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=None, help="写到哪个文件（分开时是文件夹） · which file (or folder) to write"
)
@click.option("--split", type=click.Choice(["owner"]), default=None, help="分给各填报单位，一家一个工作簿 · a workbook for each owner")
@file_options(data=False)
@options
def command(talk: Talk, where: Path, output: Path | None, split: str | None, named: Named) -> int:
    """Write the template; a file that is there is not overwritten."""
    inputs = named.found(where)
    made = _make(inputs.scheme, inputs.register, split=split is not None)
    root = inputs.folder.root if inputs.folder is not None else Path()
    target = output if output is not None else _free(root, "" if split else ".xlsx")
    problems = _write_folder(target, made) if split else _write(target, made[NAME].data)
    if problems:
        return talk.refuse(problems, key="problems_checked")
    talk.say("templates_written" if split else "template_written", file=target, count=len(made))
    told = [(name, burden) for name, template in made.items() for burden in template.burdens]
    for name, burden in told:
        events = text("burden_events", talk.language, count=burden.events) if burden.events else ""
        owner = (f"{name}  " if split else "") + (burden.owner or text("nobody", talk.language))
        sheets = ("、" if talk.language == "zh" else ", ").join(burden.sheets)
        talk.say("burden", owner=owner, cells=burden.cells, events=events, sheets=sheets)
    files = [{"file": str(target / name)} if split else {} for name, _ in told]
    owners = [{"owner": b.owner, "cells": b.cells, "events": b.events, **file} for (_, b), file in zip(told, files, strict=True)]
    talk.answer({"ok": True, "file": str(target), "owners": owners})
    return 0


def _make(scheme: Path, register: Path, *, split: bool) -> dict[str, Template]:
    """The templates by the name of the file; one, under `NAME`, where they are not split."""
    from kpi_engine.api.schemes import load_scheme
    from kpi_engine.errors import KpiError
    from kpi_engine.intake.files import read_grids
    from kpi_engine.intake.reach import Reach
    from kpi_engine.intake.register import read_register
    from kpi_engine.intake.template.book import make_template
    from kpi_engine.intake.template.split import split_template

    plan = load_scheme(scheme)
    grids, problems = read_grids(register.read_bytes(), register.name)
    units, said = read_register(grids, dict.fromkeys(plan.scheme.class_names))
    if any(p.severity == "problem" for p in (*problems, *said)):
        raise KpiError([*problems, *said])
    titles = {entry.name: f"{entry.title}（{entry.clause}）" if entry.clause else entry.title for entry in plan.book.tree}
    title = f"{plan.scheme.title}（{plan.scheme.edition}）"
    reach = Reach.of(plan.steps)
    if split:
        return split_template(plan.needs, units, title=title, classes=plan.scheme.class_names, reach=reach, titles=titles)
    return {NAME: make_template(plan.needs, units, title=title, classes=plan.scheme.class_names, reach=reach, titles=titles)}


def _free(folder: Path, ending: str) -> Path:
    """数据模板.xlsx (or a folder 数据模板), or with a number where that is taken."""
    number = 1
    while (target := folder / f"{NAME}{number if number > 1 else ''}{ending}").exists():
        number += 1
    return target


def _write_folder(target: Path, made: Mapping[str, Template]) -> list[Problem]:
    """All files or none."""
    from kpi_engine.report.output import in_one_piece

    def write(staging: Path) -> None:
        for name, template in made.items():
            (staging / name).write_bytes(template.data)

    return in_one_piece(target, write)


def _write(target: Path, data: bytes) -> list[Problem]:
    """The file, whole or not at all, never over another; the problem where that fails."""
    from kpi_engine.errors import k7_writing as k7

    if target.exists():
        return [k7.FILE_EXISTS.at(file=target)]
    staging = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        staging.write_bytes(data)
        staging.replace(target)
    except OSError as error:
        return [k7.CANNOT_WRITE.at(folder=target, reason=error.strerror or type(error).__name__)]
    finally:
        with contextlib.suppress(OSError):
            staging.unlink()
    return []
