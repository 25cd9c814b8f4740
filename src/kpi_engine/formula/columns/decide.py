"""Where certified doubles must be certain: comparing and rounding. What lies nearer to the threshold than the error is decided by whole numbers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from kpi_engine.formula.columns.certified import Wholes
from kpi_engine.formula.columns.choice import OPERATORS
from kpi_engine.formula.columns.machine import Block, BoolArray, FloatArray, Outgrown, Tape
from kpi_engine.formula.columns.rough import U, largest, near_rows, present
from kpi_engine.formula.columns.rounding import ROUNDERS
from kpi_engine.formula.columns.settle import WIDEST
from kpi_engine.formula.columns.value import Number, Rough, Truth
from kpi_engine.numbers import Mode

__all__ = ["rough_compared", "rough_rounded"]


def rough_compared(tape: Tape, op: str, left: Rough, right: Rough, domain: str) -> Truth:
    """Whether left op right, of exact values."""
    state = tape.worst(left.state, right.state)
    one, two, compare = left.slot, right.slot, OPERATORS[op]

    def compute(b: Block) -> BoolArray:
        a, c = b.a[one], b.a[two]
        gap = np.broadcast_to(a.value - c.value, (b.sizes[domain],))
        told = compare(gap, 0.0)
        rows = near_rows(np.abs(gap) <= (a.error + c.error + (a.high + c.high) * U) * (1 + 8 * U), b, state)
        if len(rows):
            (n, d), (m, e) = a.exact(rows), c.exact(rows)
            told[rows] = compare(n * e, m * d).astype(np.bool_)
        return told

    reads = tuple(s for s in (one, two, state) if s is not None)
    return Truth(tape.t("rough " + op, reads, compute, domain), state)


def rough_rounded(tape: Tape, number: Rough, places: int, mode: Mode, key: object, domain: str) -> Number:
    """``number`` rounded to ``places`` decimals: scaled doubles again."""
    source, state, scale = number.slot, number.state, 10**places
    most = max(-number.low, number.high) * scale * (1 + 1e-9) + 1
    size = WIDEST if most > WIDEST else int(most)

    def compute(b: Block) -> FloatArray:
        a, there = b.a[source], present(b, state)
        q = np.broadcast_to(a.value * scale, (b.sizes[domain],))
        if there is not None:
            q = np.where(there, q, 0.0)
        error = a.error * scale * (1 + 4 * U) + largest(q) * 2 * U + U
        if error > 0.125:
            raise Outgrown(key)
        told = ROUNDERS[mode](q.copy())
        rows = near_rows(_near(q, mode, error), b, state)
        if len(rows):
            n, d = a.exact(rows)
            told[rows] = _whole(n * scale, d, mode).astype(np.float64)
        if largest(told) > size:
            raise Outgrown(key)
        return told

    reads = (source,) if state is None else (source, state)
    slot = tape.x("rough round", reads, compute, places, mode, domain)
    low = max(number.low - 1 / scale, 0.0) if number.low >= 0 else max(number.low, -size / scale) - 1 / scale
    return Number(number.kind, Fraction(1, scale), slot, size, low, min(number.high, size / scale) + 1 / scale, state)


def _near(q: FloatArray, mode: Mode, error: float) -> BoolArray:
    """Which quotients are no further than the error from where the mode changes its mind: the halves, or the whole numbers."""
    if mode in ("half_up", "half_even"):
        return np.abs(np.abs(q - np.rint(q)) - 0.5) <= error
    return np.abs(q - np.rint(q)) <= error


def _whole(n: Wholes, d: Wholes, mode: Mode) -> Wholes:
    """The ratio n / d as a whole number."""
    sizes: Wholes = np.abs(n)
    told: Wholes
    match mode:
        case "half_up":
            told = (2 * sizes + d) // (2 * d)
        case "half_even":
            low = n // d
            twice = 2 * (n - low * d)
            told = low + ((twice > d) | ((twice == d) & (low % 2 == 1))).astype(np.object_)
            return told
        case "up":
            told = -(-sizes // d)
        case "down":
            told = sizes // d
        case "ceiling":
            return -(-n // d)  # type: ignore[no-any-return]  # object arrays are Any
        case "floor":
            return n // d  # type: ignore[no-any-return]  # object arrays are Any
    return np.where(n < 0, -told, told)
