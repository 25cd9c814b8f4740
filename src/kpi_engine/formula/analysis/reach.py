"""What cannot happen, and what can go wrong: branches never taken, conditions with one outcome, divisors that can be zero."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from kpi_engine.formula.analysis.bounds import Bounds
from kpi_engine.formula.analysis.interval import Interval
from kpi_engine.formula.tree import Arith, If, Node, walk

__all__ = ["OneWay", "ZeroDivisor", "one_way", "possible_zero_divisors"]


@dataclass(frozen=True, slots=True)
class ZeroDivisor:
    """A division of which the divisor can be zero; ``certain``: it is nothing else; ``values``: what it can be."""

    node: Arith
    certain: bool
    values: Interval


@dataclass(frozen=True, slots=True)
class OneWay:
    """A choice that always goes the same way: ``truth`` is the outcome, ``dead`` the branch that is never taken."""

    node: If
    truth: bool

    @property
    def dead(self) -> Node:
        """The branch that is never taken."""
        return self.node.otherwise if self.truth else self.node.then


def possible_zero_divisors(tree: Node, bounds: Bounds) -> Iterator[ZeroDivisor]:
    """The divisions that can meet a zero where they are evaluated, each once."""
    seen: set[Node] = set()
    divides = any(isinstance(node, Arith) and node.op == "/" for node in walk(tree))  # most do not, and walking is cheap
    for node, narrowed in bounds.places(tree) if divides else ():
        if not isinstance(node, Arith) or node.op != "/" or node in seen:
            continue
        values = bounds.numbers(node.right, narrowed)
        if 0 in values:
            seen.add(node)
            yield ZeroDivisor(node, values.lo == values.hi == Fraction(0), values)


def one_way(tree: Node, bounds: Bounds) -> Iterator[OneWay]:
    """The choices of which one branch is never taken, each once."""
    seen: set[Node] = set()
    chooses = any(isinstance(node, If) for node in walk(tree))
    for node, narrowed in bounds.places(tree) if chooses else ():
        if not isinstance(node, If) or node in seen:
            continue
        told = bounds.choices(node.condition, narrowed).values
        if len(told) == 1:
            seen.add(node)
            yield OneWay(node, bool(next(iter(told))))
