"""Decimals in bytes are read as they stand, or not at all."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_engine.intake.digits import digits_at, numbers_at


def read(*texts: str) -> list[tuple[int, int] | None]:
    """Whole and places of each text, None where digits and places do not say all."""
    joined = "|".join(texts) + "|" + "\0" * 20
    sizes = np.array([len(text) for text in texts])
    begins = np.concatenate([[0], np.cumsum(sizes[:-1] + 1)])
    whole, places, good = numbers_at(np.frombuffer(joined.encode("latin-1"), dtype=np.uint8), begins, sizes)
    return [(w, p) if g else None for w, p, g in zip(whole.tolist(), places.tolist(), good.tolist(), strict=True)]


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
