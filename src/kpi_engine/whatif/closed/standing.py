"""Who is ranked with whom, and what stands before the total in the chain of keys: what must be known to say that two totals settle an order."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_engine.engine.plan import Plan
from kpi_engine.engine.results import Results
from kpi_engine.formula.functions import Exact
from kpi_engine.formula.tree import Group, Name
from kpi_engine.numbers import Root
from kpi_engine.table import Ref, Role
from kpi_engine.whatif.closed.linear import LinearTotals

__all__ = ["Standing", "standing_of"]


@dataclass(frozen=True)
class Standing:
    """For each unit: the group it is ranked in (None: it is not ranked), and its keys before the total.

    ``is_open`` are units of which that depends on the weights; ``by_total``: whether the total is a key at all.
    """

    group: tuple[int | None, ...]
    prior: tuple[tuple[Exact | None, ...], ...]
    is_open: tuple[bool, ...]
    by_total: bool = True

    def together(self, first: int, second: int) -> bool:
        """Whether two units are ranked against each other."""
        return self.group[first] is not None and self.group[first] == self.group[second]

    def settled(self, first: int, second: int) -> int | None:
        """1 or -1 where what comes before the totals settles the order of two units, 0 where it leaves it to them; None if that is not known."""
        if self.is_open[first] or self.is_open[second] or not self.by_total:
            return None
        return next((way for a, b in zip(self.prior[first], self.prior[second], strict=True) if (way := _way(a, b))), 0)


def standing_of(plan: Plan, base: Results, totals: LinearTotals) -> Standing:
    """Read off the ranking of a plan."""
    size = len(base.units)
    step = plan.steps_by_ref.get(Ref(Role.RANK))
    if step is None or not isinstance(step.tree, Group):
        return Standing((None,) * size, ((),) * size, (False,) * size)
    tree, total = step.tree, Ref(Role.TOTAL)
    at = next((k for k, key in enumerate(tree.args) if isinstance(key, Name) and key.ref == total), None)
    before = tree.args[: at or 0]
    group: list[int | None] = []
    prior: list[tuple[Exact | None, ...]] = []
    is_open: list[bool] = []
    for row in range(size):
        ranked = True if tree.among is None else totals.holds(tree.among, row)
        keys = [totals.fixed(key, row) for key in before]
        is_open.append(ranked is None or any(key is None for key in keys))
        there = ranked is None or (ranked and base.has_value(total, row))
        group.append((int(base.facts.class_of[row]) if tree.scope == "class" else 0) if there else None)
        prior.append(tuple(key[1] if key is not None else None for key in keys))
    return Standing(tuple(group), tuple(prior), tuple(is_open), at is not None)


def _way(left: Exact | None, right: Exact | None) -> int:
    """The higher key comes first; none comes last."""
    if left is None or right is None:
        return (left is not None) - (right is not None)
    if isinstance(left, Root):
        return left.compare(right) if not isinstance(right, (bool, str)) else 0
    if isinstance(right, Root):
        return -right.compare(left) if not isinstance(left, (bool, str)) else 0
    return (left > right) - (left < right)  # type: ignore[operator]  # keys of one place are of one kind
