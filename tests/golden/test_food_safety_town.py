"""food_safety_town against an independent calculation, every figure of every town."""

from __future__ import annotations

from fractions import Fraction

import pytest

from golden_case import expected_rows, expected_text, figure, folder_sheet, generator, rank, unmet
from kpi_engine.table import Ref, Role
from scored import Sheet

NAME = "food_safety_town"
APART = ("单位", "总分", "名次", "等次", "一票否决", "限期整改")


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet(NAME)


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text(NAME) == generator(f"{NAME}_expected").write()


@pytest.mark.parametrize("row", expected_rows(NAME), ids=lambda row: row["单位"])
def test_every_figure_of_a_town_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit, nodes = row["单位"], [name for name in row if name not in APART]
    assert {name: sheet.score(name, unit) for name in nodes} == {name: figure(row[name]) for name in nodes}
    assert sheet.total(unit) == Fraction(row["总分"])
    assert (sheet.rank(unit), sheet.grade(unit)) == (rank(row["名次"]), row["等次"])
    assert sheet.taken("限期整改", unit) == (row["限期整改"] == "是")


def test_a_rate_on_its_bound_is_told_apart_by_the_words_below_and_not_below(sheet: Sheet) -> None:
    assert sheet.cell(Ref(Role.VALUE, "蔬菜阳性率"), "青山镇") == Fraction(8, 100)
    assert sheet.score("蔬菜农残", "青山镇") == 0
    assert sheet.cell(Ref(Role.VALUE, "瘦肉精检测率"), "青山镇") == Fraction(45, 1000)
    assert sheet.score("瘦肉精检测面", "青山镇") == 5


def test_lots_that_cannot_be_part_of_the_others_are_a_finding(sheet: Sheet) -> None:
    assert sheet.problems == ()
    assert unmet(sheet) == {("高坪镇", "获证食品抽检是加工企业抽检的一部分")}
