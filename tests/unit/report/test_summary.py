"""Mean, highest, lowest, sum."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from kpi_engine.engine.results import Results
from kpi_engine.report.summary import measures, members, total_of
from kpi_engine.table import Kind, State, column_of

EVERY = np.array([True, True, True])


def test_the_mean_is_rounded_half_up_once() -> None:
    made = column_of(Kind.NUMBER, [(State.PRESENT, Fraction(v)) for v in ("1", "2", "2.015")])
    assert measures(made, EVERY, 2) == (1.67, 2.015, 1.0)
    assert measures(made, np.array([True, True, False]), 0) == (2.0, 2.0, 1.0)


def test_who_has_no_figure_is_not_in_the_mean() -> None:
    made = column_of(Kind.NUMBER, [(State.PRESENT, Fraction(10)), (State.MISSING, None), (State.NOT_APPLICABLE, None)])
    assert measures(made, EVERY, 2) == (10.0, 10.0, 10.0)
    assert measures(made, np.array([False, True, True]), 2) == (None, None, None)
    assert measures(None, EVERY, 2) == (None, None, None)


def test_sums_are_exact_for_wide_columns_too() -> None:
    made = column_of(Kind.NUMBER, [(State.PRESENT, Fraction(1, 3)), (State.PRESENT, Fraction(2, 3)), (State.PRESENT, Fraction(10**20))])
    assert total_of(made, EVERY) == 10**20 + 1


def test_the_groups_are_the_classes_then_all_who_take_part(desk: Results) -> None:
    assert [(name, mask.tolist()) for name, mask in members(desk)] == [
        ("街道", [True, True, False, False, True, False]),
        ("园区", [False, False, True, True, False, False]),
        ("全部", [True, True, True, True, True, False]),
    ]


def test_highest_and_lowest_are_printed_as_the_figures_above_them_are() -> None:
    """1199/60 = 19.98333…, which stands in its row as 19.983333."""
    made = column_of(Kind.NUMBER, [(State.PRESENT, Fraction(1199, 60)), (State.PRESENT, Fraction(1, 3)), (State.PRESENT, Fraction(7, 8))])
    assert measures(made, EVERY, None) == (7.06, 19.983333, 0.333333)
    assert measures(made, np.array([False, False, True]), None)[1:] == (0.875, 0.875)
