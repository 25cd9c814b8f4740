"""What is known of some units of a run, node by node, through the columns reader: what sentences ask.

The figures of a run are cut down to the units at hand; only what looks across units or into tables of rows is worked out for all, once. What a tree
was asked for before is worked out together for the next units.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from kpi_engine.engine.results import Results
from kpi_engine.formula.columns import ColumnsPlan, ColumnsRun
from kpi_engine.formula.exact import Reader
from kpi_engine.formula.functions import ExactCell
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import Compare, CompareOp, Group, Name, Node, Reduce, Round, references, walk
from kpi_engine.formula.words import BoolArray, ByReader, IndexArray, Signs
from kpi_engine.numbers import Root
from kpi_engine.table import Column, Facts, Ref, Role, State, StateArray, column_of
from kpi_engine.trail.amounts import Amounts, amounts_of, no_amounts

__all__ = ["FEW", "Asked", "Block", "Sight", "taken"]

FEW = 24
"""So many units are read one by one."""


class Block(Mapping[Ref, Column]):
    """The columns of a run for some units, each cut when it is asked for."""

    def __init__(self, results: Results, rows: IndexArray) -> None:
        self.results, self.rows = results, rows
        self._cut: dict[Ref, Column] = {}
        self._amounts: dict[Ref | None, Amounts] = {}
        self._cells: dict[Ref, Sequence[ExactCell]] = {}

    def __getitem__(self, ref: Ref) -> Column:
        cut = self._cut.get(ref)
        if cut is None:
            column = self.results.column(ref)
            if column is None:
                raise KeyError(ref)
            cut = self._cut[ref] = taken(column, self.rows)
            vars(cut)["bound"] = column.bound  # what is planned for these units then serves all others
        return cut

    def __iter__(self) -> Iterator[Ref]:
        return iter({**self.results.facts.columns, **self.results.columns})

    def __len__(self) -> int:
        return len(list(iter(self)))

    def amounts(self, ref: Ref | None) -> Amounts:
        """A figure as printed in accounts; nothing where there is none."""
        known = self._amounts.get(ref)
        if known is None:
            column = None if ref is None else self.get(ref)
            known = self._amounts[ref] = no_amounts(len(self.rows)) if column is None else amounts_of(column)
        return known

    def states(self, ref: Ref) -> StateArray:
        """The states of a figure; MISSING where there is none."""
        column = self.get(ref)
        return column.state if column is not None else np.full(len(self.rows), State.MISSING, dtype=np.uint8)

    # what the exact reader asks of a frame, as far as a unit alone is concerned

    def cells(self, ref: Ref) -> Sequence[ExactCell]:
        """The cells of a figure."""
        known = self._cells.get(ref)
        if known is None:
            column = self[ref]
            known = self._cells[ref] = [column.cell(row) for row in range(len(column))]
        return known

    def size(self, domain: str) -> int:
        """How many units; tables of rows are not in it."""
        return 0 if domain else len(self.rows)

    def unit_of(self, domain: str) -> Sequence[int]:  # noqa: ARG002 - the frame's signature
        """No rows, so nobody's."""
        return ()

    def classes(self) -> Sequence[object]:
        """Nobody looks across."""
        return ()

    def world_of(self) -> Sequence[object]:
        """Nor at everybody."""
        return ()

    def fact_of(self, domain: str) -> Sequence[object]:  # noqa: ARG002 - the frame's signature
        """No rows, so no facts."""
        return ()

    @cached_property
    def reader(self) -> ByReader | None:
        """The exact reader, where there are so few units that planning columns costs more."""
        return ByReader(Reader(self)) if len(self.rows) <= FEW else None

    @cached_property
    def facts(self) -> Facts:
        """The same as facts of units that stand alone: no classes, no tables of rows."""
        names = tuple(self.results.units[row] for row in self.rows.tolist())
        return Facts(names, (), np.zeros(len(names), dtype=np.int64), self)


def taken(column: Column, rows: IndexArray) -> Column:
    """Some rows of a column."""
    wide = None if column.wide is None else tuple(column.wide[row] for row in rows.tolist())
    return Column(column.kind, column.numerator[rows], column.state[rows], column.denominator, column.words, wide)


@dataclass
class Asked:
    """What the sentences of one tree have asked of a run so far."""

    tree: Node
    results: Results
    steps: dict[int, Step] = field(default_factory=dict)
    alone: list[Step] = field(default_factory=list)
    _plan: ColumnsPlan | None = None
    _derived: dict[tuple[object, ...], Node] = field(default_factory=dict)
    _everywhere: dict[int, ColumnsRun] = field(default_factory=dict)
    _beyond: dict[int, tuple[Node, bool]] = field(default_factory=dict)

    def step(self, node: Node) -> Step:
        """The node as a step of its own."""
        step = self.steps.get(id(node))
        if step is None:
            step = self.steps[id(node)] = Step(Ref(Role.CHECK, "told", part=str(len(self.steps))), node)
            if not self.looks_beyond(node):
                self.alone.append(step)
                self._plan = None
        return step

    def plan(self) -> ColumnsPlan:
        """All that was asked of each unit alone."""
        if self._plan is None:
            self._plan = ColumnsPlan(self.alone)
        return self._plan

    def everywhere(self, step: Step) -> ColumnsRun | None:
        """A step that looks beyond its unit, for all units; None for others."""
        key = id(step.tree)
        if key not in self._everywhere and self.looks_beyond(step.tree):
            facts = self.results.facts
            columns = {ref: column for ref in references(step.tree) if (column := self.results.column(ref)) is not None}
            self._everywhere[key] = ColumnsPlan([step]).run(replace(facts, columns={**facts.columns, **columns}))
        return self._everywhere.get(key)

    def rounded(self, node: Node, places: int) -> Node:
        """The node at so many decimals, always the same node."""
        return self._derived.setdefault((id(node), places), Round(node, places))

    def compared(self, op: CompareOp, left: Node, right: Node) -> Node:
        """The comparison of two nodes, always the same."""
        return self._derived.setdefault((op, id(left), id(right)), Compare(op, left, right))

    def looks_beyond(self, node: Node) -> bool:
        """Whether a node asks other units, or tables of rows."""
        known = self._beyond.get(id(node))
        if known is None:
            known = self._beyond[id(node)] = (node, any(isinstance(part, (Group, Reduce)) for part in walk(node)))
        return known[1]


class Sight:
    """The values of one tree's nodes for the units of a block, by their places in it (`kpi_engine.formula.words.Knows`)."""

    def __init__(self, asked: Asked, block: Block) -> None:
        self._asked, self._block = asked, block
        self._runs: dict[Ref, ColumnsRun] = {}
        self._columns: dict[int, Column] = {}
        self._facts = block.facts

    def at(self, node: Node, rows: IndexArray) -> Column:
        """See `Knows`."""
        reader = self._reader(node)
        return taken(self._column(node), rows) if reader is None else reader.at(node, rows)

    def cells(self, node: Node, rows: IndexArray) -> Sequence[ExactCell]:
        """See `Knows`."""
        cells = self._block.cells(node.ref) if isinstance(node, Name) else self._cells(self._asked.step(node))
        return [cells[row] for row in rows.tolist()]

    def rounded(self, node: Node, places: int, rows: IndexArray) -> tuple[Column, BoolArray]:
        """See `Knows`."""
        if isinstance(node, Name):
            column = self._block[node.ref]
            if column.wide is None and 10**places % column.denominator == 0:
                return taken(column, rows), np.ones(len(rows), dtype=np.bool_)
        reader = self._reader(node)
        if reader is not None:
            return reader.rounded(node, places, rows)
        held = self._asked.rounded(node, places)
        column, whole = self._both(held, self._asked.compared("==", node, held), rows)
        return column, whole.numerator != 0

    def order(self, left: Node, right: Node, rows: IndexArray) -> Signs:
        """See `Knows`."""
        reader = self._reader(left, right)
        if reader is not None:
            return reader.order(left, right, rows)
        above, below = self._both(self._asked.compared(">", left, right), self._asked.compared("<", left, right), rows)
        signs: Signs = (above.numerator - below.numerator).astype(np.int8)
        return signs

    def _both(self, one: Node, other: Node, rows: IndexArray) -> tuple[Column, Column]:
        """Two nodes, worked out in one run: both are known before the first is asked."""
        self._asked.step(one)
        self._asked.step(other)
        return self.at(one, rows), self.at(other, rows)

    def _reader(self, *nodes: Node) -> ByReader | None:
        return None if any(map(self._asked.looks_beyond, nodes)) else self._block.reader

    def _column(self, node: Node) -> Column:
        if isinstance(node, Name):
            return self._block[node.ref]
        column = self._columns.get(id(node))
        if column is None:
            column = self._columns[id(node)] = self._worked_out(self._asked.step(node))
        return column

    def _worked_out(self, step: Step) -> Column:
        everywhere = self._asked.everywhere(step)
        run = everywhere or self._run(step)
        try:
            column = run.columns[step.ref]
        except KeyError:  # unrounded roots
            cells = run.cells(step.ref)
            column = column_of(step.tree.kind, [(state, Fraction(0) if isinstance(value, Root) else value) for state, value in cells])
        return column if everywhere is None else taken(column, self._block.rows)

    def _cells(self, step: Step) -> Sequence[ExactCell]:
        everywhere = self._asked.everywhere(step)
        if everywhere is None:
            return self._run(step).cells(step.ref)
        cells = everywhere.cells(step.ref)
        return [cells[row] for row in self._block.rows.tolist()]

    def _run(self, step: Step) -> ColumnsRun:
        """All that the tree was asked for so far, with other units too, comes at once."""
        if step.ref not in self._runs:
            plan = ColumnsPlan([new for new in self._asked.alone if new.ref not in self._runs]) if self._runs else self._asked.plan()
            run = plan.run(self._facts)
            self._runs.update(dict.fromkeys((done.ref for done in plan.steps), run))
        return self._runs[step.ref]
