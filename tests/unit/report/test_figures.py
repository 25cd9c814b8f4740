"""Columns as text and as doubles."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from kpi_engine.report.figures import STATE_WORDS, number_format, number_text, numbers, texts
from kpi_engine.table import Column, Kind, State, column_of

P = State.PRESENT


def column(*values: str) -> Column:
    return column_of(Kind.NUMBER, [(P, Fraction(v)) for v in values])


def test_published_places_are_kept() -> None:
    assert texts(column("90", "89.5", "-0.25"), 2, 3) == ["90.00", "89.50", "-0.25"]


def test_whole_figures_have_no_point() -> None:
    assert texts(column("3", "10"), 0, 2) == ["3", "10"]


def test_a_figure_that_nothing_rounds_is_printed_in_full() -> None:
    assert texts(column("90", "0.125", "-7.5", "100"), None, 4) == ["90", "0.125", "-7.5", "100"]


def test_a_figure_that_no_decimal_holds_has_six_places() -> None:
    assert texts(column("1/3", "2"), None, 2) == ["0.333333", "2"]


def test_a_figure_finer_than_its_places_is_rounded_half_away_from_zero() -> None:
    assert texts(column("-2.345", "2.345"), 2, 2) == ["-2.35", "2.35"]


def test_zero_is_never_negative() -> None:
    made = Column(Kind.NUMBER, np.array([-0.0]), np.zeros(1, dtype=np.uint8), 100)
    assert texts(made, 2, 1) == ["0.00"]
    assert str(numbers(made, 2, 1)[0]) == "0.0"


def test_figures_beyond_doubles_are_exact() -> None:
    big = Fraction(10**20) + Fraction(1, 4)
    made = column_of(Kind.NUMBER, [(P, big), (State.MISSING, None)])
    assert texts(made, 2, 2) == ["100000000000000000000.25", ""]
    assert numbers(made, 2, 2) == [1e20, None]


def test_states_are_words_for_people_and_nothing_for_machines() -> None:
    made = column_of(Kind.NUMBER, [(P, Fraction(1)), (State.MISSING, None), (State.NOT_APPLICABLE, None), (State.ERROR, None)])
    assert texts(made, 1, 4) == ["1.0", "", "", ""]
    assert texts(made, 1, 4, STATE_WORDS) == ["1.0", "未报", "不涉及", "无法计算"]
    assert numbers(made, 1, 4) == [1.0, None, None, None]


def test_words_and_truths() -> None:
    assert texts(column_of(Kind.WORD, [(P, "优秀"), (State.MISSING, None)]), None, 2) == ["优秀", ""]
    assert texts(column_of(Kind.TRUTH, [(P, True), (P, False)]), None, 2) == ["是", "否"]


def test_no_column_is_a_blank_column() -> None:
    assert texts(None, 2, 2) == ["", ""]
    assert numbers(None, 2, 2) == [None, None]


def test_doubles_are_those_nearest_to_the_decimals() -> None:
    assert numbers(column("0.1", "0.3", "16.36"), 2, 3) == [0.1, 0.3, 16.36]
    assert numbers(column("1/3"), 2, 1) == [0.33]
    assert numbers(column("0.125", "3"), None, 2) == [0.125, 3.0]
    assert numbers(column("1/3"), None, 1) == [0.333333]


@pytest.mark.parametrize(
    ("places", "money", "form"), [(2, False, "0.00"), (2, True, "#,##0.00"), (0, False, "0"), (None, False, "General"), (0, True, "#,##0")]
)
def test_formats_follow_the_places(places: int | None, money: bool, form: str) -> None:
    assert number_format(places, money=money) == form


def test_one_figure_as_text() -> None:
    assert [number_text(Fraction(v), p) for v, p in (("90", 2), ("1/7", None), ("0.5", None))] == ["90.00", "0.142857", "0.5"]


def test_a_figure_that_nothing_rounds_is_the_same_number_in_a_workbook_as_in_text() -> None:
    column = column_of(Kind.NUMBER, [(State.PRESENT, Fraction(64, 3)), (State.PRESENT, Fraction("0.12345678")), (State.PRESENT, Fraction(5))])
    assert numbers(column, None, 3) == [21.333333, 0.12345678, 5.0]
    assert texts(column, None, 3) == ["21.333333", "0.12345678", "5"]
