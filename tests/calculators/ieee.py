"""A small calculator for .xlsx formulas on plain IEEE doubles, written without the engine and without any stored value.

    >>> recalculate.__name__
    'recalculate'

What it chooses, where spreadsheet programs differ:

- ``+ - * /``, SUM and comparisons are plain doubles, step by step. Excel and LibreOffice snap a difference near zero to 0 and compare about
  15 digits; a workbook whose figures come out right here and there depends on neither.
- ROUND, ROUNDUP, ROUNDDOWN, TRUNC, CEILING, FLOOR work on the number's reading at 15 significant digits; INT and MOD on the double.
- A formula outside an array formula takes the cell of its own row or column where a range meets an operator; SUMPRODUCT's arguments are arrays.
- A function it does not know, wildcards, a literal of more than 15 digits, IF over a range inside SUMPRODUCT (which old Excel does not
  spread) raise ``UnsupportedFormula``; cells that wait for each other raise ``CircularReference``.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import openpyxl
from openpyxl import Workbook
from openpyxl.utils import get_column_letter, range_boundaries

from calculators.cells import FormulaCell, Key, formula_cells, plain_value
from calculators.functions import FUNCTIONS, Function
from calculators.grammar import ArrayConstant, Binary, Call, Constant, Name, Node, Reference, Unary, UnsupportedFormula, parse, references
from calculators.values import NA, VALUE, Array, ExcelError, Failure, Scalar, binary, boolean, flat, number

__all__ = ["CircularReference", "ExcelError", "UnsupportedFormula", "recalculate"]

_DEPTH = 20_000


class CircularReference(Exception):  # noqa: N818
    """Cells that wait for each other."""


def recalculate(source: Path | str | bytes) -> dict[Key, float | bool | str]:
    """The value of every formula cell of a workbook (a path, or the file's bytes). An error is its text, such as ``"#DIV/0!"``."""
    book = openpyxl.load_workbook(io.BytesIO(source) if isinstance(source, bytes) else source)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEPTH))
    try:
        return _Calculator(book).all_values()
    finally:
        sys.setrecursionlimit(limit)


_Spot = tuple[str, int, int]
"""Sheet, row, column."""


@dataclass(frozen=True, slots=True)
class _Area:
    """Cells of one sheet, not yet looked at."""

    sheet: str
    left: int
    top: int
    right: int
    bottom: int

    def spots(self) -> Iterator[_Spot]:
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield self.sheet, row, column


class _Way(Enum):
    """How a range in a place for one value is taken."""

    CELL = "the cell of the formula's own row or column"
    PRODUCT = "all of it, inside SUMPRODUCT"
    ARRAY = "all of it, in an array formula"


_Value = Array | _Area | Scalar


class _Calculator:
    def __init__(self, book: Workbook) -> None:
        self.sheets = {sheet.title.lower(): sheet.title for sheet in book.worksheets}
        self.heights = {sheet.title: sheet.max_row for sheet in book.worksheets}
        self.names = {name.lower(): str(defined.attr_text) for name, defined in book.defined_names.items()}
        self.formulas: dict[_Spot, FormulaCell] = {}
        for formula in formula_cells(book):
            self.formulas.update(dict.fromkeys((_spot(formula.sheet, name) for name in formula.cells), formula))
        self.known: dict[_Spot, Scalar] = {
            (sheet.title, cell.row, cell.column): ExcelError(cell.value) if cell.data_type == "e" else plain_value(cell.value)
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None and (sheet.title, cell.row, cell.column) not in self.formulas
        }
        self.running: list[FormulaCell] = []
        self.settled: set[_Area] = set()
        self.arrays: dict[_Area, Array] = {}

    def all_values(self) -> dict[Key, float | bool | str]:
        for spot in self.formulas:
            self.settle(spot)
        found = {(sheet, f"{get_column_letter(column)}{row}"): self.known[sheet, row, column] for sheet, row, column in self.formulas}
        return {key: 0.0 if value is None else str(value) if isinstance(value, ExcelError) else value for key, value in found.items()}

    def settle(self, first: _Spot) -> None:
        """Calculate a cell after all that it names, on a stack of our own: a chain of cells may be as long as the sheet."""
        stack, seen = [(first, self.waits_for(first))], {first}
        while stack:
            spot, others = stack[-1]
            another = next((other for other in others if other not in self.known and other not in seen), None)
            if another is None:
                self.value(spot)
                stack.pop()
            else:
                seen.add(another)
                stack.append((another, self.waits_for(another)))

    def waits_for(self, spot: _Spot) -> Iterator[_Spot]:
        formula = self.formulas[spot]
        for found in references(parse(formula.text)):
            for reference in references(self.named(found)) if isinstance(found, Name) else (found,):
                area = self.area(reference, formula.sheet) if isinstance(reference, Reference) else None
                if area is not None and area not in self.settled:
                    yield from (other for other in area.spots() if other in self.formulas)
                    self.settled.add(area)

    def value(self, spot: _Spot) -> Scalar:
        """The value of a cell; None is a blank."""
        if spot not in self.known and spot in self.formulas:
            self.run(self.formulas[spot])
        return self.known.get(spot)

    def run(self, formula: FormulaCell) -> None:
        if formula in self.running:
            raise CircularReference(" -> ".join(f"{one.sheet}!{one.cells[0]}" for one in [*self.running, formula]))
        self.running.append(formula)
        try:
            place = _Place(self, _spot(formula.sheet, formula.cells[0]), _Way.ARRAY if formula.is_array else _Way.CELL)
            result = place.single(parse(formula.text))
        except UnsupportedFormula as problem:
            raise UnsupportedFormula(f"{formula.sheet}!{formula.cells[0]} {formula.text}: {problem}") from problem
        finally:
            self.running.pop()
        for index, name in enumerate(formula.cells):
            self.known[_spot(formula.sheet, name)] = _element(result, index // formula.width, index % formula.width)

    def named(self, name: Node) -> Node:
        if not isinstance(name, Name) or name.text.lower() not in self.names:
            raise UnsupportedFormula(f"the name {name!r} is not defined in the workbook")
        return parse(self.names[name.text.lower()])

    def area(self, reference: Reference, own: str) -> _Area:
        sheet = own if reference.sheet is None else self.sheets.get(reference.sheet.lower())
        if sheet is None:
            raise UnsupportedFormula(f"there is no sheet {reference.sheet!r}")
        return _Area(sheet, reference.left, reference.top, reference.right, reference.bottom or self.heights[sheet])

    def array(self, area: _Area) -> Array:
        """The values of a range, fetched once."""
        if area not in self.arrays:
            columns = range(area.left, area.right + 1)
            rows = tuple(tuple(self.value((area.sheet, row, column)) for column in columns) for row in range(area.top, area.bottom + 1))
            self.arrays[area] = Array(rows, is_reference=True)
        return self.arrays[area]


def _spot(sheet: str, name: str) -> _Spot:
    column, row, _, _ = range_boundaries(name)
    return sheet, row, column


def _element(value: Array | Scalar, row: int, column: int) -> Scalar:
    """One element of a result; a single row, column or value is repeated, beyond the rest is #N/A."""
    if not isinstance(value, Array):
        return value
    row, column = (0 if value.height == 1 else row), (0 if value.width == 1 else column)
    return value.rows[row][column] if row < value.height and column < value.width else NA


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a formula is evaluated, and how it takes ranges."""

    calculator: _Calculator
    spot: _Spot
    way: _Way

    def evaluate(self, node: Node) -> _Value:
        """The value of a tree; an error is a value, a range is not looked at yet."""
        try:
            return self._evaluate(node)
        except Failure as failure:
            return failure.error

    def _evaluate(self, node: Node) -> _Value:
        match node:
            case Constant(value):
                return value
            case Reference():
                return self.calculator.area(node, self.spot[0])
            case Name():
                return self.evaluate(self.calculator.named(node))
            case ArrayConstant(rows):
                return Array(rows)
            case Unary(operator, operand):
                return _lifted(lambda value: _signed(operator, value), [self.single(operand)])
            case Binary(operator, left, right):
                return _lifted(lambda a, b: binary(operator, a, b), [self.single(left), self.single(right)])
            case Call(name, arguments):
                return self.call(name, arguments)
        raise UnsupportedFormula(f"{node!r}")

    def call(self, name: str, arguments: tuple[Node, ...]) -> _Value:
        if name in _SPECIAL:
            return _SPECIAL[name](self, arguments)
        function = FUNCTIONS.get(name)
        if function is None:
            raise UnsupportedFormula(f"the function {name} is not known")
        inside = _Place(self.calculator, self.spot, _Way.PRODUCT) if name == "SUMPRODUCT" and self.way is _Way.CELL else self
        values = [inside.whole_value(node) if function.whole(position) else inside.single(node) for position, node in enumerate(arguments)]
        return _called(function, values)

    def whole_value(self, node: Node) -> Array | Scalar:
        """The value in a place for ranges."""
        value = self.evaluate(node)
        return self.calculator.array(value) if isinstance(value, _Area) else value

    def single(self, node: Node) -> Array | Scalar:
        """The value in a place for one value."""
        value = self.evaluate(node)
        if not isinstance(value, _Area):
            return value
        if value.left == value.right and value.top == value.bottom:
            return self.calculator.value((value.sheet, value.top, value.left))
        return self.crossing(value) if self.way is _Way.CELL else self.calculator.array(value)

    def crossing(self, area: _Area) -> Scalar:
        _, row, column = self.spot
        if area.left == area.right and area.top <= row <= area.bottom:
            return self.calculator.value((area.sheet, row, area.left))
        if area.top == area.bottom and area.left <= column <= area.right:
            return self.calculator.value((area.sheet, area.top, column))
        return VALUE


def _signed(operator: str, value: Scalar) -> Scalar:
    if operator == "+":
        return value
    return -number(value) if operator == "-" else number(value) / 100


def _called(function: Function, values: list[Array | Scalar]) -> Array | Scalar:
    """Arguments that the function takes whole stay; it is repeated over arrays in the others."""
    lifted = [position for position, value in enumerate(values) if isinstance(value, Array) and not function.whole(position)]
    if not lifted:
        return function.compute(*values)

    def repeat(*elements: Scalar) -> Scalar:
        arguments = dict(zip(lifted, elements, strict=True))
        result = function.compute(*(arguments.get(position, value) for position, value in enumerate(values)))
        if isinstance(result, Array):
            raise UnsupportedFormula("an array of arrays")
        return result

    return _lifted(repeat, [values[position] for position in lifted])


def _lifted(compute: Callable[..., Scalar], values: list[Array | Scalar]) -> Array | Scalar:
    """Element by element; what is single is repeated."""
    arrays = [value for value in values if isinstance(value, Array)]
    if not arrays:
        return compute(*values)
    height, width = max(one.height for one in arrays), max(one.width for one in arrays)

    def element(row: int, column: int) -> Scalar:
        try:
            return compute(*(_element(value, row, column) for value in values))
        except Failure as failure:
            return failure.error

    return Array(tuple(tuple(element(row, column) for column in range(width)) for row in range(height)))


def _if(place: _Place, arguments: tuple[Node, ...]) -> _Value:
    """Only the branch that is taken is evaluated; in an array formula, both, element by element."""
    condition = place.single(arguments[0])
    if not isinstance(condition, Array):
        if boolean(condition):
            return place.evaluate(arguments[1])
        return place.evaluate(arguments[2]) if len(arguments) > 2 else False
    if place.way is _Way.PRODUCT:
        raise UnsupportedFormula("IF over a range inside SUMPRODUCT: Excel 2007 spreads it in array formulas only")
    branches = [place.single(node) for node in arguments[1:]]
    return _lifted(lambda test, yes, no=False: yes if boolean(test) else no, [condition, *branches])


def _choose(place: _Place, arguments: tuple[Node, ...]) -> _Value:
    index = place.single(arguments[0])
    if isinstance(index, Array):
        raise UnsupportedFormula("CHOOSE by an array")
    chosen = int(number(index))
    return place.evaluate(arguments[chosen]) if 1 <= chosen < len(arguments) else VALUE


def _measured(place: _Place, arguments: tuple[Node, ...]) -> Array | _Area:
    area = place.evaluate(arguments[0])
    if isinstance(area, (Array, _Area)):
        return area
    raise UnsupportedFormula("a reference was expected")


def _row(place: _Place, arguments: tuple[Node, ...], axis: int = 1) -> _Value:
    """ROW and COLUMN of the own cell, of a cell or of a range."""
    area = _measured(place, arguments) if arguments else _Area(place.spot[0], place.spot[2], place.spot[1], place.spot[2], place.spot[1])
    if not isinstance(area, _Area):
        raise UnsupportedFormula("ROW and COLUMN want cells")
    first, last = (area.top, area.bottom) if axis == 1 else (area.left, area.right)
    if first == last or place.way is _Way.CELL:
        return float(first)
    numbers = [float(index) for index in range(first, last + 1)]
    return Array(tuple((one,) for one in numbers) if axis == 1 else (tuple(numbers),))


def _rows(place: _Place, arguments: tuple[Node, ...]) -> float:
    area = _measured(place, arguments)
    return float(area.height if isinstance(area, Array) else area.bottom - area.top + 1)


def _columns(place: _Place, arguments: tuple[Node, ...]) -> float:
    area = _measured(place, arguments)
    return float(area.width if isinstance(area, Array) else area.right - area.left + 1)


def _n(place: _Place, arguments: tuple[Node, ...]) -> _Value:
    """N of a range is N of its first cell, even inside SUMPRODUCT; of computed values it is element by element."""
    value = place.evaluate(arguments[0])
    return _called(FUNCTIONS["N"], [next(flat(place.calculator.array(value))) if isinstance(value, _Area) else value])


_SPECIAL: dict[str, Callable[[_Place, tuple[Node, ...]], _Value]] = {
    "IF": _if,
    "CHOOSE": _choose,
    "ROW": _row,
    "COLUMN": lambda place, arguments: _row(place, arguments, axis=2),
    "ROWS": _rows,
    "COLUMNS": _columns,
    "N": _n,
}
