"""Comparisons of sets."""

from fractions import Fraction

import pytest

from kpi_engine.formula.analysis import ANYTHING, NOTHING, Choices, Interval, point
from kpi_engine.formula.analysis.outcomes import narrow, outcomes

LOW, HIGH = Interval(Fraction(0), Fraction(1)), Interval(Fraction(1), Fraction(2))


@pytest.mark.parametrize(
    ("op", "left", "right", "told"),
    [
        ("<", LOW, HIGH, {True, False}),
        ("<=", LOW, HIGH, {True}),
        (">", LOW, HIGH, {False}),
        ("==", LOW, Interval(Fraction(2), Fraction(3)), {False}),
        ("!=", point(Fraction(1)), point(Fraction(1)), {False}),
        ("==", ANYTHING, ANYTHING, {True, False}),
        ("<", NOTHING, LOW, set()),
        ("==", Choices(frozenset({"甲"})), Choices(frozenset({"甲"})), {True}),
        ("==", Choices(frozenset({"甲"})), Choices(frozenset({"乙"})), {False}),
        ("!=", Choices(frozenset({"甲", "乙"})), Choices(frozenset({"乙"})), {True, False}),
        ("==", Choices(more=True), Choices(frozenset({"乙"})), {True, False}),
    ],
)
def test_what_a_comparison_can_be(op: str, left: Interval | Choices, right: Interval | Choices, told: set[bool]) -> None:
    assert outcomes(op, left, right) == told


def test_what_is_left_where_it_holds() -> None:
    assert str(narrow(">", LOW, Interval(Fraction("0.5"), Fraction(9)))) == "(0.5, 1]"
    assert str(narrow("!=", LOW, point(Fraction(0)))) == "(0, 1]"
    assert narrow("!=", Choices(frozenset({"甲", "乙"})), Choices(frozenset({"乙"}))) == Choices(frozenset({"甲"}))
