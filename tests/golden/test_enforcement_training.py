"""enforcement_training against an independent calculation: forty hours, fifteen days, a quota in each class."""

from __future__ import annotations

import pytest

from golden_case import expected_rows, expected_text, folder_sheet, generator
from scored import Sheet
from worked import figures

NAME = "enforcement_training"


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet(NAME)


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text(NAME) == generator(f"{NAME}_expected").write()


@pytest.mark.parametrize("row", expected_rows(NAME), ids=lambda row: row["单位"])
def test_every_figure_of_a_person_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    assert {"单位": row["单位"], **figures(sheet, row)} == row


def test_forty_hours_are_enough_and_half_an_hour_less_is_not(sheet: Sheet) -> None:
    assert sheet.problems == ()
    assert sheet.taken("补学补训", "郑某某") is False
    assert sheet.taken("补学补训", "王某某") is True
    assert sheet.grade("王某某") == "基本合格"


def test_a_fifth_of_each_class_at_most(sheet: Sheet) -> None:
    assert sheet.places("优秀名额", "赵某某") == 4
    assert sheet.places("优秀名额", "吴某某") == 2
