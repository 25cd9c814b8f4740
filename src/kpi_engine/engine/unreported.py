"""Whole periods of which a unit reported nothing, where the scheme says what becomes of them (``periods.missing`` skip or zero).

What was reported in part is not such a period: what it lacks is asked for, since a period that can be left out must not be left out by leaving one
figure blank.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kpi_engine.engine.results import Results
from kpi_engine.errors import Problem
from kpi_engine.errors import k6_scoring as k6
from kpi_engine.formula.tree import Name, walk
from kpi_engine.scheme.outline import Entry
from kpi_engine.table import Ref, Role, State

__all__ = ["REPORTED_ROLES", "Unreported", "inputs_below"]

REPORTED_ROLES = (Role.INPUT, Role.TARGET, Role.VOTES, Role.READ, Role.REPORTED)
"""What comes from outside."""


def inputs_below(results: Results, ref: Ref) -> Iterator[Name]:
    """The reported values that a figure rests on."""
    steps = results.plan.steps_by_ref
    seen: set[Ref] = set()
    todo = [ref]
    while todo:
        step = steps.get(todo.pop())
        for part in walk(step.tree) if step is not None else ():
            if isinstance(part, Name) and part.ref not in seen:
                seen.add(part.ref)
                if part.ref in steps:
                    todo.append(part.ref)
                elif part.ref.role in REPORTED_ROLES and not part.domain:
                    yield part


@dataclass
class Unreported:
    """Which unit left which periods of which node blank."""

    results: Results

    @cached_property
    def _rows(self) -> dict[tuple[str, str], set[int]]:
        """(node, period) -> the units."""
        told: dict[tuple[str, str], set[int]] = {}
        for entry in self.results.plan.book.tree:
            periods = entry.model.periods
            if periods is None or periods.missing == "problem":
                continue
            rows = {period: self._blank(entry, period) for period in periods.names}
            nothing = set.intersection(*rows.values()) if periods.missing == "skip" else set()
            told |= {(entry.name, period): found - nothing for period, found in rows.items()}
        return told

    def _blank(self, entry: Entry, period: str) -> set[int]:
        results = self.results
        ref = Ref(Role.SCORE, entry.name, period)
        column = results.columns.get(ref)
        rows = [int(r) for r in (column.state == State.MISSING).nonzero()[0]] if column is not None else []
        inputs = [name.ref for name in inputs_below(results, ref) if name.ref.period == period] if rows else []
        return {row for row in rows if results.takes_part(row) and inputs and all(results.cell(i, row)[0] == State.MISSING for i in inputs)}

    def made_good(self, ref: Ref, row: int) -> bool:
        """Whether a reported value is lacking in a period that the unit left blank, and the scheme says what then."""
        return any(ref.period == period and row in rows for (_, period), rows in self._rows.items())

    def findings(self) -> Iterator[Problem]:
        """K608: what was left out or counted as 0, each period once."""
        tree = self.results.plan.book.tree
        for (name, period), rows in self._rows.items():
            entry = tree[name]
            periods = entry.model.periods
            if rows and periods is not None:
                units = "、".join(self.results.units[row] for row in sorted(rows))
                how = ("left out", "未报，不计") if periods.missing == "skip" else ("counted as 0", "未报，按 0 分计")
                yield k6.PERIOD_UNREPORTED.at(periods.place, units=units, indicator=entry.title, period=period, how=how[1], how_en=how[0])
