"""Corrections (更正) laid over the facts, and decisions (审定) as columns of their own; originals are never edited."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final

from kpi_engine.errors import Problem, k5_data
from kpi_engine.intake.asked import Asked, rule_for
from kpi_engine.intake.eventoverlay import EventCorrection, lay_over_events
from kpi_engine.intake.gather import shown_value
from kpi_engine.intake.reading import CellRule
from kpi_engine.intake.told import Told
from kpi_engine.numbers import exact_text
from kpi_engine.scheme.needs import Needs
from kpi_engine.scheme.outcome import DecisionRule
from kpi_engine.source import NOWHERE, Place
from kpi_engine.table import Column, Facts, Kind, Ref, Role, State, Value, column_of

__all__ = ["LISTED_APART", "NO_CORRECTIONS", "Correction", "Corrections", "Decision", "apply_corrections", "overlaid", "shown_cell"]

LISTED_APART: Final = "单列"
"""The decision that a unit is scored and not ranked; a scheme need not declare it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One figure changed after it was reported. ``old`` and ``new`` are as people read them, ``cell`` is what counts from now on."""

    unit: str
    ref: Ref
    what: str
    old: str
    new: str
    cell: tuple[State, Value | None]
    basis: str
    by: str
    date: str
    place: Place = NOWHERE

    @property
    def source(self) -> str:
        """How the trail names where the figure stands now."""
        return f"更正 {self.place}：{self.old} 改为 {self.new}（{self.basis}，{self.by}，{self.date}）"


@dataclass(frozen=True, slots=True)
class Decision:
    """One point of the results decided by those who may: points, a grade, or that a unit is listed apart (单列)."""

    unit: str
    name: str
    value: Value
    shown: str
    number: str
    date: str
    by: str
    place: Place = NOWHERE

    @property
    def source(self) -> str:
        """How the trail names the paper."""
        return f"审定 {self.place}：{self.shown}（{'，'.join(part for part in (self.number, self.by, self.date) if part)}）"


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections and decisions of a run. ``old_cells`` are the old values as read, in the order of ``corrections``."""

    corrections: tuple[Correction, ...] = ()
    decisions: tuple[Decision, ...] = ()
    old_cells: tuple[tuple[State, Value | None], ...] = field(default=(), repr=False)
    findings: tuple[Problem, ...] = ()
    events: tuple[EventCorrection, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.corrections or self.decisions or self.events)

    @property
    def changes(self) -> tuple[Correction | EventCorrection, ...]:
        """What was changed, figures before events."""
        return (*self.corrections, *self.events)


NO_CORRECTIONS: Final = Corrections()


def shown_cell(rule: CellRule, kind: Kind, cell: tuple[State, Value | None]) -> str:
    """A cell as people read it, percentages with their sign."""
    state, value = cell
    if rule.kind == "percent" and isinstance(value, Fraction):
        return f"{exact_text(value * 100)}%"
    return shown_value(kind, value, state)


def apply_corrections(
    facts: Facts, corrections: Corrections, needs: Needs, decisions: Mapping[str, DecisionRule], grades: Sequence[str] = ()
) -> tuple[Facts, list[Problem]]:
    """The facts with corrections laid over them, and the decided points and grades as columns of their own.

    A correction is refused where its old value is not what was reported; one of an input, or of an event or one of its columns, that is not asked for
    (by another scheme than that for which it was read) is passed over. Every decision that the scheme opens has a column: points are 0 and grades
    MISSING where nothing was decided.
    """
    told = Told()
    columns = dict(facts.columns)
    index = {name: row for row, name in enumerate(facts.units)}
    changes: dict[Ref, dict[int, Correction]] = {}
    for correction, old in zip(corrections.corrections, corrections.old_cells, strict=True):
        if correction.ref not in columns:
            continue
        row = index[correction.unit]
        reported = columns[correction.ref].cell(row)
        if reported != old:
            shown = _reported_text(needs, correction.ref, columns[correction.ref].kind, reported)
            told.add(k5_data.OLD_VALUE_DIFFERS, correction.place, unit=correction.unit, what=correction.what, reported=shown, found=correction.old)
        else:
            changes.setdefault(correction.ref, {})[row] = correction
    for ref, changed in changes.items():
        columns[ref] = _changed(columns[ref], changed)
    columns.update(_decided_columns(facts, corrections, decisions, grades))
    ranked = Ref(Role.UNIT, part="ranked")
    apart = {index[d.unit]: d for d in corrections.decisions if d.name == LISTED_APART}
    if apart and ranked in columns:
        columns[ranked] = overlaid(columns[ranked], dict.fromkeys(apart, (State.PRESENT, False)), {row: d.source for row, d in apart.items()})
    laid = lay_over_events(replace(facts, columns=columns), [c for c in corrections.events if _is_asked(c, needs)], told)
    return laid, list(told.problems)


def _is_asked(correction: EventCorrection, needs: Needs) -> bool:
    """Whether the scheme wants what is corrected: events of this kind at all, and the column."""
    need = next((need for need in needs.events if need.name == correction.event), None)
    own = f"{correction.event}."
    if need is None or correction.part == "amount":
        return need is not None and need.chosen is not None
    return not correction.part.startswith(own) or correction.part.removeprefix(own) in need.decl.columns


def _reported_text(needs: Needs, ref: Ref, kind: Kind, cell: tuple[State, Value | None]) -> str:
    need = Asked(needs).by_ref.get(ref)
    return shown_cell(rule_for(need), kind, cell) if need is not None else shown_value(kind, cell[1], cell[0])


def _changed(column: Column, changed: Mapping[int, Correction]) -> Column:
    return overlaid(column, {row: c.cell for row, c in changed.items()}, {row: c.source for row, c in changed.items()})


def overlaid(column: Column, cells: Mapping[int, tuple[State, Value | None]], texts: Mapping[int, str]) -> Column:
    """A column with some cells replaced, and their sources with them."""
    all_cells = [cells.get(row) or column.cell(row) for row in range(len(column))]
    return column_of(column.kind, all_cells, words=column.words, sources=_sources(column.sources, texts))


def _sources(before: Callable[[int], str], texts: Mapping[int, str]) -> Callable[[int], str]:
    def source(row: int) -> str:
        return texts.get(row) or before(row)

    return source


def _decided_columns(facts: Facts, corrections: Corrections, rules: Mapping[str, DecisionRule], grades: Sequence[str]) -> dict[Ref, Column]:
    by_name: dict[str, dict[str, Decision]] = {}
    for decision in corrections.decisions:
        by_name.setdefault(decision.name, {})[decision.unit] = decision
    columns = {}
    for name, rule in rules.items():
        decided = by_name.get(name, {})
        empty: tuple[State, Value | None] = (State.MISSING, None) if rule.grade else (State.PRESENT, Fraction(0))
        cells = [(State.PRESENT, decided[unit].value) if unit in decided else empty for unit in facts.units]
        texts = {row: decided[unit].source for row, unit in enumerate(facts.units) if unit in decided}
        kind = Kind.WORD if rule.grade else Kind.NUMBER
        columns[Ref(Role.DECIDED, str(name))] = column_of(kind, cells, words=grades if rule.grade else (), sources=_sources(lambda _: "", texts))
    return columns
