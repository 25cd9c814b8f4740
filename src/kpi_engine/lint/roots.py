"""Roots in arithmetic: a root compares, multiplies with what is not negative, and rounds; it has no exact sum, and nothing is divided by one.

What would only fail when a run meets a number that has no exact root (K602) is refused with the scheme, where it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from kpi_engine.errors import Problem
from kpi_engine.errors import k4_formula as k4
from kpi_engine.formula.functions import row_functions
from kpi_engine.formula.tree import Arith, Call, Compare, Const, Group, If, Lookup, Name, Node, Power, Reduce, Round, children
from kpi_engine.lint.look import Look
from kpi_engine.table import Ref

__all__ = ["sums"]

_RANKING = ("rank", "count", "count_same", "quota", "at_cut")
"""What groups can do with roots: compare them."""
_KEEPS = ("min", "max", "abs", "root")


def sums(look: Look) -> Iterator[Problem]:
    """K417, once for each place where a root is added, subtracted, divided by, averaged, or raised to a power."""
    roots = _Roots(look)
    for step in look.steps:
        found = roots.misused(step.tree)
        if found is not None:
            where = look.where(step.ref)
            yield k4.ROOT_IN_ARITHMETIC.at(where.place, clause=where.clause, text=look.text(found), root=look.text(roots.culprit(found)))


@dataclass
class _Roots:
    """Which parts can be a root that nothing rounded."""

    look: Look
    known: dict[Ref, bool] = field(default_factory=dict)

    def is_root(self, node: Node) -> bool:
        match node:
            case Name(ref):
                return self._of_step(ref)
            case Call("root", (arg, degree)):
                return self.is_root(arg) or not _is_whole_root(arg, degree)
            case Call(function):
                return function in _KEEPS and any(map(self.is_root, node.args))
            case Arith(op, left, right):
                return op in "*/" and (self.is_root(left) or self.is_root(right))
            case If(_, then, otherwise):
                return self.is_root(then) or self.is_root(otherwise)
            case Lookup(_, table, otherwise):
                return any(self.is_root(given) for _, given in table) or (otherwise is not None and self.is_root(otherwise))
            case Round() | Compare() | Group() | Reduce() | Power():
                return False
            case _:
                return any(map(self.is_root, children(node)))

    def _of_step(self, ref: Ref) -> bool:
        if ref not in self.known:
            self.known[ref] = False  # ends a broken program with a cycle
            tree = self.look.trees.get(ref)
            self.known[ref] = tree is not None and self.is_root(tree)
        return self.known[ref]

    def misused(self, tree: Node) -> Node | None:
        """The innermost part in which a root stands where none can."""
        for child in children(tree):
            found = self.misused(child)
            if found is not None:
                return found
        return tree if any(self.is_root(part) for part in _exact_only(tree)) else None

    def culprit(self, node: Node) -> Node:
        return next(part for part in _exact_only(node) if self.is_root(part))


def _exact_only(node: Node) -> tuple[Node, ...]:
    """The parts of a node that must not be roots."""
    match node:
        case Arith("+" | "-", left, right):
            return (left, right)
        case Arith("/", _, right):
            return (right,)
        case Power(base):
            return (base,)
        case Call(function) if function not in (*_KEEPS, "floor", "is_present", "is_reported", "applies"):
            return node.args
        case Group(function, _, args):
            return () if function in _RANKING else args
        case Reduce(function, _, arg):
            return () if function in ("count", "last") else (arg,)
        case _:
            return ()


def _is_whole_root(arg: Node, degree: Node) -> bool:
    """Whether a literal has an exact root: ``sqrt(2.25)`` is 1.5."""
    root = row_functions()["root"].exact
    assert root is not None, "it is read exactly"
    if not (isinstance(arg, Const) and isinstance(arg.value, Fraction) and isinstance(degree, Const)):
        return False
    return isinstance(root([arg.value, degree.value]), Fraction)


ON_TEXT = ()
ON_TREES = (sums,)
