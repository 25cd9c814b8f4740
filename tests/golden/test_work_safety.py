"""work_safety against an independent calculation: the county of the document, and what of its figures does not agree."""

from __future__ import annotations

import pytest

from golden_case import expected_rows, expected_text, folder_sheet, generator
from scored import Sheet
from worked import figures

NAME = "work_safety"


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet(NAME)


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text(NAME) == generator(f"{NAME}_expected").write()


@pytest.mark.parametrize("row", expected_rows(NAME), ids=lambda row: row["单位"])
def test_every_figure_of_a_county_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    assert {"单位": row["单位"], **figures(sheet, row)} == row


def test_a_rate_rounded_to_one_place_agrees_with_its_counts_and_a_better_one_does_not(sheet: Sheet) -> None:
    assert sheet.problems == ()
    told = {row["单位"]: row["疑点"].split("；") for row in expected_rows(NAME)}
    assert told["清江县"] == ["全覆盖属实", "加油站达标与整改合计"]
    assert [unit for unit, names in told.items() if "上报整改率与条数相符" in names] == ["白沙县", "龙泉县"]
