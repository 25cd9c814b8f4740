"""A scheme with an input of every kind, and what of it two units can pull: counts, shares, numbers that are better low, choices, yes and no, events."""

from __future__ import annotations

from comparing import base_of
from kpi_engine.engine.results import Results
from kpi_engine.lint.look import Look
from kpi_engine.whatif.upward.leverage import levers_of
from kpi_engine.whatif.upward.levers import Lever

__all__ = ["EVENTS", "GIVEN", "SCHEME", "levers", "results"]

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: zero
not_applicable: rescale
inputs:
  培训: {kind: count, measured_in: 期, owner: 甲股, target: given, between: [0, 10]}
  满意率: {kind: percent, owner: 甲股}
  逾期: {kind: number, owner: 甲股, places: 1, better: lower}
  方案: {kind: choice, options: [完整, 一般, 缺], owner: 甲股}
  事故: {kind: yes_no, owner: 甲股}
  应办: {kind: count, owner: 甲股}
  已办: {kind: count, owner: 甲股}
  全县: {kind: number, owner: 甲股, per: all}
indicators:
  训: {points: 30, score: {attainment: {actual: 培训, at_zero: problem}}}
  满: {points: 20, score: points * 满意率}
  时: {points: 10, score: points - 逾期}
  案: {points: 10, score: {levels: {of: 方案, give: {完整: 10, 一般: 6, 缺: 0}}}}
  办: {points: 20, score: "points * min(1, 已办 / 应办)"}
  比: {points: 10, score: "points * min(1, 全县 / 100)", deduct: {脱岗: 2}, add: {表彰: 1}}
vetoes: {红线: {when: 事故, then: {grade: 差}}}
grades: {of: total, from: {好: 80}, otherwise: 差}
ranking: {within: all, by: [total], ties: share, vetoed: as_scored}
"""
GIVEN = {
    "培训": ["6", "9"],
    "满意率": ["89.96%", "70%"],
    "逾期": ["2.5", "0"],
    "方案": ["一般", "完整"],
    "事故": [False, True],
    "应办": ["10", "5"],
    "已办": ["7", "不涉及"],
    "全县": ["50", "50"],
}
EVENTS = [{"unit": "甲", "event": "脱岗"}, {"unit": "乙", "event": "脱岗"}, {"unit": "甲", "event": "脱岗"}]


def results(events: list[dict[str, object]] | None = None) -> Results:
    """The run of 甲 and 乙."""
    return base_of(SCHEME, ["甲", "乙"], GIVEN, targets={"培训": ["8", "8"]}, events=EVENTS if events is None else events).results  # type: ignore[arg-type]


def levers(unit: str = "甲") -> dict[str, list[Lever]]:
    """What a unit can pull, by the name of it."""
    run = results()
    told: dict[str, list[Lever]] = {}
    for lever in levers_of(Look(run.plan), run.facts, run.units.index(unit), ""):
        told.setdefault(lever.what, []).append(lever)
    return told
