"""What a sheet says about its rows and columns as a whole: merged ranges, and what is hidden."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain, product
from string import ascii_uppercase
from typing import Final

from kpi_engine.errors import Problem, k1_reading
from kpi_engine.intake.grid import Area
from kpi_engine.intake.package import RefusedError
from kpi_engine.intake.tally import Tally
from kpi_engine.source import Place

__all__ = ["LAST_COLUMN", "LAST_ROW", "REFERENCE", "SheetFrame", "column_table"]

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
REFERENCE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
"""A cell's reference as writers have it, with or without ``$``."""
_MERGED_MOST: Final = 100_000

Attributes = Mapping[str, str]


@lru_cache(maxsize=1)
def column_table() -> dict[str, int]:
    """Excel's column letters and their numbers."""
    letters = chain.from_iterable(product(ascii_uppercase, repeat=length) for length in (1, 2, 3))
    return dict(zip(map("".join, letters), range(1, LAST_COLUMN + 1), strict=False))


class SheetFrame:
    """Collects them while a sheet is read."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._letters = column_table()
        self.merged: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns = bytearray(LAST_COLUMN + 1)

    def merge(self, reference: str) -> None:
        """A merged range, as ``B2:C5``."""
        first, _, last = reference.partition(":")
        corners = [REFERENCE.fullmatch(text) for text in (first, last or first)]
        points = [(int(found[2]), self._letters.get(found[1].upper(), 0)) for found in corners if found]
        if len(points) != 2 or not all(1 <= row <= LAST_ROW and column for row, column in points):
            self._tally.add(k1_reading.BAD_REFERENCE, found=f"mergeCell ref={reference[:40]!r}")
            return
        if len(self.merged) >= _MERGED_MOST:
            place = Place(self._tally.file, self._tally.sheet)
            facts = {"what": "合并单元格个数", "what_en": "the number of merged ranges", "limit": _MERGED_MOST}
            raise RefusedError(Problem(k1_reading.TOO_COMPLEX, place, {"part": self._tally.sheet, **facts}))
        (top, left), (bottom, right) = points
        if (top, left) != (bottom, right):
            self.merged.append(Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right)))

    def hide_columns(self, attributes: Attributes) -> None:
        """Columns that the sheet does not show."""
        bounds = [attributes.get(name, "") for name in ("min", "max")]
        if all(text.isascii() and text.isdecimal() and len(text) < 6 for text in bounds):
            low, high = max(1, int(bounds[0])), min(LAST_COLUMN, int(bounds[1]))
            if low <= high:
                self.hidden_columns[low : high + 1] = b"\1" * (high + 1 - low)
