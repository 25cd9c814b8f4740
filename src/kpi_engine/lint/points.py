"""Points: do the children add up for each class, may a share be negative, does every leaf have a clause, does a weight count."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.lint.look import Look, listed, said
from kpi_engine.numbers import exact_text
from kpi_engine.scheme.outline import Entry, points_by_class
from kpi_engine.terms import Formula

__all__ = ["clauses", "floors", "negative_points", "sums", "weights"]

_OVER_RATES = ("mean", "geometric", "highest", "lowest")


def sums(look: Look) -> Iterator[Problem]:
    """K330: the points of the children are those of their parent, for each class."""
    for entry in look.tree:
        if not entry.children or _combine(entry) in _OVER_RATES or any(_for_units(look.tree[child]) for child in entry.children):
            continue
        failing: dict[tuple[Fraction, Fraction, str], list[str]] = {}
        for name in look.classes:
            told = _sum_for(look, entry, name)
            if told is not None and told[0] != told[1]:
                failing.setdefault(told, []).append(name)
        for (found, wanted, parts), names in failing.items():
            yield _not_total(look, entry, found, wanted, parts, names)


def _not_total(look: Look, entry: Entry, found: Fraction, wanted: Fraction, parts: str, names: list[str]) -> Problem:
    gap = wanted - found
    title = entry.name or "总分"
    mend = f"{'补' if gap > 0 else '减'} {exact_text(abs(gap))} 分，或把“{title}”的 points 改为 {exact_text(found)}"
    places = [look.tree[child].model.place for child in entry.children]
    facts = {**look.of_class(names), "name": title, "found": exact_text(found), "wanted": exact_text(wanted), "parts": parts, "mend": mend}
    return said(k3.POINTS_NOT_TOTAL, entry.model.place, facts, clause=entry.clause, also=places)


def _sum_for(look: Look, entry: Entry, name: str) -> tuple[Fraction, Fraction, str] | None:
    """(sum of the children, points of the node, the children in words) for a class; None where they need not add up."""
    wanted = points_by_class(entry, look.scheme.class_names).get(name)
    if wanted is None or not all(_exists(above, name, look) for above in look.tree.above(entry.name)):
        return None
    shares: list[tuple[str, Fraction]] = []
    for child in (look.tree[c] for c in entry.children):
        if child.is_bonus != entry.is_bonus or not _exists(child, name, look):
            continue
        points = points_by_class(child, look.scheme.class_names).get(name)
        if points is None:
            return None
        shares.append((child.name, points))
    found = sum((points for _, points in shares), Fraction(0))
    if entry.is_bonus:
        return None  # a bonus is a cap; its parts may hold more, and where they hold less the cap never binds
    return found, wanted, listed((f"{child} {exact_text(points)}" for child, points in shares), " + ")


def _exists(entry: Entry, class_name: str, look: Look) -> bool:
    only = entry.model.only_for
    if only is not None and only.class_ and class_name and class_name not in only.class_:
        return False
    return points_by_class(entry, look.scheme.class_names).get(class_name) != 0


def _for_units(entry: Entry) -> bool:
    return entry.model.only_for is not None and bool(entry.model.only_for.unit) and not entry.is_bonus


def _combine(entry: Entry) -> str:
    how = entry.model.combine
    return how.text.strip() if isinstance(how, Formula) else ""


def negative_points(look: Look) -> Iterator[Problem]:
    """K331: points are not negative."""
    for entry in look.tree:
        told = points_by_class(entry, look.scheme.class_names)
        below = [name for name, points in told.items() if points is not None and points < 0]
        if below:
            lowest = told[below[0]]
            assert lowest is not None, "compared above"
            facts = {**look.of_class(below), "name": entry.name or "总分", "found": exact_text(lowest)}
            yield said(k3.POINTS_NEGATIVE, entry.model.place, facts, clause=entry.clause)


def floors(look: Look) -> Iterator[Problem]:
    """K332: a node with children and line items of its own says where they stop."""
    for entry in look.tree:
        if entry.children and entry.items and entry.model.floor is None:
            yield k3.FLOOR_UNSTATED.at(entry.model.place, clause=entry.clause, name=entry.name or "总分")


def clauses(look: Look) -> Iterator[Problem]:
    """K333: leaves of which no posting could name a clause."""
    without = [leaf for leaf in look.tree.leaves if not leaf.clause and any(not _item_clause(leaf, name) for name in (leaf.items or ("",)))]
    if without:
        places = [leaf.model.place for leaf in without[1:]]
        yield k3.NO_CLAUSE.at(without[0].model.place, also=places[:5], count=len(without), names=listed(leaf.name for leaf in without))


def _item_clause(leaf: Entry, name: str) -> str:
    item = leaf.model.deduct.get(name) or leaf.model.add.get(name)
    return item.clause if item is not None else ""


def weights(look: Look) -> Iterator[Problem]:
    """K334: a weight counts only in a mean."""
    for entry in look.tree:
        if entry.model.weight is None or entry.parent is None:
            continue
        how = _combine(look.tree[entry.parent])
        if how not in ("mean", "geometric"):
            said = {"": "各项相加", "sum": "各项相加", "highest": "取最高", "lowest": "取最低"}.get(how, "按公式合成")
            yield k3.WEIGHT_UNUSED.at(
                entry.model.place, clause=entry.clause, name=entry.name, found=exact_text(entry.model.weight), parent=entry.parent or "总分", how=said
            )


ON_TEXT = (sums, negative_points, floors, clauses, weights)
ON_TREES = ()
