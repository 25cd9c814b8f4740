"""Group functions on columns: statistics, standings and quotas of groups whose rows are neighbours, each told to every row."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from kpi_engine.formula.columns.choice import as_truth
from kpi_engine.formula.columns.grouping import Grouping, live_rows, plain
from kpi_engine.formula.columns.machine import Block, BoolArray, FloatArray, Segments
from kpi_engine.formula.columns.ranking import count_same, quota, ranked
from kpi_engine.formula.columns.rough import rough
from kpi_engine.formula.columns.rough_group import bits_of_sum, rough_figure
from kpi_engine.formula.columns.value import LIMIT, Cells, Constant, Number, Rough, Truth, Val
from kpi_engine.table import Kind, State, StateArray

__all__ = ["grouped"]


def grouped(on: Grouping, args: tuple[Val, ...], among: Truth | Constant | None) -> Val | None:
    """The function of the node, or None where it has no reading over scaled doubles."""
    reading = _READINGS.get(on.node.function)
    return None if reading is None else reading(on, args, among)


def _none_state(groups: Segments, counts: FloatArray) -> StateArray | None:
    """MISSING for the rows of groups where nobody counts."""
    if counts.all():
        return None
    return np.where(counts == 0, np.uint8(State.MISSING), np.uint8(0)).repeat(groups.sizes)


def _reduced(values: FloatArray, live: BoolArray | None, groups: Segments, how: np.ufunc, neutral: float) -> tuple[FloatArray, FloatArray]:
    """The figure of each group (0 where nobody counts) and how many count."""
    if not len(values):
        return np.zeros(0), np.zeros(0)
    if live is None or live.all():
        return how.reduceat(values, groups.starts), groups.counts
    counts = np.add.reduceat(live, groups.starts, dtype=np.float64)
    figures = how.reduceat(np.where(live, values, neutral), groups.starts)
    return np.where(counts == 0, 0.0, figures), counts


def _extreme(on: Grouping, args: tuple[Val, ...], among: Truth | Constant | None) -> Val | None:
    number = plain(args[0], on.tape)
    if number is None:
        return _roughly(on, args[0], among)
    largest = on.node.function == "max"
    how, neutral = (np.maximum, -np.inf) if largest else (np.minimum, np.inf)
    asks, asked = live_rows(on, among, (number.state,))
    num = number.num

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            groups = on.groups(b)
            figures, counts = _reduced(b.x[num], asked(b), groups, how, neutral)
            b.x[slot], b.s[slot + 1] = figures.repeat(groups.sizes), _none_state(groups, counts)

        return operation

    reads = (num, *asks)
    slot = on.tape.write(("extreme", largest, on.everyone, reads, among is None), reads, make, writes=2)
    return Number(Kind.NUMBER, number.factor, slot, number.size, number.low, number.high, slot + 1)


def _total(on: Grouping, args: tuple[Val, ...], among: Truth | Constant | None) -> Val | None:
    """Totals and means: whole numerators add up exactly in any order."""
    number = plain(args[0], on.tape)
    if number is None or number.size * on.most > LIMIT:
        return _roughly(on, args[0], among)
    asks, asked = live_rows(on, among, (number.state,))
    num, mean = number.num, on.node.function == "mean"

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            groups = on.groups(b)
            figures, counts = _reduced(b.x[num], asked(b), groups, np.add, 0.0)
            b.x[slot] = figures.repeat(groups.sizes)
            if mean:
                b.s[slot + 1] = _none_state(groups, counts)
                b.x[slot + 2] = np.maximum(counts, 1.0).repeat(groups.sizes)

        return operation

    reads = (num, *asks)
    slot = on.tape.write(("total", mean, on.everyone, reads, among is None), reads, make, writes=3)
    size = number.size * on.most
    if mean:
        return Number(Kind.NUMBER, number.factor, slot, size, number.low, number.high, slot + 1, slot + 2, on.most)
    low, high = min(number.low, number.low * on.most, 0.0), max(number.high, number.high * on.most, 0.0)
    return Number(Kind.NUMBER, number.factor, slot, size, low * (1 + 1e-12), high * (1 + 1e-12))


def _roughly(on: Grouping, val: Val, among: Truth | Constant | None) -> Rough | None:
    """A figure of certified doubles."""
    if not isinstance(val, (Number, Rough)):
        return None
    asks, asked = live_rows(on, among, (val.state,))
    certified = rough(on.tape, val)
    on.certified = True
    bits = bits_of_sum(val, on.most) if isinstance(val, Number) and on.node.function in ("sum", "mean") else None
    return rough_figure(on.tape, certified, (on.node.function, on.most, bits), on.groups, (asks, asked), on.key, (on.everyone, among is None))


def _others_mean(on: Grouping, args: tuple[Val, ...], among: Truth | Constant | None) -> Val | None:
    number = plain(args[0], on.tape)
    if number is None or isinstance(args[0], Truth) or number.size * on.most > LIMIT:
        return None
    asks, asked = live_rows(on, among, (number.state,))
    num = number.num

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            groups, live = on.groups(b), asked(b)
            figures, counts = _reduced(b.x[num], live, groups, np.add, 0.0)
            rest, others = figures.repeat(groups.sizes), counts.repeat(groups.sizes)
            if live is None:
                rest, others = rest - b.x[num], others - 1
            else:
                rest, others = rest - np.where(live, b.x[num], 0.0), others - live
            none = others == 0
            b.x[slot], b.x[slot + 2] = rest, np.maximum(others, 1.0)
            b.s[slot + 1] = np.where(none, np.uint8(State.MISSING), np.uint8(0)) if none.any() else None

        return operation

    reads = (num, *asks)
    slot = on.tape.write(("others", on.everyone, reads, among is None), reads, make, writes=3)
    return Number(Kind.NUMBER, number.factor, slot, number.size * on.most, number.low, number.high, slot + 1, slot + 2, on.most)


def _counted(on: Grouping, args: tuple[Val, ...], among: Truth | Constant | None) -> Val | None:
    """How many have the value; of truths, how many are true."""
    val = args[0]
    if isinstance(val, Constant) and val.kind is Kind.TRUTH:
        val = as_truth(on.tape, val, "")
    if isinstance(val, Cells):
        return None
    asks, asked = live_rows(on, among, (val.state,))
    truth = val.slot if isinstance(val, Truth) else None

    def compute(b: Block) -> FloatArray:
        groups, live = on.groups(b), asked(b)
        if truth is not None:
            live = b.t[truth] if live is None else b.t[truth] & live
        if live is None or not len(live):
            return groups.counts.repeat(groups.sizes)
        return np.add.reduceat(live, groups.starts, dtype=np.float64).repeat(groups.sizes)

    reads = (*asks, *(() if truth is None else (truth,)))
    slot = on.tape.x("count", reads, compute, on.everyone, among is None, truth is None)
    return Number(Kind.NUMBER, Fraction(1), slot, on.most, 0.0, float(on.most))


_READINGS: dict[str, Callable[[Grouping, tuple[Val, ...], Truth | Constant | None], Val | None]] = {
    "max": _extreme,
    "min": _extreme,
    "sum": _total,
    "mean": _total,
    "others_mean": _others_mean,
    "count": _counted,
    "count_same": count_same,
    "rank": ranked,
    "quota": quota,
    "at_cut": quota,
}
