"""Results of other runs, read from their receipts: last year, another level, the members of a parent, the months before.

A reading names scheme and edition, never a file; the caller hands over receipts and this module picks. What is required and not there is a problem.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from kpi_engine.errors import Problem
from kpi_engine.errors import k5_data as k5
from kpi_engine.intake.pastruns import run_meant, runs_before
from kpi_engine.intake.receipts import PastRun, unit_key
from kpi_engine.numbers import parse_fraction
from kpi_engine.scheme.declared import ReadDecl
from kpi_engine.scheme.model import Scheme
from kpi_engine.scheme.outline import outline
from kpi_engine.table import PAST_SCORE, Column, Kind, Ref, Role, Rows, State, Value, column_of

__all__ = ["Past", "past_facts"]

_FIGURES = {"total": Kind.NUMBER, "grade": Kind.WORD, "rank": Kind.NUMBER, "rank_from_last": Kind.NUMBER}
Cell = tuple[State, Value | None]


@dataclass
class Past:
    """What the readings of a scheme come to."""

    columns: dict[Ref, Column] = field(default_factory=dict)
    rows: dict[str, Rows] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    used: dict[str, PastRun] = field(default_factory=dict)


def past_facts(scheme: Scheme, units: Sequence[str], columns: Mapping[Ref, Column], runs: Iterable[PastRun], wanted: Iterable[Ref] = ()) -> Past:
    """The columns and tables that the scheme's ``reads`` ask for, from the runs at hand; ``wanted`` are the figures that its formulas read of them."""
    scores = [ref for ref in wanted if ref.part.startswith(PAST_SCORE)]
    listed, past = list(runs), Past()
    for name, read in scheme.reads.items():
        edition = scheme.edition if read.edition in ("", "same") else read.edition
        if read.history is not None:
            before = runs_before(str(name), read, listed, past.problems)
            _tell_grades(past, str(name), read, before)
            _history(past, str(name), read, units, before)
            continue
        run = run_meant(str(name), read, edition, listed, past.problems)
        if run is None and read.required:
            past.problems.append(k5.NO_PAST_RUN.at(read.place, name=name, scheme=read.scheme, edition=edition))
        if run is not None:
            past.used[str(name)] = run
            _tell_grades(past, str(name), read, [run])
        if read.members_by:
            _members(past, str(name), read, units, columns, run)
        _tell_lacking(past, str(name), read, units, columns, run)
        _figures(past, str(name), read, _whom(read, units, columns), run)
        for ref in scores:
            if ref.name == name:
                _scores(past, scheme, ref, read, _whom(read, units, columns), run)
    return past


def _whom(read: ReadDecl, units: Sequence[str], columns: Mapping[Ref, Column]) -> Sequence[str]:
    """Whose result each unit reads: its own, or that of the unit which an input names."""
    named = columns.get(Ref(Role.INPUT, read.unit)) if read.unit else None
    if named is None:
        return units
    return [str(named.value(row) or "") for row in range(len(units))]


def _tell_grades(past: Past, name: str, read: ReadDecl, runs: Sequence[PastRun]) -> None:
    """Grades that are none of those that the scheme says the other one gives: a formula would take them for no grade at all."""
    found = Counter(value for run in runs for unit in run.units for _, value in [_figure(run, unit, "grade", read.period)] if value is not None)
    for grade, count in found.items():
        if read.grades and grade not in read.grades:
            past.problems.append(k5.GRADE_NOT_DECLARED.at(read.place, name=name, found=grade, count=count, grades="、".join(read.grades)))


def _tell_lacking(past: Past, name: str, read: ReadDecl, units: Sequence[str], columns: Mapping[Ref, Column], run: PastRun | None) -> None:
    """Those that take part and whose result is demanded and not there."""
    if run is None or not read.required or read.members_by:
        return
    part = columns.get(Ref(Role.UNIT, part="takes_part"))
    lacking: dict[str, None] = {}
    for row, (unit, whose) in enumerate(zip(units, _whom(read, units, columns), strict=True)):
        if unit_key(whose) not in run.units and (part is None or part.value(row)):
            lacking[whose or f"{unit}（没有填{read.unit}）"] = None
    if lacking:
        past.problems.append(k5.UNIT_NOT_IN_PAST.at(read.place, name=name, units="、".join(list(lacking)[:20]), count=len(lacking)))


def _figures(past: Past, name: str, read: ReadDecl, whom: Sequence[str], run: PastRun | None) -> None:
    for what, kind in _FIGURES.items():
        cells = [_figure(run, unit, what, read.period) for unit in whom]
        source = f"{run.scheme} {run.edition}（{run.code}）" if run is not None else ""
        past.columns[Ref(Role.READ, name, part=what)] = column_of(kind, cells, sources=lambda row, s=source: s)  # type: ignore[misc] # noqa: ARG005


def _scores(past: Past, scheme: Scheme, ref: Ref, read: ReadDecl, whom: Sequence[str], run: PastRun | None) -> None:
    """What an indicator had then: under its name, else under the one that it had before it was renamed (``was``)."""
    indicator = ref.part.removeprefix(PAST_SCORE)
    tree = outline(scheme)
    was = tree[indicator].model.was if read.scheme == scheme.scheme and indicator in tree else ""
    told = [_indicators(run, unit, read.period) for unit in whom]
    known = [name for name in (indicator, was) if name and any(name in scores for scores in told)]
    if run is not None and not known and any(told):
        names = "、".join(dict.fromkeys(str(name) for scores in told for name in scores))
        past.problems.append(k5.NO_PAST_INDICATOR.at(read.place, name=ref.name, indicator=indicator, names=names))
    name = known[0] if known else indicator
    source = f"{run.scheme} {run.edition}（{run.code}）{'' if name == indicator else f'，当时叫“{name}”'}" if run is not None else ""
    past.columns[ref] = column_of(Kind.NUMBER, [_cell(scores.get(name), "total") for scores in told], sources=lambda _: source)


def _indicators(run: PastRun | None, unit: str, period: str) -> Mapping[str, object]:
    found = run.units.get(unit_key(unit)) if run is not None else None
    if found is not None and period:
        periods = found.get("periods")
        found = periods.get(period) if isinstance(periods, dict) else None
    scores = found.get("indicators") if found is not None else None
    return scores if isinstance(scores, dict) else {}


def _figure(run: PastRun | None, unit: str, what: str, period: str) -> Cell:
    found = run.units.get(unit_key(unit)) if run is not None else None
    if found is not None and period:
        periods = found.get("periods")
        found = periods.get(period) if isinstance(periods, dict) else None
    return _cell(found.get(what), what) if found is not None else (State.MISSING, None)


def _cell(told: object, what: str) -> Cell:
    if isinstance(told, dict):
        states = {"not_applicable": State.NOT_APPLICABLE, "error": State.ERROR}
        return (states.get(str(told.get("state")), State.MISSING), None)
    if told is None:
        return (State.MISSING, None)
    if _FIGURES[what] is Kind.WORD:
        return (State.PRESENT, str(told))
    parsed = parse_fraction(str(told))
    return (State.MISSING if parsed is None else State.PRESENT, parsed)


def _table(past: Past, table: str, owners: list[int], cells: Mapping[str, list[Cell]]) -> None:
    made = {what: column_of(kind, cells[what]) for what, kind in _FIGURES.items()}
    past.rows[table] = Rows(table, np.array(owners, dtype=np.int64), made)
    for what, column in made.items():
        past.columns[Ref(Role.COLUMN, table, part=what)] = column
    past.columns[Ref(Role.COLUMN, table, part="fact")] = column_of(Kind.WORD, [(State.MISSING, None)] * len(owners))


def _history(past: Past, name: str, read: ReadDecl, units: Sequence[str], runs: Sequence[PastRun]) -> None:
    """The runs before, oldest first, a row for each unit and run; a unit that was not in one has no value there (or, gaps: skip, no row)."""
    owners: list[int] = []
    cells: dict[str, list[Cell]] = {what: [] for what in _FIGURES}
    for run in runs:
        for row, unit in enumerate(units):
            if read.gaps == "skip" and unit_key(unit) not in run.units:
                continue
            owners.append(row)
            for what, told in cells.items():
                told.append(_figure(run, unit, what, read.period))
    _table(past, f"history:{name}", owners, cells)


def _members(past: Past, name: str, read: ReadDecl, units: Sequence[str], columns: Mapping[Ref, Column], run: PastRun | None) -> None:
    """The results of the units whose parent (an input) each unit is."""
    parent = columns.get(Ref(Role.INPUT, read.members_by))
    index = {unit_key(unit): row for row, unit in enumerate(units)}
    owners: list[int] = []
    cells: dict[str, list[Cell]] = {what: [] for what in _FIGURES}
    for row, unit in enumerate(units):
        owner = index.get(unit_key(str(parent.value(row) or ""))) if parent is not None else None
        if owner is None or run is None or unit_key(unit) not in run.units:
            continue
        owners.append(owner)
        for what, told in cells.items():
            told.append(_figure(run, unit, what, read.period))
    _table(past, f"members:{name}", owners, cells)
