from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_engine.numbers import (
    MODES,
    Mode,
    Root,
    decimal_places,
    decimal_text,
    exact_text,
    exp,
    from_double,
    ln,
    parse_number,
    round_fraction,
    round_root,
    short_text,
)

DECIMAL_MODES: dict[Mode, str] = {
    "half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "up": ROUND_UP, "down": ROUND_DOWN, "ceiling": ROUND_CEILING, "floor": ROUND_FLOOR,
}  # fmt: skip

decimals = st.decimals(min_value=-(10**9), max_value=10**9, places=5, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.35", "0.35"), ("12", "12"), ("-3.5", "-3.5"), ("+2", "2"), (".5", "0.5"), ("5.", "5"), (" 7 ", "7"), ("1,234.5", "1234.5"),
        ("−4", "-4"), ("92.5%", "0.925"), ("１２．５", "12.5"), ("９０％", "0.9"), ("007", "7"),
    ],
)  # fmt: skip
def test_numbers_are_read_from_their_text(text: str, value: str) -> None:
    parsed = parse_number(text)
    assert parsed is not None
    assert parsed.value == Fraction(value)


@pytest.mark.parametrize(
    "text", ["", "abc", "1e5", "nan", "inf", "1_000", "٩٢", "1,23", "12,34.5", "1.2.3", "--1", "3/5", "5%%", "①", "5²", "十", "0x1"]
)
def test_what_is_not_a_number_is_not_guessed(text: str) -> None:
    assert parse_number(text) is None


def test_a_text_of_thousands_of_digits_is_not_a_number() -> None:
    assert parse_number("9" * 5000) is None
    assert parse_number("0." + "1" * 5000) is None
    assert parse_number("9" * 1000) is not None


def test_kind_readings_are_noted() -> None:
    parsed = parse_number("１，２３４％")
    assert parsed is not None
    assert (parsed.value, parsed.percent, parsed.notes) == (Fraction("12.34"), True, ("full_width", "percent", "thousands"))


def test_excels_double_is_read_at_fifteen_digits() -> None:
    assert from_double(0.0900000762939453) == Fraction("0.0900000762939453")
    assert from_double(92.500000000000014) == Fraction("92.5")


@pytest.mark.parametrize(
    ("value", "mode", "rounded"),
    [
        ("2.345", "half_up", "2.35"), ("-2.345", "half_up", "-2.35"), ("2.344999", "half_up", "2.34"), ("-0.001", "half_up", "0"),
        ("0.285", "half_up", "0.29"), ("2.345", "half_even", "2.34"),
        ("2.355", "half_even", "2.36"), ("2.341", "up", "2.35"), ("-2.341", "up", "-2.35"), ("2.349", "down", "2.34"),
        ("-2.349", "down", "-2.34"),
        ("2.341", "ceiling", "2.35"), ("-2.349", "ceiling", "-2.34"), ("2.349", "floor", "2.34"), ("-2.341", "floor", "-2.35"),
    ],
)  # fmt: skip
def test_each_mode_at_ties_and_negatives(value: str, mode: Mode, rounded: str) -> None:
    assert round_fraction(Fraction(value), 2, mode) == Fraction(rounded)


@given(decimals, st.integers(0, 4), st.sampled_from(MODES))
def test_rounding_agrees_with_decimal(value: Decimal, places: int, mode: Mode) -> None:
    with localcontext() as context:
        context.prec = 40
        wanted = value.quantize(Decimal(1).scaleb(-places), rounding=DECIMAL_MODES[mode])
    assert round_fraction(Fraction(value), places, mode) == Fraction(wanted)


def test_the_geometric_mean_of_81_90_100_is_90() -> None:
    root = Root(Fraction(81 * 90 * 100), 3)
    assert root == Fraction(90)
    assert root == 90
    assert root.simplified() == 90
    assert root.compare(Fraction("90.0000000001")) == -1
    assert hash(root) == hash(Fraction(90))


def test_roots_compare_and_multiply_by_whole_powers() -> None:
    two = Root(Fraction(2), 2)
    assert two.compare(Root(Fraction(3), 3)) == -1
    assert two.compare(Root(Fraction(4), 4)) == 0
    assert two.compare(Fraction(-1)) == 1
    assert two.times(two).simplified() == 2
    assert two.times(Fraction(3)) == Root(Fraction(18), 2)
    assert two != "2"
    assert len({two, Root(Fraction(2), 2), Root(Fraction(3), 2)}) == 2


@pytest.mark.parametrize(
    ("mode", "rounded"),
    [("half_up", "1.41"), ("half_even", "1.41"), ("up", "1.42"), ("ceiling", "1.42"), ("down", "1.41"), ("floor", "1.41")],
)
def test_a_root_rounds_in_each_mode(mode: Mode, rounded: str) -> None:
    assert round_root(Root(Fraction(2), 2), 2, mode) == Fraction(rounded)


def test_a_root_that_is_a_tie_rounds_as_one() -> None:
    tie = Root(Fraction("0.125") ** 3, 3)
    assert round_root(tie, 2, "half_up") == Fraction("0.13")
    assert round_root(tie, 2, "half_even") == Fraction("0.12")
    assert round_root(Root(Fraction("0.135") ** 2, 2), 2, "half_even") == Fraction("0.14")
    assert round_root(tie, 3, "up") == Fraction("0.125")


@given(st.fractions(min_value=0, max_value=10**6, max_denominator=10**4), st.integers(2, 5), st.integers(0, 4))
def test_a_rounded_root_is_within_half_a_place(radicand: Fraction, degree: int, places: int) -> None:
    rounded = round_root(Root(radicand, degree), places)
    half = Fraction(1, 2 * 10**places)
    assert Root(radicand, degree).compare(rounded + half) == -1
    assert Root(radicand, degree).compare(rounded - half) >= 0


def test_ln_has_forty_significant_digits() -> None:
    assert decimal_text(ln(Fraction(2)), 40) == "0.6931471805599453094172321214581765680755"
    assert ln(Fraction(1)) == 0


@given(st.fractions(min_value=Fraction(1, 1000), max_value=10**6))
def test_ln_of_a_product_is_nearly_the_sum(value: Fraction) -> None:
    assert abs(ln(value * 3) - ln(value) - ln(Fraction(3))) < Fraction(1, 10**37)


def test_exp_has_forty_significant_digits() -> None:
    assert decimal_text(exp(Fraction(1)), 39) == "2.718281828459045235360287471352662497757"
    assert exp(Fraction(0)) == 1
    assert abs(exp(ln(Fraction(5, 3))) - Fraction(5, 3)) < Fraction(1, 10**38)


def test_texts_of_numbers() -> None:
    assert decimal_text(Fraction("-1.005"), 2) == "-1.01"
    assert decimal_text(Fraction(5), 0) == "5"
    assert decimal_text(Fraction("0.004"), 2) == "0.00"
    assert exact_text(Fraction(1, 8)) == "0.125"
    assert exact_text(Fraction(2, 3)) == "2/3"
    assert short_text(Fraction(1, 3), 2) == "0.33…"
    assert short_text(Fraction("0.5")) == "0.5"
    assert decimal_places(Fraction(3, 40)) == 3


@given(decimals)
def test_text_and_number_are_there_and_back(value: Decimal) -> None:
    parsed = parse_number(exact_text(Fraction(value)))
    assert parsed is not None
    assert parsed.value == Fraction(value)
