"""Corrections of events: read from the sheet 更正, laid over what was reported, told in the trail. Amounts are worked by hand."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from kpi_engine.engine.run import run_plan
from kpi_engine.intake.collect import Collected, collect
from kpi_engine.intake.corrections import Corrections, read_corrections
from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.table import Ref, Role, State, as_date
from kpi_engine.trail.ledger import ledgers
from needing import units
from scored import HEAD, plan_text

SCHEME = """events: {旷工: {columns: {天数: {kind: number}}}}
indicators:
  纪律:
    points: 100
    owner: 人事股
    deduct:
      旷工: {each: 5, count: 天数}
      迟到: 2
      舆情: {chosen: [5, 10]}
      失实: {once: 20}
"""
PLAN = plan_text(HEAD + SCHEME)
REGISTER = units("甲镇", "乙镇")
HEADINGS = ["单位", "事项", "日期", "事实编号", "证据", "分值", "天数"]
EVENTS = [
    ["甲镇", "旷工", "2024-03-05", "F1", "考勤1号", None, 2],
    ["甲镇", "旷工", "2024-06-01", "F2", "考勤2号", None, 1],
    ["甲镇", "迟到", None, None, None, None, None],
    ["甲镇", "迟到", None, None, None, None, None],
    ["甲镇", "迟到", None, None, None, None, None],
    ["甲镇", "舆情", "2024-05-01", "Y1", None, 8, None],
    ["乙镇", "失实", "2024-07-01", "S1", None, None, None],
]
PAPER = ["申诉复核3号", "张三", "2024-12-30"]
COLUMNS = ["单位", "事项", "发生日期", "事实编号", "栏目", "原值", "改为", "依据", "经办人", "日期"]


def read(*rows: Sequence[object]) -> tuple[Corrections, list[str]]:
    grid = grid_of_rows([COLUMNS, *([*row, *PAPER] for row in rows)], file="更正与审定.xlsx", sheet="更正")
    corrections, problems = read_corrections([grid], REGISTER, PLAN.needs, {}, [])
    return corrections, [f"{p.code.number} {p.message()}" for p in (*problems, *corrections.findings)]


def applied(*rows: Sequence[object]) -> Collected:
    corrections, said = read(*rows)
    assert said == []
    data = grid_of_rows([HEADINGS, *EVENTS], file="人事股.xlsx", sheet="事项")
    return collect([data], REGISTER, PLAN.needs, corrections=corrections)


def scores(collected: Collected) -> list[Fraction | None]:
    assert collected.problems == ()
    results = run_plan(PLAN, collected.facts)
    assert all(account.balances for row in (0, 1) for account in ledgers(results, row))
    return [results.number(Ref(Role.TOTAL), row) for row in (0, 1)]


def told(collected: Collected) -> list[str]:
    return [f"{p.code.number} {p.message()}" for p in collected.problems]


def test_without_corrections_every_event_counts() -> None:
    """100 − 2×5 − 1×5 − 3×2 − 8 = 71; 100 − 20 = 80."""
    assert scores(applied()) == [71, 80]


@pytest.mark.parametrize(
    ("row", "totals"),
    [
        (["甲镇", "旷工", "2024-03-05", None, None, 1, "撤销"], [81, 80]),
        (["甲镇", "旷工", None, "F1", None, 1, 0], [81, 80]),
        (["甲镇", "旷工", None, None, None, 2, "撤销"], [86, 80]),
        (["甲镇", "迟到", None, None, None, 3, 1], [75, 80]),
        (["甲镇", "迟到", None, None, None, "3", "取消"], [77, 80]),
        (["甲镇", "旷工", "2024-03-05", None, "天数", 2, "0.5"], [Fraction("78.5"), 80]),
        (["甲镇", "舆情", None, None, "分值", 8, 5], [74, 80]),
        (["乙镇", "失实", None, "S1", None, 1, "撤销"], [71, 100]),
    ],
)
def test_a_struck_event_or_a_changed_column_gives_the_points_back(row: list[object], totals: list[Fraction]) -> None:
    assert scores(applied(row)) == totals


def test_several_corrections_hold_together() -> None:
    told = applied(
        ["甲镇", "旷工", None, "F1", None, 1, "撤销"], ["甲镇", "旷工", None, "F2", "天数", 1, 3], ["甲镇", "迟到", None, None, None, 3, 2]
    )
    assert scores(told) == [100 - 15 - 4 - 8, 80]


def test_the_trail_tells_what_was_struck_with_the_paper() -> None:
    results = run_plan(PLAN, applied(["甲镇", "旷工", None, "F1", None, 1, "撤销"]).facts)
    account = next(account for account in ledgers(results, 0) if account.name == "纪律")
    (struck,) = (p for p in account.postings if "撤销" in p.memo)
    assert (struck.what, struck.amount, struck.memo, struck.date, struck.evidence) == ("旷工", 0, "更正撤销，不计", "2024-03-05", "考勤1号")
    assert struck.source == "人事股.xlsx!事项!B2；更正 更正与审定.xlsx!更正!G2：1 件 改为 撤销（申诉复核3号，张三，2024-12-30）"


def test_an_item_taken_once_whose_only_event_was_struck_is_told_too() -> None:
    results = run_plan(PLAN, applied(["乙镇", "失实", None, None, None, 1, "撤销"]).facts)
    account = next(account for account in ledgers(results, 1) if account.name == "纪律")
    assert [(p.what, p.amount, p.memo) for p in account.postings] == [("失实", 0, "更正撤销，不计")]


def test_a_changed_column_names_the_correction_as_its_source() -> None:
    facts = applied(["甲镇", "旷工", None, "F1", "天数", 2, 1]).facts
    column = facts.columns[Ref(Role.COLUMN, "events", part="旷工.天数")]
    assert column.sources(0) == "人事股.xlsx!事项!B2；更正 更正与审定.xlsx!更正!G2：2 改为 1（申诉复核3号，张三，2024-12-30）"
    assert (column.value(0), column.sources(1)) == (1, "人事股.xlsx!事项!B3")


def test_a_date_is_corrected_like_any_column() -> None:
    facts = applied(["甲镇", "旷工", None, "F1", "日期", "2024-03-05", "2024-03-06"]).facts
    day = facts.columns[Ref(Role.COLUMN, "events", part="date")].value(0)
    assert isinstance(day, Fraction)
    assert as_date(day).isoformat() == "2024-03-06"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            ["甲镇", "旷工", "2024-03-06", None, None, 1, "撤销"],
            "K587 甲镇 没有报过这样的事项：旷工（2024-03-06）；报过的是：2024-03-05 F1、2024-06-01 F2",
        ),
        (["乙镇", "旷工", None, None, None, 1, "撤销"], "K587 乙镇 没有报过这样的事项：旷工；报过的是：一件也没有报"),
        (["甲镇", "旷工", None, None, None, 1, "撤销"], "K561 甲镇的“旷工”原报 2 件，更正表写的原值是 1 件"),
        (["甲镇", "旷工", None, None, None, 2, 1], "K588 甲镇 的“旷工”有 2 件，不知道更正的是哪一件：2024-03-05 F1、2024-06-01 F2"),
        (["甲镇", "旷工", None, None, "天数", 2, 1], "K588 甲镇 的“旷工 天数”有 2 件，不知道更正的是哪一件：2024-03-05 F1、2024-06-01 F2"),
        (["甲镇", "旷工", None, "F1", "天数", 3, 1], "K561 甲镇的“旷工（F1） 天数”原报 2，更正表写的原值是 3"),
    ],
)
def test_what_does_not_fit_what_was_reported_is_refused(row: list[object], problem: str) -> None:
    collected = applied(row)
    assert told(collected) == [problem]
    assert list(collected.facts.columns[Ref(Role.COLUMN, "events", part="event")].state) == [State.PRESENT] * 7


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (["甲镇", "旷共", None, None, None, 1, "撤销"], "K550"),
        (["甲镇", "旷工", None, "F1", "小时", 1, 2], "K589"),
        (["甲镇", "旷工", None, "F1", "分值", 1, 2], "K589"),
        (["甲镇", "旷工", None, "F1", None, None, "撤销"], "K590"),
        (["甲镇", "迟到", None, None, None, 3, 4], "K590"),
        (["甲镇", "舆情", None, "Y1", "分值", 8, 4], "K551"),
        (["甲镇", "旷工", None, "F1", "天数", 2, 2], "K568"),
    ],
)
def test_what_cannot_be_meant_is_refused_as_it_is_read(row: list[object], problem: str) -> None:
    _, said = read(row)
    assert [text.split()[0] for text in said] == [problem]


def test_one_event_is_corrected_once() -> None:
    row = ["甲镇", "旷工", None, "F1", "天数", 2, 1]
    assert told(applied(row, row)) == ["K563 甲镇的“旷工（F1） 天数”更正了两次"]
    struck = ["甲镇", "旷工", None, "F1", None, 1, "撤销"]
    assert told(applied(struck, row)) == ["K563 甲镇的“旷工（F1） 天数”更正了两次"]


def test_each_correction_needs_its_paper() -> None:
    grid = grid_of_rows([COLUMNS, ["甲镇", "旷工", None, "F1", None, 1, "撤销", None, "张三", None]], file="更正与审定.xlsx", sheet="更正")
    _, problems = read_corrections([grid], REGISTER, PLAN.needs, {}, [])
    assert [p.code.number for p in problems] == ["K562"]


def test_figures_and_events_may_stand_in_one_sheet() -> None:
    plan = plan_text(
        HEAD + "inputs: {投资: {kind: number, owner: 甲科}}\nindicators: {甲: {points: 100, owner: 甲科, score: 投资, deduct: {迟到: 2}}}\n"
    )
    rows = [
        ["单位", "数据项", "事项", "原值", "改为", "依据", "经办人", "日期"],
        ["甲镇", "投资", None, 5, 6, *PAPER],
        ["甲镇", None, "迟到", 1, "撤销", *PAPER],
    ]
    corrections, problems = read_corrections([grid_of_rows(rows, file="a.xlsx", sheet="更正")], REGISTER, plan.needs, {}, [])
    assert (problems, [c.what for c in corrections.changes]) == ([], ["投资", "迟到"])


PERIODIC = """periods: {every: quarter, combine: mean, missing: problem}
indicators: {纪律: {points: 100, owner: 人事股, deduct: {迟到: 8}}}
"""


def test_a_corrected_date_moves_the_event_to_the_period_of_its_day() -> None:
    plan = plan_text(HEAD + PERIODIC)
    data = grid_of_rows([["单位", "事项", "日期"], ["甲镇", "迟到", "2024-03-31"]], file="a.xlsx", sheet="事项")
    row = ["甲镇", "迟到", None, None, "日期", "2024-03-31", "2024-04-01", *PAPER]
    corrections, _ = read_corrections([grid_of_rows([COLUMNS, row], file="更正与审定.xlsx", sheet="更正")], REGISTER, plan.needs, {}, [])
    facts = collect([data], REGISTER, plan.needs, corrections=corrections).facts
    results = run_plan(plan, facts)
    assert [results.number(Ref(Role.TOTAL, period=p), 0) for p in ("一季度", "二季度")] == [100, 92]


def in_quarters(old: str | None, new: str | None) -> tuple[list[object], list[str]]:
    """One 迟到 of the first quarter, its period corrected: the totals of two quarters, and the codes."""
    plan = plan_text(HEAD + PERIODIC)
    data = grid_of_rows([["单位", "事项", "时期"], ["甲镇", "迟到", "一季度"]], file="a.xlsx", sheet="事项")
    row = ["甲镇", "迟到", None, None, "时期", old, new, *PAPER]
    corrections, said = read_corrections([grid_of_rows([COLUMNS, row], file="更正与审定.xlsx", sheet="更正")], REGISTER, plan.needs, {}, [])
    facts = collect([data], REGISTER, plan.needs, corrections=corrections).facts
    results = run_plan(plan, facts)
    return [results.number(Ref(Role.TOTAL, period=p), 0) for p in ("一季度", "二季度")], [p.code.number for p in said]


def test_a_corrected_period_is_one_of_the_scheme_however_it_is_written() -> None:
    assert in_quarters("第1季度", "2季度") == ([100, 92], [])
    assert in_quarters("一季度", "五季度") == ([92, 100], ["K545"])
    assert in_quarters("一季度", None) == ([92, 100], ["K535"])
