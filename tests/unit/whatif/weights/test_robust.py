from fractions import Fraction

import numpy as np

from kpi_engine.engine.results import Results
from kpi_engine.engine.run import run_plan
from kpi_engine.table import Role
from kpi_engine.whatif.weights.draws import Noise, Simplex, varied
from kpi_engine.whatif.weights.many import outcome
from kpi_engine.whatif.weights.robust import Robust, robust, robust_of, sentences
from kpi_engine.whatif.weights.weightings import Weightings, families, stated
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
inputs: {甲率: {kind: percent, owner: 股}, 乙率: {kind: percent, owner: 股}}
indicators:
  甲: {points: 60, score: points * 甲率}
  乙: {points: 40, score: points * 乙率}
grades: {of: total, from: {优秀: 80}, otherwise: 合格}
ranking: {within: WITHIN, by: [total], ties: share}
"""
GIVEN = {"甲率": ["100%", "90%", "60%", "80%"], "乙率": ["100%", "70%", "110%", "30%"]}  # 100, 82, 80, 60


def base(within: str = "all") -> Results:
    plan = plan_text(SCHEME.replace("WITHIN", within) + ("classes: {街道: {}, 部门: {}}\n" if within == "class" else ""))
    units = {"一": "街道", "二": "街道", "三": "部门", "四": "部门"}
    return run_plan(plan, facts_of(plan, units if within == "class" else list(units), {Role.INPUT: GIVEN}, rows={}))


def drawn(results: Results, *shares: int) -> Robust:
    found, _ = families(results.plan, results.facts)
    told, problems = stated(results.plan, found, [{"甲": Fraction(share), "乙": Fraction(100 - share)} for share in shares])
    assert told is not None, problems
    return robust_of(results, outcome(results, told), Noise(Fraction(1, 10)), 1)


def test_which_places_hold_and_which_neighbours_change() -> None:
    ranking = drawn(base(), 60, 60, 55, 50).rankings[0]
    # 二: 82, 82, 81, 80; 三 (its 110% is capped): 76, 76, 78, 80; 四: 60, 60, 57.5, 55
    assert [unit.rank for unit in ranking.units] == [1, 2, 3, 4]
    assert [(unit.best, unit.low, unit.median, unit.high, unit.worst) for unit in ranking.units] == [
        (1, 1, 1, 1, 1), (2, 2, 2, 2, 2), (2, 2, 3, 3, 3), (4, 4, 4, 4, 4),
    ]  # fmt: skip
    assert ranking.top == 2
    assert ranking.settled == (1, 3)
    assert ranking.swaps == ()  # a shared place is no change of order


def test_neighbours_that_change_and_the_share_of_draws_in_which_they_do() -> None:
    told = drawn(base(), 60, 40, 45, 60)
    swap = told.rankings[0].swaps[0]
    assert (swap.upper, swap.lower, swap.rank, swap.below, swap.share) == ("二", "三", 2, 3, Fraction(1, 2))
    assert sentences(told)[0] == "权重各浮动10%，第1名不变；第2、3名可能互换（50%）。"
    assert sentences(told, "en")[0] == "weights ±10%: the first place holds; places 2 and 3 may change (50%)."


def test_the_share_of_draws_with_each_grade() -> None:
    told = drawn(base(), 60, 40, 45, 60)
    units = {unit.unit: unit for unit in told.rankings[0].units}
    assert units["三"].grades == (("优秀", Fraction(1, 2)), ("合格", Fraction(1, 2)))  # 76, 84, 82, 76
    assert units["二"].grades == (("优秀", Fraction(1, 2)), ("合格", Fraction(1, 2)))  # 82, 78, 79, 82
    assert units["一"].keeps_grade
    assert sentences(told)[1] == "2 个单位的等次会变：二（现为优秀）优秀 50%、合格 50%；三（现为合格）优秀 50%、合格 50%。"


def test_nothing_changes() -> None:
    told = drawn(base(), 60, 61)
    assert sentences(told)[:2] == ["权重各浮动10%，名次都不变。", "等次都不变。"]
    assert told.rankings[0].top == 4


def test_each_class_has_a_ranking_of_its_own() -> None:
    told = drawn(base("class"), 60, 20)
    assert [(ranking.name, ranking.top) for ranking in told.rankings] == [("街道", 2), ("部门", 2)]
    assert sentences(told)[0] == "街道：权重各浮动10%，名次都不变。"


def test_the_quantile_is_a_place_that_the_unit_had() -> None:
    results = base()
    ranges = robust(results, families(results.plan, results.facts)[0], Simplex(), 101, 9)[0]
    assert ranges is not None
    told = outcome(results, varied_again(results)).ranks
    for unit in ranges.rankings[0].units:
        places = np.sort(told[:, unit.row]).tolist()
        assert (unit.low, unit.median, unit.high) == (places[5], places[50], places[95])  # ⌈5.05⌉ = 6th, ⌈50.5⌉ = 51st, ⌈95.95⌉ = 96th


def varied_again(results: Results) -> Weightings:
    return varied(results.plan, families(results.plan, results.facts)[0], Simplex(), 101, 9)


def test_the_same_seed_gives_the_same_answer_and_wrong_questions_are_refused() -> None:
    results = base()
    found, _ = families(results.plan, results.facts)
    assert robust(results, found, Noise(Fraction(1, 2)), 200, 5) == robust(results, found, Noise(Fraction(1, 2)), 200, 5)
    assert [p.code.number for p in robust(results, found, Noise(Fraction(2)), 0, 5)[1]] == ["K828", "K825"]


def test_rare_changes_are_not_rounded_away() -> None:
    told = drawn(base(), *[60] * 300, 40)
    assert sentences(told)[0] == "权重各浮动10%，第1名不变；第2、3名可能互换（<1%）。"


def test_a_scheme_that_ranks_nobody_is_asked_for_its_grades_alone() -> None:
    plan = plan_text(SCHEME.replace("ranking: {within: WITHIN, by: [total], ties: share}\n", ""))
    results = run_plan(plan, facts_of(plan, ["一", "二", "三", "四"], {Role.INPUT: GIVEN}, rows={}))
    told = drawn(results, 60, 40)
    assert sentences(told)[0] == "2 个单位的等次会变：二（现为优秀）优秀 50%、合格 50%；三（现为合格）优秀 50%、合格 50%。"
