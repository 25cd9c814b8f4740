"""The larger or the smaller of two, and sizes, of scaled doubles."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from kpi_engine.formula.columns.arithmetic import positive, product, scaled_up, with_state
from kpi_engine.formula.columns.machine import Tape
from kpi_engine.formula.columns.pick import picked
from kpi_engine.formula.columns.value import LIMIT, Constant, Number, common_factor

__all__ = ["absolute", "extreme"]


def extreme(tape: Tape, left: Number, right: Number | Constant, largest: bool) -> Number | None:
    """The larger or the smaller of two."""
    left = positive(tape, left)
    state = tape.worst(left.state, right.state)
    pick = max if largest else min
    if isinstance(right, Constant):
        assert isinstance(right.value, Fraction), "the constructors let only numbers in"
        return _extreme_constant(tape, left if state == left.state else with_state(left, state), right.value, largest)
    right = positive(tape, right)
    factor, k, m = common_factor(left.factor, right.factor)
    low, high = pick(left.low, right.low), pick(left.high, right.high)
    size = max(k * left.size, m * right.size)
    one, two = scaled_up(tape, left.num, k), scaled_up(tape, right.num, m)
    if left.den == right.den:
        if size > LIMIT:
            return None
        return Number(left.kind, factor, _of_two(tape, one, two, largest), size, low, high, state, left.den, left.den_size)
    if k * left.size * right.den_size > LIMIT or m * right.size * left.den_size > LIMIT:
        return None
    first, second = product(tape, one, right.den), product(tape, two, left.den)
    assert first is not None
    assert second is not None
    takes = tape.t("below", (first, second), lambda b: b.x[first] < b.x[second])
    if largest:
        one, two, left, right = two, one, right, left
    num = picked(tape, takes, one, two)
    den = left.den if left.den == right.den else picked(tape, takes, left.den, right.den)
    return Number(left.kind, factor, num, size, low, high, state, den, max(left.den_size, right.den_size))


def _of_two(tape: Tape, one: int, two: int, largest: bool) -> int:
    first, second = min(one, two), max(one, two)
    if largest:
        return tape.x("maximum", (first, second), lambda b: np.maximum(b.x[first], b.x[second]))
    return tape.x("minimum", (first, second), lambda b: np.minimum(b.x[first], b.x[second]))


def _extreme_constant(tape: Tape, number: Number, value: Fraction, largest: bool) -> Number | None:
    """A ratio n / d against k is n x Q against P x d, where k = factor x P / Q."""
    pick, double = max if largest else min, float(value)
    low, high = pick(number.low, double), pick(number.high, double)
    if not number.factor.numerator:
        return None
    bar = value / number.factor
    size = max(number.size * bar.denominator, abs(bar.numerator) * number.den_size)
    if size > LIMIT:
        return None
    slot = scaled_up(tape, number.num, bar.denominator)
    if number.den is None or bar == 0:
        constant = float(bar.numerator)
        num = _picked_constant(tape, slot, constant, largest)
    else:
        num = _of_two(tape, slot, scaled_up(tape, number.den, bar.numerator), largest)
    return Number(number.kind, number.factor / bar.denominator, num, size, low, high, number.state, number.den, number.den_size)


def _picked_constant(tape: Tape, slot: int, constant: float, largest: bool) -> int:
    if largest:
        return tape.x("at least", (slot,), lambda b: np.maximum(b.x[slot], constant), constant)
    return tape.x("at most", (slot,), lambda b: np.minimum(b.x[slot], constant), constant)


def absolute(tape: Tape, number: Number) -> Number:
    """|number|."""
    num = number.num
    slot = num if number.low >= 0 else tape.x("abs", (num,), lambda b: np.abs(b.x[num]))
    high = max(-number.low, number.high)
    low = max(number.low, -number.high, 0.0)
    return Number(number.kind, abs(number.factor), slot, number.size, low, high, number.state, number.den, number.den_size)
