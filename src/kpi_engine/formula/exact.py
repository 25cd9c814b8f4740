"""The exact reader: trees over Fractions, row by row. It defines every result; the other readers are held against it.

`evaluate` is a fold: one small function for each kind of node, all of them written for one row. Only groups look at all rows, once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol, assert_never

from kpi_engine.formula.functions import Exact, ExactCell, Member, group_functions, reducers, row_functions
from kpi_engine.formula.tree import (
    Absent,
    Arith,
    Call,
    Compare,
    Const,
    Fallback,
    Group,
    If,
    Logic,
    Lookup,
    Name,
    Node,
    Not,
    Power,
    Reduce,
    Round,
)
from kpi_engine.numbers import Root, round_fraction, round_root
from kpi_engine.table import Ref, State

__all__ = ["ExactFrame", "Reader", "evaluate"]

LARGEST = Fraction(10**15)
MOST_BITS = 65_536
_ERROR: ExactCell = (State.ERROR, None)


class ExactFrame(Protocol):
    """What trees are evaluated over: the units with their classes, the tables of rows, the quantities known so far."""

    def size(self, domain: str) -> int:
        """How many rows the table has (units: the empty domain)."""

    def cells(self, ref: Ref) -> Sequence[ExactCell]:
        """The cells of a quantity, in the order of its domain."""

    def unit_of(self, domain: str) -> Sequence[int]:
        """For each row of a table the index of its unit."""

    def classes(self) -> Sequence[object]:
        """For each unit the class it is grouped by."""

    def world_of(self) -> Sequence[object]:
        """For each unit those whom "all" means: one world, unless many variants are worked out at once."""

    def fact_of(self, domain: str) -> Sequence[object]:
        """For each row of a table what identifies its fact (with its unit)."""


def evaluate(node: Node, frame: ExactFrame, domain: str = "") -> list[ExactCell]:
    """The cells of ``node`` for every row of ``domain``."""
    reader = Reader(frame)
    return [reader.cell(node, domain, row) for row in range(frame.size(domain))]


@dataclass
class Reader:
    """One reading of a frame: cell by cell, for the words; groups are worked out once."""

    frame: ExactFrame
    groups: dict[int, tuple[Node, list[ExactCell]]] = field(default_factory=dict)
    members: dict[tuple[str, int], list[list[int]]] = field(default_factory=dict)

    def cell(self, node: Node, domain: str, row: int) -> ExactCell:  # noqa: C901 - one arm a kind of node
        """The state and value of ``node`` at ``row`` of ``domain``."""
        match node:
            case Const(value):
                return (State.PRESENT, value)
            case Absent(state):
                return (state, None)
            case Name(ref, _, of):
                return self.frame.cells(ref)[row if of == domain else self.frame.unit_of(domain)[row]]
            case Arith():
                return self._arith(node, domain, row)
            case Power(base, exponent):
                state, below = self.cell(base, domain, row)
                if isinstance(below, Fraction):  # the first power is the number itself, however large a sum of rows is
                    return (State.PRESENT, below) if exponent == 1 else _bounded(below**exponent)
                return (max(state, State.ERROR) if state == State.PRESENT else state, None)
            case Compare():
                return self._compare(node, domain, row)
            case Logic(op, items):
                return _logic(op, [self.cell(item, domain, row) for item in items])
            case Not(item):
                state, told = self.cell(item, domain, row)
                return (state, not told) if state == State.PRESENT else (state, None)
            case If(condition, then, otherwise):
                state, told = self.cell(condition, domain, row)
                return (state, None) if state != State.PRESENT else self.cell(then if told else otherwise, domain, row)
            case Lookup():
                return self._lookup(node, domain, row)
            case Call():
                return self._call(node, domain, row)
            case Reduce():
                return self._reduce(node, self.unit(domain, row))
            case Group():
                return self._group(node)[row if node.domain == domain else self.frame.unit_of(domain)[row]]
            case Round(arg, places, mode):
                state, exact = self.cell(arg, domain, row)
                if isinstance(exact, Root):
                    return (state, round_root(exact, places, mode))
                return (state, round_fraction(exact, places, mode)) if isinstance(exact, Fraction) else (state, None)
            case Fallback():
                return self._fallback(node, domain, row)
            case _:
                assert_never(node)

    def unit(self, domain: str, row: int) -> int:
        """The unit whose row this is."""
        return row if not domain else self.frame.unit_of(domain)[row]

    def counted(self, node: Reduce, unit: int) -> list[int] | None:
        """The rows of a unit that a reducer counts; None where one cannot be told."""
        rows: list[int] = []
        for row in self.rows_of(node.table)[unit]:
            state, value = (State.PRESENT, True) if node.where is None else self.cell(node.where, node.table, row)
            if state == State.ERROR:
                return None
            if state == State.PRESENT and value:
                rows.append(row)
        return rows

    def _arith(self, node: Arith, domain: str, row: int) -> ExactCell:
        (left_state, left), (right_state, right) = self.cell(node.left, domain, row), self.cell(node.right, domain, row)
        state = max(left_state, right_state)
        if state != State.PRESENT or left is None or right is None:
            return (state, None)
        return _operate(node.op, left, right)

    def _compare(self, node: Compare, domain: str, row: int) -> ExactCell:
        (left_state, left), (right_state, right) = self.cell(node.left, domain, row), self.cell(node.right, domain, row)
        state = max(left_state, right_state)
        if state != State.PRESENT or left is None or right is None:
            return (state, None)
        return (state, _compared(node.op, left, right))

    def _lookup(self, node: Lookup, domain: str, row: int) -> ExactCell:
        state, value = self.cell(node.key, domain, row)
        if state != State.PRESENT:
            return (state, None)
        given = dict(node.table).get(str(value), node.otherwise)
        return _ERROR if given is None else self.cell(given, domain, row)

    def _call(self, node: Call, domain: str, row: int) -> ExactCell:
        function = row_functions()[node.function]
        cells = [self.cell(arg, domain, row) for arg in node.args]
        if function.on_states is not None:
            return function.on_states(cells)
        state = max((s for s, _ in cells), default=State.PRESENT)
        if state != State.PRESENT:
            return (state, None)
        assert function.exact is not None, f"{node.function} is an expansion and stands in no tree"
        value = function.exact([v for _, v in cells if v is not None])
        return _ERROR if value is None else _bounded(value)

    def _reduce(self, node: Reduce, unit: int) -> ExactCell:
        rows = self.counted(node, unit)
        if rows is None:
            return _ERROR
        counted = [self.cell(node.arg, node.table, row) for row in rows]
        return reducers()[node.function].exact(counted, dict(node.options))

    def rows_of(self, table: str) -> list[list[int]]:
        """For each unit its rows of a table, in order."""
        key = (table, -1)
        if key not in self.members:
            rows: list[list[int]] = [[] for _ in range(self.frame.size(""))]
            for row, unit in enumerate(self.frame.unit_of(table)):
                rows[unit].append(row)
            self.members[key] = rows
        return self.members[key]

    def _group(self, node: Group) -> list[ExactCell]:
        known = self.groups.get(id(node))
        if known is None:
            known = (node, self._across(node))
            self.groups[id(node)] = known
        return known[1]

    def _across(self, node: Group) -> list[ExactCell]:
        size = self.frame.size(node.domain)
        told: list[ExactCell] = [_ERROR] * size
        by_group: defaultdict[object, list[int]] = defaultdict(list)
        keys: Sequence[object] = [0] * size
        if node.scope == "class":
            keys = self.frame.classes()
        elif node.scope == "fact":
            keys = self.frame.fact_of(node.domain)
        elif not node.domain:
            keys = self.frame.world_of()
        for row in range(size):
            by_group[keys[row]].append(row)
        function, options = group_functions()[node.function], dict(node.options)
        for rows in by_group.values():
            members = [self._member(node, row) for row in rows]
            for row, cell in zip(rows, function.exact(members, options), strict=True):
                told[row] = cell
        return told

    def _member(self, node: Group, row: int) -> Member:
        counts = node.among is None or self.cell(node.among, node.domain, row) == (State.PRESENT, True)
        return Member(counts, tuple(self.cell(arg, node.domain, row) for arg in node.args))

    def _fallback(self, node: Fallback, domain: str, row: int) -> ExactCell:
        state, value = self.cell(node.arg, domain, row)
        if state == State.MISSING and node.missing is not None:
            return self.cell(node.missing, domain, row)
        if state == State.NOT_APPLICABLE and node.not_applicable is not None:
            return self.cell(node.not_applicable, domain, row)
        return (state, value)


def _operate(op: str, left: Exact, right: Exact) -> ExactCell:
    if isinstance(left, Root) or isinstance(right, Root):
        return _operate_root(op, left, right)
    assert isinstance(left, Fraction), "the constructors let only numbers in"
    assert isinstance(right, Fraction), "the constructors let only numbers in"
    match op:
        case "+":
            return _bounded(left + right)
        case "-":
            return _bounded(left - right)
        case "*":
            return _bounded(left * right)
        case _:
            return _ERROR if right == 0 else _bounded(left / right)


def _operate_root(op: str, left: Exact, right: Exact) -> ExactCell:
    """Roots multiply and divide with what is not negative; they do not add (the front end refuses it, this is the second wall)."""
    if op == "*" and isinstance(left, Root) and isinstance(right, (Root, Fraction)) and (isinstance(right, Root) or right >= 0):
        return (State.PRESENT, left.times(right).simplified())
    if op == "*" and isinstance(right, Root) and isinstance(left, Fraction) and left >= 0:
        return (State.PRESENT, right.times(left).simplified())
    if op == "/" and isinstance(left, Root) and isinstance(right, Fraction) and right > 0:
        return (State.PRESENT, left.times(1 / right).simplified())
    return _ERROR


def _bounded(value: Exact) -> ExactCell:
    if isinstance(value, Fraction) and (
        abs(value) > LARGEST or value.numerator.bit_length() > MOST_BITS or value.denominator.bit_length() > MOST_BITS
    ):
        return _ERROR
    return (State.PRESENT, value)


def _compared(op: str, left: Exact, right: Exact) -> bool:
    if isinstance(left, Root):
        order = left.compare(right) if isinstance(right, (Fraction, Root)) else 0
    elif isinstance(right, Root):
        order = -right.compare(left) if isinstance(left, Fraction) else 0
    else:
        order = (left > right) - (left < right)  # type: ignore[operator]
    match op:
        case "==":
            return order == 0
        case "!=":
            return order != 0
        case "<":
            return order < 0
        case "<=":
            return order <= 0
        case ">":
            return order > 0
        case _:
            return order >= 0


def _logic(op: str, cells: Sequence[ExactCell]) -> ExactCell:
    deciding = op == "or"
    if any(s == State.PRESENT and v is deciding for s, v in cells):
        return (State.PRESENT, deciding)
    worst = max(s for s, _ in cells)
    return (State.PRESENT, not deciding) if worst == State.PRESENT else (worst, None)
