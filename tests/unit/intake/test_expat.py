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
