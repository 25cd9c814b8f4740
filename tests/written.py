"""A trail as it is written and read back, proved account by account."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

from kpi_engine.engine.results import Results
from kpi_engine.numbers import round_fraction
from kpi_engine.report.spread import TOTAL_NAME
from kpi_engine.report.trail import COLUMNS, write_trail
from kpi_engine.table import State
from kpi_engine.trail.balance import unbalanced, unbalanced_rows
from kpi_engine.trail.ledger import PLACES

__all__ = ["prove_trail"]


def prove_trail(results: Results, path: Path, *, about: object = None) -> int:
    """Each account of each unit that takes part adds up as it is rendered; and as it is written and read back, where it closes on the run's own figure.

    Returns:
        How many accounts there are.

    """
    assert [p.text() for p in unbalanced(results)] == [], about
    write_trail(path, results)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = csv.reader(stream)
        next(lines)
        rows = [dict(zip(COLUMNS, line, strict=True)) for line in lines]
    assert [p.text() for p in unbalanced_rows(rows)] == [], about
    closings = [(row["unit"].removeprefix("'"), row["indicator"], row["period"], row["points"]) for row in rows if row["kind"] == "closing"]
    assert sum(row["kind"] == "opening" for row in rows) == len(closings), about
    read = {(unit, name, period): Fraction(points) if points else None for unit, name, period, points in closings}
    assert read == _figures(results), about
    assert len(read) == len(closings), about
    return len(closings)


def _figures(results: Results) -> dict[tuple[str, str, str], Fraction | None]:
    """What each account must close on."""
    told = {}
    for account in results.plan.accounts:
        for row, (state, value) in enumerate(results.cells(account.closing)):
            if results.takes_part(row):
                figure = round_fraction(value, PLACES) if state == State.PRESENT and isinstance(value, Fraction) else None
                told[results.units[row], account.name or TOTAL_NAME, account.period] = figure
    return told
