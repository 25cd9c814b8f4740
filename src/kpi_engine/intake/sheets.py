"""A sheet of data: whose each row is, and the account of its rows and columns, none of which may get lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from kpi_engine.errors import k5_data
from kpi_engine.intake.asked import Asked
from kpi_engine.intake.grid import GridCell
from kpi_engine.intake.headers import Head, Table, heading_form, is_footer, is_total, row_text
from kpi_engine.intake.match import Names, near_text, normal_form
from kpi_engine.intake.register import Register
from kpi_engine.intake.told import Told
from kpi_engine.intake.view import Ints, View

__all__ = ["EVERYBODY", "Account", "Sheet", "SheetAccount", "open_sheet", "tell_unread_columns", "unit_index"]

EVERYBODY = frozenset(["全部", "全体", "全部单位", "所有单位", "各单位", "全县", "全市", "全区", "通用"])
"""What stands in the column of units where a value holds for all of them."""

_KNOWN_COLUMNS = frozenset(["序号", "编号", "备注", "说明", "类别", "分类", "no", "no."])
_NOTE_LENGTH = 12
_COLONS = frozenset(":：")
_SUGGESTED = 30


@dataclass(frozen=True, slots=True)
class SheetAccount:
    """Where the rows and columns of one sheet went: rows = head + used + reported, columns likewise."""

    file: str
    sheet: str
    layout: str
    rows: int
    head_rows: int
    used_rows: int
    reported_rows: int
    columns: int
    used_columns: int
    known_columns: int
    reported_columns: int

    @property
    def balances(self) -> bool:
        """Whether nothing was lost."""
        return (
            self.rows == self.head_rows + self.used_rows + self.reported_rows
            and self.columns == self.used_columns + self.known_columns + self.reported_columns
        )


@dataclass
class Account:
    """The account of a sheet while it is read."""

    view: View
    layout: str = ""
    head: set[int] = field(default_factory=set)
    used: set[int] = field(default_factory=set)
    reported: set[int] = field(default_factory=set)
    used_columns: set[int] = field(default_factory=set)
    known_columns: set[int] = field(default_factory=set)
    reported_columns: set[int] = field(default_factory=set)

    def closed(self) -> SheetAccount:
        """The figures. A row or column that is nowhere is a bug, so the figures are proved here."""
        grid = self.view.grid
        rows, columns = set(grid.row_numbers), set(grid.column_numbers)
        used = self.used - self.reported - self.head
        used_columns = (self.used_columns & columns) - self.reported_columns
        known = (self.known_columns & columns) - self.reported_columns - used_columns
        told = SheetAccount(
            grid.file, grid.sheet, self.layout, len(rows), len(self.head & rows), len(used & rows), len((self.reported - self.head) & rows),
            len(columns), len(used_columns), len(known), len(self.reported_columns & columns),
        )  # fmt: skip
        assert told.balances, f"rows or columns lost in {grid.file}!{grid.sheet}: {told}"
        return told

    def all_reported(self) -> None:
        """The sheet as a whole was told of."""
        self.reported = set(self.view.grid.row_numbers)
        self.reported_columns = set(self.view.grid.column_numbers)


@dataclass
class Sheet:
    """A sheet with its table, what its rows say about whose they are, and its rows of totals."""

    view: View
    table: Table
    account: Account
    told: Told
    rows: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    totals: list[tuple[int, str]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """All that says what the sheet is about: the file's name, the sheet's name, the titles."""
        return f"{self.view.grid.file} {self.view.grid.sheet} {self.table.title}"

    def own_period(self, asked: Asked) -> str:
        """The period that the sheet is of, by its name, else by its title, else by the file's name."""
        for text in (self.view.grid.sheet, self.table.title, self.view.grid.file):
            found = asked.period_in(text)
            if found:
                return found
        return ""


def open_sheet(view: View, table: Table, told: Told, *, carry_merged: bool, apart: frozenset[int] = frozenset()) -> Sheet:
    """Sort the rows of a table into rows with a unit's name, rows of totals, and notes.

    Args:
        view: the grid
        table: the table in it
        told: takes problems and findings
        carry_merged: whether a unit's name over several merged rows holds for all of them
        apart: rows that the caller sees to

    """
    account = Account(view, head={*table.title_rows, *(row for row in view.grid.row_numbers if table.top <= row <= table.bottom)})
    sheet = Sheet(view, table, account, told)
    names = view.texts(np.array(table.data_rows, dtype=np.int64), table.unit_column)
    for row, name in zip(table.data_rows, names, strict=True):
        text = name
        if row in apart:
            account.used.add(row)
            continue
        if not text and carry_merged:
            area = view.merged_at(row, table.unit_column)
            text = str(view.grid.cell(area.top, area.left).value or "") if area is not None and area.top > table.bottom else ""
        _sort_row(sheet, row, text)
    return sheet


def _sort_row(sheet: Sheet, row: int, text: str) -> None:
    if text and not is_total(text) and not is_footer(text) and not _is_header_again(sheet, row, text):
        sheet.rows.append(row)
        sheet.texts.append(text)
        return
    cells = sheet.view.grid.row(row)
    first = next((str(cell.value).strip() for cell in cells if cell.value is not None and str(cell.value).strip()), "")
    word = is_total(text) or is_total(first)
    place = sheet.view.place(row, cells[0].column)
    sheet.account.reported.add(row)
    if word:
        sheet.totals.append((row, word))
        sheet.told.add(k5_data.TOTAL_ROW, place, found=word)
    elif text or is_footer(first) or _is_note(cells):
        sheet.told.add(k5_data.NOTE_ROW, place, found=row_text(cells))
    else:
        sheet.told.add(k5_data.ROW_WITHOUT_UNIT, sheet.view.place(row, sheet.table.unit_column), found=row_text(cells))


def _is_note(cells: list[GridCell]) -> bool:
    """A long text, or one with a colon (``考核组长：周某某``), alone in a row that has no unit; a short one may be a value whose unit was forgotten."""
    filled = [str(cell.value).strip() for cell in cells if cell.value is not None and str(cell.value).strip()]
    return not filled or (len(filled) == 1 and (len(filled[0]) > _NOTE_LENGTH or not _COLONS.isdisjoint(filled[0])))


def _is_header_again(sheet: Sheet, row: int, text: str) -> bool:
    """The header repeated in the middle, as it is printed on each page."""
    if normal_form(text) != sheet.table.unit_heading:
        return False
    heads = {head.column: head.leaf for head in sheet.table.heads}
    return all(str(cell.value).strip() == heads.get(cell.column, "") for cell in sheet.view.grid.row(row))


def unit_index(sheet: Sheet, register: Register, *, also: Iterable[str] = ()) -> Ints:
    """For each row of the sheet the position of its unit; -1 where it has none (a problem was told), or where the text is one of ``also``.

    Rows without a unit are counted as reported, the others as used.
    """
    known: dict[str, int] = {}
    others = {normal_form(word) for word in also}
    told = []
    for row, text in zip(sheet.rows, sheet.texts, strict=True):
        is_other = bool(others) and normal_form(text) in others
        index = known.get(text)
        if index is None:
            index = known[text] = -1 if is_other else _find(sheet, register, row, text)
        elif index == -1 and not is_other:
            _unknown(sheet, register.names, row, text)
        told.append(index)
        (sheet.account.used if index >= 0 or is_other else sheet.account.reported).add(row)
    return np.array(told, dtype=np.int64)


def _find(sheet: Sheet, register: Register, row: int, text: str) -> int:
    match = register.names.find(text)
    if match is None:
        _unknown(sheet, register.names, row, text)
        return -1
    unit = register.units[match.index]
    if not match.exact:
        sheet.told.group(k5_data.UNIT_SPELLING, sheet.view.place(row, sheet.table.unit_column), text, found=text, name=unit.name)
    if not unit.takes_part:
        status = f"并入{unit.merged_into}" if unit.status == "并入" else unit.status
        sheet.told.group(k5_data.NOT_TAKING_PART, sheet.view.place(row, sheet.table.unit_column), unit.name, unit=unit.name, status=status)
    return match.index


def _unknown(sheet: Sheet, names: Names, row: int, text: str) -> None:
    """A name that no unit has; a long text alone in its row is a note."""
    place = sheet.view.place(row, sheet.table.unit_column)
    near = names.near(text) if sheet.told.suggestions < _SUGGESTED else ()
    sheet.told.suggestions += 1
    if len(text) > _NOTE_LENGTH and not near and len(sheet.view.grid.row(row)) == 1:
        sheet.told.add(k5_data.NOTE_ROW, place, found=text[:120])
    else:
        sheet.told.add(k5_data.UNKNOWN_UNIT, place, found=text[:60], near=near_text(near))


def tell_unread_columns(sheet: Sheet, used: Iterable[int], known: Names) -> list[Head]:
    """One finding for each column that was not read; those that every table has (序号, 备注) need none. Gives the columns told of."""
    account, table = sheet.account, sheet.table
    account.used_columns |= {table.unit_column, *used}
    unread = []
    for head in table.heads:
        if head.column in account.used_columns:
            continue
        if heading_form(head.leaf) in _KNOWN_COLUMNS:
            account.known_columns.add(head.column)
            continue
        account.reported_columns.add(head.column)
        unread.append(head)
        near = near_text(known.near(head.leaf)) if head.leaf else ""
        sheet.told.add(k5_data.UNKNOWN_COLUMN, sheet.view.place(head.row, head.column), heading=head.title or "（空）", near=near)
    return unread
