"""Many weightings: K times the shares of some indicators, as whole numbers over one denominator for each indicator.

A *family* is what is below one node and carries its points or weights: its shares add up to the same in every weighting, so that full marks stay what
they are. A weighting states whole numbers of steps: of ``steps`` in all, each indicator of the family has so many.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.plan import Plan
from kpi_engine.errors import Problem
from kpi_engine.errors import k8_whatif as k8
from kpi_engine.formula.grammar import nearest
from kpi_engine.numbers import exact_text
from kpi_engine.scheme.outline import points_by_class
from kpi_engine.table import Facts, Role
from kpi_engine.whatif.rebalance import is_meant_for, is_weighted
from kpi_engine.whatif.reweigh import share_ref, unweighable

__all__ = [
    "STEPS",
    "Family",
    "Weightings",
    "WholeArray",
    "apportioned",
    "families",
    "most_first",
    "of_steps",
    "one_after_another",
    "proportional",
    "stated",
    "together",
]

WholeArray = npt.NDArray[np.int64]

STEPS = 10_000
"""The steps that a family's shares are stated in: a ten-thousandth of their sum is finer than what offices write."""

FINEST = 10**12
"""The largest common denominator of shares that somebody states."""


@dataclass(frozen=True)
class Family:
    """What is below one node: ``nominal[class][child]`` are the shares as written, for each class of the facts (one, where none are told apart)."""

    parent: str
    children: tuple[str, ...]
    classes: tuple[str, ...]
    nominal: tuple[tuple[Fraction, ...], ...]

    @property
    def sums(self) -> tuple[Fraction, ...]:
        """What the shares of each class come to."""
        return tuple(sum(shares, Fraction(0)) for shares in self.nominal)


@dataclass(frozen=True)
class Weightings:
    """K weightings: ``whole[weighting, class, indicator] / parts[indicator]`` are the shares; one class where all have the same."""

    names: tuple[str, ...]
    classes: tuple[str, ...]
    whole: WholeArray
    parts: tuple[int, ...]
    families: tuple[Family, ...]

    def __len__(self) -> int:
        return len(self.whole)

    def share(self, at: int, name: str, class_: str = "") -> Fraction:
        """The share of an indicator in one weighting."""
        column = self.names.index(name)
        row = self.classes.index(class_) if len(self.classes) > 1 else 0
        return Fraction(int(self.whole[at, row, column]), self.parts[column])

    def shares(self, at: int) -> dict[str, Fraction | dict[str, Fraction]]:
        """One weighting, as `reweighed` takes it."""
        if len(self.classes) == 1:
            return {name: self.share(at, name) for name in self.names}
        return {name: {word: self.share(at, name, word) for word in self.classes} for name in self.names}

    def some(self, which: slice) -> Weightings:
        """Some of them."""
        return Weightings(self.names, self.classes, self.whole[which], self.parts, self.families)


def families(plan: Plan, facts: Facts, parents: Iterable[str] | None = None) -> tuple[tuple[Family, ...], list[Problem]]:
    """The families below some nodes (None: all nodes), without bonuses and what is on an open scale.

    An indicator that is not for a class has no share there. Where one is for certain units only, the shares of a class do not add up to anything
    that all its units have in common, and there is no family.

    Returns:
        (families, problems): K820 for a node that there is not, K821 for one below which nothing can be weighed.

    """
    told: list[Family] = []
    problems: list[Problem] = []
    tree = plan.book.tree
    nodes = [entry.name for entry in tree if entry.children]
    for parent in nodes if parents is None else parents:
        if parent not in tree:
            problems.append(k8.UNKNOWN_TO_WEIGH.at(plan.scheme.place, name=parent, near=nearest(parent, [n for n in nodes if n])))
            continue
        family = _family(plan, facts, parent)
        if family is not None:
            told.append(family)
        elif parents is not None:
            problems.append(k8.NOTHING_TO_WEIGH.at(tree[parent].model.place, name=tree[parent].title))
    return tuple(told), problems


def _family(plan: Plan, facts: Facts, parent: str) -> Family | None:
    tree = plan.book.tree
    children = tuple(c for c in tree[parent].children if not tree[c].is_bonus and not unweighable(plan, [c]))
    kinds = {ref.role for c in children if (ref := share_ref(plan, c)) is not None}
    if len(children) < 2 or len(kinds) != 1:
        return None
    classes = facts.classes or ("",)
    by_child = [_by_class(plan, child, kinds == {Role.WEIGHT}) for child in children]
    if any(share is None for told in by_child for share in told.values()):
        return None
    if any(only is not None and only.unit for only in (tree[child].model.only_for for child in children)):
        return None
    shares = dict(zip(children, by_child, strict=True))
    rows = [tuple(_share_of(plan, child, shares[child], word) for child in children) for word in classes]
    if len(set(rows)) == 1:
        return Family(parent, children, ("",), (rows[0],))
    return Family(parent, children, classes, tuple(rows))


def _share_of(plan: Plan, child: str, told: Mapping[str, Fraction | None], word: str) -> Fraction:
    """The share of one class; weights are written for all, and a mean passes over what is not there."""
    if not is_weighted(plan.book.tree[child]) and not is_meant_for(plan.book.tree, child, word):
        return Fraction(0)
    return told.get(word, told.get("", Fraction(0))) or Fraction(0)


def _by_class(plan: Plan, name: str, by_weight: bool) -> Mapping[str, Fraction | None]:
    entry = plan.book.tree[name]
    return {"": entry.model.weight} if by_weight else points_by_class(entry, plan.scheme.class_names)


def apportioned(claims: WholeArray, steps: int | WholeArray) -> WholeArray:
    """Whole steps in proportion to claims (whole, none negative, the last axis a family): floors, then one each to the largest remainders.

    Equal remainders go by the order of the scheme. A family without any claim gets nothing. ``steps`` may differ from row to row (last axis 1).

    >>> apportioned(np.array([[1, 1, 1], [2, 0, 1]]), 10).tolist()
    [[4, 3, 3], [7, 0, 3]]
    """
    total = claims.sum(axis=-1, keepdims=True)
    safe = np.maximum(total, 1)
    if int(claims.max(initial=0)) * int(np.max(steps, initial=0)) < 2**62:
        floors = claims * np.asarray(steps, dtype=np.int64) // safe
        remainders = claims * np.asarray(steps, dtype=np.int64) - floors * safe
    else:
        scaled = claims.astype(np.object_) * steps
        floors = (scaled // safe).astype(np.int64)
        remainders = (scaled % safe).astype(np.int64)
    left = np.where(total > 0, steps - floors.sum(axis=-1, keepdims=True), 0)
    told: WholeArray = floors + most_first(remainders, left)
    return told


def most_first(remainders: WholeArray, left: WholeArray) -> WholeArray:
    """One for each of the ``left`` largest remainders of the last axis, equal ones in their order."""
    order = np.argsort(-remainders, axis=-1, kind="stable")
    places = np.empty_like(order)
    np.put_along_axis(places, order, np.broadcast_to(np.arange(remainders.shape[-1]), remainders.shape), axis=-1)
    return (places < left).astype(np.int64)


def of_steps(family: Family, steps: WholeArray, each: int = STEPS) -> Weightings:
    """Weightings of one family: ``steps[weighting, class, child]`` of ``each`` that its sum is divided into."""
    below = int(np.lcm.reduce([told.denominator for told in family.sums]))
    sums = np.array([int(told * below) for told in family.sums], dtype=np.int64)
    return Weightings(family.children, family.classes, steps * sums[:, None], (below * each,) * len(family.children), (family,))


def together(parts: Sequence[Weightings]) -> Weightings:
    """Weightings of several families, one beside the other."""
    classes = next((part.classes for part in parts if len(part.classes) > 1), ("",))
    whole = [np.broadcast_to(part.whole, (len(part), len(classes), len(part.names))) for part in parts]
    names = tuple(name for part in parts for name in part.names)
    below = tuple(told for part in parts for told in part.parts)
    return Weightings(names, classes, np.concatenate(whole, axis=2), below, tuple(family for part in parts for family in part.families))


def one_after_another(parts: Sequence[Weightings]) -> Weightings:
    """Weightings of the same families, all in one."""
    first = parts[0]
    return Weightings(first.names, first.classes, np.concatenate([part.whole for part in parts]), first.parts, first.families)


def stated(plan: Plan, families: Sequence[Family], given: Sequence[Mapping[str, Fraction]]) -> tuple[Weightings | None, list[Problem]]:
    """Weightings that somebody states: indicator -> share; who is not named keeps what is written. Each family has to add up to what it does now.

    Returns:
        (weightings, problems): K822 for unknown indicators, K805 for negative shares, K806 where all are 0, K826 where a family does not add up, K860 where
        the shares have no denominator in common that a double holds (see `proportional`).

    """
    known = [name for family in families for name in family.children]
    problems = list(_unknown(plan, known, given))
    parts: list[Weightings] = []
    for family in families:
        rows = [_row(family, told) for told in given]
        problems += [problem for at, row in enumerate(rows) for problem in _wrong(plan, family, row, at + 1)]
        below = lcm(*(share.denominator for row in rows for shares in row for share in shares))
        if below > FINEST:
            problems.append(k8.TOO_FINE.at(plan.book.tree[family.parent].model.place, parent=plan.book.tree[family.parent].title))
            continue
        whole = np.array([[[int(share * below) for share in shares] for shares in row] for row in rows], dtype=np.int64)
        parts.append(Weightings(family.children, family.classes, whole, (below,) * len(family.children), (family,)))
    return (None if problems else together(parts)), problems


def proportional(
    plan: Plan, families: Sequence[Family], given: Sequence[Mapping[str, Fraction]], steps: int = STEPS
) -> tuple[Weightings | None, list[Problem]]:
    """Weightings of which only the proportions count: each family's weights are handed out in whole steps (`apportioned`); else as `stated`.

    Returns:
        (weightings, problems): K822 for unknown indicators, K805 for negative weights, K806 where all are 0.

    """
    known = [name for family in families for name in family.children]
    problems = list(_unknown(plan, known, given))
    parts: list[Weightings] = []
    for family in families:
        rows = [_row(family, told) for told in given]
        said = [problem for at, row in enumerate(rows) for problem in _wrong(plan, family, row, at + 1, adds_up=False)]
        problems += said
        if not said:
            parts.append(of_steps(family, np.array([[_handed_out(shares, steps) for shares in row] for row in rows]), steps))
    return (None if problems else together(parts)), problems


def _handed_out(shares: Sequence[Fraction], steps: int) -> WholeArray:
    below = lcm(*(share.denominator for share in shares))
    claims = np.array([int(share * below) for share in shares], dtype=np.object_)
    largest = max(claims, default=0)
    while largest >= 2**52:  # finer than any step
        claims, largest = claims // 2, largest // 2
    return apportioned(claims.astype(np.int64), steps)


def _row(family: Family, told: Mapping[str, Fraction]) -> list[list[Fraction]]:
    return [[told.get(child, share) if share else share for child, share in zip(family.children, shares, strict=True)] for shares in family.nominal]


def _unknown(plan: Plan, known: Sequence[str], given: Sequence[Mapping[str, Fraction]]) -> Iterable[Problem]:
    for name in dict.fromkeys(name for told in given for name in told):
        if name not in known:
            yield k8.UNKNOWN_WEIGHT.at(plan.scheme.place, name=name, near=nearest(name, known))


def _wrong(plan: Plan, family: Family, row: list[list[Fraction]], at: int, *, adds_up: bool = True) -> Iterable[Problem]:
    entry = plan.book.tree[family.parent]
    for shares, total in zip(row, family.sums, strict=True):
        for child, share in zip(family.children, shares, strict=True):
            if share < 0:
                yield k8.SHARE_NOT_A_NUMBER.at(plan.book.tree[child].model.place, path=f"第 {at} 组权重的“{child}”", value=exact_text(share))
        if total and not any(shares):
            yield k8.ALL_ZERO.at(entry.model.place, parent=entry.title)
        elif adds_up and (found := sum(shares, Fraction(0))) != total:
            yield k8.DOES_NOT_ADD_UP.at(entry.model.place, at=at, parent=entry.title, found=exact_text(found), total=exact_text(total))
