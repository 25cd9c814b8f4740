from __future__ import annotations

from kpi_engine.intake.asked import Asked
from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.intake.grid import Area
from kpi_engine.intake.headers import find_table
from kpi_engine.intake.match import Names
from kpi_engine.intake.sheets import open_sheet, tell_unread_columns, unit_index
from kpi_engine.intake.told import Told
from kpi_engine.intake.view import View
from needing import REGISTER, codes, column_need, needs_of


def opened(*rows, carry_merged=False, merged=(), sheet="表"):
    grid = grid_of_rows(rows, file="d.xlsx", sheet=sheet, merged=merged)
    return open_sheet(View(grid), find_table(grid), Told(), carry_merged=carry_merged)


def test_rows_are_sorted_into_units_totals_notes_and_rows_without_a_unit():
    sheet = opened(
        ["单位", "数"],
        ["甲镇", 1],
        ["小 计", 1],
        [None, 5],
        ["单位", "数"],
        ["乙", 2],
        ["总计", 3],
        ["注：截至年底"],
        [None, "考核组长：周某某"],
        [None, "完整"],
    )
    assert sheet.texts == ["甲镇", "乙"]
    assert sheet.totals == [(3, "小计"), (7, "总计")]
    assert codes(sheet.told.problems) == ["K539", "K539"]
    assert codes(sheet.told.findings) == ["K536", "K536", "K537", "K537", "K537"]


def test_a_unit_over_merged_rows_holds_for_all_of_them_only_where_rows_are_records():
    rows, merged = [["单位", "事项"], ["甲镇", "a"], [None, "b"]], [Area(2, 1, 3, 1)]
    assert opened(*rows, carry_merged=True, merged=merged).texts == ["甲镇", "甲镇"]
    assert opened(*rows, carry_merged=False, merged=merged).texts == ["甲镇"]


def test_units_are_found_by_any_name_and_the_others_refused():
    sheet = opened(["单位"], ["乙"], ["甲 镇"], ["丁镇"], ["丁镇"], ["截至十二月底的数据由统计局提供"])
    assert unit_index(sheet, REGISTER).tolist() == [1, 0, -1, -1, -1]
    assert codes(sheet.told.problems) == ["K510", "K510"]
    assert codes(sheet.told.findings) == ["K511", "K537"]
    tell_unread_columns(sheet, (), Names(()))
    account = sheet.account.closed()
    assert (account.rows, account.head_rows, account.used_rows, account.reported_rows) == (6, 1, 2, 3)


def test_each_column_that_is_not_read_is_told_of():
    sheet = opened(["序号", "单位", "投资", "投姿", "备注"], [1, "甲镇", 2, 3, "x", 9])
    unit_index(sheet, REGISTER)
    unread = tell_unread_columns(sheet, [3], Names.of(["投资"]))
    assert [head.leaf for head in unread] == ["投姿", ""]
    assert sheet.told.findings[0].message() == "“投姿”这一列方案里没有，没有读，是不是 投资？"
    account = sheet.account
    assert (account.used_columns, account.known_columns, account.reported_columns) == ({2, 3}, {1, 5}, {4, 6})


def test_the_period_of_a_sheet_is_in_its_name_its_title_or_the_name_of_its_file():
    asked = Asked(needs_of(column_need("投资", period="六月"), periods=("六月", "十二月")))
    assert opened(["单位"], ["甲镇"], sheet="6月").own_period(asked) == "六月"
    assert opened(["2024年12月数据"], ["单位"], ["甲镇"]).own_period(asked) == "十二月"
    assert opened(["6月至12月"], ["单位"], ["甲镇"]).own_period(asked) == ""
