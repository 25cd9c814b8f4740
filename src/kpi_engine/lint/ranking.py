"""Ranking: tie-breaks that decide nothing, and the place of the vetoed."""

from __future__ import annotations

from collections.abc import Iterator

from kpi_engine.errors import Problem
from kpi_engine.errors import k3_meaning as k3
from kpi_engine.lint.look import Look
from kpi_engine.scheme.outline import ROOT

__all__ = ["tie_breaks", "vetoed"]


def tie_breaks(look: Look) -> Iterator[Problem]:
    """K368: a key that stands there already, or that is the total under another name."""
    ranking = look.scheme.ranking
    if ranking is None:
        return
    seen: set[str] = set()
    for name in map(str, ranking.by):
        only = len(look.tree[ROOT].children) == 1 and name in look.tree[ROOT].children and not look.scheme.deduct and not look.scheme.add
        if name in seen:
            yield k3.TIE_BREAK_REPEATS.at(ranking.place, clause=ranking.clause, name=name, why="写了两次", why_en="it is there twice")
        elif only and "total" in seen and look.scheme.combine is None:
            yield k3.TIE_BREAK_REPEATS.at(ranking.place, clause=ranking.clause, name=name, why="就是总分", why_en="it is the total itself")
        seen.add(name)


def vetoed(look: Look) -> Iterator[Problem]:
    """K369: where a veto can take the grade, the total or the number, the ranking says where such a unit stands."""
    ranking = look.scheme.ranking
    takes = any(veto.then.grade or veto.then.total is not None or veto.then.stop for veto in look.scheme.vetoes.values())
    if ranking is not None and ranking.vetoed is None and takes:
        yield k3.VETOED_UNDECLARED.at(ranking.place, clause=ranking.clause)


ON_TEXT = (tie_breaks, vetoed)
ON_TREES = ()
