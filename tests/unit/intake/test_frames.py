from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from kpi_engine.intake.collect import collect
from kpi_engine.intake.frames import grid_of_rows, grids_of
from kpi_engine.intake.grid import CellType
from kpi_engine.table import Ref, Role, State
from needing import REGISTER, by_input, codes, column_need, needs_of, numbers, with_target


def test_a_frame_goes_the_way_of_a_sheet():
    frame = pd.DataFrame({"单位": ["甲镇", "乙镇"], "投资": [0.1, None], "人数": [3, 4]})
    collected = collect(grids_of({"表": frame}, file="frames"), REGISTER, needs_of(column_need("投资"), column_need("人数", "count")))
    assert codes(collected.problems) == []
    assert numbers(collected, by_input("投资")) == [Fraction(1, 10), None, None]
    assert collected.facts.columns[by_input("人数")].sources(1) == "frames!表!C3"


def test_levels_of_columns_are_rows_of_headings():
    columns = pd.MultiIndex.from_tuples([("单位", ""), ("培训", "目标"), ("培训", "实际")])
    frame = pd.DataFrame([["甲镇", 5, 4]], columns=columns)
    collected = collect(grids_of({"表": frame}), REGISTER, needs_of(*with_target("培训", "count")))
    assert codes(collected.problems) == []
    assert collected.facts.columns[Ref(Role.TARGET, "培训")].cell(0) == (State.PRESENT, Fraction(5))


def test_each_kind_of_value_becomes_its_type_of_cell():
    values = [Decimal("0.35"), Fraction(1, 4), True, dt.date(2024, 12, 31), pd.Timestamp("2024-12-31"), pd.NaT, float("nan"), None, float("inf"), ""]
    grid = grid_of_rows([values])
    cells = [grid.cell(1, column) for column in range(1, 11)]
    assert [cell.type for cell in cells] == [
        CellType.TEXT, CellType.TEXT, CellType.BOOL, CellType.DATE, CellType.DATE, CellType.BLANK, CellType.BLANK, CellType.BLANK, CellType.ERROR,
        CellType.BLANK,
    ]  # fmt: skip
    assert [cells[0].value, cells[1].value, cells[3].value, cells[4].value] == ["0.35", "0.25", dt.date(2024, 12, 31), dt.date(2024, 12, 31)]


def test_a_whole_number_of_many_digits_keeps_them():
    assert grid_of_rows([[12345678901234567890]]).cell(1, 1).value == "12345678901234567890"
