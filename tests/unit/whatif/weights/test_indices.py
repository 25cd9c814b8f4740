from fractions import Fraction

import numpy as np

from kpi_engine.engine.results import Results
from kpi_engine.engine.run import run_plan
from kpi_engine.table import Role
from kpi_engine.whatif.weights.draws import Noise, Simplex, from_raw, raw_numbers
from kpi_engine.whatif.weights.indices import _estimated, indices, sentences
from kpi_engine.whatif.weights.many import outcome
from kpi_engine.whatif.weights.weightings import families
from rates import three_rates, three_rates_run
from scored import facts_of, plan_text

SCHEME = three_rates(50, 40, 10)
UNITS = ["一", "二", "三", "四"]
GIVEN = {"甲率": ["90%", "80%", "70%", "85%"], "乙率": ["70%", "80%", "95%", "75%"], "丙率": ["50%"] * 4}


def base(given: dict[str, list[str]] | None = None) -> Results:
    return three_rates_run(SCHEME, UNITS, given or GIVEN)


def test_the_estimators_by_hand() -> None:
    # y(A) = 0, 2; y(B) = 1, 3; y(AB) = 1, 2: mean 3/2, Σ(y − mean)² = 5, V = 5/3
    variance, told = _estimated([np.array([0, 2]), np.array([1, 3]), np.array([1, 2]), np.array([0, 2])])
    assert variance == Fraction(5, 3)
    assert told == [
        (Fraction(3, 10), Fraction(3, 20)),  # (1·1 + 3·0) ÷ 2 ÷ 5/3 and (1 + 0) ÷ 4 ÷ 5/3
        (Fraction(0), Fraction(0)),
    ]


def test_a_sum_of_independent_numbers_has_the_indices_of_its_parts() -> None:
    dice = np.random.default_rng(3)
    one, two = dice.integers(0, 1000, (2, 40_000, 2))
    weights = np.array([3, 1])
    mixed = [np.column_stack(pair) for pair in ((two[:, 0], one[:, 1]), (one[:, 0], two[:, 1]))]
    _, told = _estimated([one @ weights, two @ weights, *(m @ weights for m in mixed)])
    for (first, total), true in zip(told, (0.9, 0.1), strict=True):  # 9 : 1
        assert abs(float(first) - true) < 0.03
        assert abs(float(total) - true) < 0.01


def test_places_are_those_of_the_draws_and_the_indices_exact() -> None:
    results = base()
    found, _ = families(results.plan, results.facts)
    vary = Noise(Fraction(1, 2))
    told, problems = indices(results, found, vary, 30, 11, ["三"])
    assert not problems
    raw = raw_numbers(found, 30, 11, sets=2)
    samples = [raw[:, :3], raw[:, 3:]]
    for at in range(3):
        mixed = raw[:, :3].copy()
        mixed[:, at] = raw[:, 3 + at]
        samples.append(mixed)
    ranks = [outcome(results, from_raw(results.plan, found, vary, sample), linear=False).ranks.astype(np.int64) for sample in samples]
    was = np.array([1, 4, 1, 3])  # 78, 77, 78, 77.5
    variance, pairs = _estimated([np.abs(place - was).sum(axis=1) for place in ranks])
    assert (told[0].variance, [(one.first, one.total) for one in told[0].told]) == (variance, pairs)
    variance, pairs = _estimated([place[:, 2] for place in ranks])
    assert (told[1].of, told[1].variance, [(one.first, one.total) for one in told[1].told]) == ("三", variance, pairs)
    assert told[0].variance > 0


def test_a_weight_without_any_effect_and_the_answer() -> None:
    results = base()
    told, _ = indices(results, families(results.plan, results.facts)[0], Noise(Fraction(1, 2)), 200, 4)
    assert sentences(told[0])[0].startswith("权重各浮动50%，名次的平均变动主要随这些权重变（总效应）：")
    assert sentences(told[0])[-1] == "样本 N = 200，共 1000 组权重，种子 4；是抽样的估计。"
    assert sentences(told[0], "en")[-1] == "N = 200, 1000 weightings in all, seed 4; estimates from a sample."


def test_nothing_varies() -> None:
    results = base({"甲率": ["90%", "80%", "70%", "60%"], "乙率": ["90%", "80%", "70%", "60%"], "丙率": ["90%", "80%", "70%", "60%"]})
    told, _ = indices(results, families(results.plan, results.facts)[0], Simplex(), 20, 4, ["一"])
    assert all(one.total == one.first == 0 for one in told[0].told)
    assert sentences(told[0]) == ["权重任意取，名次没有变动。"]
    assert sentences(told[1]) == ["权重任意取，一的名次没有变动。"]


def test_unknown_units_and_wrong_draws_are_said_at_once() -> None:
    results = base()
    told, problems = indices(results, families(results.plan, results.facts)[0], Noise(Fraction(2)), 0, 4, ["五", "一", "六"])
    assert told == ()
    assert [p.code.number for p in problems] == ["K828", "K825", "K827", "K827"]


def test_a_scheme_that_ranks_nobody_has_no_ranking_to_move() -> None:
    plan = plan_text(SCHEME.replace("ranking: {within: all, by: [total], ties: share}\n", ""))
    results = run_plan(plan, facts_of(plan, UNITS, {Role.INPUT: GIVEN}, rows={}))
    assert [p.code.number for p in indices(results, families(plan, results.facts)[0], Simplex(), 10, 1)[1]] == ["K829"]
    assert [p.code.number for p in indices(base(), (), Simplex(), 10, 1)[1]] == ["K821"]
