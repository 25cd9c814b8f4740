"""The referee of the closed forms: the published totals, ranks and grades under other weights, by running again whatever depends on them.

The columns reader does it, many weightings at a time: the units stand once for each of them, world after world.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.cone import needed_for
from kpi_engine.engine.plan import Plan
from kpi_engine.engine.results import Results
from kpi_engine.engine.run import ROOT_PLACES
from kpi_engine.formula.columns import ColumnsPlan, ColumnsRun
from kpi_engine.formula.making import arith
from kpi_engine.formula.rewrite import replaced
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import Group, Name, Reduce, references, walk
from kpi_engine.numbers import Root, round_root
from kpi_engine.table import Column, Facts, Kind, Ref, Role, State, column_of
from kpi_engine.whatif.closed.dependence import base_ref, moving, rooted
from kpi_engine.whatif.worlds import frozen, numbered, rows_of, settled, span_of, tiled_column

__all__ = ["Published", "Referee", "published"]

ASKED = (Ref(Role.TOTAL), Ref(Role.RANK), Ref(Role.GRADE))
ROWS_AT_ONCE = 32_768

PLAIN = 2**40
"""Numerators and denominators up to here are held as two columns of whole numbers."""

Rows = npt.NDArray[np.int64]
Marks = npt.NDArray[np.int64] | npt.NDArray[np.str_]

Shares = Mapping[Ref, Sequence[Fraction]]
"""For each quantity that moves its value class by class."""


@dataclass(frozen=True)
class Published:
    """What would be published: for each unit its total, its rank (None: none) and its grade (empty: none).

    ``columns`` hold the units ``rows``; all others are as they are in ``others``.
    """

    columns: Mapping[Ref, Column]
    rows: Rows
    others: Mapping[Ref, Column]

    @cached_property
    def totals(self) -> list[Fraction | None]:
        """The totals."""
        return [value if isinstance(value, Fraction) else None for value in self._values(Ref(Role.TOTAL))]

    @cached_property
    def ranks(self) -> list[int | None]:
        """The ranks."""
        return [int(value) if isinstance(value, Fraction) else None for value in self._values(Ref(Role.RANK))]

    @cached_property
    def grades(self) -> list[str]:
        """The grades."""
        return [str(value or "") for value in self._values(Ref(Role.GRADE))]

    def _values(self, ref: Ref) -> list[object]:
        if ref not in self.others:
            return [None] * len(next(iter(self.others.values()), self.rows))
        told: list[object] = [self.others[ref].value(row) for row in range(len(self.others[ref]))]
        if ref in self.columns:
            for at, row in enumerate(self.rows.tolist()):
                told[row] = self.columns[ref].value(at)
        return told

    def marks(self, ref: Ref) -> Marks:
        """Ranks or grades as an array to compare; -1, or nothing, where there is none."""
        others = self.others.get(ref)
        if others is None:
            return np.full(len(next(iter(self.others.values()), self.rows)), -1, dtype=np.int64)
        told = _marks(others)
        if ref in self.columns:
            mine = _marks(self.columns[ref])
            told = told.astype(np.promote_types(told.dtype, mine.dtype))
            told[self.rows] = mine
        return told


def _marks(column: Column) -> Marks:
    assert column.wide is None and column.denominator == 1, "ranks and grades are whole"  # noqa: PT018 - one thing
    there, whole = column.state == State.PRESENT, column.numerator.astype(np.int64)
    if column.kind is not Kind.WORD:
        return np.where(there, whole, -1)
    words = np.array([*column.words, ""])
    return words[np.where(there, whole, len(column.words))]


def published(results: Results) -> Published:
    """The same of a run."""
    return Published({}, np.arange(len(results.units)), {ref: column for ref in ASKED if (column := results.columns.get(ref)) is not None})


class Referee:
    """Runs a plan whose shares are names (`kpi_engine.whatif.reweigh.reweighed`) for any values of them.

    Where functions across units look at classes only, no more than the units of the classes that move are run.
    """

    def __init__(self, plan: Plan, base: Results, moved: Iterable[Ref]) -> None:
        self._base = base
        self._moved = tuple(moved)
        needed, roots = needed_for(ASKED, plan.steps), rooted(plan)
        moves = {ref for ref in moving(plan, self._moved) if ref in needed}

        def before(refs: Collection[Ref]) -> Mapping[Ref, Column | None]:
            """As results hold it; roots they hold rounded, and so not at all."""
            return {ref: None if ref in roots else base.column(base_ref(ref)) for ref in refs}

        inside, self._known = frozen(moves, needed, [ref for ref in ASKED if ref in moves], before)
        again = tuple(step for ref, step in needed.items() if ref in inside)
        self._mode = _mode(again)
        read = {ref for step in again for ref in references(step.tree)} - inside - self._known.keys() - set(self._moved)
        self._known |= {ref: column for ref in read if (column := base.column(base_ref(ref))) is not None}
        self._again = again
        for ref, column in list(self._known.items()):
            if (parts := _parts(ref, column)) is not None:
                self._known |= parts
                top, bottom = (Name(part, Kind.NUMBER) for part in parts)
                self._again = tuple(replace(step, tree=replaced(step.tree, {ref: arith("/", top, bottom)})) for step in self._again)

    @cached_property
    def _program(self) -> ColumnsPlan:
        """Compiled once, as long as the shares stay of one size."""
        return ColumnsPlan(self._again, keep=ASKED)

    @cached_property
    def alike(self) -> npt.NDArray[np.int64]:
        """For each unit a number that it shares with those that nothing tells from it: the same class, and the same figures in all that is run again."""
        columns = [column for column in self._known.values() if len(column) == len(self._base.units)]
        parts = [self._base.facts.class_of.astype(np.float64)]
        for column in columns:
            if column.wide is not None:
                known = {value: k for k, value in enumerate(dict.fromkeys(column.wide))}
                parts.append(np.array([known[value] for value in column.wide], dtype=np.float64))
            parts += [column.numerator, column.state.astype(np.float64)]
        _, told = np.unique(np.stack(parts, axis=1), axis=0, return_inverse=True)
        return told.reshape(-1).astype(np.int64)

    def run(self, worlds: Sequence[Shares], classes: Iterable[int] | None = None) -> list[Published]:
        """What is published under each of them, where only shares of some ``classes`` (None: of any) are not as written."""
        class_of = self._base.facts.class_of
        some = classes is not None and self._mode == "class"
        rows = np.flatnonzero(np.isin(class_of, list(classes or ()))) if some else np.arange(len(class_of))
        at_once = max(1, ROWS_AT_ONCE // max(1, len(rows))) if self._mode else 1
        told: list[Published] = []
        for start in range(0, len(worlds), at_once):
            told += self._batch(worlds[start : start + at_once], rows)
        return told

    def _batch(self, worlds: Sequence[Shares], rows: Rows) -> list[Published]:
        facts = self._base.facts
        class_of, units = facts.class_of[rows], len(rows)
        columns = {ref: tiled_column(rows_of(column, rows), len(worlds)) for ref, column in self._known.items() if not self._is_row(ref)}
        columns |= {ref: _shares([world[ref] for world in worlds], class_of) for ref in self._moved}
        tables = {}
        if not self._mode:
            columns |= {ref: column for ref, column in facts.columns.items() if self._is_row(ref)}
            tables = dict(facts.rows)
        kinds = int(facts.class_of.max(initial=0)) + 1
        each = numbered(class_of, kinds, len(worlds))
        names = tuple(facts.units[row] for row in rows.tolist()) * len(worlds)
        told = Facts(names, facts.classes * len(worlds), each, columns, tables, len(worlds))
        run = self._program.run(told)
        found = {step.ref: _column(run, step.ref) for step in self._again if step.ref in ASKED}
        others = {ref: column for ref in ASKED if (column := self._base.columns.get(ref)) is not None}
        return [Published({ref: span_of(column, k * units, units) for ref, column in found.items()}, rows, others) for k in range(len(worlds))]

    def _is_row(self, ref: Ref) -> bool:
        return ref.role is Role.COLUMN


def _parts(ref: Ref, column: Column) -> dict[Ref, Column] | None:
    """A column of fractions with many denominators as two of whole numbers, which the columns reader divides in arrays."""
    if column.wide is None or max(max(abs(value.numerator), value.denominator) for value in column.wide) > PLAIN:
        return None
    top = replace(column, numerator=np.array([float(value.numerator) for value in column.wide]), wide=None)
    bottom = replace(column, numerator=np.array([float(value.denominator) for value in column.wide]), wide=None)
    return {replace(ref, part=f"{ref.part}|top"): top, replace(ref, part=f"{ref.part}|bottom"): bottom}


def _mode(steps: Iterable[Step]) -> str:
    """``class`` if functions across units look at classes only, ``all`` if some look at all units; empty where tables of rows are read again."""
    parts = [part for step in steps for part in walk(step.tree)]
    if any(isinstance(part, Reduce) for part in parts) or any(step.domain for step in steps):
        return ""
    return "class" if all(part.scope == "class" for part in parts if isinstance(part, Group)) else "all"


def _column(run: ColumnsRun, ref: Ref) -> Column:
    """A column of the run; roots as results hold them."""
    if (column := settled(run, ref)) is not None:
        return column
    return column_of(Kind.NUMBER, [(state, round_root(value, ROOT_PLACES) if isinstance(value, Root) else value) for state, value in run.cells(ref)])


def _shares(worlds: Sequence[Sequence[Fraction]], class_of: npt.NDArray[np.int64]) -> Column:
    """One number for each class in each weighting, spread over the units."""
    classes = len(worlds[0])
    small = column_of(Kind.NUMBER, [(State.PRESENT, value) for world in worlds for value in world])
    return rows_of(small, numbered(class_of, classes, len(worlds)))
