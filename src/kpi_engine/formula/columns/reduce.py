"""Reducers on columns: the rows of a table that count, made one value for each unit."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from kpi_engine.formula.columns.arithmetic import positive
from kpi_engine.formula.columns.choice import as_truth
from kpi_engine.formula.columns.machine import Block, BoolArray, FloatArray, IndexArray, Tape
from kpi_engine.formula.columns.value import LIMIT, Constant, Number, Truth, Val
from kpi_engine.formula.tree import Reduce
from kpi_engine.table import Kind, State, StateArray

__all__ = ["reduced"]


class _Rows:
    """The rows of a table: which of them count, and what stands against a unit."""

    def __init__(self, tape: Tape, table: str, where: Truth | Constant | None) -> None:
        self.tape, self.table = tape, table
        self.gate = None if where is None else as_truth(tape, where, table)
        self.reads = () if self.gate is None else tuple(s for s in (self.gate.slot, self.gate.state) if s is not None)

    def counted(self, b: Block) -> BoolArray | None:
        """Which rows count; None for all."""
        if self.gate is None:
            return None
        states = None if self.gate.state is None else b.s[self.gate.state]
        told = b.t[self.gate.slot]
        return told if states is None else told & (states == State.PRESENT)

    def wrong(self, b: Block) -> StateArray | None:
        """ERROR for the units with a row that cannot be asked whether it counts."""
        states = None if self.gate is None or self.gate.state is None else b.s[self.gate.state]
        if states is None or not (states == State.ERROR).any():
            return None
        told = np.zeros(b.sizes[""], dtype=np.uint8)
        told[b.units[self.table][states == State.ERROR]] = State.ERROR
        return told


def reduced(tape: Tape, node: Reduce, arg: Val, where: Truth | Constant | None, most: int) -> Val | None:
    """The reducer of the node; ``most`` is the largest number of rows of a unit. None where it has no reading over scaled doubles."""
    rows = _Rows(tape, node.table, where)
    match node.function:
        case "count":
            return _count(rows, None, most)
        case "times":
            return _count(rows, arg, most) if isinstance(arg, Truth) else None
        case "sum" | "mean" if isinstance(arg, Number) and arg.den is None:
            plain = not any(count for _, count in node.options if count)
            return _total(rows, positive(tape, arg), most, node.function == "mean") if plain else None
        case "highest" | "lowest" if isinstance(arg, Number) and arg.den is None:
            return _extreme(rows, positive(tape, arg), node.function == "highest")
        case _:
            return None


def _worse(first: StateArray | None, second: StateArray | None) -> StateArray | None:
    if first is None or second is None:
        return second if first is None else first
    return np.maximum(first, second)


def _bins(rows: _Rows, b: Block, counted: BoolArray | None, weights: FloatArray | None = None) -> FloatArray:
    """For each unit the sum of its rows' weights, or how many rows count."""
    units = b.units[rows.table]
    if counted is not None:
        units, weights = units[counted], None if weights is None else weights[counted]
    return np.bincount(units, weights, minlength=b.sizes[""]).astype(np.float64)


def _count(rows: _Rows, arg: Truth | None, most: int) -> Number:
    reads = rows.reads if arg is None else tuple(s for s in (*rows.reads, arg.slot, arg.state) if s is not None)

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            counted = rows.counted(b)
            if arg is not None:
                states = None if arg.state is None else b.s[arg.state]
                told = b.t[arg.slot] if states is None else b.t[arg.slot] & (states == State.PRESENT)
                counted = told if counted is None else counted & told
            b.x[slot], b.s[slot + 1] = _bins(rows, b, counted), rows.wrong(b)

        return operation

    slot = rows.tape.write(("count rows", rows.table, reads, arg is None, rows.gate), reads, make, writes=2)
    return Number(Kind.NUMBER, Fraction(1), slot, most, 0.0, float(most), slot + 1)


def _worst_states(rows: _Rows, b: Block, state: int | None, counted: BoolArray | None) -> StateArray | None:
    """The highest state of each unit's rows that count."""
    states = None if state is None else b.s[state]
    if states is None:
        return None
    told = np.zeros(b.sizes[""], dtype=np.uint8)
    units = b.units[rows.table]
    for level in (State.NOT_APPLICABLE, State.MISSING, State.ERROR):
        hit = states == level
        told[units[hit if counted is None else hit & counted]] = level
    return told


def _total(rows: _Rows, number: Number, most: int, mean: bool) -> Number | None:
    if number.size * max(most, 1) > LIMIT:
        return None
    num, state = number.num, number.state

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            counted, present = rows.counted(b), _present(b, state)
            told, worst = _and(counted, present), _worst_states(rows, b, state, counted)
            b.x[slot] = _bins(rows, b, told, b.x[num])
            if mean:
                counts = _bins(rows, b, told)
                b.x[slot + 2] = np.maximum(counts, 1.0)
                worst = _mean_state(worst, counts)
            wrong = rows.wrong(b)
            b.s[slot + 1] = _worse(worst, wrong)

        return operation

    reads = tuple(s for s in (num, state, *rows.reads) if s is not None)
    slot = rows.tape.write(("total rows", rows.table, reads, mean, rows.gate), reads, make, writes=3)
    size = max(number.size * max(most, 1), 1)
    low, high = (number.low, number.high) if mean else (min(0.0, number.low * most), max(0.0, number.high * most))
    den, den_size = (slot + 2, max(most, 1)) if mean else (None, 1)
    return Number(number.kind, number.factor, slot, size, low * (1 + 1e-12), high * (1 + 1e-12), slot + 1, den, den_size)


def _mean_state(worst: StateArray | None, counts: FloatArray) -> StateArray | None:
    """A row that is not there is left out of a mean, unless it is not even known to be missing; of no rows there is none."""
    none = counts == 0
    if worst is None:
        return np.where(none, np.uint8(State.MISSING), np.uint8(0)) if none.any() else None
    return np.where(worst > State.MISSING, worst, np.where(none, np.uint8(State.MISSING), np.uint8(0)))


def _present(b: Block, state: int | None) -> BoolArray | None:
    states = None if state is None else b.s[state]
    return None if states is None else states == State.PRESENT


def _and(left: BoolArray | None, right: BoolArray | None) -> BoolArray | None:
    if left is None or right is None:
        return right if left is None else left
    return left & right


def _extreme(rows: _Rows, number: Number, largest: bool) -> Number:
    num, state = number.num, number.state

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            told = _and(rows.counted(b), _present(b, state))
            units, values = b.units[rows.table], b.x[num]
            if told is not None:
                units, values = units[told], values[told]
            figures, none = _extremes(units, values, b.sizes[""], largest)
            b.x[slot] = figures
            b.s[slot + 1] = _worse(np.where(none, np.uint8(State.MISSING), np.uint8(0)) if none.any() else None, rows.wrong(b))

        return operation

    reads = tuple(s for s in (num, state, *rows.reads) if s is not None)
    slot = rows.tape.write(("extreme rows", rows.table, reads, largest, rows.gate), reads, make, writes=2)
    return Number(number.kind, number.factor, slot, number.size, number.low, number.high, slot + 1)


def _extremes(units: IndexArray, values: FloatArray, size: int, largest: bool) -> tuple[FloatArray, BoolArray]:
    """For each unit its extreme (0 without rows) and whether it has no rows."""
    figures = np.full(size, -np.inf if largest else np.inf)
    (np.maximum if largest else np.minimum).at(figures, units, values)
    none = np.isinf(figures)
    figures[none] = 0.0
    return figures, none
