"""results.xlsx read back: saved again it says the same, each edited value is told with sheet, cell and unit."""

from __future__ import annotations

import importlib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kpi_engine.verify.documents import Recomputed
from kpi_engine.verify.told import Told
from unit.verify.test_documents import told_of


@pytest.fixture
def folder(folder: Path) -> Path:
    for name in ("scores.csv", "points.csv", "trail.csv"):
        (folder / name).unlink()
    return folder


def edited(folder: Path, change: Callable[[Any], object]) -> None:
    book = openpyxl.load_workbook(folder / "results.xlsx")
    change(book)
    book.save(folder / "results.xlsx")


def said(told: Told) -> list[tuple[str, str, str]]:
    return [(p.code.number, str(p.place), p.message()) for p in told.listed]


def kinds(told: Told) -> list[str]:
    return [p.code.number for p in told.findings if p.code.number != "K732"]


def put(sheet: str, cell: str, value: object) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[sheet][cell] = value

    return change


def test_saved_again_a_workbook_says_the_same(folder: Path, run: Recomputed) -> None:
    edited(folder, lambda book: None)
    told = told_of(folder, run)
    assert (said(told), kinds(told)) == ([], ["K734"])


def test_how_it_looks_and_the_line_to_sign_are_no_results(folder: Path, run: Recomputed) -> None:
    def dress(book: Any) -> None:
        sheet = book["排名"]
        sheet.column_dimensions["B"].width = 50
        sheet.row_dimensions[4].hidden = True
        sheet["B4"].font = openpyxl.styles.Font(bold=True)
        last = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("填表人"))
        last.value = "填表人：王某　审核人：李某　日期：2024年12月30日"

    edited(folder, dress)
    told = told_of(folder, run)
    assert (said(told), kinds(told)) == ([], ["K734"])


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "message"),
    [
        ("排名", "F4", 98.5, "=城关镇，总分：文件里是“98.5”，重算是“99”"),
        ("得分", "B5", "园区", "=城关镇，类别：文件里是“园区”，重算是“街道”"),
        ("扣分明细", "I4", -1, "=城关镇，完成，计分，变动：文件里是“-1”，重算是“-2”"),
        ("疑点", "A4", "没有", "序号：文件里是“没有”，重算是“1”"),
        ("更正与审定", "E4", "51%", "老区，完成率，改为：文件里是“51%”，重算是“50%”"),
        ("回执", "B5", "别的方案", "考核方案，内容：文件里是“别的方案”，重算是“试算考核（desk）”"),
        ("排名", "A1", "另一个标题", "表头：文件里是“另一个标题”，重算是“试算考核 排名表”"),
        ("得分", "A12", "平均分", "单位：文件里是“平均分”，重算是“最高”"),
    ],
)
def test_an_edited_value_of_any_sheet_is_told_with_its_place(
    folder: Path, run: Recomputed, sheet: str, cell: str, value: object, message: str
) -> None:
    edited(folder, put(sheet, cell, value))
    assert said(told_of(folder, run)) == [("K730", f"results.xlsx!{sheet}!{cell}", message)]


def test_a_formula_in_place_of_a_figure_is_told_whatever_is_stored_with_it(folder: Path, run: Recomputed) -> None:
    was = openpyxl.load_workbook(folder / "results.xlsx")["排名"]["D4"].value
    edited(folder, put("排名", "D4", f"={was}"))
    assert [code for code, _, _ in said(told_of(folder, run))] == ["K730"]


def test_digits_typed_as_text_say_the_same(folder: Path, run: Recomputed) -> None:
    was = openpyxl.load_workbook(folder / "results.xlsx")["排名"]["D4"].value
    edited(folder, put("排名", "D4", f"{was}.00" if isinstance(was, int) else str(was)))
    assert said(told_of(folder, run)) == []


def test_words_that_a_format_writes_before_a_figure_are_part_of_it(folder: Path, run: Recomputed) -> None:
    def unshare(book: Any) -> None:
        book["排名"]["A4"].number_format = "0"

    edited(folder, unshare)
    assert said(told_of(folder, run)) == [("K730", "results.xlsx!排名!A4", "=城关镇，名次：文件里是“1”，重算是“并列第1”")]


def test_rows_and_sheets_more_and_less_are_told(folder: Path, run: Recomputed) -> None:
    def shuffle(book: Any) -> None:
        book["排名"].delete_rows(5)
        book.remove(book["疑点"])
        book.create_sheet("我的表")["A1"] = 1

    edited(folder, shuffle)
    told = told_of(folder, run)
    assert [(code, place) for code, place, _ in said(told)] == [("K731", "results.xlsx!排名!5"), ("K731", "results.xlsx!疑点")]
    assert kinds(told) == ["K735"]


def test_rows_in_another_order_say_the_same(folder: Path, run: Recomputed) -> None:
    def turn(book: Any) -> None:
        sheet = book["得分"]
        for column in range(1, sheet.max_column + 1):
            one, other = sheet.cell(5, column), sheet.cell(6, column)
            one.value, other.value = other.value, one.value

    edited(folder, turn)
    assert said(told_of(folder, run)) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello\n",
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        b"<html></html>",
    ],
)
def test_what_is_no_workbook_is_told(folder: Path, run: Recomputed, content: bytes) -> None:
    (folder / "results.xlsx").write_bytes(content)
    assert [(code, place) for code, place, _ in said(told_of(folder, run))] == [("K733", "results.xlsx")]


def test_a_torn_workbook_and_one_of_another_kind_are_told(folder: Path, run: Recomputed) -> None:
    path = folder / "results.xlsx"
    kept = path.read_bytes()
    for size in range(1, len(kept) - 1, len(kept) // 7):
        path.write_bytes(kept[:size])
        assert [code for code, _, _ in said(told_of(folder, run))] == ["K733"]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "hello")
    assert [code for code, _, _ in said(told_of(folder, run))] == ["K733"]


def test_a_workbook_too_large_to_be_read_is_a_finding(folder: Path, run: Recomputed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("kpi_engine.verify.workbook"), "read_workbook", lambda data, name, limits: ([], []))
    edited(folder, lambda book: None)
    told = told_of(folder, run)
    assert said(told) == []
    assert [p.facts["reason"] for p in told.findings][-1] == "太大，没有逐格读"
