import random
from fractions import Fraction

import pytest

from comparing import base_of
from kpi_engine.engine.run import run_plan
from kpi_engine.whatif.merits.moments import Correlation
from kpi_engine.whatif.merits.quality import GroupQuality, IndicatorQuality, quality, sentences
from schemes import Writer, plan_of, random_facts

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: rescale
inputs:
  一: {kind: number, owner: 甲股}
  二: {kind: number, owner: 甲股}
indicators:
  甲: {points: 60, floor: none, score: 一}
  乙: {points: 40, floor: none, score: 二}
ranking: {within: all, by: [total], ties: share}
"""
UNITS = ["A", "B", "C", "D", "E"]
GIVEN = {"一": ["60", "60", "60", "60", "30"], "二": ["40", "20", "0", "20", "20"]}


def only(given: dict[str, list[str]], text: str = SCHEME, **more: Fraction) -> GroupQuality:
    (group,) = quality(base_of(text, UNITS, given).results, **more).groups
    return group


def test_each_indicator_by_hand() -> None:
    first, second = only(GIVEN).indicators
    assert first == IndicatorQuality(
        "甲",
        "甲",
        5,
        Fraction(4, 5),
        Fraction(0),
        Fraction(54),
        Fraction(144),
        Correlation(1, Fraction(9, 19)),  # cov 144, √(144 · 304)
        Correlation(0, Fraction(0)),  # the two do not go together at all
        Fraction(3, 5),
        Fraction(9, 19),
    )
    assert (first.deviation, second.deviation) == ("12.00", "12.65")
    assert (second.at_full, second.at_zero, second.effective) == (Fraction(1, 5), Fraction(1, 5), Fraction(10, 19))


def test_an_effective_weight_far_from_what_the_text_says_is_told() -> None:
    group = only(GIVEN)
    assert [one.name for one in group.far()] == ["甲", "乙"]
    assert group.far(Fraction(13, 100)) == ()  # 12/95 off
    assert sentences(quality(base_of(SCHEME, UNITS, GIVEN).results)) == [
        "多数单位得满分：甲（80.0%）。",
        "甲名义权重 60.0%，在总分差距里占 47.4%，偏小。",
        "乙名义权重 40.0%，在总分差距里占 52.6%，偏大。",
    ]


def test_two_that_measure_the_same_are_named_from_the_stated_bound_on() -> None:
    given = {"一": ["1", "2", "3", "4", "5"], "二": ["1", "2", "3", "4", "5"]}
    (pair,) = only(given).same
    assert (pair.names, pair.units, pair.r) == (("甲", "乙"), 5, Correlation(1, Fraction(1)))
    given["二"] = ["1", "2", "3", "5", "4"]  # r = 0.9
    assert len(only(given).same) == 1
    assert only(given, alike=Fraction(901, 1000)).same == ()
    against = {"一": ["1", "2", "3", "4", "5"], "二": ["2.5", "2", "1.5", "1", "0.5"]}
    assert only(against).same[0].r == Correlation(-1, Fraction(1))
    assert only(against).indicators[1].effective == Fraction(-1)  # totals 3.5, 4, …, 5.5: cov −0.5 ÷ var 0.5
    said = sentences(quality(base_of(SCHEME, UNITS, against).results))
    assert "甲与其余各项反着走：这一项得分高的，其余得分往往低（相关系数 -1.000）。" in said
    assert "甲、乙几乎总是此高彼低（5 个单位，相关系数 -1.000）。" in said
    assert "乙名义权重 40.0%，没有拉开总分，反而把差距缩小了（-100.0%）。" in said
    given["二"] = ["1", "2", "3", "4", "5"]
    assert "甲、乙几乎测的是同一件事（5 个单位，相关系数 1.000）。" in sentences(quality(base_of(SCHEME, UNITS, given).results))


def test_what_is_the_same_for_every_unit_tells_nobody_apart() -> None:
    told = quality(base_of(SCHEME, UNITS, {**GIVEN, "二": ["40"] * 5}).results)
    second = told.groups[0].indicators[1]
    assert (second.with_total, second.with_rest, second.effective) == (None, None, Fraction(0))
    assert "各单位得分一样，拉不开差距：乙。" in sentences(told)
    assert "The same for every unit: 乙." in sentences(told, "en")


def test_units_without_the_indicator_are_left_out_of_it() -> None:
    told = only({**GIVEN, "二": ["40", "20", "不涉及", "20", "20"]})
    assert [one.units for one in told.indicators] == [5, 4]
    assert told.indicators[1].with_total is None  # of four units nothing is said


def test_classes_are_looked_at_one_by_one_where_points_differ() -> None:
    text = SCHEME.replace("indicators:", "classes: {街道: {}, 部门: {}}\nindicators:").replace(
        "甲: {points: 60", "甲: {points: {街道: 60, 部门: 100}"
    )
    text = text.replace("乙: {points: 40", "乙: {points: {街道: 40, 部门: 0}")
    classes = {"A": "街道", "B": "街道", "C": "街道", "D": "部门", "E": "部门"}
    told = quality(base_of(text, classes, {**GIVEN, "二": ["40", "20", "0", "0", "0"]}).results)
    assert [(group.class_, group.units) for group in told.groups] == [("街道", 3), ("部门", 2)]
    assert [(one.name, one.nominal) for one in told.groups[1].indicators] == [("甲", Fraction(1))]  # what has no points is not there


def test_units_with_the_same_data_have_no_spread_to_divide() -> None:
    told = only({"一": ["50"] * 5, "二": ["-5"] * 5})
    assert [one.effective for one in told.indicators] == [None, None]
    assert [one.at_zero for one in told.indicators] == [0, 0]


@pytest.mark.parametrize("seed", range(15))
def test_effective_weights_add_up_to_one(seed: int) -> None:
    dice = random.Random(seed)
    plan = plan_of(Writer(dice).scheme())
    results = run_plan(plan, random_facts(plan, dice, 8))
    for group in quality(results).groups:
        known = [one.effective for one in group.indicators if one.effective is not None]
        if known and len(group.indicators) == len(known):
            assert sum(known) == 1
