"""law_quota against an independent calculation, every figure of every department; counts that do not add up are findings."""

from __future__ import annotations

from fractions import Fraction

import pytest

from golden_case import expected_rows, expected_text, figure, folder_sheet, generator, rank, unmet
from scored import Sheet

NAME = "law_quota"
NODES = ("制度建设", "执法案卷", "案卷合格", "执法过错", "持证上岗", "复议结果", "应诉结果", "复议审理", "复议质量", "文件审查")


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet(NAME, at="2009-07-10")


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text(NAME) == generator(f"{NAME}_expected").write()


@pytest.mark.parametrize("row", expected_rows(NAME), ids=lambda row: row["单位"])
def test_every_figure_of_a_department_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    assert {name: sheet.score(name, unit) for name in NODES} == {name: figure(row[name]) for name in NODES}
    assert sheet.total(unit) == Fraction(row["总分"])
    assert (sheet.rank(unit), sheet.grade(unit)) == (rank(row["名次"]), row["等次"])
    assert sheet.taken("责令整改", unit) == (row["责令整改"] == "是")


def test_the_counts_of_the_report_that_do_not_add_up_are_findings_and_those_that_do_are_not(sheet: Sheet) -> None:
    assert sheet.problems == ()
    wanted = {(row["单位"], name) for row in expected_rows(NAME) for name in row["疑点"].split("；") if name}
    assert unmet(sheet) == wanted
    assert {name for unit, name in wanted if unit == "县政府办公室"} == {
        "收到的复议申请等于各去向之和",
        "受理等于审结加未结",
        "审结等于各结果之和",
        "应诉等于各结果之和",
    }
