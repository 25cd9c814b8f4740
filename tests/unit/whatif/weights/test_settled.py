from kpi_engine.engine.results import Results
from kpi_engine.engine.run import run_plan
from kpi_engine.formula.tree import Const, references
from kpi_engine.table import Ref, Role
from kpi_engine.whatif.weights.cone import cone_of
from kpi_engine.whatif.weights.many import TOTAL, outcome
from kpi_engine.whatif.weights.settled import settled
from kpi_engine.whatif.weights.weightings import families
from scored import facts_of, plan_text
from weighed import differences, some_weightings

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
clause: 例
rounding: {mode: half_up, indicator: 2, total: 2}
missing: zero
not_applicable: rescale
inputs: {甲率: {kind: percent, owner: 股}, 乙率: {kind: percent, owner: 股}}
indicators:
  组:
    points: 60
    indicators:
      甲: {points: 45, score: points * 甲率}
      乙: {points: 15, score: points * 乙率}
  丙: {points: 40, score: points * 乙率}
ranking: {within: all, by: [total], ties: share}
"""


def base(na: str) -> Results:
    plan = plan_text(SCHEME)
    given = {"甲率": ["50%", "70%"], "乙率": [na, "100%"]}
    return run_plan(plan, facts_of(plan, ["东", "西"], {Role.INPUT: given}, rows={}))


def test_where_everything_applies_to_everybody_nothing_is_rescaled_and_the_total_is_linear() -> None:
    results = base("50%")
    told = outcome(results, some_weightings(families(results.plan, results.facts)[0], 5, 1))
    assert told.is_linear
    assert not differences(told, results, range(5))


def test_where_something_does_not_apply_to_somebody_the_trees_rescale() -> None:
    results = base("不涉及")
    told = outcome(results, some_weightings(families(results.plan, results.facts)[0], 5, 1))
    assert not told.is_linear
    assert not differences(told, results, range(5))


def test_the_applicable_points_of_a_family_that_is_there_are_a_number() -> None:
    results = base("50%")
    found, _ = families(results.plan, results.facts, ["组"])
    cone = cone_of(results.plan, results.facts, found, [TOTAL])
    told = settled(results.plan, cone, found, {Ref(Role.SCORE, name) for name in ("甲", "乙")})
    assert told is not None
    trees = {step.ref: step.tree for step in told.steps}
    full = trees[Ref(Role.FULL, "组")]
    assert isinstance(full, Const)
    assert full.value == 60
    assert Ref(Role.FULL, "组") not in {ref for tree in trees.values() for ref in references(tree)}
    assert settled(results.plan, told, found, {Ref(Role.SCORE, name) for name in ("甲", "乙")}) is None
