"""Small schemes whose weights move, and brute force: every weight on its step, the whole decision again by the exact reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from kpi_engine.engine.results import Results
from kpi_engine.engine.run import run_plan
from kpi_engine.scheme.needs import EVENTS
from kpi_engine.table import Ref, Role
from kpi_engine.whatif.closed.lines import Move
from kpi_engine.whatif.reweigh import Share, reweighed
from scored import facts_of, plan_text

HEAD = """
scheme: desk
title: 试算
edition: 2024
clause: 例
points: 100
rounding: {mode: half_up, indicator: 1, total: 1}
missing: problem
not_applicable: problem
"""

RATES = "inputs: {甲率: {kind: percent, owner: 股}, 乙率: {kind: percent, owner: 股}}\n"

PLAIN = (
    HEAD
    + RATES
    + """
indicators:
  甲: {points: 40, score: points * 甲率}
  乙: {points: 35, score: points * 乙率}
  丙: {points: 25, owner: 股, floor: none, deduct: {违规: 4}}
grades: {of: total, from: {优秀: 80, 合格: 60}, otherwise: 不合格}
ranking: {within: all, by: [total, 甲], ties: share}
quotas: {优秀名额: {grade: 优秀, at_most: 2, within: all, at_the_cut: take_none, falls_to: 合格}}
"""
)

CLASSES = (
    HEAD
    + "classes: {街道: {}, 部门: {}}\n"
    + RATES
    + """
indicators:
  业务:
    points: {街道: 60, 部门: 50}
    indicators:
      甲: {points: {街道: 40, 部门: 50}, score: points * 甲率}
      乙: {points: 20, only_for: {class: 街道}, score: points * 乙率}
  作风: {points: {街道: 40, 部门: 50}, owner: 股, deduct: {违规: 4}}
grades: {of: total, from: {优秀: 80, 合格: 60}, otherwise: 不合格}
ranking: {within: class, by: [total, 甲], ties: share}
quotas: {优秀名额: {grade: 优秀, at_most: 1, within: class, at_the_cut: take_all, falls_to: 合格}}
"""
)

MEAN = (
    HEAD
    + RATES
    + """
combine: mean
indicators:
  甲: {weight: 30%, score: points * 甲率}
  乙: {weight: 70%, score: points * 乙率}
ranking: {within: all, by: [total], ties: share}
"""
)


def scored(
    text: str, units: Sequence[str] | Mapping[str, str], rates: Mapping[str, Sequence[object]], faults: Mapping[str, int] | None = None
) -> Results:
    """The results of a text: rates for each unit, and how often each was at fault."""
    plan = plan_text(text)
    events = [{"unit": unit, "event": "违规"} for unit, times in (faults or {}).items() for _ in range(times)]
    facts = facts_of(plan, units, {Role.INPUT: rates}, rows={EVENTS: events})
    return run_plan(plan, facts)


def again(base: Results, shares: Mapping[str, Share], restated: Mapping[str, Share] | None = None) -> Results:
    """The whole decision under other shares, by the exact reader."""
    return run_plan(reweighed(base.plan, shares, restated=restated), base.facts, reader="exact")


def moved(base: Results, move: Move, share: Fraction) -> Results:
    """The whole decision at a point of a move."""
    return again(base, _by_class(base, move.shares(share), move.classes), _by_class(base, move.restated(share), move.classes))


def _by_class(base: Results, shares: Mapping[str, Fraction], classes: Sequence[int]) -> dict[str, Share]:
    names = base.facts.classes
    if not names:
        return dict(shares)
    told: dict[str, Share] = {}
    for name, share in shares.items():
        written = {names[of]: base.number(Ref(Role.POINTS, name), list(base.facts.class_of).index(of)) or Fraction(0) for of in range(len(names))}
        told[name] = {**written, **{names[of]: share for of in classes}}
    return told


def ranks(results: Results) -> list[int | None]:
    """The published ranks."""
    found = [results.number(Ref(Role.RANK), row) for row in range(len(results.units))]
    return [None if rank is None else int(rank) for rank in found]


def totals(results: Results) -> list[Fraction | None]:
    """The published totals."""
    return [results.number(Ref(Role.TOTAL), row) for row in range(len(results.units))]


def grades(results: Results) -> list[str]:
    """The published grades."""
    return [results.word(Ref(Role.GRADE), row) for row in range(len(results.units))]
