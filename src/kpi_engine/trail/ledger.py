"""Accounts rendered for one unit: opening + postings = closing. They are the accounts of many (`kpi_engine.trail.accounts`), unit by unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from kpi_engine.engine.results import Results
from kpi_engine.formula.words import IndexArray
from kpi_engine.table import State
from kpi_engine.trail.accounts import Accounts, accounts_of
from kpi_engine.trail.amounts import PLACES, as_amount, plain
from kpi_engine.trail.postings import Postings, each_text

__all__ = ["BLOCK", "PLACES", "Ledger", "Posting", "blocks", "ledgers", "ledgers_by_unit", "of_units", "plain"]

BLOCK = 2000
"""Units whose accounts are worked out together."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of an account. ``amount`` is what it changed (taken: negative); ``memo`` explains and is not added."""

    kind: str
    what: str
    amount: Fraction
    clause: str = ""
    memo: str = ""
    quantity: str = ""
    price: str = ""
    evidence: str = ""
    owner: str = ""
    date: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of one node for one unit. ``state`` is PRESENT where there is a figure; otherwise only the memo speaks."""

    unit: str
    name: str
    title: str
    period: str
    opening: Fraction
    postings: tuple[Posting, ...]
    closing: Fraction
    state: State = State.PRESENT
    clause: str = ""

    @property
    def balances(self) -> bool:
        """Opening + postings = closing, on the printed amounts."""
        return self.opening + sum((p.amount for p in self.postings), Fraction(0)) == self.closing


def ledgers(results: Results, row: int) -> list[Ledger]:
    """All accounts of one unit, in the order of the scheme."""
    return next(ledgers_by_unit(results, [row]))


def ledgers_by_unit(results: Results, rows: Iterable[int]) -> Iterator[list[Ledger]]:
    """The same for each of many units."""
    for block in blocks(rows):
        everybody = np.arange(len(block))
        rendered = [of_units(results, accounts, block, everybody) for accounts in accounts_of(results, block)]
        yield from ([each[place] for each in rendered] for place in range(len(block)))


def blocks(rows: Iterable[int], size: int = BLOCK) -> Iterator[IndexArray]:
    """Units in portions that are worked out together."""
    waiting = np.fromiter(rows, dtype=np.intp)
    for start in range(0, len(waiting), size):
        yield waiting[start : start + size]


def of_units(results: Results, accounts: Accounts, block: IndexArray, places: IndexArray) -> list[Ledger]:
    """The accounts of one node, of those units of a block that stand at ``places`` (ascending)."""
    account = accounts.account
    postings: dict[int, list[Posting]] = {place: [] for place in places.tolist()}
    for line in accounts.postings:
        for place, posting in _postings(line, np.intersect1d(line.rows, places, assume_unique=True)):
            postings[place].append(posting)
    return [
        Ledger(
            results.units[int(block[place])],
            account.name,
            account.title,
            account.period,
            as_amount(int(accounts.opening[place])),
            tuple(told),
            as_amount(int(accounts.closing[place])),
            State(int(accounts.state[place])),
            account.clause,
        )
        for place, told in postings.items()
    ]


def _postings(line: Postings, rows: IndexArray) -> Iterator[tuple[int, Posting]]:
    if not len(rows):
        return
    memos = {place: text for told in line.memo(rows) for place, text in zip(told.rows.tolist(), told.texts(), strict=True)}
    quantity, price, evidence, date, source = (each_text(texts, rows) for texts in (line.quantity, line.price, line.evidence, line.date, line.source))
    for number, place in enumerate(rows.tolist()):
        amount = as_amount(int(line.amounts[place]))
        yield (
            place,
            Posting(
                line.kind,
                line.what,
                amount,
                line.clause,
                memos[place],
                quantity[number],
                price[number],
                evidence[number],
                line.owner,
                date[number],
                source[number],
            ),
        )
