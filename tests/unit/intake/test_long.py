from __future__ import annotations

from fractions import Fraction

from kpi_engine.intake.collect import collect
from kpi_engine.intake.frames import grid_of_rows
from needing import REGISTER, by_input, column_need, marks_need, needs_of, numbers


def test_the_long_layout_is_read_by_groups():
    needs = needs_of(column_need("投资", "number", period="六月"), column_need("满意率", "percent"), periods=("六月",))
    rows = [
        ["单位", "数据项", "时期", "数值"],
        ["甲镇", "投资", "6月", "1.25"],
        ["甲镇", "满意率", None, "90%"],
        ["乙镇", "投资", "六月", "2"],
        ["乙镇", "满意度", None, "90%"],
        ["丙镇", "投资", "七月", "1"],
    ]
    collected = collect([grid_of_rows(rows, file="长.csv")], REGISTER, needs)
    assert numbers(collected, by_input("投资", "六月")) == [Fraction(5, 4), 2, None]
    assert numbers(collected, by_input("满意率"))[0] == Fraction(9, 10)
    assert [(p.code.number, str(p.place)) for p in collected.problems] == [("K544", "长.csv:5:4"), ("K545", "长.csv:6:4")]


def test_a_mark_of_no_period_is_asked_for_it_where_periods_are_marked():
    needs = needs_of(marks=(marks_need("评分", ["一月", "二月"]),), periods=("一月", "二月"))
    rows = [
        ["单位", "数据项", "时期", "评委", "数值"],
        ["甲镇", "评分", None, "张三", "90"],
        ["甲镇", "评分", "三月", "张三", "80"],
        ["甲镇", "评分", "二月", "张三", "70"],
    ]
    collected = collect([grid_of_rows(rows, file="长.csv")], REGISTER, needs)
    assert [(p.code.number, str(p.place)) for p in collected.problems] == [("K535", "长.csv:2:5"), ("K545", "长.csv:3:5")]
    assert collected.facts.rows["marks:评分"].unit.tolist() == [0]
