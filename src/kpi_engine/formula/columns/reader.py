"""The columns reader: a program of steps compiled for the facts at hand and run block by block, classes whole, so that a block stays in the cache."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kpi_engine.formula.columns.compiler import Rung
from kpi_engine.formula.columns.machine import Block, IndexArray, Outgrown, Segments
from kpi_engine.formula.columns.plan import Compiled, compiled_for
from kpi_engine.formula.columns.store import Store, Stores
from kpi_engine.formula.functions import ExactCell
from kpi_engine.formula.steps import Step, run_exact
from kpi_engine.table import Column, Facts, Ref

__all__ = ["BLOCK_ROWS", "ColumnsPlan", "ColumnsRun", "Rungs", "run_columns"]

BLOCK_ROWS = 32_768
"""About as many rows as stay in the cache with the columns that one indicator needs."""


@dataclass(frozen=True)
class Rungs:
    """How many cells of steps each rung decided; ``batched`` are those of certified doubles that lay too near to a tie or threshold."""

    scaled: int = 0
    certified: int = 0
    exact: int = 0
    batched: int = 0


@dataclass(frozen=True)
class ColumnsRun:
    """The results by reference; a column is made when it is asked for. A step of unrounded roots has cells only (its column is a KeyError)."""

    columns: Mapping[Ref, Column]
    rungs: Rungs

    def cells(self, ref: Ref) -> Sequence[ExactCell]:
        """State and exact value for each row of a step."""
        assert isinstance(self.columns, Stores), "runs are made by run_columns"
        return self.columns.cells(ref)


def run_columns(steps: Iterable[Step], facts: Facts, *, block_rows: int | None = None, keep: Collection[Ref] | None = None) -> ColumnsRun:
    """Run the steps in order over all rows at once; equal to `run_exact` in every cell.

    Args:
        steps: quantities in the order in which they can be worked out.
        facts: what is known before.
        block_rows: rows of a block, about (results do not depend on it).
        keep: the steps to keep, None for all; the others are forgotten after their last use.

    """
    return ColumnsPlan(steps, keep=keep).run(facts, block_rows=block_rows)


class ColumnsPlan:
    """Steps that are run many times: compiled for the first facts, and anew only for facts that do not fit (other columns, larger values)."""

    def __init__(self, steps: Iterable[Step], *, keep: Collection[Ref] | None = None) -> None:
        self.steps = tuple(steps)
        self.keep = frozenset(step.ref for step in self.steps) if keep is None else frozenset(keep)
        self._compiled: Compiled | None = None

    def run(self, facts: Facts, *, block_rows: int | None = None) -> ColumnsRun:
        """The results for some facts. Threads may share a plan."""
        if not facts.units:
            return _run_nobody(self.steps, facts, self.keep)
        compiled = self._compiled
        if compiled is None or not compiled.fits(facts):
            compiled = compiled_for(self.steps, facts, self.keep, frozenset())
        while True:
            try:
                run = _run(compiled, facts, block_rows or BLOCK_ROWS)
            except Outgrown as grown:
                demoted = compiled.demoted | {grown.key}
            else:
                self._compiled = compiled
                return run
            assert len(demoted) > len(compiled.demoted), "what the exact reader has taken over outgrows nothing"
            compiled = compiled_for(self.steps, facts, self.keep, demoted)


def _run(compiled: Compiled, facts: Facts, block_rows: int) -> ColumnsRun:
    inputs = [facts.columns[ref] for ref, _ in compiled.widths]
    stores = {shelf.ref: shelf.store(facts.size(shelf.domain)) for shelf in compiled.shelves}
    batched = 0
    for block in _blocks(compiled, facts, block_rows):
        block.inputs, block.stores = inputs, stores
        compiled.program.run(block)
        batched += block.batched
    counts = dict.fromkeys(Rung, 0)
    for (domain, rung), steps in compiled.rungs.items():
        counts[rung] += facts.size(domain) * steps
    return ColumnsRun(Stores(stores), Rungs(counts[Rung.SCALED], counts[Rung.CERTIFIED], counts[Rung.EXACT], batched))


def _run_nobody(steps: Sequence[Step], facts: Facts, keep: Collection[Ref]) -> ColumnsRun:
    """No units: nothing to compile for."""
    stores: dict[Ref, Store] = {}
    cells = run_exact(steps, facts)
    for step in steps:
        if step.ref in keep:
            stores[step.ref] = Store(step.tree.kind, len(cells[step.ref]), plain=False, parts=[(slice(None), cells[step.ref])])
    return ColumnsRun(Stores(stores), Rungs())


def _blocks(compiled: Compiled, facts: Facts, block_rows: int) -> Iterable[Block]:
    class_of, size = facts.class_of, len(facts.units)
    together = bool((class_of[1:] >= class_of[:-1]).all())
    order: IndexArray | None = None if together else np.argsort(class_of, kind="stable")
    counts = np.bincount(class_of)
    sizes = counts[counts > 0]
    whole = size <= block_rows or compiled.whole
    for first, last in [(0, len(sizes))] if whole else _cuts(sizes, block_rows):
        start, length = int(sizes[:first].sum()), sizes[first:last]
        rows = slice(start, start + int(length.sum()))
        classes = Segments(np.cumsum(length) - length, length)
        worlds = facts.worlds if whole else 1
        yield Block(compiled.program.width, rows if order is None else order[rows], classes, _units(facts, order) if whole else {}, worlds)


def _units(facts: Facts, order: IndexArray | None) -> Mapping[str, IndexArray]:
    """For each row of each table the place of its unit in the one block."""
    if order is None:
        return {name: rows.unit for name, rows in facts.rows.items()}
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.arange(len(order))
    return {name: place[rows.unit] for name, rows in facts.rows.items()}


def _cuts(sizes: IndexArray, block_rows: int) -> Iterable[tuple[int, int]]:
    """Runs of classes of about ``block_rows`` rows together."""
    first = rows = 0
    for at, size in enumerate(sizes.tolist()):
        if rows and rows + size > block_rows:
            yield first, at
            first, rows = at, 0
        rows += size
    yield first, len(sizes)
