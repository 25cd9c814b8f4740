"""All weights moving at once, each by up to a share of itself: the set of weightings, the totals on it, and the most that a sum of them can be.

*The set.* Every indicator's share s (its points, or its weight under a mean at the top) is replaced by some w with (1 - x) s ≤ w ≤ (1 + x) s; then, from
the top down, siblings are scaled to what the node above them counts with. Bonuses stay as written, and so do the shares below a node that is not a
plain sum. Classes of which all shares are written alike move together, others on their own.

In the points with which the lowest of these indicators count (the *atoms*) totals are linear and the set is a polytope (docs/what-if-closed-forms.md, 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.plan import Plan
from kpi_engine.engine.results import Results
from kpi_engine.formula.tree import Name
from kpi_engine.scheme.outline import ROOT
from kpi_engine.table import Kind, Ref, Role
from kpi_engine.whatif.closed.affine import ZERO, Form, Obstacle, Quantity, Spaces
from kpi_engine.whatif.closed.linear import LinearTotals
from kpi_engine.whatif.closed.lines import moved_ref
from kpi_engine.whatif.closed.referee import Published, Referee
from kpi_engine.whatif.closed.standing import standing_of
from kpi_engine.whatif.closed.written import adds_up, existing_shares, written_shares
from kpi_engine.whatif.reweigh import reweighed, share_ref, unweighable

__all__ = ["Block", "Node", "Shifts", "Weights"]

Floats = npt.NDArray[np.float64]
Weights = Mapping[str, Fraction]
"""Indicator -> its w, before siblings are scaled."""


@dataclass(frozen=True)
class Node:
    """An indicator whose share moves, for one block: its share as written, and the indicators below that move too (none: an atom)."""

    name: str
    share: Fraction
    below: tuple[Node, ...] = ()

    def atoms(self) -> Iterable[str]:
        """The lowest of those that move."""
        if not self.below:
            yield self.name
        for child in self.below:
            yield from child.atoms()

    def walk(self) -> Iterable[Node]:
        """The node and all below it."""
        yield self
        for child in self.below:
            yield from child.walk()


@dataclass(frozen=True)
class Block:
    """Classes whose shares are written alike, and the tree of what moves for them. The root's share is the whole."""

    classes: tuple[int, ...]
    root: Node

    @property
    def atoms(self) -> tuple[str, ...]:
        """The atoms in order: the corners of the simplex."""
        return tuple(self.root.atoms())

    def best(self, values: Sequence[Fraction], shift: Fraction) -> tuple[Fraction, dict[str, Fraction]]:
        """The most that Σ share of the whole × value over the atoms can be, and weights that reach it."""
        weights: dict[str, Fraction] = {}
        return self._best(self.root, dict(zip(self.atoms, values, strict=True)), shift, weights), weights

    def _best(self, node: Node, values: Mapping[str, Fraction], shift: Fraction, weights: dict[str, Fraction]) -> Fraction:
        if not node.below:
            return values[node.name]
        order = sorted(((self._best(child, values, shift, weights), child) for child in node.below), key=lambda pair: pair[0], reverse=True)
        told: tuple[Fraction, int] | None = None
        for high in range(1, len(order) + 1):
            mean = _mean(order, high, shift)
            if told is None or mean > told[0]:
                told = mean, high
        assert told is not None, "a node with something below it"
        weights.update({child.name: child.share * (1 + shift if at < told[1] else 1 - shift) for at, (_, child) in enumerate(order)})
        return told[0]

    def most(self, values: Floats, shift: float) -> Floats:
        """The same for many rows of values at once, in doubles."""
        at = {name: k for k, name in enumerate(self.atoms)}
        return self._most(self.root, values, at, shift)

    def _most(self, node: Node, values: Floats, at: Mapping[str, int], shift: float) -> Floats:
        if not node.below:
            return values[:, at[node.name]]
        rows = np.stack([self._most(child, values, at, shift) for child in node.below], axis=1)
        shares = np.array([float(child.share) for child in node.below])
        order = np.argsort(-rows, axis=1)
        rows, shares = np.take_along_axis(rows, order, axis=1), shares[order]
        least = (shares * rows).sum(axis=1, keepdims=True) * (1 - shift)
        whole = shares.sum(axis=1, keepdims=True) * (1 - shift)
        more, added = np.cumsum(shares * rows, axis=1) * (2 * shift), np.cumsum(shares, axis=1) * (2 * shift)
        told: Floats = ((least + more) / (whole + added)).max(axis=1)
        return told

    def shares(self, weights: Weights) -> dict[str, Fraction]:
        """What each indicator counts with when siblings are scaled to what is above them."""
        told: dict[str, Fraction] = {}
        self._scale(self.root, self.root.share, weights, told)
        return told

    def _scale(self, node: Node, counts: Fraction, weights: Weights, told: dict[str, Fraction]) -> None:
        told[node.name] = counts
        found = [weights.get(child.name, child.share) for child in node.below]
        whole = sum(found, ZERO)
        for child, weight in zip(node.below, found, strict=True):
            self._scale(child, counts * weight / whole, weights, told)


def _mean(order: Sequence[tuple[Fraction, Node]], high: int, shift: Fraction) -> Fraction:
    weights = [child.share * (1 + shift if at < high else 1 - shift) for at, (_, child) in enumerate(order)]
    return sum((weight * value for weight, (value, _) in zip(weights, order, strict=True)), ZERO) / sum(weights, ZERO)


class Shifts:
    """The linear model of a plan in all its shares at once, and its referee."""

    def __init__(self, base: Results) -> None:
        self.base = base
        plan = base.plan
        self._names = _moving_names(plan, base)
        groups = [name for name in self._names if any(child in self._names for child in plan.book.tree[name].children)]
        named = {name: Name(moved_ref(name), Kind.NUMBER, label="分值") for name in self._names}
        atoms = [name for name in self._names if name not in groups]
        self._plan = reweighed(plan, {name: named[name] for name in atoms}, restated={name: named[name] for name in groups})
        self.blocks = _blocks(base, self._names)
        self.block_of = {of: block for block in self.blocks for of in block.classes}
        self._linear = LinearTotals(self._plan, base, self._spaces())
        self._referee = Referee(self._plan, base, [moved_ref(name) for name in self._names])
        self.standing = standing_of(self._plan, base, self._linear)
        self.totals = [self._total(row) for row in range(len(base.units))]

    @property
    def alike(self) -> npt.NDArray[np.int64]:
        """A number for each unit, the same for those that nothing tells apart."""
        return self._referee.alike

    @property
    def names(self) -> tuple[str, ...]:
        """The indicators whose shares move."""
        return tuple(self._names)

    def run(self, worlds: Sequence[Mapping[int, Weights]]) -> list[Published]:
        """What is published under weights given for each class; classes that are not named stay as written."""
        classes = len(self.base.facts.classes) or 1
        written = {name: written_shares(self.base, name) or {} for name in self._names}
        told: list[dict[Ref, list[Fraction]]] = []
        for world in worlds:
            shares = {of: self.block_of[of].shares(weights) for of, weights in world.items()}
            told.append(
                {moved_ref(name): [shares.get(of, {}).get(name, now.get(of, ZERO)) for of in range(classes)] for name, now in written.items()}
            )
        return self._referee.run(told, {of for world in worlds for of in world})

    def _total(self, row: int) -> Quantity | Obstacle | None:
        return self._linear.total(row)

    def _spaces(self) -> Spaces:
        one: dict[int, Form] = {}
        shares: dict[int, dict[Ref, Form]] = {}
        for block in self.blocks:
            corners, whole = block.atoms, block.root.share
            below = {node.name: set(node.atoms()) for node in block.root.walk()}
            for of in block.classes:
                one[of] = (Fraction(1),) * len(corners)
                written = {name: (written_shares(self.base, name) or {}).get(of, ZERO) for name in self._names}
                shares[of] = {
                    moved_ref(name): tuple(whole if at in below[name] else ZERO for at in corners)
                    if name in below
                    else (written[name],) * len(corners)
                    for name in self._names
                }
        return Spaces(one, shares)


def _moving_names(plan: Plan, base: Results) -> list[str]:
    """The indicators whose shares move, from the top down through nodes that add up points, or weights at the top."""
    told: list[str] = []
    for entry in plan.book.tree:
        if entry.parent is None or entry.is_bonus or (entry.parent != ROOT and entry.parent not in told):
            continue
        ref = share_ref(plan, entry.name)
        by_weight = ref == Ref(Role.WEIGHT, entry.name) and entry.parent == ROOT
        by_points = ref == Ref(Role.POINTS, entry.name) and adds_up(plan, entry.parent)
        above_by_weight = entry.parent != ROOT and share_ref(plan, entry.parent) == Ref(Role.WEIGHT, entry.parent)
        if (by_weight or (by_points and not above_by_weight)) and existing_shares(base, entry.name) and not unweighable(plan, [entry.name]):
            told.append(entry.name)
    return told


def _blocks(base: Results, names: Sequence[str]) -> tuple[Block, ...]:
    trees: dict[Node, list[int]] = {}
    for of in sorted(set(base.facts.class_of.tolist())):
        children = _below(base, names, ROOT, of)
        whole = sum((child.share for child in children), ZERO)
        trees.setdefault(Node(ROOT, whole, children), []).append(of)
    return tuple(Block(tuple(classes), root) for root, classes in trees.items())


def _below(base: Results, names: Sequence[str], name: str, of: int) -> tuple[Node, ...]:
    found = [(child, (existing_shares(base, child) or {}).get(of, ZERO)) for child in base.plan.book.tree[name].children if child in names]
    return tuple(Node(child, share, _below(base, names, child, of)) for child, share in found if share > 0)
