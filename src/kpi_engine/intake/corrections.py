"""The workbook of corrections and decisions (更正与审定): its rows as records, each with its paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

import numpy as np

from kpi_engine.errors import Problem, k5_data
from kpi_engine.intake.asked import Asked, rule_for
from kpi_engine.intake.cells import is_no_day, read_cell
from kpi_engine.intake.columns import read_column
from kpi_engine.intake.eventcorrections import EventPaper, event_correction
from kpi_engine.intake.eventoverlay import EventCorrection
from kpi_engine.intake.former import tell_former
from kpi_engine.intake.gather import shown_value
from kpi_engine.intake.grid import Grid
from kpi_engine.intake.headers import Head, Table, find_table, heading_form
from kpi_engine.intake.match import Names, near_text
from kpi_engine.intake.overlay import LISTED_APART, NO_CORRECTIONS, Correction, Corrections, Decision, apply_corrections, shown_cell
from kpi_engine.intake.reading import CellRule, Reading
from kpi_engine.intake.register import Register
from kpi_engine.intake.sheets import Sheet, open_sheet, tell_unread_columns, unit_index
from kpi_engine.intake.told import Told
from kpi_engine.intake.view import View
from kpi_engine.numbers import exact_text
from kpi_engine.scheme.needs import ColumnNeed, Needs
from kpi_engine.scheme.outcome import DecisionRule
from kpi_engine.source import Place
from kpi_engine.table import Kind, State, Value

__all__ = ["NO_CORRECTIONS", "Correction", "Corrections", "Decision", "apply_corrections", "read_corrections"]

_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "input": ("数据项", "指标", "项目", "栏目", "更正栏", "更正栏目", "input"),
    "occurred": ("发生日期", "事项日期", "发生时间", "occurred"),
    "fact": ("事实编号", "事项编号", "事件编号", "fact"),
    "period": ("时期", "期间", "月份", "period"),
    "rater": ("评议主体", "评议人", "rater"),
    "old": ("原值", "原报值", "原数据", "原报", "更正前", "old"),
    "new": ("改为", "更正为", "更正值", "新值", "更正后", "new"),
    "basis": ("依据", "更正依据", "basis"),
    "by": ("经办人", "经办", "更正人", "审定人", "审定机构", "by"),
    "date": ("日期", "更正日期", "审定日期", "date"),
    "decision": ("事项", "审定事项", "decision", "event"),
    "value": ("内容", "数值", "内容/数值", "审定结果", "结果", "加减分", "value"),
    "number": ("文号", "依据文号", "会议纪要", "number"),
}
_SHEETS: Final = ({"input", "new"}, {"decision", "new"}, {"decision", "value"})
"""The columns by which a sheet of corrections (of figures, of events) or decisions is told."""
_ENGLISH: Final = {"依据": "basis", "经办人": "by", "日期": "date", "文号": "document number"}


def read_corrections(
    grids: Sequence[Grid], register: Register, needs: Needs, decisions: Mapping[str, DecisionRule], grades: Sequence[str] = ()
) -> tuple[Corrections, list[Problem]]:
    """The corrections and decisions of their workbook (sheets 更正 and 审定), and all that is wrong with them.

    Args:
        grids: the sheets; a sheet is told by its headings (改为, or 事项 with 文号), and by its name where they leave it open
        register: the units
        needs: what the scheme asks for; only that can be corrected
        decisions: what the scheme opens for decision
        grades: the grades of the scheme, for decided grades

    """
    reading = _Reading(register, Asked(needs), decisions, tuple(grades))
    for grid in grids:
        reading.sheet(grid)
    return reading.done()


def _heads(table: Table) -> dict[str, Head]:
    found: dict[str, Head] = {}
    for head in table.heads:
        key = next((key for key, words in _WORDS.items() if key not in found and heading_form(head.leaf) in words), "")
        if key and head.column != table.unit_column:
            found[key] = head
    return found


class _Reading:
    """One reading of the workbook."""

    def __init__(self, register: Register, asked: Asked, rules: Mapping[str, DecisionRule], grades: tuple[str, ...]) -> None:
        self.register, self.asked, self.rules, self.grades = register, asked, rules, grades
        self.told = Told()
        self.corrections: list[tuple[Correction, tuple[State, Value | None]]] = []
        self.decisions: list[Decision] = []
        self.events: list[EventCorrection] = []

    def done(self) -> tuple[Corrections, list[Problem]]:
        """What was read, and the problems."""
        self._check_twice()
        corrections = Corrections(
            tuple(c for c, _ in self.corrections),
            tuple(self.decisions),
            tuple(old for _, old in self.corrections),
            self.told.findings,
            tuple(self.events),
        )
        return corrections, list(self.told.problems)

    def sheet(self, grid: Grid) -> None:
        """One sheet: corrections, decisions, or told of."""
        view = View(grid)
        table = find_table(grid)
        heads = _heads(table) if table is not None else {}
        if table is None or not any(keys <= set(heads) for keys in _SHEETS):
            if len(grid):
                # a correction that goes unread changes somebody's result: only a sheet that is plainly something else may pass
                meant = table is not None or any(word in grid.sheet for word in ("更正", "审定"))
                code = k5_data.ADJUSTMENTS_NOT_READ if meant else k5_data.SHEET_NOT_READ
                reason = ("要有“单位、数据项（或事项）、原值、改为”或“单位、事项、内容”这几列", "it lacks the columns of corrections or decisions")
                self.told.add(code, grid.place(), reason=reason[0], reason_en=reason[1])
            return
        sheet = open_sheet(view, table, self.told, carry_merged=True)
        units = unit_index(sheet, self.register)
        for row, unit in zip(sheet.rows, units.tolist(), strict=True):
            if unit >= 0:
                self._row(sheet, heads, row, unit)
        tell_unread_columns(sheet, (head.column for head in heads.values()), self.asked.inputs)
        sheet.account.closed()

    def _row(self, sheet: Sheet, heads: Mapping[str, Head], row: int, unit: int) -> None:
        """One row: a decision, or a correction — of an event where it names one."""
        if "new" not in heads:
            self._decision(sheet, heads, row, unit)
        elif "decision" in heads and (self._text(sheet, heads, row, "decision") or "input" not in heads):
            self._event(sheet, heads, row, unit)
        else:
            self._correction(sheet, heads, row, unit)

    def _event(self, sheet: Sheet, heads: Mapping[str, Head], row: int, unit: int) -> None:
        self._paper(sheet, heads, row, {"basis": "依据", "by": "经办人", "date": "日期"})
        paper = EventPaper(
            self.register.units[unit].name,
            lambda key: self._text(sheet, heads, row, key),
            lambda key, rule: self._cell(sheet, rule, row, heads.get(key)),
            lambda key: sheet.view.place(row, (heads.get(key) or heads["decision"]).column),
        )
        correction = event_correction(paper, self.asked, self.told)
        if correction is not None:
            self.events.append(correction)

    def _text(self, sheet: Sheet, heads: Mapping[str, Head], row: int, key: str) -> str:
        return sheet.view.texts(np.array([row], dtype=np.int64), heads[key].column)[0] if key in heads else ""

    def _paper(self, sheet: Sheet, heads: Mapping[str, Head], row: int, wanted: Mapping[str, str]) -> None:
        lacking = [word for key, word in wanted.items() if not self._text(sheet, heads, row, key)]
        if lacking:
            place = sheet.view.place(row, sheet.table.unit_column)
            self.told.add(k5_data.PAPER_MISSING, place, lacking="、".join(lacking), lacking_en=", ".join(_ENGLISH[word] for word in lacking))
        day = self._text(sheet, heads, row, "date")
        if is_no_day(day):
            self.told.add(k5_data.NO_SUCH_DAY, sheet.view.place(row, heads["date"].column), found=day)

    def _correction(self, sheet: Sheet, heads: Mapping[str, Head], row: int, unit: int) -> None:
        need = self._need(sheet, heads, row)
        self._paper(sheet, heads, row, {"basis": "依据", "by": "经办人", "date": "日期"})
        if need is None:
            return
        rule = rule_for(need, units=self.register.names, named=self.register.unit_names)
        old, new = (self._cell(sheet, rule, row, heads.get(key)) for key in ("old", "new"))
        if State.ERROR in (old[0], new[0]):
            return
        texts = {key: self._text(sheet, heads, row, key) for key in ("basis", "by", "date")}
        shown = [shown_cell(rule, need.kind, cell) for cell in (old, new)]
        correction = Correction(
            self.register.units[unit].name, need.ref, rule.what, shown[0], shown[1], new, place=sheet.view.place(row, heads["new"].column), **texts
        )
        if old == new:
            self.told.add(k5_data.SAME_VALUE, correction.place, unit=correction.unit, what=rule.what, found=shown[1])
        self.corrections.append((correction, old))

    def _need(self, sheet: Sheet, heads: Mapping[str, Head], row: int) -> ColumnNeed | None:
        """Which column is corrected; the input's text may name target, period or option as a heading may."""
        text = self._text(sheet, heads, row, "input")
        said = self.asked.read_text(text).under(self.asked.read_text(self._text(sheet, heads, row, "rater")))
        tell_former(self.told, sheet.view.place(row, heads["input"].column), said)
        period_text = self._text(sheet, heads, row, "period")
        period = self.asked.period_of(period_text)
        place = sheet.view.place(row, heads["input"].column)
        if period_text and not period:
            self.told.add(k5_data.UNKNOWN_PERIOD, place, found=period_text, periods="、".join(self.asked.periods))
            return None
        need = self.asked.need_of(replace(said, period=period or said.period))
        if need is None and said.name and self.asked.periods_asked(said.name) and not (period or said.period):
            self.told.add(k5_data.PERIOD_UNCLEAR, place, heading=text, periods="、".join(self.asked.periods_asked(said.name)))
        elif need is None:
            self.told.add(k5_data.CORRECTION_TARGET, place, found=text, near=near_text(self.asked.inputs.near(text)))
        return need

    def _cell(self, sheet: Sheet, rule: CellRule, row: int, head: Head | None) -> tuple[State, Value | None]:
        if head is None:
            return State.MISSING, None
        return read_column(rule, sheet.view, np.array([row], dtype=np.int64), head.column, self.told).cell(0)

    def _decision(self, sheet: Sheet, heads: Mapping[str, Head], row: int, unit: int) -> None:
        text = self._text(sheet, heads, row, "decision")
        place = sheet.view.place(row, heads["decision"].column)
        self._paper(sheet, heads, row, {"number": "文号", "date": "日期"})
        names = [*self.rules, LISTED_APART]
        match = Names.of(names).find(text) if text else None
        if match is None:
            near = near_text(Names.of(names).near(text))
            self.told.add(k5_data.DECISION_UNKNOWN, place, found=text or "（空）", near=near, decisions="、".join(names))
            return
        name = names[match.index]
        value = self._decided(sheet, heads["value"], row, name)
        if value is None:
            return
        texts = {key: self._text(sheet, heads, row, key) for key in ("number", "date", "by")}
        shown = exact_text(value) if isinstance(value, Fraction) else (LISTED_APART if isinstance(value, bool) else value)
        at = sheet.view.place(row, heads["value"].column)
        self.decisions.append(Decision(self.register.units[unit].name, name, value, shown, place=at, **texts))

    def _decided(self, sheet: Sheet, head: Head, row: int, name: str) -> Value | None:
        """The decided value by the rule of its decision; None where it is refused."""
        cell = sheet.view.grid.cell(row, head.column)
        place = sheet.view.place(row, head.column)
        rule = self.rules.get(name)
        if rule is None:
            return True
        if rule.grade:
            text = str(cell.value or "").strip()
            match = Names.of(self.grades).find(text) if text else None
            if match is None:
                near = near_text(Names.of(self.grades).near(text))
                self.told.add(k5_data.DECISION_GRADE, place, found=text or "（空）", near=near, grades="、".join(self.grades))
            return self.grades[match.index] if match is not None else None
        return self._points(name, rule, read_cell(CellRule("number", name, measured_in="分"), cell), place)

    def _points(self, name: str, rule: DecisionRule, reading: Reading, place: Place) -> Value | None:
        for code, facts in reading.said:
            self.told.say(code, place, name, facts)
        low, high = rule.range or (Fraction(0), Fraction(0))
        value = reading.value
        if isinstance(value, Fraction) and low <= value <= high:
            return value
        if reading.state != State.ERROR:
            found = shown_value(Kind.NUMBER, value, reading.state)
            self.told.add(k5_data.DECISION_RANGE, place, name=name, found=found, low=exact_text(low), high=exact_text(high))
        return None

    def _check_twice(self) -> None:
        met: dict[tuple[str, object], Place] = {}
        for correction, _ in self.corrections:
            first = met.setdefault((correction.unit, correction.ref), correction.place)
            if first is not correction.place:
                self.told.add(k5_data.CORRECTED_TWICE, correction.place, also=(first,), unit=correction.unit, what=correction.what)
        for decision in self.decisions:
            first = met.setdefault((decision.unit, decision.name), decision.place)
            if first is not decision.place:
                self.told.add(k5_data.DECIDED_TWICE, decision.place, also=(first,), unit=decision.unit, name=decision.name)
