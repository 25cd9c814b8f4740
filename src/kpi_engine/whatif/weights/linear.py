"""Which steps of a cone are linear in the shares and in what was rounded or multiplied in between: sorted by `linear_in`, not written anew.

A rounding of something linear *cuts*: the rounded figure is a quantity of its own for what stands on it. So does a linear figure × a share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kpi_engine.formula.analysis import linear_in
from kpi_engine.formula.making import arith
from kpi_engine.formula.rewrite import mapped, replaced
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import Arith, Call, Fallback, Group, If, Name, Node, Round, children, references, walk
from kpi_engine.table import Kind, Ref

__all__ = ["Sorting", "without_inner_rounds"]


def without_inner_rounds(steps: Sequence[Step]) -> list[Step]:
    """Roundings inside of trees become steps of their own."""
    told: list[Step] = []
    for step in steps:
        told += [step] if step.domain else _taken_apart(step)
    return told


def _taken_apart(step: Step) -> list[Step]:
    inner: list[Step] = []

    def lift(node: Node) -> Node:
        if not isinstance(node, Round):
            return node
        ref = replace(step.ref, part=f"{step.ref.part}|round {len(inner)}")
        inner.append(Step(ref, node, "", step.label))
        return Name(ref, Kind.NUMBER, label=step.label)

    top = step.tree
    tree = replace(top, arg=mapped(top.arg, lift)) if isinstance(top, Round) else mapped(top, lift)
    return [*inner, replace(step, tree=tree)]


@dataclass
class Sorting:
    """Steps, sorted into what is linear and what is not."""

    shares: frozenset[Ref]
    by_class: bool = False
    """Whether shares differ by class: a figure of everybody is then not linear in the share that a unit has."""
    names: set[Ref] = field(default_factory=set)
    linear: dict[Ref, Node] = field(default_factory=dict)
    doubled: dict[Ref, Node] = field(default_factory=dict)
    depends: dict[Ref, frozenset[Ref]] = field(default_factory=dict)
    cuts: dict[Ref, tuple[Ref, Round | None, Ref | None]] = field(default_factory=dict)
    """A cut quantity -> the linear step below it, its rounding, or the share that it is multiplied by."""
    wanted: set[Ref] = field(default_factory=set)
    rest: list[Step] = field(default_factory=list)
    halves: dict[Ref, Node] = field(default_factory=dict)
    products: dict[Ref, Node] = field(default_factory=dict)
    lost: set[Ref] = field(default_factory=set)

    def take(self, step: Step) -> None:
        """One more step; those that it reads were taken before."""
        tree = step.tree
        if step.domain or tree.kind is not Kind.NUMBER or any(ref in self.lost for ref in references(tree)):
            self._leave(step)
        elif isinstance(tree, Round) and self._is_linear(tree.arg):
            below = replace(step.ref, part=f"{step.ref.part}|before")
            self._note(below, tree.arg)
            self._cut(step.ref, below, tree, None)
        elif self._is_linear(tree):
            self._note(step.ref, tree)
        elif (product := self._product(tree)) is not None:
            below, share = product
            self.products[step.ref] = tree
            self._cut(step.ref, below, None, share)
        else:
            self._leave(step)

    def _leave(self, step: Step) -> None:
        self.rest.append(step)
        self.lost.add(step.ref)

    def _note(self, ref: Ref, tree: Node) -> None:
        self.linear[ref] = tree
        self.doubled[ref] = replaced(tree, self.halves)
        self.depends[ref] = self.dependence(tree)

    def _cut(self, ref: Ref, below: Ref, rounding: Round | None, share: Ref | None) -> None:
        self.cuts[ref] = (below, rounding, share)
        self.wanted.add(below)
        self.names.add(ref)
        # a cut quantity may be negative: it is taken apart into two that are not, of which only what is truly linear is linear
        one, two = (Name(replace(ref, part=f"{ref.part}|{sign}"), Kind.NUMBER) for sign in "+-")
        self.halves[ref] = arith("-", one, two)

    def dependence(self, tree: Node) -> frozenset[Ref]:
        """The shares and cut quantities that a tree depends on."""
        told: set[Ref] = set()
        for ref in references(tree):
            told |= {ref} if ref in self.shares or ref in self.names else self.depends.get(ref, frozenset())
        return frozenset(told)

    def _is_linear(self, tree: Node) -> bool:
        if self.by_class and any(isinstance(node, Group) and node.scope != "class" and self.dependence(node) for node in walk(tree)):
            return False
        names = set(self.shares)
        for half in self.halves.values():
            names.update(references(half))
        return linear_in(replaced(tree, self.halves), names, self.doubled)

    def is_plain(self, tree: Node) -> bool:
        """Whether a linear tree adds and subtracts what moves, times numbers, and nothing else: then it is linear for negative values too, and at 0."""
        if not self.dependence(tree) or isinstance(tree, Name):
            return True
        match tree:
            case Arith("+" | "-") | Call("sum_of") | Fallback():
                return all(self.is_plain(child) for child in children(tree))
            case Arith("*", left, right):
                return self.is_plain(left) and self.is_plain(right)  # linear: one of them does not move
            case Arith("/", left, right):
                return self.is_plain(left) and not self.dependence(right)
            case If(condition, then, otherwise):
                return not self.dependence(condition) and self.is_plain(then) and self.is_plain(otherwise)
            case _:
                return False

    def _product(self, tree: Node) -> tuple[Ref, Ref] | None:
        """One linear step times one share."""
        shares = {ref for ref in references(tree) if self.alias(ref) is not None}
        figures = {ref for ref in references(tree) if ref in self.linear and self.alias(ref) is None and self.depends[ref]}
        if len(shares) != 1 or len(figures) != 1 or any(ref in self.names for ref in references(tree)):
            return None
        share, figure = next(iter(shares)), next(iter(figures))
        one, two = (Name(replace(figure, part=f"{figure.part}|{sign}"), Kind.NUMBER) for sign in "+-")
        apart = replaced(tree, {figure: arith("-", one, two)})
        if not linear_in(apart, [one.ref, two.ref], {}) or not linear_in(tree, [share], {}):
            return None
        drawn = self.alias(share)
        assert drawn is not None, "asked for above"
        return figure, drawn

    def alias(self, ref: Ref) -> Ref | None:
        """The share that a step is another name of."""
        if ref in self.shares:
            return ref
        tree = self.linear.get(ref)
        return self.alias(tree.ref) if isinstance(tree, Name) else None
