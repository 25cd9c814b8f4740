"""Bounds of function calls."""

from fractions import Fraction

import pytest

from kpi_engine.formula.analysis import INFINITY, Bounds, Interval
from kpi_engine.formula.making import const
from kpi_engine.formula.tree import Call, Name
from kpi_engine.table import Kind, Ref, Role

X = Name(Ref(Role.INPUT, "x"), Kind.NUMBER)


@pytest.mark.parametrize(
    ("function", "args", "lo", "hi", "result"),
    [
        ("abs", (X,), Fraction(-3), Fraction(2), "[0, 3]"),
        ("floor", (X,), Fraction("-0.5"), Fraction("2.9"), "[-1, 2]"),
        ("sum_of", (X, X, const(1)), Fraction(0), Fraction(2), "[1, 5]"),
        ("max", (X, const(1)), Fraction(0), INFINITY, "[1, ∞)"),
        ("root", (X, const(2)), Fraction(4), Fraction(9), "[2, 3]"),
        ("root", (X, const(2)), Fraction(-4), Fraction(9), "[0, 3]"),
        ("ln", (X,), Fraction(1), INFINITY, "[0, ∞)"),
        ("exp", (X,), Fraction(0), Fraction(0), "[1, 1]"),
        ("highest_applicable", (X, const(5)), Fraction(0), Fraction(2), "[0, 5]"),
        ("months_late", (X, X), Fraction(0), Fraction(2), "[0, ∞)"),
    ],
)
def test_a_call_lies_within(function: str, args: tuple[Name, ...], lo: Fraction, hi: Fraction, result: str) -> None:
    assert str(Bounds({X.ref: Interval(lo, hi)}).possible(Call(function, args))) == result


def test_an_irrational_root_lies_strictly_within_its_bounds() -> None:
    found = Bounds().numbers(Call("root", (const(2), const(2))))
    assert Fraction("1.414213562373") <= found.lo < found.hi <= Fraction("1.414213562374")
