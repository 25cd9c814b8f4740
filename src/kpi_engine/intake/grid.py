"""The grid: one sheet or text file as typed cells that know where they stand. Compact: a cell is three entries of parallel arrays, not an object."""

from __future__ import annotations

import datetime as dt
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kpi_engine import numbers
from kpi_engine.intake.formats import day_of, is_percent_format
from kpi_engine.source import Place

__all__ = ["DEFAULT_LIMITS", "Area", "CellType", "Grid", "GridCell", "GridValue", "Limits"]

COLUMN_BITS = 14  # a key is row << 14 | column - 1: Excel has 2^14 columns
FORMULA_BIT = 16  # meta is format << 5 | formula bit | type
FORMAT_SHIFT = 5

GridValue = str | bool | dt.date | None
"""Text (for text, errors, and the digits of numbers), a truth, a date or datetime, or nothing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may be before it is refused. Sizes in bytes, texts in characters."""

    file_bytes: int = 100_000_000
    entries: int = 2_000
    unpacked_bytes: int = 200_000_000
    ratio: int = 200
    ratio_from: int = 10_000_000
    rows: int = 200_000
    columns: int = 500
    text: int = 32_767
    sheets: int = 255
    strings: int = 2_000_000
    tags: int = 24_000_000
    depth: int = 64
    token_bytes: int = 1_000_000


DEFAULT_LIMITS = Limits()


class CellType(IntEnum):
    """What a cell holds."""

    BLANK = 0
    TEXT = 1
    NUMBER = 2
    BOOL = 3
    DATE = 4
    ERROR = 5
    FORMULA_WITHOUT_VALUE = 6
    PICTURE = 7


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, bounds inclusive, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, position: tuple[int, int]) -> bool:
        return self.top <= position[0] <= self.bottom and self.left <= position[1] <= self.right


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell. ``raw`` is what the file holds (the digits, the serial number of a date); ``formula`` is None for a typed value,
    ``""`` where the cell shares the formula of another.
    """

    row: int
    column: int
    type: CellType
    value: GridValue
    raw: str = ""
    formula: str | None = None
    number_format: str = "General"

    @property
    def is_formula(self) -> bool:
        """Whether the value was computed in the sheet."""
        return self.formula is not None

    @property
    def is_percent(self) -> bool:
        """Whether the number format shows the value times one hundred."""
        return is_percent_format(self.number_format)

    @property
    def number(self) -> Fraction | None:
        """The exact number at the 15 significant digits that Excel shows; None where the cell is no number.

        >>> GridCell(1, 1, CellType.NUMBER, "0.30000000000000004").number
        Fraction(3, 10)
        """
        return numbers.from_double(float(self.raw or str(self.value))) if self.type is CellType.NUMBER else None


@dataclass(frozen=True, eq=False)
class Grid:
    """The cells with content of one sheet, in order of row and column (both counted from 1).

    ``sheet`` is empty for a text file, whose rows are line numbers. Iterate `rows` or `column` for many cells, ask `cell` for one.
    """

    file: str
    sheet: str
    keys: array[int] = field(repr=False)
    meta: array[int] = field(repr=False)
    values: Sequence[str | bool] = field(repr=False)
    hidden: bool = False
    formulas: Mapping[int, str] = field(default_factory=dict, repr=False)
    formats: tuple[str, ...] = ("General",)
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    date1904: bool = False

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def _positions(self) -> npt.NDArray[np.uint64]:
        return np.frombuffer(self.keys, dtype=np.uint64) if len(self.keys) else np.empty(0, dtype=np.uint64)

    @cached_property
    def row_numbers(self) -> tuple[int, ...]:
        """The rows that hold content, ascending."""
        rows = self._positions >> np.uint64(COLUMN_BITS)
        return tuple(rows[np.flatnonzero(np.diff(rows, prepend=np.uint64(0)))].tolist())

    @cached_property
    def column_numbers(self) -> tuple[int, ...]:
        """The columns that hold content, ascending."""
        is_used = np.zeros(1 << COLUMN_BITS, dtype=np.bool_)
        is_used[self._positions & np.uint64((1 << COLUMN_BITS) - 1)] = True
        return tuple((np.flatnonzero(is_used) + 1).tolist())

    @property
    def last_row(self) -> int:
        """The last row with content, 0 for an empty grid."""
        return self.keys[-1] >> COLUMN_BITS if self.keys else 0

    @property
    def last_column(self) -> int:
        """The last column with content, 0 for an empty grid."""
        return self.column_numbers[-1] if self.keys else 0

    @property
    def stored_formulas(self) -> int:
        """How many cells are formulas with a stored value."""
        if not self.keys:
            return 0
        meta = np.frombuffer(self.meta, dtype=np.uint32)
        computed = (meta & np.uint32(FORMULA_BIT)) != 0
        return int(np.count_nonzero(computed & ((meta & np.uint32(15)) != CellType.FORMULA_WITHOUT_VALUE)))

    def place(self, row: int = 0, column: int = 0) -> Place:
        """Where a cell, a row or (with neither) the sheet stands."""
        return Place(self.file, self.sheet, line=row, column=column)

    def cell(self, row: int, column: int) -> GridCell:
        """The cell at a position; a position without content is a blank cell."""
        key = row << COLUMN_BITS | (column - 1)
        index = bisect_left(self.keys, key)
        if index < len(self.keys) and self.keys[index] == key:
            return self._cell_at(index)
        return GridCell(row, column, CellType.BLANK, None)

    def row(self, row: int) -> list[GridCell]:
        """The cells with content of one row, left to right."""
        start = bisect_left(self.keys, row << COLUMN_BITS)
        stop = bisect_left(self.keys, (row + 1) << COLUMN_BITS, start)
        return [self._cell_at(index) for index in range(start, stop)]

    def rows(self) -> Iterator[tuple[int, list[GridCell]]]:
        """Each row with content: its number and its cells."""
        for row in self.row_numbers:
            yield row, self.row(row)

    def column(self, column: int, first_row: int = 1) -> Iterator[GridCell]:
        """The cells with content of one column from ``first_row`` down."""
        at = np.flatnonzero((self._positions & np.uint64((1 << COLUMN_BITS) - 1)) == np.uint64(column - 1))
        return (cell for cell in map(self._cell_at, at.tolist()) if cell.row >= first_row)

    def merged_at(self, row: int, column: int) -> Area | None:
        """The merged range that covers a position."""
        return next((area for area in self.merged if (row, column) in area), None)

    def _cell_at(self, index: int) -> GridCell:
        key, meta, stored = self.keys[index], self.meta[index], self.values[index]
        kind = CellType(meta & 15)
        raw = stored if isinstance(stored, str) else ("1" if stored else "0")
        value: GridValue = stored
        if kind is CellType.DATE:
            value = day_of(raw, date1904=self.date1904)
        elif kind is CellType.FORMULA_WITHOUT_VALUE:
            value = None
        formula = self.formulas.get(key, "") if meta & FORMULA_BIT else None
        row, column = key >> COLUMN_BITS, (key & ((1 << COLUMN_BITS) - 1)) + 1
        return GridCell(row, column, kind, value, raw, formula, self.formats[meta >> FORMAT_SHIFT])
