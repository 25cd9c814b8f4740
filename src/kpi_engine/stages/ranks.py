"""Ranks: competition places by the published total and the tie-break chain."""

from __future__ import annotations

from kpi_engine.errors import k3_meaning as k3
from kpi_engine.formula.grammar import nearest
from kpi_engine.formula.tree import Call, Group, Name, Node, Not, choice, const, logic
from kpi_engine.stages.draft import Draft
from kpi_engine.stages.total import is_vetoed
from kpi_engine.table import Kind, Ref, Role

__all__ = ["is_ranked", "ranks"]


def ranks(draft: Draft) -> None:
    """RANK and, from the other end, RANK_FROM_LAST; equal chains are told by RANK(part=tied)."""
    ranking = draft.book.scheme.ranking
    if ranking is None or Ref(Role.TOTAL) not in draft.steps:
        return
    keys = [key for key in (_key(draft, name) for name in ranking.by) if key is not None]
    vetoed = is_vetoed(draft)
    among = is_ranked(draft)
    if vetoed is not None and ranking.vetoed == "last":
        keys.insert(0, choice(vetoed, const(0), const(1)))
        has_total = Call("is_present", (Name(Ref(Role.TOTAL), Kind.NUMBER, label="总分"),), Kind.TRUTH)
        among = logic("and", [among, has_total])  # the first key is always there: without a total there is no place all the same
    for role, first in ((Role.RANK, "highest"), (Role.RANK_FROM_LAST, "lowest")):
        draft.step(
            Ref(role), Group("rank", ranking.within, tuple(keys), among, (("first", first),)), label="名次" if role is Role.RANK else "倒数名次"
        )
    rank = Name(Ref(Role.RANK), Kind.NUMBER, label="名次")
    draft.step(Ref(Role.RANK, part="tied"), Group("count_same", ranking.within, (rank,), among), label="并列单位数")


def _key(draft: Draft, name: str) -> Node | None:
    ranking = draft.book.scheme.ranking
    assert ranking is not None, "asked by the caller"
    if name == "total":
        return Name(Ref(Role.TOTAL), Kind.NUMBER, label="总分")
    if name in draft.book.tree:
        return Name(Ref(Role.SCORE, name), Kind.NUMBER, label=f"{name}得分")
    known = [entry.name for entry in draft.book.tree if entry.name]
    draft.book.problems.append(k3.UNKNOWN_INDICATOR.at(ranking.place, name=name, near=nearest(name, [*known, "total"])))
    return None


def is_ranked(draft: Draft) -> Node:
    """Who gets a place: takes part, is not listed apart, is among those named, and is not vetoed where the vetoed have none."""
    ranking = draft.book.scheme.ranking
    conditions: list[Node] = [Name(Ref(Role.UNIT, part="ranked"), Kind.TRUTH, label="参加排名")]
    if ranking is not None and ranking.among is not None:
        conditions.append(draft.book.at().condition(ranking.among))
    vetoed = is_vetoed(draft)
    if ranking is not None and ranking.vetoed == "unranked" and vetoed is not None:
        conditions.append(Not(vetoed))
    return logic("and", conditions)
