"""Exact bounds of trees: from what is known of the facts, through the steps in order, along the branches that can be taken.

In the branch of a condition the quantities that it compares are narrowed: under ``x if x > 0 else 1`` the first x is positive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from kpi_engine.formula.analysis.calls import CALLS
from kpi_engine.formula.analysis.interval import ANYTHING, EITHER, INFINITY, NOTHING, Choices, Interval, Possible, point
from kpi_engine.formula.analysis.outcomes import OPPOSITE, between, join_all, meet, narrow, outcomes, sum_of_any
from kpi_engine.formula.steps import Step
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
    children,
)
from kpi_engine.numbers import round_fraction
from kpi_engine.table import Kind, Ref, Role

__all__ = ["Bounds", "Narrowed", "intervals"]

Narrowed = Mapping[Node, Possible]
"""What conditions on the way say of parts of the tree."""

_NONE: Narrowed = {}
_NOWHERE = Ref(Role.VALUE)
_COUNT = Interval(Fraction(0), INFINITY, whole=True)
_FLIP = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def intervals(steps: Iterable[Step], known: Mapping[Ref, Possible], everyone: Bounds | None = None, alike: Mapping[Ref, Ref] | None = None) -> Bounds:
    """The bounds of all steps, which stand in an order in which they can be worked out.

    Args:
        steps: the program; with ``everyone`` only those steps that ``known`` can make different.
        known: what facts can be; a fact that is not named can be anything of its kind. A step that is named here is narrowed to it.
        everyone: bounds that hold for all units, where ``known`` speaks of one class; functions over everybody take theirs.
        alike: steps that have the bounds of an earlier one (the same rule in another period).

    """
    bounds = Bounds({**(everyone.of if everyone is not None else {}), **known}, everyone)
    for step in steps:
        twin = alike.get(step.ref) if alike is not None else None
        found = bounds.of[twin] if twin is not None else bounds.possible(step.tree)
        bounds.of[step.ref] = meet(found, known[step.ref]) if step.ref in known else found
    return bounds


@dataclass
class Bounds:
    """What each quantity can be (`of`), and what a tree over them can be (`possible`)."""

    of: dict[Ref, Possible] = field(default_factory=dict)
    everyone: Bounds | None = None
    _known: dict[int, tuple[Node, Possible]] = field(default_factory=dict)

    def possible(self, node: Node, narrowed: Narrowed = _NONE) -> Possible:
        """What ``node`` can yield where it yields a value; its names are settled before it is asked for."""
        if not narrowed:
            known = self._known.get(id(node))
            if known is None or known[0] is not node:
                known = self._known[id(node)] = (node, self._plain(node, narrowed))
            return known[1]
        found = self._plain(node, narrowed)
        told = narrowed.get(node) if not isinstance(node, Const) else None
        return found if told is None else meet(found, told)

    def numbers(self, node: Node, narrowed: Narrowed = _NONE) -> Interval:
        """The interval of a tree that yields numbers."""
        found = self.possible(node, narrowed)
        return found if isinstance(found, Interval) else ANYTHING

    def choices(self, node: Node, narrowed: Narrowed = _NONE) -> Choices:
        """The truths or words of a tree that yields such."""
        found = self.possible(node, narrowed)
        return found if isinstance(found, Choices) else Choices(more=True)

    def _plain(self, node: Node, narrowed: Narrowed) -> Possible:  # noqa: C901 - one arm a kind of node
        match node:
            case Const(value):
                return point(value) if isinstance(value, Fraction) else Choices(frozenset({value}))
            case Absent():
                return NOTHING if node.kind in (Kind.NUMBER, Kind.DATE) else Choices()
            case Name():
                return self._name(node)
            case Arith():
                return self._arith(node, narrowed)
            case Power(base, exponent):
                return self.numbers(base, narrowed).power(exponent)
            case Compare():
                return self._compare(node, narrowed)
            case Logic():
                return self._logic(node, narrowed)
            case Not(item):
                return Choices(frozenset(not value for value in self.choices(item, narrowed).values))
            case If():
                return self._branches(node, narrowed)
            case Lookup():
                return self._lookup(node, narrowed)
            case Call():
                return self._call(node, narrowed)
            case Reduce():
                return self._reduce(node, narrowed)
            case Group():
                return self._group(node)
            case Round(arg, places, mode):
                rounded = self.numbers(arg, narrowed).mapped(lambda end: round_fraction(end, places, mode) if isinstance(end, Fraction) else end)
                return Interval(rounded.lo, rounded.hi, whole=places == 0)
            case Fallback(arg, missing, not_applicable):
                parts = [part for part in (arg, missing, not_applicable) if part is not None]
                return join_all([self.possible(part, narrowed) for part in parts])
            case _:
                assert_never(node)

    def _name(self, node: Name) -> Possible:
        known = self.of.get(node.ref)
        if known is not None:
            return known
        if node.kind is Kind.TRUTH:
            return EITHER
        if node.kind is Kind.WORD:
            return Choices(frozenset(node.words), more=not node.words)
        return Interval(whole=node.kind is Kind.DATE)

    def _arith(self, node: Arith, narrowed: Narrowed) -> Interval:
        left, right = self.numbers(node.left, narrowed), self.numbers(node.right, narrowed)
        match node.op:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case _:
                return left / right

    def _compare(self, node: Compare, narrowed: Narrowed) -> Choices:
        left, right = self.possible(node.left, narrowed), self.possible(node.right, narrowed)
        return Choices(frozenset(outcomes(node.op, left, right)))

    def _logic(self, node: Logic, narrowed: Narrowed) -> Choices:
        """One item decides alone, whatever the others are; that none decides needs all of them at once."""
        deciding = node.op == "or"
        told: set[bool | str] = {deciding} if any(deciding in self.choices(item, narrowed).values for item in node.items) else set()
        for item in node.items:
            if (not deciding) not in self.choices(item, narrowed).values:
                return Choices(frozenset(told))
            narrowed = self.given(item, not deciding, narrowed)
        return Choices(frozenset(told | {not deciding}))

    def _branches(self, node: If, narrowed: Narrowed) -> Possible:
        return join_all([self.possible(branch, facts) for _, branch, facts in self.taken(node, narrowed)], node.kind)

    def taken(self, node: If, narrowed: Narrowed = _NONE) -> Iterator[tuple[bool, Node, Narrowed]]:
        """The branches that can be taken, each with what is then known."""
        told = self.choices(node.condition, narrowed).values
        for truth, branch in ((True, node.then), (False, node.otherwise)):
            if truth in told:
                yield truth, branch, self.given(node.condition, truth, narrowed)

    def entries(self, node: Lookup, narrowed: Narrowed = _NONE) -> Iterator[tuple[Node, Narrowed]]:
        """The entries of a look-up that can be met."""
        key = self.choices(node.key, narrowed)
        words = [word for word, _ in node.table]
        for word, given in node.table:
            if word in key.values or key.more:
                yield given, {**narrowed, node.key: Choices(frozenset({word}))}
        if node.otherwise is not None and (key.more or key.values - set(words)):
            yield node.otherwise, {**narrowed, node.key: Choices(key.values - set(words), key.more)}

    def _lookup(self, node: Lookup, narrowed: Narrowed) -> Possible:
        return join_all([self.possible(given, facts) for given, facts in self.entries(node, narrowed)], node.kind)

    def _call(self, node: Call, narrowed: Narrowed) -> Possible:
        arm = CALLS.get(node.function)
        if arm is not None:
            return arm([self.numbers(arg, narrowed) for arg in node.args])
        return self._name(Name(_NOWHERE, node.kind))

    def _reduce(self, node: Reduce, narrowed: Narrowed) -> Possible:
        facts = narrowed if node.where is None else self.given(node.where, True, narrowed)
        match node.function:
            case "sum":
                return sum_of_any(self.numbers(node.arg, facts))
            case "count" | "in_a_row" | "times":
                return _COUNT
            case "mean":
                return between(self.numbers(node.arg, facts))
            case _:
                return self.possible(node.arg, facts)

    def _group(self, node: Group) -> Possible:
        of = self.everyone if node.scope == "all" and self.everyone is not None else self
        facts = _NONE if node.among is None else of.given(node.among, True, _NONE)
        match node.function:
            case "max" | "min":
                return of.numbers(node.args[0], facts)
            case "mean" | "percentile" | "others_mean":
                return between(of.numbers(node.args[0], facts))
            case "sum":
                return sum_of_any(of.numbers(node.args[0], facts))
            case "rank":
                return Interval(Fraction(1), INFINITY, whole=("ties", "mean") not in node.options)
            case "count" | "count_same":
                return _COUNT  # a unit that does not count may meet none like itself
            case "share_of_pot":
                pot = of.numbers(node.args[0], facts)
                return Interval(Fraction(0), max(pot.hi, Fraction(0))) if pot.lo >= 0 else ANYTHING
            case _:
                return EITHER if node.kind is Kind.TRUTH else ANYTHING

    def given(self, condition: Node, truth: bool, narrowed: Narrowed) -> Narrowed:
        """What is known besides where ``condition`` is (or is not) true."""
        match condition:
            case Not(item):
                return self.given(item, not truth, narrowed)
            case Logic(op, items) if (op == "and") == truth:
                for item in items:
                    narrowed = self.given(item, truth, narrowed)
                return narrowed
            case Compare(op, left, right):
                return self._compared(op if truth else OPPOSITE[op], left, right, narrowed)
            case Name():
                return {**narrowed, condition: Choices(frozenset({truth}))}
            case _:
                return narrowed

    def _compared(self, op: str, left: Node, right: Node, narrowed: Narrowed) -> Narrowed:
        at_left, at_right = self.possible(left, narrowed), self.possible(right, narrowed)
        told = dict(narrowed)
        for node, own, other, word in ((left, at_left, at_right, op), (right, at_right, at_left, _FLIP[op])):
            if not isinstance(node, Const):
                told[node] = narrow(word, own, other)
        return told

    def places(self, node: Node, narrowed: Narrowed = _NONE) -> Iterator[tuple[Node, Narrowed]]:  # noqa: C901 - one arm a kind of node
        """Every node that can be evaluated, parents first, with what is known there; the branches that cannot be taken are left out."""
        yield node, narrowed
        match node:
            case If(condition):
                yield from self.places(condition, narrowed)
                for _, branch, facts in self.taken(node, narrowed):
                    yield from self.places(branch, facts)
            case Lookup(key):
                yield from self.places(key, narrowed)
                for given, facts in self.entries(node, narrowed):
                    yield from self.places(given, facts)
            case Logic(op, items):
                for item in items:
                    yield from self.places(item, narrowed)
                    narrowed = self.given(item, op == "and", narrowed)
            case Group():
                for child in children(node):
                    yield from self.places(child)
            case _:
                for child in children(node):
                    yield from self.places(child, narrowed)
