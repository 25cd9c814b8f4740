"""Worlds: the same units again and again in one table of facts, so that many small changes, or many weightings, are worked out in one pass.

World after world: the units of the first, then those of the second. Classes, units that rows belong to, and facts (`FACT`) of one world are not those of
another; how many classes there are is the caller's to say, since a table may hold a part of the units only.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from kpi_engine.formula.columns import ColumnsRun
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import references
from kpi_engine.table import EXACT_LIMIT, FACT, Column, Facts, FloatArray, Kind, Ref, Role, Rows, State, Value, column_of

__all__ = ["frozen", "joined_columns", "numbered", "rows_of", "settled", "span_of", "stacked", "tiled", "tiled_column", "with_cell"]

Numbers = npt.NDArray[np.int64]


# columns ---------------------------------------------------------------------------------------------------------------------------------------------


def rows_of(column: Column, index: npt.NDArray[np.integer]) -> Column:
    """Some rows of a column, in the order of ``index``."""
    wide = None if column.wide is None else tuple(column.wide[at] for at in index.tolist())
    return Column(column.kind, column.numerator[index], column.state[index], column.denominator, column.words, wide)


def span_of(column: Column, start: int, size: int) -> Column:
    """So many rows of a column from one on."""
    rows = slice(start, start + size)
    wide = None if column.wide is None else column.wide[rows]
    return Column(column.kind, column.numerator[rows], column.state[rows], column.denominator, column.words, wide)


def tiled_column(column: Column, worlds: int) -> Column:
    """A column world after world."""
    if worlds == 1:
        return column
    wide = None if column.wide is None else column.wide * worlds
    return Column(column.kind, np.tile(column.numerator, worlds), np.tile(column.state, worlds), column.denominator, column.words, wide)


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


def with_cell(column: Column, row: int, cell: tuple[State, Value | None]) -> Column:
    """The column with another cell at ``row``."""
    index = np.arange(len(column), dtype=np.int64)
    index[row] = len(column)
    return rows_of(joined_columns([column, column_of(column.kind, [cell])]), index)


# tables ----------------------------------------------------------------------------------------------------------------------------------------------


def numbered(numbers: Numbers, size: int, worlds: int) -> Numbers:
    """Numbers from 0 to size − 1 (classes, units) world after world, so that none is in two.

    >>> numbered(np.array([0, 1, 1]), 2, 2).tolist()
    [0, 1, 1, 2, 3, 3]
    """
    return (np.arange(worlds, dtype=np.int64)[:, None] * size + numbers).ravel()


def tiled(facts: Facts, refs: Collection[Ref], worlds: int) -> Facts:
    """The same facts in many worlds, with the columns that are asked for."""
    class_of = numbered(facts.class_of, _kinds(facts), worlds)
    columns = {ref: _of_table(facts.columns[ref], ref, worlds) for ref in refs}
    tables = {ref.name for ref in refs if ref.role is Role.COLUMN}
    rows = {name: _tiled_rows(table, len(facts.units), worlds) for name, table in facts.rows.items() if name in tables}
    return Facts(facts.units * worlds, facts.classes * worlds, class_of, columns, rows, worlds)


def _kinds(facts: Facts) -> int:
    return max(len(facts.classes), 1)


def _of_table(column: Column, ref: Ref, worlds: int) -> Column:
    made = tiled_column(column, worlds)
    if not _tells_facts(ref) or not column.words:
        return made
    words = tuple(told for world in range(worlds) for told in _fact_words(column, world))
    numerator = (np.arange(worlds)[:, None] * len(column.words) + column.numerator).ravel()
    return Column(made.kind, np.where(made.state == State.PRESENT, numerator, 0.0), made.state, made.denominator, words)


def _tells_facts(ref: Ref) -> bool:
    return ref.role is Role.COLUMN and ref.part == FACT


def _fact_words(column: Column, world: int) -> tuple[str, ...]:
    """The facts of one world, which are not those of another."""
    return tuple(f"{word}\x1f{world}" for word in column.words)


def _tiled_rows(rows: Rows, units: int, worlds: int) -> Rows:
    return Rows(rows.name, numbered(rows.unit, units, worlds), {name: tiled_column(column, worlds) for name, column in rows.columns.items()})


def stacked(tables: Sequence[Facts], refs: Collection[Ref]) -> Facts:
    """The tables as worlds of one; only the columns that are asked for, and the tables of rows with them.

    All have the same number of units.
    """
    first = tables[0]
    class_of = np.concatenate([facts.class_of + world * _kinds(first) for world, facts in enumerate(tables)])
    columns: dict[Ref, Column] = {}
    for ref in refs:
        parts = [facts.columns[ref] for facts in tables]
        columns[ref] = joined_columns([_apart(part, world) for world, part in enumerate(parts)] if _tells_facts(ref) else parts)
    rows = {name: _joined_rows(tables, name) for name in first.rows}
    return Facts(first.units * len(tables), first.classes * len(tables), class_of, columns, rows, len(tables))


def _apart(column: Column, world: int) -> Column:
    return Column(column.kind, column.numerator, column.state, 1, _fact_words(column, world))


def _joined_rows(tables: Sequence[Facts], name: str) -> Rows:
    units = len(tables[0].units)
    return Rows(name, np.concatenate([facts.rows[name].unit + world * units for world, facts in enumerate(tables)]), {})


# what is the same in all worlds ----------------------------------------------------------------------------------------------------------------------


def settled(run: ColumnsRun, ref: Ref) -> Column | None:
    """A figure of a run as a column; None where it holds unrounded roots, which have none."""
    try:
        return run.columns[ref]
    except KeyError:
        return None


Before = Callable[[Collection[Ref]], Mapping[Ref, Column | None]]
"""What some figures were before anything differed, as far as a column holds them."""


def frozen(inside: Iterable[Ref], needed: Mapping[Ref, Step], outputs: Collection[Ref], before: Before) -> tuple[set[Ref], dict[Ref, Column]]:
    """Which steps have to be worked out in every world, and what those read, and the outputs are, that is the same in all.

    Args:
        inside: the steps that depend on what differs.
        needed: all steps that the outputs need.
        outputs: what is asked for.
        before: what a figure outside was; a figure that no column holds (`settled`) is worked out again in every world.

    """
    again, known = set(inside), dict[Ref, Column]()
    while waiting := [ref for ref in _read_by(again, needed, outputs) if ref in needed and ref not in again and ref not in known]:
        for ref, column in before(waiting).items():
            if column is None:
                again.add(ref)
            else:
                known[ref] = column
    return again, known


def _read_by(again: Iterable[Ref], needed: Mapping[Ref, Step], outputs: Collection[Ref]) -> Iterable[Ref]:
    return dict.fromkeys([*(ref for step in again for ref in references(needed[step].tree)), *outputs])
