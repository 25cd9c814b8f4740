import random
from fractions import Fraction

import pytest

from comparing import base_of
from kpi_engine.engine.run import run_plan
from kpi_engine.table import Ref, Role
from kpi_engine.whatif.merits.contributions import Parts
from schemes import Writer, plan_of, random_facts

HEAD = """
scheme: desk
title: 试算
edition: 2024
points: 100
rounding: {mode: half_up, total: 2}
missing: problem
not_applicable: rescale
inputs:
  一: {kind: percent, owner: 甲股}
  二: {kind: percent, owner: 甲股}
  三: {kind: percent, owner: 甲股}
"""


def parts(text: str, **inputs: str) -> Parts:
    return Parts(base_of(HEAD + text, ["甲"], {name: [value] for name, value in inputs.items()}, events=[]).results)


def test_in_a_plain_sum_an_indicator_brings_its_score() -> None:
    told = parts(
        "indicators: {组: {points: 70, indicators: {子: {points: 50, score: points * 一}, 丑: {points: 20, score: points * 二}}},"
        " 寅: {points: 30, score: points * 三}}",
        一="50%",
        二="100%",
        三="90%",
    )
    assert told.indicators == ("子", "丑", "寅")
    assert told.brought(0) == {"子": 25, "丑": 20, "寅": 27}
    assert told.nominal(0) == {"子": Fraction(1, 2), "丑": Fraction(1, 5), "寅": Fraction(3, 10)}


def test_what_is_rescaled_is_brought_in_proportion() -> None:
    told = parts(
        "indicators: {子: {points: 50, score: points * 一}, 丑: {points: 20, score: points * 二}, 寅: {points: 30, score: points * 三}}",
        一="50%",
        二="不涉及",
        三="50%",
    )
    assert told.brought(0) == {"子": Fraction("31.25"), "丑": 0, "寅": Fraction("18.75")}  # 40 × 100/80 = 50, as 25 to 15


def test_under_a_mean_weights_count() -> None:
    told = parts("combine: mean\nindicators: {子: {weight: 3, points: 1, score: 一}, 丑: {weight: 1, points: 1, score: 二}}", 一="80%", 二="60%")
    assert told.brought(0) == {"子": 60, "丑": 15}  # (3 × 0.8 + 0.6) ÷ 4 of 100
    assert told.nominal(0) == {"子": Fraction(3, 4), "丑": Fraction(1, 4)}


def test_a_bonus_brings_what_it_scored_and_has_no_nominal_share() -> None:
    told = parts("indicators: {子: {points: 100, score: points * 一}, 丑: {bonus: 5, score: 5 * 二}}", 一="80%", 二="60%")
    assert told.brought(0) == {"子": 80, "丑": 3}
    assert told.nominal(0) == {"子": 1, "丑": None}


def test_what_is_neither_sum_nor_mean_is_one_indicator() -> None:
    text = (
        "indicators: {组: {points: 70, combine: highest, indicators: {子: {points: 70, score: points * 一}, 丑: {points: 70, score: points * 二}}},"
    )
    told = parts(text + " 寅: {points: 30, score: points * 三}}", 一="50%", 二="100%", 三="90%")
    assert told.brought(0) == {"组": 70, "寅": 27}


def test_periods_count_with_their_weights() -> None:
    text = "periods: {weights: {六月: 40%, 十二月: 60%}, missing: problem}\nindicators: {子: {points: 60, score: points * 一}, 丑: {points: 40, score: points * 二}}"
    given = {"一@六月": ["50%"], "一@十二月": ["100%"], "二@六月": ["100%"], "二@十二月": ["100%"]}
    told = Parts(base_of(HEAD + text, ["甲"], given).results)
    assert told.brought(0) == {"子": 48, "丑": 40}


@pytest.mark.parametrize("seed", range(20))
def test_parts_add_up_to_the_total_before_decisions(seed: int) -> None:
    dice = random.Random(seed)
    plan = plan_of(Writer(dice).scheme())
    results = run_plan(plan, random_facts(plan, dice))
    told = Parts(results)
    for row in range(len(results.units)):
        brought, whole = told.brought(row), told.score("", row)
        if brought is not None and any(brought.values()) and Ref(Role.SCORE) in plan.steps_by_ref:
            assert sum(brought.values()) == whole
