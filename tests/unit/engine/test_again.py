"""What is taken over from earlier results is what a full run gives: in every figure, on both readers."""

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from bases import base_of
from kpi_engine.engine.again import run_again
from kpi_engine.engine.plan import Plan, plan_scheme
from kpi_engine.engine.results import Results
from kpi_engine.engine.run import run_plan
from kpi_engine.formula import columns
from kpi_engine.scheme.amend import set_path
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.shape import read_model
from kpi_engine.table import Facts, Kind, Ref, Role, State, column_of
from kpi_engine.whatif.reweigh import reweighed
from schemes import Writer, plan_of, random_facts
from scored import HEAD

TEXT = (
    HEAD.replace("total: 2}", "indicator: 2, total: 2}")
    + """
clause: 例
classes: {街道: {}, 部门: {}}
inputs: {甲率: {kind: percent, owner: 股}, 乙率: {kind: percent, owner: 股}}
indicators:
  甲: {points: 60, score: points * sqrt(甲率)}
  乙: {points: 30, score: points * 乙率}
  丙: {points: 10, owner: 股, deduct: {迟到: 3}}
grades: {of: total, from: {优秀: 80}, otherwise: 合格}
ranking: {within: class, by: [total], ties: share}
"""
)
UNITS = {"东": "街道", "西": "街道", "南": "部门"}
BASE = base_of(TEXT, UNITS, {"甲率": ["50%", "64%", "81%"], "乙率": ["90%", "80%", "40%"]}, events=[{"unit": "西", "event": "迟到"}])


def same(again: Results, full: Results) -> bool:
    refs = list(full.plan.steps_by_ref)
    return list(again.plan.steps_by_ref) == refs and all(list(again.cells(ref)) == list(full.cells(ref)) for ref in refs)


def edited(path: str, value: str) -> Plan:
    document, problems = set_path(BASE.document, path, value)
    assert not problems
    scheme, _ = read_model(Scheme, document)
    return plan_scheme(scheme)[0]


@pytest.mark.parametrize(
    "plan",
    [
        BASE.plan,
        edited("grades.优秀", "70"),
        edited("乙.score", "points * 乙率 * 50%"),
        edited("迟到.each", "4"),
        edited("甲.score", "points * sqrt(甲率 * 50%)"),
        reweighed(BASE.plan, {"甲": Fraction(50), "乙": Fraction(40)}),
    ],
    ids=["nothing", "bound", "rule", "price", "root", "points"],
)
def test_a_changed_plan_gives_what_a_full_run_gives(plan: Plan) -> None:
    again = run_again(plan, BASE.results.facts, BASE.results)
    assert same(again, run_plan(plan, BASE.results.facts))
    assert same(again, run_plan(plan, BASE.results.facts, reader="exact"))


def with_rate(facts: Facts) -> Facts:
    ref = Ref(Role.INPUT, "乙率")
    return replace(facts, columns={**facts.columns, ref: column_of(Kind.NUMBER, [(State.PRESENT, Fraction(n, 10)) for n in (1, 2, 3)])})


def test_changed_facts_give_what_a_full_run_gives() -> None:
    facts = with_rate(BASE.results.facts)
    assert same(run_again(BASE.plan, facts, BASE.results), run_plan(BASE.plan, facts))


def test_other_units_are_run_from_the_beginning() -> None:
    fewer = base_of(TEXT, {"北": "街道"}, {"甲率": ["50%"], "乙率": ["90%"]}).results
    assert same(run_again(BASE.plan, fewer.facts, BASE.results), run_plan(BASE.plan, fewer.facts))


def test_only_what_depends_on_the_change_is_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[Ref]] = []
    monkeypatch.setattr(
        "kpi_engine.engine.run.run_columns", lambda steps, facts: ran.append([s.ref for s in steps]) or columns.run_columns(steps, facts)
    )
    run_again(edited("grades.优秀", "70"), BASE.results.facts, BASE.results)
    roots = {Ref(Role.START, "甲"), Ref(Role.RAW, "甲"), Ref(Role.CAPPED, "甲"), Ref(Role.CAPPED, "甲", part="policy"), Ref(Role.SCORE, "甲")}
    assert {ref for ref in ran[0] if ref.role is Role.GRADE} == {Ref(Role.GRADE, part="band"), Ref(Role.GRADE, part="veto"), Ref(Role.GRADE)}
    assert {ref for ref in ran[0] if ref.name == "乙"} == set()
    assert roots <= set(ran[0]), "unrounded roots have no column, and what rests on them is worked out anew"


@pytest.mark.parametrize("seed", range(12))
def test_generated_schemes_agree_after_a_change_of_points(seed: int) -> None:
    dice = random.Random(seed)
    plan = plan_of(Writer(dice).scheme())
    facts = random_facts(plan, dice)
    before = run_plan(plan, facts)
    leaf = next(entry.name for entry in plan.book.tree.leaves if not entry.is_bonus)
    changed = reweighed(plan, {leaf: Fraction(7, 3)})
    assert same(run_again(changed, facts, before), run_plan(changed, facts))
