"""Shares as they are written: for each class one number, for whom the indicator exists, and whether points add up to those of the node above."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from kpi_engine.engine.plan import Plan
from kpi_engine.engine.results import Results
from kpi_engine.scheme.outline import ROOT, Entry, points_by_class
from kpi_engine.terms import Formula
from kpi_engine.whatif.closed.affine import ZERO
from kpi_engine.whatif.reweigh import share_ref

__all__ = ["adds_up", "existing_shares", "written_shares"]


def written_shares(results: Results, name: str) -> dict[int, Fraction] | None:
    """An indicator's share for each class (by its index) that has units; None where it is no one number for a class."""
    kept = results.kept.setdefault("shares written", {})
    assert isinstance(kept, dict), "kept here only"
    if name not in kept:
        kept[name] = _read_shares(results, name)
    found: dict[int, Fraction] | None = kept[name]
    return found


def _read_shares(results: Results, name: str) -> dict[int, Fraction] | None:
    ref = share_ref(results.plan, name)
    column = results.column(ref) if ref is not None else None
    if column is None:
        return None
    told: dict[int, Fraction] = {}
    class_of = results.facts.class_of
    for of in np.unique(class_of).tolist():
        rows = np.flatnonzero(class_of == of)
        alike = column.wide is None and bool((column.numerator[rows] == column.numerator[rows[0]]).all()) and not column.state[rows].any()
        values = {column.value(int(row)) for row in (rows[:1] if alike else rows)}
        value = next(iter(values))
        if len(values) > 1 or not isinstance(value, Fraction):
            return None
        told[of] = value
    return told


def adds_up(plan: Plan, name: str) -> bool:
    """Whether the points of the indicators below are those of the node."""
    how = plan.book.tree[name].model.combine
    over_rates = isinstance(how, Formula) and how.text.strip() in ("mean", "geometric", "highest", "lowest")
    only = [plan.book.tree[child].model.only_for for child in plan.book.tree[name].children]
    return not over_rates and not any(one is not None and one.unit for one in only)


def existing_shares(results: Results, name: str) -> dict[int, Fraction] | None:
    """The same, and 0 for the classes for which the indicator does not exist."""
    told = written_shares(results, name)
    above = [entry for entry in results.plan.book.tree.above(name) if entry.name != ROOT]
    if told is None:
        return None
    return {of: ZERO if any(not _exists(results, entry, of) for entry in above) else share for of, share in told.items()}


def _exists(results: Results, entry: Entry, of: int) -> bool:
    only = entry.model.only_for
    if only is not None and only.class_ and results.facts.classes[of] not in only.class_:
        return False
    return points_by_class(entry, results.plan.scheme.class_names).get(results.facts.classes[of] if results.facts.classes else "") != 0
