"""An .xlsx or .xlsm workbook as grids. One source of truth: types and values both come from our own pass over the XML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kpi_engine.errors import Problem, k1_reading
from kpi_engine.intake.bookxml import Book, Relationship, SheetEntry, number_formats, read_book, shared_strings
from kpi_engine.intake.expat import parse_part
from kpi_engine.intake.grid import DEFAULT_LIMITS, Grid, Limits
from kpi_engine.intake.package import Package, RefusedError, open_package
from kpi_engine.intake.plaincells import Known, Plain
from kpi_engine.intake.sheetcheck import Cells, settled
from kpi_engine.intake.sheetfeed import read_quickly
from kpi_engine.intake.sheetxml import SheetReader
from kpi_engine.intake.tally import Tally
from kpi_engine.source import Place, column_letters

__all__ = ["file_bytes", "read_workbook"]

_OTHER_SHEETS = {
    "chartsheet": ("图表", "a chart"),
    "dialogsheet": ("对话框", "a dialog"),
    "xlMacrosheet": ("宏表", "a macro sheet"),
    "xlIntlMacrosheet": ("宏表", "a macro sheet"),
}


def file_bytes(data: bytes | Path, name: str, limits: Limits = DEFAULT_LIMITS) -> tuple[bytes, list[Problem]]:
    """The bytes of a file that is neither missing, empty nor too large."""
    place = Place(name)
    try:
        size = data.stat().st_size if isinstance(data, Path) else len(data)
        if size > limits.file_bytes:
            return b"", [k1_reading.FILE_TOO_LARGE.at(place, size=size, limit=limits.file_bytes)]
        content = data.read_bytes() if isinstance(data, Path) else data
    except OSError as error:
        return b"", [k1_reading.CANNOT_OPEN.at(place, reason=error.strerror or type(error).__name__)]
    return content, [] if content else [k1_reading.EMPTY_FILE.at(place)]


def read_workbook(data: bytes | Path, *, name: str, limits: Limits = DEFAULT_LIMITS) -> tuple[list[Grid], list[Problem]]:
    """The sheets of a workbook in their order, hidden ones too, and everything that was refused or odd.

    A sheet with a problem is left out of the list; the others are still read, so that all problems come at once.
    """
    content, problems = file_bytes(data, name, limits)
    if problems:
        return [], problems
    package, problems = open_package(content, Place(name), limits)
    if package is None:
        return [], problems
    try:
        book = read_book(package)
        workbook = _Workbook(package, book, _optional_strings(package, book), _optional_formats(package, book))
    except RefusedError as refused:
        return [], [*problems, refused.problem]
    grids = list(workbook.grids())
    return grids, [*problems, *workbook.problems]


def _linked(book: Book, kind: str) -> str:
    return next((found.target for found in book.relationships if found.kind == kind), "")


def _optional_strings(package: Package, book: Book) -> list[str]:
    part = _linked(book, "sharedStrings")
    return shared_strings(package, part) if part else []


def _optional_formats(package: Package, book: Book) -> tuple[str, ...]:
    part = _linked(book, "styles")
    return (number_formats(package, part) if part else ()) or ("General",)


class _SheetRefusedError(RefusedError):
    """A sheet that was refused, with what was met in it until then."""

    def __init__(self, problem: Problem, tally: Tally) -> None:
        self.tally = tally
        super().__init__(problem)


class _Workbook:
    """One reading of the sheets, with the problems met."""

    def __init__(self, package: Package, book: Book, strings: list[str], formats: tuple[str, ...]) -> None:
        self.package, self.book, self.strings, self.formats = package, book, strings, formats
        self.known = Known(formats, strings, package.limits)
        self.file = package.place.file
        self.has_pictures = "xl/richData/richValueRel.xml" in package
        self.problems: list[Problem] = list(_check_sheet_list(book, package))

    def grids(self) -> Iterator[Grid]:
        links = {found.id: found for found in self.book.relationships}
        if any(problem.code is k1_reading.SHEET_NAMES for problem in self.problems):
            return
        for entry in self.book.sheets:
            grid = self._grid(entry, links.get(entry.relationship))
            if grid is not None:
                yield grid

    def _grid(self, entry: SheetEntry, link: Relationship | None) -> Grid | None:
        place = Place(self.file, entry.name)
        if link is None or not link.target:
            self.problems.append(k1_reading.MISSING_PART.at(place, part=entry.name))
            return None
        if link.kind in _OTHER_SHEETS:
            kind, kind_en = _OTHER_SHEETS[link.kind]
            self.problems.append(k1_reading.SHEET_SKIPPED.at(place, kind=kind, kind_en=kind_en))
            return None
        try:
            reader, plain = self._read(link.target, entry.name)
        except _SheetRefusedError as refused:
            self.problems.append(_with_sheet(refused.problem, place))
            self.problems += refused.tally.problems()
            return None
        cells = settled(reader, plain, date1904=self.book.date1904)
        grid = self._finished(entry, reader, cells)
        told = reader.tally.problems()
        self.problems += told
        self.problems += _findings(grid, self.book)
        return None if any(problem.severity == "problem" for problem in told) else grid

    def _read(self, part: str, sheet: str) -> tuple[SheetReader, list[Plain]]:
        """The cells of a sheet. What is refused where some cells never passed expat is read again by expat alone, so that places and reasons hold."""
        package = self.package
        already = package.read_bytes
        reader = self._reader(sheet)
        try:
            return reader, read_quickly(package, part, reader, self.known)
        except RefusedError:
            package.read_bytes = already
        reader = self._reader(sheet)
        try:
            parse_part(package, part, reader)
        except RefusedError as refused:
            raise _SheetRefusedError(refused.problem, reader.tally) from refused
        return reader, []

    def _reader(self, sheet: str) -> SheetReader:
        return SheetReader(Tally(self.file, sheet), self.strings, self.formats, self.package.limits, has_pictures=self.has_pictures)

    def _finished(self, entry: SheetEntry, reader: SheetReader, cells: Cells) -> Grid:
        frame = reader.frame
        grid = Grid(
            file=self.file,
            sheet=entry.name,
            keys=cells.keys,
            meta=cells.meta,
            values=cells.values,
            hidden=entry.hidden,
            formulas=reader.formulas,
            formats=self.formats,
            merged=tuple(frame.merged),
            hidden_rows=frozenset(frame.hidden_rows),
            date1904=self.book.date1904,
        )
        hidden = frozenset(column for column in grid.column_numbers if frame.hidden_columns[column])
        return replace(grid, hidden_columns=hidden) if hidden else grid


def _with_sheet(problem: Problem, place: Place) -> Problem:
    """A problem of the part, placed in the sheet that the part holds."""
    return problem if problem.place.sheet else replace(problem, place=place)


def _check_sheet_list(book: Book, package: Package) -> Iterator[Problem]:
    names = [entry.name.casefold() for entry in book.sheets]
    links = {found.id: found.target.casefold() for found in book.relationships}
    targets = [links[entry.relationship] for entry in book.sheets if links.get(entry.relationship)]
    limit = package.limits.sheets
    if not names:
        yield k1_reading.SHEET_NAMES.at(package.place, reason="没有工作表", reason_en="no sheet")
    if len(names) > limit:
        yield k1_reading.SHEET_NAMES.at(package.place, reason=f"{len(names)} 张表，最多 {limit}", reason_en=f"{len(names)} sheets, at most {limit}")
    if len(set(names)) < len(names) or "" in names:
        yield k1_reading.SHEET_NAMES.at(package.place, reason="表名空缺或重复", reason_en="an empty name, or one name twice")
    if len(set(targets)) < len(targets):
        yield k1_reading.SHEET_NAMES.at(package.place, reason="两张表指向同一部件", reason_en="two sheets share one part")


def _findings(grid: Grid, book: Book) -> Iterator[Problem]:
    if grid.hidden and len(grid):
        yield k1_reading.HIDDEN_SHEET.at(grid.place(), count=len(grid))
    rows = sorted(grid.hidden_rows.intersection(grid.row_numbers))
    if rows:
        yield k1_reading.HIDDEN_ROWS.at(grid.place(rows[0]), rows=_spans(rows, str))
    columns = sorted(grid.hidden_columns)
    if columns:
        yield k1_reading.HIDDEN_COLUMNS.at(grid.place(0, columns[0]), columns=_spans(columns, column_letters))
    formulas = grid.stored_formulas
    if formulas and (book.recalculates_on_load or book.manual_calculation):
        why = "工作簿从未由表格软件算过" if book.recalculates_on_load else "工作簿设为手动重算"
        why_en = "no spreadsheet has computed the workbook yet" if book.recalculates_on_load else "the workbook recalculates by hand only"
        yield k1_reading.STALE_FORMULAS.at(grid.place(), count=formulas, why=why, why_en=why_en)


def _spans(numbers: Iterable[int], label: Callable[[int], str]) -> str:
    """``3、5-9``: runs of numbers, the first twenty of them."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    shown = [label(low) if low == high else f"{label(low)}-{label(high)}" for low, high in runs[:20]]
    return "、".join(shown) + (f" 等 {len(runs)} 段" if len(runs) > 20 else "")
