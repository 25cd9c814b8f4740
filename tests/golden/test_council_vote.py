"""council_vote against an independent calculation: what half is, who is held to account, and last time's vote."""

from __future__ import annotations

from fractions import Fraction

import pytest

from golden_case import expected_rows, expected_text, folder_sheet, generator, unmet
from kpi_engine.table import Ref, Role
from scored import Sheet

SHARES = ("满意率", "有效票满意率", "组成人员满意率")


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet("council_vote", at="2024-10-30")


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text("council_vote") == generator("council_vote_expected").write()


@pytest.mark.parametrize("row", expected_rows("council_vote"), ids=lambda row: row["单位"])
def test_every_figure_of_a_unit_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    assert {name: sheet.cell(Ref(Role.VALUE, name), unit) for name in SHARES} == {name: Fraction(row[name]) for name in SHARES}
    assert (sheet.total(unit), sheet.rank(unit), sheet.grade(unit)) == (Fraction(row["总分"]), int(row["名次"]), row["等次"])
    for name in ("追究责任", "重新报告", "启动撤职程序"):
        assert sheet.taken(name, unit) == (row[name] == "是")


def test_exactly_half_is_not_over_half(sheet: Sheet) -> None:
    assert sheet.problems == ()
    assert (sheet.total("市城市管理行政执法局"), sheet.taken("追究责任", "市城市管理行政执法局")) == (50, True)


def test_units_whose_half_depends_on_the_reading_and_late_answers_are_findings(sheet: Sheet) -> None:
    rows = expected_rows("council_vote")
    readings = {(row["单位"], "按收回票、有效票、全体组成人员算是否过半结论相同") for row in rows if row["过半读法不同"] == "是"}
    late = {(row["单位"], "9月30日前反馈审议意见研究处理情况") for row in rows if row["反馈迟"] == "是"}
    assert len(readings) == 3
    assert unmet(sheet) == readings | late
