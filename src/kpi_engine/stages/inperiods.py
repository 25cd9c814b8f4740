"""The year and its periods: what is about each period (``each_period: yes``), and conditions of the year over figures that are reported in each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from kpi_engine.errors import k3_meaning as k3
from kpi_engine.errors import k4_formula as k4
from kpi_engine.formula.making import logic
from kpi_engine.formula.tree import Name, Node
from kpi_engine.scheme.binding import Bind, Here
from kpi_engine.scheme.outcome import Consequence, Payment, Quota, Ranking, Veto
from kpi_engine.scheme.outline import ROOT
from kpi_engine.source import Place
from kpi_engine.stages.draft import Draft
from kpi_engine.table import Ref, Role
from kpi_engine.terms import Rule

__all__ = ["in_any_period", "refuse_periodic", "spans_of"]


_PERIOD = re.compile(r"\bperiod\b")


def in_any_period(draft: Draft, rule: Rule, joined: Literal["and", "or"], local: Mapping[str, Name] | None = None) -> Node:
    """The condition; where it rests on figures of the periods, that of each period, joined (a veto: any; a check: all)."""
    book = draft.book
    periods = book.tree[ROOT].periods
    known = len(book.problems)
    if periods is not None and "period" not in book.scheme.inputs and _PERIOD.search(getattr(rule, "text", "")):
        return logic(joined, [Bind(book, Here(period=period, local=local or {})).condition(rule) for period in periods.names])
    tree = Bind(book, Here(local=local or {})).condition(rule)
    if periods is None or len(book.problems) > known or not any(_is_periodic(draft, ref) for ref in draft.book.below(tree)):
        return tree
    return logic(joined, [Bind(book, Here(period=period, local=local or {})).condition(rule) for period in periods.names])


def refuse_periodic(draft: Draft, tree: Node, place: Place, what: str) -> Node:
    """What stands after the year's total cannot mean a figure that is reported in each period: of which period would it be?"""
    if draft.book.tree[ROOT].periods is None:
        return tree
    for name in dict.fromkeys(ref.name for ref in draft.book.below(tree) if _is_periodic(draft, ref)):
        why = f"它分期填报，“{what}”说的是全年；一年报一次的在 inputs 里写 every: year"
        why_en = f"it is reported in each period, and {what} speaks of the year; what is reported once a year has every: year in inputs"
        draft.book.problems.append(k4.WRONG_PLACE.at(place, name=name, why=why, why_en=why_en))
    return tree


def spans_of(draft: Draft, declared: Ranking | Quota | Consequence | Payment | Veto, what: str) -> tuple[str, ...]:
    """The periods that something is asked in: none where it does not say ``each_period: yes``."""
    if not declared.each_period:
        return ()
    periods, ranking = draft.book.tree[ROOT].periods, draft.book.scheme.ranking
    why, why_en = "方案顶层没有写 periods", "the scheme itself has no periods"
    if periods is not None:
        if not isinstance(declared, Quota) or (ranking is not None and ranking.each_period):
            return periods.names
        why, why_en = "ranking 没有写 each_period: yes，各期没有名次", "ranking does not, so that no period has places"
    draft.book.problems.append(k3.EACH_PERIOD.at(declared.place, what=what, why=why, why_en=why_en))
    return ()


def _is_periodic(draft: Draft, ref: Ref) -> bool:
    decl = draft.book.scheme.inputs.get(ref.name)
    if ref.role not in (Role.INPUT, Role.TARGET, Role.VOTES) or decl is None or ref.period:
        return False
    return decl.every is None
