"""What a unit is paid, with its sentence and its parts."""

from __future__ import annotations

from kpi_engine.trail.money import Paid, money_of
from scored import HEAD, score_text

TEXT = (
    HEAD
    + """clause: 办法八
inputs: {分: {kind: number, owner: 办公室}, 人数: {kind: count, owner: 人事股}}
indicators: {得分: {points: 100, score: 分}}
values: {系数: 1.2 if total >= 90 else 1}
payments:
  补助: {amount: 500 * 人数 * 系数, places: 2, measured_in: 元, installments: 3, clause: 八(一)}
  奖金: {pot: 100, shares: 人数, places: 1, leftover_cents: first}
"""
)


def paid(row: int) -> list[Paid]:
    return money_of(score_text(TEXT, ["甲", "乙"], {"分": ["95", "80"], "人数": ["2", "1"]}).results, row)


def test_an_amount_has_its_sentence_its_clause_and_its_parts() -> None:
    (grant, _) = paid(0)
    assert (grant.label, grant.amount, grant.measured_in, grant.clause) == ("补助", "1200.00", "元", "八(一)")
    assert grant.memo == "500 × 2 × 1.2 = 1200.00"
    assert grant.parts == ("400.00", "400.00", "400.00")


def test_a_part_of_a_pot_is_told_too() -> None:
    (_, bonus) = paid(1)
    assert (bonus.amount, bonus.clause, bonus.parts) == ("33.3", "办法八", ())
    assert bonus.memo.endswith("33.3")


def test_who_has_no_amount_is_told_none() -> None:
    results = score_text(TEXT, ["甲"], {"分": ["95"], "人数": [None]}, both=False).results
    assert money_of(results, 0) == []
