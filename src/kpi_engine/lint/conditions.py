"""Conditions with one outcome: vetoes and consequences that never come, checks that never fail; and shares that can be negative."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.formula.analysis import Choices, one_way
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
    """K373, K374: whatever is reported, the condition comes out the same for every class."""
    for step in look.steps:
        told = [bounds.of[step.ref] for bounds in look.bounds.values()]
        if step.ref.role not in _SECTIONS or step.tree.kind is not Kind.TRUTH:
            continue
        values = frozenset[object]().union(*(found.values for found in told if isinstance(found, Choices)))
        if len(values) == 1:
            section, what = _SECTIONS[step.ref.role]
            where = look.where(step.ref)
            code = k3.ALWAYS_TRUE if True in values else k3.NEVER_TRUE
            yield code.at(where.place, clause=where.clause, name=where.title, what=what, section=section)


def branches(look: Look) -> Iterator[Problem]:
    """K376: a band beyond the declared range of its input, a case that cannot come up."""
    for step in look.steps:
        leaf = step.ref.role is not Role.START or (step.ref.name in look.tree and look.tree[step.ref.name].is_leaf)
        if step.ref.role not in _BRANCHING or not leaf:
            continue
        for found in one_way(step.tree, look.everyone):
            where = look.where(step.ref)
            facts = {"name": where.title or step.ref.name, "condition": look.text(found.node.condition)}
            outcome = (
                {"outcome": "总是成立", "outcome_en": "is always true"} if found.truth else {"outcome": "永远不成立", "outcome_en": "is never true"}
            )
            yield said(k3.BRANCH_NEVER_TAKEN, where.place, {**facts, **outcome}, clause=where.clause)


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
