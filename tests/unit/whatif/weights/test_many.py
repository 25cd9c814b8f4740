import random
from fractions import Fraction

import numpy as np
import pytest

from kpi_engine.engine.results import Results
from kpi_engine.engine.run import run_plan
from kpi_engine.table import Ref, Role
from kpi_engine.whatif.weights.many import GRADE, RANK, TOTAL, Many, outcome
from kpi_engine.whatif.weights.weightings import Weightings, families, stated
from schemes import Writer, plan_of, random_facts
from scored import facts_of, plan_text
from weighed import differences, some_weightings

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
clause: 例
rounding: {mode: half_up, ROUNDING}
missing: zero
not_applicable: problem
inputs:
  甲率: {kind: percent, owner: 股}
  乙率: {kind: percent, owner: 股}
  丙率: {kind: percent, owner: 股}
indicators:
  甲: {points: 50, score: points * 甲率}
  乙: {points: 30, score: points * 乙率}
  丙: {points: 20, floor: none, score: points * 丙率}
MORE
ranking: {within: all, by: [total], ties: share}
"""
GRADES = "grades: {of: total, from: {优秀: 85}, otherwise: 合格}\n"
QUOTA = "quotas: {名额: {grade: 优秀, at_most: 2, at_the_cut: take_none, falls_to: 合格}}\n"
UNITS = ["一", "二", "三", "四"]
GIVEN = {"甲率": ["90%", "80%", "90%", "100%"], "乙率": ["80%", "100%", "80%", "70%"], "丙率": ["100%", "80%", "100%", "-15%"]}
HALVES = {"甲": Fraction(40), "乙": Fraction(40), "丙": Fraction(20)}
LAST = {"甲": Fraction(20), "乙": Fraction(20), "丙": Fraction(60)}


def scored(more: str = "", rounding: str = "total: 2", given: dict[str, list[str]] | None = None) -> Results:
    plan = plan_text(SCHEME.replace("MORE\n", more).replace("ROUNDING", rounding))
    return run_plan(plan, facts_of(plan, UNITS, {Role.INPUT: given or GIVEN}, rows={}))


def weighed(results: Results, *given: dict[str, Fraction]) -> Weightings:
    found, _ = families(results.plan, results.facts)
    told, problems = stated(results.plan, found, given)
    assert told is not None, problems
    return told


@pytest.mark.parametrize("linear", [True, False])
@pytest.mark.parametrize("rounding", ["total: 2", "indicator: 2, total: 2", "indicator: 1, total: 1"])
def test_totals_and_tied_ranks_under_each_weighting(rounding: str, linear: bool) -> None:
    results = scored(rounding=rounding)
    told = outcome(results, weighed(results, {}, HALVES, LAST), linear=linear)
    assert [[told.totals.value(at, unit) for unit in range(4)] for at in range(3)] == [[89, 86, 89, 68], [88, 88, 88, 65], [94, 84, 94, 25]]
    assert told.ranks.tolist() == [[1, 3, 1, 4], [1, 1, 1, 4], [1, 3, 1, 4]]  # the same data, the same place
    assert told.is_linear is linear


@pytest.mark.parametrize("linear", [True, False])
def test_grades_after_a_quota_that_is_cut_in_a_tie(linear: bool) -> None:
    results = scored(GRADES + QUOTA)
    told = outcome(results, weighed(results, {}, HALVES, LAST), linear=linear)
    grades = [[told.grade(at, unit) for unit in range(4)] for at in range(3)]
    assert grades[0] == ["优秀", "合格", "优秀", "合格"]  # 89, 86, 89: three above 85, two places
    assert grades[1] == ["合格", "合格", "合格", "合格"]  # three with 88 for two places: none
    assert grades[2] == ["优秀", "合格", "优秀", "合格"]
    assert not differences(told, results, range(3))


def test_a_true_tie_at_the_rounding_goes_up_as_it_does_in_a_run() -> None:
    results = scored(given={"甲率": ["1.01%", "1%", "1.03%", "1%"], "乙率": ["0%"] * 4, "丙率": ["0%", "-0.01%", "0%", "-0.03%"]})
    told = outcome(results, weighed(results, {}, {"甲": Fraction(50), "乙": Fraction(25), "丙": Fraction(25)}))
    assert [told.totals.value(0, unit) for unit in range(4)] == [Fraction("0.51"), Fraction("0.5"), Fraction("0.52"), Fraction("0.49")]
    assert [told.totals.value(1, unit) for unit in range(4)] == [Fraction("0.51"), Fraction("0.5"), Fraction("0.52"), Fraction("0.49")]
    assert told.is_linear
    assert not differences(told, results, [0, 1])


def test_a_veto_that_looks_at_the_total_is_asked_again_under_each_weighting() -> None:
    results = scored(GRADES + "vetoes: {低分: {when: total < 66, then: {grade: 合格}}}\n")
    told = outcome(results, weighed(results, {}, HALVES, LAST))
    assert not differences(told, results, range(3))


def test_a_weight_of_zero_is_worked_out_by_the_trees_themselves() -> None:
    results = scored(GRADES)
    told = outcome(results, weighed(results, {"甲": Fraction(0), "乙": Fraction(80)}))
    assert not told.is_linear
    assert [told.totals.value(0, unit) for unit in range(4)] == [84, 96, 84, 53]
    assert not differences(told, results, [0])


def test_units_whose_classes_lie_mixed_in_the_register_keep_their_order() -> None:
    text = SCHEME.replace("within: all", "within: class").replace("MORE", "classes: {街道: {}, 部门: {}}").replace("ROUNDING", "total: 2")
    plan = plan_text(text)
    units = dict(zip(UNITS, ["部门", "街道", "部门", "街道"], strict=True))
    results = run_plan(plan, facts_of(plan, units, {Role.INPUT: GIVEN}, rows={}))
    told = outcome(results, weighed(results, {}, LAST))
    assert told.ranks.tolist() == [[1, 1, 1, 2], [1, 1, 1, 2]]
    assert [told.totals.value(1, unit) for unit in range(4)] == [94, 84, 94, 25]


def test_long_denominators_are_rounded_right_all_the_same() -> None:
    text = SCHEME.replace("MORE\n", "").replace("ROUNDING", "total: 2")
    for name, by in (("甲", 999_983), ("乙", 1_000_003), ("丙", 999_979)):
        text = text.replace(f"score: points * {name}率", f"score: points * {name}率 / {by} * {by - 1}")
    plan = plan_text(text)
    results = run_plan(plan, facts_of(plan, UNITS, {Role.INPUT: GIVEN}, rows={}))
    told = outcome(results, some_weightings(families(plan, results.facts)[0], 40, 1, 10_000))
    assert told.is_linear
    assert not differences(told, results, range(40))


@pytest.mark.parametrize("seed", range(12))
def test_random_schemes_give_what_each_reweighed_plan_gives(seed: int) -> None:
    dice = random.Random(seed)
    plan = plan_of(Writer(dice).scheme())
    results = run_plan(plan, random_facts(plan, dice))
    found, _ = families(plan, results.facts)
    if not found:
        return
    weightings = some_weightings(found[: dice.randint(1, len(found))], 3, seed)
    for linear in (True, False):
        assert not differences(outcome(results, weightings, linear=linear), results, range(3))


def test_more_weightings_than_one_block_holds() -> None:
    results = scored(GRADES + QUOTA)
    told = outcome(results, some_weightings(families(results.plan, results.facts)[0], 7000, 3))
    assert len(told.ranks) == 7000  # 4 units: blocks of 6,144 weightings
    assert not differences(told, results, [0, 6143, 6144, 6999])
    slow = outcome(results, told.weightings.some(slice(6140, 6150)), linear=False)
    assert np.array_equal(slow.ranks, told.ranks[6140:6150])
    assert np.array_equal(slow.grades, told.grades[6140:6150])


def test_what_does_not_depend_on_the_weights_is_the_same_in_all() -> None:
    results = scored()
    score = Ref(Role.SCORE, "甲")
    weightings = weighed(results, {}, LAST)
    figures = Many(results, weightings, [score, Ref(Role.POINTS, "丙"), TOTAL]).run(weightings)
    assert [figures[score].value(1, unit) for unit in range(4)] == [18, 16, 18, 20]
    assert [figures[Ref(Role.POINTS, "丙")].value(at, 0) for at in (0, 1)] == [20, 60]
    assert RANK not in figures
    assert GRADE not in figures
