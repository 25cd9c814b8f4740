"""Ranks: competition places by the published total and the tie-break chain."""

from __future__ import annotations

from kpi_engine.errors import k3_meaning as k3
from kpi_engine.formula.grammar import nearest
from kpi_engine.formula.making import choice, const, logic
from kpi_engine.formula.tree import Call, Group, Name, Node, Not
from kpi_engine.scheme.outcome import Ranking
from kpi_engine.stages.draft import Draft
from kpi_engine.stages.inperiods import spans_of
from kpi_engine.stages.total import is_vetoed
from kpi_engine.table import Kind, Ref, Role

__all__ = ["is_ranked", "ranks"]


def ranks(draft: Draft) -> None:
    """RANK and, from the other end, RANK_FROM_LAST; equal chains are told by RANK(part=tied). Each period has its own where the ranking says so."""
    ranking = draft.book.scheme.ranking
    if ranking is None or Ref(Role.TOTAL) not in draft.steps:
        return
    for period in ("", *spans_of(draft, ranking, "ranking")):
        _places(draft, ranking, period)


def _places(draft: Draft, ranking: Ranking, period: str) -> None:
    keys = [key for key in (_key(draft, ranking, name, period) for name in ranking.by) if key is not None]
    vetoed = is_vetoed(draft, period)
    among = is_ranked(draft, period)
    if vetoed is not None and ranking.vetoed == "last":
        keys.insert(0, choice(vetoed, const(0), const(1)))
        has_total = Call("is_present", (Name(Ref(Role.TOTAL, period=period), Kind.NUMBER, label="总分"),), Kind.TRUTH)
        among = logic("and", [among, has_total])  # the first key is always there: without a total there is no place all the same
    for role, first, what in ((Role.RANK, "highest", "名次"), (Role.RANK_FROM_LAST, "lowest", "倒数名次")):
        group = Group("rank", ranking.within, tuple(keys), among, (("first", first),))
        draft.step(Ref(role, period=period), group, label=f"{period}{what}")
    rank = Name(Ref(Role.RANK, period=period), Kind.NUMBER, label="名次")
    tied = Group("count_same", ranking.within, (rank,), among)
    draft.step(Ref(Role.RANK, period=period, part="tied"), tied, label=f"{period}并列单位数")


def _key(draft: Draft, ranking: Ranking, name: str, period: str) -> Node | None:
    if name == "total":
        return Name(Ref(Role.TOTAL, period=period), Kind.NUMBER, label="总分")
    if name in draft.book.tree:
        return Name(Ref(Role.SCORE, name, period if draft.book.tree[name].periods is not None else ""), Kind.NUMBER, label=f"{name}得分")
    known = [entry.name for entry in draft.book.tree if entry.name]
    draft.book.problems.append(k3.UNKNOWN_INDICATOR.at(ranking.place, name=name, near=nearest(name, [*known, "total"])))
    return None


def is_ranked(draft: Draft, period: str = "") -> Node:
    """Who gets a place: takes part, is not listed apart, is among those named, and is not vetoed where the vetoed have none."""
    ranking = draft.book.scheme.ranking
    conditions: list[Node] = [Name(Ref(Role.UNIT, part="ranked"), Kind.TRUTH, label="参加排名")]
    if ranking is not None and ranking.among is not None:
        conditions.append(draft.book.at(period=period).condition(ranking.among))
    vetoed = is_vetoed(draft, period)
    if ranking is not None and ranking.vetoed == "unranked" and vetoed is not None:
        conditions.append(Not(vetoed))
    return logic("and", conditions)
