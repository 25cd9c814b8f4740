"""How large the fractions of a formula can grow: its degree in all names, and the decimals that hold it exactly."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kpi_engine.formula.tree import Arith, Call, Compare, Const, Group, If, Lookup, Name, Node, Power, Reduce, Round, children
from kpi_engine.numbers import decimal_places
from kpi_engine.table import Ref

__all__ = ["MOST_DEGREE", "Degrees", "decimals", "degree"]

MOST_DEGREE = 20
"""The highest degree that a scheme's formula may have in all its names together."""


def degree(tree: Node, trees: Mapping[Ref, Node]) -> int:
    """How many names are multiplied at most, divisors counted with the rest; a rounded figure begins anew.

    A fact has degree 1; sums take the highest, products and quotients add, powers multiply, a root divides.

    >>> from kpi_engine.formula.making import arith
    >>> from kpi_engine.table import Kind, Role
    >>> x = Name(Ref(Role.INPUT, "x"), Kind.NUMBER)
    >>> degree(Power(arith("*", x, x), 10), {})
    20
    """
    return Degrees(trees).of(tree)


class Degrees:
    """`degree` over one program; each step is looked at once."""

    def __init__(self, trees: Mapping[Ref, Node]) -> None:
        self.trees, self.known = trees, dict[Ref, int]()

    def of(self, node: Node) -> int:  # noqa: C901 - one arm a kind of node
        """The degree of a tree."""
        match node:
            case Const():
                return 0
            case Name(ref):
                return self.named(ref)
            case Arith(op, left, right):
                return self.of(left) + self.of(right) if op in "*/" else max(self.of(left), self.of(right))
            case Power(base, exponent):
                return self.of(base) * exponent
            case Call("root", (radicand, Const(Fraction() as times))):
                return -(-self.of(radicand) // int(times))
            case Round(arg):
                return min(1, self.of(arg))
            case Compare():
                return 0
            case If(_, then, otherwise):
                return max(self.of(then), self.of(otherwise))
            case Lookup(_, table, otherwise):
                return max((self.of(given) for given in (*(n for _, n in table), *([otherwise] if otherwise else []))), default=0)
            case Reduce(_, _, arg) | Group(_, _, (arg, *_)):
                return self.of(arg)
            case _:
                return max((self.of(child) for child in children(node)), default=0)

    def named(self, ref: Ref) -> int:
        """The degree of a step; a fact's is 1."""
        known = self.known.get(ref)
        if known is None:
            self.known[ref] = 1  # ends a broken program with a cycle
            known = self.known[ref] = self.of(self.trees[ref]) if ref in self.trees else 1
        return known


def decimals(tree: Node, places: Mapping[Ref, int | None]) -> int | None:  # noqa: C901 - one arm a kind of node
    """How many decimals always hold the value exactly; None where no number does (a quotient, a fact of unknown decimals).

    ``places`` says it of the quantities that the tree names.
    """
    match node := tree:
        case Const(Fraction() as value):
            return decimal_places(value)
        case Name(ref):
            return places.get(ref)
        case Round(arg, rounded):
            below = decimals(arg, places)
            return rounded if below is None else min(rounded, below)
        case Arith("+" | "-", left, right):
            return _most([decimals(left, places), decimals(right, places)])
        case Arith("*", left, right):
            return _sum([decimals(left, places), decimals(right, places)])
        case Arith("/", left, Const(Fraction() as divisor)) if divisor:
            return _sum([decimals(left, places), decimal_places(1 / divisor)])
        case Power(base, exponent):
            return _sum([decimals(base, places)] * exponent)
        case If(_, then, otherwise):
            return _most([decimals(then, places), decimals(otherwise, places)])
        case Lookup(_, table, default):
            return _most([decimals(given, places) for given in (*(n for _, n in table), *([default] if default else []))])
        case Call("floor"):
            return 0
        case Call("min" | "max" | "sum_of" | "abs", args):
            return _most([decimals(arg, places) for arg in args])
        case Reduce("sum" | "highest" | "lowest" | "last", _, arg) | Group("max" | "min" | "sum", _, (arg, *_)):
            return decimals(arg, places)
        case Reduce("count") | Group("count" | "count_same"):
            return 0
        case _ if not children(node):
            return 0
        case _:
            return None


def _most(parts: list[int | None]) -> int | None:
    known = [part for part in parts if part is not None]
    return max(known, default=0) if len(known) == len(parts) else None


def _sum(parts: list[int | None]) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None
