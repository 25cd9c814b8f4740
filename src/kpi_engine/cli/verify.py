"""``kpi verify``: recompute a past run from what lies in the folder, and say what differs from its receipt."""

from __future__ import annotations

from pathlib import Path

import click

from kpi_engine.cli.help import Command
from kpi_engine.cli.talk import Talk, options

__all__ = ["command"]


@click.command(
    "verify", cls=Command, help="按回执重算，核对结果（默认最近一次）。 · Recompute a run from its receipt (the newest, unless one is named)."
)
@click.argument("run", required=False, type=click.Path(path_type=Path))
@click.option("-C", "--folder", "where", default=None, type=click.Path(path_type=Path), help="工作文件夹 · work folder")
@options
def command(talk: Talk, run: Path | None, where: Path | None) -> int:
    """Verify a run: its folder or its receipt; a work folder means its newest run."""
    from kpi_engine.api import read_receipt_json
    from kpi_engine.cli.folder import find_folder
    from kpi_engine.cli.run import score_folder
    from kpi_engine.trail.receipt import receipt_differences

    folder = find_folder(where or _near(run))
    receipt = _receipt(run) or folder.last_run() / "receipt.json"
    kept = read_receipt_json(receipt)
    talk.progress("reading")
    fresh = score_folder(folder)
    differences = receipt_differences(kept, fresh.receipt)
    if differences:
        talk.say("differs", count=len(differences))
    for line in differences:
        talk.line(f"  {line}")
    if not differences:
        talk.say("verified", folder=receipt.parent, code=fresh.receipt.code)
    talk.answer({"ok": not differences, "receipt": str(receipt), "code": fresh.receipt.code, "differences": differences})
    return 1 if differences else 0


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
