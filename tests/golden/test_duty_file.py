"""duty_file against an independent calculation: the year made of twelve months, visits and proposals that not every office has."""

from __future__ import annotations

from fractions import Fraction

import pytest

from golden_case import expected_rows, expected_text, figure, folder_sheet, generator, unmet
from scored import Sheet

MONTHS = tuple(f"{n}月" for n in range(1, 13))
NODES = ("月督查", "来访办结率", "来访满意率", "提案办结率", "提案满意率", "提案解决率", "政务公开")


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet("duty_file")


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text("duty_file") == generator("duty_file_expected").write()


@pytest.mark.parametrize("row", expected_rows("duty_file"), ids=lambda row: row["单位"])
def test_every_figure_of_an_office_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit = row["单位"]
    assert {month: sheet.score("月督查", unit, month) for month in MONTHS} == {month: Fraction(row[month]) for month in MONTHS}
    assert {name: sheet.score(name, unit) for name in NODES} == {name: figure(row[name]) for name in NODES}
    assert (sheet.total(unit), sheet.rank(unit), sheet.grade(unit)) == (Fraction(row["总分"]), int(row["名次"]), row["等次"])
    assert sheet.taken("限期整改", unit) == (row["等次"] == "不合格")


def test_eighty_five_items_made_of_parts_that_come_to_more_are_a_finding(sheet: Sheet) -> None:
    assert sheet.problems == ()
    assert unmet(sheet) == {("局办公室", "三类信息加起来等于公开信息总数")}


def test_visits_and_proposals_come_to_what_the_summary_tells() -> None:
    told = generator("duty_file").offices()
    assert [sum(o.visits[n] for o in told) for n in range(3)] == [47, 47, 45]
    assert [sum(o.proposals[n] for o in told) for n in range(5)] == [7, 7, 5, 2, 5]
