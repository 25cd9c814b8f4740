"""Indicators that are for some classes only have no share elsewhere: in draws, in what is left out, in what counts in the whole."""

from fractions import Fraction

from bases import base_of, outcome_of
from kpi_engine.table import Ref, Role
from kpi_engine.whatif.weights.draws import Noise
from kpi_engine.whatif.weights.effective import effective_weights
from kpi_engine.whatif.weights.removal import removals
from kpi_engine.whatif.weights.robust import robust
from kpi_engine.whatif.weights.weightings import families
from scored import HEAD

TEXT = (
    HEAD
    + """
clause: 例
classes: {街道: {}, 部门: {}}
inputs: {甲率: {kind: percent, owner: 股}, 乙率: {kind: percent, owner: 股}, 丙率: {kind: percent, owner: 股}}
indicators:
  甲: {points: {街道: 50, 部门: 60}, score: points * 甲率}
  乙: {points: {街道: 20, 部门: 40}, score: points * 乙率}
  丙: {points: 30, only_for: {class: 街道}, score: points * 丙率}
grades: {of: total, from: {优秀: 80}, otherwise: 合格}
ranking: {within: class, by: [total], ties: share}
"""
)
UNITS = {"东街": "街道", "西街": "街道", "南部": "部门", "北部": "部门"}
BASE = base_of(
    TEXT, UNITS, {"甲率": ["100%", "60%", "100%", "60%"], "乙率": ["60%", "100%", "60%", "100%"], "丙率": ["50%", "90%", "不涉及", "不涉及"]}
)
FOUND, _ = families(BASE.plan, BASE.results.facts)


def test_a_family_has_the_shares_of_those_that_exist() -> None:
    (family,) = FOUND
    assert dict(zip(family.classes, family.nominal, strict=True)) == {"街道": (50, 20, 30), "部门": (60, 40, 0)}
    assert family.sums == (100, 100)


def test_leaving_one_out_is_what_a_scenario_without_it_says() -> None:
    told = {one.name: one for one in removals(BASE.results, FOUND).told}
    for name in ("甲", "乙"):
        results = outcome_of(BASE, f"drop {name}", rebalance="siblings").results
        grades = [results.word(Ref(Role.GRADE), row) != BASE.results.word(Ref(Role.GRADE), row) for row in range(4)]
        ranks = [results.number(Ref(Role.RANK), row) != BASE.results.number(Ref(Role.RANK), row) for row in range(4)]
        assert (told[name].grades, told[name].moved) == (sum(grades), sum(ranks))


def test_what_counts_in_the_whole_is_told_of_those_that_exist() -> None:
    whole = {one.name: dict(zip(one.classes, one.whole, strict=True)) for one in effective_weights(BASE.plan)}
    assert whole["甲"] == {"街道": Fraction(1, 2), "部门": Fraction(3, 5)}
    assert whole["丙"] == {"街道": Fraction(3, 10), "部门": 0}


def test_a_draw_without_noise_is_the_run_itself() -> None:
    told, problems = robust(BASE.results, FOUND, Noise(Fraction(0)), 3, 1)
    assert told is not None, problems
    assert all(one.best == one.worst == one.rank for ranking in told.rankings for one in ranking.units)
    assert all(one.keeps_grade for ranking in told.rankings for one in ranking.units)


def test_where_one_is_for_certain_units_there_is_no_family() -> None:
    east = "  丙: {points: 30, only_for: {class: 街道, unit: 东街}, score: points * 丙率}\n"
    each = east + east.replace("丙:", "丁:").replace("东街", "西街")  # so that each street has 100 in all
    base = base_of(TEXT.replace("  丙: {points: 30, only_for: {class: 街道}, score: points * 丙率}\n", each), UNITS, {
        "甲率": ["100%", "60%", "100%", "60%"], "乙率": ["60%", "100%", "60%", "100%"], "丙率": ["50%", "90%", "不涉及", "不涉及"],
    })  # fmt: skip
    assert families(base.plan, base.results.facts) == ((), [])
