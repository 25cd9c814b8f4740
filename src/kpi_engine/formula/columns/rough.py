"""Arithmetic of certified doubles. Every operation states its error; exact values are asked for by the row, in whole numbers without gcd.

u = 2^-53 bounds the relative error of one operation. What is said of rows that are not present means nothing, but it is always finite. The ways to
exact values hold on to each other, not to the doubles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kpi_engine.formula.columns.certified import Certified, Wholes, wholes
from kpi_engine.formula.columns.machine import Block, BoolArray, FloatArray, IndexArray, Outgrown, Tape
from kpi_engine.formula.columns.value import Constant, Number, Rough
from kpi_engine.formula.exact import LARGEST, MOST_BITS
from kpi_engine.table import Kind, State, StateArray

__all__ = ["rough", "rough_abs", "rough_divided", "rough_extreme", "rough_lifted", "rough_picked", "rough_product", "rough_sum"]

U = 2.0**-53
TINY = 1e-280
"""More than any error of underflow."""
_LARGEST = float(LARGEST)


def rough(tape: Tape, val: Number | Constant | Rough) -> Rough:
    """Any number as certified doubles."""
    match val:
        case Rough():
            return val
        case Constant(kind=kind, value=value, state=state):
            assert isinstance(value, Fraction), "a number"
            certified = _constant(value)
            return Rough(kind, tape.a("constant", (), lambda _: certified, value), float(value), float(value), state)
        case Number(factor=factor, num=num, den=den):
            reads = (num,) if den is None else (num, den)
            bits = max((val.size * abs(factor.numerator)).bit_length(), (val.den_size * factor.denominator).bit_length())
            slot = tape.a("certify", reads, lambda b: _certified(b.x[num], None if den is None else b.x[den], factor, bits), factor)
            return Rough(val.kind, slot, val.low, val.high, val.state)


def _constant(value: Fraction) -> Certified:
    above, below = value.numerator, value.denominator

    def exact(rows: IndexArray) -> tuple[Wholes, Wholes]:
        return np.full(len(rows), above, dtype=np.object_), np.full(len(rows), below, dtype=np.object_)

    size = abs(float(value))
    return Certified(np.asarray(float(value)), size * U + TINY, size, max(above.bit_length(), below.bit_length()), exact)


def _certified(num: FloatArray, den: FloatArray | None, factor: Fraction, bits: int) -> Certified:
    values = num * float(factor)
    if den is not None:
        values /= den
    high, tops, bottoms = largest(values), _short(num), None if den is None else _short(den)

    def exact(rows: IndexArray) -> tuple[Wholes, Wholes]:
        above = wholes(tops[rows]) * factor.numerator
        below = np.full(len(rows), 1, dtype=np.object_) if bottoms is None else wholes(bottoms[rows])
        return above, below * factor.denominator

    return Certified(values, 4 * U * high + TINY, high * (1 + 4 * U), bits, exact)


def _short(values: FloatArray) -> FloatArray | npt.NDArray[np.float32]:
    """Whole numbers to be kept, in half the room where that holds them; what is a part of something larger is kept by that anyway."""
    return values.astype(np.float32) if values.base is None and largest(values) < 2**24 else values


def largest(values: FloatArray) -> float:
    """The largest size."""
    return max(float(values.max()), -float(values.min()), 0.0) if values.size else 0.0


def checked(made: Certified, key: object) -> Certified:
    """What is small enough in value and in bits; otherwise the node goes to the exact reader."""
    if made.high > _LARGEST * (1 - 1e-9) or made.bits >= MOST_BITS:
        raise Outgrown(key)
    return made if made.error >= TINY else replace(made, error=TINY)


def _both(
    tape: Tape,
    name: str,
    left: Rough,
    right: Rough,
    compute: Callable[[Certified, Certified], Certified],
    key: object,
    bounds: tuple[float, float],
    kind: Kind,
) -> Rough:
    one, two = left.slot, right.slot
    slot = tape.a(name, (one, two), lambda b: checked(compute(b.a[one], b.a[two]), key))
    low, high = max(bounds[0], -_LARGEST), min(bounds[1], _LARGEST)
    return Rough(kind, slot, low, high, tape.worst(left.state, right.state))


def _outwards(low: float, high: float) -> tuple[float, float]:
    slack = 1e-12 * max(abs(low), abs(high))
    return (low if low == 0 else low - slack), high + slack


def rough_sum(tape: Tape, left: Rough, right: Rough, sign: int, key: object, kind: Kind) -> Rough:
    """The sum left + sign x right."""

    def compute(a: Certified, c: Certified) -> Certified:
        values = a.value + c.value if sign > 0 else a.value - c.value
        high, first, second = a.high + c.high, a.exact, c.exact

        def exact(rows: IndexArray) -> tuple[Wholes, Wholes]:
            (n, d), (m, e) = first(rows), second(rows)
            return n * e + sign * m * d, d * e

        return Certified(values, (a.error + c.error) * (1 + 4 * U) + high * U, high * (1 + 2 * U), a.bits + c.bits + 1, exact)

    low, high = (left.low + right.low, left.high + right.high) if sign > 0 else (left.low - right.high, left.high - right.low)
    certain = sign > 0 and left.low >= 0 and right.low >= 0
    slack = 1e-12 * (abs(left.low) + abs(left.high) + abs(right.low) + abs(right.high))
    bounds = (max(low - slack, 0.0) if certain else low - slack, high + slack)
    return _both(tape, "rough +" if sign > 0 else "rough -", left, right, compute, key, bounds, kind)


def rough_product(tape: Tape, left: Rough, right: Rough, key: object) -> Rough:
    """The product."""

    def compute(a: Certified, c: Certified) -> Certified:
        high, first, second = a.high * c.high, a.exact, c.exact
        error = (a.high * c.error + c.high * a.error + a.error * c.error) * (1 + 8 * U) + high * U

        def exact(rows: IndexArray) -> tuple[Wholes, Wholes]:
            (n, d), (m, e) = first(rows), second(rows)
            return n * m, d * e

        return Certified(a.value * c.value, error, high * (1 + 2 * U), a.bits + c.bits, exact)

    corners = [x * y for x in (left.low, left.high) for y in (right.low, right.high)]
    return _both(tape, "rough *", left, right, compute, key, _outwards(min(corners), max(corners)), Kind.NUMBER)


def present(b: Block, state: int | None) -> BoolArray | None:
    """Which rows are present; None for all."""
    states = None if state is None else b.s[state]
    return None if states is None else states == State.PRESENT


def near_rows(near: BoolArray, b: Block, state: int | None) -> IndexArray:
    """The rows that have to be decided by whole numbers, counted."""
    there = present(b, state)
    rows = np.flatnonzero(near if there is None else near & there)
    b.batched += len(rows)
    return rows


def rough_divided(tape: Tape, left: Rough, right: Rough, key: object, domain: str) -> Rough:
    """The quotient, with the state ERROR where right is 0."""
    operands = tape.worst(left.state, right.state)
    one, two = left.slot, right.slot

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            a, c = b.a[one], b.a[two]
            divisor, b.s[slot + 1] = _divisor(b, c, operands, key, domain)
            b.a[slot] = checked(_quotient(a, c, divisor, key), key)

        return operation

    reads = tuple(s for s in (one, two, operands) if s is not None)
    slot = tape.write(("rough /", one, two, operands, domain), reads, make, writes=2)
    low = 0.0 if left.low >= 0 and right.low >= 0 else -_LARGEST
    return Rough(Kind.NUMBER, slot, low, _LARGEST, tape.after(operands, slot + 1))


def _divisor(b: Block, c: Certified, operands: int | None, key: object, domain: str) -> tuple[FloatArray, StateArray | None]:
    """The divisors with 1 in the place of what is 0 or not there; the state ERROR where it is 0."""
    values = np.broadcast_to(c.value, (b.sizes[domain],))
    there = present(b, operands)
    rows = near_rows(np.abs(values) <= c.error, b, operands)
    if there is None and not len(rows):
        return values, None
    values = values.copy() if there is None else np.where(there, values, 1.0)
    if not len(rows):
        return values, None
    above, _ = c.exact(rows)
    if any(n != 0 for n in above):
        raise Outgrown(key)
    values[rows] = 1.0
    state = np.zeros(len(values), dtype=np.uint8)
    state[rows] = State.ERROR
    return values, state


def _quotient(a: Certified, c: Certified, divisor: FloatArray, key: object) -> Certified:
    values = a.value / divisor
    sizes = np.abs(divisor)
    least = (float(sizes.min()) if len(sizes) else 1.0) - c.error
    if least <= 0 or c.error > least * 1e-6:
        raise Outgrown(key)
    high, first, second = largest(values), a.exact, c.exact
    error = (a.error + high * c.error) / least * (1 + 16 * U) + high * 2 * U

    def exact(rows: IndexArray) -> tuple[Wholes, Wholes]:
        (n, d), (m, e) = first(rows), second(rows)
        below = d * m
        below[below == 0] = 1
        turned = np.where(below < 0, -1, 1).astype(np.object_)
        return n * e * turned, below * turned

    return Certified(values, error, high + error, a.bits + c.bits, exact)


def rough_extreme(tape: Tape, left: Rough, right: Rough, most: bool, key: object) -> Rough:
    """The larger or the smaller of two."""
    pick = max if most else min

    def compute(a: Certified, c: Certified) -> Certified:
        values = np.maximum(a.value, c.value) if most else np.minimum(a.value, c.value)
        first, second = a.exact, c.exact

        def exact(rows: IndexArray) -> tuple[Wholes, Wholes]:
            (n, d), (m, e) = first(rows), second(rows)
            left = (n * e >= m * d) if most else (n * e <= m * d)
            return np.where(left, n, m), np.where(left, d, e)

        return Certified(values, max(a.error, c.error), max(a.high, c.high), max(a.bits, c.bits), exact)

    bounds = (pick(left.low, right.low), pick(left.high, right.high))
    return _both(tape, f"rough {'max' if most else 'min'}", left, right, compute, key, bounds, left.kind)


def rough_abs(tape: Tape, number: Rough) -> Rough:
    """|number|."""
    source = number.slot

    def compute(b: Block) -> Certified:
        a = b.a[source]
        own = a.exact

        def exact(rows: IndexArray) -> tuple[Wholes, Wholes]:
            n, d = own(rows)
            return np.abs(n), d

        return Certified(np.abs(a.value), a.error, a.high, a.bits, exact)

    low, high = max(number.low, -number.high, 0.0), max(-number.low, number.high)
    return Rough(number.kind, tape.a("rough abs", (source,), compute), low, high, number.state)


def rough_picked(tape: Tape, takes: int, then: Rough, otherwise: Rough, state: int | None) -> Rough:
    """``then`` where the register ``takes`` is true, else ``otherwise``."""
    one, two = then.slot, otherwise.slot

    def compute(b: Block) -> Certified:
        a, c, told = b.a[one], b.a[two], b.t[takes]
        first, second = a.exact, c.exact

        def exact(rows: IndexArray) -> tuple[Wholes, Wholes]:
            mine = told[rows]
            above, below = np.empty(len(rows), dtype=np.object_), np.empty(len(rows), dtype=np.object_)
            above[mine], below[mine] = first(rows[mine])
            above[~mine], below[~mine] = second(rows[~mine])
            return above, below

        values = np.where(told, a.value, c.value)
        return Certified(values, max(a.error, c.error), max(a.high, c.high), max(a.bits, c.bits), exact)

    slot = tape.a("rough pick", (takes, one, two), compute)
    return Rough(then.kind, slot, min(then.low, otherwise.low), max(then.high, otherwise.high), state)


def rough_lifted(tape: Tape, val: Rough, domain: str, state: int | None) -> Rough:
    """A unit's value told to each row of a table that is the unit's."""
    source = val.slot

    def compute(b: Block) -> Certified:
        a, units = b.a[source], b.units[domain]
        values, own = a.value if not a.value.ndim else a.value.take(units), a.exact
        return Certified(values, a.error, a.high, a.bits, lambda rows: own(units[rows]))

    return Rough(val.kind, tape.a("rough take", (source,), compute, domain), val.low, val.high, state)
