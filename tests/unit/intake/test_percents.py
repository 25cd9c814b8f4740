"""Percentages above 100%."""

from __future__ import annotations

import pytest

from kpi_engine.intake.collect import collect
from kpi_engine.intake.frames import grid_of_rows
from needing import REGISTER, column_need, needs_of, with_target


def said(rows: list[list[object]], *needs: object) -> list[str]:
    told = collect([grid_of_rows(rows, file="a.xlsx", sheet="表")], REGISTER, needs_of(*needs))  # type: ignore[arg-type]
    assert told.problems == ()
    return [f"{p.place} {p.message()}" for p in told.findings if p.code.number == "K591"]


RATES: list[list[object]] = [["单位", "满意率"], ["甲镇", "98.5%"], ["乙镇", "1000000%"], ["丙镇", "100.01%"]]


def test_what_nothing_allows_is_a_finding_with_its_cells() -> None:
    assert said(RATES, column_need("满意率", "percent")) == ["a.xlsx!表!B3 满意率：1000000% 超过 100%（共 2 处）"]


@pytest.mark.parametrize("keys", [{"between": ["0", "20000"]}, {"target": "110%"}, {"target": {"街道": "90%", "otherwise": "120%"}}])
def test_a_range_or_a_target_that_allows_it_is_believed(keys: dict[str, object]) -> None:
    assert said(RATES, column_need("满意率", "percent", **keys)) == []


@pytest.mark.parametrize("target", ["95%", "面积 * 2"])
def test_another_target_does_not_allow_it(target: str) -> None:
    assert len(said(RATES, column_need("满意率", "percent", target=target))) == 1


def test_a_target_beside_the_value_allows_it_for_that_unit() -> None:
    rows: list[list[object]] = [["单位", "增速", "目标"], ["甲镇", "130%", "120%"], ["乙镇", "130%", "90%"], ["丙镇", "130%", None]]
    assert said(rows, *with_target("增速", "percent")) == ["a.xlsx!表!B3 增速：130% 超过 100%（共 2 处）"]


def test_numbers_that_are_no_percentages_are_not_meant() -> None:
    assert said([["单位", "投资"], ["甲镇", 130]], column_need("投资")) == []
