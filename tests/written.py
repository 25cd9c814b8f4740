"""A trail as it is written and read back, proved account by account."""

from __future__ import annotations

import csv
from pathlib import Path

from kpi_engine.engine.results import Results
from kpi_engine.report.trail import COLUMNS, write_trail
from kpi_engine.table import State
from kpi_engine.trail.balance import unbalanced_rows
from kpi_engine.trail.ledger import Ledger

__all__ = ["prove_trail"]


def prove_trail(results: Results, path: Path, *, labels: bool = False, about: object = None) -> int:
    """Write the trail, read it back, and prove it: each account of each unit that takes part is opened once, closed once, and adds up, in memory and read.

    Returns:
        How many accounts there are.

    """
    accounts: list[Ledger] = []
    write_trail(path, results, labels=labels, see=accounts.append)
    assert [a for a in accounts if a.state == State.PRESENT and not a.balances] == [], about
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = csv.reader(stream)
        next(lines)
        rows = [dict(zip(COLUMNS, line, strict=True)) for line in lines]
    assert [p.text() for p in unbalanced_rows(rows)] == [], about
    units = [unit for row, unit in enumerate(results.units) if results.takes_part(row)]
    assert [(a.unit, a.name, a.period) for a in accounts] == [
        (u, a.name, a.period) for u in units for a in accounts[: len(accounts) // len(units)]
    ], about
    for kind in ("opening", "closing"):
        assert [row["unit"].removeprefix("'") for row in rows if row["kind"] == kind] == [a.unit for a in accounts], about
    return len(accounts)
