"""Which cells are plain, and what they hold."""

from __future__ import annotations

import pytest

from kpi_engine.intake.grid import CellType, Limits
from kpi_engine.intake.plaincells import Known, plain_cells
from kpi_engine.intake.stored import SHARED

KNOWN = Known(("General", "0.00%", "yyyy/m/d"), ("甲镇", "", "a&b"), Limits(columns=30, text=10))


def taken(cell: str) -> tuple[list[tuple[int, int, int, int]], list[str], str]:
    """Of a cell in row 7: key, meta, whole and places where digits say all, the texts that are kept, and what is left."""
    found = plain_cells(f'<row r="7">{cell}</row>'.encode(), KNOWN)
    assert found is not None
    plain, rest = found
    whole = list(zip(plain.keys.tolist(), plain.meta.tolist(), plain.whole.tolist(), plain.places.tolist(), strict=True))
    assert len(plain.odd) == len(plain.odd_keys) == len(plain.odd_meta)
    assert len(plain.spelled) == len(plain.spelled_at)
    return whole, [*plain.odd, *(text.decode() for text in plain.spelled.tolist())], rest.decode().removeprefix('<row r="7">').removesuffix("</row>")


ROW = 7 << 14
NUMBER, TEXT = int(CellType.NUMBER), int(CellType.TEXT)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ('<c r="A7"><v>0.5</v></c>', (ROW, NUMBER, 5, 1)),
        ('<c r="B7" s="1"><v>-12</v></c>', (ROW + 1, 1 << 5 | NUMBER, -12, 0)),
        ('<c r="AB7" s="1" t="n"><v>92.25</v></c>', (ROW + 27, 1 << 5 | NUMBER, 9225, 2)),
        ('<c r="C7" t="s"><v>0</v></c>', (ROW + 2, TEXT, 0, SHARED)),
        ('<c r="C7" s="2" t="s"><v>2</v></c>', (ROW + 2, 2 << 5 | TEXT, 2, SHARED)),
    ],
)
def test_numbers_and_shared_texts_of_the_usual_make_are_taken(cell: str, told: tuple[int, int, int, int]) -> None:
    assert taken(cell) == ([told], [], "")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A7"><v>1E-3</v></c>', "1E-3"),
        ('<c r="A7"><v>0.30000000000000004</v></c>', "0.30000000000000004"),
        ('<c r="A7"><v>1.2.3</v></c>', "1.2.3"),  # looked at with the other numbers, and refused there
        ('<c r="A7" t="inlineStr"><is><t>甲 镇</t></is></c>', "甲 镇"),
        ('<c r="A7" s="1" t="inlineStr"><is><t>=1+1</t></is></c>', "=1+1"),
    ],
)
def test_texts_and_numbers_of_another_spelling_are_kept_as_they_stand(cell: str, text: str) -> None:
    assert taken(cell) == ([], [text], "")


@pytest.mark.parametrize(
    ("text", "whole", "places"),
    [
        ("0.50", 5, 1),
        ("0.56999999999999995", 57, 2),
        ("-1234567.8899999999", -123456789, 2),
        ("0.10000000000000001", 1, 1),
        ("007", 7, 0),
        ("-0", 0, 0),
    ],
)
def test_a_double_in_seventeen_digits_is_the_decimal_of_fifteen_and_keeps_its_text(text: str, whole: int, places: int) -> None:
    assert taken(f'<c r="A7"><v>{text}</v></c>') == ([(ROW, NUMBER, whole, places)], [text], "")


@pytest.mark.parametrize("cell", ['<c r="A7"/>', '<c r="A7" s="1"/>', '<c r="A7" s="2" t="n"/>', '<c r="AD7" s="0"/>'])
def test_blank_cells_leave_nothing(cell: str) -> None:
    assert taken(cell) == ([], [], "")


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A8"><v>1</v></c>', '<c r="A77"><v>1</v></c>', '<c r="a7"><v>1</v></c>', '<c r="$A$7"><v>1</v></c>', '<c r="7"><v>1</v></c>',
        '<c r="AE7"><v>1</v></c>', '<c r="AE7"/>', '<c r="AAAA7"><v>1</v></c>', '<c r="A[7"><v>1</v></c>', '<c r="A7" s="3"><v>1</v></c>',
        '<c r="A7" s="01"><v>1</v></c>', '<c r="A7" s=""><v>1</v></c>', '<c r="A7" s="1" ><v>1</v></c>', '<c r="A7" s="1" s="1"><v>1</v></c>',
        '<c r="A7" S="1"><v>1</v></c>', '<c r="A7" s="2"><v>45292</v></c>', '<c r="A7" t="b"><v>1</v></c>', '<c r="A7" t="e"><v>#N/A</v></c>',
        '<c r="A7" t="str"><v>1</v></c>', '<c r="A7" t="d"><v>2024-01-01</v></c>', '<c r="A7" cm="1"><v>1</v></c>', '<c r="A7"><f>1</f><v>1</v></c>',
        '<c r="A7"></c>', '<c r="A7"><v></v></c>', '<c r="A7"><v/></c>', '<c r="A7"> <v>1</v></c>', '<c r="A7"><v>1</v> </c>',
        '<c r="A7"><v>1 </v></c>', '<c r="A7"><v>NaN</v></c>', '<c r="A7"><v>&#49;</v></c>', f'<c r="A7"><v>{"1" * 33}</v></c>',
        '<c r="A7" t="s"><v>1</v></c>', '<c r="A7" t="s"><v>3</v></c>', '<c r="A7" t="s"><v>-1</v></c>', '<c r="A7" t="s"><v>0.5</v></c>',
        '<c r="A7" t="s"><v>00</v></c>', '<c r="A7" t="s"><is><t>a</t></is></c>', '<c r="A7" t="inlineStr"><v>1</v></c>',
        '<c r="A7" t="inlineStr"><is><t></t></is></c>', '<c r="A7" t="inlineStr"><is><t>a&amp;b</t></is></c>',
        '<c r="A7" t="inlineStr"><is><t> a</t></is></c>', '<c r="A7" t="inlineStr"><is><t>a\n</t></is></c>',
        '<c r="A7" t="inlineStr"><is><t>_x0041_</t></is></c>', '<c r="A7" t="inlineStr"><is><t>\ufffe</t></is></c>',
        '<c r="A7" t="inlineStr"><is><t>01234567890</t></is></c>', '<c r="A7" t="inlineStr"><is> <t>a</t></is></c>',
        '<c r="A7" t="inlineStr"><is><t>a</t> </is></c>', '<c r="A7" t="inlineStr"><is><r><t>a</t></r></is></c>',
    ],
)  # fmt: skip
def test_everything_else_is_left_for_expat_byte_for_byte(cell: str) -> None:
    assert taken(cell) == ([], [], cell)


def test_bytes_that_are_no_text_are_left_for_expat() -> None:
    found = plain_cells(b'<row r="7"><c r="A7" t="inlineStr"><is><t>\xff</t></is></c></row>', KNOWN)
    assert found is not None
    assert (found[0].odd, found[1]) == ([], b'<row r="7"><c r="A7" t="inlineStr"><is><t>\xff</t></is></c></row>')


def test_rows_beyond_the_limit_are_left_for_expat() -> None:
    known = Known(KNOWN.formats, KNOWN.strings, Limits(rows=6))
    rows = b'<row r="6"><c r="A6"><v>1</v></c></row><row r="7"><c r="A7"><v>1</v></c></row>'
    found = plain_cells(rows, known)
    assert found is not None
    assert (found[0].keys.tolist(), found[0].last_row, found[1]) == ([6 << 14], 7, b'<row r="7"><c r="A7"><v>1</v></c></row>')


def test_no_limit_admits_a_column_that_no_sheet_has() -> None:
    known = Known(KNOWN.formats, KNOWN.strings, Limits(columns=20_000))
    rows = b'<row r="1"><c r="XFD1"><v>1</v></c><c r="XFE1"><v>1</v></c></row>'
    found = plain_cells(rows, known)
    assert found is not None
    assert (found[0].keys.tolist(), found[1]) == ([1 << 14 | 16_383], b'<row r="1"><c r="XFE1"><v>1</v></c></row>')


def test_rows_of_another_make_are_none_of_ours() -> None:
    assert plain_cells(b"<row><c><v>1</v></c></row>", KNOWN) is None
