"""Rounding of scaled doubles: one division a value. Below 2^50 its quotient is a true tie or further from one than the division errs."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor

import numpy as np

from kpi_engine.formula.columns.arithmetic import least_terms, positive, scaled_up
from kpi_engine.formula.columns.machine import FloatArray, Tape
from kpi_engine.formula.columns.value import LIMIT, Number
from kpi_engine.numbers import Mode

__all__ = ["ROUNDERS", "rounded"]


def _half_up(q: FloatArray) -> FloatArray:
    if not len(q) or q.min() >= 0:
        whole = q + 0.5
        return np.floor(whole, out=whole)
    away = np.copysign(0.5, q)
    np.add(away, q, out=away)
    return np.trunc(away, out=away)


def _up(q: FloatArray) -> FloatArray:
    return np.copysign(np.ceil(np.abs(q)), q)


ROUNDERS: dict[Mode, Callable[[FloatArray], FloatArray]] = {
    "half_up": _half_up,
    "half_even": np.rint,
    "up": _up,
    "down": np.trunc,
    "ceiling": np.ceil,
    "floor": np.floor,
}
"""From quotients to whole numbers."""


def rounded(tape: Tape, number: Number, places: int, mode: Mode) -> Number | None:
    """``number`` rounded to ``places`` decimals; None beyond the bounds."""
    number = positive(tape, number)
    scale = 10**places
    above, below = least_terms(number.factor.numerator * scale, number.factor.denominator)
    if number.size * above > LIMIT or number.den_size * below > LIMIT:
        return None
    num, den = scaled_up(tape, number.num, above), number.den
    low, high = max(number.low - 1 / scale, 0.0) if number.low >= 0 else number.low - 1 / scale, number.high + 1 / scale
    if den is None and below == 1:
        return Number(number.kind, Fraction(1, scale), num, number.size * above, number.low, number.high, number.state)
    size = min(number.size * above, floor(max(-number.low, number.high) * scale * (1 + 1e-9)) + 1)
    reckon = ROUNDERS[mode]
    if den is None:
        divisor = float(below)
        slot = tape.x("round", (num,), lambda b: reckon(b.x[num] / divisor), reckon, below)
    else:
        under = scaled_up(tape, den, below)
        slot = tape.x("round ratio", (num, under), lambda b: reckon(b.x[num] / b.x[under]), reckon)
    return Number(number.kind, Fraction(1, scale), slot, size, low, high, number.state)
