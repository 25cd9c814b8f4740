"""After grades and ranks: consequences, payments, and the checks over the data."""

from __future__ import annotations

from fractions import Fraction

from kpi_engine.errors import k2_shape as k2
from kpi_engine.formula.making import arith, choice, const, logic
from kpi_engine.formula.tree import Group, Name, Node, Round
from kpi_engine.scheme.outcome import Payment
from kpi_engine.scheme.quantities import takes_part
from kpi_engine.stages.draft import Draft
from kpi_engine.stages.inperiods import in_any_period, refuse_periodic, spans_of
from kpi_engine.stages.presence import for_whom
from kpi_engine.table import Ref, Role
from kpi_engine.terms import Formula

__all__ = ["MOST_INSTALLMENTS", "checks", "consequences", "payments"]


MOST_INSTALLMENTS = 60
"""In how many parts an amount may be paid."""


def consequences(draft: Draft) -> None:
    """CONSEQUENCE(name): whether the measure is taken, or the grade that somebody is given; of the whole, or of each period."""
    for name, consequence in draft.book.scheme.consequences.items():
        if (consequence.when is None) == (not consequence.gives):
            code = k2.NONE_OF if consequence.when is None else k2.TWO_OF
            draft.book.problems.append(code.at(consequence.place, what=f"结果运用“{name}”", keys="when、gives"))
            continue
        for period in spans_of(draft, consequence, f"结果运用“{name}”") or ("",):
            bind = draft.book.at(period=period)
            if consequence.when is not None:
                tree = bind.condition(consequence.when)
                tree = tree if period else refuse_periodic(draft, tree, consequence.place, str(name))
            else:
                tree = bind.any_rule(Formula(consequence.gives, consequence.place))
            draft.step(Ref(Role.CONSEQUENCE, str(name), period), tree, label=period + (consequence.label or str(name)))


def payments(draft: Draft) -> None:
    """PAYMENT(name): the amount, rounded to cents; or the unit's part of a pot, whose cents add up; of the whole, or of each period."""
    for name, payment in draft.book.scheme.payments.items():
        places = _places(draft, str(name), payment)
        if (payment.amount is None) == (payment.pot is None):
            code = k2.NONE_OF if payment.amount is None else k2.TWO_OF
            draft.book.problems.append(code.at(payment.place, what=f"兑现“{name}”", keys="amount、pot"))
            continue
        for period in spans_of(draft, payment, f"兑现“{name}”") or ("",):
            tree = _amount(draft, payment, places, period) if payment.amount is not None else _share(draft, str(name), payment, places, period)
            tree = tree if period else refuse_periodic(draft, tree, payment.place, str(name))
            paid = draft.step(Ref(Role.PAYMENT, str(name), period), tree, label=period + (payment.label or str(name)))
            if payment.installments is not None:
                _installments(draft, paid, payment, places)


def _installments(draft: Draft, paid: Name, payment: Payment, places: int) -> None:
    """PAYMENT(name, part k): equal parts to the cent, the cents left over one each on the first; what is rounded up together makes the whole."""
    count = payment.installments or 0
    if not 2 <= count <= MOST_INSTALLMENTS:
        found = f"installments: {count}（分 2 到 {MOST_INSTALLMENTS} 次）"
        draft.book.problems.append(k2.OTHER_SHAPE.at(payment.place, found=found))
        return
    cent = Fraction(1, 10**places)
    for part in range(1, count + 1):
        rest = arith("-", paid, const((part - 1) * cent)) if part > 1 else paid
        tree = Round(arith("/", rest, const(count)), places, "ceiling")
        draft.step(Ref(Role.PAYMENT, paid.ref.name, paid.ref.period, str(part)), tree, label=f"{paid.label} 第{part}次")


def _places(draft: Draft, name: str, payment: Payment) -> int:
    rounding = draft.book.scheme.rounding
    places = payment.places if payment.places is not None else rounding.money if rounding is not None else None
    if places is None:
        draft.book.problems.append(k2.MISSING_KEY.at(payment.place, key=f"places（{name}取到几位小数）或 rounding.money"))
    return places or 0


def _amount(draft: Draft, payment: Payment, places: int, period: str) -> Node:
    assert payment.amount is not None, "asked by the caller"
    rounding = draft.book.scheme.rounding
    return Round(draft.book.at(period=period).amount(payment.amount), places, rounding.mode if rounding is not None else "half_up")


def _share(draft: Draft, name: str, payment: Payment, places: int, period: str) -> Node:
    for key, value in (("shares", payment.shares), ("leftover_cents", payment.leftover_cents)):
        if value is None:
            draft.book.problems.append(k2.MISSING_KEY.at(payment.place, key=f"{key}（{name}按什么分、零头归谁）"))
    bind = draft.book.at(period=period)
    pot = bind.amount(payment.pot) if payment.pot is not None else None
    share = bind.amount(payment.shares) if payment.shares is not None else None
    assert pot is not None, "asked by the caller"
    options = (
        ("places", str(places)),
        ("leftover", payment.leftover_cents or "largest_remainder"),
        ("if_no_shares", payment.if_no_shares or "problem"),
    )
    return Group("share_of_pot", payment.within, (pot, share if share is not None else pot), takes_part(), options)


def checks(draft: Draft) -> None:
    """CHECK(name): whether the data hold what the scheme demands."""
    for name, check in draft.book.scheme.checks.items():
        whom = for_whom(draft, check.only_for, check.place)
        holds = in_any_period(draft, check.must, "and")
        tree = choice(logic("and", whom), holds, const(value=True)) if whom else holds
        draft.step(Ref(Role.CHECK, str(name)), tree, label=check.label or str(name))
