"""How often a condition holds over periods, and how often in a row at the end: every row worked by hand."""

from fractions import Fraction

import numpy as np
import pytest

from kpi_engine.formula.exact import Reader
from kpi_engine.formula.making import compare, const
from kpi_engine.formula.steps import ExactRun
from kpi_engine.formula.tree import Name, Node
from kpi_engine.scheme.series import in_a_row, times
from kpi_engine.table import Facts, Kind, Ref, Role, State, column_of

PERIODS = ("一月", "二月", "三月", "四月")


def figure(tree: Node, told: str) -> object:
    """``told``: one mark a period; x holds, o does not, - was not reported."""
    values = {"x": (State.PRESENT, Fraction(1)), "o": (State.PRESENT, Fraction(0)), "-": (State.MISSING, None)}
    columns = {total(period).ref: column_of(Kind.NUMBER, [values[mark]]) for period, mark in zip(PERIODS, told, strict=True)}
    facts = Facts(("A",), (), np.array([0], dtype=np.int64), columns)
    state, value = Reader(ExactRun(facts, {})).cell(tree, "", 0)
    return value if state == State.PRESENT else state.name


def total(period: str) -> Name:
    return Name(Ref(Role.SCORE, "", period), Kind.NUMBER, label=f"{period}得分")


HOLDS = [compare("==", total(period), const(1)) for period in PERIODS]
TOTALS = [total(period) for period in PERIODS]


@pytest.mark.parametrize(("told", "count", "row"), [("oooo", 0, 0), ("xxxx", 4, 4), ("xoxx", 3, 2), ("xxxo", 3, 0), ("ooox", 1, 1)])
def test_all_periods_are_reported(told: str, count: int, row: int) -> None:
    for totals in (None, TOTALS):
        assert (figure(times(HOLDS, totals), told), figure(in_a_row(HOLDS, totals), told)) == (count, row)


@pytest.mark.parametrize(("told", "count", "row"), [("x-xx", 3, 3), ("xo-x", 2, 1), ("xx--", 2, 2), ("----", 0, 0), ("-o--", 0, 0)])
def test_what_is_skipped_neither_counts_nor_breaks_the_row(told: str, count: int, row: int) -> None:
    assert (figure(times(HOLDS, TOTALS), told), figure(in_a_row(HOLDS, TOTALS), told)) == (count, row)


def test_what_was_not_reported_and_is_not_skipped_leaves_no_figure() -> None:
    assert figure(times(HOLDS, None), "x-xx") == "MISSING"
    assert figure(in_a_row(HOLDS, None), "xx-x") == "MISSING"
