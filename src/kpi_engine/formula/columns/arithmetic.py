"""Arithmetic of scaled doubles: + - * / on (factor, numerators, denominators), min and max, powers, sizes.

Every function gives the value of a whole column, or None where its bounds are too large: then a later rung takes it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import gcd

import numpy as np

from kpi_engine.formula.columns.machine import Block, FloatArray, Outgrown, Tape
from kpi_engine.formula.columns.value import LIMIT, Constant, Number, common_factor
from kpi_engine.formula.exact import LARGEST
from kpi_engine.table import Kind, State, StateArray

__all__ = ["MOST", "added", "divided", "guarded", "least_terms", "multiplied", "positive", "product", "scaled_up", "with_state"]

_SLACK = 1e-12
MOST = float(LARGEST)
"""No value is larger in size."""
_ALL_POSITIVE: FloatArray = np.empty(0)


def scaled_up(tape: Tape, slot: int, by: int) -> int:
    """A register times a whole number."""
    if by == 1:
        return slot
    factor = float(by)
    return tape.x("scale", (slot,), lambda b: b.x[slot] * factor, by)


def product(tape: Tape, left: int | None, right: int | None) -> int | None:
    """Two registers multiplied; None stands for 1."""
    if left is None or right is None:
        return right if left is None else left
    first, second = min(left, right), max(left, right)
    return tape.x("multiply", (first, second), lambda b: b.x[first] * b.x[second])


def with_state(number: Number, state: int | None) -> Number:
    """The same numbers with another state."""
    return Number(number.kind, number.factor, number.num, number.size, number.low, number.high, state, number.den, number.den_size)


def positive(tape: Tape, number: Number) -> Number:
    """The same value with a factor that is not negative."""
    if number.factor.numerator >= 0:
        return number
    slot = scaled_up(tape, number.num, -1)
    return Number(number.kind, -number.factor, slot, number.size, number.low, number.high, number.state, number.den, number.den_size)


def guarded(tape: Tape, number: Number, key: object) -> Number:
    """A value whose bounds do not say that it is at most `MOST` in size, with a check that it is."""
    factor, num, den = abs(float(number.factor)), number.num, number.den
    if factor * number.size > MOST:

        def compute(b: Block) -> StateArray | None:
            sizes = np.abs(b.x[num]) if den is None else np.abs(b.x[num]) / b.x[den]
            if len(sizes) and float(sizes.max()) * factor > MOST * (1 - 1e-9):
                raise Outgrown(key)
            return None

        reads = (num,) if den is None else (num, den)
        tape.s("guard", reads, compute, number.factor)
    low, high = max(number.low, -MOST), min(number.high, MOST)
    return Number(number.kind, number.factor, num, number.size, low, high, number.state, den, number.den_size)


def added(tape: Tape, left: Number | Constant, right: Number | Constant, sign: int, kind: Kind) -> Number | None:
    """The sum left + sign x right; at least one of them is a column."""
    if isinstance(left, Constant):
        assert isinstance(right, Number), "two constants are folded"
        assert isinstance(left.value, Fraction), "the constructors let only numbers in"
        return _plus_constant(tape, _negated(right) if sign < 0 else right, left.value, tape.worst(left.state, right.state), kind)
    if isinstance(right, Constant):
        assert isinstance(right.value, Fraction), "the constructors let only numbers in"
        return _plus_constant(tape, left, right.value if sign > 0 else -right.value, tape.worst(left.state, right.state), kind)
    factor, k, m = common_factor(left.factor, right.factor if sign > 0 else -right.factor)
    low, high = _sum_bounds(left, right.low, right.high) if sign > 0 else _sum_bounds(left, -right.high, -right.low)
    state = tape.worst(left.state, right.state)
    if left.den == right.den:
        size = abs(k) * left.size + abs(m) * right.size
        if size > LIMIT:
            return None
        slot = _combined(tape, left.num, k, right.num, m)
        return Number(kind, factor, slot, size, low, high, state, left.den, left.den_size)
    size, den_size = abs(k) * left.size * right.den_size + abs(m) * right.size * left.den_size, left.den_size * right.den_size
    if size > LIMIT or den_size > LIMIT:
        return None
    first, second, den = product(tape, left.num, right.den), product(tape, right.num, left.den), product(tape, left.den, right.den)
    assert first is not None
    assert second is not None
    return Number(kind, factor, _combined(tape, first, k, second, m), size, low, high, state, den, den_size)


def _combined(tape: Tape, first: int, k: int, second: int, m: int) -> int:
    if m == -1 and k != -1:
        top = scaled_up(tape, first, k)
        return tape.x("subtract", (top, second), lambda b: b.x[top] - b.x[second])
    if k == -1 and m != -1:
        return _combined(tape, second, m, first, k)
    one, two = scaled_up(tape, first, k), scaled_up(tape, second, m)
    return tape.x("add", (one, two), lambda b: b.x[one] + b.x[two])


def _negated(number: Number) -> Number:
    return Number(number.kind, -number.factor, number.num, number.size, -number.high, -number.low, number.state, number.den, number.den_size)


def _plus_constant(tape: Tape, number: Number, value: Fraction, state: int | None, kind: Kind) -> Number | None:
    factor, k, m = common_factor(number.factor, value)
    double = float(value)
    low, high = _sum_bounds(number, double, double)
    size = abs(k) * number.size + abs(m) * number.den_size
    if size > LIMIT:
        return None
    slot = scaled_up(tape, number.num, k)
    if m and number.den is None:
        constant = float(m)
        slot = _plus(tape, slot, constant)
    elif m and number.den is not None:
        slot = _combined(tape, slot, 1, number.den, m)
    return Number(kind, factor, slot, size, low, high, state, number.den, number.den_size)


def _plus(tape: Tape, slot: int, constant: float) -> int:
    return tape.x("plus", (slot,), lambda b: b.x[slot] + constant, constant)


def _sum_bounds(left: Number, low: float, high: float) -> tuple[float, float]:
    return _nudged(left.low + low, left.low, low, -1), _nudged(left.high + high, left.high, high, 1)


def _nudged(total: float, left: float, right: float, way: int) -> float:
    """A sum of bounds moved outwards, unless it is certain."""
    if left.is_integer() and right.is_integer() and abs(left) + abs(right) < LIMIT:
        return total
    return total + way * _SLACK * (abs(left) + abs(right))


def _product_bounds(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
    corners = [x * y for x in a for y in b]
    low, high = min(corners), max(corners)
    return low - _SLACK * abs(low), high + _SLACK * abs(high)


def _scaled_bounds(low: float, high: float, by: float) -> tuple[float, float]:
    least, most = (low * by, high * by) if by >= 0 else (high * by, low * by)
    return least - _SLACK * abs(least), most + _SLACK * abs(most)


def multiplied(tape: Tape, left: Number | Constant, right: Number | Constant) -> Number | None:
    """The product; at least one of them is a column and a constant is not 0."""
    if isinstance(left, Constant):
        left, right = right, left
    assert isinstance(left, Number), "two constants are folded"
    state = tape.worst(left.state, right.state)
    if isinstance(right, Constant):
        assert isinstance(right.value, Fraction), "the constructors let only numbers in"
        low, high = _scaled_bounds(left.low, left.high, float(right.value))
        return Number(Kind.NUMBER, left.factor * right.value, left.num, left.size, low, high, state, left.den, left.den_size)
    low, high = _product_bounds((left.low, left.high), (right.low, right.high))
    return _ratio(tape, left.factor * right.factor, (left.num, right.num), (left.den, right.den), (left, right), (low, high), state)


def _ratio(
    tape: Tape,
    factor: Fraction,
    above: tuple[int, int | None],
    below: tuple[int | None, int | None],
    sizes: tuple[Number, Number],
    bounds: tuple[float, float],
    state: int | None,
) -> Number | None:
    left, right = sizes
    size, den_size = left.size * right.size, left.den_size * right.den_size
    if size > LIMIT or den_size > LIMIT:
        return None
    num = product(tape, *above)
    assert num is not None
    return Number(Kind.NUMBER, factor, num, size, *bounds, state, product(tape, *below), den_size)


def divided(tape: Tape, left: Number | Constant, right: Number) -> Number | None:
    """The quotient with the state ERROR where right is 0."""
    right = positive(tape, right)
    operands = tape.worst(left.state, right.state)
    den, flip, zero = _divisor(tape, right)
    state = tape.after(operands, zero)
    if isinstance(left, Constant):
        assert isinstance(left.value, Fraction), "the constructors let only numbers in"
        num, size, factor, den_size, below = right.den, right.den_size, left.value / right.factor, right.size, den
        most = abs(float(left.value)) * float(1 / right.factor) * size * (1 + _SLACK)
        top = num if num is not None else tape.x("one", (den,), lambda b: np.ones_like(b.x[den]))
    else:
        same = left.den is not None and left.den == right.den
        size = left.size if same else left.size * right.den_size
        den_size = right.size if same else right.size * left.den_size
        factor = left.factor / right.factor
        if size > LIMIT or den_size > LIMIT:
            return None
        above, lower = (left.num, den) if same else (product(tape, left.num, right.den), product(tape, den, left.den))
        assert above is not None
        assert lower is not None
        top, below = above, lower
        most = max(-left.low, left.high) * float(1 / right.factor) * right.den_size * (1 + _SLACK)
    if flip is not None:
        top = _flipped(tape, top, flip)
    not_negative = right.low >= 0 and (left.value >= 0 if isinstance(left, Constant) else left.low >= 0)  # type: ignore[operator]
    return Number(Kind.NUMBER, factor, top, size, 0.0 if not_negative else -most, most, state, below, max(den_size, 1))


def _divisor(tape: Tape, number: Number) -> tuple[int, int | None, int]:
    """Registers of: the numerators' sizes with 1 in the place of 0, their signs (empty if all are positive), the state ERROR where they are 0."""
    num, unsigned = number.num, number.low >= 0

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            values = b.x[num]
            b.x[slot], b.x[slot + 1] = values, _ALL_POSITIVE
            least = float(values.min()) if len(values) else 1.0
            if least > 0:
                return
            sizes, zero = np.abs(values), np.flatnonzero(values == 0)
            if len(zero):
                sizes[zero] = 1.0
                state = np.zeros(len(values), dtype=np.uint8)
                state[zero] = State.ERROR
                b.s[slot + 2] = state
            b.x[slot] = sizes
            if least < 0:
                b.x[slot + 1] = np.copysign(1.0, values)

        return operation

    slot = tape.write(("divisor", num, unsigned), (num,), make, writes=3)
    return slot, None if unsigned else slot + 1, slot + 2


def _flipped(tape: Tape, slot: int, signs: int) -> int:
    def compute(b: Block) -> FloatArray:
        return b.x[slot] * b.x[signs] if len(b.x[signs]) else b.x[slot]

    return tape.x("flip", (slot, signs), compute)


def least_terms(above: int, below: int) -> tuple[int, int]:
    """A pair of whole numbers without their common factor."""
    shared = gcd(above, below) or 1
    return above // shared, below // shared
