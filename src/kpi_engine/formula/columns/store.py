"""Where the finished columns are gathered, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kpi_engine.formula.functions import ExactCell
from kpi_engine.numbers import Root
from kpi_engine.table import Column, Kind, Ref, State, Value, column_of

__all__ = ["Store", "Stores"]

_NOTHING = np.empty(0)


@dataclass
class Store:
    """One quantity of all rows: as numbers over one denominator, or as cells."""

    kind: Kind
    size: int
    denominator: int = 1
    words: tuple[str, ...] = ()
    plain: bool = True
    numerator: npt.NDArray[np.float64] = field(init=False)
    state: npt.NDArray[np.uint8] | None = None
    parts: list[tuple[slice | npt.NDArray[np.intp], Sequence[ExactCell]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.numerator = _NOTHING

    def part(self, rows: slice | npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
        """Where some rows' numbers belong (a copy where the rows are not neighbours)."""
        self.claim()
        return self.numerator[rows]

    def claim(self) -> None:
        """Take the memory for all rows, the first time that a part of them comes."""
        if len(self.numerator) != self.size:
            self.numerator = np.empty(self.size)

    def mark(self, rows: slice | npt.NDArray[np.intp], states: npt.NDArray[np.uint8]) -> None:
        """Note the states of some rows; as long as all are present they cost nothing."""
        if self.state is None:
            self.state = np.zeros(self.size, dtype=np.uint8)
        self.state[rows] = states

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
            states = np.broadcast_to(np.uint8(State.PRESENT), (self.size,)) if self.state is None else self.state
            return Column(self.kind, self.numerator, states, self.denominator, self.words)
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
