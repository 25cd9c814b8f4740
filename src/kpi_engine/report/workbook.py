"""results.xlsx: six plain sheets, and one of the periods where the scheme asks anything in each. Text is always text, never a formula; the same run gives the same bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from kpi_engine.engine.results import Results
from kpi_engine.errors import Problem
from kpi_engine.report.delimited import clean
from kpi_engine.report.losses import Losses
from kpi_engine.report.losses_sheet import losses_table
from kpi_engine.report.notes_sheets import adjustments_table, findings_table, receipt_table
from kpi_engine.report.paper import Paper
from kpi_engine.report.periods_sheet import periods_table
from kpi_engine.report.ranking_sheet import ranking_table
from kpi_engine.report.repeated import put_in
from kpi_engine.report.scores_sheet import scores_table
from kpi_engine.report.spread import spread
from kpi_engine.trail.receipt import Receipt

__all__ = ["fits", "write_workbook"]

_MOST_ROWS, _MOST_COLUMNS = 1_048_000, 16_000
_LARGE = 5_000
_SOME_DAY = dt.datetime(2000, 1, 1)  # a file's bytes must not depend on when it is written


def fits(results: Results) -> tuple[int, int] | None:
    """How many units and columns there are, where a sheet cannot hold them; None where it can."""
    units, columns = len(results.units), len(spread(results, common=False)) + 10
    return (units, columns) if units > _MOST_ROWS or columns > _MOST_COLUMNS else None


def write_workbook(path: Path, results: Results, receipt: Receipt, findings: Sequence[Problem], losses: Losses) -> None:
    """Write results.xlsx; above some hundred thousand cells row by row to the disk, so that memory stays flat."""
    cells = len(results.units) * (len(spread(results, common=False)) + 10) + len(losses.rows) * 14
    large = cells > _LARGE
    options = {"constant_memory": large, "in_memory": not large, "tmpdir": str(path.parent), "strings_to_formulas": False, "strings_to_urls": False}
    subtitle = f"版本 {receipt.edition}　校验码 {receipt.code}　单位 {len(results.units)} 个"
    skeleton = BytesIO()
    try:
        with xlsxwriter.Workbook(skeleton if large else str(path), options) as book:
            book.use_zip64()
            book.set_properties({"title": clean(receipt.title), "created": _created(receipt.at)})
            book.set_calc_mode("auto")
            paper = Paper(book, footer=_footer(receipt), repeats=large)
            paper.lay(ranking_table(results, receipt.adjustments, subtitle))
            in_periods = periods_table(results, subtitle)
            if in_periods is not None:
                paper.lay(in_periods)
            paper.lay(scores_table(results, subtitle))
            paper.lay(losses_table(losses, subtitle))
            paper.lay(findings_table(results, findings, subtitle))
            paper.lay(adjustments_table(results, receipt.adjustments, subtitle))
            paper.lay(receipt_table(results, receipt, subtitle))
    except FileCreateError as error:
        raise error.args[0] from error
    if large:
        put_in(skeleton, {f"xl/worksheets/sheet{number}.xml": rows for number, rows in enumerate(paper.repeated, 1)}, path)


def _footer(receipt: Receipt) -> str:
    """What each page says of its run; & has a meaning in footers."""
    return clean(f"{receipt.title[:60]}　版本 {receipt.edition[:20]}　校验码 {receipt.code}").replace("&", "&&")


def _created(at: str) -> dt.datetime:
    """The day that the receipt tells, without its zone."""
    try:
        return dt.datetime.fromisoformat(at).replace(tzinfo=None)
    except ValueError:
        return _SOME_DAY
