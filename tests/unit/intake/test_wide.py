from __future__ import annotations

from fractions import Fraction

from kpi_engine.intake.collect import collect
from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.intake.grid import Area
from kpi_engine.table import Role, State
from needing import REGISTER, by_input, codes, column_need, needs_of, numbers, units, with_target


def test_periods_stand_in_merged_headings():
    needs = needs_of(*(column_need("投资", "number", period=period) for period in ("六月", "十二月")), periods=("六月", "十二月"))
    grid = grid_of_rows(
        [["单位", "投资（万元）", None], [None, "6月", "12月"], ["甲镇", "1.5", "2"], ["乙镇", "3", "4"], ["丙镇", "0", "不涉及"]],
        merged=[Area(1, 1, 2, 1), Area(1, 2, 1, 3)],
    )
    collected = collect([grid], REGISTER, needs)
    assert codes(collected.problems) == []
    assert numbers(collected, by_input("投资", "六月")) == [Fraction(3, 2), 3, 0]
    assert numbers(collected, by_input("投资", "十二月")) == [2, 4, None]
    assert collected.facts.columns[by_input("投资", "十二月")].state[2] == State.NOT_APPLICABLE


def test_periods_stand_in_the_names_of_sheets():
    needs = needs_of(*(column_need("投资", "number", period=period) for period in ("1月", "11月")), periods=("1月", "11月"))
    grids = [grid_of_rows([["单位", "投资"], ["甲镇", value]], sheet=sheet) for sheet, value in (("2024年1月", "5"), ("2024年11月", "7"))]
    collected = collect(grids, REGISTER, needs)
    assert codes(collected.problems) == []
    assert [numbers(collected, by_input("投资", period))[0] for period in ("1月", "11月")] == [5, 7]


def test_a_period_that_nothing_tells_is_a_problem():
    needs = needs_of(column_need("投资", "number", period="六月"), column_need("投资", "number", period="十二月"), periods=("六月", "十二月"))
    collected = collect([grid_of_rows([["单位", "投资"], ["甲镇", "5"]])], REGISTER, needs)
    assert "K535" in codes(collected.problems)


def test_an_input_with_target_in_each_period_reads_the_template_headings():
    needs = needs_of(
        *(column_need("培训", "count", period=p, role=role, target="given") for p in ("六月", "十二月") for role in ("target", "value")),
        periods=("六月", "十二月"),
    )
    grid = grid_of_rows(
        [["单位", "培训（期）", None, None, None], [None, "六月目标", "六月完成", "十二月目标", "十二月完成"], ["甲镇", "1", "2", "3", "4"]],
        merged=[Area(1, 1, 2, 1), Area(1, 2, 1, 5)],
    )
    collected = collect([grid], REGISTER, needs)
    refs = [by_input("培训", p, role) for p in ("六月", "十二月") for role in (Role.TARGET, Role.INPUT)]
    assert [numbers(collected, ref)[0] for ref in refs] == [1, 2, 3, 4]
    assert codes(collected.problems) == []


def test_a_target_stands_right_of_its_input_or_carries_its_name():
    needs = needs_of(*with_target("派驻医师", "count"), *with_target("培训", "count"))
    grid = grid_of_rows([["单位", "派驻医师", "目标值", "培训目标", "培训"], ["甲镇", "4", "5", "6", "7"]])
    collected = collect([grid], REGISTER, needs)
    refs = [by_input(name, role=role) for name in ("派驻医师", "培训") for role in (Role.INPUT, Role.TARGET)]
    assert [numbers(collected, ref)[0] for ref in refs] == [4, 5, 7, 6]


def test_a_row_of_totals_that_does_not_add_up_is_a_finding():
    needs = needs_of(column_need("投资"))
    collected = collect([grid_of_rows([["单位", "投资"], ["甲镇", "1"], ["乙镇", "2"], ["合计", 4.0]])], REGISTER, needs)
    assert codes(collected.findings) == ["K536", "K538"]


def test_merged_cells_among_the_data_are_refused():
    needs = needs_of(column_need("投资"))
    collected = collect([grid_of_rows([["单位", "投资"], ["甲镇", "1"], ["乙镇"]], merged=[Area(2, 2, 3, 2)])], REGISTER, needs)
    assert codes(collected.problems) == ["K540"]


def test_a_heading_in_another_scale_is_refused():
    needs = needs_of(column_need("投资", measured_in="元"))
    assert codes(collect([grid_of_rows([["单位", "投资（万元）"], ["甲镇", "1"]])], REGISTER, needs).problems) == ["K543"]


def test_one_value_for_a_class_or_for_everybody_reaches_each_unit():
    register = units({"单位": "甲", "类别": "镇"}, {"单位": "乙", "类别": "街道"}, {"单位": "丙", "类别": "镇"})
    needs = needs_of(column_need("基准", per="class"), column_need("均值", per="all"))
    grid = grid_of_rows([["单位", "基准", "均值"], ["镇", "5", None], ["街道", "6", None], ["全县", None, "7"]])
    collected = collect([grid], register, needs, ["镇", "街道"])
    assert codes(collected.problems) == []
    assert numbers(collected, by_input("基准")) == [5, 6, 5]
    assert numbers(collected, by_input("均值")) == [7, 7, 7]
    assert list(collected.facts.class_of) == [0, 1, 0]
