"""Capital figures."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kpi_engine.report.capitals import in_capitals


@pytest.mark.parametrize(
    ("amount", "capitals"),
    [
        ("0", "零元整"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("105", "壹佰零伍元整"),
        ("1000", "壹仟元整"),
        ("25000", "贰万伍仟元整"),
        ("10001", "壹万零壹元整"),
        ("100100", "壹拾万零壹佰元整"),
        ("1020000", "壹佰零贰万元整"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("120345678.90", "壹亿贰仟零叁拾肆万伍仟陆佰柒拾捌元玖角整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("12.34", "壹拾贰元叁角肆分"),
        ("1006.05", "壹仟零陆元零伍分"),
        ("-3.1", "负叁元壹角整"),
        ("2.345", "贰元叁角伍分"),
        ("10000000000000000", ""),
    ],
)
def test_amounts_as_vouchers_write_them(amount: str, capitals: str) -> None:
    assert in_capitals(Fraction(amount)) == capitals
