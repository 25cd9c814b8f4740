from fractions import Fraction

from comparing import base_of
from kpi_engine.engine.results import Results
from kpi_engine.lint.look import Look
from kpi_engine.whatif.upward.goals import Goal
from kpi_engine.whatif.upward.levers import EventLever
from kpi_engine.whatif.upward.ways import Search

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
inputs:
  一: {kind: number, owner: 甲股, places: 2, between: [0, 50]}
  二: {kind: number, owner: 甲股, places: 2, between: [0, 50]}
events:
  通报: {columns: {件数: {kind: count}}}
indicators:
  甲: {points: 50, score: 一}
  乙: {points: 50, floor: none, score: 二, deduct: {通报: {each: 件数 * 0.5}}}
grades: {of: total, from: {优秀: 90}, otherwise: 合格}
ranking: {within: all, by: [total], ties: share}
"""


def search(results: Results, goal: Goal) -> Search:
    return Search(results, 0, Look(results.plan), goal)


def test_a_pair_over_long_ranges_is_closed_in_on_and_says_that_it_may_not_be_the_cheapest() -> None:
    results = base_of(SCHEME, ["甲", "乙"], {"一": ["35", "50"], "二": ["20", "50"]}, events=[]).results
    one = search(results, Goal(("优秀",)))
    assert one.ways() == {}  # 85 and 70 at most
    (pair,) = one.pairs({})
    assert sum(pull.amount for pull in pair.pulls) == 3500  # 35 points more, in steps of 0.01
    assert pair.came.total == 90
    assert not pair.least


def test_events_go_in_the_order_of_what_they_cost() -> None:
    events = [{"unit": "甲", "event": "通报", "件数": count} for count in ("1", "4", "2")]
    results = base_of(SCHEME, ["甲", "乙"], {"一": ["45", "50"], "二": ["47.5", "50"]}, events=events).results  # 92.5 − 3.5 = 89
    one = search(results, Goal(("优秀",)))
    lever = next(lever for lever in one.levers if isinstance(lever, EventLever))
    assert lever.rows == (1, 2, 0)
    told = {way.pulls[0].text(): way.came.total for way in one.ways().values()}
    assert told["少 1 次通报"] == Fraction(91)


def test_trials_are_made_once() -> None:
    results = base_of(SCHEME, ["甲", "乙"], {"一": ["45", "50"], "二": ["40", "50"]}, events=[]).results
    one = search(results, Goal(("优秀",)))
    first = one.came([((0, 3),), ((0, 3), (1, 0))])
    assert first[0] is first[1]
    assert first[0].total == Fraction("85.03")
