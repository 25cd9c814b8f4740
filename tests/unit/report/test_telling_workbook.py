import zipfile
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from kpi_engine.report.telling import Column, Listing, Picture, Telling
from kpi_engine.report.telling_workbook import write_telling

LISTING = Listing(
    "units",
    "对比",
    (Column("unit", "单位"), Column("total", "总分", "现在", 2), Column("points", "差分", "一", 2, signed=True)),
    (("=甲", Fraction("90.5"), Fraction(1)), ("乙", None, Fraction("-0.25"))),
)
TELLING = Telling("考核　试算", (("一", ("第一句。",)),), (LISTING,), Picture("名次变动", ("现在", "一"), {"=甲": [1, 2], "乙": [2, None]}))


@pytest.fixture
def book(tmp_path: Path) -> openpyxl.Workbook:
    write_telling(tmp_path / "试算.xlsx", TELLING, note="试算——非定稿")
    return openpyxl.load_workbook(tmp_path / "试算.xlsx")


def test_the_first_sheet_is_one_page_of_sentences_that_says_it_is_a_trial(book: openpyxl.Workbook) -> None:
    sheet = book["结论"]
    assert [sheet.cell(row, 1).value for row in range(1, 5)] == ["考核　试算", "试算——非定稿", "一", "第一句。"]
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True  # one page wide and one tall is the default, and is not written


def test_more_sentences_than_a_page_holds_go_on_to_the_next_and_are_not_squeezed(tmp_path: Path) -> None:
    write_telling(tmp_path / "试算.xlsx", Telling("题", (("", ("一句话。",) * 90),)))
    assert openpyxl.load_workbook(tmp_path / "试算.xlsx")["结论"].page_setup.fitToHeight == 0


def test_a_column_shows_as_many_decimals_as_its_figures_need_and_shares_as_per_cent(tmp_path: Path) -> None:
    columns = (Column("a", "甲"), Column("b", "乙"), Column("c", "丙", places=1, percent=True), Column("class", "类别", optional=True))
    rows = ((Fraction(3), Fraction(1, 3), Fraction(29, 40), ""), (Fraction(4), Fraction(2), Fraction(1), ""))
    write_telling(tmp_path / "试算.xlsx", Telling("题", (), (Listing("t", "表", columns, rows),)))
    sheet = openpyxl.load_workbook(tmp_path / "试算.xlsx")["表"]
    assert [cell.value for cell in sheet[3]] == ["甲", "乙", "丙"]  # nothing stands under 类别
    assert [cell.number_format for cell in sheet[4]] == ["0", "0.0000", "0.0%"]  # never "1." for 1


def test_numbers_are_numbers_and_names_are_never_formulas(book: openpyxl.Workbook) -> None:
    sheet = book["对比"]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert cells["=甲"].data_type == "s"
    assert cells[90.5].number_format == "0.00"
    assert cells[-0.25].number_format == "+0.00;-0.00;0.00"


def test_the_picture_is_drawn_from_a_hidden_sheet(book: openpyxl.Workbook) -> None:
    assert book["图"].sheet_state == "hidden"
    assert [cell.value for cell in book["图"][2]] == ["=甲", 1, 2]
    assert book["图"]["A2"].data_type == "s"


def test_the_same_answer_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_telling(tmp_path / name, TELLING)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        assert "xl/charts/chart1.xml" in package.namelist()


def test_sheets_have_names_that_excel_takes_and_each_its_own(tmp_path: Path) -> None:
    names = ["很长的名字" * 9, "很长的名字" * 9, "a/b:c*?[]", "结论", "", "ABC", "abc"]
    listings = tuple(Listing(f"t{n}", name, (Column("u", "单位"),), (("甲",),)) for n, name in enumerate(names))
    write_telling(tmp_path / "试算.xlsx", Telling("题", (), listings))
    told = openpyxl.load_workbook(tmp_path / "试算.xlsx").sheetnames
    assert told == ["结论", ("很长的名字" * 9)[:31], ("很长的名字" * 9)[:28] + "2", "abc", "结论2", "表", "ABC2", "abc3"]
