"""points.csv: every figure of every unit in long form, with its state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kpi_engine.engine.results import Results
from kpi_engine.report.delimited import inert, write_csv
from kpi_engine.report.figures import STATE_WORDS, texts
from kpi_engine.report.spread import all_figures, name_of, title_of
from kpi_engine.report.standing import absent_rows
from kpi_engine.table import State
from kpi_engine.trail.canonical import STATES

__all__ = ["COLUMNS", "point_rows", "write_points"]

COLUMNS = {"unit": "单位", "indicator": "指标", "period": "时期", "points": "得分", "state": "状态"}
"""Name -> Chinese heading."""

LABELS = {State.PRESENT: "有得分", **STATE_WORDS}


def write_points(path: Path, results: Results, *, labels: bool = False) -> None:
    """Write points.csv; ``labels`` gives Chinese headings and states."""
    write_csv(path, list(COLUMNS.values()) if labels else list(COLUMNS), point_rows(results, labels=labels))


def point_rows(results: Results, *, labels: bool = False) -> Iterator[Sequence[str]]:
    """The lines: units in register order, indicators in the order of the scheme, periods in turn."""
    size, words = len(results.units), LABELS if labels else STATES
    state_words = [words[state] for state in State]
    columns, absent = [], absent_rows(results)
    for column in all_figures(results):
        figures = results.columns[column.ref]
        told = texts(figures, results.places(column.entry.name), size)
        states = [state_words[number] for number in figures.state.tolist()]
        for row in absent:
            told[row], states[row] = "", state_words[State.NOT_APPLICABLE]
        key = inert(title_of(column.entry) if labels else name_of(column.entry))
        columns.append((key, inert(column.period), told, states))
    for row, unit in enumerate(map(inert, results.units)):
        for key, period, told, states in columns:
            yield unit, key, period, told[row], states[row]
