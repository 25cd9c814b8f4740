"""Where a table begins: title rows, header rows of one to three lines with merged cells, and the rows of data below."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kpi_engine.intake.grid import Area, CellType, Grid, GridCell
from kpi_engine.intake.match import normal_form
from kpi_engine.numbers import parse_number

__all__ = ["UNIT_WORDS", "Head", "Table", "find_table", "heading_form", "is_footer", "is_total", "peeled", "row_text", "without_brackets"]

UNIT_WORDS: Final = (
    frozenset(["单位", "单位名称", "考核对象", "被考核单位", "参评单位", "考核单位", "被评单位", "被评议单位", "对象", "unit"]),
    frozenset(["乡镇", "乡镇(街道)", "县区", "县(市、区)", "县(市,区)", "部门", "部门(单位)", "部门名称", "责任单位", "机构名称"]),
)
"""Headings of the column that says whose a row is; the second group only where none of the first is there."""

_TOTALS: Final = ("合计", "小计", "总计", "共计", "平均", "平均值", "均值", "平均数", "总和", "总数", "全县合计", "全市合计", "全区合计", "合计数")
_FOOTER: Final = re.compile(
    r"(填表|填报|审核|制表|审批|负责|联系|报送|统计|经办|复核|主管|分管|单位负责|填写)(人|日期|时间|单位|电话|说明|领导)|(备?注|说明)[:：.、\d(]|联系电话|日期[:：]|\d{4}年\d{1,2}月\d{1,2}日$"
)
_BRACKET: Final = re.compile(r"^(.*?)[(（]([^()（）]*)[)）]$")
_SEARCHED_ROWS: Final = 40
_HEADER_ROWS: Final = 3


@dataclass(frozen=True, slots=True)
class Head:
    """The headings over one column, from the top down; a heading over several columns stands over each."""

    column: int
    texts: tuple[str, ...]
    row: int

    @property
    def leaf(self) -> str:
        """The lowest heading."""
        return self.texts[-1] if self.texts else ""

    @property
    def title(self) -> str:
        """All headings as one text."""
        return "/".join(self.texts)


@dataclass(frozen=True)
class Table:
    """A table found in a grid. Rows above ``top`` are titles; ``data_rows`` are all rows with content below ``bottom``."""

    grid: Grid
    top: int
    bottom: int
    unit_column: int
    heads: tuple[Head, ...]

    @property
    def title_rows(self) -> tuple[int, ...]:
        """The rows above the header."""
        return self.grid.row_numbers[: bisect_left(self.grid.row_numbers, self.top)]

    @cached_property
    def data_rows(self) -> tuple[int, ...]:
        """The rows below the header."""
        return self.grid.row_numbers[bisect_right(self.grid.row_numbers, self.bottom) :]

    @cached_property
    def title(self) -> str:
        """What stands above the table, in one text."""
        return " ".join(row_text(self.grid.row(row)) for row in self.title_rows)

    @cached_property
    def unit_heading(self) -> str:
        """What stands over the column of units, in normal form."""
        return next((normal_form(head.leaf) for head in self.heads if head.column == self.unit_column), "")

    def head_of(self, words: Iterable[str]) -> Head | None:
        """The first column whose lowest heading is one of ``words`` (normal forms)."""
        wanted = frozenset(words)
        return next((head for head in self.heads if heading_form(head.leaf) in wanted or normal_form(head.leaf) in wanted), None)


def heading_form(text: str) -> str:
    """A heading as it is compared: in normal form, a suffix in brackets and a colon left out."""
    return normal_form(without_brackets(text)[0]).rstrip(":")


def without_brackets(text: str) -> tuple[str, tuple[str, ...]]:
    """A heading without what stands in brackets at its end, and what stood there.

    >>> without_brackets("派驻医师（人）(0.4分)")
    ('派驻医师', ('人', '0.4分'))
    """
    *_, last = peeled(text)
    return last


def peeled(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """A heading, then without its last brackets, then without those before them; each with what stood in the brackets left out.

    >>> list(peeled("村（社区）（个）"))
    [('村（社区）（个）', ()), ('村（社区）', ('个',)), ('村', ('社区', '个'))]
    """
    rest = text.strip()
    inside: tuple[str, ...] = ()
    yield rest, inside
    while (found := _BRACKET.match(rest)) and found[1].strip():
        rest, inside = found[1].strip(), (found[2].strip(), *inside)
        yield rest, inside


def row_text(cells: Sequence[GridCell]) -> str:
    """What a row says, for messages."""
    return " ".join(str(cell.value).strip() for cell in cells if cell.value is not None and str(cell.value).strip())[:120]


def is_total(text: str) -> str:
    """The word of totals that ``text`` is, or nothing.

    >>> is_total("合 计"), is_total("城关镇"), is_total("合计：")
    ('合计', '', '合计')
    """
    form = normal_form(text).rstrip(":")
    return form if form in _TOTALS else ""


def is_footer(text: str) -> bool:
    """Whether a text is who filled in the table, or a note.

    >>> is_footer("填表人：张三"), is_footer("注：以上为全年数"), is_footer("注册办")
    (True, True, False)
    """
    return bool(_FOOTER.match(text.strip().replace(" ", "")))


def find_table(grid: Grid, words: Sequence[frozenset[str]] = UNIT_WORDS, is_unit: Callable[[str], bool] | None = None) -> Table | None:
    """The table of a sheet: where one of ``words`` heads a column; failing that, where texts stand of which ``is_unit`` is true."""
    for group in words:
        for row in grid.row_numbers[:_SEARCHED_ROWS]:
            for cell in grid.row(row):
                if cell.type is CellType.TEXT and {heading_form(str(cell.value)), normal_form(str(cell.value))} & group:
                    return _table(grid, row, cell.column)
    return _table_by_units(grid, is_unit) if is_unit is not None else None


def _table_by_units(grid: Grid, is_unit: Callable[[str], bool]) -> Table | None:
    """The column without a proper heading in which units stand: the header is what lies directly above the first of them."""
    for position, row in enumerate(grid.row_numbers[:_SEARCHED_ROWS]):
        for cell in grid.row(row):
            if cell.type is CellType.TEXT and position and is_unit(str(cell.value)):
                above = grid.row_numbers[position - 1]
                if is_unit(str(grid.cell(above, cell.column).value)):
                    return None
                below = grid.cell(row + 1, cell.column)
                if below.type is CellType.BLANK or is_unit(str(below.value)) or is_total(str(below.value)) or is_footer(str(below.value)):
                    return _table(grid, above, cell.column)
    return None


def _table(grid: Grid, row: int, column: int) -> Table:
    area = _area_at(_areas_of(grid, row), column)
    top, bottom = (area.top, area.bottom) if area is not None and area.left == column else (row, row)
    while bottom - top + 1 < _HEADER_ROWS and _is_header_row(grid, bottom + 1, column):
        bottom += 1
    while bottom - top + 1 < _HEADER_ROWS and _is_group_row(grid, top - 1, column):
        top -= 1
    return Table(grid, top, bottom, column, _heads(grid, top, bottom))


def _areas_of(grid: Grid, row: int) -> tuple[Area, ...]:
    """The merged ranges of one row, so that not all of them are gone through for each cell."""
    return tuple(area for area in grid.merged if area.top <= row <= area.bottom)


def _area_at(areas: Sequence[Area], column: int) -> Area | None:
    return next((area for area in areas if area.left <= column <= area.right), None)


def _is_header_row(grid: Grid, row: int, unit_column: int) -> bool:
    """Texts without a unit, directly below the header: a further line of headings."""
    cells = grid.row(row)
    if not cells or any(cell.column == unit_column for cell in cells):
        return False
    if is_footer(row_text(cells)) or any(cell.type is not CellType.TEXT or parse_number(str(cell.value)) is not None for cell in cells):
        return False
    above = _areas_of(grid, row - 1)
    return any(_stands_below(grid, above, row - 1, cell.column) for cell in cells)


def _stands_below(grid: Grid, areas: Sequence[Area], row: int, column: int) -> bool:
    """Whether a heading over several columns, or none at all, stands above: then what is below is a heading too."""
    area = _area_at(areas, column)
    return area.right > area.left if area is not None else grid.cell(row, column).type is CellType.BLANK


def _is_group_row(grid: Grid, row: int, unit_column: int) -> bool:
    """Headings over several columns, directly above the header, that leave the units' column free: a title covers it."""
    cells = grid.row(row) if row > 0 else []
    of_row = _areas_of(grid, row) if cells else ()
    areas = [_area_at(of_row, cell.column) for cell in cells]
    covers = any(cell.column == unit_column or (area is not None and (row, unit_column) in area) for cell, area in zip(cells, areas, strict=True))
    if not cells or covers or any(cell.type is not CellType.TEXT for cell in cells):
        return False
    return any(area is not None and area.right > area.left for area in areas)


def _heads(grid: Grid, top: int, bottom: int) -> tuple[Head, ...]:
    texts: dict[int, list[str]] = {}
    lowest: dict[int, int] = {}
    for row in range(top, bottom + 1):
        areas = _areas_of(grid, row)
        for cell in grid.row(row):
            text = " ".join(str(cell.value).split()) if cell.value is not None else ""
            if not text:
                continue
            area = _area_at(areas, cell.column)
            for column in range(area.left, min(area.right, grid.last_column) + 1) if area is not None else (cell.column,):
                texts.setdefault(column, []).append(text)
                lowest[column] = row
    if not grid.merged:
        _carry_groups(texts, lowest, top)
    columns = sorted({*texts, *grid.column_numbers})
    return tuple(Head(column, tuple(dict.fromkeys(texts.get(column, ()))), lowest.get(column, bottom)) for column in columns)


def _carry_groups(texts: dict[int, list[str]], lowest: Mapping[int, int], top: int) -> None:
    """A text file has no merged cells: a heading with a sub-heading also stands over the sub-headings to its right that have nothing above."""
    group = ""
    for column in sorted(texts):
        if len(texts[column]) > 1:
            group = texts[column][0]
        elif lowest[column] > top and group and column - 1 in texts:
            texts[column].insert(0, group)
        else:
            group = ""
