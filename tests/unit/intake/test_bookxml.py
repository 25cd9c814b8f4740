"""The parts beside the sheets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kpi_engine.intake.bookxml import number_formats, read_book, relationships, shared_strings
from kpi_engine.intake.package import Package, open_package
from kpi_engine.source import Place

BookMaker = Callable[..., bytes]


def opened(data: bytes) -> Package:
    package, problems = open_package(data, Place("甲.xlsx"))
    assert package is not None, problems
    return package


def test_targets_are_absolute_or_relative_to_their_part(book: BookMaker) -> None:
    links = "".join(
        f'<Relationship Id="{n}" Type="a/worksheet" Target="{t}"/>'
        for n, t in enumerate(["a.xml", "/xl/b.xml", "../c.xml", "s\\d.xml", "../../e.xml"])
    )
    found = relationships(opened(book(links=links)), "xl/workbook.xml")
    assert [link.target for link in found[3:]] == ["xl/a.xml", "xl/b.xml", "c.xml", "xl/s/d.xml", "e.xml"]


def test_an_external_target_is_none(book: BookMaker) -> None:
    links = '<Relationship Id="x" Type="a/worksheet" Target="file:///etc/passwd" TargetMode="External"/>'
    assert relationships(opened(book(links=links)), "xl/workbook.xml")[-1].target == ""


def test_a_part_without_relationships_has_none(book: BookMaker) -> None:
    assert relationships(opened(book()), "xl/styles.xml") == ()


def test_the_workbook_tells_its_sheets_and_settings(book: BookMaker) -> None:
    data = book(
        book='<workbookPr date1904="true"/><calcPr fullCalcOnLoad="1" calcMode="manual"/>', sheets='<sheet name="一" state="hidden" r:id="rId1"/>'
    )
    found = read_book(opened(data))
    assert [(entry.name, entry.hidden, entry.relationship) for entry in found.sheets] == [("一", True, "rId1")]
    assert (found.date1904, found.recalculates_on_load, found.manual_calculation) == (True, True, True)


def test_a_workbook_without_its_main_part_is_refused(book: BookMaker) -> None:
    with pytest.raises(Exception, match="missing-part"):
        read_book(opened(book(extra={"_rels/.rels": "<Relationships><Relationship Type='x/officeDocument' Target='gone.xml'/></Relationships>"})))


def test_formats_are_listed_as_cells_refer_to_them(book: BookMaker) -> None:
    styles = (
        '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0.0&quot;分&quot;"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
        '<cellXfs><xf/><xf numFmtId="164"/><xf numFmtId="10"/><xf numFmtId="999"/><xf numFmtId="甲"/></cellXfs></styleSheet>'
    )
    assert number_formats(opened(book(styles=styles)), "xl/styles.xml") == ("General", '0.0"分"', "0.00%", "General", "General")


def test_shared_strings_come_in_order(book: BookMaker) -> None:
    strings = '<sst count="9" uniqueCount="9"><si><t>甲</t></si><si/><si><t> 乙 </t></si><si><t xml:space="preserve"> 丙</t></si></sst>'
    assert shared_strings(opened(book(strings=strings)), "xl/sharedStrings.xml") == ["甲", "", "乙", " 丙"]
