"""Whether a figure is linear in some quantities (the total in the points of the indicators): only then are tipping points in closed form.

Two ways to be linear: *affine* in all of them together (sums, and products and quotients with what does not depend on them); or, where a cap or floor
stands in between, a *ray*: in one of them alone, homogeneous of degree 1, so that f(p) = p · f(1) for p ≥ 0: ``min(p, p · rate)`` is one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from kpi_engine.formula.tree import Absent, Arith, Call, Compare, Const, Fallback, Group, If, Logic, Lookup, Name, Node, Not, Reduce, children
from kpi_engine.table import Ref

__all__ = ["linear_in", "scales_with"]


@dataclass(frozen=True, slots=True)
class _Shape:
    """FREE of the quantities, a ray in ``ray``, affine, or neither."""

    word: str
    ray: Ref | None = None


_FREE, _ZERO, _AFFINE, _OTHER = _Shape("free"), _Shape("zero"), _Shape("affine"), _Shape("other")


def linear_in(tree: Node, names: Collection[Ref], trees: Mapping[Ref, Node]) -> bool:
    """Whether ``tree`` is linear in ``names`` (none of them negative), through the steps whose ``trees`` are given.

    A quantity in ``names`` is taken as given even where it is a step.

    >>> from kpi_engine.formula.making import arith
    >>> from kpi_engine.table import Kind, Role
    >>> p, rate = Name(Ref(Role.POINTS, "甲"), Kind.NUMBER), Name(Ref(Role.INPUT, "率"), Kind.NUMBER)
    >>> linear_in(Call("min", (p, arith("*", p, rate))), [p.ref], {}), linear_in(arith("*", p, p), [p.ref], {})
    (True, False)
    """
    return _Linear(frozenset(names), trees).of(tree).word != "other"


def scales_with(tree: Node, name: Ref, trees: Mapping[Ref, Node]) -> bool:
    """Whether ``tree`` is p · f for the quantity p = ``name`` (not negative) and an f that does not depend on it, or 0.

    >>> from kpi_engine.formula.making import arith, const
    >>> from kpi_engine.table import Kind, Role
    >>> p, rate = Name(Ref(Role.POINTS, "甲"), Kind.NUMBER), Name(Ref(Role.INPUT, "率"), Kind.NUMBER)
    >>> scales_with(arith("*", p, rate), p.ref, {}), scales_with(Call("min", (p, const(7))), p.ref, {})
    (True, False)
    """
    shape = _Linear(frozenset({name}), trees).of(tree)
    return shape.word == "zero" or shape == _Shape("ray", name)


@dataclass
class _Linear:
    names: frozenset[Ref]
    trees: Mapping[Ref, Node]
    known: dict[Ref, _Shape] = field(default_factory=dict)

    def of(self, node: Node) -> _Shape:
        arm = _ARMS.get(type(node))
        if arm is not None:
            return arm(self, node)
        parts = [self.of(child) for child in children(node)]
        return _FREE if all(part in (_FREE, _ZERO) for part in parts) else _OTHER

    def const(self, node: Const) -> _Shape:
        return _ZERO if node.value == 0 and isinstance(node.value, Fraction) else _FREE

    def absent(self, _: Absent) -> _Shape:
        """No value goes with any: it is nothing, however large the quantity."""
        return _ZERO

    def name(self, node: Name) -> _Shape:
        if node.ref in self.names:
            return _Shape("ray", node.ref)
        if node.ref not in self.known:
            self.known[node.ref] = _OTHER
            self.known[node.ref] = self.of(self.trees[node.ref]) if node.ref in self.trees else _FREE
        return self.known[node.ref]

    def arith(self, node: Arith) -> _Shape:
        left, right = self.of(node.left), self.of(node.right)
        if node.op in "+-":
            return _added([left, right])
        if right in (_FREE, _ZERO):
            return left
        if node.op == "*" and left in (_FREE, _ZERO):
            return right
        return _FREE if node.op == "/" and left.word == "ray" and left == right else _OTHER

    def call(self, node: Call) -> _Shape:
        parts = [self.of(arg) for arg in node.args]
        if node.function == "sum_of":
            return _added(parts)
        if all(part in (_FREE, _ZERO) for part in parts):
            return _FREE
        return _one_ray(parts) if node.function in ("min", "max", "highest_applicable", "lowest_applicable", "abs") else _OTHER

    def compare(self, node: Compare) -> _Shape:
        """A comparison of two rays of one quantity does not depend on it."""
        shape = _one_ray([self.of(node.left), self.of(node.right)])
        return _FREE if shape.word == "ray" or all(self.of(side) in (_FREE, _ZERO) for side in (node.left, node.right)) else _OTHER

    def logic(self, node: Logic | Not) -> _Shape:
        return _FREE if all(self.of(child) is _FREE for child in children(node)) else _OTHER

    def choice(self, node: If) -> _Shape:
        return _branched([self.of(node.then), self.of(node.otherwise)]) if self.of(node.condition) in (_FREE, _ZERO) else _OTHER

    def lookup(self, node: Lookup) -> _Shape:
        given = [self.of(given) for _, given in node.table] + ([self.of(node.otherwise)] if node.otherwise is not None else [])
        return _branched(given) if self.of(node.key) in (_FREE, _ZERO) else _OTHER

    def fallback(self, node: Fallback) -> _Shape:
        return _branched([self.of(child) for child in children(node)])

    def reduce(self, node: Reduce) -> _Shape:
        where = _FREE if node.where is None else self.of(node.where)
        arg = self.of(node.arg)
        if where is not _FREE or (arg is _AFFINE and node.function not in ("sum", "mean")):
            return _OTHER
        return arg if node.function in ("sum", "mean", "highest", "lowest", "last") or arg in (_FREE, _ZERO) else _OTHER

    def group(self, node: Group) -> _Shape:
        """Statistics of what is linear are: the sum and mean of affine figures, any of them of rays."""
        parts = [self.of(arg) for arg in node.args]
        among = _FREE if node.among is None else self.of(node.among)
        if among is not _FREE:
            return _OTHER
        if all(part in (_FREE, _ZERO) for part in parts):
            return _FREE
        if node.function in ("sum", "mean", "others_mean"):
            return parts[0]
        if node.function in ("max", "min"):
            return _one_ray(parts)
        return _FREE if node.function in ("rank", "count_same") and _one_ray(parts).word == "ray" else _OTHER


def _added(parts: list[_Shape]) -> _Shape:
    if any(part is _OTHER for part in parts):
        return _OTHER
    if all(part in (_FREE, _ZERO) for part in parts):
        return _FREE
    ray = _one_ray(parts)
    return ray if ray.word == "ray" else _AFFINE


def _one_ray(parts: list[_Shape]) -> _Shape:
    """A ray, if all parts are rays of one quantity or zero."""
    rays = {part for part in parts if part is not _ZERO}
    only = next(iter(rays)) if len(rays) == 1 else _OTHER
    return only if only.word == "ray" else _OTHER


def _branched(parts: list[_Shape]) -> _Shape:
    if all(part in (_FREE, _ZERO) for part in parts):
        return _FREE
    ray = _one_ray(parts)
    if ray.word == "ray":
        return ray
    return _OTHER if any(part is _OTHER for part in parts) else _AFFINE


_ARMS: dict[type, Callable[..., _Shape]] = {
    Absent: _Linear.absent,
    Const: _Linear.const,
    Name: _Linear.name,
    Arith: _Linear.arith,
    Call: _Linear.call,
    Compare: _Linear.compare,
    Logic: _Linear.logic,
    Not: _Linear.logic,
    If: _Linear.choice,
    Lookup: _Linear.lookup,
    Fallback: _Linear.fallback,
    Reduce: _Linear.reduce,
    Group: _Linear.group,
}
