"""disclosure_upkeep against an independent calculation: twelve months of 66 units, ten units and thirteen people commended across two classes."""

from __future__ import annotations

from fractions import Fraction

import pytest

from golden_case import expected_rows, expected_text, folder_sheet, generator
from scored import Sheet

MONTHS = tuple(f"{n}月" for n in range(1, 13))


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet("disclosure_upkeep")


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text("disclosure_upkeep") == generator("disclosure_upkeep_expected").write()


@pytest.mark.parametrize("row", expected_rows("disclosure_upkeep"), ids=lambda row: row["单位"])
def test_every_figure_of_a_unit_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    assert {month: sheet.total(unit, month) for month in MONTHS} == {month: Fraction(row[month]) for month in MONTHS}
    parts = ("发布数量", "发布及时", "发布质量")
    means = {name: sum(Fraction(str(sheet.score(name, unit, month))) for month in MONTHS) / 12 for name in parts}
    assert means == {name: Fraction(row[name]) for name in parts}
    assert (sheet.total(unit), sheet.rank(unit)) == (Fraction(row["总分"]), int(row["名次"]))
    assert {name: sheet.titled(name, unit) for name in ("先进单位", "先进个人")} == {name: row[name] == "是" for name in ("先进单位", "先进个人")}
    assert sheet.taken("督办", unit) == (row["督办"] == "是")


def test_ten_units_and_thirteen_people_are_commended_as_the_report_says(sheet: Sheet) -> None:
    assert sheet.problems == ()
    units = [row["单位"] for row in expected_rows("disclosure_upkeep")]
    assert [sum(bool(sheet.titled(name, unit)) for unit in units) for name in ("先进单位", "先进个人")] == [10, 13]
    assert (sheet.titled("先进单位", "双塔镇"), sheet.titled("先进个人", "双塔镇")) == (True, False)


def test_the_items_of_the_year_come_to_the_reported_sum() -> None:
    told = generator("disclosure_upkeep").assessed()
    assert sum(count for unit in told for count, _ in unit.months.values()) == 4621
