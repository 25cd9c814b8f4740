"""Layout of sheets."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import xlsxwriter

from kpi_engine.report.paper import FIGURE, Field, Paper, Table


def lay(path: Path, *fields: Field, **more: object) -> openpyxl.Workbook:
    with xlsxwriter.Workbook(path) as book:
        Paper(book, footer="码").lay(Table("表", "标题", "副题", fields, **more))  # type: ignore[arg-type]
    return openpyxl.load_workbook(path)


def test_columns_are_as_wide_as_their_cells_up_to_a_bound(tmp_path: Path) -> None:
    told = lay(
        tmp_path / "a.xlsx",
        Field("甲", ["城关镇人民政府", "一"]),
        Field("乙", ["x" * 100, ""], widest=30),
        Field("丙", [1234567.5, 2.0], {**FIGURE, "num_format": "#,##0.00"}),
    )
    widths = [told["表"].column_dimensions[letter].width for letter in "ABC"]
    assert [int(width) for width in widths] == [17, 33, 15]


def test_a_long_text_wraps_and_its_row_is_tall_enough(tmp_path: Path) -> None:
    sheet = lay(tmp_path / "a.xlsx", Field("说明", ["字" * 45, "短"], widest=20), Field("乙", ["", ""]), wraps=True)["表"]
    assert (sheet.row_dimensions[4].height, sheet.row_dimensions[5].height) == (72.0, 18.0)
    assert sheet["A4"].alignment.wrap_text


def test_an_empty_table_says_so(tmp_path: Path) -> None:
    sheet = lay(tmp_path / "a.xlsx", Field("甲", []), Field("乙", []), empty="没有扣分")["表"]
    assert (sheet["A4"].value, sheet.auto_filter.ref) == ("没有扣分", None)


def test_text_is_never_a_formula_and_never_illegal(tmp_path: Path) -> None:
    sheet = lay(tmp_path / "a.xlsx", Field("甲", ["=1+1", "http://x.cn", "a\x00b", "x" * 40_000, "甲\ud800"]), Field("乙", [None] * 5))["表"]
    assert [sheet.cell(row, 1).value for row in (4, 5, 6)] == ["=1+1", "http://x.cn", "a\ufffdb"]
    assert sheet["A4"].data_type == "s"
    assert sheet["A5"].hyperlink is None
    assert str(sheet["A7"].value).endswith("全文见 trail.csv）")
    assert sheet["A8"].value == "甲\ufffd"


def test_a_filter_and_frozen_panes_and_the_line_to_sign(tmp_path: Path) -> None:
    sheet = lay(tmp_path / "a.xlsx", Field("甲", ["1", "2"]), Field("乙", [1.0, 2.0], group="组"), Field("丙", [1.0, 2.0], group="组"), frozen=1)[
        "表"
    ]
    assert (sheet.auto_filter.ref, sheet.freeze_panes, sheet.print_title_rows) == ("A4:C6", "B5", "$3:$4")
    assert [str(r) for r in sheet.merged_cells.ranges if "B3" in str(r)] == ["B3:C3"]
    assert str(sheet["A7"].value).startswith("填表人：")


def test_many_columns_are_spread_over_pages_that_begin_with_a_group_and_repeat_the_first(tmp_path: Path) -> None:
    cells = {**FIGURE, "num_format": "0.00"}
    fields = [Field("单位", ["甲"]), *(Field(f"指标{n}", [90.0], cells, group=f"块{n // 8}") for n in range(40))]
    sheet = lay(tmp_path / "a.xlsx", *fields, frozen=1)["表"]
    assert [page.id for page in sheet.col_breaks.brk] == [9, 17, 25, 33]
    assert (sheet.print_title_cols, sheet.page_setup.scale) == ("$A:$A", 75)
    assert "A1:I1" in [str(area) for area in sheet.merged_cells.ranges]


def test_columns_are_together_as_wide_as_the_title_above_them(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        Paper(book, footer="码").lay(Table("表", "很长的标题" * 4, "副题", [Field("甲", ["一"]), Field("乙", ["二" * 6])], signed=False))
    told = openpyxl.load_workbook(tmp_path / "a.xlsx")["表"]
    widths = [int(told.column_dimensions[letter].width) for letter in "AB"]
    assert widths == [29, 37]  # 7 and 15 by their cells; 40 characters of 16 points are 64 of 10, and 2
