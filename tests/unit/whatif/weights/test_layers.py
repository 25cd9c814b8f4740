from fractions import Fraction

from kpi_engine.engine.results import Results
from kpi_engine.engine.run import run_plan
from kpi_engine.table import Ref, Role
from kpi_engine.whatif.weights.cone import cone_of
from kpi_engine.whatif.weights.layers import Layer, Layers, layers_of
from kpi_engine.whatif.weights.many import RANK, TOTAL
from kpi_engine.whatif.weights.weightings import families
from scored import facts_of, plan_text

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
clause: 例
rounding: {mode: half_up, ROUNDING}
missing: zero
not_applicable: rescale
inputs:
  甲率: {kind: percent, owner: 股}
  乙率: {kind: percent, owner: 股}
  丙率: {kind: percent, owner: 股}
indicators:
  组:
    points: 60
    indicators:
      甲: {points: 45, score: points * 甲率}
      乙: {points: 15, score: points * 乙率}
  丙: {points: 40, score: points * 丙率}
ranking: {within: all, by: [total], ties: share}
"""


def results(rounding: str = "total: 2", na: str = "50%") -> Results:
    plan = plan_text(SCHEME.replace("ROUNDING", rounding))
    given = {"甲率": ["50%", "70%"], "乙率": [na, "100%"], "丙率": ["10%", "80%"]}
    return run_plan(plan, facts_of(plan, ["东", "西"], {Role.INPUT: given}, rows={}))


def layers(of: Results, *parents: str) -> Layers:
    found, _ = families(of.plan, of.facts, parents)
    return layers_of(cone_of(of.plan, of.facts, found, [TOTAL, RANK]), [TOTAL, RANK])


def coefficient(layer: Layer, name: Ref, unit: int) -> Fraction:
    return Fraction(int(layer.form.terms[name][unit]), int(layer.form.below[unit]))


def test_the_coefficient_of_a_share_is_the_rate_that_the_unit_reached() -> None:
    text = SCHEME.replace("not_applicable: rescale", "not_applicable: problem").replace("ROUNDING", "total: 2")
    plan = plan_text(text)
    base = run_plan(plan, results().facts)
    told = layers(base, "")
    rounded = next(layer for layer in told.layers if layer.rounding is not None)
    drawn = {name: Ref(Role.POINTS, name, part="drawn") for name in ("组", "丙")}
    assert [coefficient(rounded, drawn["丙"], unit) for unit in (0, 1)] == [Fraction(1, 10), Fraction(4, 5)]
    assert [coefficient(rounded, drawn["组"], unit) for unit in (0, 1)] == [Fraction(1, 2), Fraction(31, 40)]  # (45 × 70% + 15) ÷ 60 = 77.5%
    assert [step.ref for step in told.rest if step.ref.role is Role.TOTAL] == []
    assert RANK in {step.ref for step in told.rest}


def test_what_is_rounded_is_a_layer_and_the_total_stands_on_it() -> None:
    text = SCHEME.replace("not_applicable: rescale", "not_applicable: problem").replace("ROUNDING", "indicator: 1, group: 1, total: 1")
    plan = plan_text(text)
    told = layers(run_plan(plan, results().facts), "", "组")
    rounded = [layer.ref for layer in told.layers if layer.rounding is not None]
    assert rounded == [Ref(Role.SCORE, "丙"), Ref(Role.SCORE, "乙"), Ref(Role.SCORE, "甲"), Ref(Role.SCORE, "组"), Ref(Role.SCORE, "")]
    assert any(layer.times == Ref(Role.POINTS, "组", part="drawn") for layer in told.layers)


def test_rescaling_divides_by_shares_and_stays_for_the_worlds() -> None:
    told = layers(results(na="不涉及"), "组")
    assert Ref(Role.START, "组") in {step.ref for step in told.rest}
    assert TOTAL in {step.ref for step in told.rest}
