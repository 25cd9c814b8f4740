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


def test_a_text_that_is_no_period_does_not_fall_to_the_period_of_its_sheet():
    needs = needs_of(column_need("投资", "number", period="六月"), column_need("投资", "number", period="七月"), periods=("六月", "七月"))
    rows = [["单位", "数据项", "时期", "数值"], ["甲镇", "投资", "13月", "1"], ["乙镇", "投资", None, "2"], ["丙镇", "投资", "七月", "3"]]
    collected = collect([grid_of_rows(rows, file="a.csv", sheet="六月")], REGISTER, needs)
    assert numbers(collected, by_input("投资", "六月")) == [None, 2, None]
    assert numbers(collected, by_input("投资", "七月")) == [None, None, 3]
    assert [(p.code.number, str(p.place)) for p in collected.problems] == [("K545", "a.csv!六月!D2")]


def test_a_period_beside_an_input_reported_once_is_said_to_count_for_nothing_where_it_is_none():
    """六月 is a period, so a table of June may bring what is reported once; 13月 is none."""
    needs = needs_of(column_need("满意率", "percent"), periods=("六月",))
    rows = [
        ["单位", "数据项", "时期", "数值"],
        ["甲镇", "满意率", "13月", "90%"],
        ["乙镇", "满意率", "13月", "91%"],
        ["丙镇", "满意率", "6月", "92%"],
    ]
    collected = collect([grid_of_rows(rows, file="长.csv")], REGISTER, needs)
    assert numbers(collected, by_input("满意率")) == [Fraction(9, 10), Fraction(91, 100), Fraction(92, 100)]
    assert collected.problems == ()
    told = [p for p in collected.findings if p.code.number == "K599"]
    assert [(str(p.place), p.message("en")) for p in told] == [
        ("长.csv:2:3", "满意率 is reported once; the period 13月 was not looked at (2 places)")
    ]


def test_in_a_scheme_without_periods_any_period_counts_for_nothing_and_is_told():
    rows = [["单位", "数据项", "时期", "数值"], ["甲镇", "满意率", "上半年", "90%"], ["乙镇", "满意率", None, "91%"]]
    collected = collect([grid_of_rows(rows, file="长.csv")], REGISTER, needs_of(column_need("满意率", "percent")))
    assert [p.message() for p in collected.findings if p.code.number == "K599"] == ["满意率只报一次，时期“上半年”没有用（共 1 处）"]


def test_a_mark_with_a_text_that_is_no_period_is_refused_where_marks_are_asked_for_by_period():
    needs = needs_of(marks=(marks_need("评委评分", ("六月", "七月")),), periods=("六月", "七月"))
    rows = [["单位", "数据项", "评议主体", "时期", "数值"], ["甲镇", "评委评分", "王某", "13月", "90"], ["乙镇", "评委评分", "王某", "七月", "91"]]
    collected = collect([grid_of_rows(rows, file="a.csv", sheet="六月")], REGISTER, needs)
    assert [(p.code.number, str(p.place)) for p in collected.problems] == [("K545", "a.csv!六月!E2")]
    assert len(collected.facts.rows["marks:评委评分"]) == 1
