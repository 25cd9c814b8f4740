"""Number formats tell dates from numbers; serial numbers tell their day."""

from __future__ import annotations

import datetime as dt

import pytest

from kpi_engine.intake.formats import BUILTIN_FORMATS, day_of, is_date_format, is_percent_format


@pytest.mark.parametrize(
    "text",
    ["yyyy/m/d", 'yyyy"年"m"月"d"日"', "[$-804]yyyy年m月;@", "h:mm", "[h]:mm", "mm:ss.0", "aaaa", "[$-404]e/m/d", "[DBNum1]yyyy", "m\\月d"],
)
def test_a_format_with_day_or_time_letters_shows_a_date(text: str) -> None:
    assert is_date_format(text)


@pytest.mark.parametrize(
    "text",
    [
        "General",
        "G/通用格式",
        "0.00",
        "#,##0.00_);[Red](#,##0.00)",
        '0"days"',
        "0.00E+00",
        "@",
        "[Blue]0",
        '0!.0,"万"',
        "[>=60]0;0",
        '"合计"0',
        "0_y",
        "",
    ],
)
def test_other_formats_show_numbers(text: str) -> None:
    assert not is_date_format(text)


def test_the_built_in_dates_are_dates_and_the_others_are_not() -> None:
    dates = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
    assert {number for number, text in BUILTIN_FORMATS.items() if is_date_format(text)} == dates


@pytest.mark.parametrize(("text", "expected"), [("0%", True), ("0.00%;[Red]-0.00%", True), ('0"%"', False), ("0\\%", False), ("General", False)])
def test_a_percent_sign_counts_only_where_it_multiplies(text: str, expected: bool) -> None:
    assert is_percent_format(text) is expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("1", dt.date(1900, 1, 1)),
        ("59", dt.date(1900, 2, 28)),
        ("60", None),
        ("61", dt.date(1900, 3, 1)),
        ("45657", dt.date(2024, 12, 31)),
        ("45657.25", dt.datetime(2024, 12, 31, 6)),
        ("45657.999999999", dt.datetime(2025, 1, 1)),
        ("2958465", dt.date(9999, 12, 31)),
        ("2958466", None),
        ("-1", None),
        ("1e300", None),
        ("2024-02-29", dt.date(2024, 2, 29)),
        ("2024-02-29T23:59:59.5", dt.datetime(2024, 2, 29, 23, 59, 59, 500000)),
    ],
)
def test_the_day_behind_a_serial_number(raw: str, expected: dt.date | None) -> None:
    assert day_of(raw) == expected
