"""A grid as arrays: many cells of a column at once, without an object for each."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kpi_engine.intake.formats import is_percent_format
from kpi_engine.intake.grid import COLUMN_BITS, FORMAT_SHIFT, Area, CellType, Grid, GridCell
from kpi_engine.intake.stored import Stored
from kpi_engine.source import Place

__all__ = ["Ints", "View"]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class View:
    """Cells of ``grid`` by arrays of rows and columns."""

    grid: Grid

    @cached_property
    def keys(self) -> Ints:
        """The positions of the cells, ascending."""
        return np.frombuffer(self.grid.keys, dtype=np.uint64).astype(np.int64) if len(self.grid) else np.empty(0, dtype=np.int64)

    @cached_property
    def meta(self) -> npt.NDArray[np.uint32]:
        """Type and format of each cell."""
        return np.frombuffer(self.grid.meta, dtype=np.uint32) if len(self.grid) else np.empty(0, dtype=np.uint32)

    @cached_property
    def _percent_formats(self) -> npt.NDArray[np.bool_]:
        return np.array([is_percent_format(text) for text in self.grid.formats], dtype=np.bool_)

    @cached_property
    def _by_column(self) -> tuple[Ints, Ints, Ints]:
        """The cells column by column, from the top down: their rows and indices, and where each column begins."""
        columns = self.keys & ((1 << COLUMN_BITS) - 1)
        order = np.argsort(columns.astype(np.int16), kind="stable")
        begins = np.concatenate([[0], np.cumsum(np.bincount(columns, minlength=1 << COLUMN_BITS))])
        return self.keys[order] >> COLUMN_BITS, order, begins

    def at(self, rows: Ints, columns: Ints | int) -> Ints:
        """For each position the index of its cell, -1 where it is blank."""
        if isinstance(columns, int):
            return self._in_column(rows, columns)
        return _found(self.keys, (rows << COLUMN_BITS) | (columns - 1))

    def _in_column(self, rows: Ints, column: int) -> Ints:
        of_all, indices, begins = self._by_column
        begin, end = begins[column - 1 : column + 1]
        there, index = of_all[begin:end], indices[begin:end]
        last = len(there) - len(rows)
        if last >= 0 and (there[last:] == rows).all():  # all that stands below a heading, as is usual
            return index[last:]
        found = _found(there, rows)
        return np.where(found >= 0, index[found], -1) if len(index) else found

    def types(self, indices: Ints) -> npt.NDArray[np.uint32]:
        """The type of each cell; indices must not be -1."""
        return self.meta[indices] & np.uint32(15)

    def percents(self, indices: Ints) -> npt.NDArray[np.bool_]:
        """Whether each cell is shown with a percent sign."""
        shown: npt.NDArray[np.bool_] = self._percent_formats[self.meta[indices] >> np.uint32(FORMAT_SHIFT)]
        return shown

    def several(self, indices: Ints) -> list[str | bool]:
        """What some cells hold."""
        values = self.grid.values
        return [values[index] for index in indices.tolist()]

    def decimals(self, indices: Ints) -> tuple[Ints, npt.NDArray[np.int8]]:
        """Numbers as whole / 10^places, the digits as they are stored; places below 0 where only the text is there (`several`)."""
        values = self.grid.values
        if isinstance(values, Stored):
            return values.whole[indices], values.places[indices]
        return np.zeros(len(indices), dtype=np.int64), np.full(len(indices), -1, dtype=np.int8)

    def cell(self, index: int) -> GridCell:
        """One cell as an object."""
        key = int(self.keys[index])
        return self.grid.cell(key >> COLUMN_BITS, (key & ((1 << COLUMN_BITS) - 1)) + 1)

    def texts(self, rows: Ints, column: int) -> list[str]:
        """What stands in a column as text, empty where it is blank. Dates read as ISO dates, computed cells without value as nothing."""
        at = self.at(rows, column)
        if not len(self.keys):
            return [""] * len(at)
        types = np.where(at >= 0, self.meta[at] & np.uint32(15), CellType.BLANK)
        plain = (types == CellType.TEXT) | (types == CellType.NUMBER)
        values = self.grid.values
        told = [str(values[index]).strip() if is_plain else "" for index, is_plain in zip(at.tolist(), plain.tolist(), strict=True)]
        for position in np.flatnonzero((types != CellType.BLANK) & ~plain).tolist():
            value = self.cell(int(at[position])).value
            told[position] = "" if value is None else str(value).strip()
        return told

    @cached_property
    def _merged_columns(self) -> dict[int, tuple[list[int], list[Area]]]:
        return {}

    def merged_at(self, row: int, column: int) -> Area | None:
        """The merged range that covers a cell, found without going through all of them."""
        known = self._merged_columns
        if column not in known:
            areas = sorted((area for area in self.grid.merged if area.left <= column <= area.right), key=lambda area: area.top)
            known[column] = ([area.top for area in areas], areas)
        tops, areas = known[column]
        index = bisect_right(tops, row) - 1
        return areas[index] if index >= 0 and areas[index].bottom >= row else None

    def place(self, row: int, column: int) -> Place:
        """Where a cell stands."""
        return self.grid.place(row, column)


def _found(known: Ints, wanted: Ints) -> Ints:
    """For each number its place among those known, which ascend; -1 where it is not among them."""
    if not len(known):
        return np.full(len(wanted), -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[at] == wanted, at, -1)
