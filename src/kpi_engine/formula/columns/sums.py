"""Sums of many columns of scaled doubles."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

import numpy as np

from kpi_engine.formula.columns.machine import Block, FloatArray, Tape
from kpi_engine.formula.columns.value import LIMIT, Number
from kpi_engine.table import Kind

__all__ = ["summed"]

_SLACK = 1e-12
_AT_ONCE = 16_384
"""Rows of a sum at a time: what is added up stays in the cache."""


def summed(tape: Tape, numbers: Sequence[Number], constant: Fraction, state: int | None, kind: Kind) -> Number | None:
    """The sum of columns over one denominator and a constant, in one operation; whole numbers add up exactly in any order."""
    den, den_size = numbers[0].den, numbers[0].den_size
    if {number.den for number in numbers} != {den}:
        return None
    factors = [(number.factor.numerator, number.factor.denominator) for number in numbers]
    below = lcm(constant.denominator, *[d for _, d in factors])
    above = [n * (below // d) for n, d in factors]
    rest = constant.numerator * (below // constant.denominator)
    shared = gcd(rest, *above) or 1
    terms = [(number.num, n // shared) for number, n in zip(numbers, above, strict=True)]
    rest //= shared
    size = sum([abs(k) * number.size for (_, k), number in zip(terms, numbers, strict=True)], abs(rest) * den_size)
    if size > LIMIT:
        return None
    if den is not None and rest:
        terms.append((den, rest))
    slot = _weighted(tape, tuple(terms), float(rest) if den is None else 0.0)
    lows, highs = [number.low for number in numbers], [number.high for number in numbers]
    low, high = _outer(lows, float(constant), -1), _outer(highs, float(constant), 1)
    return Number(kind, Fraction(shared, below), slot, size, low, high, state, den, den_size)


def _outer(bounds: Sequence[float], constant: float, way: int) -> float:
    """A sum of bounds moved outwards."""
    return sum(bounds) + constant + way * _SLACK * (sum(map(abs, bounds)) + abs(constant))


def _weighted(tape: Tape, terms: tuple[tuple[int, int], ...], constant: float) -> int:
    """A register: the sum of registers, each times a whole number, and of a constant."""
    (first, by), *rest = [(slot, float(k)) for slot, k in terms]

    def compute(b: Block) -> FloatArray:
        total = b.x[first] * by
        part = np.empty(min(len(total), _AT_ONCE))
        for start in range(0, len(total), _AT_ONCE):
            rows = slice(start, start + _AT_ONCE)
            some = total[rows]
            for slot, k in rest:
                some += b.x[slot][rows] if k == 1.0 else np.multiply(b.x[slot][rows], k, out=part[: len(some)])
            if constant:
                some += constant
        return total

    told = tape.x("sum", tuple(slot for slot, _ in terms), compute, terms, constant)
    tape.sums.add(told)
    return told
