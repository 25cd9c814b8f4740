"""Rows made after one that XlsxWriter wrote are what XlsxWriter would have written."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from kpi_engine.report.paper import FIGURE, Cell, Field, Paper, Table
from kpi_engine.report.repeated import Repeated, put_in

NAMES: list[Cell] = ["甲 & 乙", "<丙>", " 前有空格", "两\n行", "_x0041_", "丁", "", "戊" * 40, "己", "100%"]
FIGURES: list[Cell] = [1.0, 0.0, -2.5, None, "未报", 1 / 3, 1e-7, 123456789.125, "—", 3.0]


def book(folder: Path, *, repeats: bool) -> Path:
    """A sheet of many rows with all that cells may hold."""
    skeleton, path = io.BytesIO(), folder / f"{repeats}.xlsx"
    with xlsxwriter.Workbook(skeleton, {"constant_memory": True, "tmpdir": str(folder)}) as made:
        paper = Paper(made, footer="", repeats=repeats)
        marks = [row % 2 for row in range(40)]
        fields = [Field("单位", NAMES * 4, widest=30), Field("分", FIGURES * 4, {**FIGURE, "num_format": "0.00"})]
        fields.append(Field("等次", ["优", "良"] * 20, marks=marks, looks=({"bold": True}, {})))
        paper.lay(Table("一", "一", "", fields, closing=[["合计", 1.0, ""]], wraps=True))
    put_in(skeleton, {"xl/worksheets/sheet1.xml": paper.repeated[0]}, path)
    assert bool(paper.repeated[0].rows) is repeats
    return path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist() if name != "docProps/core.xml"}


def test_a_workbook_is_the_same_with_rows_made_as_with_rows_written(tmp_path: Path) -> None:
    assert parts(book(tmp_path, repeats=True)) == parts(book(tmp_path, repeats=False))


def test_the_first_of_a_shape_is_written_and_those_like_it_are_made() -> None:
    rows = Repeated()
    assert [rows.takes(row, cells, "look") for row, cells in enumerate([("甲", 1.0), ("乙", 0.0), ("丙", None), ("丁", 5.0)], 1)] == [
        False, True, False, True,
    ]  # fmt: skip
    assert not rows.takes(5, ("戊", 2.0), "other look")


@pytest.mark.parametrize("text", [" 前", "后 ", "两\n行", "_x000D_", "\ufffe", "长" * 32_001])
def test_text_that_takes_care_is_left_to_the_library(text: str) -> None:
    rows = Repeated()
    rows.takes(1, ("甲",), 0)
    assert not rows.takes(2, (text,), 0)
