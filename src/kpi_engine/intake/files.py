"""What a file is, by its content and never by its name, and its grids."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import Path

from kpi_engine.errors import Problem, k1_reading
from kpi_engine.intake.delimited import read_delimited
from kpi_engine.intake.grid import DEFAULT_LIMITS, Grid, Limits
from kpi_engine.intake.package import part_names
from kpi_engine.intake.workbook import file_bytes, read_workbook
from kpi_engine.source import Place

__all__ = ["foreign_problem", "read_grids"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (b"\x09\x08", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00")
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "PDF 文件", "a PDF file"),
    (b"\x89PNG", "图片", "a picture"),
    (b"\xff\xd8\xff", "图片", "a picture"),
    (b"GIF8", "图片", "a picture"),
    (b"II*\x00", "图片", "a picture"),
    (b"{\\rtf", "RTF 文档", "an RTF document"),
    (b"Rar!", "RAR 压缩包", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", "a 7z archive"),
    (b"\x1f\x8b", "gzip 压缩包", "a gzip archive"),
    (b"SQLite format 3", "数据库文件", "a database"),
)
_PAGE = re.compile(rb"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|meta|table|body|style|div)\b", re.IGNORECASE | re.DOTALL)
_PARTS: tuple[tuple[str, str, str], ...] = (
    ("xl/workbook.bin", "二进制工作簿 .xlsb", "a binary workbook .xlsb"),
    ("word/document.xml", "Word 文档", "a Word document"),
    ("ppt/presentation.xml", "演示文稿", "a presentation"),
    ("content.xml", "OpenDocument 文件（.ods）", "an OpenDocument file (.ods)"),
)


def read_grids(data: bytes | Path, name: str, *, limits: Limits = DEFAULT_LIMITS) -> tuple[list[Grid], list[Problem]]:
    """The grids of a workbook or text file, whatever its name ends with; a file of another kind is named and refused."""
    content, problems = file_bytes(data, name, limits)
    if problems:
        return [], problems
    foreign = foreign_problem(content, name)
    if foreign:
        return [], [foreign]
    if content.startswith(_ZIP):
        return read_workbook(content, name=name, limits=limits)
    grid, problems = read_delimited(content, name=name, limits=limits)
    return ([grid] if grid else []), problems


def foreign_problem(content: bytes, name: str) -> Problem | None:
    """What the file is where it is neither an .xlsx package nor text."""
    place = Place(name)
    checks: tuple[Callable[[bytes, Place], Problem | None], ...] = (_ole, _known_magic, _other_package, _markup)
    return next((problem for check in checks if (problem := check(content, place))), None)


def _ole(content: bytes, place: Place) -> Problem | None:
    if not content.startswith(_OLE):
        is_biff = content.startswith(_BIFF)
        return k1_reading.OLD_OFFICE_FILE.at(place, kind="旧格式表格 .xls", kind_en="an old .xls workbook") if is_biff else None
    if "EncryptedPackage".encode("utf-16-le") in content or "EncryptionInfo".encode("utf-16-le") in content:
        return k1_reading.PASSWORD_PROTECTED.at(place)
    if "WordDocument".encode("utf-16-le") in content:
        return k1_reading.NOT_A_TABLE.at(place, kind="旧格式 Word 文档 .doc", kind_en="an old Word document .doc")
    return k1_reading.OLD_OFFICE_FILE.at(place, kind="旧格式表格（.xls 或 WPS 的 .et）", kind_en="an old workbook (.xls, or .et of WPS)")


def _known_magic(content: bytes, place: Place) -> Problem | None:
    for magic, kind, kind_en in _FOREIGN:
        if content.startswith(magic):
            return k1_reading.NOT_A_TABLE.at(place, kind=kind, kind_en=kind_en)
    return None


def _other_package(content: bytes, place: Place) -> Problem | None:
    if not content.startswith(_ZIP):
        return None
    names = part_names(content)
    if not names or "xl/workbook.xml" in names:
        return None  # an empty or broken package is told by the gate
    for part, kind, kind_en in _PARTS:
        if part in names:
            return k1_reading.NOT_A_TABLE.at(place, kind=kind, kind_en=kind_en)
    if "[content_types].xml" not in names:
        return k1_reading.NOT_A_TABLE.at(place, kind="ZIP 压缩包", kind_en="a ZIP archive")
    return None


def _markup(content: bytes, place: Place) -> Problem | None:
    head = _head(content)
    if _PAGE.match(head):
        return k1_reading.WEB_PAGE.at(place, kind="网页（HTML）", kind_en="a web page (HTML)")
    if head.lstrip().startswith(b"MIME-Version:"):
        return k1_reading.WEB_PAGE.at(place, kind="网页档案（MHTML）", kind_en="a web archive (MHTML)")
    if head.lstrip().startswith(b"<?xml"):
        return k1_reading.WEB_PAGE.at(place, kind="XML 文件（如“XML 表格 2003”）", kind_en="an XML file (such as XML Spreadsheet 2003)")
    return None


def _head(content: bytes) -> bytes:
    """The first bytes without a byte order mark, UTF-16 made plain."""
    head = content[:4096]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head[2:].replace(b"\0", b"")
    return head.removeprefix(codecs.BOM_UTF8)
