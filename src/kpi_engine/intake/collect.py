"""Grids -> facts: what each sheet is, what of it answers the scheme, and what does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from kpi_engine.errors import Problem, k5_data
from kpi_engine.intake.asked import Asked, spoken_part
from kpi_engine.intake.ballots import ballots_input, has_rater_rows, read_ballots
from kpi_engine.intake.eventfacts import Events, event_facts
from kpi_engine.intake.events import is_event_table, read_events
from kpi_engine.intake.gather import gather
from kpi_engine.intake.grid import Grid
from kpi_engine.intake.headers import Table, find_table
from kpi_engine.intake.long import read_long
from kpi_engine.intake.marks import MarkRows, mark_tables, marks_input, read_mark_columns, read_mark_rows
from kpi_engine.intake.match import Names, near_text
from kpi_engine.intake.overlay import NO_CORRECTIONS, Corrections, apply_corrections
from kpi_engine.intake.percents import tell_over_hundred
from kpi_engine.intake.register import Register
from kpi_engine.intake.remarks import tell_lacking_remarks, with_remarks
from kpi_engine.intake.rowtable import heads_by_word, is_long
from kpi_engine.intake.sheets import Account, Sheet, SheetAccount, open_sheet
from kpi_engine.intake.template.layout import OWN_SHEETS
from kpi_engine.intake.told import Told
from kpi_engine.intake.view import View
from kpi_engine.intake.wide import Pieces, read_wide, resolve
from kpi_engine.numbers import exact_text
from kpi_engine.scheme.needs import REMARKS, ColumnNeed, Needs
from kpi_engine.scheme.outcome import DecisionRule
from kpi_engine.table import Column, Facts, Kind, Ref, Role, Sources, State, column_of

if TYPE_CHECKING:
    from kpi_engine.intake.reach import Reach

__all__ = ["Collected", "Coverage", "Lacking", "collect", "lacking"]

Lacking = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Owner -> column -> the units for which nothing came."""


@dataclass(frozen=True)
class Coverage:
    """What came and what did not: the account of each sheet, and who has not sent what."""

    sheets: tuple[SheetAccount, ...] = ()
    lacking: Lacking = field(default_factory=dict)


@dataclass(frozen=True)
class Collected:
    """The facts, with what was refused (``problems``) and what was odd and accepted (``findings``)."""

    facts: Facts
    problems: tuple[Problem, ...] = ()
    findings: tuple[Problem, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)


def collect(
    grids: Sequence[Grid],
    register: Register,
    needs: Needs,
    scheme_classes: Sequence[str] = (),
    *,
    corrections: Corrections = NO_CORRECTIONS,
    decisions: Mapping[str, DecisionRule] | None = None,
    grades: Sequence[str] = (),
    reach: Reach | None = None,
) -> Collected:
    """All that the sheets say about the units of the register.

    Args:
        grids: the sheets of all files that were handed in
        register: the units
        needs: what the scheme asks for
        scheme_classes: the classes of the scheme, none where units are not classed
        corrections: what was read from the workbook of corrections and decisions
        decisions: what the scheme opens for decision; each has a column of facts, decided or not
        grades: the grades of the scheme, for decided grades
        reach: of whom the rules ask what; without it every unit counts as asked for everything

    Returns:
        the facts, usable only where there are no problems

    """
    collected = _Collecting(register, Asked(needs), tuple(scheme_classes), reach).run(grids)
    facts, problems = apply_corrections(collected.facts, corrections, needs, decisions or {}, grades)
    return replace(collected, facts=facts, problems=(*collected.problems, *problems), findings=(*collected.findings, *corrections.findings))


def lacking(columns: Mapping[Ref, Column], register: Register, needs: Needs, reach: Reach | None = None) -> Lacking:
    """Who has not sent what: of the units that take part, those that a rule asks for a value and that have none."""
    asked = reach.of_units((unit.name, unit.class_name) for unit in register.units if unit.takes_part) if reach is not None else None
    found: dict[str, dict[str, dict[str, None]]] = {}
    for need in needs.columns:
        for row in np.flatnonzero(columns[need.ref].state == State.MISSING).tolist():
            unit = register.units[row]
            if unit.takes_part and (asked is None or need.ref in asked[unit.name]):
                found.setdefault(need.decl.owner, {}).setdefault(_called(need), {})[unit.name] = None
    return {owner: {column: tuple(units) for column, units in of_owner.items()} for owner, of_owner in found.items()}


class _Collecting:
    """One run of the intake."""

    def __init__(self, register: Register, asked: Asked, classes: tuple[str, ...], reach: Reach | None) -> None:
        self.register, self.asked, self.classes, self.reach = register, asked, classes, reach
        self.told = Told()
        self.pieces: Pieces = {}
        self.accounts: list[SheetAccount] = []
        self.marks: MarkRows = {}
        self.events = Events()
        self.unread: list[str] = []

    def run(self, grids: Sequence[Grid]) -> Collected:
        for grid in grids:
            self._sheet(grid)
        columns = {**self._unit_columns(), **self._need_columns()}
        self._check_targets(columns)
        marks, mark_columns = mark_tables(self.asked, self.marks, self.register.unit_names, self.told)
        events, event_columns = event_facts(self.asked, self.events, len(self.register), self.told)
        columns |= mark_columns | event_columns
        facts = Facts(self.register.unit_names, self.classes, self._class_of(), columns, marks | events)
        coverage = Coverage(tuple(self.accounts), lacking(columns, self.register, self.asked.needs, self.reach))
        return Collected(facts, self.told.problems, self.told.findings, coverage)

    def _sheet(self, grid: Grid) -> None:
        view = View(grid)
        account = Account(view)
        table = find_table(grid, is_unit=lambda text: self.register.names.find(text) is not None)
        if table is not None:
            account = self._table(view, table)
        elif len(grid):
            self._not_read(account, "没有“单位”一列", "it has no column 单位")
        self.accounts.append(account.closed())

    def _table(self, view: View, table: Table) -> Account:
        """What a sheet is, by its headings; the row layouts are told by columns that only they have."""
        if is_event_table(table, self.asked):
            return read_events(view, table, self.asked, self.register, self.told, self.events).account
        sheet = open_sheet(view, table, self.told, carry_merged=is_long(table) or "rater" in heads_by_word(table, "rater"))
        if not self._by_rows(sheet):
            self._by_columns(sheet)
        return sheet.account

    def _by_rows(self, sheet: Sheet) -> bool:
        """A row for each figure, mark, or group of raters."""
        heads = heads_by_word(sheet.table, "rater", "value", "input")
        if {"input", "value"} <= set(heads):
            sheet.account.layout = "long"
            read_long(sheet, self.asked, self.register, self.pieces, self.marks)
            return True
        votes = ballots_input(sheet, self.asked)
        if votes and has_rater_rows(sheet, self.asked):
            sheet.account.layout = "ballots"
            read_ballots(sheet, self.asked, self.register, votes, self.pieces)
            return True
        jury = marks_input(sheet, self.asked) if {"rater", "value"} <= set(heads) else ""
        if jury:
            sheet.account.layout = "marks"
            read_mark_rows(sheet, self.asked, self.register, jury, self.marks)
        return bool(jury)

    def _by_columns(self, sheet: Sheet) -> None:
        """A column for each input, option or rater."""
        resolved = resolve(sheet, self.asked, ballots_input(sheet, self.asked))
        jury = marks_input(sheet, self.asked) if not resolved else ""
        if jury:
            sheet.account.layout = "marks"
            read_mark_columns(sheet, self.asked, self.register, jury, self.marks)
            return
        if resolved:
            sheet.account.layout = "wide"
            self.unread += [head.leaf for head in read_wide(sheet, self.asked, self.register, resolved, self.pieces) if head.leaf]
            return
        self.unread += [head.leaf for head in sheet.table.heads if head.leaf]
        sheet.account.head.clear()
        self._not_read(sheet.account, "没有一列是方案要的", "none of its columns is asked for")

    def _not_read(self, account: Account, reason: str, reason_en: str) -> None:
        """A sheet that answers nothing is told of, but for the guide and the lists that our own template brings along; it counts all the same."""
        grid = account.view.grid
        if grid.sheet in OWN_SHEETS:
            account.layout = "template"
        else:
            self.told.add(k5_data.SHEET_NOT_READ, grid.place(), reason=reason, reason_en=reason_en)
        account.all_reported()

    # the columns of facts

    def _class_of(self) -> np.typing.NDArray[np.int64]:
        index = {name: i for i, name in enumerate(self.classes)}
        return np.array([index.get(unit.class_name, 0) for unit in self.register.units], dtype=np.int64)

    def _unit_columns(self) -> dict[Ref, Column]:
        units = self.register.units

        def source(row: int) -> str:
            return str(units[row].place)

        words = [(State.PRESENT, unit.class_name) if unit.class_name else (State.MISSING, None) for unit in units]
        return {
            Ref(Role.UNIT, part="class"): column_of(Kind.WORD, words, words=self.classes, sources=source),
            Ref(Role.UNIT, part="name"): column_of(Kind.WORD, [(State.PRESENT, unit.name) for unit in units], sources=source),
            Ref(Role.UNIT, part="takes_part"): _truths([unit.takes_part for unit in units], source),
            Ref(Role.UNIT, part="ranked"): _truths([unit.is_ranked for unit in units], source),
        }

    def _need_columns(self) -> dict[Ref, Column]:
        columns = {}
        for need in self.asked.needs.columns:
            words = need.decl.words if need.kind is Kind.WORD else ()
            columns[need.ref] = gather(need.kind, self.pieces.get(need.ref, ()), self.register.unit_names, _called(need), self.told, words)
        for need in self.asked.needs.remarks:
            columns[need.ref] = gather(need.kind, self.pieces.get(need.ref, ()), self.register.unit_names, _called(need), self.told)
        tell_lacking_remarks(self.asked.needs.remarks, columns, self.register.unit_names, self.told)
        tell_over_hundred(self.asked.needs, columns, self.told)
        self._tell_missing_columns()
        return columns | with_remarks(self.asked.needs.remarks, columns)

    def _tell_missing_columns(self) -> None:
        told: set[tuple[str, str, str]] = set()
        unread = Names.of(self.unread)
        for need in self.asked.needs.columns:
            key = (need.name, need.role, need.period)
            if need.ref not in self.pieces and key not in told:
                told.add(key)
                near = unread.near(need.heading)
                self.told.add(
                    k5_data.COLUMN_MISSING,
                    need.decl.place,
                    heading=need.heading + "票数" if need.role == "votes" else _called(need),
                    near=near_text(near),
                    owner=need.decl.owner,
                )

    def _check_targets(self, columns: Mapping[Ref, Column]) -> None:
        for need in self.asked.needs.columns:
            expected = need.decl.targets_total
            column = columns[need.ref]
            if need.role != "target" or expected is None or not (column.state == State.PRESENT).any():
                continue
            values = (column.value(row) for row in range(len(column)))
            found = sum((value for value in values if isinstance(value, Fraction)), start=Fraction(0))
            if found != expected:
                self.told.add(k5_data.TARGETS_TOTAL, need.decl.place, what=need.heading, found=exact_text(found), expected=exact_text(expected))


def _truths(truths: Sequence[bool], sources: Sources) -> Column:
    return Column(Kind.TRUTH, np.array(truths, dtype=np.float64), np.zeros(len(truths), dtype=np.uint8), sources=sources)


def _called(need: ColumnNeed) -> str:
    """How messages call a column."""
    period = f"（{need.period}）" if need.period else ""
    match need.role:
        case "target":
            return f"{need.heading}目标{period}"
        case "reason" | "evidence":
            return f"{need.heading}{REMARKS[need.role]}{period}"
        case "votes":
            return f"{need.heading}{spoken_part(need.part)}{period}"
        case _:
            return f"{need.heading}{period}"
