"""Headings, widths and names of sheets."""

from __future__ import annotations

from kpi_engine.engine.plan import Plan
from kpi_engine.intake.template.layout import clean_sheet_name, groups_of, heading, heading_size, sub_heading, width_of


def test_the_unit_of_measure_stands_on_a_line_of_its_own(plan: Plan) -> None:
    groups = {group.name: group for group in groups_of(plan.needs, "统计局")}
    assert heading(groups["投资额"].first) == "固定资产投资\n（万元）"
    assert heading(groups["满意率"].first) == "满意率"


def test_target_and_figure_stand_side_by_side_and_one_alone_has_nothing_below(plan: Plan) -> None:
    groups = {group.name: group for group in groups_of(plan.needs, "统计局")}
    assert [sub_heading(need, groups["投资额"]) for need in groups["投资额"].needs] == ["目标", "完成"]
    assert [sub_heading(need, groups["满意率"]) for need in groups["满意率"].needs] == [""]


def test_what_is_given_once_for_all_is_no_column_of_units(plan: Plan) -> None:
    assert "基准" not in [group.name for group in groups_of(plan.needs, "统计局")]
    assert [group.name for group in groups_of(plan.needs, "统计局", "all")] == ["基准"]


def test_names_of_sheets_are_short_clean_and_different() -> None:
    assert clean_sheet_name("医政/药政:股", []) == "医政-药政-股"
    assert clean_sheet_name("甲" * 40, []) == "甲" * 31
    assert clean_sheet_name("甲" * 40, ["甲" * 31]) == "甲" * 30 + "2"
    assert clean_sheet_name("History", []) == "History2"
    assert clean_sheet_name("'", []) == "数据"


def test_a_long_heading_wraps_and_says_how_high_it_gets() -> None:
    assert heading_size("满意率", 1) == (10.0, 1)
    width, lines = heading_size("发生重大医疗事故", 1)
    assert (width, lines) == (10.0, 2)


def test_columns_are_neither_too_narrow_nor_too_wide() -> None:
    assert (width_of(["甲"]), width_of(["城关镇卫生院"]), width_of(["长" * 40])) == (9.0, 14.0, 26.0)
