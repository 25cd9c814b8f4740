"""trail.csv: every account of every unit, posting by posting, so that it can be added up again by whoever reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from kpi_engine.engine.results import Results
from kpi_engine.report.delimited import figure, inert, open_csv
from kpi_engine.report.figures import STATE_WORDS
from kpi_engine.report.spread import TOTAL_NAME
from kpi_engine.report.standing import absent_rows
from kpi_engine.table import State
from kpi_engine.trail.ledger import Ledger, Posting, ledgers, plain

__all__ = ["COLUMNS", "account_rows", "write_trail"]

COLUMNS = {
    "unit": "单位", "indicator": "指标", "period": "时段", "kind": "类型", "clause": "条款", "what": "事由", "quantity": "数量", "price": "单价",
    "points": "分值", "memo": "说明", "evidence": "佐证", "owner": "责任单位", "date": "日期", "source": "数据出处",
}  # fmt: skip
"""Name -> Chinese heading."""

TOLD_EVERY = 1000
"""Units between two words on how far the trail is."""

Line = Sequence[str]

_often = lru_cache(maxsize=4096)(inert)
"""For what stands in many lines."""


def write_trail(
    path: Path,
    results: Results,
    *,
    labels: bool = False,
    see: Callable[[Ledger], None] | None = None,
    tell: Callable[[int], None] | None = None,
) -> None:
    """Write trail.csv, unit by unit, for all that take part.

    Args:
        path: the file to make.
        results: the run.
        labels: Chinese headings, and indicators by their labels.
        see: is shown each account on the way, so that accounts are rendered once only.
        tell: is told now and then how many units are done.

    """
    tree = results.plan.book.tree
    places = {entry.name: results.places(entry.name) for entry in tree}
    titles = {entry.name: entry.title for entry in tree if entry.name} if labels else {}
    with open_csv(path) as lines:
        lines.writerow(COLUMNS.values() if labels else COLUMNS)
        for account in _accounts(results, tell or (lambda _: None)):
            if see is not None:
                see(account)
            name = titles.get(account.name, account.name or TOTAL_NAME)
            lines.writerows(account_rows(account, name, places.get(account.name, results.places())))


def _accounts(results: Results, tell: Callable[[int], None]) -> Iterator[Ledger]:
    absent = set(absent_rows(results))
    for row in range(len(results.units)):
        if row and row % TOLD_EVERY == 0:
            tell(row)
        if row not in absent:
            yield from ledgers(results, row)


def account_rows(account: Ledger, name: str, places: int | None) -> Iterator[Line]:
    """An account: its opening, its postings, its closing. One without a figure has neither amount, and the closing says why."""
    unit, indicator, period, clause = map(_often, (account.unit, name, account.period, account.clause))
    present = account.state == State.PRESENT
    opening = plain(account.opening, places) if present else ""
    closing = plain(account.closing, places) if present else ""
    yield (unit, indicator, period, "opening", clause, "期初", "", "", opening, "", "", "", "", "")
    for posting in account.postings:
        yield (unit, indicator, period, posting.kind, *_posting(posting))
    yield (unit, indicator, period, "closing", clause, "期末", "", "", closing, STATE_WORDS.get(account.state, ""), "", "", "", "")


def _posting(posting: Posting) -> Line:
    return (
        _often(posting.clause),
        _often(posting.what),
        figure(posting.quantity),
        figure(posting.price),
        plain(posting.amount),
        inert(posting.memo),
        inert(posting.evidence),
        _often(posting.owner),
        posting.date,
        inert(posting.source),
    )
