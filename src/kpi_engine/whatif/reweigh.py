"""Reweighing: an indicator keeps its rate (figure ÷ points, before rounding) and counts with other points.

It is a change of the plan, not of the text. What is inside an indicator - its rule, items, gate, floor and cap - is worked out with the points *as
written*; one step is put behind it, ``figure × new ÷ written``, and whoever looks at the indicator from outside sees the new points. So a rule that
scales with its points gives the same under both readings, and any other rule keeps the rate that the unit reached.

The share of an indicator is its ``points``, its ``bonus``, or its ``weight`` under a mean (weights are rates' weights already: there the two readings
are one).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from kpi_engine.engine.plan import Plan
from kpi_engine.errors import Problem
from kpi_engine.errors import k8_whatif as k8
from kpi_engine.formula.making import arith, choice, compare, const
from kpi_engine.formula.rewrite import replaced
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import Fallback, Lookup, Name, Node, references
from kpi_engine.scheme.quantities import class_name
from kpi_engine.stages.draft import Account, Line
from kpi_engine.table import Kind, Ref, Role

__all__ = ["REWEIGHED", "WRITTEN", "Share", "reweighed", "share_ref", "unweighable"]

Share = Fraction | Mapping[str, Fraction] | Name
"""New points: a number, a number for each class, or a quantity of the facts (a column of weights, when many weightings run at once)."""

WRITTEN = "written"
"""The part of POINTS that keeps the points as the scheme writes them."""

REWEIGHED = "reweighed"
"""The part of CAPPED that holds the figure at the new points."""

_INSIDE = frozenset({Role.START, Role.RAW, Role.CAPPED, Role.ITEM, Role.PRICE, Role.QUANTITY})


def share_ref(plan: Plan, name: str) -> Ref | None:
    """The step that holds an indicator's share: its points or bonus, else its weight; None on an open scale."""
    entry = plan.book.tree[name]
    by_weight = entry.model.points is None and entry.model.bonus is None
    ref = Ref(Role.WEIGHT if by_weight else Role.POINTS, name)
    return ref if ref in plan.steps_by_ref else None


def unweighable(plan: Plan, names: Iterable[str]) -> list[Problem]:
    """Why indicators cannot be reweighed: an open scale has no rate, and points that are spread over the others belong to no one (K810, K811)."""
    told: list[Problem] = []
    for name in names:
        entry = plan.book.tree[name]
        if share_ref(plan, name) is None:
            told.append(k8.NO_SHARE.at(entry.model.place, indicator=entry.title))
        elif any(ref.role is Role.POINTS and ref.name == name and ref.part == "spread" for ref in plan.steps_by_ref):
            told.append(k8.SPREAD_NO_REWEIGH.at(entry.model.place, indicator=entry.title))
    return told


def reweighed(plan: Plan, shares: Mapping[str, Share], *, restated: Mapping[str, Share] | None = None) -> Plan:
    """The plan in which indicators count with other points.

    Args:
        plan: the scheme as it is.
        shares: indicator -> its new share; its figure is scaled with it. Indicators on an open scale, and spread ones, are not to be asked for
            (`unweighable` says which).
        restated: nodes whose full marks change only because those below them did (no rate of their own is kept): their figure is not scaled.

    """
    steps = dict(plan.steps_by_ref)
    accounts = list(plan.accounts)
    weights = {name: share for name, share in shares.items() if share_ref(plan, name) == Ref(Role.WEIGHT, name)}
    for name, share in weights.items():
        ref = Ref(Role.WEIGHT, name)
        steps[ref] = replace(steps[ref], tree=_tree_of(plan, share))
    for name, share in (restated or {}).items():
        ref = Ref(Role.POINTS, name)
        steps[ref] = replace(steps[ref], tree=_tree_of(plan, share))
    for name, share in shares.items():
        if name not in weights:
            _scale(plan, steps, accounts, name, share)
    return replace(plan, steps=tuple(_in_order(steps)), accounts=tuple(accounts))


def _tree_of(plan: Plan, share: Share) -> Node:
    if isinstance(share, Name):
        return share
    if isinstance(share, Fraction):
        return const(share)
    if len(set(share.values())) == 1:
        return const(next(iter(share.values())))
    return Lookup(class_name(plan.book), tuple((word, const(points)) for word, points in share.items()), None)


def _scale(plan: Plan, steps: dict[Ref, Step], accounts: list[Account], name: str, share: Share) -> None:
    points, written = Ref(Role.POINTS, name), Ref(Role.POINTS, name, part=WRITTEN)
    old = Name(written, Kind.NUMBER, label="原分值")
    new = Name(points, Kind.NUMBER, label="分值")
    steps[written] = Step(written, steps[points].tree, label=f"{plan.book.tree[name].title}原分值")
    steps[points] = replace(steps[points], tree=_tree_of(plan, share))
    inside = {ref for ref in steps if ref.name == name and ref.role in _INSIDE and ref.part != "policy"}
    for ref in inside:
        steps[ref] = replace(steps[ref], tree=replaced(steps[ref].tree, {points: old}))
    for ref in [ref for ref in steps if ref == Ref(Role.CAPPED, name, ref.period, "policy")]:
        steps[ref] = _behind(steps, ref, old, new, accounts)
    _applicable_outside(steps, name, inside, old, new)


def _behind(steps: dict[Ref, Step], policy: Ref, old: Name, new: Name, accounts: list[Account]) -> Step:
    """The step of the policies, with the scaled figure in the place of the figure; the scaling becomes a step and a line of the account."""
    step = steps[policy]
    figure = step.tree.arg if isinstance(step.tree, Fallback) else step.tree
    assert isinstance(figure, Name), "the policies stand over a named figure"
    ref = Ref(Role.CAPPED, policy.name, policy.period, REWEIGHED)
    label = f"{step.label}·按新分值"
    steps[ref] = Step(ref, _times(figure, old, new), label=label)
    for at, account in enumerate(accounts):
        if (account.name, account.period) == (policy.name, policy.period) and any(line.after == policy for line in account.lines):
            accounts[at] = replace(account, opening=_opening(account), lines=tuple(_lines(account, figure.ref, ref, policy)))
    return replace(step, tree=replaced(step.tree, {figure.ref: Name(ref, Kind.NUMBER, label=label)}))


def _times(figure: Node, old: Node, new: Node) -> Node:
    """The figure × new ÷ written; what was worth nothing stays worth nothing."""
    return choice(compare("==", old, const(0)), const(0), arith("/", arith("*", figure, new), old))


def _opening(account: Account) -> Ref | None:
    """An account that opened with the points opens with those that are written, and comes to the new ones by a posting of its own."""
    opening = account.opening
    return replace(opening, part=WRITTEN) if opening is not None and opening.role is Role.POINTS and not opening.part else opening


def _lines(account: Account, figure: Ref, scaled: Ref, policy: Ref) -> Iterable[Line]:
    points = Ref(Role.POINTS, account.name)
    for line in account.lines:
        if line.after == policy:
            yield Line("reweigh", scaled, figure)
            yield replace(line, before=scaled)
        else:
            yield replace(line, before=replace(points, part=WRITTEN)) if line.before == points else line


def _applicable_outside(steps: dict[Ref, Step], name: str, inside: Collection[Ref], old: Name, new: Name) -> None:
    """The applicable points of a reweighed group, as others see them, grow as it does."""
    for full in [ref for ref in steps if ref.role is Role.FULL and ref.name == name]:
        seen = _times(Name(full, Kind.NUMBER, label=steps[full].label), old, new)
        for ref, step in list(steps.items()):
            if ref not in inside and ref != full and full in references(step.tree):
                steps[ref] = replace(step, tree=replaced(step.tree, {full: seen}))


def _in_order(steps: Mapping[Ref, Step]) -> list[Step]:
    """What a step needs stands before it; the order is kept where it can be."""
    order: dict[Ref, Step] = {}

    def visit(ref: Ref) -> None:
        if ref in order or ref not in steps:
            return
        for below in references(steps[ref].tree):
            visit(below)
        order[ref] = steps[ref]

    for ref in steps:
        visit(ref)
    return list(order.values())
