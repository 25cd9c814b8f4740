"""Periods: they do not nest, and an input is reported either in each of them or once."""

from __future__ import annotations

from collections.abc import Iterator

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.formula.tree import references
from kpi_engine.lint.look import Look, listed
from kpi_engine.table import Role

__all__ = ["mixed", "nested"]


def nested(look: Look) -> Iterator[Problem]:
    """K383: within a node that has periods no other has them."""
    for entry in look.tree:
        if entry.model.periods is None or entry.parent is None:
            continue
        outer = next((above for above in look.tree.above(entry.parent) if above.model.periods is not None), None)
        if outer is not None:
            place = entry.model.periods.place
            yield k3.PERIODS_NESTED.at(place, also=[outer.model.place], clause=entry.clause, name=entry.name, parent=outer.name or "总分")


def mixed(look: Look) -> Iterator[Problem]:
    """K351, K388: an input used in periods and outside of them, or reported in periods and used once: how does the year come out of them."""
    used: dict[str, dict[str, None]] = {}
    for tree in look.trees.values():
        for ref in references(tree):
            if ref.role is Role.INPUT:
                used.setdefault(ref.name, {})[ref.period] = None
    for name, periods in used.items():
        decl = look.scheme.inputs[name]
        told = [period for period in periods if period]
        if "" in periods and told and decl.every != "year" and not (decl.every and decl.take):
            yield k3.PERIODS_MIXED.at(decl.place, clause=decl.clause, name=name, periods=listed(told))
        elif periods == {"": None} and decl.every not in (None, "year") and decl.take is None:
            yield k3.TAKE_UNDECLARED.at(decl.place, clause=decl.clause, name=name, every=decl.every)


ON_TEXT = (nested,)
ON_TREES = (mixed,)
