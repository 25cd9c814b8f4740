"""Nodes made with care, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kpi_engine.formula.making import Refused, arith, choice, compare, const, describe, logic, negate, number, truth
from kpi_engine.formula.tree import (
    Arith,
    Call,
    Const,
    Name,
    Not,
)
from kpi_engine.table import Kind, Ref, Role

X = Name(Ref(Role.INPUT, "x"), Kind.NUMBER, label="数")
DAY = Name(Ref(Role.INPUT, "day"), Kind.DATE)
YES = const(value=True)


def test_constants_have_the_kind_of_their_value() -> None:
    assert [const(v).kind for v in (True, "好", 3)] == [Kind.TRUTH, Kind.WORD, Kind.NUMBER]
    assert negate(Const(Fraction(3), text="3")) == Const(Fraction(-3), text="-3")
    assert negate(X) == Arith("-", const(0), X)


def test_one_condition_alone_is_itself_and_none_is_neutral() -> None:
    assert logic("and", [YES]) == YES
    assert logic("and", []) == const(value=True)
    assert logic("or", []) == const(value=False)


def test_dates_know_days() -> None:
    assert arith("-", DAY, DAY).kind is Kind.NUMBER
    assert arith("+", DAY, const(3)).kind is Kind.DATE
    with pytest.raises(Refused):
        arith("*", DAY, const(2))
    with pytest.raises(Refused):
        arith("+", DAY, DAY)


def test_what_mixes_kinds_is_refused() -> None:
    for build in (
        lambda: number(YES), lambda: truth(X), lambda: choice(YES, X, YES), lambda: choice(X, X, X),
        lambda: compare("<", YES, YES), lambda: compare("==", X, YES),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            build()
        assert refused.value.problems[0].code.number in str({"K409", "K410", "K411", "K412"})


def test_parts_are_described_as_people_call_them() -> None:
    assert describe(X) == "数"
    assert describe(Name(Ref(Role.INPUT, "x"), Kind.NUMBER)) == "x"
    assert describe(const(3, "3")) == "3"
    assert describe(Call("max", ())) == "max(…)"
    assert describe(Not(YES)) == "Not"
