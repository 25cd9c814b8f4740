"""Rounding of scaled doubles: one division a value. Below 2^50 its quotient is a true tie or further from one than the division errs."""

from __future__ import annotations

from collections.abc import Callable
from math import floor

import numpy as np

from kpi_engine.formula.columns.arithmetic import least_terms, positive, scaled_up
from kpi_engine.formula.columns.machine import Block, FloatArray, Tape
from kpi_engine.formula.columns.value import LIMIT, Number, one_over
from kpi_engine.numbers import Mode

__all__ = ["ROUNDERS", "rounded"]


def _half_up(q: FloatArray) -> FloatArray:
    if not len(q) or q.min() >= 0:
        q += 0.5
        return np.floor(q, out=q)
    q += np.copysign(0.5, q)
    return np.trunc(q, out=q)


def _half_even(q: FloatArray) -> FloatArray:
    return np.rint(q, out=q)


def _down(q: FloatArray) -> FloatArray:
    return np.trunc(q, out=q)


def _ceiling(q: FloatArray) -> FloatArray:
    return np.ceil(q, out=q)


def _floor(q: FloatArray) -> FloatArray:
    return np.floor(q, out=q)


def _up(q: FloatArray) -> FloatArray:
    return np.copysign(np.ceil(np.abs(q)), q)


ROUNDERS: dict[Mode, Callable[[FloatArray], FloatArray]] = {
    "half_up": _half_up,
    "half_even": _half_even,
    "up": _up,
    "down": _down,
    "ceiling": _ceiling,
    "floor": _floor,
}
"""From quotients to whole numbers; the quotients may be overwritten."""


def rounded(tape: Tape, number: Number, places: int, mode: Mode) -> Number | None:
    """``number`` rounded to ``places`` decimals; None beyond the bounds."""
    number = positive(tape, number)
    scale = 10**places
    above, below = least_terms(number.factor.numerator * scale, number.factor.denominator)
    if number.size * above > LIMIT or number.den_size * below > LIMIT:
        return None
    num, den = number.num, number.den
    low, high = max(number.low - 1 / scale, 0.0) if number.low >= 0 else number.low - 1 / scale, number.high + 1 / scale
    if den is None and below == 1:
        whole = scaled_up(tape, num, above)
        return Number(number.kind, one_over(scale), whole, number.size * above, number.low, number.high, number.state)
    size = min(number.size * above, floor(max(-number.low, number.high) * scale * (1 + 1e-9)) + 1)
    slot = _round_ratio(tape, (num, den), (float(above), float(below)), ROUNDERS[mode])
    return Number(number.kind, one_over(scale), slot, size, low, high, number.state)


def _round_ratio(tape: Tape, registers: tuple[int, int | None], by: tuple[float, float], reckon: Callable[[FloatArray], FloatArray]) -> int:
    """A register: the ratio of two registers (the second may be 1), each times a whole number, rounded."""
    (num, den), (above, below) = registers, by

    def compute(b: Block) -> FloatArray:
        divisors = below if den is None else b.x[den] if below == 1.0 else b.x[den] * below
        if above == 1.0:
            return reckon(b.x[num] / divisors)
        ratios = b.x[num] * above
        return reckon(np.divide(ratios, divisors, out=ratios))

    return tape.x("round", (num,) if den is None else (num, den), compute, reckon, by)
