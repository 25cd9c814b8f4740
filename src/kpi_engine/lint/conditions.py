"""Conditions with one outcome: vetoes and consequences that never come, checks that never fail; and shares that can be negative."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.formula.analysis import Choices, one_way
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import Group
from kpi_engine.lint.look import Look, said
from kpi_engine.table import Kind, Ref, Role

__all__ = ["branches", "one_outcome", "shares"]

_SECTIONS: Mapping[Role, tuple[str, str]] = {
    Role.VETO: ("vetoes", "否决"),
    Role.CONSEQUENCE: ("consequences", "结果运用"),
    Role.CHECK: ("checks", "校验"),
}


_BRANCHING = (Role.START, Role.VALUE, Role.ITEM, Role.PRICE, Role.PAYMENT)


def one_outcome(look: Look) -> Iterator[Problem]:
    """K373, K374: whatever is reported, the condition comes out the same for every class, and in every period where it is asked in each."""
    for asked, steps in _by_period(look):
        if asked.role not in _SECTIONS or steps[0].tree.kind is not Kind.TRUTH:
            continue
        told = [bounds.of[step.ref] for bounds in look.bounds.values() for step in steps]
        values = frozenset[object]().union(*(found.values for found in told if isinstance(found, Choices)))
        if len(values) == 1:
            section, what = _SECTIONS[asked.role]
            where = look.where(asked)
            code = k3.ALWAYS_TRUE if True in values else k3.NEVER_TRUE
            yield code.at(where.place, clause=where.clause, name=where.title, what=what, section=section)


def branches(look: Look) -> Iterator[Problem]:
    """K376: a band beyond the declared range of its input, a case that cannot come up in any period."""
    for asked, steps in _by_period(look):
        leaf = asked.role is not Role.START or (asked.name in look.tree and look.tree[asked.name].is_leaf)
        if asked.role not in _BRANCHING or not leaf:
            continue
        where = look.where(asked)
        told = [(look.text(found.node.condition), found.truth) for step in steps for found in one_way(step.tree, look.everyone)]
        for condition, truth in dict.fromkeys(told):
            if told.count((condition, truth)) < len(steps):
                continue
            facts = {"name": where.title or asked.name, "condition": condition}
            outcome = {"outcome": "总是成立", "outcome_en": "is always true"} if truth else {"outcome": "永远不成立", "outcome_en": "is never true"}
            yield said(k3.BRANCH_NEVER_TAKEN, where.place, {**facts, **outcome}, clause=where.clause)


def _by_period(look: Look) -> Iterator[tuple[Ref, list[Step]]]:
    """The steps, those of one figure in each period together."""
    told: dict[Ref, list[Step]] = {}
    for step in look.steps:
        told.setdefault(replace(step.ref, period=""), []).append(step)
    yield from told.items()


def shares(look: Look) -> Iterator[Problem]:
    """K375: the shares of a pot are never negative."""
    for name, payment in look.scheme.payments.items():
        tree = look.trees.get(Ref(Role.PAYMENT, str(name)))
        if payment.shares is None or not isinstance(tree, Group):
            continue
        below = [found for bounds in look.bounds.values() if (found := bounds.numbers(tree.args[1])).lo < 0]
        if below:
            yield k3.SHARES_NEGATIVE.at(payment.place, clause=payment.clause, name=name, values=str(below[0]))


ON_TEXT = ()
ON_TREES = (one_outcome, branches, shares)
