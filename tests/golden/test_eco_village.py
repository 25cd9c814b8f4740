"""eco_village against an independent calculation: standards passed or not, and the indicators to mend by name."""

from __future__ import annotations

from fractions import Fraction

import pytest

from golden_case import expected_rows, expected_text, figure, folder_sheet, generator, unmet
from scored import Sheet

NAME = "eco_village"


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet(NAME, at="2011-12-01")


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text(NAME) == generator(f"{NAME}_expected").write()


@pytest.mark.parametrize("row", expected_rows(NAME), ids=lambda row: row["单位"])
def test_every_indicator_of_a_place_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit, script = row["单位"], generator(f"{NAME}_expected")
    assert {name: sheet.score(name, unit) for name in script.LEAVES} == {name: figure(row[name]) for name in script.LEAVES}
    assert (sheet.total(unit), sheet.grade(unit)) == (Fraction(row["总分"]), row["等次"])
    taken = (*script.MENDS, "申请省级验收", "向上推荐申报")
    assert {name for name in taken if sheet.taken(name, unit) is True} == {name for name in taken if row[name] == "是"}


def test_a_failed_re_check_names_what_is_to_be_mended(sheet: Sheet) -> None:
    names = generator(f"{NAME}_expected").MENDS
    assert [name for name in names if sheet.taken(name, "北渡村") is True] == ["补差_监督员", "补差_污水", "补差_清淤", "补差_粪便", "补差_农膜"]


def test_the_town_has_reached_one_standard_of_two(sheet: Sheet) -> None:
    assert (sheet.score("省级镇标准", "清溪镇"), sheet.score("国家级镇标准", "清溪镇"), sheet.grade("清溪镇")) == (7, 8, "省级达标")


def test_a_village_that_was_ready_after_october_is_a_finding(sheet: Sheet) -> None:
    assert sheet.problems == ()
    assert {unit for unit, _ in unmet(sheet)} == {row["单位"] for row in expected_rows(NAME) if row["逾期达标"] == "是"} == {"新桥村"}
