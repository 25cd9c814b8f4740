"""Corrected events as facts: what is struck is gone from the table and kept beside it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kpi_engine.intake.collect import collect
from kpi_engine.intake.eventoverlay import EventCorrection, count_text, lay_over_events
from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.intake.told import Told
from kpi_engine.scheme.needs import EVENTS
from kpi_engine.source import Place
from kpi_engine.table import Facts, Ref, Role, State, Struck
from needing import units
from scored import HEAD, plan_text

PLAN = plan_text(
    HEAD + "events: {联办失误: {units: several, columns: {份额: {kind: number}}}}\n"
    "indicators: {甲: {points: 100, owner: 甲科, deduct: {联办失误: {each: 10, count: 份额}}}}\n"
)
REGISTER = units("甲镇", "乙镇")


def facts_of(*rows: Sequence[object]) -> Facts:
    grid = grid_of_rows([["单位", "事项", "日期", "份额"], *rows], file="a.xlsx", sheet="事项")
    collected = collect([grid], REGISTER, PLAN.needs)
    assert collected.problems == ()
    return collected.facts


def strike(unit: str, old: int = 1, new: int = 0) -> EventCorrection:
    cells = ((State.PRESENT, Fraction(old)), (State.PRESENT, Fraction(new)))
    return EventCorrection(
        unit, "联办失误", "联办失误", f"{old} 件", "撤销", "", {}, cells, "复核1号", "张三", "2024-12-30", Place("b.xlsx", "更正", 2, 7)
    )


def rows_of(facts: Facts) -> list[int]:
    return facts.rows[EVENTS].unit.tolist()


def test_of_an_event_of_several_units_only_the_share_of_the_one_named_is_struck() -> None:
    told = Told()
    facts = lay_over_events(facts_of(["甲镇、乙镇", "联办失误", "2024-05-01", "0.6、0.4"]), [strike("甲镇")], told)
    assert (rows_of(facts), told.problems) == ([1], ())
    assert facts.columns[Ref(Role.COLUMN, EVENTS, part="联办失误.份额")].value(0) == Fraction("0.4")
    (struck,) = facts.struck
    assert struck == Struck(0, "联办失误", "", "2024-05-01", "", "a.xlsx!事项!B2；更正 b.xlsx!更正!G2：1 件 改为 撤销（复核1号，张三，2024-12-30）")


def test_of_equal_events_the_last_ones_are_struck() -> None:
    row = ["甲镇", "联办失误", None, 1]
    facts = lay_over_events(facts_of(row, row, row), [strike("甲镇", 3, 1)], Told())
    assert (rows_of(facts), [was.source[:13] for was in facts.struck]) == ([0], ["a.xlsx!事项!B3；", "a.xlsx!事项!B4；"])


def test_without_corrections_or_events_the_facts_are_the_same() -> None:
    facts = facts_of(["甲镇", "联办失误", None, 1])
    assert lay_over_events(facts, [], Told()) is facts


def test_no_events_are_left_out_by_words() -> None:
    assert [count_text((State.PRESENT, Fraction(n))) for n in (2, 0)] == ["2 件", "撤销"]
