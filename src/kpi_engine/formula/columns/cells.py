"""The exact rung: one node handed to the exact reader, row by row, its operands as cells that are made only where they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from typing import overload

import numpy as np

from kpi_engine.formula.columns.certified import Certified
from kpi_engine.formula.columns.machine import Block, IndexArray, Tape
from kpi_engine.formula.columns.value import Cells, Constant, Number, Rough, Truth, Val, Word
from kpi_engine.formula.exact import evaluate
from kpi_engine.formula.functions import Exact, ExactCell
from kpi_engine.formula.tree import Absent, Arith, Call, Compare, Const, Fallback, Group, If, Logic, Lookup, Name, Node, Not, Power, Reduce, Round
from kpi_engine.table import Kind, Ref, Role, State, StateArray, fact_keys

__all__ = ["LazyCells", "as_cells", "by_hand", "fold"]


@dataclass(frozen=True)
class LazyCells(Sequence[ExactCell]):
    """Cells that are made where they are asked for; ``every`` makes all of them, for who goes through them."""

    size: int
    make: Callable[[int], ExactCell]
    every: Callable[[], Sequence[ExactCell]] | None = None

    def __iter__(self) -> Iterator[ExactCell]:
        return iter(self.every()) if self.every is not None else map(self.make, range(self.size))

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, row: int) -> ExactCell: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[ExactCell]: ...
    def __getitem__(self, row: int | slice) -> ExactCell | Sequence[ExactCell]:
        if isinstance(row, slice):
            return [self.make(r) for r in range(self.size)[row]]
        if not -self.size <= row < self.size:
            raise IndexError(row)
        return self.make(row)


@dataclass
class _Frame:
    """What the exact reader sees: the operands under made-up names, the block's units in register order where ``order`` says so."""

    block: Block
    given: Mapping[Ref, Sequence[ExactCell]]
    domain: str
    order: IndexArray | None = None
    fact_keys: Mapping[str, Sequence[object]] = field(default_factory=dict)

    def size(self, domain: str) -> int:
        return self.block.sizes[domain]

    def cells(self, ref: Ref) -> Sequence[ExactCell]:
        return self.given[ref]

    def unit_of(self, domain: str) -> Sequence[int]:
        return self.block.places(domain)

    def classes(self) -> Sequence[object]:
        ids = self.block.classes.ids
        return [int(c) for c in (ids if self.order is None else ids[self.order])]

    def world_of(self) -> Sequence[object]:
        return [int(world) for world in self.block.everyone.ids]

    def fact_of(self, domain: str) -> Sequence[object]:
        return self.fact_keys[domain]


def as_cells(tape: Tape, val: Val, domain: str) -> int:
    """A register of cells for any value."""
    if isinstance(val, Cells):
        return val.slot
    reads = _registers(val)
    state = val.state

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            states = None if state is None else b.s[state]
            told = _teller(val, b)

            def cell(row: int) -> ExactCell:
                if states is not None and states[row]:
                    return (State(int(states[row])), None)
                return (State.PRESENT, told(row))

            size = b.sizes[domain]
            every = partial(_every, b.a[val.slot], states, size) if isinstance(val, Rough) else None
            b.cells[slot] = LazyCells(size, cell, every)

        return operation

    return tape.write(("cells", val, domain), reads, make)


def _every(certified: Certified, states: StateArray | None, size: int) -> Sequence[ExactCell]:
    """All cells of certified doubles: their exact values in one batch."""
    told: list[ExactCell] = [(State.PRESENT, None)] * size if states is None else [(State(s), None) for s in states.tolist()]
    rows = np.arange(size) if states is None else np.flatnonzero(states == State.PRESENT)
    for row, above, below in zip(rows.tolist(), *certified.exact(rows), strict=True):
        told[row] = (State.PRESENT, Fraction(int(above), int(below)))
    return told


def _registers(val: Val) -> tuple[int, ...]:
    match val:
        case Constant(state=state):
            slots: tuple[int | None, ...] = (state,)
        case Number(num=num, den=den, state=state):
            slots = (num, den, state)
        case Rough(slot=slot, state=state) | Truth(slot=slot, state=state) | Word(slot=slot, state=state):
            slots = (slot, state)
        case Cells(slot=slot):
            slots = (slot,)
    return tuple(s for s in slots if s is not None)


def _teller(val: Val, b: Block) -> Callable[[int], Exact]:
    """From a row to the exact value of a value that is present there."""
    match val:
        case Constant(value=value):
            return lambda _: value
        case Number(factor=factor, num=num, den=den):
            numerators = b.x[num]
            if den is None:
                return lambda row: Fraction(int(numerators[row])) * factor
            denominators = b.x[den]
            return lambda row: Fraction(int(numerators[row]), int(denominators[row])) * factor
        case Rough(slot=slot):
            return b.a[slot].fraction
        case Truth(slot=slot):
            truths = b.t[slot]
            return lambda row: bool(truths[row])
        case Word(slot=slot, words=words):
            places = b.i[slot]
            return lambda row: words[places[row]]
        case Cells():
            raise AssertionError("cells are cells already")


class _Operands:
    """Names in the place of a node's operands."""

    def __init__(self) -> None:
        self.slots: dict[Ref, int] = {}

    def name(self, slot: int, kind: Kind, domain: str) -> Name:
        ref = Ref(Role.VALUE, f"operand {len(self.slots)}")
        self.slots[ref] = slot
        return Name(ref, kind, domain)


def _shallow(node: Node, put: Callable[[Node], Node]) -> Node:  # noqa: C901 - one arm a kind of node
    """The node with its operands replaced."""
    match node:
        case Const() | Absent() | Name():
            return node
        case Arith() | Compare():
            return replace(node, left=put(node.left), right=put(node.right))
        case Power():
            return replace(node, base=put(node.base))
        case Logic():
            return replace(node, items=tuple(put(item) for item in node.items))
        case Not():
            return replace(node, item=put(node.item))
        case If():
            return replace(node, condition=put(node.condition), then=put(node.then), otherwise=put(node.otherwise))
        case Lookup(key, table, otherwise):
            return replace(
                node, key=put(key), table=tuple((word, put(given)) for word, given in table), otherwise=None if otherwise is None else put(otherwise)
            )
        case Call():
            return replace(node, args=tuple(put(arg) for arg in node.args))
        case Group() | Reduce():
            return _shallow_many(node, put)
        case Round():
            return replace(node, arg=put(node.arg))
        case Fallback(arg, missing, not_applicable):
            return replace(
                node,
                arg=put(arg),
                missing=None if missing is None else put(missing),
                not_applicable=None if not_applicable is None else put(not_applicable),
            )


def _shallow_many(node: Group | Reduce, put: Callable[[Node], Node]) -> Node:
    if isinstance(node, Reduce):
        return replace(node, arg=put(node.arg), where=None if node.where is None else put(node.where))
    return replace(node, args=tuple(put(arg) for arg in node.args), among=None if node.among is None else put(node.among))


def by_hand(tape: Tape, node: Node, domain: str, given: Mapping[int, tuple[Val, str]], facts: int | None = None) -> Cells:
    """The node's cells by the exact reader; ``given`` has the values of its operands (by identity) and the domains they are of.

    ``facts`` is a register of cells: which fact each row of a table tells of, for groups of rows of one fact.
    """
    operands = _Operands()

    def put(child: Node) -> Node:
        if isinstance(child, Const):
            return child
        val, of = given[id(child)]
        return operands.name(as_cells(tape, val, of), child.kind, of)

    shallow = _shallow(node, put)
    grouped = isinstance(shallow, Group)
    slots = dict(operands.slots)

    def make(slot: int) -> Callable[[Block], None]:
        def operation(b: Block) -> None:
            cells = {ref: b.cells[s] for ref, s in slots.items()}
            keys = {} if facts is None else {domain: _fact_keys(b, facts, domain)}
            if grouped and not domain:
                b.cells[slot] = _in_register_order(shallow, b, cells)
            else:
                b.cells[slot] = evaluate(shallow, _Frame(b, cells, domain, None, keys), domain)

        return operation

    reads = (*slots.values(), *(() if facts is None else (facts,)))
    return Cells(node.kind, tape.write(("by hand", shallow, reads, domain), reads, make))


def _in_register_order(node: Node, b: Block, cells: Mapping[Ref, Sequence[ExactCell]]) -> Sequence[ExactCell]:
    """Groups may go by the order of the register, a block has classes together."""
    order = np.argsort(b.order, kind="stable")
    told = evaluate(node, _Frame(b, {ref: [given[r] for r in order] for ref, given in cells.items()}, "", order), "")
    back: list[ExactCell] = [(State.ERROR, None)] * len(order)
    for row, cell in zip(order.tolist(), told, strict=True):
        back[row] = cell
    return back


def _fact_keys(b: Block, facts: int, domain: str) -> Sequence[object]:
    return fact_keys(domain, b.units[domain].tolist(), b.cells[facts])


class _Alone:
    """A frame of one row with no quantities: constants are folded in it."""

    def size(self, domain: str) -> int:  # noqa: ARG002
        return 1

    def cells(self, ref: Ref) -> Sequence[ExactCell]:
        raise KeyError(ref)

    def unit_of(self, domain: str) -> Sequence[int]:  # noqa: ARG002
        return [0]

    def classes(self) -> Sequence[object]:
        return [0]

    def world_of(self) -> Sequence[object]:
        return [0]

    def fact_of(self, domain: str) -> Sequence[object]:  # noqa: ARG002
        return [0]


def fold(node: Node, values: Mapping[int, Constant]) -> ExactCell:
    """The cell of a node over constants."""

    def put(child: Node) -> Node:
        given = values[id(child)]
        return Const(given.value, given.kind)

    return evaluate(_shallow(node, put), _Alone())[0]
