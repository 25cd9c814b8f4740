"""``kpi verify``: recompute a past run from what lies in the folder, and say what differs from its receipt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpi_engine.cli.inputs import FilesCommand, Inputs, Named, file_options
from kpi_engine.cli.request import input_option, read_input
from kpi_engine.cli.talk import Talk, options

if TYPE_CHECKING:
    from kpi_engine.verify import Verification

__all__ = ["command"]


@click.command(
    "verify", cls=FilesCommand, help="按回执重算，核对结果（默认最近一次）。 · Recompute a run from its receipt (the newest, unless one is named)."
)
@click.argument("run", required=False, type=click.Path(path_type=Path))
@click.option("-C", "--folder", "where", default=None, type=click.Path(path_type=Path), help="工作文件夹 · work folder")
@file_options()
@input_option
@options
def command(talk: Talk, run: Path | None, where: Path | None, named: Named, source: str) -> int:
    """Verify a run: its folder or its receipt; a work folder means its newest run."""
    inputs = named.found(where or _near(run))
    receipt = _receipt(run) or _newest(inputs)
    talk.progress("reading")
    found = _verified(receipt, inputs, source)
    if found.same:
        talk.say("verified", folder=receipt.parent, code=found.fresh.code)
    else:
        talk.say("differs", count=len(found.differences))
    for line in found.differences:
        talk.line(f"  {line}")
    talk.answer({"ok": found.same, "receipt": str(receipt), "code": found.fresh.code, "differences": list(found.differences)})
    return 0 if found.same else 1


def _verified(receipt: Path, inputs: Inputs, source: str) -> Verification:
    from kpi_engine.api import verify

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
    return run.parent if run.is_file() else run


def _receipt(run: Path | None) -> Path | None:
    """The receipt that was named, itself or by its folder."""
    if run is None:
        return None
    if run.is_file() and run.suffix.lower() == ".json":
        return run
    return run / "receipt.json" if (run / "receipt.json").is_file() else None
