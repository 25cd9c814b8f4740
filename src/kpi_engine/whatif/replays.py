"""One plan over many fact tables that differ in little: what does not depend on what differs is worked out once, the rest in one pass for many tables.

Nothing is approximated: a step that is not worked out again is one whose every input is the same, and the tables are worlds of one run (`worlds`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Final

from kpi_engine.engine.cone import dependent_on, needed_for
from kpi_engine.engine.plan import Plan
from kpi_engine.engine.results import Results
from kpi_engine.formula.columns import ColumnsPlan, ColumnsRun, run_columns
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import references
from kpi_engine.numbers import Root, round_root
from kpi_engine.table import FACT, Column, Facts, Ref, Role, State
from kpi_engine.whatif.worlds import frozen, settled, stacked

__all__ = ["GRADE", "RANK", "TAKES_PART", "TOTAL", "Came", "Replays", "came_of"]

TOTAL: Final = Ref(Role.TOTAL)
RANK: Final = Ref(Role.RANK)
GRADE: Final = Ref(Role.GRADE)
TAKES_PART: Final = Ref(Role.UNIT, part="takes_part")

ROOT_PLACES = 20
"""So many decimals has an unrounded root where its value is told, as in results."""

MOST_ROWS = 32_768
"""About so many units stand in one pass."""


@dataclass(frozen=True, slots=True)
class Came:
    """How one unit came out: total, place and grade; None and "" where there is none, or the unit does not take part.

    ``sound``: no check that the scheme insists on fails for it.
    """

    total: Fraction | None
    rank: int | None
    grade: str
    sound: bool = True


def came_of(results: Results, row: int) -> Came:
    """How a unit came out in a run that nothing was wrong with."""
    if not results.takes_part(row):
        return Came(None, None, "")
    rank = results.number(RANK, row)
    return Came(results.number(TOTAL, row), int(rank) if rank is not None else None, results.word(GRADE, row))


@dataclass(frozen=True)
class _Cone:
    """What depends on some facts: the steps, what they and the answer read besides, and whatever of it was worked out before."""

    plan: ColumnsPlan
    reads: frozenset[Ref]
    known: dict[Ref, Column]


class Replays:
    """A plan over variants of some facts; a variant shares the columns that do not differ with them."""

    def __init__(self, plan: Plan, facts: Facts) -> None:
        self.plan, self.facts = plan, facts
        self._checks = tuple(Ref(Role.CHECK, str(name)) for name, check in plan.scheme.checks.items() if check.otherwise == "problem")
        self._outputs = tuple(ref for ref in (TOTAL, RANK, GRADE, *self._checks) if ref in plan.steps_by_ref)
        self._cones: dict[tuple[frozenset[Ref], frozenset[str]], _Cone] = {}

    def came(self, variants: Sequence[Facts], rows: Sequence[Iterable[int]]) -> list[dict[int, Came]]:
        """For each variant how the units at ``rows`` come out.

        Args:
            variants: facts with the same units in the same order.
            rows: for each variant which units are asked about.

        """
        each = max(1, MOST_ROWS // max(1, len(self.facts.units)))
        told: dict[int, dict[int, Came]] = {}
        for mine in self._alike(variants):  # tables of rows are the slow part: those who share them are not made to wait for the others
            for start in range(0, len(mine), each):
                some = mine[start : start + each]
                told.update(zip(some, self._pass([variants[at] for at in some], [list(rows[at]) for at in some]), strict=True))
        return [told[at] for at in range(len(variants))]

    def _alike(self, variants: Sequence[Facts]) -> list[list[int]]:
        shared = [all(table is self.facts.rows.get(name) for name, table in facts.rows.items()) for facts in variants]
        return [mine for wanted in (True, False) if (mine := [at for at, one in enumerate(shared) if one is wanted])]

    def _pass(self, variants: Sequence[Facts], rows: Sequence[Sequence[int]]) -> list[dict[int, Came]]:
        changed = frozenset(ref for facts in variants for ref, column in facts.columns.items() if column is not self.facts.columns.get(ref))
        tables = frozenset(name for facts in variants for name, table in facts.rows.items() if table is not self.facts.rows.get(name))
        cone = self._cone(changed, tables)
        over = [replace(facts, columns={**facts.columns, **cone.known}) for facts in variants]
        facts = stacked(over, cone.reads)
        run = cone.plan.run(facts)
        outputs = {ref: _cells(run, facts, ref) for ref in (TAKES_PART, *self._outputs)}
        size = len(self.facts.units)
        return [{row: _came(outputs, world * size + row, self._checks) for row in asked} for world, asked in enumerate(rows)]

    @cached_property
    def _needed(self) -> dict[Ref, Step]:
        return needed_for(self._outputs, self.plan.steps)

    @cached_property
    def _before(self) -> ColumnsRun:
        return run_columns(self._needed.values(), self.facts)

    def _cone(self, changed: frozenset[Ref], tables: frozenset[str]) -> _Cone:
        key = (changed, tables)
        if key not in self._cones:
            self._cones[key] = self._make(changed, tables)
        return self._cones[key]

    def _make(self, changed: frozenset[Ref], tables: frozenset[str]) -> _Cone:
        depends = dependent_on(changed, self._needed.values(), tables)
        inside, known = frozen(depends, self._needed, self._outputs, lambda refs: {ref: settled(self._before, ref) for ref in refs})
        steps = [step for ref, step in self._needed.items() if ref in inside]
        asked = {ref for step in steps for ref in references(step.tree)} - inside
        reads = asked | (set(self._outputs) - inside) | {TAKES_PART}
        reads |= {Ref(Role.COLUMN, table, part=FACT) for table in self.facts.rows}
        there = known.keys() | self.facts.columns.keys()
        return _Cone(ColumnsPlan(steps, keep=self._outputs), frozenset(ref for ref in reads if ref in there), known)


_Cells = dict[Ref, Sequence[tuple[State, object]] | Column]


def _cells(run: ColumnsRun, facts: Facts, ref: Ref) -> Sequence[tuple[State, object]] | Column:
    if ref in facts.columns:
        return facts.columns[ref]
    column = settled(run, ref)
    return column if column is not None else run.cells(ref)


def _came(outputs: _Cells, at: int, checks: Sequence[Ref]) -> Came:
    def value(ref: Ref) -> object:
        column = outputs.get(ref)
        if column is None:
            return None
        return column.value(at) if isinstance(column, Column) else column[at][1]

    if value(TAKES_PART) is not True:
        return Came(None, None, "")
    total, rank, grade = value(TOTAL), value(RANK), value(GRADE)
    exact = round_root(total, ROOT_PLACES) if isinstance(total, Root) else total
    return Came(
        exact if isinstance(exact, Fraction) else None,
        int(rank) if isinstance(rank, Fraction) else None,
        grade if isinstance(grade, str) else "",
        not any(value(check) is False for check in checks),
    )
