from __future__ import annotations

from fractions import Fraction

import numpy as np

from kpi_engine.intake.columns import read_column
from kpi_engine.intake.frames import grid_of_rows
from kpi_engine.intake.reading import CellRule
from kpi_engine.intake.told import Told
from kpi_engine.intake.view import View
from kpi_engine.table import State


def read(rule, *values):
    told = Told()
    rows = np.arange(1, len(values) + 1)
    return read_column(rule, View(grid_of_rows([[value] for value in values])), rows, 1, told), told


def test_doubles_become_the_decimals_that_people_typed():
    column, told = read(CellRule("number", "值"), 0.285, 1.1, 33.3, 1e-6, 123456789.123, -0.0)
    assert [column.value(row) for row in range(6)] == [
        Fraction("0.285"), Fraction("1.1"), Fraction("33.3"), Fraction("0.000001"), Fraction("123456789.123"), 0,
    ]  # fmt: skip
    assert told.findings == ()


def test_numbers_text_blanks_and_words_stand_side_by_side():
    column, told = read(CellRule("number", "值"), 1.5, "2.25", None, "不涉及", "007", "约3")
    assert [column.cell(row) for row in range(6)] == [
        (State.PRESENT, Fraction(3, 2)),
        (State.PRESENT, Fraction(9, 4)),
        (State.MISSING, None),
        (State.NOT_APPLICABLE, None),
        (State.PRESENT, Fraction(7)),
        (State.ERROR, None),
    ]
    assert [p.code.number for p in told.problems + told.findings] == ["K512", "K531"]


def test_a_column_of_bare_percentages_is_told_once_with_its_count():
    column, told = read(CellRule("percent", "率"), 92.5, 90.0, "88.8%", 100.0)
    assert [column.value(row) for row in range(4)] == [Fraction(37, 40), Fraction(9, 10), Fraction("0.888"), 1]
    assert [(p.code.number, p.facts["count"]) for p in told.findings] == [("K515", 3)]


def test_a_column_that_holds_both_ratios_and_percentages_is_refused_where_it_is_unclear():
    _, told = read(CellRule("percent", "率"), 92.5, 0.9)
    assert [(p.code.number, p.facts["one"], p.facts["other"]) for p in told.problems] == [("K514", "90%", "0.9%")]


def test_a_heading_in_percent_reads_small_numbers_as_percentages_unless_all_are_ratios():
    column, told = read(CellRule("percent", "增长率", in_percent=True), 8.5, 0.8)
    assert [column.value(row) for row in range(2)] == [Fraction("0.085"), Fraction("0.008")]
    assert told.findings == ()
    _, told = read(CellRule("percent", "满意率", in_percent=True), 0.85, 0.8)
    assert [p.code.number for p in told.problems] == ["K514", "K514"]


def test_values_beyond_doubles_stay_exact():
    column, _ = read(CellRule("number", "值"), "123456789012345678901234567890", 0.5)
    assert [column.value(row) for row in range(2)] == [123456789012345678901234567890, Fraction(1, 2)]
    assert column.wide is not None


def test_the_range_is_compared_exactly_at_its_bounds():
    rule = CellRule("percent", "率", between=(Fraction("0.1"), Fraction("0.3")))
    column, told = read(rule, "10%", "30%", "9.9%", "30.1%")
    assert column.state.tolist() == [State.PRESENT, State.PRESENT, State.ERROR, State.ERROR]
    assert [p.code.number for p in told.problems] == ["K522", "K522"]


def test_a_million_bad_cells_are_a_thousand_problems_and_a_count():
    _, told = read(CellRule("number", "值"), *["约3"] * 1500)
    assert len(told.problems) == 1001
    assert told.problems[-1].code.number == "K579"
    assert told.problems[-1].facts == {"count": 500, "codes": "K512 500 项"}
