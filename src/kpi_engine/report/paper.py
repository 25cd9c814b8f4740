"""A table as a printed sheet: titles, headings in one or two levels, frozen panes, filter, widths by content, A4 landscape, a line to sign."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from kpi_engine.report.delimited import clean
from kpi_engine.report.pages import LINE, Pages, display_width, lines_of, padding_of, pages_across
from kpi_engine.report.repeated import Repeated

__all__ = ["FIGURE", "Cell", "Field", "Look", "Paper", "Table"]

Cell = float | str | None
Look = Mapping[str, object]
"""Properties of a cell as XlsxWriter names them."""

FIGURE: Look = {"align": "right", "indent": 1}
"""A column of figures: to the right, words among them too."""

_BASE: Look = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "border": 1}
_LEFT: Look = {"align": "left", "indent": 1}
_TITLE: Look = {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"}
_SUBTITLE: Look = {"font_name": "宋体", "font_size": 10, "align": "center", "valign": "vcenter", "font_color": "#595959"}
_SIGN: Look = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"}
_HEAD: Look = {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#E7E6E6"}
_CLOSING: Look = {"bold": True, "bg_color": "#F2F2F2"}
_LONGEST = 32_000
_MOST_LINES = 28
_GROUP, _ABOVE = 20.0, 48.0
_LOOSE, _TIGHT = (6.5, 5.5, 7.5, 4.5, 8.5, 3.5), (4.5, 5.5, 3.5, 6.5, 7.5, 2.5)
_SIGNED_COLUMNS = 11
_SIGN_LINE = "填表人：" + "　" * 8 + "审核人：" + "　" * 8 + "日期：" + "　" * 4 + "年　　月　　日"
_HEADING_WIDTH = 8
_TITLE_SIZE = 1.6  # of a character of the title beside one of the table


@dataclass(frozen=True)
class Field:
    """One column: heading (under ``group`` where it has one), cells, and how they look; ``marks`` picks a look of ``looks`` for each cell."""

    heading: str
    cells: Sequence[Cell]
    look: Look = field(default_factory=dict)
    group: str = ""
    widest: int = 40
    least: int = 4
    marks: Sequence[int] = ()
    looks: Sequence[Look] = ()


@dataclass(frozen=True)
class Table:
    """A sheet: its name, what stands above, the columns, rows below the last one (a cell a column), what stands there if there are none."""

    name: str
    title: str
    subtitle: str
    fields: Sequence[Field]
    closing: Sequence[Sequence[Cell]] = ()
    remarks: Sequence[str] = ()
    frozen: int = 0
    empty: str = "（无）"
    wraps: bool = False
    filtered: bool = True
    signed: bool = True

    @property
    def size(self) -> int:
        """How many rows it has."""
        return len(self.fields[0].cells)

    @property
    def head(self) -> int:
        """How many rows of headings."""
        return 2 if any(f.group for f in self.fields) else 1


class Paper:
    """Lays tables out as sheets of one workbook; where it ``repeats``, only the first rows of each shape are written (`Repeated`)."""

    def __init__(self, book: Workbook, *, footer: str, repeats: bool = False) -> None:
        self._book = book
        self._footer = footer
        self._repeats = repeats
        self.repeated: list[Repeated] = []
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def format(self, *looks: Look) -> Format:
        """A format of the workbook, made once; later looks win."""
        merged: dict[str, object] = {}
        for look in looks:
            merged.update(look)
        key = tuple(sorted(merged.items(), key=lambda pair: pair[0]))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(merged)
        return self._formats[key]

    def lay(self, table: Table) -> None:
        """Write one sheet, row by row from the top (a large workbook keeps no row in memory)."""
        sheet = self._book.add_worksheet(table.name)
        self.repeated.append(Repeated())
        widths = _under_title(table, [_width(table, f) for f in table.fields])
        pages = pages_across(widths, [f.group for f in table.fields], table.frozen)
        self._set_up(sheet, table, pages)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width, self.format({"font_name": "宋体", "font_size": 10}))
        heights = self._heights(sheet, table, widths, pages)
        self._titles(sheet, table, pages)
        self._headings(sheet, table, widths)
        self._body(sheet, table, heights)
        self._below(sheet, table)

    def _heights(self, sheet: Worksheet, table: Table, widths: Sequence[int], pages: Pages) -> Sequence[float]:
        """A height for each row where any text wraps; otherwise one for all."""
        lines = _lines(table, widths)
        below = [1] * (len(table.closing) + len(table.remarks) + 2)
        head = _heading_height(table, widths)
        paddings = _TIGHT if table.wraps else _LOOSE
        padding = padding_of([*lines, *below], pages.scale, first=head + _ABOVE, head=head, paddings=paddings)
        sheet.set_default_row(LINE + padding)
        return [LINE * count + padding for count in lines] if max(lines, default=1) > 1 else ()

    def _set_up(self, sheet: Worksheet, table: Table, pages: Pages) -> None:
        first, last = 2 + table.head, len(table.fields) - 1
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
        if len(pages.starts) == 1:
            sheet.fit_to_pages(1, 0)
        else:
            sheet.set_print_scale(round(pages.scale * 100))
            sheet.set_v_pagebreaks(list(pages.starts[1:]))
        sheet.center_horizontally()
        sheet.repeat_rows(2, first - 1)
        if table.frozen:
            sheet.repeat_columns(0, table.frozen - 1)
        sheet.freeze_panes(first, table.frozen)
        sheet.set_footer(f"&L{self._footer}&R第 &P 页，共 &N 页")
        if table.filtered and table.size:
            sheet.autofilter(first - 1, 0, first - 1 + table.size, last)

    def _titles(self, sheet: Worksheet, table: Table, pages: Pages) -> None:
        """Over the columns of the first page, so that they can be read there whole."""
        last = (*pages.starts, len(table.fields))[1] - 1
        for row, (text, look, height) in enumerate(((table.title, _TITLE, 30), (table.subtitle, _SUBTITLE, 18))):
            sheet.set_row(row, height)
            self._across(sheet, row, last, text, self.format(look))

    def _across(self, sheet: Worksheet, row: int, last: int, text: str, look: Format) -> None:
        if last:
            sheet.merge_range(row, 0, row, last, "", look)
        sheet.write_string(row, 0, clean(text), look)

    def _headings(self, sheet: Worksheet, table: Table, widths: Sequence[int]) -> None:
        row = 2
        if table.head == 2:
            sheet.set_row(row, _GROUP)
            self._groups(sheet, row, table)
            row += 1
        sheet.set_row(row, _heading_height(table, widths) - (_GROUP if table.head == 2 else 0))
        for column, f in enumerate(table.fields):
            open_above: Look = {"top": 0} if table.head == 2 and not f.group else {}
            sheet.write_string(row, column, clean(f.heading), self.format(_BASE, _HEAD, open_above))

    def _groups(self, sheet: Worksheet, row: int, table: Table) -> None:
        """The upper level: one cell over each run of columns of a group; a column without one stays open towards its heading."""
        for group, run in groupby(range(len(table.fields)), key=lambda c: table.fields[c].group or c):
            columns = list(run)
            look = self.format(_BASE, _HEAD, {} if isinstance(group, str) else {"bottom": 0})
            if len(columns) > 1:
                sheet.merge_range(row, columns[0], row, columns[-1], "", look)
            _write_line(sheet, row, columns[0], [group if isinstance(group, str) else None], [look])

    def _body(self, sheet: Worksheet, table: Table, heights: Sequence[float]) -> None:
        first = 2 + table.head
        if not table.size:
            self._across(sheet, first, len(table.fields) - 1, table.empty, self.format(_BASE, {"align": "center"}))
            return
        pickers = [[self._cell_format(f, look) for look in (f.looks or ({},))] for f in table.fields]
        plain = [formats[0] for formats in pickers]
        marked = [column for column, f in enumerate(table.fields) if f.marks]
        for row, cells in enumerate(zip(*(f.cells for f in table.fields), strict=True)):
            look = (heights[row] if heights else 0, *(table.fields[column].marks[row] for column in marked))
            if self._repeats and self.repeated[-1].takes(first + row + 1, cells, look):
                continue
            looks = plain.copy() if marked else plain
            for column in marked:
                looks[column] = pickers[column][table.fields[column].marks[row]]
            if heights:
                sheet.set_row(first + row, heights[row])
            _write_line(sheet, first + row, 0, cells, looks)

    def _cell_format(self, f: Field, look: Look) -> Format:
        merged = {**f.look, **look}
        return self.format(_BASE, merged if "align" in merged else {**merged, **_LEFT}, {} if f.look.get("align") == "right" else {"text_wrap": True})

    def _below(self, sheet: Worksheet, table: Table) -> None:
        row, last = 2 + table.head + max(table.size, 1), min(len(table.fields) - 1, _SIGNED_COLUMNS)
        for line in table.closing:
            _write_line(sheet, row, 0, line, [self.format(_BASE, f.look if "align" in f.look else _LEFT, _CLOSING) for f in table.fields])
            row += 1
        for remark in table.remarks:
            self._across(sheet, row, last, remark, self.format(_SIGN, {"text_wrap": True}))
            row += 1
        if table.signed:
            sheet.set_row(row, 28)
            self._across(sheet, row, last, _SIGN_LINE, self.format(_SIGN))


def _heading_height(table: Table, widths: Sequence[int]) -> float:
    lines = max(lines_of(f.heading, width - 2) for f, width in zip(table.fields, widths, strict=True))
    return LINE * lines + 9 + (_GROUP if table.head == 2 else 0)


def _write_line(sheet: Worksheet, row: int, first: int, cells: Sequence[Cell], looks: Sequence[Format]) -> None:
    """One row; a number is a number, and text is text whatever it begins with."""
    for column, (cell, look) in enumerate(zip(cells, looks, strict=True), first):
        if type(cell) is float:
            sheet.write_number(row, column, cell, look)
        elif cell:
            sheet.write_string(row, column, _text(cell), look)
        else:
            sheet.write_blank(row, column, None, look)


def _text(cell: str | float) -> str:
    text = clean(str(cell))
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "……（太长，全文见 trail.csv）"


def _lines(table: Table, widths: Sequence[int]) -> list[int]:
    """How many lines each row needs: those of its cell with the most."""
    lines = [1] * table.size
    for f, width in zip(table.fields, widths, strict=True):
        long = {cell: lines_of(cell, width - 2) for cell in set(f.cells) if isinstance(cell, str) and len(cell) * 2 > width - 2}
        long = {cell: min(_MOST_LINES, count) for cell, count in long.items() if count > 1}
        for row, cell in enumerate(f.cells) if long else ():
            if cell in long:
                lines[row] = max(lines[row], long[cell])
    return lines


def _width(table: Table, f: Field) -> int:
    """As wide as the widest cell, up to the field's bound; a long heading wraps."""
    place = next(n for n, other in enumerate(table.fields) if other is f)
    cells = [*f.cells, *(line[place] for line in table.closing)]
    each = set(cells)
    figures = [cell for cell in each if type(cell) is float]
    told = [cell for cell in each if isinstance(cell, str)]
    widest = max((_figure_width(f, figure) for figure in _telling(f, figures)), default=0)
    widest = max([widest, *map(display_width, told)])
    heading = min(display_width(f.heading), _HEADING_WIDTH if not table.wraps else f.widest)
    return max(f.least, min(f.widest, max(widest, heading))) + 3


def _under_title(table: Table, widths: Sequence[int]) -> list[int]:
    """Not narrower together than the title above them, which is clipped otherwise."""
    lacking = math.ceil(display_width(table.title) * _TITLE_SIZE) + 2 - sum(widths)
    return [width + max(0, -(-lacking // len(widths))) for width in widths]


def _telling(f: Field, figures: Sequence[float]) -> Sequence[float]:
    """The figures that may be the widest: at fixed decimals the extremes; where decimals differ, all of them."""
    form = str(f.look.get("num_format", "General"))
    return figures if not figures or "#" in form.partition(".")[2] or form == "General" else (min(figures), max(figures))


def _figure_width(f: Field, figure: float) -> int:
    form = str(f.look.get("num_format", "General")).partition(";")[0]
    if form == "General":
        return len(f"{figure:.10g}")
    whole = len(f"{figure:.0f}")
    commas = (whole - 1) // 3 if "," in form else 0
    decimals = form.partition(".")[2]
    shown = max(decimals.count("0"), len(f"{figure:.{len(decimals)}f}".rstrip("0").partition(".")[2]) if "#" in decimals else 0)
    return whole + commas + (shown + 1 if shown else 0) + form.startswith("+")
