"""produce_safety_station against an independent calculation: three checks in a row, every item of each."""

from __future__ import annotations

from fractions import Fraction

import pytest

from golden_case import expected_rows, expected_text, folder_sheet, generator, unmet
from kpi_engine.table import Ref, Role
from scored import Sheet

NAME = "produce_safety_station"
STAGES = ("县区", "市局", "省厅")


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet(NAME, at="2013-12-31")


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text(NAME) == generator(f"{NAME}_expected").write()


@pytest.mark.parametrize("row", expected_rows(NAME), ids=lambda row: row["单位"])
def test_every_item_of_every_check_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    leaves = [heading for heading in row if "@" in heading and heading.partition("@")[0] not in ("总分", "等次")]
    told = {heading: sheet.score(heading.partition("@")[0], unit, heading.partition("@")[2]) for heading in leaves}
    assert told == {heading: Fraction(row[heading]) for heading in leaves}
    for stage in STAGES:
        assert sheet.total(unit, stage) == Fraction(row[f"总分@{stage}"])
        assert sheet.cell(Ref(Role.GRADE, period=stage), unit) == row[f"等次@{stage}"]
    assert (sheet.total(unit), sheet.grade(unit)) == (Fraction(row["总分"]), row["等次"])
    assert sheet.taken("限期整改", unit) == (row["限期整改"] == "是")


def test_two_people_and_two_sets_are_enough_and_one_is_not(sheet: Sheet) -> None:
    assert (sheet.total("云峰乡"), sheet.grade("云峰乡")) == (100, "合格")
    assert (sheet.total("临江镇"), sheet.grade("临江镇")) == (84, "不合格")


def test_more_people_filed_than_there_are_is_a_finding(sheet: Sheet) -> None:
    assert sheet.problems == ()
    wanted = {row["单位"] for row in expected_rows(NAME) if row["备案多于监管员"] == "是"}
    assert {unit for unit, _ in unmet(sheet)} == wanted == {"青龙镇"}
