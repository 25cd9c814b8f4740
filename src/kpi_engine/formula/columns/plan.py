"""A compiled program with what it was compiled for: it serves any facts that are no wider."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kpi_engine.formula.columns.compiler import Compiler, Rung, Sizes, sizes_of
from kpi_engine.formula.columns.machine import Program
from kpi_engine.formula.columns.rules_arithmetic import ARITHMETIC
from kpi_engine.formula.columns.rules_call import CALL
from kpi_engine.formula.columns.rules_choice import CHOICE
from kpi_engine.formula.columns.rules_many import MANY
from kpi_engine.formula.columns.shelf import Shelf, put
from kpi_engine.formula.steps import Step
from kpi_engine.table import Column, Facts, Kind, Ref

__all__ = ["Compiled", "compiled_for"]


RULES = {**ARITHMETIC, **CHOICE, **CALL, **MANY}
"""How each kind of node is compiled."""


class _Width(NamedTuple):
    """What a column was when the program was compiled."""

    kind: Kind
    denominator: int
    words: tuple[str, ...]
    bound: float
    wide: bool
    absences: bool

    def holds(self, column: Column) -> bool:
        """Whether what was proved of the column then is true of this one."""
        same = column.kind is self.kind and column.denominator == self.denominator and column.words == self.words
        return (
            same and (column.wide is not None) == self.wide and _bound(column) <= self.bound and (self.absences or not np.count_nonzero(column.state))
        )


@dataclass(frozen=True)
class Compiled:
    """A program and what it asks of facts. ``rungs`` counts the steps of each domain and rung; ``whole``: all units have to be one block."""

    program: Program
    shelves: Sequence[Shelf]
    rungs: Mapping[tuple[str, Rung], int]
    demoted: frozenset[Hashable]
    whole: bool
    widths: Sequence[tuple[Ref, _Width]]
    sizes: Sizes

    def fits(self, facts: Facts) -> bool:
        """Whether the program is right for these facts."""
        if not self.sizes.hold(sizes_of(facts)):
            return False
        columns = ((facts.columns.get(ref), width) for ref, width in self.widths)
        return all(column is not None and width.holds(column) for column, width in columns)


def compiled_for(steps: Sequence[Step], facts: Facts, keep: Collection[Ref], demoted: frozenset[Hashable]) -> Compiled:
    """Compile the steps for some facts."""
    compiler = Compiler(facts, demoted, RULES)
    shelves: list[Shelf] = []
    rungs = Counter[tuple[str, Rung]]()
    for step in steps:
        val = compiler.add(step)
        rungs[step.domain, compiler.rung] += 1
        if step.ref in keep:
            shelves.append(put(compiler.tape, step.ref, val, step.domain))
    return Compiled(
        compiler.tape.finish(),
        tuple(shelves),
        rungs,
        demoted,
        any(step.domain for step in steps) or compiler.looks_beyond_classes,
        tuple((given.ref, _width(given.column, given.absences)) for given in compiler.inputs),
        compiler.sizes,
    )


def _bound(column: Column) -> float:
    """The largest numerator, of a wide column the largest value."""
    return column.bound if column.wide is None else max((abs(float(v)) for v in column.wide), default=0.0)


def _width(column: Column, absences: bool) -> _Width:
    return _Width(column.kind, column.denominator, column.words, _bound(column), column.wide is not None, absences)
