"""Group functions of certified doubles: figures whose exact value is worked out only for the groups that ask, and keys that stand in exact order."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from kpi_engine.formula.columns.certified import Certified, Wholes
from kpi_engine.formula.columns.machine import Block, BoolArray, FloatArray, IndexArray, Segments, Tape
from kpi_engine.formula.columns.rough import U, checked
from kpi_engine.formula.columns.value import Number, Rough
from kpi_engine.table import Kind, State, StateArray

__all__ = ["exact_codes", "rough_figure", "sum_of_ratios"]

Asked = Callable[[Block], BoolArray | None]
Groups = Callable[[Block], Segments]


def exact_codes(certified: Certified, size: int, live: BoolArray | None, b: Block) -> FloatArray:
    """Whole numbers that stand in the order of the exact values, equal where they are equal; of rows that are not live nothing is said."""
    rows = np.arange(size) if live is None else np.flatnonzero(live)
    values = np.broadcast_to(certified.value, (size,))[rows]
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    apart = np.diff(ordered) > certified.error * 2 * (1 + 8 * U)
    told = np.zeros(size)
    told[rows[order]] = np.arange(len(rows)) if apart.all() else _refined(certified, rows[order], apart, b)
    return told


def _refined(certified: Certified, rows: IndexArray, apart: BoolArray, b: Block) -> FloatArray:
    """Codes where neighbours may be equal: what lies close together is compared exactly; ``rows`` are in the order of their doubles."""
    starts = np.concatenate(([0], np.flatnonzero(apart) + 1))
    sizes = np.diff(starts, append=len(rows))
    crowded = sizes > 1
    inside = np.repeat(crowded, sizes)
    above, below = certified.exact(rows[inside])
    b.batched += int(inside.sum())
    ranks = np.zeros(len(rows))
    ranks[inside] = _inner_ranks(above, below, sizes[crowded])
    return np.repeat(starts.astype(np.float64), sizes) + ranks


def _inner_ranks(above: Wholes, below: Wholes, sizes: IndexArray) -> FloatArray:
    """For each run of neighbours the dense rank of its values, all equal being 0: less than the run is long, so that runs do not meet."""
    told = np.zeros(len(above))
    start = 0
    for size in sizes.tolist():
        n, d = above[start : start + size], below[start : start + size]
        if not bool((n * d[0] == n[0] * d).all()):
            values = [Fraction(int(x), int(y)) for x, y in zip(n, d, strict=True)]
            place = {value: at for at, value in enumerate(sorted(set(values)))}
            told[start : start + size] = [place[value] for value in values]
        start += size
    return told


def rough_figure(
    tape: Tape,
    val: Rough,
    what: tuple[str, int, int | None],
    groups: Groups,
    live: tuple[tuple[int, ...], Asked],
    key: Hashable,
    details: tuple[Hashable, ...],
) -> Rough:
    """Max, min, mean or sum of certified doubles, told to every row of the group.

    ``what`` is the function, the most members of a group and, where it is known, the most bits of a sum; ``live`` says which rows count.
    """
    source, (name, most, bits), (asks, asked) = val.slot, what, live

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            into, live = groups(b), asked(b)
            made, counts = _FIGURES[name](b.a[source], live, into)
            b.a[slot] = checked(made if bits is None else replace(made, bits=min(made.bits, bits)), key)
            none = counts == 0
            b.s[slot + 1] = _missing(none, into) if none.any() and name != "sum" else None

        return operation

    slot = tape.write(("rough group", name, source, asks, details), (source, *asks), make, writes=2)
    many = most if name == "sum" else 1
    low, high = (min(val.low * many, 0.0), max(val.high * many, 0.0)) if name == "sum" else (val.low, val.high)
    return Rough(Kind.NUMBER, slot, low, high, slot + 1)


def _missing(none: BoolArray, into: Segments) -> StateArray:
    return np.where(none, np.uint8(State.MISSING), np.uint8(0)).repeat(into.sizes)


def _told(figures: FloatArray, into: Segments, error: float, high: float, bits: int, of: Callable[[int], Fraction]) -> Certified:
    """A figure for each group, told to its rows; exact ones are worked out once for each group that is asked."""
    known: dict[int, Fraction] = {}

    def exact(rows: IndexArray) -> tuple[Wholes, Wholes]:
        groups = into.ids[rows].tolist()
        for group in set(groups) - known.keys():
            known[group] = of(group)
        above, below = np.empty(len(rows), dtype=np.object_), np.empty(len(rows), dtype=np.object_)
        above[:], below[:] = [known[g].numerator for g in groups], [known[g].denominator for g in groups]
        return above, below

    return Certified(figures.repeat(into.sizes), error, high, bits, exact)


def _rows_of(into: Segments, group: int, live: BoolArray | None) -> IndexArray:
    start, stop = into.bounds[group]
    return np.arange(start, stop) if live is None else start + np.flatnonzero(live[start:stop])


def _summed(a: Certified, live: BoolArray | None, into: Segments, mean: bool) -> tuple[Certified, FloatArray]:
    values = np.broadcast_to(a.value, (int(into.sizes.sum()),))
    if live is not None:
        values = np.where(live, values, 0.0)
    counts = into.counts if live is None else np.add.reduceat(live, into.starts, dtype=np.float64)
    sums = np.add.reduceat(values, into.starts)
    most = float(counts.max())
    divisors = np.maximum(counts, 1.0) if mean else np.ones(len(counts))
    error = a.error * (1 if mean else most) * (1 + 8 * U) + a.high * most * (1 if mean else most) * 2 * U
    # n terms in lowest terms: no denominator is larger than the product of all
    bits = int(most) * a.bits + int(most).bit_length() + 64

    def of(group: int) -> Fraction:
        rows = _rows_of(into, group, live)
        return sum_of_ratios(*a.exact(rows)) / int(divisors[group])

    return _told(sums / divisors, into, error, a.high * (1 if mean else most), bits, of), counts


def _mean(a: Certified, live: BoolArray | None, into: Segments) -> tuple[Certified, FloatArray]:
    return _summed(a, live, into, mean=True)


def _sum(a: Certified, live: BoolArray | None, into: Segments) -> tuple[Certified, FloatArray]:
    return _summed(a, live, into, mean=False)


def _extreme(a: Certified, live: BoolArray | None, into: Segments, most: bool) -> tuple[Certified, FloatArray]:
    values = np.broadcast_to(a.value, (int(into.sizes.sum()),))
    how, neutral = (np.maximum, -np.inf) if most else (np.minimum, np.inf)
    counts = into.counts if live is None else np.add.reduceat(live, into.starts, dtype=np.float64)
    figures = how.reduceat(values if live is None else np.where(live, values, neutral), into.starts)
    figures = np.where(counts == 0, 0.0, figures)

    def of(group: int) -> Fraction:
        rows = _rows_of(into, group, live)
        rows = rows[np.abs(values[rows] - figures[group]) <= a.error * 2 * (1 + 8 * U)]
        above, below = a.exact(rows)
        found = [Fraction(int(n), int(d)) for n, d in zip(above, below, strict=True)]
        return max(found) if most else min(found)

    return _told(figures, into, a.error, a.high, a.bits, of), counts


def _max(a: Certified, live: BoolArray | None, into: Segments) -> tuple[Certified, FloatArray]:
    return _extreme(a, live, into, most=True)


def _min(a: Certified, live: BoolArray | None, into: Segments) -> tuple[Certified, FloatArray]:
    return _extreme(a, live, into, most=False)


_FIGURES: dict[str, Callable[[Certified, BoolArray | None, Segments], tuple[Certified, FloatArray]]] = {
    "max": _max,
    "min": _min,
    "mean": _mean,
    "sum": _sum,
}


def sum_of_ratios(above: Sequence[int] | Wholes, below: Sequence[int] | Wholes) -> Fraction:
    """The exact sum: equal denominators first, then two by two, so that the numbers stay as short as they can."""
    by_den: dict[int, int] = {}
    for n, d in zip(above, below, strict=True):
        shared = math.gcd(n, d)
        by_den[d // shared] = by_den.get(d // shared, 0) + n // shared
    parts = [(n, d) for d, n in sorted(by_den.items())]
    while len(parts) > 1:
        paired = [_joined(parts[i], parts[i + 1]) for i in range(0, len(parts) - 1, 2)]
        parts = paired + parts[len(parts) - len(parts) % 2 :]
    return Fraction(*parts[0]) if parts else Fraction(0)


def _joined(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    common = math.lcm(left[1], right[1])
    return left[0] * (common // left[1]) + right[0] * (common // right[1]), common


def bits_of_sum(number: Number, most: int) -> int:
    """How many bits the sum of ``most`` ratios can have: no more than the least common multiple of all denominators up to the largest."""
    own = (number.factor.denominator * number.den_size).bit_length()
    common = min(most * number.den_size.bit_length(), int(1.5 * number.den_size) + 2) + number.factor.denominator.bit_length()
    return max(common, own) + (most * max(number.size * abs(number.factor.numerator), 1)).bit_length()
