from __future__ import annotations

import datetime as dt

import numpy as np

from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.intake.grid import Area
from kpi_engine.intake.view import View


def test_cells_are_found_by_arrays_of_rows_and_columns():
    view = View(grid_of_rows([["a", None], [None, 2.5], ["c", "d"]]))
    at = view.at(np.array([1, 2, 3, 9]), np.array([1, 1, 2, 1]))
    assert [view.cell(i).value if i >= 0 else None for i in at.tolist()] == ["a", None, "d", None]


def test_texts_are_what_a_person_reads():
    view = View(grid_of_rows([[" 甲 "], [None], [2.5], [dt.date(2024, 3, 5)], [True]]))
    assert view.texts(np.arange(1, 6), 1) == ["甲", "", "2.5", "2024-03-05", "True"]
    assert View(grid_of_rows([])).texts(np.arange(1, 3), 1) == ["", ""]


def test_merged_ranges_are_found_by_cell():
    view = View(grid_of_rows([["a"]], merged=[Area(5, 1, 7, 2), Area(1, 1, 2, 1)]))
    assert view.merged_at(6, 2) == Area(5, 1, 7, 2)
    assert view.merged_at(2, 1) == Area(1, 1, 2, 1)
    assert [view.merged_at(3, 1), view.merged_at(8, 1), view.merged_at(6, 3)] == [None, None, None]
