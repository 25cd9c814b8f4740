"""Where the finished columns are gathered, block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kpi_engine.formula.columns.arithmetic import positive, scaled_up
from kpi_engine.formula.columns.cells import as_cells
from kpi_engine.formula.columns.choice import as_truth, as_word
from kpi_engine.formula.columns.machine import Block, Tape
from kpi_engine.formula.columns.value import LIMIT, Cells, Constant, Number, Rough, Truth, Val, Word
from kpi_engine.formula.functions import ExactCell
from kpi_engine.numbers import Root
from kpi_engine.table import Column, Kind, Ref, State, Value, column_of

__all__ = ["Store", "Stores", "put"]


@dataclass
class Store:
    """One quantity of all rows: as numbers over one denominator, or as cells."""

    kind: Kind
    size: int
    denominator: int = 1
    words: tuple[str, ...] = ()
    plain: bool = True
    numerator: npt.NDArray[np.float64] = field(init=False)
    state: npt.NDArray[np.uint8] = field(init=False)
    parts: list[tuple[slice | npt.NDArray[np.intp], Sequence[ExactCell]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.numerator = np.empty(self.size) if self.plain else np.empty(0)
        self.state = np.zeros(self.size, dtype=np.uint8)

    def cells(self) -> Sequence[ExactCell]:
        """The cells in the order of the facts."""
        told: list[ExactCell] = [(State.ERROR, None)] * self.size
        places = np.arange(self.size)
        for rows, cells in self.parts:
            for row, cell in zip(places[rows].tolist(), cells, strict=True):
                told[row] = cell
        return told

    def column(self) -> Column:
        """The column; of unrounded roots there is none (KeyError)."""
        if self.plain:
            return Column(self.kind, self.numerator, self.state, self.denominator, self.words)
        plain: list[tuple[State, Value | None]] = []
        for state, value in self.cells():
            if isinstance(value, Root):
                raise KeyError("unrounded roots make no column")
            plain.append((state, value))
        return column_of(self.kind, plain)


class Stores(Mapping[Ref, Column]):
    """Columns by reference, each made when it is asked for."""

    def __init__(self, stores: Mapping[Ref, Store]) -> None:
        self._stores = stores
        self._made: dict[Ref, Column] = {}

    def __getitem__(self, ref: Ref) -> Column:
        made = self._made.get(ref)
        if made is None:
            made = self._made[ref] = self._stores[ref].column()
        return made

    def __iter__(self) -> Iterator[Ref]:
        return iter(self._stores)

    def __len__(self) -> int:
        return len(self._stores)

    def cells(self, ref: Ref) -> Sequence[ExactCell]:
        """The cells of a quantity, unrounded roots as well."""
        store = self._stores[ref]
        if store.plain:
            column = self[ref]
            return [column.cell(row) for row in range(len(column))]
        return store.cells()


def put(tape: Tape, val: Val, domain: str, size: int) -> Store:
    """An operation that puts a finished value into a new store."""
    simple = _simple(tape, val, domain)
    if simple is None:
        return _put_cells(tape, val, domain, size)
    store, slot, how, state = simple
    store = Store(store.kind, size, store.denominator, store.words)

    def make(_: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            values = how(b)
            rows: slice | npt.NDArray[np.intp] = slice(None) if domain else b.rows
            states = None if state is None else b.s[state]
            if states is not None and states.any():
                store.state[rows] = states
                values = np.where(states == State.PRESENT, values, 0.0)
            if isinstance(rows, slice):
                np.add(values, 0.0, out=store.numerator[rows])
            else:
                store.numerator[rows] = values + 0.0

        return operation

    tape.write(("store", id(store)), tuple(s for s in (slot, state) if s is not None), make)
    return store


def _simple(tape: Tape, val: Val, domain: str) -> tuple[Store, int, Callable[[Block], npt.NDArray[np.float64]], int | None] | None:
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
            return Store(val.kind, 0, number.factor.denominator), slot, lambda b: b.x[slot], val.state
        case Truth(slot=slot):
            return Store(val.kind, 0), slot, lambda b: b.t[slot].astype(np.float64), val.state
        case Word(slot=slot, words=words):
            return Store(val.kind, 0, 1, words), slot, lambda b: b.i[slot].astype(np.float64), val.state
        case Number() | Rough() | Cells() | Constant():
            return None


def _constant(tape: Tape, val: Constant, domain: str) -> tuple[Store, int, Callable[[Block], npt.NDArray[np.float64]], int | None] | None:
    assert isinstance(val.value, Fraction), "a number"
    above, below = val.value.numerator, val.value.denominator
    if abs(above) > LIMIT:
        return None
    slot = tape.x("constant", (), lambda b: np.full(b.sizes[domain], float(above)), above, domain)
    return Store(val.kind, 0, below), slot, lambda b: b.x[slot], val.state


def _put_cells(tape: Tape, val: Val, domain: str, size: int) -> Store:
    store = Store(val.kind, size, plain=False)
    slot = as_cells(tape, val, domain)

    def make(_: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            store.parts.append((slice(None) if domain else b.rows, b.cells[slot]))

        return operation

    tape.write(("store", id(store)), (slot,), make)
    return store
