"""What one cell says: its text or number -> state and value, by the kind of the input, with everything that is wrong or odd about it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Final

from kpi_engine import numbers
from kpi_engine.errors import k5_data
from kpi_engine.intake.figures import plain_text, read_number
from kpi_engine.intake.grid import CellType, GridCell
from kpi_engine.intake.match import Names, near_text, normal_form
from kpi_engine.intake.reading import CellRule, Reading, refused, state_of, wrong_type
from kpi_engine.numbers import exact_text
from kpi_engine.table import State, as_ordinal

__all__ = ["day_written", "is_no_day", "read_cell"]

_YES: Final = frozenset(["是", "√", "✓", "✔", "有", "1", "yes", "true", "对"])
_NO: Final = frozenset(["否", "×", "✗", "✘", "无", "0", "no", "false", "没有"])
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")


def read_cell(rule: CellRule, cell: GridCell) -> Reading:
    """One cell by its rule.

    >>> read_cell(CellRule("percent", "满意率"), GridCell(1, 1, CellType.TEXT, "92.5%")).value
    Fraction(37, 40)
    """
    match cell.type:
        case CellType.BLANK:
            return Reading(State.MISSING)
        case CellType.ERROR:
            return refused(k5_data.ERROR_CELL, what=rule.what, found=cell.value)
        case CellType.FORMULA_WITHOUT_VALUE:
            return refused(k5_data.NO_STORED_VALUE, what=rule.what)
        case CellType.PICTURE:
            return refused(k5_data.PICTURE_CELL, what=rule.what)
        case CellType.TEXT if str(cell.value).startswith("=DISPIMG("):
            return refused(k5_data.PICTURE_CELL, what=rule.what)
        case _:
            return _READERS[rule.kind](rule, cell)


def _yes_no(rule: CellRule, cell: GridCell) -> Reading:
    if isinstance(cell.value, bool):
        return Reading(State.PRESENT, cell.value)
    if cell.type is CellType.DATE:
        return wrong_type(rule, cell)
    text = str(cell.value)
    form = normal_form(text)
    if form in _YES or form in _NO:
        return Reading(State.PRESENT, form in _YES)
    state = state_of(text)
    return Reading(state) if state is not None else refused(k5_data.NOT_YES_NO, what=rule.what, found=text[:60])


def _choice(rule: CellRule, cell: GridCell) -> Reading:
    """An option; its own name comes before 缺 or 不涉及, which an option may be called."""
    if cell.type in (CellType.DATE, CellType.BOOL):
        return wrong_type(rule, cell)
    text = str(cell.value).strip()
    options = Names.of(rule.options)
    found = options.find(text)
    if found is not None:
        read = Reading(State.PRESENT, rule.options[found.index])
        return read if found.exact else read.but(k5_data.READ_KINDLY, what=rule.what, found=text, read=rule.options[found.index])
    state = state_of(text)
    if state is not None:
        return Reading(state)
    listed = "、".join(rule.options)
    return refused(k5_data.NOT_AN_OPTION, what=rule.what, found=text[:60], near=near_text(options.near(text)), options=listed)


def day_written(text: str) -> dt.date | None:
    """The day that a text is, 2024-12-31 or 2024年12月31日; None where it is none."""
    found = _DAY.fullmatch(plain_text(text))
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def is_no_day(text: str) -> bool:
    """Whether a text is written as a day is, and no calendar has it."""
    return _DAY.fullmatch(plain_text(text)) is not None and day_written(text) is None


def _date(rule: CellRule, cell: GridCell) -> Reading:
    if cell.type is CellType.DATE:
        return _stored_day(rule, cell)
    if cell.type is not CellType.TEXT:
        return wrong_type(rule, cell)
    text = str(cell.value)
    state = state_of(text)
    if state is not None:
        return Reading(state)
    day = day_written(text)
    return Reading(State.PRESENT, as_ordinal(day)) if day is not None else refused(k5_data.NOT_A_DATE, what=rule.what, found=text[:60])


def _stored_day(rule: CellRule, cell: GridCell) -> Reading:
    value = cell.value
    if isinstance(value, dt.datetime):
        read = Reading(State.PRESENT, as_ordinal(value.date()))
        return read.but(k5_data.READ_KINDLY, what=rule.what, found=value.isoformat(" "), read=value.date().isoformat())
    if isinstance(value, dt.date):
        return Reading(State.PRESENT, as_ordinal(value))
    return refused(k5_data.NOT_A_DATE, what=rule.what, found=cell.raw)


def _text(rule: CellRule, cell: GridCell) -> Reading:
    """Any text; digits stay as they are written, so that 007 keeps its zeros."""
    if cell.type is CellType.BOOL:
        return wrong_type(rule, cell)
    text = exact_text(numbers.from_double(float(cell.raw))) if cell.type is CellType.NUMBER and cell.raw else str(cell.value).strip()
    state = state_of(text)
    return Reading(State.PRESENT, text) if state is None else Reading(state)


def _unit(rule: CellRule, cell: GridCell) -> Reading:
    if cell.type is not CellType.TEXT or rule.names is None:
        return wrong_type(rule, cell)
    text = str(cell.value).strip()
    found = rule.names.find(text)
    if found is not None:
        return Reading(State.PRESENT, rule.named[found.index])
    state = state_of(text)
    return Reading(state) if state is not None else refused(k5_data.UNKNOWN_UNIT, found=text[:60], near=near_text(rule.names.near(text)))


_READERS: Final[Mapping[str, Callable[[CellRule, GridCell], Reading]]] = {
    "count": read_number,
    "number": read_number,
    "percent": read_number,
    "yes_no": _yes_no,
    "date": _date,
    "choice": _choice,
    "text": _text,
    "unit": _unit,
}
