"""Which cells of a workbook hold formulas, and how a stored value is read: the part both calculators share."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.formula import ArrayFormula

Key = tuple[str, str]
"""A sheet's name and a cell's name: ``("参数", "B4")``."""


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """One formula: the cells it fills (one, or all of an array formula, row by row) and its text with the leading ``=``."""

    sheet: str
    cells: tuple[str, ...]
    text: str
    is_array: bool
    width: int = 1


def formula_cells(book: Workbook) -> Iterator[FormulaCell]:
    """Every formula of a workbook that was opened without ``data_only``."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield _formula_cell(sheet.title, cell)


def _formula_cell(sheet: str, cell: Cell) -> FormulaCell:
    if isinstance(cell.value, str):
        return FormulaCell(sheet, (cell.coordinate,), cell.value, is_array=False)
    if not isinstance(cell.value, ArrayFormula):
        raise TypeError(f"{sheet}!{cell.coordinate}: a data table is no formula we calculate")
    left, top, right, bottom = range_boundaries(cell.value.ref)
    names = tuple(f"{get_column_letter(c)}{r}" for r in range(top, bottom + 1) for c in range(left, right + 1))
    return FormulaCell(sheet, names, str(cell.value.text), is_array=True, width=right - left + 1)


def plain_value(value: object) -> float | bool | str | None:
    """A cell's stored value as a spreadsheet calculates with it: dates and times are their serial numbers, numbers are doubles."""
    match value:
        case None | bool() | str():
            return value
        case int() | float():
            return float(value)
        case datetime.datetime() | datetime.date() | datetime.time() | datetime.timedelta():
            return float(to_excel(value))
    raise TypeError(f"a cell holds {value!r}, which is no value of a spreadsheet")
