"""Items that count events: each event is a posting of its own, with its evidence. The first of every unit's together, then the second, and so on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.results import Results
from kpi_engine.formula.words import IndexArray, Saying
from kpi_engine.scheme.indicators import Item
from kpi_engine.scheme.needs import EVENTS
from kpi_engine.stages.draft import Account, Line
from kpi_engine.stages.items import counts_ref
from kpi_engine.table import Ref, Role, State, as_date
from kpi_engine.trail.amounts import Amounts, amounts_of, no_amounts, plain
from kpi_engine.trail.postings import Postings, by_text
from kpi_engine.trail.shelf import Shelf
from kpi_engine.trail.sight import Block, taken

__all__ = ["Turn", "happened", "struck"]

BoolArray = npt.NDArray[np.bool_]

_NOTHING = Fraction(0)
_STRUCK = "更正撤销，不计"
_ELSEWHERE = "同一事实已按另一条计，不重复"


@dataclass(frozen=True)
class Turn:
    """One event of each unit that has so many: what it costs, and where it is told though it costs nothing (its fact counts elsewhere)."""

    prices: Amounts
    elsewhere: BoolArray
    posting: Postings


def happened(shelf: Shelf, block: Block, account: Account, line: Line, item: Item) -> Iterator[Turn]:
    """The events of an item, for all units of a block, in the order in which they were reported."""
    results = shelf.results
    prices = results.column(Ref(Role.PRICE, account.name, account.period, line.name))
    if prices is None:
        return
    events = [[row for row in _rows(shelf, unit, line.name, account.period) if not prices.state[row]] for unit in block.rows.tolist()]
    tree = results.plan.book.tree
    counting = results.columns.get(counts_ref(tree, tree[account.name], account.period))
    counts = np.ones(len(prices), dtype=np.bool_) if counting is None else (counting.state == State.PRESENT) & (counting.numerator != 0)
    teller = _Teller(results, account, line, item, counts)
    for turn in range(max(map(len, events), default=0)):
        there = np.array([len(rows) > turn for rows in events], dtype=np.bool_)
        rows = np.array([rows[turn] if len(rows) > turn else 0 for rows in events], dtype=np.intp)
        costs = amounts_of(taken(prices, rows)).where(there & counts[rows], no_amounts(len(rows)))
        yield Turn(costs, there & ~counts[rows], teller.posting(rows))


def struck(block: Block, account: Account, line: Line, item: Item, present: BoolArray) -> Iterator[Postings]:
    """Events that a correction struck: told, and worth nothing."""
    if item.for_ is not None or item.when is not None:
        return  # of no events
    owner = item.owner or block.results.plan.book.tree[account.name].owner
    for was in block.results.facts.struck:
        if was.event != line.name or (account.period and was.period != account.period):
            continue
        rows = np.flatnonzero((block.rows == was.unit) & present)
        if len(rows):
            yield Postings(
                line.kind,
                item.label or line.name,
                line.clause,
                lambda rows: by_text(rows, [_STRUCK] * len(rows)),
                "0",
                "0",
                was.evidence,
                owner,
                was.date,
                was.source,
                rows,
                no_amounts(len(block.rows)).printed,
            )


def _rows(shelf: Shelf, unit: int, event: str, period: str) -> Sequence[int]:
    rows = shelf.events.get((unit, event), ())
    return [row for row in rows if not period or shelf.results.word(Ref(Role.COLUMN, EVENTS, part="period"), row) == period]


@dataclass(frozen=True)
class _Teller:
    results: Results
    account: Account
    line: Line
    item: Item
    counts: BoolArray

    def posting(self, events: IndexArray) -> Postings:
        """A posting for each unit's event, whose row stands at the unit's place."""
        results, line, item = self.results, self.line, self.item
        price = Ref(Role.PRICE, self.account.name, self.account.period, line.name)
        places = results.facts.columns[Ref(Role.COLUMN, EVENTS, part="event")].sources

        def of_each(tell: Callable[[int], str]) -> Callable[[IndexArray], Sequence[str]]:
            return lambda rows: [tell(event) for event in events[rows].tolist()]

        def memo(rows: IndexArray) -> list[Saying]:
            return by_text(rows, of_each(self.memo)(rows))

        return Postings(
            line.kind,
            item.label or line.name,
            line.clause,
            memo,
            "1",
            of_each(lambda event: plain(results.number(price, event) or _NOTHING) if self.counts[event] else plain(_NOTHING)),
            of_each(lambda event: self.text("evidence", event) or self.text("fact", event)),
            item.owner or results.plan.book.tree[self.account.name].owner,
            of_each(self.date),
            of_each(places),
        )

    def memo(self, event: int) -> str:
        words = self.item.text if self.counts[event] else _ELSEWHERE
        return "　".join(text for text in (words, self.text("note", event)) if text)

    def text(self, part: str, event: int) -> str:
        ref = Ref(Role.COLUMN, EVENTS, part=part)
        return self.results.text(ref, event) if self.results.has_value(ref, event) else ""

    def date(self, event: int) -> str:
        day = self.results.number(Ref(Role.COLUMN, EVENTS, part="date"), event)
        return as_date(day).isoformat() if day is not None else ""
