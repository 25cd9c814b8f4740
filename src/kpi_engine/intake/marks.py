"""Marks of a jury: a column for each rater, or a row for each mark. Any heading that is not known is a rater."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

import numpy as np

from kpi_engine.errors import k5_data
from kpi_engine.intake.asked import Asked
from kpi_engine.intake.columns import read_column
from kpi_engine.intake.former import tell_former
from kpi_engine.intake.headers import Head, heading_form
from kpi_engine.intake.match import normal_form
from kpi_engine.intake.reading import CellRule
from kpi_engine.intake.register import Register
from kpi_engine.intake.rowtable import column_texts, heads_by_word
from kpi_engine.intake.sheets import Sheet, tell_unread_columns, unit_index
from kpi_engine.intake.told import Told
from kpi_engine.intake.view import Ints
from kpi_engine.intake.wide import check_classes
from kpi_engine.numbers import exact_text
from kpi_engine.scheme.needs import MarksNeed, marks_table
from kpi_engine.source import Place
from kpi_engine.table import FACT, Column, Kind, Ref, Role, Rows, State, Value, column_of

__all__ = ["MarkRow", "MarkRows", "mark_tables", "marks_input", "period_of_rows", "read_mark_columns", "read_mark_rows"]

_FIGURES: Final = ("平均", "平均分", "均分", "得分", "最后得分", "最终得分", "总分", "合计", "名次", "排名")
_NOT_RATERS: Final = frozenset(("序号", "编号", "备注", "说明", "类别", "分类", "时期", "期间", "月份", "全称", "简称", *_FIGURES))
_RATER_MARKS: Final = ("评委", "专家", "考官", "评审")


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One mark."""

    unit: int
    rater: str
    period: str
    value: Value
    place: Place


MarkRows = dict[str, list[MarkRow]]


def marks_input(sheet: Sheet, asked: Asked) -> str:
    """The jury that a sheet is of: named in its file, sheet or title; or the only one, where a heading says 评委."""
    named = asked.named_in(sheet.title, ("marks",))
    if len(named) == 1:
        tell_former(sheet.told, sheet.view.grid.place(), asked.titled(sheet.title, named[0]))
        return named[0]
    juries = [need.name for need in asked.needs.marks]
    seen = any(heading_form(head.leaf).startswith(_RATER_MARKS) for head in sheet.table.heads)
    return juries[0] if len(juries) == 1 and seen else ""


def mark_rule(need: MarksNeed, rater: str) -> CellRule:
    """What a mark may be; ``places`` speaks of the mean, not of a mark."""
    return CellRule("number", f"{need.decl.label or need.name}（{rater}）", between=need.decl.between, measured_in="分")


def period_of_rows(sheet: Sheet, asked: Asked, head: Head | None, wanted: bool) -> list[str]:
    """The period of each row: from its column, else the sheet's own. A text that is no period is a problem."""
    texts = column_texts(sheet, head)
    own = sheet.own_period(asked)
    periods = []
    for row, text in zip(sheet.rows, texts, strict=True):
        period = asked.period_of(text) if text else own
        if text and not period and wanted and head is not None:
            place = sheet.view.place(row, head.column)
            sheet.told.add(k5_data.UNKNOWN_PERIOD, place, found=text, periods="、".join(asked.periods))
        periods.append(period if wanted else "")
    return periods


def read_mark_columns(sheet: Sheet, asked: Asked, register: Register, name: str, rows: MarkRows) -> None:
    """Units in rows, raters in columns."""
    need = next(need for need in asked.needs.marks if need.name == name)
    units = unit_index(sheet, register)
    check_classes(sheet, register, units)
    period_head = heads_by_word(sheet.table, "period").get("period")
    periods = period_of_rows(sheet, asked, period_head, bool(any(need.periods)))
    raters = [head for head in sheet.table.heads if _is_rater(sheet, head)]
    at = np.array(sheet.rows, dtype=np.int64)
    for head in raters:
        column = read_column(mark_rule(need, head.leaf), sheet.view, at, head.column, sheet.told)
        _keep(sheet, rows.setdefault(name, []), units, [head.leaf] * len(at), periods, (column, head.column))
    _tell_periods(sheet, need, periods)
    used = [head.column for head in raters] + ([period_head.column] if period_head is not None else [])
    tell_unread_columns(sheet, used, asked.inputs)


def _is_rater(sheet: Sheet, head: Head) -> bool:
    return bool(head.leaf) and head.column != sheet.table.unit_column and heading_form(head.leaf) not in _NOT_RATERS


def _tell_periods(sheet: Sheet, need: MarksNeed, periods: Sequence[str]) -> None:
    if any(need.periods) and not all(periods):
        place = sheet.view.place(sheet.table.bottom, sheet.table.unit_column)
        sheet.told.add(k5_data.PERIOD_UNCLEAR, place, heading=need.decl.label or need.name, periods="、".join(need.periods))


def read_mark_rows(sheet: Sheet, asked: Asked, register: Register, name: str, rows: MarkRows) -> None:
    """A row for each mark: 单位, 评委, 分数."""
    need = next(need for need in asked.needs.marks if need.name == name)
    heads = heads_by_word(sheet.table, "rater", "value", "period", "input")
    units = unit_index(sheet, register)
    periods = period_of_rows(sheet, asked, heads.get("period"), bool(any(need.periods)))
    column = read_column(mark_rule(need, ""), sheet.view, np.array(sheet.rows, dtype=np.int64), heads["value"].column, sheet.told)
    _keep(sheet, rows.setdefault(name, []), units, column_texts(sheet, heads["rater"]), periods, (column, heads["value"].column))
    _tell_periods(sheet, need, periods)
    tell_unread_columns(sheet, (head.column for head in heads.values()), asked.inputs)


def _keep(sheet: Sheet, into: list[MarkRow], units: Ints, raters: Sequence[str], periods: Sequence[str], cells: tuple[Column, int]) -> None:
    """The marks that were given; a blank is a rater who did not mark."""
    column, at = cells
    for index in np.flatnonzero((units >= 0) & (column.state == State.PRESENT)).tolist():
        value = column.value(index)
        assert value is not None, "the state was asked"
        into.append(MarkRow(int(units[index]), raters[index], periods[index], value, sheet.view.place(sheet.rows[index], at)))


def mark_tables(asked: Asked, rows: MarkRows, names: Sequence[str], told: Told) -> tuple[dict[str, Rows], dict[Ref, Column]]:
    """The tables of marks and their columns; a rater who marked a unit twice is a problem."""
    tables: dict[str, Rows] = {}
    columns: dict[Ref, Column] = {}
    for need in asked.needs.marks:
        kept = _once(rows.get(need.name, []), names, told)
        if need.name not in rows:
            heading = need.decl.label or need.name
            told.add(k5_data.COLUMN_MISSING, need.decl.place, heading=heading, near="", owner=need.decl.owner)
        table = marks_table(need.name)
        tables[table] = _table(table, kept)
        columns.update({Ref(Role.COLUMN, table, part=part): column for part, column in tables[table].columns.items()})
    return tables, columns


def _once(rows: Sequence[MarkRow], names: Sequence[str], told: Told) -> list[MarkRow]:
    """Each mark once; a rater who is spelled with blanks or in wide letters (张 三) is the same one."""
    met: dict[tuple[int, str, str], MarkRow] = {}
    spelled: dict[str, str] = {}
    for row in (replace(row, rater=spelled.setdefault(normal_form(row.rater), row.rater)) for row in rows):
        first = met.setdefault((row.unit, row.rater, row.period), row)
        if first is not row:
            facts = {"unit": names[row.unit], "what": f"评分（{row.rater}）", "found": exact_text(_number(first.value))}
            if first.value == row.value:
                told.say(k5_data.REPORTED_TWICE, row.place, row.rater, facts)
            else:
                told.add(k5_data.MARK_TWICE, row.place, also=(first.place,), rater=row.rater, unit=names[row.unit])
    return sorted(met.values(), key=lambda row: row.unit)


def _number(value: Value) -> Fraction:
    assert isinstance(value, Fraction), "marks are numbers"
    return value


def _table(name: str, rows: Sequence[MarkRow]) -> Rows:
    def source(index: int) -> str:
        return str(rows[index].place)

    def worded(texts: Sequence[str]) -> Column:
        return column_of(Kind.WORD, [(State.PRESENT, text) if text else (State.MISSING, None) for text in texts], sources=source)

    raters = worded([row.rater for row in rows])
    columns = {
        "mark": column_of(Kind.NUMBER, [(State.PRESENT, row.value) for row in rows], sources=source),
        "rater": raters,
        FACT: raters,  # the whole ballot of a rater is what ballot_count and its like look at
        "period": worded([row.period for row in rows]),
    }
    return Rows(name, np.array([row.unit for row in rows], dtype=np.int64), columns, source)
