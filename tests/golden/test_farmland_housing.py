"""farmland_housing against an independent calculation: thirty villages, 175 cases, three tiers."""

from __future__ import annotations

import pytest

from golden_case import expected_rows, expected_text, folder_sheet, generator
from scored import Sheet
from worked import figures

NAME = "farmland_housing"


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet(NAME)


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text(NAME) == generator(f"{NAME}_expected").write()


@pytest.mark.parametrize("row", expected_rows(NAME), ids=lambda row: row["单位"])
def test_every_figure_of_a_village_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    assert {"单位": row["单位"], **figures(sheet, row)} == row


def test_thirty_villages_have_175_cases_and_those_with_two_new_houses_are_last(sheet: Sheet) -> None:
    told = generator(NAME).villages()
    assert (len(told), sum(v.cases for v in told)) == (30, 175)
    assert sheet.problems == ()
    assert (sheet.rank("龙井村"), sheet.rank("北港村")) == (29, 30)
    assert sheet.total("龙井村") > sheet.total("建新村")
