from fractions import Fraction

import numpy as np
import pytest

from kpi_engine.table import Kind, State, column_of
from kpi_engine.trail.amounts import Amounts, amount_texts, amounts_of, as_amount, no_amounts, plain

NONE = (State.MISSING, None)


def amounts(*values: str | None) -> Amounts:
    return amounts_of(column_of(Kind.NUMBER, [NONE if value is None else (State.PRESENT, Fraction(value)) for value in values]))


def test_figures_are_whole_millionths_and_what_is_not_there_is_nothing() -> None:
    told = amounts("12.5", None, "-0.003")
    assert told.printed.tolist() == [12_500_000, 0, -3_000]
    assert told.finer is None


def test_what_is_finer_is_rounded_half_away_from_zero_and_kept_whole() -> None:
    told = amounts("0.0000005", "-0.0000005", "1/3")
    assert told.printed.tolist() == [1, -1, 333_333]
    assert told.fractions().tolist() == [Fraction(1, 2_000_000), Fraction(-1, 2_000_000), Fraction(1, 3)]


def test_thirds_add_up_to_one_though_their_print_does_not() -> None:
    third = amounts("1/3")
    assert third.plus(third).plus(third).printed.tolist() == [1_000_000]
    assert third.plus(third, -1).printed.tolist() == [0]


@pytest.mark.parametrize("value", ["12345678901234567", "9007199254740993/7"])
def test_figures_that_int64_does_not_hold_stay_exact(value: str) -> None:
    told = amounts(value, "-1")
    assert told.printed.tolist()[0] == int(Fraction(value) * 1_000_000 + Fraction(1, 2))
    assert told.plus(told).printed.tolist()[1] == -2_000_000


def test_of_two_figures_each_unit_takes_its_own() -> None:
    mask = np.array([True, False])
    assert amounts("1", "2").where(mask, no_amounts(2)).printed.tolist() == [1_000_000, 0]
    told = amounts("1/3", "2/3").where(mask, amounts("5", "6"))
    assert told.fractions().tolist() == [Fraction(1, 3), Fraction(6)]


@pytest.mark.parametrize("places", [None, 0, 2, 8])
def test_amounts_print_as_a_single_one_does(places: int | None) -> None:
    wholes = [0, 1, -1, 10, 999_999, 1_000_000, -2_500_000, 123_456_789_000]
    assert amount_texts(np.array(wholes), places) == [plain(as_amount(whole), places) for whole in wholes]
    assert amount_texts(np.array([-2_500_000, 90_000_000]), 2) == ["-2.50", "90.00"]
