"""The wide layout: units in rows, inputs in columns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from kpi_engine.errors import k5_data
from kpi_engine.intake.asked import Asked, Said, rule_for
from kpi_engine.intake.columns import read_column
from kpi_engine.intake.former import tell_former
from kpi_engine.intake.gather import Piece
from kpi_engine.intake.headers import Head, heading_form, without_brackets
from kpi_engine.intake.match import normal_form
from kpi_engine.intake.register import Register
from kpi_engine.intake.sheets import EVERYBODY, Sheet, tell_unread_columns, unit_index
from kpi_engine.intake.view import Ints
from kpi_engine.numbers import exact_text
from kpi_engine.scheme.needs import REMARKS, ColumnNeed
from kpi_engine.source import Place
from kpi_engine.table import Column, Ref, State

__all__ = ["Cells", "Pieces", "Resolved", "check_classes", "group_words", "read_wide", "resolve", "spread"]

Pieces = dict[Ref, list[Piece]]
_SCALES = "万亿千百十"


@dataclass(frozen=True, slots=True)
class Resolved:
    """A column of a sheet and what it answers."""

    head: Head
    need: ColumnNeed
    in_percent: bool = False


def resolve(sheet: Sheet, asked: Asked, ballots: str = "") -> list[Resolved]:
    """Which columns of the sheet answer which needs. ``ballots`` is the input whose options may stand alone in a heading."""
    found: list[Resolved] = []
    last: Said | None = None
    default = sheet.own_period(asked)
    for head in sheet.table.heads:
        if head.column == sheet.table.unit_column or not head.texts:
            last = None
            continue
        said = asked.read_heading(head)
        if said.role in ("target", *REMARKS) and not said.name and last is not None and said.role != last.role:
            said = said.under(last)
        if said.option and not said.name:
            said = Said(ballots, said.period, said.rater, said.option)
        need = asked.need_of(said, default)
        if need is None:
            _tell_period(sheet, asked, head, said, default)
            last = None
            continue
        tell_former(sheet.told, sheet.view.place(head.row, head.column), said)
        last = Said(said.name, said.period, role=need.role) if need.role != "votes" else None
        found.append(Resolved(head, need, _measure(sheet, head, need)))
    return found


def _tell_period(sheet: Sheet, asked: Asked, head: Head, said: Said, default: str) -> None:
    periods = asked.periods_asked(said.name) if said.name else ()
    if periods and not (said.period or default):
        place = sheet.view.place(head.row, head.column)
        sheet.told.add(k5_data.PERIOD_UNCLEAR, place, heading=said.name, periods="、".join(periods))


def _measure(sheet: Sheet, head: Head, need: ColumnNeed) -> bool:
    """Whether the heading says per cent; a heading in 万元 over an input in 元 is a problem."""
    inside = [normal_form(part) for text in head.texts for part in without_brackets(text)[1]]
    wanted = normal_form(need.decl.measured_in)
    for part in inside:
        if wanted and part != wanted and part.lstrip(_SCALES) == wanted.lstrip(_SCALES) != "":
            place = sheet.view.place(head.row, head.column)
            sheet.told.add(k5_data.HEADING_MEASURE, place, heading=head.leaf, found=part, measure=need.decl.measured_in)
    return any(part in ("%", "百分比") for part in inside)


def read_wide(sheet: Sheet, asked: Asked, register: Register, resolved: Sequence[Resolved], pieces: Pieces) -> list[Head]:
    """Read all columns that answer a need; gives those that answer none."""
    groups = group_words(asked, register)
    units = unit_index(sheet, register, also=groups)
    check_classes(sheet, register, units)
    _check_merged(sheet, resolved)
    rows = np.array(sheet.rows, dtype=np.int64)
    for one in resolved:
        rule = rule_for(one.need, in_percent=one.in_percent, units=register.names, named=register.unit_names)
        column = read_column(rule, sheet.view, rows, one.head.column, sheet.told)
        spread(sheet, register, one.need, Cells(units, tuple(sheet.texts), column, rows, one.head.column), pieces)
        _check_sum(sheet, one, rule.what, column, units)
    return tell_unread_columns(sheet, (one.head.column for one in resolved), asked.inputs)


def group_words(asked: Asked, register: Register) -> tuple[str, ...]:
    """Words that may stand for many units: all of them, or the classes, where an input is given once for all or for a class."""
    pers = {need.decl.per for need in asked.needs.columns}
    everybody = tuple(EVERYBODY) if "all" in pers else ()
    classes = tuple(dict.fromkeys(unit.class_name for unit in register.units if unit.class_name)) if "class" in pers else ()
    return (*everybody, *classes)


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells of one quantity: whose they are (-1 and the text where it is no unit), what they hold, where they stand."""

    units: Ints
    texts: tuple[str, ...]
    column: Column
    rows: Ints
    at_column: int


def spread(sheet: Sheet, register: Register, need: ColumnNeed, cells: Cells, pieces: Pieces) -> None:
    """Keep the cells of known units; a row for a class or for everybody answers inputs that are given so, for each unit meant."""
    column = cells.column
    kept = np.flatnonzero(cells.units >= 0)
    whose = cells.units[kept]
    if need.decl.per != "unit":
        more = [(position, unit) for position in np.flatnonzero(cells.units < 0) for unit in _meant(cells.texts[position], need, register)]
        kept = np.concatenate([kept, np.array([p for p, _ in more], dtype=np.int64)])
        whose = np.concatenate([whose, np.array([u for _, u in more], dtype=np.int64)])
    wide = None if column.wide is None else tuple(column.wide[i] for i in kept.tolist())
    part = Column(column.kind, column.numerator[kept], column.state[kept], column.denominator, column.words, wide)
    pieces.setdefault(need.ref, []).append(Piece(whose, part, partial(_place, sheet, cells.rows[kept], cells.at_column)))


def _place(sheet: Sheet, rows: Ints, column: int, index: int) -> Place:
    return sheet.view.place(int(rows[index]), column)


def _meant(text: str, need: ColumnNeed, register: Register) -> list[int]:
    form = normal_form(text)
    if need.decl.per == "all" and form in EVERYBODY:
        return list(range(len(register)))
    if need.decl.per == "class":
        return [i for i, unit in enumerate(register.units) if normal_form(unit.class_name) == form]
    return []


def check_classes(sheet: Sheet, register: Register, units: Ints) -> None:
    """A column 类别 must say what the register says."""
    head = next((h for h in sheet.table.heads if heading_form(h.leaf) in ("类别", "分类")), None)
    if head is None:
        return
    for row, unit, text in zip(sheet.rows, units.tolist(), sheet.view.texts(np.array(sheet.rows, dtype=np.int64), head.column), strict=True):
        expected = register.units[unit].class_name if unit >= 0 else ""
        if text and expected and normal_form(text) != normal_form(expected):
            sheet.told.add(k5_data.CLASS_DIFFERS, sheet.view.place(row, head.column), unit=register.units[unit].name, found=text, expected=expected)


def _check_merged(sheet: Sheet, resolved: Sequence[Resolved]) -> None:
    """Only the first cell of a merged range holds the value; whose the others are is not for us to say."""
    columns = sorted(one.head.column for one in resolved)
    for area in sheet.view.grid.merged:
        has_column = bisect_right(columns, area.right) > bisect_left(columns, area.left)
        if area.top > sheet.table.bottom and has_column and bisect_right(sheet.rows, area.bottom) > bisect_left(sheet.rows, area.top):
            place = sheet.view.place(area.top, area.left)
            last = str(sheet.view.place(area.bottom, area.right)).rpartition("!")[2]
            sheet.told.add(k5_data.MERGED_DATA, place, found=f"{str(place).rpartition('!')[2]}:{last}")


def _check_sum(sheet: Sheet, one: Resolved, what: str, column: Column, units: Ints) -> None:
    """A row of totals must be the sum of the rows above."""
    whole = [row for row, word in sheet.totals if word in ("合计", "总计", "共计", "全县合计", "全市合计", "全区合计", "合计数")]
    if len(whole) != 1 or len(sheet.totals) != 1 or one.need.decl.kind not in ("count", "number", "ballots"):
        return
    cell = sheet.view.grid.cell(whole[0], one.head.column)
    if cell.number is None:
        return
    kept = np.flatnonzero((units >= 0) & (column.state == State.PRESENT))
    values = [column.value(int(i)) for i in kept]
    added = sum(value for value in values if not isinstance(value, (str, bool)) and value is not None)
    if added != cell.number:
        place = sheet.view.place(whole[0], one.head.column)
        sheet.told.add(k5_data.SUM_DIFFERS, place, what=what, found=exact_text(cell.number), sum=exact_text(added + 0 * cell.number))
