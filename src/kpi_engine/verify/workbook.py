"""results.xlsx as it is found, held against what the recomputed run writes: every value of every sheet; how it looks is not compared."""

from __future__ import annotations

import filecmp
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, partial
from pathlib import Path
from typing import Final

from kpi_engine.errors import Problem
from kpi_engine.errors import k7_writing as k7
from kpi_engine.intake.files import foreign_problem
from kpi_engine.intake.grid import DEFAULT_LIMITS, CellType, Grid, GridCell
from kpi_engine.intake.workbook import file_bytes, read_workbook
from kpi_engine.numbers import exact_text
from kpi_engine.source import Place
from kpi_engine.verify.layout import plain
from kpi_engine.verify.rows import Line, unlike
from kpi_engine.verify.told import Told, View, tell_unlike
from kpi_engine.verify.words import Both, cut

__all__ = ["compare_workbook"]

_LIMITS: Final = replace(DEFAULT_LIMITS, rows=1_048_576, columns=16_384)
_HEADS = (3, 4)
_ABOUT = frozenset({"单位", "指标", "事由", "事项", "项目", "序号"})
_SIGNED = "填表人："
_PLAIN = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
_LITERAL = re.compile(r'"([^"]*)"')


def compare_workbook(path: Path, wanted: Path, told: Told) -> None:
    """Tell how a workbook differs from what the recomputed run writes; both are files."""
    if filecmp.cmp(path, wanted, shallow=False):
        return
    name = path.name
    should, _ = read_workbook(wanted, name=name, limits=_LIMITS)
    if not should:
        told.add(k7.DOCUMENT_MISSING.at(Place(name), names=name, reason="太大，没有逐格读", reason_en="too large to be read cell by cell"))
        return
    stands, problems = _read(path)
    if problems:
        said, said_en = problems[0].message(), problems[0].message("en")
        told.add(k7.DOCUMENT_UNREADABLE.at(Place(name), reason=said, reason_en=said_en))
        return
    before = told.count
    _compare_sheets(should, {grid.sheet: grid for grid in stands}, told)
    if told.count == before:
        told.add(k7.SAVED_AGAIN.at(Place(name), how="只是文件的字节变了", how_en="only the bytes of the file are others"))


def _read(path: Path) -> tuple[Sequence[Grid], Sequence[Problem]]:
    """The sheets, and what keeps the file from being read; what is merely odd (a hidden row) does not."""
    content, problems = file_bytes(path, path.name, _LIMITS)
    foreign = foreign_problem(content, path.name) if content else None
    if foreign is not None:
        problems = [foreign]
    if problems:
        return [], problems
    grids, problems = read_workbook(content, name=path.name, limits=_LIMITS)
    return grids, [problem for problem in problems if problem.severity == "problem"]


def _compare_sheets(should: Sequence[Grid], stands: Mapping[str, Grid], told: Told) -> None:
    for grid in should:
        found = stands.get(grid.sheet)
        if found is None:
            told.add(k7.ROWS_DIFFER.at(grid.place(), reason="少了这张工作表", reason_en="this sheet is not there"))
            continue
        wanted = _Sheet(grid)
        both = unlike(wanted.lines, partial(_Sheet(found).lines, wanted.width), wanted.key)
        tell_unlike(told, both, wanted.view())
    for name in stands.keys() - {grid.sheet for grid in should}:
        told.add(k7.SHEET_BESIDE.at(stands[name].place()))


@dataclass(frozen=True)
class _Sheet:
    grid: Grid

    @cached_property
    def width(self) -> int:
        return self.grid.last_column

    @cached_property
    def head(self) -> int:
        """The last line of headings: the first that tells whom a line is about."""
        return next((row for row in _HEADS if _ABOUT & set(self._texts(row))), 0)

    @cached_property
    def titles(self) -> Sequence[str]:
        return self._texts(self.head)

    @cached_property
    def about(self) -> Sequence[int]:
        return [number for number, title in enumerate(self.titles) if title in _ABOUT]

    def _texts(self, row: int) -> list[str]:
        told = [""] * self.width
        for cell in self.grid.row(row):
            told[cell.column - 1] = cut(str(cell.value))
        return told

    def lines(self, width: int = 0) -> Iterator[Line]:
        """Each row with something in it, but for the one that is there to be filled in by hand."""
        for number, cells in self.grid.rows():
            size = max(width or self.width, max((cell.column for cell in cells), default=0))
            shown, says = [""] * size, [""] * size
            for cell in cells:
                shown[cell.column - 1], says[cell.column - 1] = _shown(cell), _said(cell)
            if any(says) and not says[0].startswith(_SIGNED):
                yield Line(number, tuple(shown), tuple(says))

    def key(self, line: Line) -> tuple[str, ...]:
        """What a row is about, for pairing."""
        return tuple(line.says[place] for place in self.about)

    def view(self) -> View:
        titles: list[Both] = [(title, title) if title else ("这一格", "the cell") for title in self.titles]
        return View(self.grid.place(), titles, list(range(1, self.width + 1)), self.about, self.head)


def _shown(cell: GridCell) -> str:
    """A cell as it is told."""
    if cell.formula is not None:
        return f"={cell.formula}"
    if cell.type is CellType.NUMBER and cell.number is not None:
        return _literals(cell) + exact_text(cell.number)
    return str(cell.value)


def _said(cell: GridCell) -> str:
    """What a cell says: a number and a text of the same digits say the same; a formula says what it is, whatever was stored with it."""
    if cell.formula is not None or cell.type is CellType.NUMBER:
        return _shown(cell)
    text = plain(str(cell.value)) if cell.type is CellType.TEXT else f"{cell.type.name} {cell.raw}"
    return exact_text(Fraction(text)) if _PLAIN.fullmatch(text) else text


def _literals(cell: GridCell) -> str:
    """What the format of a number writes before its digits, as 并列第 before a shared place."""
    return "".join(_LITERAL.findall(cell.number_format.partition(";")[0]))
