"""law_review against an independent calculation: fifteen of 39 departments reviewed, the rest filed, a jury with a void paper."""

from __future__ import annotations

from fractions import Fraction

import pytest

from golden_case import expected_rows, expected_text, figure, folder_sheet, generator, rank, unmet
from scored import Sheet

NODES = ("执法主体", "自由裁量", "案卷质量", "复议应诉", "执法监督")


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet("law_review", at="2025-03-01")


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text("law_review") == generator("law_review_expected").write()


@pytest.mark.parametrize("row", expected_rows("law_review"), ids=lambda row: row["单位"])
def test_every_figure_of_a_department_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    assert {name: sheet.score(name, unit) for name in NODES} == {name: figure(row[name]) for name in NODES}
    assert (sheet.total(unit), sheet.rank(unit), sheet.grade(unit)) == (figure(row["总分"]), rank(row["名次"]), row["等次"] or "NOT_APPLICABLE")
    assert sheet.taken("备案", unit) == (row["备案"] == "是")
    if row["等次"]:
        assert sheet.taken("通报表彰", unit) == (row["通报表彰"] == "是")


def test_five_are_excellent_ten_good_and_twenty_four_filed(sheet: Sheet) -> None:
    assert sheet.problems == ()
    grades = sheet.grades()
    assert (grades.count("优秀"), grades.count("良好"), grades.count("NOT_APPLICABLE")) == (5, 10, 24)
    assert (sheet.grade("市审计局"), sheet.grade("市质量技术监督局"), sheet.grade("市林业局"), sheet.grade("市公安局")) == (
        "优秀",
        "优秀",
        "良好",
        "良好",
    )


def test_a_paper_with_one_mark_for_everybody_is_void(sheet: Sheet) -> None:
    # with it 市公安局 would have five marks, and 92 and 85 would fall away: 88 instead of 89
    assert sheet.score("案卷质量", "市公安局") == Fraction(89, 2)


def test_a_late_self_assessment_is_a_finding(sheet: Sheet) -> None:
    assert unmet(sheet) == {("市文化局", "自评报告在2025年1月31日前报送")}
