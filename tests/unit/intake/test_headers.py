from __future__ import annotations

from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.intake.grid import Area
from kpi_engine.intake.headers import find_table, is_footer, is_total, without_brackets


def heads(grid, **keys):
    table = find_table(grid, **keys)
    return table.top, table.bottom, table.unit_column, [head.texts for head in table.heads]


def test_a_header_of_three_rows_under_titles_is_found_with_its_groups():
    grid = grid_of_rows(
        [
            ["2024年数据表"],
            ["填报单位：医政股", None, None, "单位：万元"],
            ["序号", "单位", "投资", None, None],
            [None, None, "六月", None, "十二月"],
            [None, None, "目标", "完成", "完成"],
            [1, "甲", 1, 2, 3],
        ],
        merged=[Area(1, 1, 1, 5), Area(3, 1, 5, 1), Area(3, 2, 5, 2), Area(3, 3, 3, 5), Area(4, 3, 4, 4)],
    )
    assert heads(grid) == (3, 5, 2, [("序号",), ("单位",), ("投资", "六月", "目标"), ("投资", "六月", "完成"), ("投资", "十二月", "完成")])
    assert find_table(grid).title_rows == (1, 2)
    assert find_table(grid).data_rows == (6,)


def test_a_heading_over_the_header_row_is_taken_along_but_a_title_is_not():
    grid = grid_of_rows(
        [["2024年表", None, None], [None, "投资", None], ["单位", "目标", "完成"], ["甲", 1, 2]], merged=[Area(1, 1, 1, 3), Area(2, 2, 2, 3)]
    )
    assert heads(grid) == (2, 3, 1, [("单位",), ("投资", "目标"), ("投资", "完成")])


def test_a_table_without_the_heading_is_found_by_its_units():
    grid = grid_of_rows([["2024"], ["名目", "投资"], ["甲", 1], ["乙", 2]])
    assert heads(grid, is_unit=lambda text: text in ("甲", "乙"))[:3] == (2, 2, 1)
    assert find_table(grid) is None


def test_a_bare_list_of_units_is_no_table():
    assert find_table(grid_of_rows([["甲"], ["乙"]]), is_unit=lambda text: text in ("甲", "乙")) is None


def test_the_column_of_units_is_preferred_to_that_of_departments():
    assert heads(grid_of_rows([["责任单位", "单位", "投资"], ["医政股", "甲", 1]]))[2] == 2


def test_the_first_row_of_data_is_no_further_header():
    assert heads(grid_of_rows([["单位", "事项"], [None, "无"]]))[:2] == (1, 1)
    assert heads(grid_of_rows([["单位", "投资"], [None, "5"]]))[:2] == (1, 1)


def test_brackets_at_the_end_of_a_heading_are_taken_off():
    assert without_brackets("辖区上门摸排(0.4分)") == ("辖区上门摸排", ("0.4分",))
    assert without_brackets("（空）") == ("（空）", ())


def test_totals_and_footers_are_told_from_units():
    assert [bool(is_total(text)) for text in ("合 计", "总计", "平均值", "合计镇")] == [True, True, True, False]
    footers = ("填表人：张三", "审核人:", "注：截至年底", "备注：无", "制表日期：2024", "2024年12月31日", "说明：")
    assert all(is_footer(text) for text in footers)
    assert not any(is_footer(text) for text in ("注册办", "说明镇", "审核局", "备战村", "统计局", "经办中心"))


def test_a_text_file_carries_a_group_to_the_right_where_nothing_stands_above():
    grid = grid_of_rows([["单位", "投资", None, "人数", None], [None, "六月", "十二月", None, "说明"], ["甲", 1, 2, 3, "x"]])
    assert [head.texts for head in find_table(grid).heads] == [("单位",), ("投资", "六月"), ("投资", "十二月"), ("人数",), ("说明",)]


def test_a_heading_that_nobody_knows_may_be_merged_over_two_rows():
    grid = grid_of_rows(
        [["销号情况表", None, None], ["村居", "销号", None], [None, "目标", "实际"], ["甲村", 3, 2], ["乙村", 4, 4]],
        merged=[Area(1, 1, 1, 3), Area(2, 1, 3, 1), Area(2, 2, 2, 3)],
    )
    table = find_table(grid, is_unit=lambda text: text in ("甲村", "乙村"))
    assert table is not None
    assert (table.top, table.bottom) == (2, 3)
    assert [head.texts for head in table.heads] == [("村居",), ("销号", "目标"), ("销号", "实际")]
