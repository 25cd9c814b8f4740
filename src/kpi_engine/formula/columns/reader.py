"""The columns reader: a program of steps compiled for the facts at hand and run block by block, classes whole, so that a block stays in the cache."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kpi_engine.formula.columns.compile import Compiler, Rung
from kpi_engine.formula.columns.machine import Block, IndexArray, Outgrown, Program, Segments
from kpi_engine.formula.columns.store import Store, Stores, put
from kpi_engine.formula.functions import ExactCell
from kpi_engine.formula.steps import Step, run_exact
from kpi_engine.formula.tree import Group, Reduce, walk
from kpi_engine.table import Column, Facts, Ref

__all__ = ["BLOCK_ROWS", "ColumnsRun", "Rungs", "run_columns"]

BLOCK_ROWS = 16_384
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
    program = tuple(steps)
    demoted: set[Hashable] = set()
    while True:
        try:
            return _run(program, facts, block_rows or BLOCK_ROWS, keep, frozenset(demoted))
        except Outgrown as grown:
            demoted.add(grown.key)


def _run(steps: Sequence[Step], facts: Facts, block_rows: int, keep: Collection[Ref] | None, demoted: frozenset[Hashable]) -> ColumnsRun:
    if not facts.units:
        return _run_nobody(steps, facts, keep)
    kept = None if keep is None else frozenset(keep)
    compiler = Compiler(facts, demoted)
    stores: dict[Ref, Store] = {}
    for step in steps:
        compiler.add(step)
        if kept is None or step.ref in kept:
            stores[step.ref] = put(compiler.tape, compiler.steps[step.ref], step.domain, facts.size(step.domain))
    program = compiler.tape.finish()
    batched = 0
    for block in _blocks(steps, facts, block_rows, program):
        program.run(block)
        batched += block.batched
    return ColumnsRun(Stores(stores), _rungs(compiler, facts, batched))


def _rungs(compiler: Compiler, facts: Facts, batched: int) -> Rungs:
    counts = dict.fromkeys(Rung, 0)
    for ref, rung in compiler.rungs.items():
        counts[rung] += facts.size(compiler.domains[ref])
    return Rungs(counts[Rung.SCALED], counts[Rung.CERTIFIED], counts[Rung.EXACT], batched)


def _run_nobody(steps: Sequence[Step], facts: Facts, keep: Collection[Ref] | None) -> ColumnsRun:
    """No units: nothing to compile for."""
    stores: dict[Ref, Store] = {}
    cells = run_exact(steps, facts)
    for step in steps:
        if keep is None or step.ref in keep:
            stores[step.ref] = Store(step.tree.kind, len(cells[step.ref]), plain=False, parts=[(slice(None), cells[step.ref])])
    return ColumnsRun(Stores(stores), Rungs())


def _whole(steps: Sequence[Step]) -> bool:
    """Whether the steps look beyond classes, at everybody or at tables of rows: then all units are one block."""
    if any(step.domain for step in steps):
        return True
    return any(isinstance(node, Reduce) or (isinstance(node, Group) and node.scope != "class") for step in steps for node in walk(step.tree))


def _blocks(steps: Sequence[Step], facts: Facts, block_rows: int, program: Program) -> Iterable[Block]:
    class_of, size = facts.class_of, len(facts.units)
    together = bool((class_of[1:] >= class_of[:-1]).all())
    order: IndexArray = np.arange(size) if together else np.argsort(class_of, kind="stable")
    counts = np.bincount(class_of)
    sizes = counts[counts > 0]
    whole = size <= block_rows or _whole(steps)
    for first, last in [(0, len(sizes))] if whole else _cuts(sizes, block_rows):
        start, length = int(sizes[:first].sum()), sizes[first:last]
        mine = order[start : start + int(length.sum())]
        classes = Segments(np.cumsum(length) - length, length)
        rows = slice(start, start + len(mine)) if together else mine
        yield Block(program.width, mine, rows, classes, _units(facts, order) if whole else {})


def _units(facts: Facts, order: IndexArray) -> Mapping[str, IndexArray]:
    """For each row of each table the place of its unit in the one block."""
    if not facts.rows:
        return {}
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
