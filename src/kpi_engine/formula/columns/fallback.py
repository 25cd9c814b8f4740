"""Absent values made good with constants, in one operation: few rows are absent, so only those are touched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import gcd, lcm

import numpy as np

from kpi_engine.formula.columns.machine import Block, Tape
from kpi_engine.formula.columns.value import LIMIT, Number
from kpi_engine.table import State

__all__ = ["made_good"]


def made_good(tape: Tape, number: Number, instead: Mapping[State, Fraction]) -> Number | None:
    """The number with a constant in the place of some states; None beyond the bounds. The other states stay."""
    if number.state is None or not instead:
        return number
    values, factor = instead.values(), number.factor
    below = lcm(factor.denominator, *(v.denominator for v in values))
    above = factor.numerator * (below // factor.denominator)
    placed = {state: v.numerator * (below // v.denominator) for state, v in instead.items()}
    shared = gcd(above, *placed.values()) or 1
    times, placed = above // shared, {state: v // shared for state, v in placed.items()}
    size = max(abs(times) * number.size, *(abs(v) for v in placed.values()))
    if size > LIMIT:
        return None
    slot = _placed(tape, number, float(times), placed)
    low, high = min(number.low, *map(float, values)), max(number.high, *map(float, values))
    den = None if number.den is None else slot + 1
    return Number(number.kind, Fraction(shared, below), slot, size, low, high, slot + 2, den, number.den_size)


def _placed(tape: Tape, number: Number, times: float, placed: Mapping[State, int]) -> int:
    """Registers: the numerators, the denominators (1 where a constant stands), the states that are left."""
    num, den, state = number.num, number.den, number.state
    assert state is not None, "what is always present needs nothing in its place"
    table, left = np.zeros(len(State)), np.arange(len(State), dtype=np.uint8)
    for level, value in placed.items():
        table[level], left[level] = value, State.PRESENT

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            states, values = b.s[state], b.x[num]
            if states is None:
                b.x[slot] = values if times == 1.0 else values * times
                if den is not None:
                    b.x[slot + 1] = b.x[den]
                return
            rows = np.flatnonzero(states != State.PRESENT)
            absent = states[rows]
            b.x[slot] = values * times
            b.x[slot][rows] = table[absent]
            if den is not None:
                b.x[slot + 1] = b.x[den].copy()
                b.x[slot + 1][rows] = 1.0
            kept = left[absent]
            if kept.any():
                told = np.zeros(len(states), dtype=np.uint8)
                told[rows] = kept
                b.s[slot + 2] = told

        return operation

    reads = (num, state) if den is None else (num, den, state)
    return tape.write(("made good", reads, times, tuple(placed.items())), reads, make, writes=3)
