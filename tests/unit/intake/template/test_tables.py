"""The sheets of events, ballots and marks."""

from __future__ import annotations

import io

import openpyxl
from openpyxl.workbook import Workbook

from kpi_engine.intake.register import Register, Unit
from kpi_engine.intake.template.book import make_template
from kpi_engine.intake.template.tables import event_options, event_words
from scored import plan_text

TEXT = """
scheme: desk
title: 试算
edition: 2024
points: 10
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
same_fact: each
periods: {every: quarter, combine: mean, missing: problem}
events:
  超期: {units: several, columns: {天数: {kind: count, measured_in: 天}}}
indicators:
  作风:
    points: 10
    owner: 督查室
    deduct:
      超期: {count: 天数, each: 1, text: 每天扣1分, clause: 细则5}
      失职: {chosen: [2, 5]}
"""


def book(text: str) -> Workbook:
    template = make_template(plan_text(text).needs, Register((Unit("甲局"), Unit("乙局"))), title="试算")
    return openpyxl.load_workbook(io.BytesIO(template.data))


def test_events_have_columns_for_period_chosen_points_and_their_own() -> None:
    sheet = book(TEXT)["事项-督查室"]
    assert [cell.value for cell in sheet[3]] == ["单位", "事项", "日期", "事实编号", "证据", "说明", "时期", "分值", "天数（天）"]
    assert sheet["B3"].comment.text == "超期：每天扣1分；细则5\n失职"
    assert "失职：2 至 5 分" in sheet["H3"].comment.text
    assert sheet["I3"].comment.text == "只填：超期"


def test_a_cell_that_may_name_several_units_has_no_list() -> None:
    sheet = book(TEXT)["事项-督查室"]
    assert not any(str(rule.sqref).startswith("A") for rule in sheet.data_validations.dataValidation)


def test_nothing_happened_is_the_last_of_the_options() -> None:
    needs = plan_text(TEXT).needs.events
    assert event_options(needs) == ("超期", "失职", "无")
    assert event_words(needs) == "超期：每天扣1分；细则5\n失职"


def test_votes_in_periods_without_groups_of_raters_stand_side_by_side() -> None:
    text = TEXT[: TEXT.index("events:")] + (
        "inputs:\n  评议: {kind: ballots, owner: 组织部, options: {好: 100, 差: 0}}\nindicators:\n  测评: {points: 10, score: points * 评议 / 100}\n"
    )
    sheet = book(text)["票数-评议"]
    assert [cell.value for cell in sheet[3]][:4] == ["单位", "一季度", None, "二季度"]
    assert [cell.value for cell in sheet[4]][1:4] == ["好", "差", "好"]
