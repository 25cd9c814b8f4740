"""One owner's sheet."""

from __future__ import annotations

import io

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
