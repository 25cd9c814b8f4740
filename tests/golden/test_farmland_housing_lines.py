"""farmland_housing_lines against an independent calculation: five lines made of their villages' results."""

from __future__ import annotations

import pytest

from golden_case import expected_rows, expected_text, folder_sheet, generator
from scored import Sheet
from worked import figures

NAME = "farmland_housing_lines"


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet(NAME)


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text(NAME) == generator(f"{NAME}_expected").write()


@pytest.mark.parametrize("row", expected_rows(NAME), ids=lambda row: row["单位"])
def test_every_figure_of_a_line_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    assert {"单位": row["单位"], **figures(sheet, row)} == row


def test_villages_are_listed_and_not_ranked(sheet: Sheet) -> None:
    assert sheet.problems == ()
    assert sheet.rank("东庙村") == "NOT_APPLICABLE"
