"""Which figures become columns."""

from __future__ import annotations

from kpi_engine.engine.results import Results
from kpi_engine.report.spread import all_figures, classes_of, is_common, spread
from scored import score_text


def test_common_columns_are_those_that_all_classes_have(desk: Results) -> None:
    assert [c.key for c in spread(desk, common=True)] == ["工作", "完成", "纪律", "评价"]
    assert [c.title for c in spread(desk, common=False)] == ["工作", "完成", "纪律", "群众评价", "奖励"]


def test_classes_of_an_indicator(desk: Results) -> None:
    tree = desk.plan.book.tree
    assert (classes_of(desk, tree["奖励"]), classes_of(desk, tree["完成"])) == (frozenset({"街道"}), frozenset({"街道", "园区"}))
    assert (is_common(desk, tree["奖励"]), is_common(desk, tree["评价"])) == (False, True)


def test_zero_points_and_absent_classes_are_not_common() -> None:
    sheet = score_text(
        """
scheme: desk
title: 试算
edition: 2024
points: 100
classes: {甲类: {}, 乙类: {}}
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: skip
inputs: {分: {kind: number, owner: 办公室}}
indicators:
  公共: {points: {甲类: 60, otherwise: 100}, score: 分}
  甲项: {points: {甲类: 40, 乙类: 0}, score: 1}
""",
        {"一": "甲类", "二": "乙类"},
        {"分": ["10", "20"]},
    )
    assert [c.key for c in spread(sheet.results, common=True)] == ["公共"]
    assert classes_of(sheet.results, sheet.results.plan.book.tree["甲项"]) == frozenset({"甲类"})


PERIODS = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, indicator: 2, total: 2}
missing: problem
not_applicable: problem
inputs: {分: {kind: number, owner: 办公室, every: half}}
periods: {every: half, combine: mean, missing: problem}
indicators: {甲项: {points: 40, score: 分}, 乙项: {points: 60, score: 分 / 2}}
"""


def test_totals_of_periods_follow_the_indicators() -> None:
    sheet = score_text(PERIODS, ["甲"], {"分@上半年": ["10"], "分@下半年": ["20"]})
    assert [c.key for c in spread(sheet.results, common=True)] == ["甲项", "乙项", "总分（上半年）", "总分（下半年）"]
    assert [(c.entry.name, c.period) for c in all_figures(sheet.results)] == [
        ("", "上半年"), ("", "下半年"), ("甲项", ""), ("甲项", "上半年"), ("甲项", "下半年"), ("乙项", ""), ("乙项", "上半年"), ("乙项", "下半年"),
    ]  # fmt: skip
