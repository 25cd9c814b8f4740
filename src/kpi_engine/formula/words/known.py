"""What sentences ask of whoever knows the values: of any node, for many rows at once. The exact reader knows them row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np
import numpy.typing as npt

from kpi_engine.formula.exact import Reader
from kpi_engine.formula.functions import Exact, ExactCell
from kpi_engine.formula.tree import Node
from kpi_engine.numbers import Root, round_fraction, round_root
from kpi_engine.table import Column, Kind, column_of

__all__ = ["BoolArray", "ByReader", "IndexArray", "Knows", "Signs", "order_of"]

IndexArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]
Signs = npt.NDArray[np.int8]


class Knows(Protocol):
    """Values of nodes by rows."""

    def cells(self, node: Node, rows: IndexArray) -> Sequence[ExactCell]:
        """States and exact values."""

    def at(self, node: Node, rows: IndexArray) -> Column:
        """The same as a column; of unrounded roots the states only."""

    def rounded(self, node: Node, places: int, rows: IndexArray) -> tuple[Column, BoolArray]:
        """What so many decimals hold of a number, and where that is all of it."""

    def order(self, left: Node, right: Node, rows: IndexArray) -> Signs:
        """-1, 0 or 1 where both numbers are present."""


@dataclass(frozen=True)
class ByReader:
    """The exact reader's cells."""

    reader: Reader
    domain: str = ""

    def cells(self, node: Node, rows: IndexArray) -> Sequence[ExactCell]:
        """See `Knows`."""
        return [self.reader.cell(node, self.domain, row) for row in rows.tolist()]

    def at(self, node: Node, rows: IndexArray) -> Column:
        """See `Knows`."""
        return column_of(node.kind, [(state, Fraction(0) if isinstance(value, Root) else value) for state, value in self.cells(node, rows)])

    def rounded(self, node: Node, places: int, rows: IndexArray) -> tuple[Column, BoolArray]:
        """See `Knows`."""
        cells = self.cells(node, rows)
        held = [(state, _rounded(value, places)) for state, value in cells]
        whole = [not isinstance(value, Root) and value == part for (_, value), (_, part) in zip(cells, held, strict=True)]
        return column_of(Kind.NUMBER, held), np.array(whole, dtype=np.bool_)

    def order(self, left: Node, right: Node, rows: IndexArray) -> Signs:
        """See `Knows`."""
        return np.array([order_of(*pair) for pair in zip(self.cells(left, rows), self.cells(right, rows), strict=True)], dtype=np.int8)


def _rounded(value: Exact | None, places: int) -> Fraction | None:
    if isinstance(value, Root):
        return round_root(value, places)
    return round_fraction(value, places) if isinstance(value, Fraction) else None


def order_of(left: ExactCell, right: ExactCell) -> int:
    """-1, 0 or 1; 0 where one of them is no number or not there."""
    (_, one), (_, other) = left, right
    if isinstance(one, Root):
        return one.compare(other) if isinstance(other, (Fraction, Root)) else 0
    if isinstance(other, Root):
        return -other.compare(one) if isinstance(one, Fraction) else 0
    return (one > other) - (one < other) if isinstance(one, Fraction) and isinstance(other, Fraction) else 0
