"""How severe raters are: a group of raters in ballots, a juror in marks, each against all raters of the same units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from kpi_engine.engine.results import Results
from kpi_engine.lint.known import figure
from kpi_engine.scheme.declared import InputDecl
from kpi_engine.scheme.needs import marks_table
from kpi_engine.table import FACT, Ref, Role
from kpi_engine.whatif.merits.moments import mean

__all__ = ["Severity", "severities"]


@dataclass(frozen=True, slots=True)
class Severity:
    """One rater (group): how many units it rated, its mean, and the mean of what all raters gave the same units.

    Each unit counts once: what all gave it is the mean over its raters, each once.
    """

    input: str
    rater: str
    units: int
    mean: Fraction
    of_all: Fraction

    @property
    def difference(self) -> Fraction:
        """Below 0: more severe than all together."""
        return self.mean - self.of_all


def severities(results: Results) -> tuple[Severity, ...]:
    """All raters of all inputs that several rate, those of an input together."""
    told: list[Severity] = []
    for name, decl in results.plan.scheme.inputs.items():
        given = _ballots(results, name, decl) if decl.kind == "ballots" else _marks(results, name) if decl.kind == "marks" else {}
        told += _compared(decl.label or name, given)
    return tuple(told)


_Given = dict[str, dict[tuple[int, str], Fraction]]
"""Rater -> (unit, period) -> what it gave."""


def _compared(name: str, given: _Given) -> Iterator[Severity]:
    if len(given) < 2:
        return
    by_unit: dict[tuple[int, str], list[Fraction]] = {}
    for marks in given.values():
        for key, mark in marks.items():
            by_unit.setdefault(key, []).append(mark)
    for rater, marks in given.items():
        if marks:
            yield Severity(name, rater, len(marks), mean(list(marks.values())), mean([mean(by_unit[key]) for key in marks]))


def _ballots(results: Results, name: str, decl: InputDecl) -> _Given:
    """The mean value of the votes of each group of raters."""
    values = {option: value for option, rule in decl.options or () if (value := figure(rule)) is not None}
    periods = dict.fromkeys(ref.period for ref in results.facts.columns if ref.role is Role.VOTES and ref.name == name)
    told: _Given = {}
    for rater in decl.raters:
        marks = told.setdefault(rater, {})
        for period in periods:
            for row in range(len(results.units)):
                cast = {option: results.number(Ref(Role.VOTES, name, period, f"{rater}|{option}"), row) or Fraction(0) for option in values}
                count = sum(cast.values(), Fraction(0))
                if count and results.takes_part(row):
                    marks[row, period] = sum((number * values[option] for option, number in cast.items()), Fraction(0)) / count
    return told


def _marks(results: Results, name: str) -> _Given:
    """Each juror's mark; where the table names no jurors there is nobody to compare."""
    table = marks_table(name)
    rows = results.facts.rows.get(table)
    parts = {part: results.facts.columns.get(Ref(Role.COLUMN, table, part=part)) for part in (FACT, "mark", "period")}
    raters, marks, periods = parts[FACT], parts["mark"], parts["period"]
    told: _Given = {}
    if rows is None or raters is None or marks is None:
        return told
    for row, unit in enumerate(rows.unit.tolist()):
        rater, mark = raters.value(row), marks.value(row)
        period = periods.value(row) if periods is not None else ""
        if isinstance(rater, str) and isinstance(mark, Fraction) and results.takes_part(unit):
            told.setdefault(rater, {})[unit, str(period or "")] = mark
    return told
