"""Decimals in bytes are read as they stand, or not at all."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_engine.intake.digits import decimals_of, digits_at, numbers_at, texts_at


def read(*texts: str) -> list[tuple[int, int] | None]:
    """Whole and places of each text, None where digits and places do not say all."""
    joined = "|".join(texts) + "|" + "\0" * 40
    sizes = np.array([len(text) for text in texts])
    begins = np.concatenate([[0], np.cumsum(sizes[:-1] + 1)])
    found = numbers_at(np.frombuffer(joined.encode("latin-1"), dtype=np.uint8), begins, sizes)
    assert not (found.is_shortest & ~found.is_decimal).any()
    return [(w, p) if g else None for w, p, g in zip(found.whole.tolist(), found.places.tolist(), found.is_shortest.tolist(), strict=True)]


def test_digits_and_places_are_those_of_the_text() -> None:
    assert read("0", "7", "12", "-3", "0.5", "-0.05", "92.5", "123456789012345", "-0.12345678901234") == [
        (0, 0), (7, 0), (12, 0), (-3, 0), (5, 1), (-5, 2), (925, 1), (123456789012345, 0), (-12345678901234, 14),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["", "-", ".", "-.", "1.", ".5", "-.5", "00", "01", "-01", "0.50", "1.0", "-0", "-0.0", "+5", "1e5", "1E-3", "1-2", "--1", "1..2", "1.2.3",
     "1234567890123456", "0.123456789012345", " 1", "1 ", "1,5", "x", "\xb2"],
)  # fmt: skip
def test_a_text_that_would_be_written_otherwise_is_left_alone(text: str) -> None:
    assert read("8", text, "9") == [(8, 0), None, (9, 0)]


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 14))
def test_what_is_written_shortest_is_read_and_is_the_double_that_excel_stores(whole: int, places: int) -> None:
    while places and whole % 10 == 0:
        whole, places = whole // 10, places - 1
    digits = str(abs(whole)).rjust(places + 1, "0")
    text = ("-" if whole < 0 else "") + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
    wanted = (whole, places) if len(digits) <= 15 else None
    assert read(text) == [wanted]
    assert Fraction(text) == Fraction(whole, 10**places)
    assert whole / 10.0**places == float(text)


def test_whole_numbers_end_where_their_digits_end() -> None:
    text = np.frombuffer(b'12"3"x"0004"', dtype=np.uint8)
    value, count = digits_at(text, np.array([0, 3, 5, 7]), 4)
    assert (value.tolist(), count.tolist()) == ([12, 3, 0, 4], [2, 1, 0, 4])
    value, count = digits_at(text, np.array([7]), 2)
    assert (value.tolist(), count.tolist()) == ([0], [2])


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("0.56999999999999995", True), ("-123456789012345678", True), ("0.50", True), ("007", True), (".5", True), ("1.", True), ("-0", True),
     ("0.123456789012345678901", True), ("0.1234567890123456789012345", False),  # longer than any double is written: looked at one by one
     ("", False), ("-", False), (".", False), ("-.", False), ("+1", False), ("1E5", False), ("1-2", False), ("1.2.3", False), ("1 ", False)],
)  # fmt: skip
def test_a_decimal_is_known_however_it_is_written(text: str, is_one: bool) -> None:
    raw = np.frombuffer(text.encode() + bytes(40), dtype=np.uint8)
    assert numbers_at(raw, np.array([0]), np.array([len(text)])).is_decimal.tolist() == [is_one]


def test_texts_end_where_they_end() -> None:
    raw = np.frombuffer(b"0.50<1E-3<" + bytes(40), dtype=np.uint8)
    assert texts_at(raw, np.array([0, 5]), np.array([4, 4])).tolist() == [b"0.50", b"1E-3"]


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_the_decimal_of_a_double_is_what_fifteen_digits_show_and_the_same_double(double: float) -> None:
    whole, places = decimals_of(np.array([double]), 15)
    if places[0] >= 0:
        told = Fraction(int(whole[0]), 10 ** int(places[0]))
        assert told == Fraction(f"{double:.15g}")
        assert float(told) == double
    else:
        shown = f"{double:.15g}"
        assert not math.isfinite(double) or float(shown) != double or abs(double) >= 1e15 or (Fraction(shown) * 10**15).denominator != 1
