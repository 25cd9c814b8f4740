"""audit_plan against an independent calculation: papers in time, ratings, changes of plan with and without approval."""

from __future__ import annotations

from fractions import Fraction

import pytest

from golden_case import expected_rows, expected_text, figure, folder_sheet, generator, unmet
from kpi_engine.table import Ref, Role
from scored import Sheet

PAPERS = ("编报及时性", "授权请示及时", "计划报备及时", "上半年报告及时", "全年报告及时", "报告完整性")
NODES = (*PAPERS, "安排科学合理", "科学性", "合理性", "计划完成", "质量和效果", "审计质量", "成果效果")


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet("audit_plan", at="2025-03-15")


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text("audit_plan") == generator("audit_plan_expected").write()


@pytest.mark.parametrize("row", expected_rows("audit_plan"), ids=lambda row: row["单位"])
def test_every_figure_of_an_office_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    assert {name: sheet.score(name, unit) for name in NODES} == {name: figure(row[name]) for name in NODES}
    assert sheet.cell(Ref(Role.VALUE, "应完成"), unit) == Fraction(row["应完成"])
    assert (sheet.total(unit), sheet.rank(unit), sheet.grade(unit)) == (Fraction(row["总分"]), int(row["名次"]), row["等次"])
    assert {name: sheet.taken(name, unit) for name in ("通报批评", "暂停授权")} == {name: row[name] == "是" for name in ("通报批评", "暂停授权")}


def test_an_approved_change_moves_the_plan_and_an_unapproved_one_costs_points(sheet: Sheet) -> None:
    assert sheet.problems == ()
    assert sheet.score("计划完成", "云川市审计局") == 30  # 28 planned, one cut with approval, 27 done
    assert sheet.score("计划完成", "怀清市审计局") == Fraction("23.13")  # 30 × 15 ÷ 16 = 28.125, less 5


def test_kinds_that_do_not_add_up_and_projects_beyond_the_plan_are_findings(sheet: Sheet) -> None:
    assert unmet(sheet) == {
        ("永丰市审计局", "四类项目加起来等于下达计划合计"),
        ("泽溪市审计局", "完成项目不多于应完成数（多出的没有报批追加）"),
    }
