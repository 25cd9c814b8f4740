"""Events: a row for each thing that happened — 单位, 事项, 日期, 事实编号, 证据, and the columns that the event declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

import numpy as np

from kpi_engine.errors import k5_data
from kpi_engine.intake.asked import Asked
from kpi_engine.intake.cells import read_cell
from kpi_engine.intake.columns import read_column
from kpi_engine.intake.eventfacts import ABSENT, EventCell, EventRow, Events
from kpi_engine.intake.gather import absent_column, shown_value
from kpi_engine.intake.grid import CellType, GridCell
from kpi_engine.intake.headers import Head, Table
from kpi_engine.intake.marks import period_of_rows
from kpi_engine.intake.match import Names, near_text, normal_form, split_names
from kpi_engine.intake.reading import CellKind, CellRule, kind_of
from kpi_engine.intake.register import Register
from kpi_engine.intake.rowtable import column_texts, heads_by_word
from kpi_engine.intake.sheets import Sheet, open_sheet, tell_unread_columns
from kpi_engine.intake.told import Told
from kpi_engine.intake.view import Ints, View
from kpi_engine.numbers import exact_text
from kpi_engine.scheme.declared import ColumnDecl
from kpi_engine.scheme.needs import EventNeed
from kpi_engine.source import Place
from kpi_engine.table import Column, Kind, State, as_date, column_of

__all__ = ["SHARE", "column_rule", "is_event_table", "period_of_day", "read_events"]

NONE_WORDS: Final = frozenset(["无", "没有", "零报告", "无事项", "无此类事项", "本期无", "none"])
SHARE: Final = "份额"
"""The declared column in which several units of one row may have a share each."""

_FIXED: Final = ("event", "date", "period", "fact", "evidence", "note", "amount", "owner")


def is_event_table(table: Table, asked: Asked) -> bool:
    """Whether a table has a column 事项, and the scheme has events."""
    return bool(asked.needs.events) and "event" in heads_by_word(table, "event")


def read_events(view: View, table: Table, asked: Asked, register: Register, told: Told, events: Events) -> Sheet:
    """Read a sheet of events; a row 无 is a report that there were none."""
    heads = heads_by_word(table, *_FIXED)
    none_rows = _none_rows(view, table, heads["event"])
    sheet = open_sheet(view, table, told, carry_merged=True, apart=frozenset(none_rows))
    sheet.account.layout = "events"
    _zero_reports(sheet, asked, (heads, none_rows), events)
    needs = _needs_of_rows(sheet, asked, heads["event"])
    declared = _declared_heads(table, asked)
    columns = _columns(sheet, asked, heads, declared)
    for position, need in enumerate(needs):
        if need is not None:
            cells = {part: column.cell(position) for part, column in columns.items()}
            _row(sheet, register, (position, need, cells), (heads, declared), events)
    used = [*(head.column for head in heads.values()), *(head.column for head in declared.values())]
    known = Names.of([name for need in asked.needs.events for name in need.decl.columns])
    tell_unread_columns(sheet, used, known)
    return sheet


def _none_rows(view: View, table: Table, head: Head) -> dict[int, str]:
    """The rows that say 无, as event or as unit: row -> what else it names."""
    rows = np.array(table.data_rows, dtype=np.int64)
    found = {}
    for row, unit, event in zip(table.data_rows, view.texts(rows, table.unit_column), view.texts(rows, head.column), strict=True):
        if normal_form(event) in NONE_WORDS:
            found[row] = unit
        elif normal_form(unit) in NONE_WORDS:
            found[row] = event
    return found


def _zero_reports(sheet: Sheet, asked: Asked, what: tuple[Mapping[str, Head], Mapping[int, str]], events: Events) -> None:
    """Whose report of none a row is: the owner of its own column, of the sheet, or the only one; or of one kind of event."""
    heads, rows = what
    owners = list(dict.fromkeys(need.owner for need in asked.needs.events))
    names, event_names = Names.of(owners), Names.of(need.name for need in asked.needs.events)
    for row, text in rows.items():
        place = sheet.view.place(row, heads["event"].column)
        match = event_names.find(text) if text else None
        if match is not None:
            events.none_events[asked.needs.events[match.index].name] = place
            continue
        cell = sheet.view.grid.cell(row, heads["owner"].column).value if "owner" in heads else None
        owner = next((owners[m.index] for t in (cell, text) if isinstance(t, str) and (m := names.find(t)) is not None), "")
        owner = owner or _owner_of_sheet(sheet, owners)
        if owner or len(owners) == 1:
            events.none_owners[owner or owners[0]] = place
        else:
            sheet.account.reported.add(row)
            sheet.told.add(k5_data.OWNER_UNCLEAR, place, owners="、".join(owners))


def _owner_of_sheet(sheet: Sheet, owners: Sequence[str]) -> str:
    form = normal_form(sheet.title)
    named = [owner for owner in owners if owner and normal_form(owner) in form]
    return max(named, key=len) if named else ""


def _needs_of_rows(sheet: Sheet, asked: Asked, head: Head) -> list[EventNeed | None]:
    """The kind of event of each row; an unknown one is refused with what it looks like."""
    events = asked.needs.events
    names = Names.of(need.name for need in events)
    found: list[EventNeed | None] = []
    for row, text in zip(sheet.rows, column_texts(sheet, head), strict=True):
        match = names.find(text) if text else None
        found.append(events[match.index] if match is not None else None)
        place = sheet.view.place(row, head.column)
        if match is None:
            sheet.account.reported.add(row)
            near = near_text(names.near(text))
            sheet.told.add(k5_data.UNKNOWN_EVENT, place, found=text or "（空）", near=near, events="、".join(need.name for need in events))
        elif not match.exact:
            sheet.told.group(k5_data.READ_KINDLY, place, text, what="事项", what_en="event", found=text, read=events[match.index].name)
    return found


def _declared_heads(table: Table, asked: Asked) -> dict[str, Head]:
    """The columns that events declare, by name: ``event`` columns of one name share a column of the sheet."""
    known: dict[str, str] = {}
    for need in asked.needs.events:
        for name, decl in need.decl.columns.items():
            known.setdefault(str(name), str(name))
            if decl.label:
                known.setdefault(decl.label, str(name))
    names = Names(tuple((text, index) for index, text in enumerate(known)))
    listed = list(known.values())
    found: dict[str, Head] = {}
    for head in table.heads:
        from_brackets = head.leaf.rstrip("）) ").rpartition("（")[0] or head.leaf.rpartition("(")[0]
        match = (names.find(head.leaf) or names.find(from_brackets)) if head.leaf else None
        if match is not None and head.column != table.unit_column:
            found.setdefault(listed[match.index], head)
    return found


def _decl_of(asked: Asked, name: str) -> ColumnDecl:
    return next(need.decl.columns[name] for need in asked.needs.events if name in need.decl.columns)


def _columns(sheet: Sheet, asked: Asked, heads: Mapping[str, Head], declared: Mapping[str, Head]) -> dict[str, Column]:
    """The fixed and the declared columns of all rows."""
    rows = np.array(sheet.rows, dtype=np.int64)
    fixed: list[tuple[str, CellKind, str]] = [("date", "date", "日期"), ("fact", "text", "事实编号"), ("evidence", "text", "证据")]
    fixed.append(("amount", "number", "分值"))
    columns: dict[str, Column] = {}
    for part, kind, what in fixed:
        rule = CellRule(kind, what, measured_in="分" if part == "amount" else "")
        columns[part] = _column(sheet, rule, rows, heads.get(part))
    for name, head in declared.items():
        rule = column_rule(name, _decl_of(asked, name))
        columns[f".{name}"] = _shared_column(sheet, rule, rows, head) if name == SHARE else _column(sheet, rule, rows, head)
    columns["period"] = _periods(sheet, asked, heads.get("period"), columns["date"])
    return columns


def _column(sheet: Sheet, rule: CellRule, rows: Ints, head: Head | None) -> Column:
    return read_column(rule, sheet.view, rows, head.column, sheet.told) if head is not None else absent_column(kind_of(rule.kind), len(rows))


def column_rule(name: str, decl: ColumnDecl) -> CellRule:
    """What the cells of a declared column may hold."""
    return CellRule(decl.kind, decl.label or name, decl.options, decl.measured_in, decl.between)


def _shared_column(sheet: Sheet, rule: CellRule, rows: Ints, head: Head) -> Column:
    """The shares; a cell with several is left to the splitting by units."""
    texts = column_texts(sheet, head)
    single = np.array([len(split_names(text)) < 2 for text in texts], dtype=np.bool_)
    return read_column(rule, sheet.view, np.where(single, rows, sheet.view.grid.last_row + 1), head.column, sheet.told)


def _periods(sheet: Sheet, asked: Asked, head: Head | None, dates: Column) -> Column:
    """The period of each event: its column, the month, quarter or half of its date, or the sheet's own."""
    wanted = bool(asked.periods)
    periods, texts = period_of_rows(sheet, asked, head, wanted), column_texts(sheet, head if wanted else None)
    cells: list[EventCell] = []
    for position, period in enumerate(periods):
        day = dates.value(position)
        told = period if (period and head is not None) else (period_of_day(asked, as_date(day)) if isinstance(day, Fraction) else "") or period
        cells.append((State.PRESENT, told) if told else (State.ERROR, None) if texts[position] else ABSENT)
    return column_of(Kind.WORD, cells, words=asked.periods)


def period_of_day(asked: Asked, day: date) -> str:
    """The month, quarter or half year that a day falls into, nothing where the periods are others."""
    quarter = (day.month + 2) // 3
    spelled = {12: f"{day.month}月", 4: f"{quarter}季度", 2: "上半年" if day.month <= 6 else "下半年"}
    return asked.period_of(spelled.get(len(asked.periods), ""))


def _row(
    sheet: Sheet,
    register: Register,
    what: tuple[int, EventNeed, Mapping[str, EventCell]],
    heads: tuple[Mapping[str, Head], Mapping[str, Head]],
    events: Events,
) -> None:
    """One row of the sheet: one event row for each of its units."""
    position, need, cells = what
    fixed, declared = heads
    row, text = sheet.rows[position], sheet.texts[position]
    units = _units(sheet, register, need, row, text)
    if units is None:
        sheet.account.reported.add(row)
        return
    sheet.account.used.add(row)
    place = sheet.view.place(row, fixed["event"].column)
    if not _amount_is_own(need, fixed, declared):
        _check_amount(sheet, need, cells, sheet.view.place(row, fixed["amount"].column) if "amount" in fixed else place)
    if need.evidence and cells["evidence"][0] != State.PRESENT:
        at = sheet.view.place(row, fixed["evidence"].column) if "evidence" in fixed else place
        sheet.told.add(k5_data.EVENT_EVIDENCE, at, event=need.name)
    shares = _shares(sheet, need, (row, len(units)), declared.get(SHARE))
    for order, unit in enumerate(units):
        own = {part: cell for part, cell in cells.items() if not part.startswith(".") or part[1:] in need.decl.columns}
        if need.chosen is None:
            own["amount"] = ABSENT
        if shares:
            own[f".{SHARE}"] = shares[order]
        events.rows.append(EventRow(unit, need.name, own, place))


def _units(sheet: Sheet, register: Register, need: EventNeed, row: int, text: str) -> list[int] | None:
    """The units of a row, None where one is unknown or there are too many."""
    place = sheet.view.place(row, sheet.table.unit_column)
    whole = register.names.find(text)
    parts = (text,) if whole is not None else split_names(text)
    if len(parts) > 1 and need.decl.units != "several":
        sheet.told.add(k5_data.EVENT_UNITS, place, event=need.name, found=text)
        return None
    found = []
    for part in parts or (text,):
        match = register.names.find(part)
        if match is None:
            sheet.told.add(k5_data.UNKNOWN_UNIT, place, found=part, near=near_text(register.names.near(part)))
            return None
        if not match.exact:
            sheet.told.group(k5_data.UNIT_SPELLING, place, part, found=part, name=register.units[match.index].name)
        if not register.units[match.index].takes_part:
            unit = register.units[match.index]
            sheet.told.group(k5_data.NOT_TAKING_PART, place, unit.name, unit=unit.name, status=unit.status)
        found.append(match.index)
    return list(dict.fromkeys(found))


def _amount_is_own(need: EventNeed, fixed: Mapping[str, Head], declared: Mapping[str, Head]) -> bool:
    """Whether what looks like the column of points is a column that the event declares itself (分值)."""
    own = {head.column for name, head in declared.items() if name in need.decl.columns}
    return need.chosen is None and "amount" in fixed and fixed["amount"].column in own


def _check_amount(sheet: Sheet, need: EventNeed, cells: Mapping[str, EventCell], place: Place) -> None:
    state, value = cells["amount"]
    if need.chosen is not None:
        low, high = need.chosen
        if state != State.ERROR and (not isinstance(value, Fraction) or not low <= value <= high):
            found = shown_value(Kind.NUMBER, value, state)
            sheet.told.add(k5_data.EVENT_AMOUNT, place, event=need.name, low=exact_text(low), high=exact_text(high), found=found)
    elif isinstance(value, Fraction):
        sheet.told.add(k5_data.AMOUNT_NOT_USED, place, event=need.name, found=exact_text(value))


def _shares(sheet: Sheet, need: EventNeed, row_units: tuple[int, int], head: Head | None) -> list[EventCell]:
    """The shares of several units in one cell, one for each; nothing where the cell holds one share or none."""
    row, units = row_units
    if head is None or SHARE not in need.decl.columns:
        return []
    value = sheet.view.grid.cell(row, head.column).value
    parts = split_names(value) if isinstance(value, str) else ()
    if len(parts) < 2:
        return []
    place = sheet.view.place(row, head.column)
    if len(parts) != units:
        sheet.told.add(k5_data.SHARE_COUNT, place, units=units, found=len(parts))
        return []
    readings = [read_cell(column_rule(SHARE, need.decl.columns[SHARE]), GridCell(row, head.column, CellType.TEXT, part)) for part in parts]
    for reading in readings:
        for code, facts in reading.said:
            sheet.told.say(code, place, SHARE, facts)
    return [(reading.state, reading.value) for reading in readings]
