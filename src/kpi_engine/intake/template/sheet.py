"""One owner's sheet: title, instructions, a header of one or two rows, a row for each unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from kpi_engine.intake.template.checks import CLOSED, FORMATS, Check, validation
from kpi_engine.intake.template.layout import Group, heading, heading_size, sub_heading, width_of
from kpi_engine.intake.template.style import Styles
from kpi_engine.scheme.needs import REMARKS, ColumnNeed
from kpi_engine.table import Ref

__all__ = ["Head", "Line", "Page", "check_of", "write_grid", "write_head"]

_FIRST = 2
"""The first row of the header, below title and instructions (from 0)."""
_TITLE_SIZE = 1.5
"""How much larger the title is written than the cells."""
_PAGE_WIDTH, _SMALLEST = 125.0, 0.6
"""How many characters go across a page, lying; and the smallest scale that is still read."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: what stands in its fixed columns, and the facts that are asked in it (None: all)."""

    fixed: tuple[str, ...]
    asked: frozenset[Ref] | None = None

    def asks(self, need: ColumnNeed) -> bool:
        """Whether a cell of this row is to be filled."""
        return self.asked is None or need.beside in self.asked


@dataclass(frozen=True, slots=True)
class Head:
    """A heading: over one column or several, with a note."""

    text: str
    below: tuple[str, ...] = ("",)
    note: str = ""


@dataclass
class Page:
    """A sheet being written."""

    sheet: Worksheet
    styles: Styles
    title: str
    instructions: str
    areas: Mapping[tuple[str, ...], str]
    """Where long lists of options stand in the workbook."""

    def check(self, check: Check, first: int, last: int, column: int) -> None:
        """Lay a check over the cells of a column."""
        rule = validation(check, first, column)
        if rule is not None and last >= first:
            self.sheet.data_validation(first, column, last, column, dict(rule))


def write_head(page: Page, fixed: Sequence[str], heads: Sequence[Head], widths: Sequence[float]) -> int:
    """Title, instructions and header; the first row below them."""
    sheet = page.sheet
    columns = len(fixed) + sum(len(head.below) for head in heads)
    two_rows = any(any(head.below) for head in heads)
    cuts = _cuts(len(fixed), [len(head.below) for head in heads], widths)
    first, across = (len(fixed), cuts[0]) if cuts else (0, columns)  # columns that stand on each page take no piece of the title along
    _across(page, 0, (first, across), page.title, "title")
    _across(page, 1, (first, across), page.instructions, "note")
    sheet.set_default_row(18)
    sheet.set_row(0, 6 + 22 * _lines(page.title, sum(widths[first:across]) / _TITLE_SIZE))
    sheet.set_row(1, 16 * _lines(page.instructions, sum(widths[first:across])))
    bottom = _FIRST + (1 if two_rows else 0)
    for column, text in enumerate(fixed):
        _block(page, (_FIRST, column, bottom, column), text, "head")
    at = len(fixed)
    for head in heads:
        _write_one_head(page, head, at, bottom)
        at += len(head.below)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    lines = max((heading_size(head.text, len(head.below))[1] for head in heads), default=1)
    sheet.set_row(_FIRST, 17 * max(lines, 2))
    if two_rows:
        sheet.set_row(bottom, 24)
    sheet.freeze_panes(bottom + 1, len(fixed))
    sheet.repeat_rows(_FIRST, bottom)
    sheet.set_landscape()
    sheet.set_paper(9)
    _fit(sheet, len(fixed), cuts, widths)
    sheet.set_footer("&L填表人：　　　　　　审核人：　　　　　　日期：&R第 &P 页，共 &N 页")
    return bottom + 1


def _is_wide(widths: Sequence[float]) -> bool:
    """Whether nobody could read it on the width of one page."""
    return sum(widths) * _SMALLEST > _PAGE_WIDTH


def _cuts(fixed: int, sizes: Sequence[int], widths: Sequence[float]) -> list[int]:
    """Before which columns a sheet too wide for a page is cut: between headings, the fixed columns standing on each page."""
    room = _PAGE_WIDTH / _SMALLEST - sum(widths[:fixed])
    cuts, at, taken = [], fixed, 0.0
    for size in sizes if _is_wide(widths) else ():
        width = sum(widths[at : at + size])
        if taken and taken + width > room:
            cuts.append(at)
            taken = 0.0
        at, taken = at + size, taken + width
    return cuts


def _fit(sheet: Worksheet, fixed: int, cuts: Sequence[int], widths: Sequence[float]) -> None:
    """How it is printed: on the width of a page, or on several."""
    if not _is_wide(widths):
        sheet.fit_to_pages(1, 0)
        return
    sheet.set_print_scale(round(_SMALLEST * 100))
    sheet.set_v_pagebreaks(list(cuts))
    if fixed:
        sheet.repeat_columns(0, fixed - 1)


def _write_one_head(page: Page, head: Head, at: int, bottom: int) -> None:
    if any(head.below):
        _block(page, (_FIRST, at, _FIRST, at + len(head.below) - 1), head.text, "head")
        for offset, text in enumerate(head.below):
            page.sheet.write_string(bottom, at + offset, text, page.styles("target" if text.endswith("目标") else "head"))
    else:
        _block(page, (_FIRST, at, bottom, at), head.text, "head")
    if head.note:
        lines = head.note.count("\n") + 1 + len(head.note) // 22
        page.sheet.write_comment(_FIRST, at, head.note, {"x_scale": 2.2, "y_scale": max(1.0, 0.28 * lines), "author": ""})


def _block(page: Page, area: tuple[int, int, int, int], text: str, style: str) -> None:
    top, left, bottom, right = area
    if (top, left) == (bottom, right):
        page.sheet.write_string(top, left, text, page.styles(style))
    else:
        page.sheet.merge_range(top, left, bottom, right, "", page.styles(style))
        page.sheet.write_string(top, left, text, page.styles(style))


def _across(page: Page, row: int, columns: tuple[int, int], text: str, style: str) -> None:
    first, end = columns
    _block(page, (row, first, row, max(end - 1, first + 1)), text, style)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes across ``width`` characters."""
    return sum(max(1, -(-sum(2 if ord(c) > 0x2E7F else 1 for c in part) // max(int(width * 1.05), 20))) for part in text.split("\n"))


def write_grid(page: Page, fixed: Sequence[str], lines: Sequence[Line], groups: Sequence[Group], notes: Mapping[str, str]) -> int:
    """A sheet of columns over lines; how many cells it asks for."""
    columns = [(group, need) for group in groups for need in group.needs]
    heads = [Head(heading(group.first), tuple(sub_heading(need, group) for need in group.needs), notes.get(group.name, "")) for group in groups]
    first_column = len(fixed)
    widths = [width_of([name, *(line.fixed[i] for line in lines)]) for i, name in enumerate(fixed)]
    widths += [_width(group, need) for group, need in columns]
    top = write_head(page, fixed, heads, widths)
    for row, line in enumerate(lines, top):
        for column, text in enumerate(line.fixed):
            page.sheet.write_string(row, column, text, page.styles("unit"))
    return sum(_column(page, group, need, lines, (top, first_column + place)) for place, (group, need) in enumerate(columns))


def _width(group: Group, need: ColumnNeed) -> float:
    share, _ = heading_size(heading(group.first), len(group.needs))
    return max(share, width_of([sub_heading(need, group)]), 12 if need.decl.kind == "date" else 10)


def _column(page: Page, group: Group, need: ColumnNeed, lines: Sequence[Line], at: tuple[int, int]) -> int:
    """The cells of one column, in runs of asked and not asked; how many are asked."""
    top, column = at
    check = check_of(need, page.areas, f"{group.first.heading}{sub_heading(need, group)}")
    style = page.styles("cell", FORMATS.get(check.kind, ""))
    count = 0
    for first, last, asked in _runs([line.asks(need) for line in lines]):
        for row in range(top + first, top + last + 1):
            page.sheet.write_blank(row, column, None, style if asked else page.styles("closed"))
        if asked:
            page.check(check, top + first, top + last, column)
            count += last - first + 1
        else:
            page.sheet.data_validation(top + first, column, top + last, column, dict(CLOSED))
    return count


def _runs(flags: Sequence[bool]) -> list[tuple[int, int, bool]]:
    """Neighbours that are alike: (first, last, flag)."""
    runs: list[tuple[int, int, bool]] = []
    for index, flag in enumerate(flags):
        if runs and runs[-1][2] == flag:
            runs[-1] = (runs[-1][0], index, flag)
        else:
            runs.append((index, index, flag))
    return runs


def check_of(need: ColumnNeed, areas: Mapping[tuple[str, ...], str], what: str) -> Check:
    """What a column's cells hold."""
    decl = need.decl
    if need.role in REMARKS:
        return Check("remark", what)
    check = Check(decl.kind, what, decl.words if decl.kind == "choice" else (), decl.between, decl.measured_in)
    area = areas.get(("unit",), "") if decl.kind == "unit" else areas.get(check.listed, "")
    return Check(check.kind, what, check.words, check.between, check.measured_in, area)
