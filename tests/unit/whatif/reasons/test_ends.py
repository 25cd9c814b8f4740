from fractions import Fraction

from comparing import base_of, outcome_of
from kpi_engine.engine.run import run_plan
from kpi_engine.intake.register import register_of
from kpi_engine.table import Ref, Role
from kpi_engine.whatif.base import Base
from kpi_engine.whatif.reasons.ends import Pair, Texts, end_after, end_of, pairs_of

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: problem
inputs:
  任务: {kind: percent, owner: 甲股}
  满意率: {kind: percent, owner: 甲股}
indicators:
  任务分: {points: 60, score: points * 任务}
  评价分: {points: 40, score: points * 满意率}
grades: {of: total, from: {优秀: 85}, otherwise: 合格}
ranking: {within: all, by: [total], ties: share}
quotas: {优秀名额: {grade: 优秀, at_most: 1, at_the_cut: take_all, falls_to: 合格}}
"""
GIVEN = {"任务": ["90%", "80%"], "满意率": ["50%", "100%"]}
TOTAL = Ref(Role.TOTAL)


def base(text: str = SCHEME) -> Base:
    return base_of(text, ["甲", "乙"], GIVEN)


def test_each_part_of_the_text_can_be_of_either_end() -> None:
    later = SCHEME.replace("任务分: {points: 60", "任务分: {points: 50").replace("评价分: {points: 40", "评价分: {points: 50")
    later = later.replace("points * 满意率", "points * 满意率 / 2").replace("at_most: 1", "at_most: 0")
    before, after = base(), base(later)
    texts = Texts(end_of(before), end_of(after))
    assert (texts.shares_differ, texts.rules_differ, texts.quotas_differ) == (True, True, True)
    totals = {}
    for shares in (0, 1):
        for rules in (0, 1):
            plan = texts.plan(shares, rules, 0)
            assert plan is not None
            totals[shares, rules] = run_plan(plan, before.facts_for(plan)[0]).number(TOTAL, 0)
    assert totals == {(0, 0): Fraction(74), (0, 1): Fraction(64), (1, 0): Fraction(70), (1, 1): Fraction("57.5")}
    narrower = texts.plan(0, 0, 1)
    assert narrower is not None
    assert str(narrower.scheme.quotas["优秀名额"].at_most.text) == "0"  # type: ignore[union-attr]


def test_titles_and_clauses_change_nothing() -> None:
    later = SCHEME.replace("title: 试算", "title: 别名").replace("edition: 2024", "edition: 2025").replace("任务分: {", "任务分: {clause: 三, ")
    texts = Texts(end_of(base()), end_of(base(later)))
    assert not texts.shares_differ
    assert not texts.rules_differ
    assert not texts.quotas_differ


def test_an_indicator_that_one_end_alone_has_comes_with_its_rules() -> None:
    later = SCHEME.replace("评价分: {points: 40, ", "评价: {points: 40, ")
    texts = Texts(end_of(base()), end_of(base(later)))
    assert not texts.shares_differ
    assert texts.rules_differ


def test_a_text_that_makes_no_sense_has_no_plan() -> None:
    later = SCHEME.replace("优秀: 85", "好: 85").replace("grade: 优秀", "grade: 好")
    texts = Texts(end_of(base()), end_of(base(later)))
    assert texts.plan(0, 0, 1) is None
    assert texts.plan(0, 1, 1) is not None


def test_a_scenario_that_keeps_rates_has_shares_of_its_own() -> None:
    start = base()
    outcome = outcome_of(start, "评价分.points=50", rebalance="siblings")
    end = end_after(start, outcome)
    assert end.scaled == {"评价分": {"": Fraction(50)}, "任务分": {"": Fraction(50)}}
    texts = Texts(end_of(start), end)
    assert texts.shares_differ
    assert not texts.rules_differ
    assert texts.plan(1, 1, 1) is outcome.results.plan


def test_a_scenario_that_rewrites_has_a_text_of_its_own() -> None:
    start = base()
    outcome = outcome_of(start, "评价分.points=100/3", rebalance="siblings", reading="rewrite")
    end = end_after(start, outcome)
    texts = Texts(end_of(start), end)
    plan = texts.plan(1, 0, 0)
    assert not end.scaled
    assert texts.shares_differ
    assert plan is not None
    assert run_plan(plan, start.results.facts).number(TOTAL, 0) == outcome.results.number(TOTAL, 0) == Fraction("76.67")  # 60 + 50/3


def test_edits_of_data_are_reported_figures() -> None:
    start = base()
    end = end_after(start, outcome_of(start, "unit 甲.任务=70%"))
    ref = Ref(Role.INPUT, "任务")
    assert end.reported is not None
    assert end.reported.columns[ref].value(0) == end.facts_for(start.plan)[0].columns[ref].value(0) == Fraction("0.7")


def test_a_renamed_unit_is_found_by_its_former_name() -> None:
    before = base()
    after = base_of(SCHEME, ["乙", "新甲", "丙"], {"任务": ["90%", "80%", "1"], "满意率": ["50%", "100%", "1"]})
    register, _ = register_of([{"单位": "乙"}, {"单位": "新甲", "曾用名": "甲"}, {"单位": "丙"}])
    renamed = Base(after.document, after.results, register, after.collect, after.reported)
    assert pairs_of(end_of(before), end_of(renamed)) == (Pair("甲", (0, 1)), Pair("乙", (1, 0)), Pair("丙", (None, 2)))
