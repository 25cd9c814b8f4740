"""farmland_protection against an independent calculation: the county of the document and its townships, and what does not add up."""

from __future__ import annotations

import pytest

from golden_case import expected_rows, expected_text, folder_sheet, generator
from scored import Sheet
from worked import figures

NAME = "farmland_protection"


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return folder_sheet(NAME)


def test_the_expected_table_is_what_the_independent_calculation_gives() -> None:
    assert expected_text(NAME) == generator(f"{NAME}_expected").write()


@pytest.mark.parametrize("row", expected_rows(NAME), ids=lambda row: row["单位"])
def test_every_figure_is_as_expected(sheet: Sheet, row: dict[str, str]) -> None:
    assert {"单位": row["单位"], **figures(sheet, row)} == row


def test_the_parts_of_the_county_add_up_and_what_was_replaced_does_not_match() -> None:
    county = generator(NAME).all_places()[0]
    told = {name: county.figures[name] for name in ("自然损毁", "生态退耕", "结构调整", "减少合计", "补划面积", "保护面积", "村责任书", "保护标志")}
    assert told == {
        "自然损毁": "3417.277",
        "生态退耕": "4344.26",
        "结构调整": "200.0",
        "减少合计": "7961.537",
        "补划面积": "645.033",
        "保护面积": "60803.36",
        "村责任书": "144",
        "保护标志": "15",
    }
    doubts = expected_rows(NAME)[0]["疑点"].split("；")
    assert "补划与减少持平" in doubts
    assert "减少分项合计" not in doubts


def test_digits_that_changed_places_in_a_township_show_there_and_in_the_county(sheet: Sheet) -> None:
    assert sheet.problems == ()
    told = {row["单位"]: row["疑点"].split("；") for row in expected_rows(NAME)}
    assert [unit for unit, names in told.items() if "减少分项合计" in names] == ["龙洞乡"]
    assert "乡镇减少合计等于全县" in told["富安县"]
