"""What is settled once a sheet is read whole: the order of its cells, double cells, and whether its numbers are numbers. In bulk, for speed."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from kpi_engine.errors import k1_reading
from kpi_engine.intake.digits import LONGEST, Texts
from kpi_engine.intake.formats import day_of, is_iso_day
from kpi_engine.intake.grid import COLUMN_BITS, CellType
from kpi_engine.intake.plaincells import Plain
from kpi_engine.intake.sheetxml import SheetReader
from kpi_engine.intake.stored import OWN, Stored

__all__ = ["Cells", "settled"]

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")
_CHARACTERS = b"0123456789+-.eE"
_LONGEST = 40

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Cells:
    """The cells of a sheet in the order of rows and columns: positions, type and format, contents."""

    keys: array[int]
    meta: array[int]
    values: Stored


def settled(reader: SheetReader, plain: Sequence[Plain], *, date1904: bool) -> Cells:
    """All cells of a sheet in order: those that the reader met, checked, and the plain ones, which need no check. Double cells are reported."""
    _sort(reader)
    others = len(reader.keys)
    keys = np.concatenate([np.array(reader.keys, dtype=np.int64), *(part.keys for part in plain)])
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    for at in np.flatnonzero(keys[1:] == keys[:-1]).tolist():
        reader.tally.add(k1_reading.DUPLICATE_CELL, *_position(int(keys[at])))
    _check_values(reader, date1904=date1904)
    meta = np.concatenate([np.array(reader.meta, dtype=np.uint32), *(part.meta for part in plain)])[order]
    whole = np.concatenate([np.arange(others), *(part.whole for part in plain)])[order]
    places = np.concatenate([np.full(others, OWN, dtype=np.int8), *(part.places for part in plain)])[order]
    values = Stored(whole, places, reader.strings, reader.values, _spelled(others, plain, order))
    return Cells(array("Q", keys.tobytes()), array("I", meta.tobytes()), values)


def _spelled(others: int, plain: Sequence[Plain], order: Ints) -> tuple[Ints, Texts]:
    """The texts of numbers that are written otherwise than their digits say, by where these cells are now."""
    begins = np.cumsum([others, *(len(part.keys) for part in plain)])
    at = np.concatenate([np.empty(0, dtype=np.int64), *(part.spelled_at + begin for part, begin in zip(plain, begins.tolist(), strict=False))])
    texts = np.concatenate([np.empty(0, dtype=f"S{LONGEST}"), *(part.spelled for part in plain)])
    now = np.empty(len(order), dtype=np.int64)
    now[order] = np.arange(len(order))
    sequence = np.argsort(now[at], kind="stable")
    return now[at][sequence], texts[sequence]


def _sort(reader: SheetReader) -> None:
    """Put the cells in order where the file did not."""
    if reader.is_sorted:
        return
    order = np.argsort(np.array(reader.keys), kind="stable").tolist()
    reader.keys = array("Q", [reader.keys[i] for i in order])
    reader.meta = array("I", [reader.meta[i] for i in order])
    reader.values = [reader.values[i] for i in order]


def _position(key: int) -> tuple[int, int]:
    return key >> COLUMN_BITS, (key & ((1 << COLUMN_BITS) - 1)) + 1


def _check_values(reader: SheetReader, *, date1904: bool) -> None:
    """Refuse stored numbers that are none (NaN, 1e999), and report dates that are none and digits beyond the fifteenth."""
    if not reader.keys:
        return
    types = np.frombuffer(reader.meta, dtype=np.uint32) & np.uint32(15)
    numbers = np.flatnonzero(types == CellType.NUMBER).tolist()
    dates = np.flatnonzero(types == CellType.DATE).tolist()
    del types  # an array that lends its buffer cannot be changed
    _check_dates(reader, dates, date1904=date1904)
    values = reader.values
    texts = cast("list[str]", values if len(numbers) == len(values) else [values[i] for i in numbers])
    if not _are_plain(texts):
        for index in numbers:
            _check_number(reader, index)
    _check_digits(reader, [index for index, text in zip(numbers, texts, strict=True) if len(text) > 15])


def _are_plain(texts: list[str]) -> bool:
    """Whether all texts are finite numbers, settled by a few calls for all of them."""
    if not texts:
        return True
    together = "".join(texts)
    if max(map(len, texts)) > _LONGEST or not together.isascii() or together.encode().translate(None, _CHARACTERS):
        return False
    try:
        values = list(map(float, texts))
    except ValueError:
        return False
    return max(values) < float("inf") and min(values) > float("-inf")


def _check_number(reader: SheetReader, index: int) -> bool:
    text = str(reader.values[index]).strip()
    reader.values[index] = text
    if len(text) <= _LONGEST and _NUMBER.fullmatch(text) and abs(float(text)) < float("inf"):
        return True
    row, column = _position(reader.keys[index])
    reader.tally.add(k1_reading.BAD_CELL_VALUE, row, column, found=repr(text[:40]), expected="有限的数", expected_en="a finite number")
    reader.values[index] = "0"  # the grid is refused: only keeps the checks that follow from stumbling over it
    return False


def _check_digits(reader: SheetReader, indices: list[int]) -> None:
    """Numbers that are others at fifteen digits."""
    doubles = [float(reader.values[index]) for index in indices]
    shown = [f"{double:.15g}" for double in doubles]
    for index, double, text in zip(indices, doubles, shown, strict=True):
        if float(text) != double:
            reader.tally.add(k1_reading.NUMBER_NOISE, *_position(reader.keys[index]), found=str(reader.values[index]), read=text)


def _check_dates(reader: SheetReader, dates: list[int], *, date1904: bool) -> None:
    for index in dates:
        text = str(reader.values[index])
        if not is_iso_day(text) and not _check_number(reader, index):
            continue
        if day_of(str(reader.values[index]), date1904=date1904) is None:
            reader.meta[index] += CellType.NUMBER - CellType.DATE
            reader.tally.add(k1_reading.NOT_A_DATE, *_position(reader.keys[index]), found=text)
