"""The proof that every account of a run balances: on the figures, and again on what was written and read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from kpi_engine.engine.results import Results
from kpi_engine.errors import Problem
from kpi_engine.errors import k6_scoring as k6
from kpi_engine.numbers import parse_number
from kpi_engine.table import State
from kpi_engine.trail.ledger import ledgers

__all__ = ["unbalanced", "unbalanced_rows"]


def unbalanced(results: Results, rows: Iterable[int] | None = None) -> Iterator[Problem]:
    """The accounts whose postings do not lead from the opening to the published figure (K690: a defect of the engine, never of the data)."""
    for row in range(len(results.units)) if rows is None else rows:
        for account in ledgers(results, row):
            if account.state == State.PRESENT and not account.balances:
                yield k6.UNBALANCED.at(unit=account.unit, indicator=account.title + (f"（{account.period}）" if account.period else ""))


def unbalanced_rows(trail: Iterable[Mapping[str, str]]) -> Iterator[Problem]:
    """The same for a written trail: rows with unit, indicator, period, what and points, where 期初 opens and 期末 closes an account."""
    sums: dict[tuple[str, str, str], Fraction] = {}
    for line in trail:
        key = (line["unit"], line["indicator"], line["period"])
        parsed = parse_number(line["points"]) if line["points"] else None
        amount = parsed.value if parsed is not None else Fraction(0)
        if line["kind"] == "closing":
            if sums.pop(key, Fraction(0)) != amount:
                yield k6.UNBALANCED.at(unit=line["unit"], indicator=line["indicator"])
        else:
            sums[key] = sums.get(key, Fraction(0)) + amount
    for unit, indicator, _ in sums:
        yield k6.UNBALANCED.at(unit=unit, indicator=indicator)
