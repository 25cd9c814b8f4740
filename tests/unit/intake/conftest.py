"""Workbooks made by hand, part by part: what no program writes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

BookMaker = Callable[..., bytes]


def part_texts(
    rows: str = "",
    *,
    strings: str | None = None,
    styles: str | None = None,
    sheets: str = '<sheet name="数据" sheetId="1" r:id="rId1"/>',
    links: str = "",
    book: str = "",
    sheet: str | None = None,
    around: tuple[str, str] = ("", ""),
) -> dict[str, str]:
    """The parts of a workbook with one sheet. ``rows`` is the inside of sheetData, ``around`` what stands before and after it."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="r1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{book}<sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="rId1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId8" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId9" Type="{LINKS}/styles" Target="/xl/styles.xml"/>{links}</Relationships>',
        "xl/sharedStrings.xml": strings or "<sst/>",
        "xl/styles.xml": styles or "<styleSheet/>",
        "xl/worksheets/sheet1.xml": sheet or f'<worksheet xmlns="{MAIN}">{around[0]}<sheetData>{rows}</sheetData>{around[1]}</worksheet>',
    }
    return {name: text for name, text in parts.items() if text}


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """The parts as a zip package."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.fixture
def book() -> BookMaker:
    """A workbook from the inside of its sheetData and, where the case needs it, its other parts."""

    def made(rows: str = "", *, extra: Mapping[str, str | bytes] | None = None, **parts: object) -> bytes:
        return zipped({**part_texts(rows, **parts), **(extra or {})})  # type: ignore[arg-type]

    return made
