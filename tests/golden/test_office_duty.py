"""office_duty against an independent calculation, every figure of every office; rates that are not those of their counts are findings."""

from __future__ import annotations

from fractions import Fraction

import pytest

from golden_case import expected_rows, expected_text, figure, folder_sheet, generator, rank, unmet
from scored import Sheet

NAME = "office_duty"
NODES = ("督查督办", "批示件", "议案提案", "市长专线", "政务服务", "审批办结", "网民留言", "信访结案", "区志编纂", "应急值守")


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet(NAME, at="2012-01-10")


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text(NAME) == generator(f"{NAME}_expected").write()


@pytest.mark.parametrize("row", expected_rows(NAME), ids=lambda row: row["单位"])
def test_every_figure_of_an_office_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    assert {name: sheet.score(name, unit) for name in NODES} == {name: figure(row[name]) for name in NODES}
    assert sheet.total(unit) == Fraction(row["总分"])
    assert (sheet.rank(unit), sheet.grade(unit)) == (rank(row["名次"]), row["等次"])
    assert sheet.taken("限期办结", unit) == (row["限期办结"] == "是")


def test_98_percent_of_5569_of_5591_is_a_finding_and_90_percent_of_237_of_264_is_none(sheet: Sheet) -> None:
    assert sheet.problems == ()
    told = unmet(sheet)
    assert told == {(row["单位"], name) for row in expected_rows(NAME) for name in row["疑点"].split("；") if name}
    assert {name for unit, name in told if unit == "七里河区政府办公室"} == {"时限办结率与件数相符"}


def test_points_come_from_the_counts_not_from_the_reported_rates(sheet: Sheet) -> None:
    assert sheet.score("审批办结", "七里河区政府办公室") == 20
    assert sheet.score("信访结案", "七里河区政府办公室") == 12
