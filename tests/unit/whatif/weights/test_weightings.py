from fractions import Fraction

import numpy as np

from kpi_engine.table import Facts, Role
from kpi_engine.whatif.weights.weightings import Family, apportioned, families, of_steps, proportional, stated, together
from scored import facts_of, plan_text

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
clause: 例
rounding: {mode: half_up, total: 2}
missing: zero
not_applicable: problem
classes: {街道: {}, 部门: {}}
inputs: {率: {kind: percent, owner: 股}}
indicators:
  甲:
    points: 60
    indicators:
      甲一: {points: {街道: 40, 部门: 20}, score: points * 率}
      甲二: {points: {街道: 20, 部门: 40}, score: points * 率}
  乙: {points: 40, score: points * 率}
  加: {bonus: 3, add: {表扬: 1}}
"""


def facts() -> Facts:
    return facts_of(plan_text(SCHEME), {"东": "街道", "西": "部门"}, {Role.INPUT: {"率": ["50%", "90%"]}}, rows={"events": []})


def test_families_are_what_carries_the_points_of_one_node() -> None:
    told, problems = families(plan_text(SCHEME), facts())
    assert not problems
    assert [(family.parent, family.children, family.classes) for family in told] == [
        ("", ("甲", "乙"), ("",)),  # a bonus counts above the points
        ("甲", ("甲一", "甲二"), ("街道", "部门")),
    ]
    assert told[1].nominal == ((40, 20), (20, 40))
    assert told[1].sums == (60, 60)


def test_unknown_nodes_and_nodes_with_nothing_to_weigh_are_told_all_at_once() -> None:
    _, problems = families(plan_text(SCHEME), facts(), ["申", "甲", "乙"])
    assert [p.code.number for p in problems] == ["K820", "K821"]
    _, problems = families(plan_text(SCHEME), facts(), ["加"])
    assert [p.code.number for p in problems] == ["K821"]


def test_weights_under_a_mean_are_a_family_too() -> None:
    text = (
        SCHEME.replace("points: 60\n", "points: 60\n    combine: mean\n")
        .replace("points: {街道: 40, 部门: 20}", "weight: 1")
        .replace("points: {街道: 20, 部门: 40}", "weight: 2")
    )
    told, _ = families(plan_text(text), facts(), ["甲"])
    assert told == (Family("甲", ("甲一", "甲二"), ("",), ((Fraction(1), Fraction(2)),)),)


def test_steps_are_handed_out_by_the_largest_remainder_and_in_the_order_of_the_scheme() -> None:
    assert apportioned(np.array([[1, 1, 1], [5, 3, 1], [0, 0, 0]]), 100).tolist() == [[34, 33, 33], [56, 33, 11], [0, 0, 0]]
    assert apportioned(np.array([[2**60, 2**60, 1]]), 10_000).tolist() == [[5000, 5000, 0]]


def test_shares_are_steps_of_the_sum_by_class() -> None:
    family = families(plan_text(SCHEME), facts(), ["甲"])[0][0]
    told = of_steps(family, np.array([[[1, 3], [2, 2]]]), 4)
    assert told.shares(0) == {"甲一": {"街道": 15, "部门": 30}, "甲二": {"街道": 45, "部门": 30}}


def test_families_beside_one_another_have_the_classes_of_those_that_tell_them_apart() -> None:
    one, two = families(plan_text(SCHEME), facts())[0]
    told = together([of_steps(one, np.array([[[7, 3]]]), 10), of_steps(two, np.array([[[1, 1], [1, 1]]]), 2)])
    assert told.names == ("甲", "乙", "甲一", "甲二")
    assert told.share(0, "甲", "部门") == 70
    assert told.share(0, "甲二", "部门") == 30


def test_stated_weightings_keep_what_they_do_not_name() -> None:
    found, _ = families(plan_text(SCHEME), facts(), [""])
    told, problems = stated(plan_text(SCHEME), found, [{}, {"甲": Fraction("66.5"), "乙": Fraction("33.5")}])
    assert not problems
    assert told is not None
    assert [told.share(at, "甲") for at in (0, 1)] == [60, Fraction("66.5")]


def test_all_that_is_wrong_with_stated_weightings_is_said_at_once() -> None:
    found, _ = families(plan_text(SCHEME), facts(), [""])
    given = [{"甲": Fraction(-1)}, {"甲": Fraction(0), "乙": Fraction(0)}, {"乙": Fraction(41)}, {"丙": Fraction(1)}]
    told, problems = stated(plan_text(SCHEME), found, given)
    assert told is None
    assert [p.code.number for p in problems] == ["K822", "K805", "K826", "K806", "K826"]


def test_shares_without_a_small_common_denominator_are_refused_and_taken_as_proportions() -> None:
    found, _ = families(plan_text(SCHEME), facts(), [""])
    given = [
        {"甲": Fraction(100 * 10**9, 10**9 + 7), "乙": 100 - Fraction(100 * 10**9, 10**9 + 7)},
        {"甲": Fraction(100, 10**9 + 9), "乙": 100 - Fraction(100, 10**9 + 9)},
    ]
    assert [p.code.number for p in stated(plan_text(SCHEME), found, given)[1]] == ["K860"]
    told, problems = proportional(
        plan_text(SCHEME), found, [*given, {"甲": Fraction(2), "乙": Fraction(1)}, {"甲": Fraction(10**30), "乙": Fraction(10**30)}]
    )
    assert not problems
    assert told is not None
    assert [told.share(at, "甲") for at in range(4)] == [100, 0, Fraction("66.67"), 50]


def test_what_is_wrong_with_proportions() -> None:
    found, _ = families(plan_text(SCHEME), facts(), [""])
    told, problems = proportional(plan_text(SCHEME), found, [{"甲": Fraction(-1)}, {"甲": Fraction(0), "乙": Fraction(0)}, {"甲": Fraction(7)}])
    assert told is None
    assert [p.code.number for p in problems] == ["K805", "K806"]
