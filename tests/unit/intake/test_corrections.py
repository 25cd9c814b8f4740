from __future__ import annotations

from fractions import Fraction

from kpi_engine.intake.collect import collect
from kpi_engine.intake.corrections import read_corrections
from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.scheme.outcome import DecisionRule
from kpi_engine.table import Ref, Role, State
from needing import column_need, needs_of, units

REGISTER = units("甲镇", "乙镇", "丙镇")
NEEDS = needs_of(column_need("投资"), column_need("满意率", "percent"), column_need("培训", "count", period="六月"), periods=("六月",))
DATA = grid_of_rows([["单位", "投资", "满意率", "培训(六月)"], ["甲镇", "5", "90%", "3"], ["乙镇", "6", "85%", "4"]], file="数据.xlsx", sheet="表")
RULES = {
    "领导加减分": DecisionRule.model_validate({"range": ["-2", "2"], "by": "领导小组", "counts_in": "total"}),
    "审定等次": DecisionRule.model_validate({"grade": "yes", "by": "常委会"}),
}
PAPER = ("会议纪要3号", "张三", "2024-12-30")


def corrected(*rows):
    grid = grid_of_rows([["单位", "数据项", "时期", "原值", "改为", "依据", "经办人", "日期"], *rows], file="更正与审定.xlsx", sheet="更正")
    return read_corrections([grid], REGISTER, NEEDS, RULES, ["优秀", "合格"])


def decided(*rows):
    grid = grid_of_rows([["单位", "事项", "内容", "文号", "日期", "经办人"], *rows], file="更正与审定.xlsx", sheet="审定")
    return read_corrections([grid], REGISTER, NEEDS, RULES, ["优秀", "合格"])


def codes(problems):
    return sorted(problem.code.number for problem in problems)


def applied(corrections):
    return collect([DATA], REGISTER, NEEDS, corrections=corrections, decisions=RULES, grades=["优秀", "合格"])


def test_a_correction_replaces_the_value_and_says_so():
    corrections, problems = corrected(["甲镇", "投资", None, "5", "5.5", *PAPER], ["乙镇", "满意率", None, "85%", "86%", *PAPER])
    collected = applied(corrections)
    assert problems == []
    assert collected.problems == ()
    column = collected.facts.columns[Ref(Role.INPUT, "投资")]
    assert [column.value(row) for row in range(3)] == [Fraction(11, 2), 6, None]
    assert column.sources(0) == "更正 更正与审定.xlsx!更正!E2：5 改为 5.5（会议纪要3号，张三，2024-12-30）"
    assert column.sources(1) == "数据.xlsx!表!B3"
    assert corrections.corrections[1].old == "85%"


def test_a_blank_old_value_means_that_nothing_was_reported():
    corrections, _ = corrected(["丙镇", "投资", None, None, "7", *PAPER])
    assert applied(corrections).facts.columns[Ref(Role.INPUT, "投资")].value(2) == 7


def test_a_correction_of_another_old_value_is_refused():
    corrections, _ = corrected(["甲镇", "投资", None, "4", "7", *PAPER])
    collected = applied(corrections)
    assert [(p.code.number, str(p.place)) for p in collected.problems] == [("K561", "更正与审定.xlsx!更正!E2")]
    assert collected.facts.columns[Ref(Role.INPUT, "投资")].value(0) == 5


def test_a_correction_of_a_period_names_it():
    corrections, problems = corrected(["甲镇", "培训", "6月", "3", "4", *PAPER])
    assert problems == []
    assert applied(corrections).facts.columns[Ref(Role.INPUT, "培训", "六月")].value(0) == 4


def test_a_correction_needs_its_paper_a_known_input_a_period_and_comes_once():
    _, problems = corrected(
        ["甲镇", "投资", None, "5", "6", None, "张三", None],
        ["甲镇", "投姿", None, "5", "6", *PAPER],
        ["甲镇", "培训", None, "3", "6", *PAPER],
        ["乙镇", "投资", None, "6", "7", *PAPER],
        ["乙镇", "投资", None, "7", "8", *PAPER],
        ["丁镇", "投资", None, "7", "8", *PAPER],
    )
    assert codes(problems) == ["K510", "K535", "K560", "K562", "K563"]


def test_decided_points_and_grades_are_columns_of_their_own():
    corrections, problems = decided(
        ["甲镇", "领导加减分", "0.5", "常发1号", "2024-12-31", "张三"], ["乙镇", "审定等次", "优秀", "常发2号", "2024-12-31", ""]
    )
    facts = applied(corrections).facts
    assert problems == []
    assert [facts.columns[Ref(Role.DECIDED, "领导加减分")].value(row) for row in range(3)] == [Fraction(1, 2), 0, 0]
    assert [facts.columns[Ref(Role.DECIDED, "审定等次")].cell(row) for row in range(2)] == [(State.MISSING, None), (State.PRESENT, "优秀")]
    assert facts.columns[Ref(Role.DECIDED, "领导加减分")].sources(0).startswith("审定 更正与审定.xlsx!审定!C2：0.5（常发1号")


def test_a_decision_beyond_its_range_or_unknown_is_refused():
    _, problems = decided(
        ["甲镇", "领导加减分", "2.5", "1号", "2024-12-31", ""],
        ["甲镇", "审定等次", "良好", "1号", "2024-12-31", ""],
        ["甲镇", "领导加分", "1", "1号", "2024-12-31", ""],
        ["乙镇", "领导加减分", "1", None, "2024-12-31", ""],
        ["乙镇", "领导加减分", "1", "1号", "2024-12-31", ""],
    )
    assert codes(problems) == ["K562", "K564", "K565", "K566", "K567"]


def test_a_unit_listed_apart_by_decision_is_not_ranked():
    corrections, problems = decided(["乙镇", "单列", None, "常发2号", "2024-12-31", ""])
    ranked = applied(corrections).facts.columns[Ref(Role.UNIT, part="ranked")]
    assert problems == []
    assert [ranked.value(row) for row in range(3)] == [True, False, True]


def test_a_day_that_no_calendar_has_is_told_and_the_correction_counts():
    """The date is text of the paper: 2024年底 is let be, 2024-02-30 is worth a look."""
    inputs = (("甲镇", "投资"), ("乙镇", "投资"), ("丙镇", "投资"), ("甲镇", "满意率"))
    days = ("2024-02-30", "2024年13月1日", "2024/2/29", "2024年底")
    rows = [[unit, name, None, None, "5", "函1号", "张三", day] for (unit, name), day in zip(inputs, days, strict=True)]
    corrections, problems = corrected(*rows)
    assert (len(corrections.corrections), problems) == (4, [])
    told = [p for p in corrections.findings if p.code.number == "K574"]
    assert [(str(p.place), p.message(), p.severity) for p in told] == [
        ("更正与审定.xlsx!更正!H2", "“2024-02-30”不是日历上有的一天", "finding"),
        ("更正与审定.xlsx!更正!H3", "“2024年13月1日”不是日历上有的一天", "finding"),
    ]
    decisions, problems = decided(["甲镇", "领导加减分", "1", "纪要1号", "2024-4-31", "领导小组"])
    assert (len(decisions.decisions), problems, codes(decisions.findings)) == (1, [], ["K574"])
