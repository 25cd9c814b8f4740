"""Tables handed over by a program (rows of Python values, pandas DataFrames) as grids, so that they go the way that files go."""

from __future__ import annotations

import datetime as dt
import decimal
import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from kpi_engine.intake.grid import COLUMN_BITS, Area, CellType, Grid
from kpi_engine.numbers import exact_text

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["grid_of_rows", "grids_of"]


def grids_of(frames: Mapping[str, pd.DataFrame], *, file: str = "") -> list[Grid]:
    """One grid for each frame, its columns as the heading in row 1; a frame with levels of columns has as many rows of headings.

    >>> import pandas as pd
    >>> grid = grids_of({"医政股": pd.DataFrame({"单位": ["甲"], "派驻医师": [4]})})[0]
    >>> grid.sheet, grid.cell(2, 2).value
    ('医政股', '4')
    """
    return [_grid_of_frame(frame, file, sheet) for sheet, frame in frames.items()]


def _grid_of_frame(frame: pd.DataFrame, file: str, sheet: str) -> Grid:
    levels = [list(frame.columns.get_level_values(level)) for level in range(frame.columns.nlevels)]
    columns = [frame.iloc[:, position].tolist() for position in range(frame.shape[1])]
    rows: list[Sequence[object]] = [*levels, *zip(*columns, strict=True)]
    return grid_of_rows(rows, file=file, sheet=sheet, merged=_groups(levels[:-1]))


def _groups(levels: Sequence[Sequence[object]]) -> list[Area]:
    """Equal headings side by side in an upper level are one heading over several columns."""
    areas = []
    for row, headings in enumerate(levels, start=1):
        left = 0
        for right in range(1, len(headings) + 1):
            if right == len(headings) or headings[right] != headings[left]:
                if right - left > 1 and headings[left] not in (None, ""):
                    areas.append(Area(row, left + 1, row, right))
                left = right
    return areas


def grid_of_rows(rows: Iterable[Sequence[object]], *, file: str = "", sheet: str = "", merged: Sequence[Area] = ()) -> Grid:
    """A grid of Python values. Whole numbers and decimals are kept as their digits; a float is read at 15 digits, as a workbook's is.

    >>> grid_of_rows([["单位", "率"], ["甲", 0.35]]).cell(2, 2).number
    Fraction(7, 20)
    """
    keys, meta, values = array("Q"), array("I"), list[str | bool]()
    for row, cells in enumerate(rows, start=1):
        for column, value in enumerate(cells):
            kind, stored = _cell(value)
            if kind is not CellType.BLANK:
                keys.append((row << COLUMN_BITS) | column)
                meta.append(int(kind))
                values.append(stored)
    return Grid(file, sheet, keys, meta, values, merged=tuple(merged))


def _cell(value: object) -> tuple[CellType, str | bool]:
    plain = value.item() if hasattr(value, "item") and not isinstance(value, (str, bytes)) else value
    match plain:
        case bool():
            return CellType.BOOL, plain
        case str():
            return (CellType.TEXT, plain) if plain else (CellType.BLANK, "")
        case int():
            return CellType.TEXT, str(plain)
        case float():
            return _float(plain)
        case decimal.Decimal():
            return (CellType.TEXT, f"{plain:f}") if plain.is_finite() else _not_finite(plain.is_nan(), str(plain))
        case Fraction():
            return CellType.TEXT, exact_text(plain)
        case _:
            return _other(plain)


def _float(value: float) -> tuple[CellType, str | bool]:
    return (CellType.NUMBER, repr(value)) if math.isfinite(value) else _not_finite(math.isnan(value), str(value))


def _not_finite(is_nan: bool, text: str) -> tuple[CellType, str]:
    """NaN is how frames write a blank; infinity is an error."""
    return (CellType.BLANK, "") if is_nan else (CellType.ERROR, text)


def _other(value: object) -> tuple[CellType, str]:
    """Days; and what frames write for nothing (None, NaT, NA), which is not equal to itself or is none."""
    if value is None or type(value).__name__ in ("NaTType", "NAType"):
        return CellType.BLANK, ""
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return CellType.DATE, value.date().isoformat() if midnight else value.replace(tzinfo=None, microsecond=0).isoformat(" ")
    if isinstance(value, dt.date):
        return CellType.DATE, value.isoformat()
    return CellType.TEXT, str(value)
