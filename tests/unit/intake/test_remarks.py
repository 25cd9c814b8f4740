"""A value beside which a reason, or evidence, has to stand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kpi_engine.intake.collect import Collected, collect
from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.scheme.needs import remarks_of
from kpi_engine.table import Ref, Role
from needing import REGISTER, column_need, needs_of

X = Ref(Role.INPUT, "扣分")


def collected(rows: Sequence[Sequence[object]], period: str = "", **keys: object) -> Collected:
    need = column_need("扣分", period=period, **keys)
    needs = needs_of(need, remarks=tuple(remarks_of(need)), periods=(period,) if period else ())
    return collect([grid_of_rows(rows, file="a.xlsx", sheet="表")], REGISTER, needs)


def said(told: Collected) -> list[str]:
    return [f"{p.place} {p.code.number} {p.message()}" for p in told.problems]


ROWS = [["单位", "扣分", "理由"], ["甲镇", 2, "漏报材料"], ["乙镇", 1, None], ["丙镇", None, None]]


def test_a_value_without_its_reason_is_refused_at_its_cell() -> None:
    assert said(collected(ROWS, reason="required")) == ["a.xlsx!表!B3 K585 乙镇 的“扣分”旁边没有写理由"]


def test_what_was_not_reported_needs_no_reason_and_an_optional_one_may_be_left_out() -> None:
    assert said(collected(ROWS, reason="optional")) == []


def test_the_place_of_the_value_tells_the_reason() -> None:
    column = collected(ROWS, reason="optional").facts.columns[X]
    assert [column.sources(row) for row in (0, 1)] == ["a.xlsx!表!B2（理由：漏报材料）", "a.xlsx!表!B3"]


def test_a_scheme_that_asks_for_no_reason_takes_the_column_for_what_it_was() -> None:
    told = collected(ROWS)
    assert (said(told), told.facts.columns[X].sources(0)) == ([], "a.xlsx!表!B2")


@pytest.mark.parametrize("heading", ["扣分理由", "扣分 原因", "扣分（理由）", "理由"])
def test_the_column_is_found_by_its_heading(heading: str) -> None:
    rows = [["单位", "扣分", heading], ["甲镇", 2, "漏报材料"]]
    assert said(collected(rows, reason="required")) == []


def test_a_reason_may_stand_anywhere_under_its_full_name() -> None:
    rows = [["单位", "扣分 理由", "备注", "扣分"], ["甲镇", "漏报材料", "", 2]]
    assert said(collected(rows, reason="required")) == []


def test_without_the_column_every_value_lacks_its_reason() -> None:
    rows = [["单位", "扣分"], ["甲镇", 2], ["乙镇", 0]]
    assert [line.split()[1] for line in said(collected(rows, reason="required"))] == ["K585", "K585"]


def test_evidence_is_asked_for_in_the_same_way() -> None:
    rows = [["单位", "扣分", "理由", "证据"], ["甲镇", 2, "漏报", "督字1号"], ["乙镇", 2, "漏报", None]]
    told = collected(rows, reason="required", evidence="required")
    assert said(told) == ["a.xlsx!表!B3 K585 乙镇 的“扣分”旁边没有写证据"]
    assert told.facts.columns[X].sources(0) == "a.xlsx!表!B2（理由：漏报）（证据：督字1号）"


def test_a_row_for_each_figure_has_a_column_of_reasons() -> None:
    rows = [["单位", "数据项", "数值", "理由"], ["甲镇", "扣分", 2, "漏报材料"], ["乙镇", "扣分", 1, None]]
    assert said(collected(rows, reason="required")) == ["a.xlsx!表!C3 K585 乙镇 的“扣分”旁边没有写理由"]


def test_each_period_has_its_own() -> None:
    rows = [["单位", "扣分", ""], ["", "六月", "六月理由"], ["甲镇", 2, None]]
    assert [line.split()[1:3] for line in said(collected(rows, "六月", reason="required"))] == [["K585", "甲镇"]]
