"""Where things stand: the sheets, their columns, and how a formula names a cell, a column, or a unit's cell from a row of a table.

A unit has the same row on 数据 and 计算; a table of rows has a sheet of its own, where its helper columns stand too.
Columns A to C say whose row it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from kpi_engine.formula.workbook.term import ROW, Term, Unwritable, Whole, made
from kpi_engine.table import Facts, Ref

__all__ = ["CALC", "DATA", "FIRST_ROW", "Cached", "Column", "Layout", "Shown", "Stands", "span"]

DATA, CALC = "数据", "计算"
FIRST_ROW = 4
"""The first row with data; above stand the label, the quantity, and what the column holds of it."""

LEAD = ("序号", "对象", "类别号")
ROW_LEAD = ("对象序号", "对象", "行号")
_FORBIDDEN = re.compile(r"[^\w]")
LONGEST_SHEET = 31
MOST_COLUMNS = 16_000
LONGEST_FORMULA, DEEPEST = 8_000, 60

Cached = Fraction | int | bool | str
"""What a cell shows."""

Shown = Literal["value", "numerator", "denominator", "state", "help", "data"]


@dataclass(frozen=True)
class Column:
    """One column of a sheet: a value for each row, or a formula in which `ROW` stands for the row's number."""

    sheet: str
    number: int
    label: str
    shows: Shown
    cached: Sequence[Cached]
    formula: str = ""
    ref: Ref | None = None
    places: int | None = None
    is_date: bool = False

    @property
    def letters(self) -> str:
        """The column as a formula names it."""
        left, rest = "", self.number
        while rest >= 0:
            left, rest = chr(65 + rest % 26) + left, rest // 26 - 1
        return left


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a step can be read: the column of its value, or those of numerator, denominator and state."""

    value: Column
    numerator: Column | None = None
    denominator: Column | None = None
    state: Column | None = None


@dataclass
class Layout:
    """The workbook before it is written: its sheets with their columns, where each step stands, and which steps are values, with the reason."""

    facts: Facts
    sheets: dict[str, list[Column]]
    homes: Mapping[str, str]
    steps: dict[Ref, Stands] = field(default_factory=dict)
    inputs: dict[Ref, tuple[Column, ...]] = field(default_factory=dict)
    as_values: dict[Ref, str] = field(default_factory=dict)

    def formula_for(self, ref: Ref, row: int) -> str:
        """The formula of a step's cell, with its ``=``; empty where it is written as a value."""
        formula = self.steps[ref].value.formula
        return "=" + formula.replace(ROW, str(FIRST_ROW + row)) if formula else ""

    def cell_of(self, ref: Ref, row: int) -> tuple[str, str]:
        """Sheet and cell where a step's value stands."""
        column = self.steps[ref].value
        return column.sheet, f"{column.letters}{FIRST_ROW + row}"

    def add(self, sheet: str, label: str, shows: Shown, cached: Sequence[Cached], formula: str = "", **more: object) -> Column:
        """A new last column of a sheet."""
        columns = self.sheets[sheet]
        if len(columns) >= MOST_COLUMNS and formula:
            raise Unwritable(f"工作表“{sheet}”的列用完了")
        hold_size(formula)
        column = Column(sheet, len(columns), label, shows, cached, formula, **more)  # type: ignore[arg-type]
        columns.append(column)
        return column

    def rows_on(self, sheet: str) -> int:
        """How many rows of data a sheet has."""
        return len(self.sheets[sheet][0].cached)

    def mark(self) -> dict[str, int]:
        """How many columns each sheet has now, for `back_to`."""
        return {sheet: len(columns) for sheet, columns in self.sheets.items()}

    def back_to(self, mark: Mapping[str, int]) -> None:
        """Take away the columns added since."""
        for sheet, count in mark.items():
            del self.sheets[sheet][count:]


def hold_size(formula: str) -> None:
    """`Unwritable` where a formula is longer or nested deeper than spreadsheet programs read."""
    depth = deepest = 0
    for sign in re.sub('"[^"]*"', "", formula):
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
    if len(formula) > LONGEST_FORMULA or deepest > DEEPEST:
        raise Unwritable("公式太长或嵌套太深")


def new_layout(facts: Facts) -> Layout:
    """Empty sheets with their leading columns."""
    homes = {"": CALC}
    taken = {DATA, CALC}
    for table in facts.rows:
        homes[table] = _sheet_name(table, taken)
        taken.add(homes[table])
    layout = Layout(facts, {DATA: [], CALC: [], **{homes[t]: [] for t in facts.rows}}, homes)
    numbers = [Fraction(n + 1) for n in range(len(facts.units))]
    for sheet in (DATA, CALC):
        known: tuple[Sequence[Cached], ...] = (numbers, facts.units, [Fraction(int(c) + 1) for c in facts.class_of])
        for label, cached in zip(LEAD, known, strict=True):
            layout.add(sheet, label, "data", cached)
    for table, rows in facts.rows.items():
        units = [int(u) for u in rows.unit]
        lead: tuple[Sequence[Cached], ...] = (
            [Fraction(u + 1) for u in units],
            [facts.units[u] for u in units],
            [Fraction(n + 1) for n in range(len(units))],
        )
        for label, cached in zip(ROW_LEAD, lead, strict=True):
            layout.add(homes[table], label, "data", cached)
    return layout


def _sheet_name(table: str, taken: set[str]) -> str:
    plain = _FORBIDDEN.sub("_", table)[: LONGEST_SHEET - 4] or "表"
    names = [plain, *(f"{plain}_{n}" for n in range(2, len(taken) + 3))]
    lower = {name.lower() for name in taken}
    return next(name for name in names if name.lower() not in lower and name.lower() != "history")


def _prefix(sheet: str, home: str) -> str:
    if sheet == home:
        return ""
    return f"'{sheet}'!"


def cell(column: Column, home: str, values: Sequence[Whole]) -> Term:
    """The cell of a column in the formula's own row."""
    return made(f"{_prefix(column.sheet, home)}${column.letters}{ROW}", values)


def span(column: Column, home: str, rows: int) -> str:
    """All rows of a column."""
    last = FIRST_ROW + max(rows, 1) - 1
    return f"{_prefix(column.sheet, home)}${column.letters}${FIRST_ROW}:${column.letters}${last}"
