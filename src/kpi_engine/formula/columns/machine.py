"""The machine that programs of column operations run on: the registers of one block of rows, and the tape that the compiler writes.

A register is written once; all kinds of registers stand in one list, which has a name for each kind. The tape knows every operation by what it does
and to which registers (common parts of formulas are worked out once), and after which operation a register is read for the last time, so that a
block holds no more than is still needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_engine.formula.columns.certified import Certified
from kpi_engine.formula.columns.store import Store
from kpi_engine.formula.functions import ExactCell
from kpi_engine.table import Column, Ref, State, StateArray

__all__ = ["Block", "BoolArray", "FloatArray", "IndexArray", "Outgrown", "PlaceArray", "Program", "Segments", "Tape"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IndexArray = npt.NDArray[np.intp]
PlaceArray = npt.NDArray[np.integer]
"""Places in a vocabulary."""


class Outgrown(Exception):  # noqa: N818 - a change of plan, not an error
    """A value grew beyond what its operation was planned for; ``key`` names the node that has to go to the exact reader."""

    def __init__(self, key: Hashable) -> None:
        super().__init__(str(key))
        self.key = key


@dataclass(frozen=True)
class Segments:
    """Groups of neighbouring rows: where each starts and how many rows it has."""

    starts: IndexArray
    sizes: IndexArray

    @cached_property
    def ids(self) -> IndexArray:
        """For each row the group it is in."""
        return np.repeat(np.arange(len(self.starts)), self.sizes)

    @cached_property
    def counts(self) -> FloatArray:
        """The sizes as numbers to reckon with."""
        return self.sizes.astype(np.float64)

    @cached_property
    def bounds(self) -> Sequence[tuple[int, int]]:
        """First row and the one after the last, of each group."""
        return [(int(a), int(a + n)) for a, n in zip(self.starts, self.sizes, strict=True)]


class Block:
    """Some rows of the facts and the registers of one pass over them.

    ``rows`` picks them out of a column of units (a slice where they are neighbours); tables of rows are taken whole, so a program that reads them has
    one block. ``units`` maps each row of a table to its place in the block. ``worlds`` lie one after the other in it, all of one size.
    """

    __slots__ = (
        "_places",
        "a",
        "batched",
        "cells",
        "classes",
        "everyone",
        "i",
        "inputs",
        "registers",
        "rows",
        "s",
        "sizes",
        "stores",
        "t",
        "units",
        "x",
    )

    def __init__(self, width: int, rows: slice | IndexArray, classes: Segments, units: Mapping[str, IndexArray], worlds: int = 1) -> None:
        self.inputs: Sequence[Column] = ()
        self.stores: Mapping[Ref, Store] = {}
        self.registers: list[Any] = [None] * width
        self.x: list[FloatArray] = self.registers
        self.t: list[BoolArray] = self.registers
        self.i: list[PlaceArray] = self.registers
        self.s: list[StateArray | None] = self.registers
        self.a: list[Certified] = self.registers
        self.cells: list[Sequence[ExactCell]] = self.registers
        self.batched = 0
        self._places: dict[str, list[int]] = {}
        self.rows, self.classes, self.units = rows, classes, units
        size = int(classes.sizes.sum())
        each = size // worlds
        self.everyone = Segments(np.arange(worlds, dtype=np.intp) * each, np.full(worlds, each, dtype=np.intp))
        self.sizes = {"": size} | {table: len(unit) for table, unit in units.items()}

    @property
    def order(self) -> IndexArray:
        """The units in the block, classes together."""
        return np.arange(self.rows.start, self.rows.stop) if isinstance(self.rows, slice) else self.rows

    def places(self, table: str) -> Sequence[int]:
        """For each row of a table the place of its unit."""
        if table not in self._places:
            self._places[table] = self.units[table].tolist()
        return self._places[table]


Operation = Callable[[Block], None]


@dataclass(frozen=True)
class Program:
    """Operations in order, each with the register that it makes (none: it writes by itself) and those that nobody reads after it."""

    operations: Sequence[tuple[Callable[[Block], object], int | None, tuple[int, ...]]]
    width: int

    def run(self, block: Block) -> None:
        """Work them out for one block."""
        registers = block.registers
        for operation, slot, last in self.operations:
            if slot is None:
                operation(block)
            else:
                registers[slot] = operation(block)
            for done in last:
                registers[done] = None


_Written = tuple[Callable[[Block], object], int | None, tuple[int, ...]]
"""What an operation does, the register of what it gives (none: it writes by itself), the registers that it reads."""

_EARLY = frozenset(("scale", "multiply", "add", "subtract", "certify", "rough +", "rough -"))
"""What makes fewer columns of several is done as soon as these are there: sums grow while their terms are worked out, which then are forgotten."""


class Tape:
    """What the compiler writes operations on."""

    def __init__(self) -> None:
        self._operations: list[_Written] = []
        self._known: dict[Hashable, int] = {}
        self._writer: list[int] = []  # for each register which operation writes it
        self._early: list[int] = []
        self.sums: set[int] = set()
        """Registers that hold the sum of several."""

    def write(self, key: Hashable, reads: tuple[int, ...], make: Callable[[int], Operation], *, writes: int = 1) -> int:
        """The (first) register that the operation known as ``key`` writes; the operation is put on the tape once."""
        slot = self._known.get(key)
        if slot is None:
            slot = self._known[key] = len(self._writer)
            self._writer += [len(self._operations)] * writes
            self._operations.append((make(slot), None, reads))
        return slot

    def do(self, operation: Operation, reads: tuple[int, ...]) -> None:
        """An operation that is done for what it does elsewhere."""
        self._operations.append((operation, None, reads))

    def _made(self, name: str, reads: tuple[int, ...], compute: Callable[[Block], object], details: tuple[Hashable, ...]) -> int:
        """The register that holds what the operation gives."""
        key = (name, reads, details)
        slot = self._known.get(key)
        if slot is None:
            slot = self._known[key] = len(self._writer)
            at = len(self._operations)
            if name in _EARLY:
                self._early.append(at)
            self._writer.append(at)
            self._operations.append((compute, slot, reads))
        return slot

    def x(self, name: str, reads: tuple[int, ...], compute: Callable[[Block], FloatArray], *details: Hashable) -> int:
        """A register of whole numbers."""
        return self._made(name, reads, compute, details)

    def t(self, name: str, reads: tuple[int, ...], compute: Callable[[Block], BoolArray], *details: Hashable) -> int:
        """A register of truths."""
        return self._made(name, reads, compute, details)

    def i(self, name: str, reads: tuple[int, ...], compute: Callable[[Block], PlaceArray], *details: Hashable) -> int:
        """A register of places."""
        return self._made(name, reads, compute, details)

    def s(self, name: str, reads: tuple[int, ...], compute: Callable[[Block], StateArray | None], *details: Hashable) -> int:
        """A register of states; None where every row is present."""
        return self._made(name, reads, compute, details)

    def a(self, name: str, reads: tuple[int, ...], compute: Callable[[Block], Certified], *details: Hashable) -> int:
        """A register of certified doubles."""
        return self._made(name, reads, compute, details)

    def worst(self, *states: int | None) -> int | None:
        """The highest of several states."""
        if len(states) == 2 and (states[0] == states[1] or states[1] is None):
            return states[0]
        several = {s for s in states if s is not None}
        if len(several) < 2:
            return several.pop() if several else None
        known = tuple(sorted(several))

        def compute(b: Block) -> StateArray | None:
            there = [s for slot in known if (s := b.s[slot]) is not None]
            if len(there) < 2:
                return there[0] if there else None
            told = np.maximum(there[0], there[1])
            for more in there[2:]:
                np.maximum(told, more, out=told)
            return told

        return self.s("worst", known, compute)

    def after(self, first: int | None, then: int | None) -> int | None:
        """The first state, or where that is present the second."""
        if first is None or then is None or first == then:
            return then if first is None else first

        def compute(b: Block) -> StateArray | None:
            before, behind = b.s[first], b.s[then]
            if before is None or behind is None:
                return behind if before is None else before
            told: StateArray = behind * (before == State.PRESENT)
            told += before
            return told

        return self.s("after", (first, then), compute)

    def finish(self) -> Program:
        """The program, each register forgotten after the operation that reads it last."""
        read: set[int] = set()
        told: list[tuple[Callable[[Block], object], int | None, tuple[int, ...]]] = []
        readers = Counter(chain.from_iterable([reads for _, _, reads in self._operations]))
        unread: dict[int, tuple[int, ...]] = {}
        for slot, at in enumerate(self._writer):
            if slot not in readers:
                unread[at] = (*unread.get(at, ()), slot)
        for at in reversed(self._order(readers)):
            operation, into, reads = self._operations[at]
            last = [slot for slot in reads if slot not in read]
            read.update(last)
            told.append((operation, into, (*last, *unread[at]) if at in unread else tuple(last)))
        return Program(told[::-1], len(self._writer))

    def _order(self, readers: Mapping[int, int]) -> Sequence[int]:
        """The operations in order; an early one that reads what nobody else reads stands behind the last one that it needs."""
        places = list(range(len(self._operations)))
        for at in self._early:
            reads = self._operations[at][2]
            if 1 in [readers[slot] for slot in reads]:
                places[at] = max([places[self._writer[slot]] for slot in reads])
        return sorted(range(len(places)), key=places.__getitem__)
