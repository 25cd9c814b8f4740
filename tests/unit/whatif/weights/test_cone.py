from fractions import Fraction

import numpy as np

from kpi_engine.formula.columns import run_columns
from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import Const, Group, Name, Reduce, references, walk
from kpi_engine.table import FACT, Column, Facts, Kind, Ref, Role, Rows, State, column_of
from kpi_engine.whatif.weights.cone import cone_of, drawn_ref, share_columns, together
from kpi_engine.whatif.weights.many import TOTAL
from kpi_engine.whatif.weights.weightings import families, of_steps
from kpi_engine.whatif.worlds import tiled
from scored import facts_of, plan_text

SCHEME = """
scheme: desk
title: 试算
edition: 2024
points: 100
clause: 例
combine: mean
rounding: {mode: half_up, indicator: 2, total: 2}
missing: zero
not_applicable: problem
inputs: {率: {kind: percent, owner: 股}}
indicators:
  甲: {weight: 3, score: points * 率}
  乙: {weight: 2, score: points * 率 * 率}
"""
UNITS = ["东", "西"]


def facts() -> Facts:
    return facts_of(plan_text(SCHEME), UNITS, {Role.INPUT: {"率": ["50%", "90%"]}}, rows={})


def test_what_does_not_depend_on_the_weights_becomes_a_fact() -> None:
    plan = plan_text(SCHEME)
    cone = cone_of(plan, facts(), families(plan, facts())[0], [TOTAL])
    assert Ref(Role.SCORE, "甲") not in {step.ref for step in cone.steps}
    assert cone.facts.columns[Ref(Role.SCORE, "乙")].value(1) == 81
    assert cone.shares == {"甲": Ref(Role.WEIGHT, "甲", part="drawn"), "乙": drawn_ref(plan, "乙")}


def test_the_sum_of_a_family_and_what_is_the_same_for_all_stand_in_the_trees_as_numbers() -> None:
    plan = plan_text(SCHEME)
    cone = cone_of(plan, facts(), families(plan, facts())[0], [TOTAL])
    start = next(step for step in cone.steps if step.ref == Ref(Role.START, ""))
    assert Ref(Role.POINTS, "甲") not in references(start.tree)
    assert Fraction(5) in {node.value for node in walk(start.tree) if isinstance(node, Const)}


def test_shares_are_told_to_every_unit_of_their_world() -> None:
    plan = plan_text(SCHEME)
    found, _ = families(plan, facts())
    cone = cone_of(plan, facts(), found, [TOTAL])
    columns = share_columns(cone, of_steps(found[0], np.array([[[1, 3]], [[2, 2]]]), 4), frozenset(cone.shares.values()))
    assert [columns[cone.shares["甲"]].value(row) for row in range(4)] == [Fraction(5, 4), Fraction(5, 4), Fraction(5, 2), Fraction(5, 2)]


def test_tables_of_rows_and_their_facts_belong_to_one_world() -> None:
    given = facts()
    fact = Ref(Role.COLUMN, "marks:评", part=FACT)
    mark = Ref(Role.COLUMN, "marks:评", part="mark")
    there = State.PRESENT
    columns = {
        **given.columns,
        fact: column_of(Kind.WORD, [(there, "票一"), (there, "票一"), (State.MISSING, None)]),
        mark: column_of(Kind.NUMBER, [(there, Fraction(80)), (there, Fraction(90)), (there, Fraction(100))]),
    }
    rows = {"marks:评": Rows("marks:评", np.array([0, 1, 1], dtype=np.int64), {})}
    told = tiled(Facts(given.units, given.classes, given.class_of, columns, rows), [fact, mark], 2)
    assert told.rows["marks:评"].unit.tolist() == [0, 1, 1, 2, 3, 3]
    assert len({told.columns[fact].value(row) for row in (0, 3)}) == 2
    kept = Group("count", "fact", (Name(mark, Kind.NUMBER, "marks:评"),), None, (), "marks:评")
    counts = Step(Ref(Role.VALUE, "票"), Reduce("sum", "marks:评", kept))
    assert [v for _, v in run_columns([counts], told).cells(counts.ref)] == [2, 3, 2, 3]


def test_units_of_one_class_are_put_together_and_found_again() -> None:
    given = facts_of(plan_text(SCHEME), {"东": "b", "西": "a", "南": "b"}, {Role.INPUT: {"率": ["1%", "2%", "3%"]}}, rows={})
    told, place = together(given)
    assert (told.units, told.class_of.tolist()) == (("东", "南", "西"), [0, 0, 1])
    assert place is not None
    column: Column = told.columns[Ref(Role.INPUT, "率")]
    assert [column.value(int(place[row])) for row in range(3)] == [Fraction(1, 100), Fraction(2, 100), Fraction(3, 100)]
    assert together(told) == (told, None)
