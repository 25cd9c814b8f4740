"""Which rows are of the usual make, and what is left when the plain cells are taken out."""

from __future__ import annotations

import numpy as np
import pytest

from kpi_engine.intake.tags import Tags

CELL = '<c r="A1"><v>1</v></c>'


@pytest.mark.parametrize(
    "rows",
    [
        f'<row r="1">{CELL}</row>',
        f'<row r="1" spans="1:2">{CELL}<c r="B1" s="1"/></row><row r="2"></row>',
        f'<row r="1"/><row r="2">{CELL}</row>',
        f'<row r="1"><ext>{CELL}</ext></row>',
        '<row r="1048576"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row>',
    ],
)
def test_numbered_rows_of_cells_with_references_are_usual(rows: str) -> None:
    assert Tags(rows.encode()).are_usual


@pytest.mark.parametrize(
    "rows",
    [
        "",
        '<row r="1"/>',
        f"<row>{CELL}</row>",
        f'<row  r="1">{CELL}</row>',
        f'<row r="0">{CELL}</row>',
        f'<row r="01">{CELL}</row>',
        f'<row r="12345678">{CELL}</row>',
        '<row r="1"></row><row r="1048577"></row>',
        f'<row r="1>{CELL}</row>',
        f'{CELL}<row r="1"></row>',
        f'<row r="1"></row>{CELL}<row r="2"></row>',
        f'<row r="1"/>{CELL}<row r="2"></row>',
        f'<row r="1"><row r="2">{CELL}</row></row>',
        f'<row r="1">{CELL}',
        f'<row r="1"><c r="B1">{CELL}</c></row>',
        '<row r="1"><c r="B1"><c r="A1"/></c></row>',
        f'<row r="1">{CELL}</c></row>',
        '<row r="1"><c r="A1"><v>1</v></row>',
        '<row r="1"><c><v>1</v></c></row>',
        '<row r="1"><c s="1" r="A1"><v>1</v></c></row>',
        '<row r="1"><c\nr="A1"><v>1</v></c></row>',
        '<row r="1"><cell/></row>',
        f'<row r="1"><!-- {CELL} --></row>',
        f'<row r="1"><![CDATA[{CELL}]]></row>',
        f'<row r="1"><?x {CELL} ?></row>',
        f'<row r="1"><c r="B1" x=">{CELL}"/></row>',
        f'<row r="1"><c r="B1" x="{CELL}</row>',
        '<row r="1"><c r="A1"><v>1>0</v></c></row>',
        f'<row r="1">{CELL}</rows></row>',
    ],
)
def test_what_could_be_something_else_than_it_seems_is_not_usual(rows: str) -> None:
    assert not Tags(rows.encode()).are_usual


def left(rows: str, *plain: bool) -> str:
    tags = Tags(rows.encode())
    assert tags.are_usual
    ends = np.where(tags.is_closed, tags.cells, np.minimum(tags.cells + 3, len(tags.lt) - 1))
    return tags.without(np.array(plain), tags.gt[ends] + 1).decode()


def test_plain_cells_are_taken_out_and_a_row_of_nothing_else_goes_with_them() -> None:
    rows = f'<row r="1">{CELL}<c r="B1"/></row>\n<row r="2" ht="20">{CELL}<c r="B2"><f>x</f></c></row><row r="3">{CELL}</row>'
    assert left(rows, True, True, True, False, True) == '\n<row r="2" ht="20"><c r="B2"><f>x</f></c></row>'
    assert left(rows, False, False, False, False, False) == rows


@pytest.mark.parametrize("attributes", [' hidden="1"', ' ht="1" ht="1"', " ht='1'", ' ht="&lt;"', " ", ' ht="1" ', " ht", f' ht="{"1" * 200}"'])
def test_a_row_that_says_more_than_how_it_looks_stays(attributes: str) -> None:
    assert left(f'<row r="1"{attributes}>{CELL}</row>', True) == f'<row r="1"{attributes}></row>'


def test_a_row_with_a_text_beside_its_cells_stays() -> None:
    assert left(f'<row r="1">{CELL} </row>', True) == '<row r="1"> </row>'
