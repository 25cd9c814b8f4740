"""The guide in front of the template."""

from __future__ import annotations

import io

import openpyxl

from kpi_engine.engine.plan import Plan
from kpi_engine.intake.headers import UNIT_WORDS
from kpi_engine.intake.register import Register
from kpi_engine.intake.template.book import make_template


def lines(plan: Plan, register: Register) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(make_template(plan.needs, register, title="试算").data))
    return [row for row in book["填表说明"].iter_rows(values_only=True) if any(row)]


def test_every_owner_sees_its_sheets_and_its_share(plan: Plan, register: Register) -> None:
    assert ("组织部", "票数-评议、评分-评委", "60", None, None) in [tuple(v or None for v in row) for row in lines(plan, register)]
    assert ("纪委", "事项-纪委", "0", "1 种", None) in [tuple(v or None for v in row) for row in lines(plan, register)]


def test_every_input_and_event_is_listed_with_what_is_wanted(plan: Plan, register: Register) -> None:
    told = {row[1]: row for row in lines(plan, register)}
    assert told["满意率"][:4] == ("统计局", "满意率", "百分比", "百分比，0% 至 100%，如 92.5%。")
    assert told["固定资产投资（万元）"][4] == "依据：细则1\n含农户投资"
    assert told["通报"][3] == "被通报的扣分"


def test_no_cell_of_the_guide_looks_like_the_heading_of_a_table_of_units(plan: Plan, register: Register) -> None:
    assert [value for row in lines(plan, register) for value in row if str(value) in UNIT_WORDS] == []
