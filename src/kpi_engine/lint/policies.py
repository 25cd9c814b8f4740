"""Policies without a default, and policies under which not reporting pays."""

from __future__ import annotations

from collections.abc import Iterator

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.formula.tree import references
from kpi_engine.lint.look import Look, listed
from kpi_engine.scheme.outline import Entry
from kpi_engine.table import Ref, Role

__all__ = ["applicability", "not_reporting", "undeclared"]

_PAYING = ("full", "class_mean", "not_applicable")


def undeclared(look: Look) -> Iterator[Problem]:
    """K335 to K337: where there are indicators, the top says what is missing, what does not apply, and how the total is rounded."""
    scheme = look.scheme
    if not scheme.indicators:
        return
    if scheme.missing is None:
        yield k3.MISSING_UNDECLARED.at(scheme.place)
    if scheme.not_applicable is None:
        yield k3.NOT_APPLICABLE_UNDECLARED.at(scheme.place)
    rounded = scheme.round is not None or (scheme.rounding is not None and scheme.rounding.total is not None)
    if not rounded:
        yield k3.ROUNDING_UNDECLARED.at(scheme.rounding.place if scheme.rounding is not None else scheme.place)


def applicability(look: Look) -> Iterator[Problem]:
    """K382: a condition on which an indicator applies, and nothing said of those to whom it does not."""
    for entry in look.tree:
        if entry.model.applies_if is not None and entry.not_applicable == "problem":
            yield k3.APPLIES_UNDER_PROBLEM.at(entry.model.place, clause=entry.clause, name=entry.name or "总分")


def not_reporting(look: Look) -> Iterator[Problem]:
    """K338: a leaf of inputs that can score less than what its blank is worth, told once for each node that carries the policy."""
    by_node: dict[str, list[Entry]] = {}
    for leaf in look.tree.leaves:
        if leaf.missing in _PAYING and _can_lose(look, leaf):
            carrier = next((above.name for above in look.tree.above(leaf.name) if above.model.missing is not None), "")
            by_node.setdefault(carrier, []).append(leaf)
    for carrier, leaves in by_node.items():
        policy, place = leaves[0].missing, look.tree[carrier].model.place
        if policy != "not_applicable" or any(leaf.not_applicable not in ("problem", "zero") for leaf in leaves):
            yield k3.NOT_REPORTING_PAYS.at(place, policy=policy, names=listed(leaf.name for leaf in leaves))
    for entry in look.tree:
        periods = entry.model.periods
        if periods is not None and periods.missing == "skip" and periods.combine not in ("sum", "highest"):
            yield k3.NOT_REPORTING_PAYS.at(periods.place, policy="skip", names=f"{entry.name or '总分'}的一期")


def _can_lose(look: Look, leaf: Entry) -> bool:
    """Whether a reported value can bring less than full marks."""
    period = leaf.periods.names[0] if leaf.periods is not None else ""
    start = look.trees.get(Ref(Role.START, leaf.name, period))
    items = [look.trees.get(Ref(Role.ITEM, leaf.name, period, str(name))) for name in leaf.items]
    trees = [tree for tree in (start, *items) if tree is not None]
    if not any(ref.role is Role.INPUT for tree in trees for ref in _all_refs(look, tree)):
        return False
    capped, points = Ref(Role.CAPPED, leaf.name, period), Ref(Role.POINTS, leaf.name)
    return any(_below(bounds.of.get(capped), bounds.of.get(points)) for bounds in look.bounds.values())


def _below(figure: object, points: object) -> bool:
    low, full = getattr(figure, "lo", None), getattr(points, "lo", None)
    return low is not None and full is not None and low < full


def _all_refs(look: Look, tree: object) -> set[Ref]:
    return set().union(*(look.slope.reached(ref) for ref in references(tree)))  # type: ignore[arg-type]


ON_TEXT = (undeclared, applicability)
ON_TREES = (not_reporting,)
