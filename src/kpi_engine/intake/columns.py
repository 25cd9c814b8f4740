"""Many cells of one quantity at once. Plain decimals are read with arrays, exactly (`digits`); whatever is odd goes cell by cell (`cells`).

This is how 600,000 cells are read without an object for each, and without a float deciding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

import numpy as np
import numpy.typing as npt

from kpi_engine.errors import k5_data
from kpi_engine.intake.cells import read_cell
from kpi_engine.intake.digits import decimals_of
from kpi_engine.intake.grid import CellType
from kpi_engine.intake.reading import CellRule, Reading, kind_of
from kpi_engine.intake.told import Told
from kpi_engine.intake.view import Ints, View
from kpi_engine.numbers import exact_text
from kpi_engine.table import Column, Kind, State, Value, column_of

__all__ = ["read_column"]

_MOST_PLACES: Final = 6
_POWERS: Final = np.array([10.0**places for places in range(16)])
_SIMPLE: Final = re.compile(r"[+-]?(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?%?", re.ASCII)
_ALL_SIMPLE: Final = re.compile(r"(?:[+-]?(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?\n)*", re.ASCII)

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass
class _Work:
    """One column on its way: ``x`` / 10^``shift`` as it stands, ``whole`` / 10^``places`` where that is exact (``plain``)."""

    at: Ints
    x: Floats
    shift: Ints
    bare: Bools
    whole: Floats = field(init=False)
    places: Ints = field(init=False)
    plain: Bools = field(init=False)

    def __post_init__(self) -> None:
        count = len(self.at)
        self.whole, self.places, self.plain = np.zeros(count), np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.bool_)


def read_column(rule: CellRule, view: View, rows: Ints, columns: Ints | int, told: Told) -> Column:
    """The cells at ``rows`` and ``columns`` as a column in that order; blank ones are MISSING."""
    at = view.at(rows, columns)
    where = np.broadcast_to(np.asarray(columns, dtype=np.int64), rows.shape)
    if not rule.is_number:
        return _cell_by_cell(rule, view, at, rows, where, told)
    work = _doubles(rule, view, at)
    _as_decimals(work)
    if rule.kind == "percent":
        _percents(rule, view, work, rows, where, told)
    _checked(rule, work)
    odd = np.flatnonzero((at >= 0) & ~work.plain)
    readings = _odd_cells(rule, view, (at, rows, where), odd, told)
    return _assembled(work, readings)


def _doubles(rule: CellRule, view: View, at: Ints) -> _Work:
    work = _Work(at, np.full(len(at), np.nan), np.zeros(len(at), dtype=np.int64), np.zeros(len(at), dtype=np.bool_))
    there = np.flatnonzero(at >= 0)
    if len(there):
        types = view.types(at[there])
        _stored_numbers(view, work, there[types == CellType.NUMBER])
        texts = there[types == CellType.TEXT]
        _simple_texts(rule, list(map(str, view.several(at[texts]))), texts, (work.x, work.shift, work.bare))
    return work


def _stored_numbers(view: View, work: _Work, cells: Ints) -> None:
    """Numbers whose digits were kept are decimals already; of the others the double is taken."""
    indices = work.at[cells]
    whole, places = view.decimals(indices)
    known = places >= 0
    told = cells[known]
    work.whole[told], work.places[told], work.plain[told] = whole[known], places[known], places[known] <= _MOST_PLACES
    work.x[told] = work.whole[told] / _POWERS[work.places[told]]
    work.x[cells[~known]] = list(map(float, view.several(indices[~known])))
    work.bare[cells] = ~view.percents(indices)


def _simple_texts(rule: CellRule, texts: list[str], positions: Ints, into: tuple[Floats, Ints, Bools]) -> None:
    """Plain decimals written as text, as in a text file."""
    x, shift, bare = into
    if _ALL_SIMPLE.fullmatch("\n".join([*texts, ""])):  # one match for a whole column is ten times as fast as one for each
        x[positions] = [float(text) for text in texts]
        bare[positions] = True
        return
    for position, text in zip(positions.tolist(), texts, strict=True):
        if _SIMPLE.fullmatch(text) is None:
            continue
        percent = text.endswith("%")
        if percent and rule.kind != "percent":
            continue
        x[position] = float(text[:-1] if percent else text)
        shift[position] = 2 if percent else 0
        bare[position] = not percent


def _as_decimals(work: _Work) -> None:
    """The fewest places with which each double is a decimal."""
    open_ = np.flatnonzero(np.isfinite(work.x) & ~work.plain)
    whole, places = decimals_of(work.x[open_], _MOST_PLACES)
    found = places >= 0
    hits = open_[found]
    work.whole[hits], work.places[hits], work.plain[hits] = whole[found], places[found], True


def _percents(rule: CellRule, view: View, work: _Work, rows: Ints, columns: Ints, told: Told) -> None:
    """Numbers without percent sign. Below 1 they are ratios, above 1.5 percentages; between, or where a column holds both, either."""
    size = np.abs(work.x)
    bare = work.bare & work.plain & (work.whole != 0)
    large, small = bare & (size > 1.5), bare & (size < 1)
    as_percent, as_ratio = large, small
    if rule.in_percent:
        as_percent, as_ratio = (bare, np.zeros_like(bare)) if (bare & (size >= 1)).any() else (np.zeros_like(bare), np.zeros_like(bare))
    elif large.any():
        as_ratio = np.zeros_like(bare)
    for index in np.flatnonzero(bare & ~as_percent & ~as_ratio):
        work.plain[index] = False
        work.at[index] = -1
        value = Fraction(int(work.whole[index]), 10 ** int(work.places[index]))
        one, other = f"{exact_text(value * 100)}%", f"{exact_text(value)}%"
        place = view.place(int(rows[index]), int(columns[index]))
        told.add(k5_data.PERCENT_UNCLEAR, place, what=rule.what, found=exact_text(value), one=one, other=other)
    work.shift[as_percent] += 2
    if not rule.in_percent:
        _tell_percents(rule, view, work, (as_percent, rows, columns), told)
        _tell_percents(rule, view, work, (as_ratio, rows, columns), told)


def _tell_percents(rule: CellRule, view: View, work: _Work, which: tuple[Bools, Ints, Ints], told: Told) -> None:
    chosen, rows, columns = which
    found = np.flatnonzero(chosen)
    if not len(found):
        return
    first = int(found[0])
    value = Fraction(int(work.whole[first]), 10 ** int(work.places[first]))
    read = value if work.shift[first] else value * 100
    place = view.place(int(rows[first]), int(columns[first]))
    key = (rule.what, view.grid.file, view.grid.sheet, bool(work.shift[first]))
    told.group(k5_data.PERCENT_READ_AS, place, key, times=len(found), what=rule.what, found=exact_text(value), read=f"{exact_text(read)}%")


def _checked(rule: CellRule, work: _Work) -> None:
    """What is not whole, out of range or has too many places is left to the reading cell by cell, which says so."""
    places = work.places + work.shift
    if rule.kind == "count":
        work.plain &= work.places == 0
        if not rule.admits_negative:
            work.plain &= work.whole >= 0
    if rule.places is not None:
        work.plain &= places <= rule.places + (2 if rule.kind == "percent" else 0)
    if rule.between is not None:
        value = work.whole / _POWERS[places]  # rounded once from exact parts, so it compares as the decimals do
        work.plain &= (value >= float(rule.between[0])) & (value <= float(rule.between[1]))
    work.places = places


def _odd_cells(rule: CellRule, view: View, cells: tuple[Ints, Ints, Ints], odd: Ints, told: Told) -> dict[int, Reading]:
    """The cells that are no plain decimals, one by one; a content that repeats is read once."""
    at, rows, columns = cells
    known: dict[tuple[object, int], Reading] = {}
    readings: dict[int, Reading] = {}
    for position in odd.tolist():
        index = int(at[position])
        key = (view.grid.values[index], int(view.meta[index]))
        reading = known.get(key)
        if reading is None:
            reading = known[key] = read_cell(rule, view.cell(index))
        readings[position] = reading
        if reading.said:
            _say(rule, reading, view, (int(rows[position]), int(columns[position])), told)
    return readings


def _say(rule: CellRule, reading: Reading, view: View, at: tuple[int, int], told: Told) -> None:
    if not told.room and all(code.severity == "problem" for code, _ in reading.said):
        for code, _ in reading.said:
            told.beyond(code, 1)
        return
    place = view.place(*at)
    for code, facts in reading.said:
        told.say(code, place, (rule.what, place.file, place.sheet), facts)


def _assembled(work: _Work, readings: dict[int, Reading]) -> Column:
    count = len(work.at)
    state = np.full(count, State.MISSING, dtype=np.uint8)
    state[work.plain] = State.PRESENT
    numerator = np.zeros(count)
    odd: dict[int, Fraction] = {}
    for index, reading in readings.items():
        state[index] = reading.state
        if isinstance(reading.value, Fraction):
            odd[index] = reading.value
    places = int(work.places[work.plain].max()) if work.plain.any() else 0
    power = 10**places
    while any(power % value.denominator for value in odd.values()) and power < 10**15:
        power *= 10
    numerator[work.plain] = work.whole[work.plain] * (power / _POWERS[work.places[work.plain]])
    for index, value in odd.items():
        numerator[index] = float(value * power) if power % value.denominator == 0 else np.inf
    if count and np.abs(numerator).max() >= 2.0**53:
        return _wide(work, state, odd)
    return Column(Kind.NUMBER, numerator, state, power)


def _wide(work: _Work, state: npt.NDArray[np.uint8], odd: dict[int, Fraction]) -> Column:
    """Where doubles cannot hold the numerators over one denominator."""
    cells: list[tuple[State, Value | None]] = []
    for index, told in enumerate(state.tolist()):
        value = Fraction(int(work.whole[index]), 10 ** int(work.places[index])) if work.plain[index] else odd.get(index)
        cells.append((State(told), value if told == State.PRESENT else None))
    return column_of(Kind.NUMBER, cells)


def _cell_by_cell(rule: CellRule, view: View, at: Ints, rows: Ints, columns: Ints, told: Told) -> Column:
    """Words, truths and dates; a value that repeats is read once."""
    known: dict[tuple[object, int], Reading] = {}
    values, meta = view.grid.values, view.meta
    cells: list[tuple[State, Value | None]] = []
    for position, index in enumerate(at.tolist()):
        if index < 0:
            cells.append((State.MISSING, None))
            continue
        key = (values[index], int(meta[index]))
        reading = known.get(key)
        if reading is None:
            reading = known[key] = read_cell(rule, view.cell(index))
        if reading.said:
            _say(rule, reading, view, (int(rows[position]), int(columns[position])), told)
        cells.append((reading.state, reading.value))
    return column_of(kind_of(rule.kind), cells, words=rule.options)
