"""Decisions: of points or of a grade, and points that count somewhere; classes that expect somebody."""

from __future__ import annotations

from collections.abc import Iterator

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.lint.look import Look

__all__ = ["expectations", "of_something"]


def of_something(look: Look) -> Iterator[Problem]:
    """K377, K378: a decision has a range of points that count in the total, or a grade."""
    for name, rule in look.scheme.decisions.items():
        if rule.range is None and not rule.grade:
            yield k3.DECISION_EMPTY.at(rule.place, clause=rule.clause, name=name)
        elif rule.range is not None and rule.counts_in is None:
            yield k3.DECISION_COUNTS_NOWHERE.at(rule.place, clause=rule.clause, name=name)


def expectations(look: Look) -> Iterator[Problem]:
    """K381: a class has units."""
    if isinstance(look.scheme.classes, dict):
        for name, decl in look.scheme.classes.items():
            if decl.expect == 0:
                yield k3.EXPECTS_NOBODY.at(decl.place, clause=decl.clause, name=name)


ON_TEXT = (of_something, expectations)
ON_TREES = ()
