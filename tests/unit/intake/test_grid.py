"""The grid answers for its cells, rows, columns and places."""

from __future__ import annotations

from array import array
from fractions import Fraction

from kpi_engine.intake.grid import Area, CellType, Grid, GridCell

KEYS = array("Q", [(1 << 14) + 0, (1 << 14) + 2, (3 << 14) + 2])
META = array("I", [1, 2 | 16 | (1 << 5), 2])
GRID = Grid("甲.xlsx", "数据", KEYS, META, ["单位", "0.35", "12"], formulas={KEYS[1]: "7/20"}, formats=("General", "0%"), merged=(Area(5, 1, 5, 3),))


def test_cells_are_found_by_row_and_column_and_blanks_are_blank() -> None:
    assert GRID.cell(1, 1) == GridCell(1, 1, CellType.TEXT, "单位", "单位")
    assert GRID.cell(1, 3) == GridCell(1, 3, CellType.NUMBER, "0.35", "0.35", "7/20", "0%")
    assert GRID.cell(2, 3) == GridCell(2, 3, CellType.BLANK, None)
    assert GRID.cell(1, 2).type is CellType.BLANK


def test_rows_and_columns_hold_the_cells_with_content() -> None:
    assert [(row, [cell.column for cell in cells]) for row, cells in GRID.rows()] == [(1, [1, 3]), (3, [3])]
    assert [cell.value for cell in GRID.column(3)] == ["0.35", "12"]
    assert [cell.value for cell in GRID.column(3, first_row=2)] == ["12"]
    assert list(GRID.column(2)) == []
    assert (GRID.last_row, GRID.last_column, GRID.row_numbers, GRID.column_numbers, len(GRID)) == (3, 3, (1, 3), (1, 3), 3)


def test_a_number_is_exact_and_knows_its_format_and_formula() -> None:
    cell = GRID.cell(1, 3)
    assert (cell.number, cell.is_percent, cell.is_formula) == (Fraction(7, 20), True, True)
    assert GRID.cell(1, 1).number is None
    assert GRID.stored_formulas == 1


def test_places_name_file_sheet_and_cell() -> None:
    assert str(GRID.place(3, 3)) == "甲.xlsx!数据!C3"
    assert str(GRID.place()) == "甲.xlsx!数据"
    assert GRID.merged_at(5, 2) == Area(5, 1, 5, 3)
    assert GRID.merged_at(4, 2) is None


def test_an_empty_grid_answers_too() -> None:
    empty = Grid("甲.xlsx", "空", array("Q"), array("I"), [])
    assert (empty.last_row, empty.last_column, empty.row_numbers, list(empty.column(1)), empty.row(1), empty.stored_formulas) == (0, 0, (), [], [], 0)
