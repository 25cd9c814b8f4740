"""The layout as an .xlsx: formulas with given stored values, values as values, nothing that the sender did not mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from kpi_engine.formula.functions import ExactCell
from kpi_engine.formula.steps import Step
from kpi_engine.formula.workbook.inputs import shown
from kpi_engine.formula.workbook.plan import plan_sheets
from kpi_engine.formula.workbook.sheets import FIRST_ROW, Cached, Column, Layout
from kpi_engine.formula.workbook.term import ROW, Unwritable
from kpi_engine.table import Facts, Kind, Ref

__all__ = ["write_formula_workbook"]

_TITLES = {"value": "值", "numerator": "分子", "denominator": "分母", "state": "状态", "help": "辅助", "data": "数据"}
_CREATED = dt.datetime(2000, 1, 1)  # a file's bytes must not depend on when it is written
WRONG_NUMBER, WRONG_TEXT = -987_654_321, "错"


def write_formula_workbook(
    target: Path | str | BytesIO,
    steps: Sequence[Step],
    facts: Facts,
    results: Mapping[Ref, Sequence[ExactCell]] | None = None,
    *,
    stored: Mapping[Ref, Sequence[ExactCell]] | None = None,
    spoil: bool = False,
) -> Layout:
    """Write the live workbook; a spreadsheet program that recalculates it comes to the exact results.

    Args:
        target: a path or a buffer.
        steps: the program, in order.
        facts: what it is run over.
        results: the cells of all steps, if they are known.
        stored: what the formulas' cells show until they are recalculated; the results by default.
        spoil: store a wrong value in every formula's cell (tests of recalculation).

    Returns:
        The layout that was written.

    """
    layout = plan_sheets(steps, facts, results)
    kinds = {step.ref: step.tree.kind for step in steps}
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}) as book:
        book.set_properties({"created": _CREATED})
        formats = _Formats(book)
        for name, columns in layout.sheets.items():
            sheet = book.add_worksheet(name, worksheet_class=_Plain)
            sheet.freeze_panes(FIRST_ROW - 1, 2)
            for column in columns:
                _write_heading(sheet, column, layout)
                _write_column(sheet, column, _stored(column, stored or {}, kinds), formats, spoil=spoil)
    return layout


def _stored(column: Column, stored: Mapping[Ref, Sequence[ExactCell]], kinds: Mapping[Ref, Kind]) -> Sequence[Cached]:
    if column.shows != "value" or column.ref is None or column.ref not in stored:
        return column.cached
    try:
        return [shown(cell, kinds[column.ref]) for cell in stored[column.ref]]
    except Unwritable:
        return column.cached


class _Plain(Worksheet):  # type: ignore[misc]
    """A sheet that writes formulas as they are.

    XlsxWriter looks through every formula for the names of some thirty newer functions, in texts too: of no use here, and most of the time.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.removeprefix("=")


class _Formats:
    """Number formats, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}

    def of(self, column: Column) -> Format | None:
        """How the numbers of a column are shown."""
        if column.is_date:
            return self._named("yyyy-mm-dd")
        if column.places:
            return self._named("0." + "0" * column.places)
        return None

    def _named(self, pattern: str) -> Format:
        if pattern not in self._made:
            self._made[pattern] = self._book.add_format({"num_format": pattern})
        return self._made[pattern]


def _write_heading(sheet: Worksheet, column: Column, layout: Layout) -> None:
    """What the column is, of which quantity, and which part of it; a step that is no formula says why."""
    reason = "" if column.ref is None or column.formula else layout.as_values.get(column.ref, "")
    title = f"按数值写入：{reason}" if reason else _TITLES[column.shows]
    for row, text in enumerate((column.label, str(column.ref) if column.ref else "", title)):
        sheet.write_string(row, column.number, text)


def _write_column(sheet: Worksheet, column: Column, cached: Sequence[Cached], formats: _Formats, *, spoil: bool) -> None:
    number, shape = column.number, formats.of(column)
    for row, value in enumerate(cached, start=FIRST_ROW - 1):
        if column.formula:
            plain = _plain(value)
            sheet.write_formula(row, number, "=" + column.formula.replace(ROW, str(row + 1)), shape, _wrong(plain) if spoil else plain)
        else:
            _write_value(sheet, row, number, value, shape)


def _plain(value: Cached) -> float | bool | str:
    return value if isinstance(value, (bool, str)) else float(value)


def _wrong(value: float | bool | str) -> float | bool | str:
    if isinstance(value, bool):
        return not value
    return WRONG_TEXT if isinstance(value, str) else WRONG_NUMBER


def _write_value(sheet: Worksheet, row: int, number: int, value: Cached, shape: Format | None) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, number, value)
    elif isinstance(value, str):
        sheet.write_string(row, number, value)
    else:
        sheet.write_number(row, number, float(value), shape)
