"""Merged ranges and hidden columns, as the sheet says them."""

from __future__ import annotations

import pytest

from kpi_engine.intake.grid import Area
from kpi_engine.intake.sheetframe import SheetFrame, column_table
from kpi_engine.intake.tally import Tally


def frame() -> SheetFrame:
    return SheetFrame(Tally("甲.xlsx", "数据"))


def test_a_merged_range_may_be_named_from_any_corner_and_one_cell_is_none() -> None:
    made = frame()
    for reference in ("B2:C5", "C5:B2", "$D$1:D1", "E7"):
        made.merge(reference)
    assert made.merged == [Area(2, 2, 5, 3), Area(2, 2, 5, 3)]


@pytest.mark.parametrize("reference", ["", "B2:", "XFE1:XFE2", "A0:A2", "A1:A1048577", "A1:B2:C3"])
def test_what_is_no_range_is_a_problem(reference: str) -> None:
    tally = Tally("甲.xlsx", "数据")
    made = SheetFrame(tally)
    made.merge(reference)
    assert (made.merged, [problem.code.slug for problem in tally.problems()]) == ([], ["bad-reference"] if reference != "B2:" else [])


def test_hidden_columns_end_with_the_sheet() -> None:
    made = frame()
    made.hide_columns({"min": "2", "max": "3"})
    made.hide_columns({"min": "16384", "max": "99999"})
    made.hide_columns({"min": "x", "max": "7"})
    assert [column for column, hidden in enumerate(made.hidden_columns) if hidden] == [2, 3, 16384]


def test_letters_run_from_a_to_xfd() -> None:
    table = column_table()
    assert (table["A"], table["Z"], table["AA"], table["XFD"], len(table)) == (1, 26, 27, 16384, 16384)
