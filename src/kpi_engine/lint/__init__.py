"""What is wrong or doubtful in a scheme as such, all of it in one pass. Nothing is guessed: where a text has two readings both are named.

A file is a family of checks; a check is a function ``(Look) -> Iterator[Problem]``. Those in ``ON_TEXT`` read what is declared, those in ``ON_TREES``
the formulas; the second make sense only where every rule could be bound.
"""

from __future__ import annotations

from collections.abc import Iterator

from kpi_engine.engine.plan import Plan
from kpi_engine.errors import Problem
from kpi_engine.lint import (
    bands,
    conditions,
    decisions,
    divisors,
    events,
    grades,
    inputs,
    items,
    names,
    periods,
    points,
    policies,
    quotas,
    ranking,
    rates,
    reads,
    roots,
    slopes,
    usage,
    vetoes,
)
from kpi_engine.lint.look import Check, Look

__all__ = ["Check", "Look", "lint_plan"]

_FAMILIES = (
    points, policies, items, inputs, usage, events, names, periods, divisors, rates, roots, slopes,
    grades, bands, quotas, ranking, vetoes, conditions, decisions, reads,
)  # fmt: skip


def lint_plan(plan: Plan, *, bound: bool = True) -> list[Problem]:
    """All problems and findings of a scheme, in the order of its text.

    Args:
        plan: the plan of the scheme.
        bound: whether every rule could be bound; if not, only what is declared is checked.

    """
    look = Look(plan)
    seen: dict[tuple[object, ...], Problem] = {}
    for check in _checks(bound=bound):
        for problem in check(look):
            seen.setdefault((problem.code.number, problem.place, problem.message()), problem)
    return sorted(seen.values(), key=lambda problem: (problem.place, problem.code.number, problem.message()))


def _checks(*, bound: bool) -> Iterator[Check]:
    for family in _FAMILIES:
        yield from family.ON_TEXT
        if bound:
            yield from family.ON_TREES
