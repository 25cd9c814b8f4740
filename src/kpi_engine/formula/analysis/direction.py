"""In which direction a figure goes when one quantity rises and all others stay: up, down, not at all, or it cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from kpi_engine.formula.analysis.bounds import Bounds, Narrowed
from kpi_engine.formula.analysis.interval import Interval
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
    references,
    walk,
)
from kpi_engine.table import Kind, Ref

__all__ = ["Direction", "Slopes", "monotone"]


class Direction(Enum):
    """How a figure moves when a quantity rises; truths rise from false to true."""

    CONSTANT = "constant"
    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"

    def turned(self) -> Direction:
        """The direction of the negative."""
        return {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP}.get(self, self)

    def times(self, sign: int | None) -> Direction:
        """The direction after multiplication by something of this sign (None: not known)."""
        if self is Direction.CONSTANT or sign == 0:
            return Direction.CONSTANT
        return Direction.UNKNOWN if sign is None else self if sign > 0 else self.turned()


def monotone(tree: Node, ref: Ref, trees: Mapping[Ref, Node], bounds: Bounds | None = None) -> Direction:
    """The direction of ``tree`` in ``ref``, through the steps whose ``trees`` are given, as long as every part keeps its state.

    >>> from kpi_engine.formula.making import arith, const
    >>> from kpi_engine.formula.tree import Name
    >>> from kpi_engine.table import Kind, Role
    >>> late = Ref(Role.INPUT, "逾期天数")
    >>> monotone(arith("-", const(100), Name(late, Kind.NUMBER)), late, {})
    <Direction.DOWN: 'down'>
    """
    return Slopes(trees, bounds or Bounds()).direction(tree, ref)


@dataclass
class Slopes:
    """Directions over one program; each step is looked at once for each quantity."""

    trees: Mapping[Ref, Node]
    bounds: Bounds
    _known: dict[tuple[Ref, Ref], Direction] = field(default_factory=dict)
    _crossed: dict[tuple[Ref, Ref], bool] = field(default_factory=dict)
    _below: dict[int, tuple[Node, frozenset[Ref]]] = field(default_factory=dict)
    _reach: dict[Ref, frozenset[Ref]] = field(default_factory=dict)

    def under(self, bounds: Bounds) -> Slopes:
        """The same program where other bounds hold; what depends on what is worked out once for both."""
        return Slopes(self.trees, bounds, _below=self._below, _reach=self._reach)

    def reached(self, ref: Ref) -> frozenset[Ref]:
        """All quantities that a step depends on, itself included."""
        if ref not in self._reach:
            self._reach[ref] = frozenset({ref})  # the program has no cycles; this only ends a broken one
            below = references(self.trees[ref]) if ref in self.trees else ()
            self._reach[ref] = frozenset({ref}).union(*(self.reached(r) for r in below))
        return self._reach[ref]

    def _reached_by(self, node: Node) -> frozenset[Ref]:
        """All quantities that a node depends on."""
        known = self._below.get(id(node))
        if known is None or known[0] is not node:
            known = self._below[id(node)] = (node, frozenset[Ref]().union(*map(self.reached, references(node))))
        return known[1]

    def direction(self, node: Node, ref: Ref, narrowed: Narrowed | None = None) -> Direction:
        """The direction of ``node`` in ``ref``, where ``narrowed`` holds."""
        if ref not in self._reached_by(node):
            return Direction.CONSTANT
        return self._moving(node, ref, narrowed if narrowed is not None else {})

    def _moving(self, node: Node, ref: Ref, narrowed: Narrowed) -> Direction:  # noqa: C901 - one arm a kind of node
        match node:
            case Const() | Absent():
                return Direction.CONSTANT
            case Name():
                return self._name(node, ref)
            case Arith():
                return self._arith(node, ref, narrowed)
            case Power(base, exponent):
                return self.direction(base, ref, narrowed).times(_sign_of_power(self.bounds.numbers(base, narrowed), exponent))
            case Compare():
                return self._compare(node, ref, narrowed)
            case Logic(_, items):
                return _together(self.direction(item, ref, narrowed) for item in items)
            case Not(item):
                return self.direction(item, ref, narrowed).turned()
            case If():
                return self._choice(node, ref, narrowed)
            case Lookup():
                if self.direction(node.key, ref, narrowed) is not Direction.CONSTANT:
                    return Direction.UNKNOWN
                return _together(self.direction(given, ref, facts) for given, facts in self.bounds.entries(node, narrowed))
            case Call():
                return self._call(node, ref, narrowed)
            case Reduce():
                return self._reduce(node, ref, narrowed)
            case Group():
                return self._group(node, ref)
            case Round(arg):
                return self.direction(arg, ref, narrowed)
            case Fallback(arg, missing, not_applicable):
                parts = [part for part in (arg, missing, not_applicable) if part is not None]
                return _together(self.direction(part, ref, narrowed) for part in parts)

    def _name(self, node: Name, ref: Ref) -> Direction:
        if node.ref == ref:
            return Direction.UP
        key = (node.ref, ref)
        if key not in self._known:
            self._known[key] = Direction.UNKNOWN
            self._known[key] = self.direction(self.trees[node.ref], ref) if node.ref in self.trees else Direction.CONSTANT
        return self._known[key]

    def _arith(self, node: Arith, ref: Ref, narrowed: Narrowed) -> Direction:
        left, right = self.direction(node.left, ref, narrowed), self.direction(node.right, ref, narrowed)
        if node.op in "+-":
            return _together([left, right if node.op == "+" else right.turned()])
        over, under = self.bounds.numbers(node.left, narrowed), self.bounds.numbers(node.right, narrowed)
        if node.op == "*":
            return _together([left.times(_sign(under)), right.times(_sign(over))])
        if under.lo < 0 < under.hi and right is not Direction.CONSTANT:
            return Direction.UNKNOWN
        return _together([left.times(_sign(under)), right.turned().times(_sign(over))])

    def _compare(self, node: Compare, ref: Ref, narrowed: Narrowed) -> Direction:
        left, right = self.direction(node.left, ref, narrowed), self.direction(node.right, ref, narrowed)
        if node.op in ("==", "!="):
            return Direction.CONSTANT if left is right is Direction.CONSTANT else Direction.UNKNOWN
        rising = _together([left, right.turned()])
        return rising if node.op in (">", ">=") else rising.turned()

    def _choice(self, node: If, ref: Ref, narrowed: Narrowed) -> Direction:
        branches = list(self.bounds.taken(node, narrowed))
        within = _together(self.direction(branch, ref, facts) for _, branch, facts in branches)
        turn = self.direction(node.condition, ref, narrowed)
        if turn is Direction.CONSTANT or len(branches) < 2:
            return within
        (_, then, then_facts), (_, otherwise, other_facts) = branches
        step = self._step(self.bounds.possible(then, then_facts), self.bounds.possible(otherwise, other_facts), turn)
        return _together([within, step])

    def _step(self, then: object, otherwise: object, turn: Direction) -> Direction:
        """The direction of the jump from one branch to the other."""
        if not isinstance(then, Interval) or not isinstance(otherwise, Interval):
            return Direction.UNKNOWN
        if then.is_empty or otherwise.is_empty:
            return Direction.CONSTANT
        if turn is Direction.UNKNOWN:
            return Direction.CONSTANT if then == otherwise and then.lo == then.hi else Direction.UNKNOWN
        low, high = (otherwise, then) if turn is Direction.UP else (then, otherwise)
        return Direction.UP if high.lo >= low.hi else Direction.DOWN if high.hi <= low.lo else Direction.UNKNOWN

    def _call(self, node: Call, ref: Ref, narrowed: Narrowed) -> Direction:
        ways = [self.direction(arg, ref, narrowed) for arg in node.args]
        match node.function:
            case "is_present" | "is_reported" | "applies":
                return Direction.CONSTANT
            case "abs":
                return ways[0].times(_sign(self.bounds.numbers(node.args[0], narrowed)))
            case "months_late":
                return _together([ways[0], ways[1].turned()])
            case "min" | "max" | "sum_of" | "floor" | "root" | "ln" | "exp" | "highest_applicable" | "lowest_applicable":
                return _together(ways)
            case _:
                return Direction.UNKNOWN

    def _reduce(self, node: Reduce, ref: Ref, narrowed: Narrowed) -> Direction:
        if node.where is not None and self.direction(node.where, ref, narrowed) is not Direction.CONSTANT:
            return Direction.UNKNOWN
        return Direction.CONSTANT if node.function == "count" else self.direction(node.arg, ref, narrowed)

    def _crosses(self, node: Node, ref: Ref) -> bool:
        """Whether the figures of other units move with this unit's ``ref``: a group function within."""
        if any(isinstance(part, Group) and any(ref in self.reached(name) for name in references(part)) for part in walk(node)):
            return True
        return any(self._crosses_step(name, ref) for name in references(node) if name in self.trees and ref in self.reached(name))

    def _crosses_step(self, step: Ref, ref: Ref) -> bool:
        key = (step, ref)
        if key not in self._crossed:
            self._crossed[key] = False  # ends a broken program with a cycle
            self._crossed[key] = self._crosses(self.trees[step], ref)
        return self._crossed[key]

    def _group(self, node: Group, ref: Ref) -> Direction:
        """The unit's own quantity rises, those of the other units stay."""
        if node.among is not None and self.direction(node.among, ref) is not Direction.CONSTANT:
            return Direction.UNKNOWN
        way = _together(self.direction(arg, ref) for arg in node.args)
        if any(self._crosses(arg, ref) for arg in node.args):
            return Direction.UNKNOWN
        match node.function:
            case "max" | "min" | "mean" | "sum" | "percentile":
                return way
            case "count":  # of truths: how many are true
                return way if node.args[0].kind is Kind.TRUTH else Direction.CONSTANT
            case "others_mean":
                return Direction.CONSTANT
            case "rank":
                return way if dict(node.options).get("first") == "lowest" else way.turned()
            case _:
                return Direction.UNKNOWN


def _together(ways: Iterable[Direction]) -> Direction:
    told = {way for way in ways if way is not Direction.CONSTANT}
    return Direction.CONSTANT if not told else told.pop() if len(told) == 1 else Direction.UNKNOWN


def _sign(interval: Interval) -> int | None:
    if interval.is_empty or interval.lo == interval.hi == 0:
        return 0
    return 1 if interval.lo >= 0 else -1 if interval.hi <= 0 else None


def _sign_of_power(base: Interval, exponent: int) -> int | None:
    if exponent == 0:
        return 0
    return 1 if exponent % 2 else _sign(base)
