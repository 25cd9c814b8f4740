from fractions import Fraction

import numpy as np
import pytest

from kpi_engine.engine.results import Results
from kpi_engine.formula.making import const
from kpi_engine.formula.tree import Arith, Call, Compare, Group, Name
from kpi_engine.table import Kind, Ref, Role, State
from kpi_engine.trail import sight
from kpi_engine.trail.sight import Asked, Block, Sight, taken
from scored import HEAD, score_text

TEXT = (
    HEAD
    + """
inputs: {甲数: {kind: number, owner: 甲科}, 乙数: {kind: number, owner: 甲科}}
indicators: {一: {points: 100, score: points * 甲数 / 乙数}}
"""
)
ONE, TWO = (Name(Ref(Role.INPUT, name), Kind.NUMBER, label=name) for name in ("甲数", "乙数"))
ALL = np.arange(3)


@pytest.fixture(params=[0, 24], ids=["columns", "exact"])
def run(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Results:
    """What is known is the same whichever reader tells it."""
    monkeypatch.setattr(sight, "FEW", request.param)
    return score_text(TEXT, ["甲", "乙", "丙", "丁"], {"甲数": [1, 2, 3, 8], "乙数": [3, 4, 3, 9]}).results


def knows(run: Results, *rows: int) -> Sight:
    return Sight(Asked(ONE, run), Block(run, np.array(rows)))


def test_values_are_those_of_the_units_at_hand(run: Results) -> None:
    told = knows(run, 3, 1)
    assert told.at(ONE, np.array([0, 1])).numerator.tolist() == [8, 2]
    assert told.at(Compare("<", ONE, TWO), np.array([1])).numerator.tolist() == [1]


def test_of_a_ratio_is_known_what_some_decimals_hold_and_whether_that_is_all(run: Results) -> None:
    rounded, is_all = knows(run, 0, 1, 2).rounded(Arith("/", ONE, TWO), 4, ALL)
    assert [rounded.value(row) for row in range(3)] == [Fraction("0.3333"), Fraction(1, 2), Fraction(1)]
    assert is_all.tolist() == [False, True, True]


def test_unrounded_roots_have_their_order_and_a_state(run: Results) -> None:
    root = Call("root", (ONE, const(2)))
    told = knows(run, 0, 1, 2)
    assert told.order(root, ONE, ALL).tolist() == [0, -1, -1]
    assert told.at(root, ALL).state.tolist() == [State.PRESENT] * 3


def test_what_looks_across_units_sees_all_of_them(run: Results) -> None:
    highest = Group("max", "all", (ONE,))
    assert knows(run, 0).at(Arith("/", ONE, highest), np.array([0])).value(0) == Fraction(1, 8)
    assert knows(run, 2, 0).cells(highest, np.array([0, 1])) == [(State.PRESENT, 8)] * 2


def test_what_was_asked_once_is_planned_for_the_next_units(run: Results) -> None:
    asked = Asked(ONE, run)
    ratio = Arith("/", ONE, TWO)
    for rows in ([0, 1], [2, 3]):
        Sight(asked, Block(run, np.array(rows))).cells(ratio, np.array([0]))
    assert [step.tree for step in asked.steps.values()] == [ratio]


def test_rows_of_a_column_are_taken_whether_doubles_hold_it_or_not(run: Results) -> None:
    column = run.facts.columns[ONE.ref]
    assert taken(column, np.array([3, 0])).numerator.tolist() == [8, 1]
    wide = run.column(Ref(Role.START, "一"))
    assert wide is not None
    assert [taken(wide, np.array([1])).value(0), len(taken(wide, np.array([1])))] == [50, 1]
