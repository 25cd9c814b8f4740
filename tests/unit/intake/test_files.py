"""A file is what its content says, whatever its name says."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kpi_engine.intake.files import read_grids

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100
BROKEN = Path(__file__).parents[3] / "fixtures" / "bad" / "files"


def zip_with(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "slug", "kind"),
    [
        (OLE + "Workbook".encode("utf-16-le"), "old-office-file", "旧格式表格（.xls 或 WPS 的 .et）"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password-protected", None),
        (OLE + "WordDocument".encode("utf-16-le"), "not-a-table", "旧格式 Word 文档 .doc"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "old-office-file", "旧格式表格 .xls"),
        (b"<html><table><tr><td>1", "web-page", "网页（HTML）"),
        (b"\xef\xbb\xbf \n<!DOCTYPE HTML><html>", "web-page", "网页（HTML）"),
        (b"<!-- x --><TABLE border=1>", "web-page", "网页（HTML）"),
        ("<html>".encode("utf-16"), "web-page", "网页（HTML）"),
        (b"MIME-Version: 1.0\r\n", "web-page", "网页档案（MHTML）"),
        (b'<?xml version="1.0"?><Workbook>', "web-page", "XML 文件（如“XML 表格 2003”）"),
        (b"%PDF-1.7", "not-a-table", "PDF 文件"),
        (b"\x89PNG\r\n", "not-a-table", "图片"),
        (b"Rar!\x1a\x07", "not-a-table", "RAR 压缩包"),
        (zip_with("mimetype", "content.xml"), "not-a-table", "OpenDocument 文件（.ods）"),
        (zip_with("[Content_Types].xml", "word/document.xml"), "not-a-table", "Word 文档"),
        (zip_with("[Content_Types].xml", "xl/workbook.bin"), "not-a-table", "二进制工作簿 .xlsb"),
        (zip_with("甲.xlsx"), "not-a-table", "ZIP 压缩包"),
    ],
)
def test_a_file_of_another_kind_is_named_and_refused(data: bytes, slug: str, kind: str | None) -> None:
    grids, (problem,) = read_grids(data, "报表.xlsx")
    assert grids == []
    assert (problem.code.slug, problem.facts.get("kind")) == (slug, kind)
    assert "另存为 .xlsx" in problem.text()


def test_a_workbook_named_csv_and_a_text_named_xlsx_are_read(book: Callable[..., bytes]) -> None:
    (grid,), _ = read_grids(book('<row r="1"><c r="A1"><v>1</v></c></row>'), "甲.csv")
    assert (grid.sheet, grid.cell(1, 1).value) == ("数据", "1")
    (grid,), _ = read_grids(b"a,b\n1,2\n", "甲.xlsx")
    assert (grid.sheet, str(grid.place(2, 1))) == ("", "甲.xlsx:2:1")


def test_a_text_that_begins_like_another_format_is_text() -> None:
    for start in ("PK", "BM600", "II"):
        (grid,), problems = read_grids(f"{start},b\n1,2\n".encode(), "甲.csv")
        assert (grid.cell(1, 1).value, problems) == (start, [])


@pytest.mark.parametrize("path", sorted(BROKEN.iterdir()), ids=lambda path: path.name)
def test_each_broken_file_gives_the_code_that_its_name_says(path: Path) -> None:
    _, problems = read_grids(path, path.name)
    assert path.name.partition("_")[0] in {problem.code.number for problem in problems}
