"""winter_water against an independent calculation: eighteen quantities, totals, places, grades, and who hangs on a reading."""

from __future__ import annotations

import pytest

from golden_case import expected_rows, expected_text, folder_sheet, generator
from scored import Sheet
from worked import figures

NAME = "winter_water"


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet(NAME)


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text(NAME) == generator(f"{NAME}_expected").write()


@pytest.mark.parametrize("row", expected_rows(NAME), ids=lambda row: row["单位"])
def test_every_figure_of_a_county_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    assert {"单位": row["单位"], **figures(sheet, row)} == row


def test_two_share_the_first_prize_and_a_vetoed_county_stands_behind_a_lower_total(sheet: Sheet) -> None:
    assert sheet.problems == ()
    assert [sheet.rank(unit) for unit in ("新罗区", "武平县", "上杭县")] == [1, 1, 3]
    assert (sheet.total("长汀县"), sheet.rank("长汀县")) < (sheet.total("永定县"), sheet.rank("永定县"))
