"""Whole workbooks: the list of sheets, files that programs write, files that nobody should."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi_engine.errors import Problem
from kpi_engine.intake.files import read_grids
from kpi_engine.intake.grid import CellType, Limits
from kpi_engine.intake.workbook import read_workbook

BookMaker = Callable[..., bytes]
TWO = '<sheet name="一" sheetId="1" r:id="rId1"/><sheet name="二" sheetId="2" state="{}" r:id="rId2"/>'
SECOND = '<Relationship Id="rId2" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/{}" Target="{}"/>'
ROWS = '<row r="1"><c r="A1"><v>1</v></c></row>'
SHEET = f"<worksheet><sheetData>{ROWS}</sheetData></worksheet>"


def slugs(problems: list[Problem]) -> list[str]:
    return [problem.code.slug for problem in problems]


def written_by_xlsxwriter() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, ["单位", "率", "日期"])
        sheet.write(1, 0, "城关镇")
        sheet.write(1, 1, 0.925, book.add_format({"num_format": "0.00%"}))
        sheet.write(1, 2, dt.date(2024, 12, 31), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_rich_string(2, 0, "北", book.add_format({"bold": True}), "关镇")
        sheet.write_formula(2, 1, "=1/2", None, 0.5)
        sheet.merge_range(4, 0, 4, 2, "合计")
    return stream.getvalue()


def written_by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "数据"
    for row in (["单位", "值", "是"], ["甲", 92.5, True], ["乙", "=B2", None], ["丙", "#N/A", dt.datetime(2024, 5, 6, 7, 8, 9)]):
        sheet.append(row)
    book.create_sheet("空表")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_of_xlsxwriter_is_read() -> None:
    (grid,), problems = read_workbook(written_by_xlsxwriter(), name="甲.xlsx")
    cells = [(c.row, c.column, c.type.name, c.value) for _, row in grid.rows() for c in row]
    assert cells == [
        (1, 1, "TEXT", "单位"),
        (1, 2, "TEXT", "率"),
        (1, 3, "TEXT", "日期"),
        (2, 1, "TEXT", "城关镇"),
        (2, 2, "NUMBER", "0.925"),
        (2, 3, "DATE", dt.date(2024, 12, 31)),
        (3, 1, "TEXT", "北关镇"),
        (3, 2, "NUMBER", "0.5"),
        (5, 1, "TEXT", "合计"),
    ]
    assert grid.cell(2, 2).is_percent
    assert grid.cell(3, 2).formula == "1/2"
    assert grid.merged_at(5, 3) == grid.merged[0]
    assert slugs(problems) == ["stale-formulas"]


def test_a_workbook_of_openpyxl_is_read() -> None:
    (grid, empty), problems = read_workbook(written_by_openpyxl(), name="甲.xlsx")
    assert (grid.sheet, empty.sheet, len(empty), empty.last_row, empty.last_column) == ("数据", "空表", 0, 0, 0)
    assert [c.value for c in grid.row(2)] == ["甲", "92.5", True]
    assert grid.cell(3, 2).type is CellType.FORMULA_WITHOUT_VALUE
    assert (grid.cell(4, 2).type, grid.cell(4, 3).value) == (CellType.ERROR, dt.datetime(2024, 5, 6, 7, 8, 9))
    assert problems == []


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_read_and_told(book: BookMaker, state: str) -> None:
    data = book(ROWS, sheets=TWO.format(state), links=SECOND.format("worksheet", "/xl/other/two.xml"), extra={"xl/other/two.xml": SHEET})
    (first, second), problems = read_workbook(data, name="甲.xlsx")
    assert (first.hidden, second.hidden) == (False, True)
    assert slugs(problems) == ["hidden-sheet"]


def test_a_chart_sheet_is_left_out_and_told(book: BookMaker) -> None:
    data = book(ROWS, sheets=TWO.format("visible"), links=SECOND.format("chartsheet", "chart.xml"), extra={"xl/chart.xml": "<chartsheet/>"})
    grids, problems = read_workbook(data, name="甲.xlsx")
    assert [grid.sheet for grid in grids] == ["一"]
    assert [f"{p.place} {p.code.slug}" for p in problems] == ["甲.xlsx!二 sheet-skipped"]


def test_a_broken_sheet_does_not_hide_the_others(book: BookMaker) -> None:
    data = book(
        '<row r="1"><c r="A1"><v>x</v></c></row>',
        sheets=TWO.format("visible"),
        links=SECOND.format("worksheet", "two.xml"),
        extra={"xl/two.xml": SHEET},
    )
    grids, problems = read_workbook(data, name="甲.xlsx")
    assert [grid.sheet for grid in grids] == ["二"]
    assert [f"{p.place} {p.code.slug}" for p in problems] == ["甲.xlsx!一!A1 bad-cell-value"]


def test_a_sheet_whose_part_is_missing_or_outside_is_told(book: BookMaker) -> None:
    for target in ("gone.xml", "../../etc/passwd", 'http://example.invalid/x" TargetMode="External'):
        data = book(ROWS, sheets=TWO.format("visible"), links=SECOND.format("worksheet", target))
        grids, problems = read_workbook(data, name="甲.xlsx")
        assert [grid.sheet for grid in grids] == ["一"]
        assert slugs(problems) == ["missing-part"]


@pytest.mark.parametrize(
    "sheets",
    [
        "",
        '<sheet name="一" r:id="rId1"/><sheet name="一" r:id="rId2"/>',
        '<sheet name="" r:id="rId1"/>',
        '<sheet name="一" r:id="rId1"/><sheet name="二" r:id="rId1"/>',
        "".join(f'<sheet name="{n}" r:id="r{n}"/>' for n in range(256)),
    ],
)
def test_a_list_of_sheets_that_is_none_is_refused(book: BookMaker, sheets: str) -> None:
    grids, problems = read_workbook(book(ROWS, sheets=sheets), name="甲.xlsx")
    assert grids == []
    assert slugs(problems) == ["sheet-names"]


def test_formulas_of_a_workbook_that_recalculates_by_hand_are_told(book: BookMaker) -> None:
    data = book('<row r="1"><c r="A1"><f>1+1</f><v>3</v></c></row>', book='<calcPr calcMode="manual"/>')
    _, problems = read_workbook(data, name="甲.xlsx")
    assert slugs(problems) == ["stale-formulas"]


def test_a_picture_in_a_cell_of_excel_is_a_picture(book: BookMaker) -> None:
    cell = '<row r="1"><c r="A1" t="e" vm="1"><v>#VALUE!</v></c></row>'
    assert read_workbook(book(cell), name="甲.xlsx")[0][0].cell(1, 1).type is CellType.ERROR
    pictured = book(cell, extra={"xl/richData/richValueRel.xml": "<a/>"})
    assert read_workbook(pictured, name="甲.xlsx")[0][0].cell(1, 1).type is CellType.PICTURE


def test_a_file_that_is_missing_empty_or_too_large_is_told(tmp_path: Path) -> None:
    (tmp_path / "空.xlsx").write_bytes(b"")
    (tmp_path / "大.xlsx").write_bytes(b"x" * 11)
    assert slugs(read_workbook(tmp_path / "无.xlsx", name="无.xlsx")[1]) == ["cannot-open"]
    assert slugs(read_workbook(tmp_path, name="夹")[1]) == ["cannot-open"]
    assert slugs(read_workbook(tmp_path / "空.xlsx", name="空.xlsx")[1]) == ["empty-file"]
    assert slugs(read_workbook(tmp_path / "大.xlsx", name="大.xlsx", limits=Limits(file_bytes=10))[1]) == ["file-too-large"]


def test_a_million_rows_of_blanks_cost_no_memory_and_lose_nothing(book: BookMaker) -> None:
    blanks = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(2, 300_000))
    (grid,), problems = read_workbook(book(ROWS + blanks), name="甲.xlsx")
    assert (len(grid), problems) == (1, [])


GOOD = written_by_xlsxwriter()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=6), st.integers(0, len(GOOD)))
def test_a_damaged_package_gives_problems_or_grids_and_never_raises(changes: list[tuple[int, int]], cut: int) -> None:
    damaged = bytearray(GOOD)
    for at, byte in changes:
        damaged[at] = byte
    grids, problems = read_grids(bytes(damaged if len(changes) % 2 else damaged[:cut]), "甲.xlsx")
    assert grids or problems


TAGS = ["c", "v", "row", "f", "is", "t", "r", "si", "rPh", "mergeCell", "col", "x:c"]
ATTRIBUTES = ["r", "t", "s", "hidden", "min", "max", "ref", "vm"]
VALUES = ["A1", "B2", "XFD1", "1", "2", "0", "-1", "s", "str", "b", "e", "d", "n", "inlineStr", "9" * 12, "甲", "", "A1:B2", "2024-01-01", "1e999"]
element = st.builds(
    lambda tag, name, value, closed: f'<{tag} {name}="{value}"' + ("/>" if closed else ">"),
    st.sampled_from(TAGS),
    st.sampled_from(ATTRIBUTES),
    st.sampled_from(VALUES),
    st.booleans(),
)
closing = st.sampled_from([f"</{tag}>" for tag in TAGS])
text = st.sampled_from([*VALUES, "&amp;", "<![CDATA[x]]>"])


def balanced(pieces: list[str]) -> str:
    """The pieces with each opened element closed, so that expat goes all the way."""
    made, opened = [], []
    for piece in pieces:
        if piece.startswith("</"):
            if opened:
                made.append(f"</{opened.pop()}>")
            continue
        made.append(piece)
        if piece.startswith("<") and not piece.endswith(("/>", "]]>")):
            opened.append(piece[1:].split(" ")[0])
    return "".join(made) + "".join(f"</{tag}>" for tag in reversed(opened))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(element, closing, text), max_size=40).map(balanced))
def test_any_well_formed_sheet_gives_problems_or_a_grid_and_never_raises(book: BookMaker, inside: str) -> None:
    sheet = f'<worksheet xmlns:x="x"><sheetData><row r="1">{inside}</row></sheetData></worksheet>'
    grids, problems = read_workbook(book(sheet=sheet, strings=f'<sst xmlns:x="x">{inside}</sst>'), name="甲.xlsx")
    assert grids or problems
    for grid in grids:
        assert sum(len(row) for _, row in grid.rows()) == len(grid)
        assert all(str(problem) for problem in problems)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=100).map(lambda t: t.encode("utf-8", "surrogatepass"))))
def test_any_bytes_give_problems_or_a_grid_and_never_raise(data: bytes) -> None:
    grids, problems = read_grids(data, "甲.csv")
    assert grids or problems
    assert all(str(problem) for problem in problems)
