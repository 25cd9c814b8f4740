"""Payments in parts, as they are printed."""

from __future__ import annotations

import pytest

from kpi_engine.engine.results import Results
from kpi_engine.report.installments import in_parts, parts_of, told_in_parts
from kpi_engine.report.ranking_sheet import ranking_table
from scored import HEAD, score_text

TEXT = """inputs: {分: {kind: number, owner: 办公室}}
indicators: {得分: {points: 100, score: 分}}
payments:
  补助: {amount: 分 * 100, installments: 12, places: 2, measured_in: 元}
  奖金: {amount: 分, places: 0}
"""


@pytest.fixture
def results() -> Results:
    return score_text(HEAD + TEXT, ["甲", "乙", "丙"], {"分": ["90", "100", None]}, both=False).results


def test_only_what_is_paid_in_parts_has_any(results: Results) -> None:
    assert in_parts(results) == ["补助"]


def test_the_parts_are_texts_in_order_and_none_without_an_amount(results: Results) -> None:
    assert parts_of(results, "补助") == [["750.00"] * 12, ["833.34"] * 4 + ["833.33"] * 8, []]


def test_equal_parts_are_told_together(results: Results) -> None:
    assert told_in_parts(results, "补助") == ["第1至12次各 750.00", "第1至4次各 833.34，第5至12次各 833.33", ""]


def test_the_ranking_has_them_behind_the_amounts_and_sums_the_amounts_only() -> None:
    told = score_text(HEAD + TEXT, ["甲", "乙"], {"分": ["90", "100"]}, both=False).results
    table = ranking_table(told, (), "")
    assert [f.heading for f in table.fields][3:] == ["补助\n（元）", "奖金", "补助\n（分12次）", "备注"]
    assert list(table.fields[5].cells) == ["第1至12次各 750.00", "第1至4次各 833.34，第5至12次各 833.33"]
    assert list(table.closing[0]) == ["合计", "", "", 19000.0, 190.0, "", ""]
