"""Points that no longer add up: who pays, by a stated policy, for each class on its own.

A node of which some indicator below is asked to have other points is *open*: it counts with the points it comes to, and its other indicators pay.

- ``siblings``: the node keeps its points; the indicators under it that nobody asked to change share the difference in proportion to their points.
- ``none``: nobody pays; the node's points become the sum, and so on up to the root: the full marks change.

A node under a mean adds up weights instead of points; its own points stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from kpi_engine.errors import Problem
from kpi_engine.errors import k8_whatif as k8
from kpi_engine.numbers import short_text
from kpi_engine.scheme.outline import ROOT, Entry, Outline, points_by_class
from kpi_engine.terms import Formula
from kpi_engine.whatif.edits import Rebalance

__all__ = ["ByClass", "Shares", "is_meant_for", "is_weighted", "rebalanced", "shares_of"]

ByClass = Mapping[str, Fraction]
"""Class -> share; the empty name stands for all units of a scheme without classes."""


@dataclass(frozen=True, slots=True)
class Shares:
    """New shares: those that were asked for and those that pay are ``scaled``; the full marks of open nodes follow (``restated``)."""

    scaled: Mapping[str, ByClass]
    restated: Mapping[str, ByClass]
    paid: tuple[str, ...] = ()


def is_weighted(entry: Entry) -> bool:
    """Whether the share of an indicator is a weight."""
    return entry.model.points is None and entry.model.bonus is None and entry.model.weight is not None


def shares_of(entry: Entry, classes: tuple[str, ...]) -> dict[str, Fraction] | None:
    """Points, bonus or weight of an indicator for each class; None on an open scale, or where it is a formula."""
    if is_weighted(entry) and entry.model.weight is not None:
        return dict.fromkeys(classes or ("",), entry.model.weight)
    told = points_by_class(entry, classes)
    known = {name: points for name, points in told.items() if points is not None}
    return known if len(known) == len(told) else None


def is_meant_for(tree: Outline, name: str, cls: str) -> bool:
    """Whether an indicator is meant for a class by what it and those above it say (``only_for``)."""
    only = (entry.model.only_for for entry in tree.above(name))
    return all(one is None or not one.class_ or not cls or cls in one.class_ for one in only)


def rebalanced(tree: Outline, classes: tuple[str, ...], asked: Mapping[str, ByClass], policy: Rebalance | None) -> tuple[Shares, list[Problem]]:
    """All shares that change when some are asked to.

    Args:
        tree: the indicators as they are.
        classes: the declared classes.
        asked: indicator -> its new share for each class.
        policy: who pays; None refuses what would need it.

    Returns:
        (shares, problems): K803 where no policy is stated, K804 where those who are to pay cannot, K806 where nothing is left.

    """
    work = _Work(tree, classes, asked, policy)
    old = work.old(ROOT)
    if set(asked) == {ROOT}:
        work.scaled[ROOT] = asked[ROOT]
    else:
        new = work.settle(ROOT, asked.get(ROOT, None if policy == "none" else old))
        if new is not None and old is not None and new != old:
            work.restated[ROOT] = new
    scaled = {name: share for name, share in work.scaled.items() if share != work.old(name)}
    return Shares(scaled, work.restated, tuple(name for name in scaled if name not in asked)), work.problems


@dataclass
class _Work:
    tree: Outline
    classes: tuple[str, ...]
    asked: Mapping[str, ByClass]
    policy: Rebalance | None
    scaled: dict[str, ByClass] = field(default_factory=dict)
    restated: dict[str, ByClass] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def old(self, name: str) -> dict[str, Fraction] | None:
        return shares_of(self.tree[name], self.classes)

    def is_open(self, name: str) -> bool:
        """Whether some indicator below is asked to change."""
        return any(entry.name in self.asked for entry in self.tree.below(name) if entry.name != name)

    def settle(self, name: str, target: ByClass | None) -> ByClass | None:
        """Settle everything under an open node that counts with ``target`` (None: with whatever it comes to); gives what it counts with."""
        children = [child for child in self.tree[name].children if self.old(child) is not None]
        self.scaled.update({child: self.asked[child] for child in children if self.tree[child].is_bonus and child in self.asked})
        children = [child for child in children if not self.tree[child].is_bonus]
        if any(is_weighted(self.tree[child]) for child in children):
            self._settle_weights(name, children)
            return target
        free = target is None
        shares = {child: self._wish(child, free=free) for child in children}
        if self._adds_up(name):
            found = self._sum(shares)
            target = self._come_to(name, found) if target is None else target
            shares = self._paid(name, shares, found, target)
        for child, share in shares.items():
            self._keep(child, share, free=free)
        return target

    def _settle_weights(self, name: str, children: list[str]) -> None:
        """Weights add up to what they added up to; what a child under a weight is made of keeps its sum."""
        old = {child: self.old(child) or {} for child in children}
        new = {child: self.asked.get(child, share) for child, share in old.items()}
        if self.policy != "none":
            new = self._paid(name, new, self._sum(new), self._sum(old))
        self._refuse_nothing(name, new)
        for child, share in new.items():
            self.scaled[child] = share
            if self.is_open(child):
                self.settle(child, self._sum({c: self.old(c) or {} for c in self.tree[child].children if not self.tree[c].is_bonus}))

    def _wish(self, child: str, *, free: bool) -> ByClass:
        """What a child counts with before anybody pays."""
        old = self.old(child)
        assert old is not None, "only children with a share are asked"
        if child in self.asked:
            return self.asked[child]
        if free and self.is_open(child):
            return self.settle(child, None) or old
        return old

    def _keep(self, child: str, share: ByClass, *, free: bool) -> None:
        """A child under which nobody asks is scaled as a whole; an open one is settled below."""
        if not self.is_open(child):
            self.scaled[child] = share
            return
        if not free or child in self.asked:
            self.settle(child, share)
        if share != self.old(child):
            self.restated[child] = share

    def _adds_up(self, name: str) -> bool:
        """Whether the points of the indicators below are those of the node."""
        how = self.tree[name].model.combine
        over_rates = isinstance(how, Formula) and how.text.strip() in ("mean", "geometric", "highest", "lowest")
        only = [self.tree[child].model.only_for for child in self.tree[name].children]
        return not over_rates and not any(one is not None and one.unit for one in only)

    def _sum(self, shares: Mapping[str, ByClass]) -> dict[str, Fraction]:
        return {
            cls: sum((share[cls] for child, share in shares.items() if is_meant_for(self.tree, child, cls)), Fraction(0))
            for cls in self.classes or ("",)
        }

    def _come_to(self, name: str, found: ByClass) -> dict[str, Fraction]:
        """What a node counts with where nobody pays; for classes that it is not for, what is written."""
        old = self.old(name) or {}
        return {cls: points if self._exists(name, cls) else old.get(cls, points) for cls, points in found.items()}

    def _exists(self, name: str, cls: str) -> bool:
        """Whether a node has anything to settle for a class."""
        return is_meant_for(self.tree, name, cls) and all((self.old(entry.name) or {}).get(cls) != 0 for entry in self.tree.above(name))

    def _paid(self, name: str, shares: Mapping[str, ByClass], found: ByClass, target: ByClass) -> dict[str, ByClass]:
        """The shares when the others have paid."""
        told = {child: dict(share) for child, share in shares.items()}
        payers = [child for child in shares if child not in self.asked]
        for cls in found:
            if found[cls] != target[cls] and self._exists(name, cls):
                factor = self._factor(
                    name, [told[child][cls] for child in payers if is_meant_for(self.tree, child, cls)], cls, found[cls], target[cls]
                )
                for child in payers:
                    told[child][cls] *= factor if is_meant_for(self.tree, child, cls) else 1
        self._refuse_nothing(name, told)
        return dict(told)

    def _factor(self, name: str, payers: list[Fraction], cls: str, found: Fraction, target: Fraction) -> Fraction:
        """By what those who pay are multiplied in a class; 1 where it is refused."""
        entry, left, gap = self.tree[name], sum(payers, Fraction(0)), target - found
        place, parent, where = entry.model.place, entry.title, f"（{cls}）" if cls else ""
        if self.policy != "siblings":
            said = k8.POINTS_DO_NOT_ADD_UP.at(place, found=short_text(found), points=short_text(target), parent=parent, where=where)
            self.problems.append(said)
            return Fraction(1)
        if left <= 0 or left + gap < 0:
            said = k8.SIBLINGS_CANNOT_PAY.at(place, left=short_text(left), difference=short_text(abs(gap)), parent=parent, where=where)
            self.problems.append(said)
            return Fraction(1)
        return (left + gap) / left

    def _refuse_nothing(self, name: str, shares: Mapping[str, ByClass]) -> None:
        if shares and not any(any(share.values()) for share in shares.values()):
            self.problems.append(k8.ALL_ZERO.at(self.tree[name].model.place, parent=self.tree[name].title))
