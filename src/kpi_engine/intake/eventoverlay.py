"""Corrections of events laid over their table: a row struck, fewer of them counted, a column of one changed. What was reported is never edited.

A row that is struck is gone from the table, so nothing can count it by mistake; what was struck stays beside it (`Facts.struck`), for the trail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from kpi_engine.errors import k5_data
from kpi_engine.intake.eventfacts import ABSENT, EventCell
from kpi_engine.intake.gather import shown_value
from kpi_engine.intake.told import Told
from kpi_engine.numbers import exact_text
from kpi_engine.scheme.needs import EVENTS
from kpi_engine.source import NOWHERE, Place
from kpi_engine.table import Column, Facts, Ref, Role, Rows, State, Struck, as_date, column_of

__all__ = ["EventCorrection", "count_text", "lay_over_events"]


@dataclass(frozen=True, slots=True)
class EventCorrection:
    """One change of a unit's events. ``part`` is the column that is changed, empty where it is how many there are.

    ``wanted`` says which of the unit's events are meant, by column; ``cells`` are the old value and the new one.
    """

    unit: str
    event: str
    what: str
    old: str
    new: str
    part: str
    wanted: Mapping[str, EventCell]
    cells: tuple[EventCell, EventCell]
    basis: str
    by: str
    date: str
    place: Place = NOWHERE
    periods: tuple[EventCell, EventCell] | None = None

    @property
    def source(self) -> str:
        """How the trail names where the event stands now."""
        return f"更正 {self.place}：{self.old} 改为 {self.new}（{self.basis}，{self.by}，{self.date}）"

    @property
    def counts(self) -> tuple[int, int]:
        """How many there were, and how many there are."""
        return tuple(int(v) if isinstance(v, Fraction) else -1 for _, v in self.cells)  # type: ignore[return-value]


def lay_over_events(facts: Facts, corrections: Sequence[EventCorrection], told: Told) -> Facts:
    """The facts with the events corrected; what does not fit what was reported is told (K561, K563, K587, K588) and left alone."""
    rows = facts.rows.get(EVENTS)
    if not corrections or rows is None:
        return facts
    over = _Overlay(facts, rows, told)
    for correction in corrections:
        over.take(correction)
    return over.facts()


@dataclass
class _Overlay:
    before: Facts
    rows: Rows
    told: Told
    changed: dict[int, dict[str, EventCell]] = field(default_factory=dict)
    struck: dict[int, EventCorrection] = field(default_factory=dict)
    said: dict[int, list[str]] = field(default_factory=dict)
    met: dict[tuple[int, str], Place] = field(default_factory=dict)

    def cell(self, part: str, row: int) -> EventCell:
        column = self.rows.columns.get(part)
        return column.cell(row) if column is not None else ABSENT

    def take(self, correction: EventCorrection) -> None:
        units = {name: row for row, name in enumerate(self.before.units)}
        unit = units[correction.unit]
        own = [r for r in range(len(self.rows.unit)) if self.rows.unit[r] == unit and self.cell("event", r) == (State.PRESENT, correction.event)]
        meant = [r for r in own if all(self.cell(part, r) == cell for part, cell in correction.wanted.items())]
        if not meant:
            there = "、".join(self.called(r) for r in own[:6]) or "一件也没有报"
            self.told.add(k5_data.NO_SUCH_EVENT, correction.place, unit=correction.unit, event=correction.what, there=there)
        elif not self.twice(correction, meant):
            (self.change if correction.part else self.strike)(correction, meant)

    def called(self, row: int) -> str:
        """An event by what tells it from others."""
        day, fact = self.cell("date", row)[1], self.cell("fact", row)[1]
        parts = [as_date(day).isoformat() if isinstance(day, Fraction) else "", str(fact or "")]
        return " ".join(part for part in parts if part) or "没有日期和编号的一件"

    def twice(self, correction: EventCorrection, meant: Sequence[int]) -> bool:
        first = next((place for row in meant for part in (correction.part, "") if (place := self.met.get((row, part))) is not None), None)
        for row in meant:
            self.met.setdefault((row, correction.part), correction.place)
        if first is not None:
            self.told.add(k5_data.CORRECTED_TWICE, correction.place, also=(first,), unit=correction.unit, what=correction.what)
        return first is not None

    def alike(self, meant: Sequence[int]) -> bool:
        """Whether it makes no difference which of them is changed."""
        parts = [*self.rows.columns]
        return all([self.cell(part, row) for part in parts] == [self.cell(part, meant[0]) for part in parts] for row in meant)

    def unclear(self, correction: EventCorrection, meant: Sequence[int]) -> None:
        there = "、".join(self.called(row) for row in meant[:6])
        self.told.add(k5_data.EVENT_UNCLEAR, correction.place, unit=correction.unit, event=correction.what, count=len(meant), there=there)

    def differs(self, correction: EventCorrection, reported: str) -> None:
        unit, what = correction.unit, correction.what
        self.told.add(k5_data.OLD_VALUE_DIFFERS, correction.place, unit=unit, what=what, reported=reported, found=correction.old)

    def strike(self, correction: EventCorrection, meant: Sequence[int]) -> None:
        old, new = correction.counts
        if old != len(meant):
            self.differs(correction, f"{len(meant)} 件")
        elif new and not self.alike(meant):
            self.unclear(correction, meant)
        else:
            self.struck |= dict.fromkeys(meant[new:], correction)

    def change(self, correction: EventCorrection, meant: Sequence[int]) -> None:
        row, part = meant[0], correction.part
        if not self.alike(meant):
            self.unclear(correction, meant)
            return
        reported = self.cell(part, row)
        if reported != correction.cells[0]:
            column = self.rows.columns[part]
            self.differs(correction, shown_value(column.kind, reported[1], reported[0]))
            return
        own = self.changed.setdefault(row, {})
        own[part] = correction.cells[1]
        if correction.periods is not None and self.cell("period", row) == correction.periods[0]:
            own["period"] = correction.periods[1]
        self.said.setdefault(row, []).append(correction.source)

    def facts(self) -> Facts:
        """The table without what was struck, and with what was changed."""
        kept = [row for row in range(len(self.rows.unit)) if row not in self.struck]

        def source(index: int) -> str:
            row = kept[index]
            return "；".join([self.rows.sources(row), *self.said.get(row, ())])

        columns = {part: self.laid(column, part, kept) for part, column in self.rows.columns.items()}
        columns = {part: replace(column, sources=source) for part, column in columns.items()}
        rows = Rows(EVENTS, np.array([self.rows.unit[row] for row in kept], dtype=np.int64), columns, source)
        told = {Ref(Role.COLUMN, EVENTS, part=part): column for part, column in columns.items()}
        struck = tuple(self.struck_row(row, correction) for row, correction in sorted(self.struck.items()))
        return replace(self.before, columns={**self.before.columns, **told}, rows={**self.before.rows, EVENTS: rows}, struck=struck)

    def laid(self, column: Column, part: str, kept: Sequence[int]) -> Column:
        cells = [self.changed.get(row, {}).get(part) or column.cell(row) for row in kept]
        return column_of(column.kind, cells, words=column.words)

    def struck_row(self, row: int, correction: EventCorrection) -> Struck:
        day, period = self.cell("date", row)[1], self.cell("period", row)[1]
        return Struck(
            int(self.rows.unit[row]),
            correction.event,
            str(period or ""),
            as_date(day).isoformat() if isinstance(day, Fraction) else "",
            str(self.cell("evidence", row)[1] or self.cell("fact", row)[1] or ""),
            f"{self.rows.sources(row)}；{correction.source}",
        )


def count_text(value: EventCell) -> str:
    """How many, as people write it: ``撤销`` is none."""
    number = value[1]
    return f"{exact_text(number)} 件" if isinstance(number, Fraction) and number else "撤销"
