"""ten_haves against an independent calculation: two versions of the standard, the surveys, and a tie at the eighth place."""

from __future__ import annotations

from fractions import Fraction

import pytest

from golden_case import expected_rows, expected_text, figure, folder_sheet, generator, unmet
from kpi_engine.table import Ref, Role
from scored import Sheet

NODES = (
    "有领导机构",
    "有专职人员",
    "有工作制度",
    "有经费保障",
    "有公开平台",
    "有公开目录",
    "有查阅场所",
    "有村务链接",
    "有权力清单",
    "有政策解读",
    "有保密审查",
)
GROUPS = ("有栏目更新", "十有标准", "每月普查")


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet("ten_haves")


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text("ten_haves") == generator("ten_haves_expected").write()


@pytest.mark.parametrize("row", expected_rows("ten_haves"), ids=lambda row: row["单位"])
def test_every_figure_of_a_unit_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    assert {name: sheet.score(name, unit) for name in NODES + GROUPS} == {name: figure(row[name]) for name in NODES + GROUPS}
    assert (sheet.total(unit), sheet.rank(unit), sheet.grade(unit)) == (Fraction(row["总分"]), int(row["名次"]), row["等次"])
    assert sheet.cell(Ref(Role.VALUE, "全县名次"), unit) == int(row["全县名次"])
    assert sheet.titled("表彰单位", unit) == (row["表彰单位"] == "是")


def test_a_tie_at_the_eighth_place_commends_nine_townships(sheet: Sheet) -> None:
    assert sheet.problems == ()
    commended = [row["单位"] for row in expected_rows("ten_haves") if sheet.titled("表彰单位", row["单位"])]
    assert (len(commended), {sheet.rank("新店镇"), sheet.rank("高塘镇")}) == (17, {8})


def test_units_that_the_other_reading_of_eight_would_leave_out_are_findings(sheet: Sheet) -> None:
    rows = expected_rows("ten_haves")
    other = {row["单位"] for row in rows if (int(row["名次"]) <= 8) != (int(row["全县名次"]) <= 8)}
    assert unmet(sheet) == {(unit, "各类前8位与全县前8位的读法一致") for unit in other}
