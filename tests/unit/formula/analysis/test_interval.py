"""Intervals with exact, open and absent ends."""

from fractions import Fraction

import pytest

from kpi_engine.formula.analysis.interval import ANYTHING, INFINITY, NOTHING, Choices, Interval, hull, point


def span(lo: str, hi: str, **flags: bool) -> Interval:
    ends = [Fraction(text) if text not in ("-", "+") else (-INFINITY if text == "-" else INFINITY) for text in (lo, hi)]
    return Interval(ends[0], ends[1], **flags)


@pytest.mark.parametrize(
    ("left", "op", "right", "result"),
    [
        (span("1", "2"), "+", span("-3", "5"), "[-2, 7]"),
        (span("1", "2"), "-", span("-3", "5"), "[-4, 5]"),
        (span("-2", "3"), "*", span("-5", "4"), "[-15, 12]"),
        (span("0", "+"), "*", span("2", "3"), "[0, ∞)"),
        (span("-", "+"), "*", span("0", "0"), "[0, 0]"),
        (span("1", "2"), "/", span("4", "8"), "[0.125, 0.5]"),
        (span("1", "2"), "/", span("0", "4"), "[0.25, ∞)"),
        (span("1", "2"), "/", span("-4", "0"), "(-∞, -0.25]"),
        (span("1", "2"), "/", span("-1", "4"), "(-∞, ∞)"),
        (span("1", "1"), "/", span("3", "+"), "(0, 1/3]"),
        (span("0", "1", lo_open=True), "*", span("0", "1"), "[0, 1]"),
        (span("0", "1", lo_open=True), "*", span("0", "1", lo_open=True), "(0, 1]"),
        (span("0", "1", hi_open=True), "+", span("2", "3"), "[2, 4)"),
    ],
)
def test_arithmetic_of_intervals_by_hand(left: Interval, op: str, right: Interval, result: str) -> None:
    told = {"+": left + right, "-": left - right, "*": left * right}.get(op) or left / right
    assert str(told) == result


def test_division_by_nothing_but_zero_yields_nothing() -> None:
    assert (span("1", "2") / point(Fraction(0))).is_empty
    assert (NOTHING + ANYTHING).is_empty


def test_even_powers_are_not_negative() -> None:
    assert str(span("-2", "3").power(2)) == "[0, 9]"
    assert str(span("-2", "3").power(3)) == "[-8, 27]"
    assert str(span("-", "-1").power(2)) == "[1, ∞)"
    assert str(ANYTHING.power(0)) == "[1, 1]"


def test_open_ends_of_whole_numbers_move_to_the_next() -> None:
    assert str(span("1", "+", whole=True).without(Fraction(1))) == "[2, ∞)"
    assert str(span("0", "5.5", whole=True).tightened()) == "[0, 5]"


def test_zero_can_be_left_out_of_the_middle() -> None:
    around = span("-1", "1").without(Fraction(0))
    assert 0 not in around
    assert Fraction(1, 2) in around
    assert 0 in span("-1", "1")
    assert str(around.meet(span("0", "9"))) == "(0, 1]"


def test_meet_and_join() -> None:
    assert str(span("0", "5").meet(span("3", "9", lo_open=True))) == "(3, 5]"
    assert span("0", "1").meet(span("2", "3")).is_empty
    assert str(hull([span("0", "1"), NOTHING, span("4", "5", hi_open=True)])) == "[0, 5)"


def test_choices_know_that_there_may_be_more() -> None:
    some, open_ended = Choices(frozenset({"甲", "乙"})), Choices(frozenset({"丙"}), more=True)
    assert some.meet(open_ended) == some
    assert some.join(open_ended).more
    assert str(open_ended) == "丙、…"
