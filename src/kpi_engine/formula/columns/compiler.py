"""The compiler: a fold over the trees of a program that writes a tape of column operations, for the layout and the bounds of some facts.

Every kind of node is tried over scaled doubles; what their bounds do not allow goes to the next rung, at last to the exact reader, that node alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kpi_engine.formula.columns import arithmetic as scaled
from kpi_engine.formula.columns.cells import as_cells, by_hand
from kpi_engine.formula.columns.choice import chosen, picked_state
from kpi_engine.formula.columns.load import lifted, loaded
from kpi_engine.formula.columns.machine import Block, BoolArray, Tape
from kpi_engine.formula.columns.rough import rough, rough_picked
from kpi_engine.formula.columns.settle import settled, settled_rough, settled_rounded
from kpi_engine.formula.columns.value import Cells, Constant, Number, Rough, Val
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import (
    Call,
    Const,
    Group,
    Name,
    Node,
    Reduce,
    Round,
    children,
)
from kpi_engine.table import FACT, Column, Facts, Kind, Ref, Role, State

__all__ = ["Compiler", "Input", "Rung", "Sizes", "placeholder", "sizes_of"]


class Rung(IntEnum):
    """How far a step had to go; the highest of its nodes."""

    SCALED = 0
    CERTIFIED = 1
    EXACT = 2


class Input(NamedTuple):
    """A fact that a program asks for, and whether a value of it is absent."""

    ref: Ref
    column: Column
    absences: bool


@dataclass(frozen=True)
class Sizes:
    """How many there are at most: units of one world, units of one class, and for each table rows of one unit."""

    units: int
    in_class: int
    rows: Mapping[str, int]

    def hold(self, other: Sizes) -> bool:
        """Whether the others are no more."""
        fewer = other.units <= self.units and other.in_class <= self.in_class and other.rows.keys() == self.rows.keys()
        return fewer and all(most <= self.rows[name] for name, most in other.rows.items())


def sizes_of(facts: Facts) -> Sizes:
    """The sizes of some facts."""
    rows = {name: _most(table.unit) for name, table in facts.rows.items()}
    return Sizes(len(facts.units) // facts.worlds, _most(facts.class_of), rows)


def _most(indices: npt.NDArray[np.int64]) -> int:
    """How often the most frequent index occurs."""
    return int(np.bincount(indices).max()) if len(indices) else 0


class Compiler:
    """One program for one set of facts. ``demoted`` are the nodes that have outgrown what they were planned for."""

    def __init__(self, facts: Facts, demoted: frozenset[Hashable], rules: Mapping[type, Callable[..., Val | None]]) -> None:
        self.tape = Tape()
        self.facts, self.demoted, self._rules = facts, demoted, rules
        self.quantities: dict[Ref, Val] = {}
        """Steps that are done, and facts that were asked for."""
        self._known: dict[tuple[int, str], Val] = {}
        self.rung = Rung.SCALED
        self.inputs: list[Input] = []
        self.looks_beyond_classes = False
        self.sizes = sizes_of(facts)

    def add(self, step: Step) -> Val:
        """Put one step on the tape; ``rung`` is how far it had to go."""
        self.rung = Rung.SCALED
        val = self.quantities[step.ref] = self.value(step.tree, step.domain)
        return val

    def value(self, node: Node, domain: str) -> Val:
        """Where the node's values will stand. Nodes are known by identity: their trees live as long as the compiler works."""
        if type(node) is Const:
            return Constant(node.kind, node.value)
        key = (id(node), domain)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._settled(node, domain)
        return known

    def _settled(self, node: Node, domain: str) -> Val:
        kind = type(node)
        if kind is Reduce or kind is Group:
            self.looks_beyond_classes |= not isinstance(node, Group) or node.scope != "class"
        if self.demoted and (node, domain) in self.demoted:
            return self._by_hand(node, domain)
        made = self._rules[kind](self, node, domain)
        return self._by_hand(node, domain) if made is None else made

    def guarded(self, made: Number | None, node: Node, domain: str) -> Number | None:
        """With a check of its size, where its bounds do not bound it."""
        if made is None or max(-made.low, made.high) <= scaled.MOST:
            return made
        return scaled.guarded(self.tape, made, (node, domain))

    def state_everywhere(self, state: State, domain: str) -> int:
        """A register with one state in all rows."""
        return self.tape.s("state of all", (), lambda b: np.full(b.sizes[domain], state, dtype=np.uint8), state, domain)

    def _by_hand(self, node: Node, domain: str) -> Val:
        """The exact reader's cells of the node, made columns again where their kind allows."""
        self.rung = Rung.EXACT
        below, of = _domains(node, domain)
        given = {id(child): (self.value(child, below), below) for child in children(node) if not isinstance(child, Const)}
        facts = None
        if isinstance(node, Group) and node.scope == "fact":
            facts = self._fact_cells(node.domain)
        made = by_hand(self.tape, node, of, given, facts)
        rooty = (isinstance(node, Call) and node.function == "root") or any(isinstance(v, Cells) and v.rooty for v, _ in given.values())
        val: Val = made
        if node.kind in (Kind.NUMBER, Kind.DATE) and not rooty and not isinstance(node, Round):
            val = settled_rough(self.tape, made)
        elif node.kind is Kind.TRUTH:
            val = settled(self.tape, made)
        elif isinstance(node, Round) and ("rounded", node, domain) not in self.demoted:
            val = settled_rounded(self.tape, made, node.places, ("rounded", node, domain))
        return val if of == domain else self.lifted(val, of, domain)

    def rough(self, val: Number | Constant | Rough) -> Rough:
        """A number as certified doubles."""
        self.rung = max(self.rung, Rung.CERTIFIED)
        return rough(self.tape, val)

    def chosen(self, takes: int, then: Val, otherwise: Val, domain: str) -> Val | None:
        """One of two values by the truths of a register; None where only cells can tell."""
        made = chosen(self.tape, takes, then, otherwise, domain)
        if made is None and isinstance(then, (Number, Constant, Rough)) and isinstance(otherwise, (Number, Constant, Rough)):
            state = picked_state(self.tape, takes, then.state, otherwise.state)
            return rough_picked(self.tape, takes, self.rough(then), self.rough(otherwise), state)
        return made

    def stands(self, state: int, level: State, domain: str) -> int:
        """A register: where a state is this one."""

        def compute(b: Block) -> BoolArray:
            there = b.s[state]
            return np.zeros(b.sizes[domain], dtype=np.bool_) if there is None else there == level

        return self.tape.t("stands", (state,), compute, level)

    def _fact_cells(self, domain: str) -> int:
        return as_cells(self.tape, self.named(Name(Ref(Role.COLUMN, domain, part=FACT), Kind.WORD, domain), domain), domain)

    def named(self, node: Name, domain: str) -> Val:
        """A step that is done, or a fact."""
        val = self.quantities.get(node.ref)
        if val is None:
            val = self.quantities[node.ref] = self._loaded(node.ref, node.domain)
        return val if node.domain == domain else self.lifted(val, node.domain, domain)

    def _loaded(self, ref: Ref, domain: str) -> Val:
        column = self.facts.columns[ref]
        absences = bool(np.count_nonzero(column.state))
        self.inputs.append(Input(ref, column, absences))
        return loaded(self.tape, len(self.inputs) - 1, column, absences, domain)

    def lifted(self, val: Val, of: str, domain: str) -> Val:
        """The unit's value for each row of a table."""
        return lifted(self.tape, val, of, domain)

    def most_in_group(self, node: Group) -> int:
        """The largest number of rows of one group."""
        return self.sizes.units if node.scope == "all" else self.sizes.in_class

    def most_rows(self, table: str) -> int:
        """The largest number of rows of one unit."""
        return self.sizes.rows[table]


def _domains(node: Node, domain: str) -> tuple[str, str]:
    """The domain of a node's operands, and its own."""
    match node:
        case Reduce(_, table):
            return table, ""
        case Group():
            return node.domain, node.domain
        case _:
            return domain, domain


def placeholder(kind: Kind) -> Fraction | bool | str:
    """What stands where there is no value."""
    match kind:
        case Kind.TRUTH:
            return False
        case Kind.WORD:
            return ""
        case Kind.NUMBER:
            return Fraction(0)
        case Kind.DATE:
            return Fraction(1)
