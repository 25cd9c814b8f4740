"""The streaming XML reader stops what would take memory or time without end."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from kpi_engine.intake.grid import Limits
from kpi_engine.intake.workbook import read_workbook

BookMaker = Callable[..., bytes]
LOOSE = Limits(ratio=10_000)


def slugs(data: bytes, limits: Limits = LOOSE) -> list[str]:
    grids, problems = read_workbook(data, name="甲.xlsx", limits=limits)
    assert grids == []
    return [problem.code.slug for problem in problems]


LAUGHS = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;">]>'


@pytest.mark.parametrize("filler", ["", "<!--" + " " * 5000 + "-->"])
def test_a_doctype_is_refused_near_the_start_and_behind_a_long_comment(book: BookMaker, filler: str) -> None:
    assert slugs(book(sheet=f"{filler}{LAUGHS}<worksheet>&c;</worksheet>")) == ["doctype"]


def test_an_undeclared_entity_is_broken_xml(book: BookMaker) -> None:
    assert slugs(book('<row r="1"><c r="A1" t="str"><v>&secret;</v></c></row>')) == ["broken-xml"]


@pytest.mark.parametrize("encoding", ["GBK", "utf-16", "iso-8859-1", "nonsense"])
def test_another_declared_encoding_is_refused(book: BookMaker, encoding: str) -> None:
    assert slugs(book(sheet=f'<?xml version="1.0" encoding="{encoding}"?><worksheet/>')) == ["xml-encoding"]


def test_bytes_that_are_not_utf_8_are_broken_xml(book: BookMaker) -> None:
    assert slugs(book(extra={"xl/worksheets/sheet1.xml": "<worksheet>甲</worksheet>".encode("gbk")})) == ["broken-xml"]


def test_a_sheet_in_utf_16_that_does_not_call_itself_xml_is_refused(book: BookMaker) -> None:
    links = '<Relationship Id="rId2" Type="x/worksheet" Target="sheet.dat"/>'
    sheets = '<sheet name="数据" sheetId="1" r:id="rId2"/>'
    data = book(links=links, sheets=sheets, extra={"xl/sheet.dat": "<worksheet/>".encode("utf-16")})
    assert slugs(data) == ["xml-encoding"]


@pytest.mark.parametrize(
    "token",
    ['<a b="{}"/>', "<!--{}-->", "<?pi {}?>", "<a{}/>"],
)
def test_a_token_of_many_megabytes_is_refused_in_good_time(book: BookMaker, token: str) -> None:
    start = time.perf_counter()
    assert slugs(book(around=(token.format("x" * 20_000_000), ""))) == ["too-complex"]
    assert time.perf_counter() - start < 60


def test_a_text_of_many_megabytes_is_refused_in_good_time(book: BookMaker) -> None:
    start = time.perf_counter()
    assert slugs(book(f'<row r="1"><c r="A1" t="str"><v>{"x" * 50_000_000}</v></c></row>')) == ["text-too-long"]
    assert time.perf_counter() - start < 60


def test_eight_million_shared_strings_are_refused_in_good_time(book: BookMaker) -> None:
    start = time.perf_counter()
    assert slugs(book(strings=f"<sst>{'<si><t/></si>' * 8_000_000}</sst>")) == ["too-complex"]
    assert time.perf_counter() - start < 60


def test_elements_without_end_are_refused(book: BookMaker) -> None:
    assert slugs(book("<row/>" * 1000), Limits(tags=500)) == ["too-complex"]
    assert slugs(book(strings="<a>" * 100_000)) == ["too-complex"]
    assert slugs(book(styles="<a>" * 100_000)) == ["too-complex"]


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROW = '<row r="1"><c r="A1"><v>5</v></c></row>'


def read(data: bytes) -> list[tuple[int, int, object]]:
    (grid,), problems = read_workbook(data, name="甲.xlsx")
    assert problems == []
    return [(cell.row, cell.column, cell.value) for row in grid.row_numbers for cell in grid.row(row)]


@pytest.mark.parametrize(
    "sheet",
    [
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>',
        f'<worksheet xmlns="{MAIN}" xmlns:x="{MAIN}"><sheetData><x:row r="1"><c r="A1"><x:v>5</x:v></c></x:row></sheetData></worksheet>',
        f'<x:worksheet xmlns:x="{MAIN}" xmlns="{MAIN}"><sheetData>{ROW}</sheetData></x:worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData xmlns="{MAIN}">{ROW}</sheetData></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData>{ROW}</sheetData><extLst><ext xmlns:y="urn:y"><y:row><y:c r="A1"/></y:row></ext></extLst></worksheet>',
    ],
)
def test_every_prefix_of_the_main_namespace_is_read(book: BookMaker, sheet: str) -> None:
    assert read(book(sheet=sheet)) == [(1, 1, "5")]


@pytest.mark.parametrize(
    "sheet",
    [
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c xmlns="urn:o" r="A1"><v>5</v></c></row></sheetData></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v xmlns="urn:o">5</v></c></row></sheetData></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData xmlns="urn:o">{ROW}</sheetData></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData><x:row r="1" xmlns:x="{MAIN}"><x:c r="A1"><x:v>5</x:v></x:c></x:row></sheetData></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData><c r="A1"><v>5</v></c></sheetData></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><v>5</v></row></sheetData></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData><other>{ROW}</other></sheetData></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData/>{ROW}</worksheet>',
    ],
)
def test_cells_that_only_look_like_cells_are_neither_read_nor_dropped(book: BookMaker, sheet: str) -> None:
    assert slugs(book(sheet=sheet)) == ["broken-xml"]


def test_shared_strings_under_another_prefix_keep_their_numbers(book: BookMaker) -> None:
    strings = f'<sst xmlns="{MAIN}" xmlns:x="{MAIN}"><x:si><x:t>甲</x:t></x:si><si><t>乙</t></si></sst>'
    assert read(book('<row r="1"><c r="A1" t="s"><v>1</v></c></row>', strings=strings)) == [(1, 1, "乙")]
    odd = f'<sst xmlns="{MAIN}"><x:si xmlns:x="{MAIN}"><x:t>甲</x:t></x:si><si><t>乙</t></si></sst>'
    assert slugs(book('<row r="1"><c r="A1" t="s"><v>1</v></c></row>', strings=odd)) == ["broken-xml"]
