"""One owner's sheet."""

from __future__ import annotations

import io

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter import Workbook

from kpi_engine.intake.template.sheet import Head, Line, Page, write_head
from kpi_engine.intake.template.style import Styles
from kpi_engine.table import Ref, Role


def page() -> Page:
    book = Workbook(io.BytesIO())
    return Page(book.add_worksheet("甲"), Styles(book), "题", "说明", {})


def test_a_header_has_one_row_where_nothing_stands_below() -> None:
    assert write_head(page(), ["单位"], [Head("甲"), Head("乙")], [10, 10, 10]) == 3


def test_a_header_has_two_rows_where_something_does() -> None:
    assert write_head(page(), ["单位"], [Head("甲", ("目标", "完成")), Head("乙")], [10, 10, 10, 10]) == 4


def test_a_line_that_says_nothing_asks_for_everything() -> None:
    from types import SimpleNamespace

    need = SimpleNamespace(beside=Ref(Role.INPUT, "甲"))
    assert Line(("甲局",)).asks(need)  # type: ignore[arg-type]
    assert not Line(("甲局",), frozenset()).asks(need)  # type: ignore[arg-type]


def printed_page(months: int, inputs: int) -> Worksheet:
    """A sheet of so many columns, as a spreadsheet program finds it."""
    kept = io.BytesIO()
    book = Workbook(kept)
    heads = [Head(f"数据{n}", tuple(f"{month}月" for month in range(1, months + 1))) for n in range(inputs)]
    write_head(Page(book.add_worksheet("甲"), Styles(book), "题", "说明", {}), ["单位", "类别"], heads, [20, 10, *[10] * (months * inputs)])
    book.close()
    return load_workbook(io.BytesIO(kept.getvalue()))["甲"]


def test_a_sheet_that_fits_is_printed_on_the_width_of_a_page() -> None:
    sheet = printed_page(months=2, inputs=4)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert not sheet.col_breaks.brk


def test_a_sheet_too_wide_to_be_read_on_one_page_is_printed_on_several_with_the_units_on_each() -> None:
    """At 60% some 200 characters go onto a page: 单位 and 类别 take 30, twelve months 120, so each input has its page."""
    sheet = printed_page(months=12, inputs=3)
    assert not (sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage)
    assert sheet.page_setup.scale == 60
    assert [one.id for one in sheet.col_breaks.brk] == [14, 26]
    assert sheet.print_title_cols == "$A:$B"
