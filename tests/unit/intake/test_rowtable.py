from __future__ import annotations

from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.intake.grid import Area
from kpi_engine.intake.headers import find_table
from kpi_engine.intake.rowtable import column_texts, heads_by_word, is_long
from kpi_engine.intake.sheets import open_sheet
from kpi_engine.intake.told import Told
from kpi_engine.intake.view import View


def test_columns_are_known_by_their_words_in_any_order():
    table = find_table(grid_of_rows([["数值（万元）", "指标名称", "单位", "月份"], [1, "投资", "甲", "六月"]]))
    heads = heads_by_word(table, "input", "value", "period", "rater")
    assert {key: head.column for key, head in heads.items()} == {"value": 1, "input": 2, "period": 4}
    assert is_long(table)
    assert not is_long(find_table(grid_of_rows([["单位", "投资"], ["甲", 1]])))


def test_a_text_over_merged_rows_holds_for_all_of_them():
    grid = grid_of_rows([["单位", "指标", "值"], ["甲", "投资", 1], ["乙", None, 2], ["丙", None, 3]], merged=[Area(2, 2, 3, 2)])
    sheet = open_sheet(View(grid), find_table(grid), Told(), carry_merged=True)
    assert column_texts(sheet, sheet.table.heads[1]) == ["投资", "投资", ""]
    assert column_texts(sheet, None) == ["", "", ""]
