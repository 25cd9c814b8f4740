"""Effective weights: what an indicator counts for in the whole, down the tree: the product of the shares on the way to the root.

Under a sum the share of a node is its points ÷ the points of all its siblings; under a mean it is weight ÷ Σ weights. Bonuses and open scales count above
or beside the full marks and have none. By class where points differ by class. (In COINr: ``get_eff_weights``.)
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kpi_engine.engine.plan import Plan
from kpi_engine.numbers import decimal_text
from kpi_engine.scheme.outline import ROOT, Entry, points_by_class
from kpi_engine.whatif.rebalance import is_meant_for

__all__ = ["Effective", "effective_weights", "sentences"]


@dataclass(frozen=True)
class Effective:
    """One indicator: its share among its siblings and in the whole, for each class of the scheme (one, where none are told apart)."""

    name: str
    title: str
    level: int
    is_leaf: bool
    classes: tuple[str, ...]
    own: tuple[Fraction, ...]
    whole: tuple[Fraction, ...]


def effective_weights(plan: Plan) -> tuple[Effective, ...]:
    """The weights of all indicators, in the order of the scheme; those without a share (bonuses, open scales) and what is below them are left out."""
    classes = plan.scheme.class_names or ("",)
    whole: dict[str, tuple[Fraction, ...]] = {ROOT: tuple(Fraction(1) for _ in classes)}
    told: list[Effective] = []
    for entry in plan.book.tree:
        if entry.parent is None or entry.parent not in whole or (own := _own(plan, entry, classes)) is None:
            continue
        whole[entry.name] = tuple(a * b for a, b in zip(whole[entry.parent], own, strict=True))
        told.append(Effective(entry.name, entry.title, entry.depth, entry.is_leaf, classes, own, whole[entry.name]))
    return tuple(told)


def _own(plan: Plan, entry: Entry, classes: tuple[str, ...]) -> tuple[Fraction, ...] | None:
    """The share among the siblings, for each class."""
    assert entry.parent is not None, "asked of nodes below the root"
    siblings = [plan.book.tree[name] for name in plan.book.tree[entry.parent].children]
    rows = {one.name: shares for one in siblings if (shares := _shares(plan, one, classes)) is not None}
    if entry.name not in rows:
        return None
    told: list[Fraction] = []
    for at in range(len(classes)):
        total = sum((shares[at] for shares in rows.values()), Fraction(0))
        told.append(rows[entry.name][at] / total if total else Fraction(0))
    return tuple(told)


def _shares(plan: Plan, entry: Entry, classes: tuple[str, ...]) -> list[Fraction] | None:
    if entry.is_bonus:
        return None
    parent = plan.book.tree[entry.parent] if entry.parent is not None else None
    if parent is not None and entry.model.points is None:
        weight = entry.model.weight if entry.model.weight is not None else Fraction(1)
        return [weight if is_meant_for(plan.book.tree, entry.name, name) else Fraction(0) for name in classes]
    points = points_by_class(entry, plan.scheme.class_names)
    if any(points[name] is None for name in classes):
        return None
    return [points[name] or Fraction(0) if is_meant_for(plan.book.tree, entry.name, name) else Fraction(0) for name in classes]


def sentences(told: tuple[Effective, ...], language: str = "zh") -> list[str]:
    """The heaviest leaves in the whole, and the sum of the lightest half."""
    chinese = language == "zh"
    leaves = [one for one in told if one.is_leaf]
    said: list[str] = []
    for at, name in enumerate(leaves[0].classes if leaves else ()):
        ordered = sorted(leaves, key=lambda one: -one.whole[at])
        heavy = [f"{one.title} {decimal_text(one.whole[at] * 100, 2)}%" for one in ordered[:3] if one.whole[at]]
        light = sum((one.whole[at] for one in ordered[len(ordered) - len(ordered) // 2 :]), Fraction(0))
        share, half = decimal_text(light * 100, 2), len(ordered) // 2
        if chinese:
            said.append((f"{name}：" if name else "") + f"在总分里最重的是 {'、'.join(heavy)}；最轻的 {half} 项合计 {share}%。")
        else:
            said.append((f"{name}: " if name else "") + f"heaviest in the whole are {', '.join(heavy)}; the {half} lightest come to {share}%.")
    return said
