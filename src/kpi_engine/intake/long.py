"""The long layout: a row for each figure — 单位, 数据项, 时期, 评议主体, 选项, 数值."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kpi_engine.errors import Code, k5_data
from kpi_engine.intake.asked import Asked, Said, rule_for
from kpi_engine.intake.columns import read_column
from kpi_engine.intake.former import tell_former
from kpi_engine.intake.headers import Head
from kpi_engine.intake.marks import MarkRow, MarkRows, mark_rule
from kpi_engine.intake.match import near_text
from kpi_engine.intake.register import Register
from kpi_engine.intake.rowtable import column_texts, heads_by_word
from kpi_engine.intake.sheets import Sheet, tell_unread_columns, unit_index
from kpi_engine.intake.view import Ints
from kpi_engine.intake.wide import Cells, Pieces, group_words, spread
from kpi_engine.scheme.needs import REMARKS, ColumnNeed, MarksNeed
from kpi_engine.table import State

__all__ = ["read_long"]

_Words = tuple[str, str, str, str]


def read_long(sheet: Sheet, asked: Asked, register: Register, pieces: Pieces, marks: MarkRows) -> None:
    """Group the rows by what they answer, and read each group as a column."""
    remarks = tuple(REMARKS) if asked.needs.remarks else ()
    heads = heads_by_word(sheet.table, "input", "value", "period", "rater", "option", "target", *remarks)
    units = unit_index(sheet, register, also=group_words(asked, register))
    words = list(zip(*(column_texts(sheet, heads.get(key)) for key in ("input", "period", "rater", "option")), strict=True))
    groups: dict[_Words, list[int]] = {}
    for position, said in enumerate(words):
        groups.setdefault(said, []).append(position)
    for said, positions in groups.items():
        for role, head in (("value", heads["value"]), *((role, heads.get(role)) for role in ("target", *remarks))):
            if head is not None:
                _group(sheet, asked, register, (said, role, head), (units, positions), (pieces, marks))
        _tell_idle(sheet, asked, said, positions, heads.get("period"))
    tell_unread_columns(sheet, (head.column for head in heads.values()), asked.inputs)


def _tell_idle(sheet: Sheet, asked: Asked, words: _Words, positions: list[int], head: Head | None) -> None:
    """Something stands where the period goes that is none, beside an input that is not asked for by period."""
    name = asked.read_text(words[0]).name
    if head is None or not words[1] or not name or asked.period_of(words[1]) or asked.periods_asked(name):
        return
    what = asked.decls[name].label or name
    for position in positions:
        sheet.told.group(k5_data.PERIOD_IDLE, sheet.view.place(sheet.rows[position], head.column), (name, words[1]), what=what, found=words[1])


def _group(
    sheet: Sheet,
    asked: Asked,
    register: Register,
    what: tuple[_Words, str, Head],
    whose: tuple[Ints, list[int]],
    into: tuple[Pieces, MarkRows],
) -> None:
    said, role, head = what
    units, positions = whose
    rows = np.array([sheet.rows[p] for p in positions], dtype=np.int64)
    need = _need(sheet, asked, said, role, rows, head)
    if isinstance(need, ColumnNeed):
        rule = rule_for(need, units=register.names, named=register.unit_names)
        column = read_column(rule, sheet.view, rows, head.column, sheet.told)
        cells = Cells(units[positions], tuple(sheet.texts[p] for p in positions), column, rows, head.column)
        spread(sheet, register, need, cells, into[0])
    elif isinstance(need, MarksNeed) and role == "value":
        column = read_column(mark_rule(need, said[2]), sheet.view, rows, head.column, sheet.told)
        period = asked.period_of(said[1]) or sheet.own_period(asked)
        kept = into[1].setdefault(need.name, [])
        if any(need.periods) and not period:
            _tell(sheet, _period_problem(asked, said[1], need.name, need.periods), rows, head)
            return
        for index in np.flatnonzero((units[positions] >= 0) & (column.state == State.PRESENT)).tolist():
            value = column.value(index)
            assert value is not None, "the state was asked"
            kept.append(MarkRow(int(units[positions[index]]), said[2], period, value, sheet.view.place(int(rows[index]), head.column)))


def _need(sheet: Sheet, asked: Asked, words: _Words, role: str, rows: Ints, head: Head) -> ColumnNeed | MarksNeed | None:
    """What the words of a group of rows ask for; where that is nothing, a problem with the first of the rows."""
    text, period_text, rater_text, option_text = words
    said = asked.read_text(text)
    if role == "value":
        tell_former(sheet.told, sheet.view.place(int(rows[0]), head.column), said)
    decl = asked.decls.get(said.name)
    period = asked.period_of(period_text) or ("" if period_text else said.period or sheet.own_period(asked))
    problem: tuple[Code, Mapping[str, object]] | None = None
    jury = next((need for need in asked.needs.marks if need.name == said.name), None)
    if jury is not None and (period or not period_text or not any(jury.periods)):
        return jury
    small = asked.read_text(rater_text).under(asked.read_text(option_text)).under(said)
    need = asked.need_of(Said(said.name, period, small.rater, small.option, said.role if role == "value" else role))
    if need is not None or role != "value":
        return need
    if decl is None:
        problem = (k5_data.UNKNOWN_INPUT, {"found": text or "（空）", "near": near_text(asked.inputs.near(text))})
    elif period_text and not asked.period_of(period_text):
        problem = _period_problem(asked, period_text, text, ())
    elif rater_text and not small.rater and decl.raters:
        problem = (k5_data.UNKNOWN_RATER, {"found": rater_text, "near": "", "raters": "、".join(decl.raters)})
    elif asked.periods_asked(said.name) and not period:
        problem = _period_problem(asked, period_text, text, asked.periods_asked(said.name))
    _tell(sheet, problem or (k5_data.UNKNOWN_INPUT, {"found": "/".join(w for w in words if w), "near": ""}), rows, head)
    return None


def _period_problem(asked: Asked, found: str, heading: str, periods: Sequence[str]) -> tuple[Code, Mapping[str, object]]:
    """A text that is no period, or none at all."""
    if found:
        return k5_data.UNKNOWN_PERIOD, {"found": found, "periods": "、".join(asked.periods)}
    return k5_data.PERIOD_UNCLEAR, {"heading": heading, "periods": "、".join(periods)}


def _tell(sheet: Sheet, problem: tuple[Code, Mapping[str, object]], rows: Ints, head: Head) -> None:
    """One problem for each of the rows, which count as reported."""
    code, facts = problem
    for row in rows.tolist():
        sheet.account.reported.add(row)
        sheet.told.say(code, sheet.view.place(row, head.column), row, facts)
