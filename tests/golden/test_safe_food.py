"""safe_food against an independent calculation: forty-seven targets of nine cities."""

from __future__ import annotations

from fractions import Fraction

import pytest

from golden_case import expected_rows, expected_text, figure, folder_sheet, generator, rank, unmet
from scored import Sheet

NAME = "safe_food"


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet(NAME, at="2008-01-31")


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text(NAME) == generator(f"{NAME}_expected").write()


@pytest.mark.parametrize("row", expected_rows(NAME), ids=lambda row: row["单位"])
def test_every_target_of_a_city_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    unit, script = row["单位"], generator(f"{NAME}_expected")
    nodes = (*script.PARTS, *script.LEAVES)
    assert {name: sheet.score(name, unit) for name in nodes} == {name: figure(row[name]) for name in nodes}
    assert sheet.total(unit) == Fraction(row["总分"])
    assert (sheet.rank(unit), sheet.grade(unit)) == (rank(row["名次"]), row["等次"])
    assert sheet.taken("限期整改", unit) == (row["限期整改"] == "是")
    assert sheet.taken("追究责任", unit) == (row["一票否决"] == "是")


def test_within_and_at_least_take_the_bound_itself(sheet: Sheet) -> None:
    assert (sheet.score("克伦特罗", "龙岩市"), sheet.score("猪肉", "福州市"), sheet.score("水果农残", "漳州市")) == (Fraction("1.6"), 2, 3)
    assert sheet.score("莱克多巴胺", "莆田市") == 0


def test_the_lots_of_the_province_are_enough(sheet: Sheet) -> None:
    assert sheet.problems == ()
    assert unmet(sheet) == set()
