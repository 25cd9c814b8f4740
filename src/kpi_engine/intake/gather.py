"""Pieces of columns from many sheets become one column of all units; the same quantity reported twice is found here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kpi_engine.errors import k5_data
from kpi_engine.intake.told import Told
from kpi_engine.intake.view import Ints
from kpi_engine.numbers import exact_text
from kpi_engine.source import Place
from kpi_engine.table import EXACT_LIMIT, Column, Kind, State, Value, as_date, column_of, no_source

__all__ = ["Piece", "absent_column", "gather", "shown_value"]


@dataclass(frozen=True)
class Piece:
    """Some units' cells of one quantity: ``units`` are positions in the register, ``place`` says where the n-th cell stands."""

    units: Ints
    column: Column
    place: Callable[[int], Place]


def shown_value(kind: Kind, value: Value | None, state: State = State.PRESENT) -> str:
    """A value as messages print it."""
    if value is None:
        return {State.NOT_APPLICABLE: "不涉及", State.MISSING: "未报"}.get(state, "错误")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction):
        return as_date(value).isoformat() if kind is Kind.DATE else exact_text(value)
    return value


def absent_column(kind: Kind, count: int, words: tuple[str, ...] = (), state: State = State.MISSING) -> Column:
    """A column in which nothing is."""
    return Column(kind, np.zeros(count), np.full(count, state, dtype=np.uint8), 1, words if kind is Kind.WORD else ())


def gather(kind: Kind, pieces: Sequence[Piece], names: Sequence[str], what: str, told: Told, words: tuple[str, ...] = ()) -> Column:
    """One column of all units. Equal reports of one unit are a finding, different ones a problem; a blank never hides a value.

    Args:
        kind: what the values are
        pieces: what was read
        names: the units
        what: how messages call the quantity
        told: takes problems and findings
        words: the options in order, where there are any

    """
    if not pieces:
        return absent_column(kind, len(names), words)
    units = np.concatenate([piece.units for piece in pieces])
    owner = np.repeat(np.arange(len(pieces)), [len(piece.units) for piece in pieces])
    local = np.concatenate([np.arange(len(piece.units)) for piece in pieces])
    state = np.concatenate([piece.column.state for piece in pieces])
    kept, again, first = _one_for_each(units, state)
    if len(again):
        _tell_again(kind, pieces, (owner, local, again, first), names, what, told)
    whose, index = np.full(len(names), -1, dtype=np.int64), np.zeros(len(names), dtype=np.int64)
    whose[units[kept]], index[units[kept]] = owner[kept], local[kept]

    def source(row: int) -> str:
        return str(pieces[whose[row]].place(int(index[row]))) if whose[row] >= 0 else no_source(row)

    return _joined(kind, pieces, whose, index, (source, words))


def _one_for_each(units: Ints, state: npt.NDArray[np.uint8]) -> tuple[Ints, Ints, Ints]:
    """For each unit which cell counts (the first that is not blank, else the first); the others that hold something, and what counts instead."""
    if not len(units) or np.bincount(units).max() <= 1:
        nothing = np.empty(0, dtype=np.int64)
        return np.arange(len(units)), nothing, nothing
    order = np.lexsort((np.arange(len(units)), state == State.MISSING, units))
    sorted_units = units[order]
    is_first = np.ones(len(order), dtype=np.bool_)
    is_first[1:] = sorted_units[1:] != sorted_units[:-1]
    chosen: Ints = order[is_first]
    leader = chosen[np.cumsum(is_first) - 1]
    others = ~is_first & (state[order] != State.MISSING)
    return chosen, order[others], leader[others]


def _tell_again(kind: Kind, pieces: Sequence[Piece], cells: tuple[Ints, Ints, Ints, Ints], names: Sequence[str], what: str, told: Told) -> None:
    """What was reported more than once: equal values are one finding, different ones a problem each."""
    owner, local, again, first = cells
    equal = _are_equal(pieces, owner, local, again, first)

    def facts(i: int) -> dict[str, object]:
        piece, at = pieces[owner[i]], int(local[i])
        state, value = piece.column.cell(at)
        return {"unit": names[int(piece.units[at])], "what": what, "found": shown_value(kind, value, state)}

    def place(i: int) -> Place:
        where: Place = pieces[owner[i]].place(int(local[i]))
        return where

    for i in again[equal][:1].tolist():
        told.group(k5_data.REPORTED_TWICE, place(i), what, times=int(equal.sum()), **facts(i))
    states = np.concatenate([piece.column.state for piece in pieces])
    different = np.flatnonzero(~equal & (states[again] != State.ERROR) & (states[first] != State.ERROR))
    room = told.room
    for position in different[:room].tolist():
        i, j = int(again[position]), int(first[position])
        told.add(k5_data.REPORTED_DIFFERENTLY, place(i), also=(place(j),), **{**facts(j), "other": facts(i)["found"]})
    told.beyond(k5_data.REPORTED_DIFFERENTLY, len(different) - room)


def _are_equal(pieces: Sequence[Piece], owner: Ints, local: Ints, again: Ints, first: Ints) -> npt.NDArray[np.bool_]:
    """Whether the cells ``again`` hold what the cells ``first`` hold."""
    if any(piece.column.wide is not None for piece in pieces):
        cells = [[pieces[owner[i]].column.cell(int(local[i])) for i in which] for which in (again, first)]
        return np.array([left == right for left, right in zip(*cells, strict=True)], dtype=np.bool_)
    words = tuple(dict.fromkeys(word for piece in pieces for word in piece.column.words))
    denominator = max(piece.column.denominator for piece in pieces)
    values = np.concatenate([_in_common(piece.column, denominator, words) for piece in pieces])
    states = np.concatenate([piece.column.state for piece in pieces])
    same: npt.NDArray[np.bool_] = (values[again] == values[first]) & (states[again] == states[first])
    return same


def _joined(kind: Kind, pieces: Sequence[Piece], whose: Ints, index: Ints, rest: tuple[Callable[[int], str], tuple[str, ...]]) -> Column:
    source, options = rest
    count = len(whose)
    state = np.full(count, State.MISSING, dtype=np.uint8)
    numerator = np.zeros(count)
    words = tuple(dict.fromkeys([*options, *(w for piece in pieces for w in piece.column.words)])) if kind is Kind.WORD else ()
    denominator = max(piece.column.denominator for piece in pieces)
    for position, piece in enumerate(pieces):
        mine = np.flatnonzero(whose == position)
        state[mine] = piece.column.state[index[mine]]
        numerator[mine] = _in_common(piece.column, denominator, words)[index[mine]]
    if any(piece.column.wide is not None for piece in pieces) or (count and np.abs(numerator).max() >= EXACT_LIMIT):
        cells = [pieces[w].column.cell(int(i)) if w >= 0 else (State.MISSING, None) for w, i in zip(whose, index, strict=True)]
        return column_of(kind, cells, words=words, sources=source)
    return Column(kind, numerator, state, denominator, words, None, source)


def _in_common(column: Column, denominator: int, words: tuple[str, ...]) -> npt.NDArray[np.float64]:
    """The numerators over the common denominator, or the places of the words among all words."""
    if column.kind is not Kind.WORD:
        return column.numerator * (denominator // column.denominator)
    if not column.words:
        return column.numerator
    place = {word: float(i) for i, word in enumerate(words)}
    moved = np.array([place[word] for word in column.words])
    return np.where(column.state == State.PRESENT, moved[column.numerator.astype(np.int64)], 0.0)
