"""Fact tables of the same units, one after the other as the worlds of one table: many small changes are then worked out in one pass."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from kpi_engine.table import EXACT_LIMIT, FACT, Column, Facts, FloatArray, Kind, Ref, Role, Rows, State, Value, column_of

__all__ = ["joined_columns", "rows_of", "stacked", "with_cell"]


def stacked(tables: Sequence[Facts], refs: Collection[Ref]) -> Facts:
    """The tables as worlds of one; only the columns that are asked for, and the tables of rows with them.

    All have the same number of units. Facts of rows (`FACT`) of one world are not those of another.
    """
    first = tables[0]
    kinds = max(len(first.classes), 1)
    class_of = np.concatenate([facts.class_of + world * kinds for world, facts in enumerate(tables)])
    columns: dict[Ref, Column] = {}
    for ref in refs:
        parts = [facts.columns[ref] for facts in tables]
        columns[ref] = joined_columns([_apart(part, world) for world, part in enumerate(parts)] if _tells_facts(ref) else parts)
    rows = {name: _joined_rows(tables, name) for name in first.rows}
    return Facts(first.units * len(tables), first.classes * len(tables), class_of, columns, rows, len(tables))


def _tells_facts(ref: Ref) -> bool:
    return ref.role is Role.COLUMN and ref.part == FACT


def _apart(column: Column, world: int) -> Column:
    words = tuple(f"{word}\x1f{world}" for word in column.words)
    return Column(column.kind, column.numerator, column.state, 1, words)


def _joined_rows(tables: Sequence[Facts], name: str) -> Rows:
    units = len(tables[0].units)
    return Rows(name, np.concatenate([facts.rows[name].unit + world * units for world, facts in enumerate(tables)]), {})


def joined_columns(columns: Sequence[Column]) -> Column:
    """Columns of one kind, one below the other, over a common denominator; exact values one by one where doubles would not hold them.

    >>> from fractions import Fraction
    >>> parts = [column_of(Kind.NUMBER, [(State.PRESENT, Fraction(text))]) for text in ("0.5", "0.25")]
    >>> joined = joined_columns(parts)
    >>> joined.denominator, joined.value(0), joined.value(1)
    (100, Fraction(1, 2), Fraction(1, 4))
    """
    first = columns[0]
    state = np.concatenate([column.state for column in columns])
    if first.kind is Kind.WORD:
        return _joined_words(columns)
    denominator = math.lcm(*{column.denominator for column in columns})
    fits = all(column.bound * (denominator // column.denominator) < EXACT_LIMIT for column in columns)
    if any(column.wide is not None for column in columns) or not fits:
        return column_of(first.kind, [column.cell(row) for column in columns for row in range(len(column))])
    scaled: list[FloatArray] = [column.numerator * float(denominator // column.denominator) for column in columns]
    return Column(first.kind, np.concatenate(scaled), state, denominator)


def _joined_words(columns: Sequence[Column]) -> Column:
    words = tuple(dict.fromkeys(word for column in columns for word in column.words))
    index = {word: at for at, word in enumerate(words)}
    numerators: list[FloatArray] = []
    for column in columns:
        if column.words == words[: len(column.words)]:
            numerators.append(column.numerator)
        else:
            place = np.array([index[word] for word in column.words], dtype=np.float64)
            numerators.append(np.where(column.state == State.PRESENT, place[column.numerator.astype(np.int64)], 0.0))
    return Column(Kind.WORD, np.concatenate(numerators), np.concatenate([column.state for column in columns]), 1, words)


def rows_of(column: Column, index: npt.NDArray[np.int64]) -> Column:
    """Some rows of a column, in the order of ``index``."""
    wide = None if column.wide is None else tuple(column.wide[at] for at in index.tolist())
    return Column(column.kind, column.numerator[index], column.state[index], column.denominator, column.words, wide)


def with_cell(column: Column, row: int, cell: tuple[State, Value | None]) -> Column:
    """The column with another cell at ``row``."""
    index = np.arange(len(column), dtype=np.int64)
    index[row] = len(column)
    return rows_of(joined_columns([column, column_of(column.kind, [cell])]), index)
