"""What is settled in bulk: stored numbers at the fifteenth digit."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from kpi_engine.intake.workbook import read_workbook


@pytest.mark.parametrize(
    ("stored", "read", "told"),
    [
        ("0.1", Fraction(1, 10), False),
        ("0.10000000000000001", Fraction(1, 10), False),  # 17 digits of the same double: nothing is changed
        ("0.30000000000000004", Fraction(3, 10), True),
        ("92.500000000000014", Fraction(185, 2), True),
        ("110101199001011234", Fraction(110101199001011000), True),
        ("100000000000000000", Fraction(10**17), False),
        ("1.5E3", Fraction(1500), False),
        ("-0.35", Fraction(-7, 20), False),
    ],
)
def test_digits_beyond_the_fifteenth_are_dropped_and_told(book: Callable[..., bytes], stored: str, read: Fraction, told: bool) -> None:
    (grid,), problems = read_workbook(book(f'<row r="1"><c r="A1"><v>{stored}</v></c></row>'), name="甲.xlsx")
    assert grid.cell(1, 1).number == read
    assert [problem.code.slug for problem in problems] == (["number-noise"] if told else [])
