"""Periods into the year, those that were not reported left out or counted as 0; every figure worked by hand."""

from fractions import Fraction

import pytest

from kpi_engine.trail.ledger import ledgers
from scored import NONE, Sheet, refusals, score_text

TEXT = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
periods: %s
inputs: {x: {kind: number, owner: 甲科}}
indicators:
  甲: {points: 100, score: x}
"""

DATA = {"x@a": ["80", "70", None], "x@b": ["90", None, "75"], "x@c": ["70", "75", None]}


def scored(periods: str, data: dict[str, list[object]] = DATA, more: str = "") -> Sheet:  # type: ignore[assignment]
    units = "ABCD"[: len(next(iter(data.values())))]
    return score_text(TEXT % periods + more, list(units), data)


@pytest.mark.parametrize(
    ("periods", "totals"),
    [
        # 0.4·80 + 0.3·90 + 0.3·70 = 80; (0.4·70 + 0.3·75) ÷ 0.7 = 72.142857; 0.3·75 ÷ 0.3 = 75
        ("{weights: {a: 40%, b: 30%, c: 30%}, missing: skip}", ["80", "72.14", "75"]),
        ("{names: [a, b, c], combine: mean, missing: skip}", ["80", "72.5", "75"]),
        ("{names: [a, b, c], combine: sum, missing: skip}", ["240", "145", "75"]),
        ("{names: [a, b, c], combine: highest, missing: skip}", ["90", "75", "75"]),
        ("{names: [a, b, c], combine: lowest, missing: skip}", ["70", "70", "75"]),
        ("{names: [a, b, c], combine: last, missing: skip}", ["70", "75", "75"]),
        ("{weights: {a: 40%, b: 30%, c: 30%}, missing: zero}", ["80", "50.5", "22.5"]),
        ("{names: [a, b, c], combine: mean, missing: zero}", ["80", "48.33", "25"]),
        ("{names: [a, b, c], combine: lowest, missing: zero}", ["70", "0", "0"]),
        ("{names: [a, b, c], combine: last, missing: zero}", ["70", "75", "0"]),
    ],
)
def test_a_period_that_was_not_reported_is_left_out_or_nothing(periods: str, totals: list[str]) -> None:
    sheet = scored(periods)
    assert sheet.totals() == [Fraction(told) for told in totals]
    assert sheet.codes() == ["K608", "K608", "K608"]
    assert not sheet.problems


@pytest.mark.parametrize(
    ("periods", "told"),
    [
        ("{weights: {a: 40%, b: 30%, c: 30%}, missing: skip}", "(40% × 70.00 + 30% × 75.00)（b得分 未报，不计） ÷ 70% = 72.1429…"),
        ("{names: [a, b, c], combine: mean, missing: skip}", "(70.00 + 75.00)（b得分 未报，不计） ÷ 2 = 72.5"),
        ("{names: [a, b, c], combine: sum, missing: skip}", "(70.00 + 75.00)（b得分 未报，不计） = 145"),
        ("{names: [a, b, c], combine: lowest, missing: skip}", "min(70.00, 75.00)（b得分 未报，不计） = 70"),
        ("{names: [a, b, c], combine: mean, missing: zero}", "(70.00 + (b得分 未报 按 0 计) + 75.00) ÷ 3 = 48.3333…"),
    ],
)
def test_the_trail_tells_which_period_was_left_out(periods: str, told: str) -> None:
    year = next(iter(ledgers(scored(periods).results, 1)))
    assert (year.postings[0].memo, year.balances) == (f"各期合成　{told}", True)


def test_without_any_period_there_is_no_year_and_everything_is_asked_for() -> None:
    data: dict[str, list[object]] = {"x@a": ["80", None], "x@b": ["90", None]}
    for combine in ("mean", "sum", "highest", "lowest", "last"):
        sheet = scored(f"{{names: [a, b], combine: {combine}, missing: skip}}", data)
        assert (sheet.totals()[1], sheet.codes()) == ("MISSING", ["K601", "K601"])


def test_a_period_that_does_not_apply_is_not_left_out() -> None:
    data: dict[str, list[object]] = {"x@a": ["80"], "x@b": [NONE]}
    for combine in ("mean", "sum", "highest", "lowest", "last"):
        sheet = scored(f"{{names: [a, b], combine: {combine}, missing: skip}}", data)
        assert (sheet.total("A"), sheet.codes()[0]) == ("NOT_APPLICABLE", "K603")


@pytest.mark.parametrize(
    ("periods", "codes"),
    [
        ("{missing: problem}", ["K213"]),
        ("{names: [a, b], missing: problem}", ["K202"]),
        ("{names: [a, b], every: half, combine: mean, missing: problem}", ["K212"]),
        ("{names: [a, b, a], combine: mean, missing: problem}", ["K214"]),
        ("{weights: {a: 40%, b: 60%}, combine: lowest, missing: problem}", ["K212"]),
        ("{weights: {a: 40%, b: 50%}, missing: problem}", ["K319"]),
    ],
)
def test_periods_are_said_in_one_way(periods: str, codes: list[str]) -> None:
    assert refusals(TEXT % periods) == codes
