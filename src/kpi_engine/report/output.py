"""The folder of a run's documents, whole or not at all: written beside its place under another name, then moved there in one step."""

from __future__ import annotations

import errno
import secrets
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kpi_engine.engine.results import Results
from kpi_engine.errors import Problem
from kpi_engine.errors import k7_writing as k7
from kpi_engine.report.losses import Losses
from kpi_engine.report.points import write_points
from kpi_engine.report.results_json import json_bytes
from kpi_engine.report.scores import write_scores
from kpi_engine.report.trail import write_trail
from kpi_engine.trail.receipt import Receipt

__all__ = ["Written", "free_folder", "in_one_piece", "write_results"]

Told = Callable[[str], None]
"""Is told what is being written."""

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_BAD_NAME = {errno.ENAMETOOLONG, errno.EINVAL}


@dataclass(frozen=True, slots=True)
class Written:
    """What was written where; ``findings`` say what could not be (K710)."""

    folder: Path
    files: tuple[Path, ...]
    findings: tuple[Problem, ...] = ()


def write_results(
    folder: Path,
    results: Results,
    receipt: Receipt,
    *,
    findings: Sequence[Problem] | None = None,
    labels: bool = False,
    workbook: bool = True,
    tell: Told | None = None,
) -> tuple[Written | None, list[Problem]]:
    """Write receipt.json, scores.csv, points.csv, trail.csv and results.xlsx into a new folder.

    Args:
        folder: where; it does not exist yet, or is empty.
        results: a run without problems.
        receipt: its receipt.
        findings: what the sheet 疑点 lists (the run's own findings where not given).
        labels: Chinese headings in the CSV files.
        workbook: whether results.xlsx is wanted.
        tell: is told the name of each file before it is written, and how far a long one is.

    Returns:
        (written, problems): nothing is left behind where there are problems (K701 to K706).

    """
    too_large = _too_large(results) if workbook else None
    losses = Losses(results)
    say: Told = tell or (lambda _: None)

    def write(staging: Path) -> None:
        say("receipt.json")
        (staging / "receipt.json").write_bytes(json_bytes(receipt.as_json()))
        say("scores.csv")
        write_scores(staging / "scores.csv", results, receipt.adjustments, labels=labels)
        say("points.csv")
        write_points(staging / "points.csv", results, labels=labels)
        say("trail.csv")
        write_trail(staging / "trail.csv", results, labels=labels, see=losses.see, tell=lambda done: say(f"trail.csv（{done}/{len(results.units)}）"))
        if workbook and too_large is None:
            from kpi_engine.report.workbook import write_workbook  # a run without a workbook does not load its writer

            say("results.xlsx")
            write_workbook(staging / "results.xlsx", results, receipt, results.findings if findings is None else findings, losses)

    problems = in_one_piece(folder, write)
    if problems:
        return None, problems
    names = ["receipt.json", "scores.csv", "points.csv", "trail.csv", *(["results.xlsx"] if workbook and too_large is None else [])]
    return Written(folder, tuple(folder / name for name in names), (too_large,) if too_large is not None else ()), []


def _too_large(results: Results) -> Problem | None:
    from kpi_engine.report.workbook import fits

    size = fits(results)
    return k7.TOO_LARGE_FOR_WORKBOOK.at(units=size[0], columns=size[1]) if size is not None else None


def in_one_piece(folder: Path, write: Callable[[Path], None]) -> list[Problem]:
    """Let ``write`` fill a folder and put it in its place; on any failure nothing of it remains, and what was there is untouched.

    A process that is killed leaves no folder of that name either, at most a hidden ``.kpi-….part`` beside it.
    """
    try:
        target = free_folder(folder)
        if isinstance(target, Problem):
            return [target]
        target.parent.mkdir(parents=True, exist_ok=True)
        staging = target.parent / f".kpi-{secrets.token_hex(6)}.part"
        staging.mkdir()
        try:
            write(staging)
            if target.exists():
                target.rmdir()  # it is empty; a folder can only be moved to a free name
            staging.rename(target)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        return [_problem(folder, error)]
    return []


def free_folder(folder: Path) -> Path | Problem:
    """Where a new folder goes, links followed; a problem where something is in the way (K701, K702, K706)."""
    if "\0" in str(folder):
        return k7.BAD_FOLDER_NAME.at(folder=str(folder).replace("\0", "\ufffd"))
    target = folder.resolve()
    if target.exists() and not target.is_dir():
        return k7.OUTPUT_NOT_FOLDER.at(folder=folder)
    if target.exists() and any(target.iterdir()):
        return k7.OUTPUT_NOT_EMPTY.at(folder=folder)
    return target


def _problem(folder: Path, error: OSError) -> Problem:
    if error.errno in _FULL:
        return k7.DISK_FULL.at(folder=folder)
    if error.errno in _FORBIDDEN:
        return k7.NOT_ALLOWED.at(folder=folder)
    if error.errno in _BAD_NAME:
        return k7.BAD_FOLDER_NAME.at(folder=folder)
    if error.errno == errno.ENOTEMPTY or (error.errno == errno.EEXIST and folder.is_dir()):
        return k7.OUTPUT_NOT_EMPTY.at(folder=folder)
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return k7.OUTPUT_NOT_FOLDER.at(folder=folder)
    return k7.CANNOT_WRITE.at(folder=folder, reason=error.strerror or type(error).__name__)
