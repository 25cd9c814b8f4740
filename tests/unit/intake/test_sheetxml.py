"""The pass over a sheet: what each cell is, where it stands, and what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from kpi_engine.errors import Problem
from kpi_engine.intake.grid import Area, CellType, Grid, Limits
from kpi_engine.intake.workbook import read_workbook

BookMaker = Callable[..., bytes]

STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
    '<xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="10"/></cellXfs></styleSheet>'
)


def read(data: bytes, limits: Limits | None = None) -> tuple[Grid, list[Problem]]:
    grids, problems = read_workbook(data, name="甲.xlsx", limits=limits or Limits())
    assert len(grids) == 1, [str(problem) for problem in problems]
    return grids[0], problems


def refused(data: bytes, limits: Limits | None = None) -> list[str]:
    grids, problems = read_workbook(data, name="甲.xlsx", limits=limits or Limits())
    assert grids == []
    return [f"{problem.place}  {problem.code.slug}" for problem in problems]


def one(data: bytes) -> tuple[CellType, object]:
    grid, problems = read(data)
    assert problems == []
    cell = grid.cell(1, 1)
    return cell.type, cell.value


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A1"/>', (CellType.BLANK, None)),
        ('<c r="A1"><v></v></c>', (CellType.BLANK, None)),
        ('<c r="A1"><v>0</v></c>', (CellType.NUMBER, "0")),
        ('<c r="A1" t="n"><v> 92.50 </v></c>', (CellType.NUMBER, "92.50")),
        ('<c r="A1"><v>1E-3</v></c>', (CellType.NUMBER, "1E-3")),
        ('<c r="A1" t="b"><v>1</v></c>', (CellType.BOOL, True)),
        ('<c r="A1" t="b"><v>0</v></c>', (CellType.BOOL, False)),
        ('<c r="A1" t="e"><v>#N/A</v></c>', (CellType.ERROR, "#N/A")),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', (CellType.ERROR, "#DIV/0!")),
        ('<c r="A1" t="str"><f>B1</f><v>甲</v></c>', (CellType.TEXT, "甲")),
        ('<c r="A1" t="str"><f>B1</f><v></v></c>', (CellType.TEXT, "")),
        ('<c r="A1"><f>B1+1</f></c>', (CellType.FORMULA_WITHOUT_VALUE, None)),
        ('<c r="A1"><f>B1+1</f><v/></c>', (CellType.FORMULA_WITHOUT_VALUE, None)),
        ('<c r="A1" t="str"><f>B1</f></c>', (CellType.FORMULA_WITHOUT_VALUE, None)),
        ('<c r="A1" t="d"><v>2024-03-01</v></c>', (CellType.DATE, dt.date(2024, 3, 1))),
        ('<c r="A1" t="d"><v>2024-03-01T08:30:00Z</v></c>', (CellType.DATE, dt.datetime(2024, 3, 1, 8, 30))),
        ('<c r="A1" t="inlineStr"><is><t>甲</t></is></c>', (CellType.TEXT, "甲")),
        ('<c r="A1" t="inlineStr"><is><r><t>城</t></r><r><rPr><b/></rPr><t>关镇</t></r></is></c>', (CellType.TEXT, "城关镇")),
        ('<c r="A1" t="inlineStr"><is><t> 甲 </t></is></c>', (CellType.TEXT, "甲")),
        ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> 甲 </t></is></c>', (CellType.TEXT, " 甲 ")),
        ('<c r="A1" t="str"><v>a_x000D_b</v></c>', (CellType.TEXT, "a\rb")),
        ('<c r="A1" t="str"><v><![CDATA[<甲>]]>&amp;乙</v></c>', (CellType.TEXT, "<甲>&乙")),
        ('<c r="A1" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>', (CellType.PICTURE, '=DISPIMG("ID_1",1)')),
    ],
)
def test_each_kind_of_cell_is_read_as_what_it_is(book: BookMaker, cell: str, expected: tuple[CellType, object]) -> None:
    assert one(book(f'<row r="1">{cell}</row>')) == expected


def test_shared_strings_join_their_runs_and_drop_phonetic_guides(book: BookMaker) -> None:
    strings = '<sst uniqueCount="4294967295"><si><r><t>城关</t></r><r><t>镇</t></r><rPh sb="0" eb="1"><t>chengguan</t></rPh></si></sst>'
    assert one(book('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=strings)) == (CellType.TEXT, "城关镇")


@pytest.mark.parametrize(("style", "expected"), [("1", dt.date(2024, 1, 1)), ("2", dt.date(2024, 1, 1))])
def test_a_number_format_makes_a_date(book: BookMaker, style: str, expected: dt.date) -> None:
    assert one(book(f'<row r="1"><c r="A1" s="{style}"><v>45292</v></c></row>', styles=STYLES)) == (CellType.DATE, expected)


def test_the_1904_system_counts_from_1904(book: BookMaker) -> None:
    data = book('<row r="1"><c r="A1" s="1"><v>43830</v></c></row>', styles=STYLES, book='<workbookPr date1904="1"/>')
    assert one(data) == (CellType.DATE, dt.date(2024, 1, 1))


def test_a_negative_number_in_a_date_format_stays_a_number_and_is_told(book: BookMaker) -> None:
    grid, problems = read(book('<row r="1"><c r="A1" s="1"><v>-3</v></c></row>', styles=STYLES))
    assert (grid.cell(1, 1).type, grid.cell(1, 1).value) == (CellType.NUMBER, "-3")
    assert [problem.code.slug for problem in problems] == ["not-a-date"]


def test_percent_and_formula_are_known(book: BookMaker) -> None:
    grid, _ = read(
        book(
            '<row r="1"><c r="A1" s="3"><f t="shared" si="0">20/23</f><v>0.5</v></c><c r="B1"><f t="shared" si="0"/><v>1</v></c></row>', styles=STYLES
        )
    )
    assert (grid.cell(1, 1).is_percent, grid.cell(1, 1).formula, grid.cell(1, 1).number_format) == (True, "20/23", "0.00%")
    assert (grid.cell(1, 2).is_percent, grid.cell(1, 2).formula, grid.cell(1, 2).is_formula) == (False, "", True)
    assert grid.cell(1, 3).is_formula is False


def test_cells_and_rows_without_reference_stand_in_order(book: BookMaker) -> None:
    grid, problems = read(book("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>"))
    assert problems == []
    assert [(c.row, c.column, c.value) for _, row in grid.rows() for c in row] == [(1, 1, "1"), (1, 3, "3"), (2, 1, "4")]


def test_cells_out_of_order_are_put_in_order(book: BookMaker) -> None:
    grid, problems = read(book('<row r="2"><c r="B2"><v>4</v></c><c r="A2"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'))
    assert problems == []
    assert [(c.row, c.column, c.value) for _, row in grid.rows() for c in row] == [(1, 1, "1"), (2, 1, "3"), (2, 2, "4")]


def test_a_cell_that_is_stored_twice_is_refused(book: BookMaker) -> None:
    assert refused(book('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>')) == ["甲.xlsx!数据!A1  duplicate-cell"]
    assert refused(book('<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>')) == ["甲.xlsx!数据!A1  duplicate-cell"]


@pytest.mark.parametrize("row", ["4294967295", "0", "-1", "1048577", "x", "١", ""])
def test_a_row_number_that_no_sheet_has_is_refused(book: BookMaker, row: str) -> None:
    assert refused(book(f'<row r="{row}"><c r="A1"><v>1</v></c></row>')) == ["甲.xlsx!数据  bad-reference"]


@pytest.mark.parametrize("reference", ["XFE1", "A2", "11", "A0", "AAAA1", "甲1", "A1:B2"])
def test_a_cell_reference_that_is_not_of_its_row_is_refused(book: BookMaker, reference: str) -> None:
    assert refused(book(f'<row r="1"><c r="{reference}"><v>1</v></c></row>')) == ["甲.xlsx!数据!1  bad-reference"]


def test_lower_case_references_are_read(book: BookMaker) -> None:
    assert one(book('<row r="1"><c r="a1"><v>1</v></c></row>')) == (CellType.NUMBER, "1")


def test_stray_formats_far_away_do_no_harm_and_stray_content_is_refused(book: BookMaker) -> None:
    near = '<row r="1"><c r="A1"><v>1</v></c>'
    assert len(read(book(f'{near}<c r="XFD1" s="0"/></row><row r="1048576"><c r="XFD1048576"/></row>'))[0]) == 1
    assert refused(book(f'{near}<c r="XFD1"><v>1</v></c></row>')) == ["甲.xlsx!数据!XFD1  too-many-columns"]
    assert refused(book(f'{near}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')) == ["甲.xlsx!数据!XFD1048576  too-many-rows"]


def test_the_limits_on_rows_and_columns_are_parameters(book: BookMaker) -> None:
    data = book('<row r="3"><c r="C3"><v>1</v></c></row>')
    assert refused(data, Limits(rows=2)) == ["甲.xlsx!数据!C3  too-many-rows"]
    assert refused(data, Limits(columns=2)) == ["甲.xlsx!数据!C3  too-many-columns"]
    assert len(read(data, Limits(rows=3, columns=3))[0]) == 1


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='A1'><v>NaN</v></c>",
        "<c r='A1'><v>1e999</v></c>",
        "<c r='A1'><v>1_000</v></c>",
        "<c r='A1'><v>１２</v></c>",
        "<c r='A1'><v>12 34</v></c>",
        "<c r='A1'><v>1.2.3</v></c>",
        "<c r='A1' t='b'><v>2</v></c>",
        "<c r='A1' t='s'><v>0</v></c>",
        "<c r='A1' t='s'><v>-1</v></c>",
        "<c r='A1' t='d'><v>2023-02-29</v></c>",
        "<c r='A1' t='zz'><v>1</v></c>",
        "<c r='A1' s='7'><v>1</v></c>",
    ],
)
def test_a_stored_value_that_is_none_is_refused(book: BookMaker, cell: str) -> None:
    assert refused(book(f'<row r="1">{cell}</row>')) == ["甲.xlsx!数据!A1  bad-cell-value"]


def test_many_faults_of_one_kind_are_one_problem_with_its_places(book: BookMaker) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>NaN</v></c></row>' for n in range(1, 41))
    grids, (problem,) = read_workbook(book(rows), name="甲.xlsx")
    assert grids == []
    assert problem.facts["count"] == 40
    assert len(problem.also) == 20


def test_a_text_that_is_too_long_is_refused(book: BookMaker) -> None:
    long = "长" * 32_768
    assert refused(book(f'<row r="1"><c r="A1" t="str"><v>{long}</v></c></row>')) == ["甲.xlsx!数据!A1  text-too-long"]
    assert refused(book(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{long}</t></is></c></row>')) == ["甲.xlsx!数据!A1  text-too-long"]
    assert refused(book("", strings=f"<sst><si><t>{long}</t></si></sst>")) == ["甲.xlsx  text-too-long"]
    assert one(book(f'<row r="1"><c r="A1" t="str"><v>{long[1:]}</v></c></row>')) == (CellType.TEXT, long[1:])


def test_nested_cells_and_rows_are_refused(book: BookMaker) -> None:
    assert refused(book('<row r="1"><c r="A1"><c r="B1"/></c></row>')) == ["甲.xlsx!数据!1  broken-xml"]
    assert refused(book('<row r="1"><row r="2"/></row>')) == ["甲.xlsx!数据!1  broken-xml"]
    assert refused(book('<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>')) == ["甲.xlsx!数据!1  broken-xml"]
    assert refused(book("<a>" * 100 + "</a>" * 100)) == ["甲.xlsx!数据  broken-xml"]


def test_merged_ranges_and_hidden_rows_and_columns_are_kept_and_told(book: BookMaker) -> None:
    rows = '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="C2"><v>2</v></c></row><row r="3" hidden="1"/>'
    around = ('<cols><col min="3" max="16384" hidden="1"/></cols>', '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="$D$4"/></mergeCells>')
    grid, problems = read(book(rows, around=around))
    assert grid.merged == (Area(1, 1, 2, 2),)
    assert grid.hidden_rows == {1, 3}
    assert grid.hidden_columns == {3}
    assert [(problem.code.slug, problem.severity) for problem in problems] == [("hidden-rows", "finding"), ("hidden-columns", "finding")]
    assert (problems[0].facts["rows"], problems[1].facts["columns"]) == ("1", "C")


def test_a_broken_merged_range_is_refused(book: BookMaker) -> None:
    assert refused(book("", around=("", '<mergeCell ref="A1:ZZZZ9"/>'))) == ["甲.xlsx!数据  bad-reference"]


def test_merged_ranges_without_end_are_refused(book: BookMaker) -> None:
    assert refused(book("", around=("", '<mergeCell ref="A1:B2"/>' * 100_001)), Limits(ratio=10_000)) == ["甲.xlsx!数据  too-complex"]


def test_a_prefix_of_the_namespace_is_read_and_foreign_cells_are_not(book: BookMaker) -> None:
    sheet = (
        '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main" xmlns:y="other"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v>'
        '<y:v>8</y:v></x:c></x:row></x:sheetData><x:extLst><x:c r="B1"><x:v>9</x:v></x:c></x:extLst></x:worksheet>'
    )
    grid, problems = read(book(sheet=sheet))
    assert problems == []
    assert [(c.column, c.value) for c in grid.row(1)] == [(1, "7")]


def test_the_declared_dimension_is_not_believed(book: BookMaker) -> None:
    grid, _ = read(book('<row r="9"><c r="B9"><v>1</v></c></row>', around=('<dimension ref="A1"/>', "")))
    assert (grid.last_row, grid.last_column) == (9, 2)
