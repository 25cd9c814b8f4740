"""The accounts of one unit, by any of its names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpi_engine.api.runs import Run
from kpi_engine.engine.results import Results
from kpi_engine.errors import KpiError
from kpi_engine.errors import k5_data as k5
from kpi_engine.errors import k7_writing as k7
from kpi_engine.formula.grammar import nearest
from kpi_engine.report.spread import TOTAL_NAME
from kpi_engine.trail.ledger import Ledger, ledgers

__all__ = ["explain", "row_of_unit"]


def explain(run: Run | Results, unit: str, *, indicators: Iterable[str] = ()) -> list[Ledger]:
    """The accounts of one unit, by any of its names.

    Args:
        run: the run.
        unit: the unit.
        indicators: only these, by name or title (总分 is the whole); all where none is named.

    Raises:
        KpiError: K583 where there is no such unit, K727 where there is no such indicator.

    """
    results = run.results if isinstance(run, Run) else run
    return _only(list(ledgers(results, row_of_unit(run, unit))), list(indicators))


def row_of_unit(run: Run | Results, unit: str) -> int:
    """Where a unit stands in the results, by any of its names.

    Raises:
        KpiError: K583 where there is no such unit.

    """
    results = run.results if isinstance(run, Run) else run
    row = _row_of(run, unit)
    if row is None:
        raise KpiError([k5.NO_SUCH_UNIT.at(unit=unit, near=nearest(unit, results.units))])
    return row


def _only(accounts: list[Ledger], indicators: Sequence[str]) -> list[Ledger]:
    if not indicators:
        return accounts
    known = {word: account.name for account in accounts for word in (account.title, account.name or TOTAL_NAME)}
    problems = [k7.NO_SUCH_INDICATOR.at(name=name, near=nearest(name, known)) for name in indicators if name not in known]
    if problems:
        raise KpiError(problems)
    wanted = {known[name] for name in indicators}
    return [account for account in accounts if account.name in wanted]


def _row_of(run: Run | Results, unit: str) -> int | None:
    if isinstance(run, Run):
        match = run.register.names.find(unit)
        return match.index if match is not None else None
    return run.units.index(unit) if unit in run.units else None
