"""Events as facts: the table of rows with its columns, and for each kind of event whether it was reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from kpi_engine.errors import k5_data
from kpi_engine.intake.asked import Asked
from kpi_engine.intake.reading import kind_of
from kpi_engine.intake.told import Told
from kpi_engine.scheme.needs import EVENTS
from kpi_engine.source import Place
from kpi_engine.table import Column, Kind, Ref, Role, Rows, State, Value, column_of

__all__ = ["ABSENT", "EventCell", "EventRow", "Events", "event_facts"]

EventCell = tuple[State, Value | None]
ABSENT: Final[EventCell] = (State.MISSING, None)


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of one unit."""

    unit: int
    event: str
    cells: Mapping[str, EventCell]
    place: Place


@dataclass
class Events:
    """What was reported of events: rows, and the owners and events of which there were none."""

    rows: list[EventRow] = field(default_factory=list)
    none_owners: dict[str, Place] = field(default_factory=dict)
    none_events: dict[str, Place] = field(default_factory=dict)


def event_facts(asked: Asked, events: Events, count: int, told: Told) -> tuple[dict[str, Rows], dict[Ref, Column]]:
    """The table of events with its columns, and for each event whether it was reported (zero reports)."""
    if not asked.needs.events:
        return {}, {}
    rows = sorted(events.rows, key=lambda row: row.unit)
    _tell_undated(asked, rows, told)

    def source(index: int) -> str:
        return str(rows[index].place)

    def made(kind: Kind, part: str, words: Sequence[str] = (), absent: State = State.MISSING, only: str = "") -> Column:
        cells = [row.cells.get(part, ABSENT) if not only or row.event == only else (absent, None) for row in rows]
        return column_of(kind, cells, words=words, sources=source)

    columns = {
        "event": column_of(Kind.WORD, [(State.PRESENT, row.event) for row in rows], words=[n.name for n in asked.needs.events], sources=source),
        "fact": made(Kind.WORD, "fact"),
        "evidence": made(Kind.WORD, "evidence"),
        "date": made(Kind.DATE, "date"),
        "period": made(Kind.WORD, "period", asked.periods),
        "amount": made(Kind.NUMBER, "amount"),
    }
    for need in asked.needs.events:
        for name, decl in need.decl.columns.items():
            kind = kind_of(decl.kind)
            columns[f"{need.name}.{name}"] = made(kind, f".{name}", decl.options, State.NOT_APPLICABLE, need.name)
    table = Rows(EVENTS, np.array([row.unit for row in rows], dtype=np.int64), columns, source)
    told_columns = {Ref(Role.COLUMN, EVENTS, part=part): column for part, column in columns.items()}
    return {EVENTS: table}, told_columns | _reported(asked, events, count, told)


def _tell_undated(asked: Asked, rows: Sequence[EventRow], told: Told) -> None:
    """Events of which nothing says the period where periods are scored: they would count in none."""
    dated = {need.name for need in asked.needs.events if need.dated}
    undated = [row for row in rows if row.event in dated and row.cells.get("period", ABSENT) == ABSENT]
    for place, event in dict.fromkeys((row.place, row.event) for row in undated):
        told.add(k5_data.PERIOD_UNCLEAR, place, heading=event, periods="、".join(asked.periods))


def _reported(asked: Asked, events: Events, count: int, told: Told) -> dict[Ref, Column]:
    """Whether each kind of event was reported: its owner has sent rows, or has said that there were none."""
    met = {row.event: row.place for row in reversed(events.rows)}
    owners = {need.owner for need in asked.needs.events if need.name in met and need.owner}
    columns = {}
    for need in asked.needs.events:
        none = events.none_events.get(need.name) or (events.none_owners.get(need.owner) if need.name in met or need.owner not in owners else None)
        if none is not None and need.name in met:
            told.add(k5_data.ZERO_REPORT, none, also=(met[need.name],), owner=need.owner or "填报单位", event=need.name)
        is_reported = not need.zero_report or need.name in met or need.owner in owners or none is not None
        state = State.PRESENT if is_reported else State.MISSING
        columns[Ref(Role.REPORTED, need.name)] = column_of(Kind.TRUTH, [(state, True if is_reported else None)] * count)
    return columns
