"""emergency_drills against an independent calculation: the district that says 245 and the sectors that come to 243."""

from __future__ import annotations

import pytest

from golden_case import expected_rows, expected_text, folder_sheet, generator
from scored import Sheet
from worked import figures

NAME = "emergency_drills"


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet(NAME)


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text(NAME) == generator(f"{NAME}_expected").write()


@pytest.mark.parametrize("row", expected_rows(NAME), ids=lambda row: row["单位"])
def test_every_figure_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    assert {"单位": row["单位"], **figures(sheet, row)} == row


def test_the_sectors_of_the_document_are_two_drills_short_and_that_is_a_finding(sheet: Sheet) -> None:
    made = generator(NAME)
    drills = [int(told[0]) for told in made.TOLD.values()]
    assert drills == [245, 23, 32, 87, 63, 11, 3, 2, 3, 1, 18]
    assert sum(drills[1:]) == 243
    assert sheet.problems == ()
    assert [(p.facts["unit"], p.facts["name"]) for p in sheet.results.findings if p.code.number == "K607"] == [("东湾区", "分行业场次合计")]
