"""A sheet read from its bytes says what the same sheet says when expat reads all of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kpi_engine.intake import package, sheetfeed, workbook
from kpi_engine.intake.expat import parse_part
from kpi_engine.intake.grid import CellType, Limits
from kpi_engine.intake.package import Package
from kpi_engine.intake.plaincells import Known, Plain
from kpi_engine.intake.sheetxml import SheetReader
from kpi_engine.intake.workbook import read_workbook

BookMaker = Callable[..., bytes]

STYLES = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="14"/></cellXfs></styleSheet>'
STRINGS = "<sst><si><t>甲镇</t></si><si><t></t></si><si><t>a&amp;b</t></si></sst>"
SMALL = Limits(rows=40, columns=6, text=20)

_VALUES = [
    "0", "1", "7", "12", "-3", "0.5", "-0.25", "92.5", "1000000", "123456789012345", "1234567890123456",
    "0.30000000000000004", "0.1234567890123456", "1E-3", "1.5E+20", "1e999", "NaN", "-0", "-0.0", "00", "007", "0.50",
    "1.", ".5", ".", "-", "+", "+5", "-.5", "1-2", "1..2", "1.2.3", "&#49;", "&lt;", "1,000", "０", "x",
]  # fmt: skip
_STYLES = ["", ' s="0"', ' s="1"', ' s="2"', ' s="3"', ' s="01"', ' s=""', ' s="x"', ' s="123456"', " s='1'", '  s="1"', ' s="1" ']
_TYPES = ["", ' t="n"', ' t="s"', ' t="b"', ' t="e"', ' t="str"', ' t="inlineStr"', ' t="d"', ' t="q"', ' t="s" vm="1"', ' cm="1"']
_TEXTS = ["甲镇", "a", " a", "a ", "a b", "_x0041_", "a&amp;b", "\t", "", "长" * 21, "\ufffe", "\x01", "a>b", "a]]>b", "单位\n"]
_LETTERS = ["A", "B", "C", "D", "E", "F", "G", "Z", "AA", "XFD", "XFE", "AAAA", "a", "", "$A"]
_ODD = [
    "<c><v>4</v></c>", '<c r="A{row}"/>', '<c r="B{row}" s="1"></c>', '<c r="C{row}"><f>A1+1</f><v>3</v></c>', '<c r="D{row}"><f>A1</f></c>',
    '<c r="A{row}"><c r="B{row}"><v>1</v></c></c>', '<c r="A{row}"><is><c r="B{row}"/></is></c>', '<c r="A{row}"><v>1</v></c>text',
    '<c s="1" r="A{row}"><v>1</v></c>', '<c r="A{row}"><v>1</v><v>2</v></c>', '<c r="A{row}"> <v>1</v></c>', '<c r="A{row}"><v>1</v> </c>',
    '<c r="A{row}" x=">"><v>1</v></c>', '<c r="A{row}" x="<v>1</v></c>', '<c r="A{row}"><v>1</c></v>', "<!-- note -->", "<?note?>",
    '<!-- <c r="A{row}"><v>1</v></c> -->', '<![CDATA[<c r="A{row}"><v>1</v></c>]]>', "<![CDATA[", "]]>", "<!--", "-->", "<", ">", "&", "&amp;",
    '<c\nr="A{row}"><v>1</v></c>', '<cell/>', '<x:c r="A{row}"><v>1</v></x:c>', '<c r="A{row}"><v xml:space="preserve">1</v></c>', "</row>", "</c>",
    '<c r="A{row}" r="A{row}"><v>1</v></c>', '<c r="A{row}" s="1" s="1"><v>1</v></c>', '<ext><c r="F{row}"><v>9</v></c></ext>', "\n  ",
    '<c r="A{row}"\n><v>1</v></c>', '<c r="A{row}" /><c r="B{row}" s="1" />', '<c r="A{row}"><v/></c>', '<c r="A{row}"><v>5</v></c\n>',
    '<c r="E{row}" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>', '<c r="E{row}" t="inlineStr"><is><r><t>a</t></r></is></c>',
]  # fmt: skip


@st.composite
def cells(draw: st.DrawFn, row: int) -> str:
    """A cell of the usual make, with something odd about it now and then."""
    if draw(st.integers(0, 7)) == 0:
        return draw(st.sampled_from(_ODD)).replace("{row}", str(row))
    often = draw(st.integers(0, 3)) > 0
    column = draw(st.sampled_from(_LETTERS[:6] if often else _LETTERS))
    number = row if often or draw(st.booleans()) else draw(st.sampled_from([row + 1, 0, 10 * row]))
    attributes = draw(st.sampled_from(_STYLES[:3] if often else _STYLES)) + draw(st.sampled_from(_TYPES[:3] if often else _TYPES))
    value = draw(st.sampled_from(_VALUES[:12] if often else _VALUES))
    shape = draw(st.integers(0, 9))
    if shape == 0:
        return f'<c r="{column}{number}"{attributes}/>'
    if shape <= 2:
        return f'<c r="{column}{number}"{attributes} t="inlineStr"><is><t>{draw(st.sampled_from(_TEXTS))}</t></is></c>'
    return f'<c r="{column}{number}"{attributes}><v>{value}</v></c>'


_ROWS = [
    "",
    ' spans="1:6"',
    ' ht="20" customHeight="1"',
    ' ht="1" ht="1"',
    ' hidden="1"',
    ' s="&lt;"',
    " ht='1'",
    ' x14ac:dyDescent="0.2"',
    ' ht=">"',
    " ",
]


@st.composite
def sheets(draw: st.DrawFn) -> str:
    """The inside of sheetData."""
    told = []
    for row in range(1, draw(st.integers(1, 8)) + 1):
        number = row if draw(st.integers(0, 19)) else draw(st.sampled_from([0, 7, 41, 1_048_577, 99_999_999]))
        tag = f'<row r="{number}"{draw(st.sampled_from(_ROWS[:3] if draw(st.booleans()) else _ROWS))}>' if draw(st.integers(0, 19)) else "<row>"
        told.append(tag + "".join(draw(st.lists(cells(number), max_size=7))) + ("</row>" if draw(st.integers(0, 29)) else ""))
    return draw(st.sampled_from(["", "\n"])).join(told)


def everything(data: bytes) -> tuple[object, ...]:
    """All that a reading says."""
    grids, problems = read_workbook(data, name="甲.xlsx", limits=SMALL)
    said = [
        (list(g.keys), list(g.meta), list(g.values), dict(g.formulas), g.merged, g.hidden_rows, g.hidden_columns, g.row_numbers, g.column_numbers)
        for g in grids
    ]
    return said, problems


def by_expat_alone(package: Package, part: str, reader: SheetReader, known: Known) -> list[Plain]:
    parse_part(package, part, reader)
    return []


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=sheets(),
    around=st.sampled_from(["", "<!-- a -->", "<![CDATA[ ]]>", "<?a?>", '<cols><col min="2" max="3" hidden="1"/></cols>']),
    piece=st.sampled_from([7, 64, 1 << 18]),
)
@example(rows='<row r="1"><c r="A1"><v>1</v></c></row><![CDATA[<row r="2"><c r="A2"><v>1</v></c></row>]]>', around="", piece=40)
@example(rows='<row r="1"><c r="A1"><v>1</v></c></row><!-- <row r="2"><c r="A2"><v>1</v></c></row> -->', around="", piece=40)
@example(rows='<row r="1"><c r="A1" x="><c r="B1"><v>1</v></c>"/></row>', around="", piece=1 << 18)
def test_the_bytes_say_what_expat_says(book: BookMaker, rows: str, around: str, piece: int) -> None:
    data = book(rows, styles=STYLES, strings=STRINGS, around=(around, '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(package, "CHUNK", piece)
        quick = everything(data)
        patch.setattr(workbook, "read_quickly", by_expat_alone)
        assert quick == everything(data)


def test_rows_of_plain_cells_never_reach_expat(book: BookMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    fed: list[bytes] = []
    feed = sheetfeed.Parsing.feed
    monkeypatch.setattr(sheetfeed.Parsing, "feed", lambda self, data: (fed.append(data), feed(self, data)))
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}" s="1"><v>0.5</v></c></row>' for n in range(1, 50))
    (grid,), problems = read_workbook(book(rows, styles=STYLES, strings=STRINGS), name="甲.xlsx")
    assert problems == []
    assert b"<row" not in b"".join(fed)
    assert [(cell.type, cell.value) for cell in grid.row(49)] == [(CellType.TEXT, "甲镇"), (CellType.NUMBER, "0.5")]


def test_a_row_without_number_after_plain_rows_is_the_next_one(book: BookMaker) -> None:
    filler = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 9000))
    (grid,), problems = read_workbook(book(filler + "<row><c><v>7</v></c></row>"), name="甲.xlsx")
    assert (problems, grid.cell(9000, 1).value, len(grid)) == ([], "7", 9000)


def test_a_broken_end_is_told_with_its_place_in_the_whole_sheet(book: BookMaker) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 9000))
    grids, problems = read_workbook(book(rows + "<row><c></row>"), name="甲.xlsx")
    assert grids == []
    assert [(problem.code.number, problem.facts["reason"]) for problem in problems] == [("K116", "第 1 行第 428730 字 mismatched tag")]
