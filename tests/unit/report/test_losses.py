"""Which postings are losses."""

from __future__ import annotations

from fractions import Fraction

from kpi_engine.engine.results import Results
from kpi_engine.report.losses import Losses
from kpi_engine.table import State
from kpi_engine.trail.ledger import Ledger, Posting


def account(name: str, *amounts: tuple[str, str], state: State = State.PRESENT) -> Ledger:
    postings = tuple(Posting(kind, kind, Fraction(amount)) for kind, amount in amounts)
    end = Fraction(20) + sum((p.amount for p in postings), Fraction(0))
    return Ledger("甲", name, name, "", Fraction(20), postings, end, state)


def kept(desk: Results, told: Ledger) -> list[tuple[str, str]]:
    losses = Losses(desk)
    losses.see(told)
    return [(loss.posting.kind, str(loss.posting.amount)) for loss in losses.rows]


def test_deductions_and_what_gives_back_add_up(desk: Results) -> None:
    assert kept(desk, account("纪律", ("deduct", "-15"), ("deduct", "-15"), ("cap", "10"))) == [("deduct", "-15"), ("deduct", "-15"), ("cap", "10")]


def test_what_children_lost_stands_with_the_children(desk: Results) -> None:
    assert kept(desk, account("工作", ("child", "-5"), ("rescale", "2"))) == []


def test_full_marks_gains_and_mere_roundings_are_no_losses(desk: Results) -> None:
    assert kept(desk, account("纪律", ("rule", "0"))) == []
    assert kept(desk, account("纪律", ("add", "3"), ("cap", "-3"))) == []
    assert kept(desk, account("纪律", ("rounding", "-0.003"))) == []


def test_a_bonus_that_was_not_earned_is_no_loss(desk: Results) -> None:
    assert kept(desk, account("奖励", ("rule", "-4"))) == []


def test_what_is_deducted_from_a_bonus_is_listed_with_what_was_earned(desk: Results) -> None:
    assert kept(desk, account("奖励", ("add", "2"), ("deduct", "-2"))) == [("add", "2"), ("deduct", "-2")]
    assert kept(desk, account("奖励", ("add", "2"))) == []


def test_an_account_without_a_figure_has_no_losses(desk: Results) -> None:
    assert kept(desk, account("纪律", ("deduct", "-1"), state=State.NOT_APPLICABLE)) == []


def test_lines_beyond_the_most_are_counted(desk: Results) -> None:
    losses = Losses(desk, most=3)
    for _ in range(4):
        losses.see(account("纪律", ("deduct", "-1"), ("deduct", "-2")))
    assert (len(losses.rows), losses.total) == (3, 8)
