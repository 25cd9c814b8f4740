"""Which postings are losses."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.results import Results
from kpi_engine.report.losses import Losses
from kpi_engine.stages.draft import Account
from kpi_engine.table import Ref, Role, State
from kpi_engine.trail.accounts import Accounts, accounts_of
from kpi_engine.trail.postings import Postings


def account(name: str, *amounts: tuple[str, str], state: State = State.PRESENT) -> Accounts:
    """The account of one unit that opens with 20."""
    postings = [Postings(kind, kind, rows=np.array([0]), amounts=millionths(amount)) for kind, amount in amounts]
    end = sum((p.amounts for p in postings), millionths("20"))
    told = Account(name, "", name, None, (), Ref(Role.SCORE, name))
    return Accounts(told, np.array([state], dtype=np.uint8), millionths("20"), end, postings)


def millionths(amount: str) -> npt.NDArray[np.int64]:
    return np.array([int(Fraction(amount) * 1_000_000)])


def kept(desk: Results, told: Accounts) -> list[tuple[str, float]]:
    losses = Losses(desk)
    losses.see([told], np.array([0]))
    return [(loss.what, loss.amount) for loss in losses.rows]


def test_deductions_and_what_gives_back_add_up(desk: Results) -> None:
    assert kept(desk, account("纪律", ("deduct", "-15"), ("deduct", "-15"), ("cap", "10"))) == [("deduct", -15.0), ("deduct", -15.0), ("cap", 10.0)]


def test_what_children_lost_stands_with_the_children(desk: Results) -> None:
    assert kept(desk, account("工作", ("child", "-5"), ("rescale", "2"))) == []


def test_full_marks_gains_and_mere_roundings_are_no_losses(desk: Results) -> None:
    assert kept(desk, account("纪律", ("rule", "0"))) == []
    assert kept(desk, account("纪律", ("add", "3"), ("cap", "-3"))) == []
    assert kept(desk, account("纪律", ("rounding", "-0.003"))) == []


def test_a_bonus_that_was_not_earned_is_no_loss(desk: Results) -> None:
    assert kept(desk, account("奖励", ("rule", "-4"))) == []


def test_what_is_deducted_from_a_bonus_is_listed_with_what_was_earned(desk: Results) -> None:
    assert kept(desk, account("奖励", ("add", "2"), ("deduct", "-2"))) == [("add", 2.0), ("deduct", -2.0)]
    assert kept(desk, account("奖励", ("add", "2"))) == []


def test_an_account_without_a_figure_has_no_losses(desk: Results) -> None:
    assert kept(desk, account("纪律", ("deduct", "-1"), state=State.NOT_APPLICABLE)) == []


def test_lines_beyond_the_most_are_counted(desk: Results) -> None:
    losses = Losses(desk, most=3)
    for _ in range(4):
        losses.see([account("纪律", ("deduct", "-1"), ("deduct", "-2"))], np.array([0]))
    assert (len(losses.rows), losses.total) == (3, 8)


def test_lines_stand_unit_by_unit_until_there_is_no_more_room(desk: Results) -> None:
    units = np.array([0, 1, 2, 3])
    accounts = accounts_of(desk, units)
    whole, short = Losses(desk), Losses(desk, most=3)
    whole.see(accounts, units)
    for unit in units:
        short.see(accounts_of(desk, units[unit : unit + 1]), units[unit : unit + 1])
    assert [desk.units.index(loss.unit) for loss in whole.rows] == sorted(desk.units.index(loss.unit) for loss in whole.rows)
    assert whole.total == len(whole.rows) > 3
    assert (short.rows, short.total) == (whole.rows[:3], whole.total)
