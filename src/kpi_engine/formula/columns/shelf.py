"""From finished values to stores: the operations at the end of a step."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kpi_engine.formula.columns.arithmetic import positive, scaled_up
from kpi_engine.formula.columns.cells import as_cells
from kpi_engine.formula.columns.choice import as_truth, as_word
from kpi_engine.formula.columns.machine import Block, Tape
from kpi_engine.formula.columns.store import Store
from kpi_engine.formula.columns.value import LIMIT, Cells, Constant, Number, Rough, Truth, Val, Word
from kpi_engine.table import Kind, Ref, State

__all__ = ["Shelf", "put"]


class Shelf(NamedTuple):
    """What the compiler knows of a store: for each run there is a new one."""

    ref: Ref
    kind: Kind
    domain: str
    denominator: int = 1
    words: tuple[str, ...] = ()
    plain: bool = True

    def store(self, size: int) -> Store:
        """An empty store."""
        return Store(self.kind, size, self.denominator, self.words, self.plain)


def put(tape: Tape, ref: Ref, val: Val, domain: str) -> Shelf:
    """An operation that puts a finished value into its store."""
    simple = _simple(tape, val, domain)
    if simple is None:
        return _put_cells(tape, ref, val, domain)
    (denominator, words), slot, how, state = simple

    def operation(b: Block) -> None:
        store = b.stores[ref]
        values = how(b)
        rows: slice | npt.NDArray[np.intp] = slice(None) if domain else b.rows
        states = None if state is None else b.s[state]
        if states is not None and states.any():
            store.mark(rows, states)
            values = np.where(states == State.PRESENT, values, 0.0)
        if len(values) == store.size and values.base is None and isinstance(rows, slice) and not domain:
            store.numerator = np.add(values, 0.0, out=values)  # one block, an array of our own: no copy, only no -0
        elif isinstance(rows, slice):
            there = store.part(rows)
            np.add(values, 0.0, out=there)
            if values is b.x[slot]:
                b.x[slot] = there  # later readers read the store, the copy is free to go
        else:
            store.claim()
            store.numerator[rows] = values + 0.0

    tape.do(operation, (slot,) if state is None else (slot, state))
    return Shelf(ref, val.kind, domain, denominator, words)


def _simple(
    tape: Tape, val: Val, domain: str
) -> tuple[tuple[int, tuple[str, ...]], int, Callable[[Block], npt.NDArray[np.float64]], int | None] | None:
    if isinstance(val, Constant) and val.kind in (Kind.NUMBER, Kind.DATE):
        return _constant(tape, val, domain)
    if isinstance(val, Constant):
        val = as_truth(tape, val, domain) if val.kind is Kind.TRUTH else as_word(tape, val, domain)
    match val:
        case Number(den=None):
            number = positive(tape, val)
            if number.size * number.factor.numerator > LIMIT:
                return None
            slot = scaled_up(tape, number.num, number.factor.numerator)
            return (number.factor.denominator, ()), slot, lambda b: b.x[slot], val.state
        case Truth(slot=slot):
            return (1, ()), slot, lambda b: b.t[slot].astype(np.float64), val.state
        case Word(slot=slot, words=words):
            return (1, words), slot, lambda b: b.i[slot].astype(np.float64), val.state
        case Number() | Rough() | Cells() | Constant():
            return None


def _constant(
    tape: Tape, val: Constant, domain: str
) -> tuple[tuple[int, tuple[str, ...]], int, Callable[[Block], npt.NDArray[np.float64]], int | None] | None:
    assert isinstance(val.value, Fraction), "a number"
    above, below = val.value.numerator, val.value.denominator
    if abs(above) > LIMIT:
        return None
    slot = tape.x("constant", (), lambda b: np.full(b.sizes[domain], float(above)), above, domain)
    return (below, ()), slot, lambda b: b.x[slot], val.state


def _put_cells(tape: Tape, ref: Ref, val: Val, domain: str) -> Shelf:
    slot = as_cells(tape, val, domain)

    def operation(b: Block) -> None:
        b.stores[ref].parts.append((slice(None) if domain else b.rows, b.cells[slot]))

    tape.do(operation, (slot,))
    return Shelf(ref, val.kind, domain, plain=False)
