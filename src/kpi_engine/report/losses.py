"""The lost points: what 扣分明细 lists. Accounts that lose, posting by posting, with what gives back (floors, roundings), so that each adds up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.results import Results
from kpi_engine.formula.words import BoolArray, IndexArray
from kpi_engine.report.spread import title_of
from kpi_engine.table import State
from kpi_engine.trail.accounts import Accounts
from kpi_engine.trail.amounts import Wholes
from kpi_engine.trail.postings import each_text

__all__ = ["MOST_ROWS", "Loss", "Losses"]

Counts = npt.NDArray[np.int64]

MOST_ROWS = 100_000
"""Lines of 扣分明细; what is beyond is in trail.csv."""

_CARRIED = {"child", "bonus", "combine"}
"""Postings that carry what stands in another account already."""


class Loss(NamedTuple):
    """One line of an account that lost points, as the sheet shows it."""

    unit: str
    indicator: str
    opening: float
    closing: float
    clause: str
    what: str
    quantity: str
    price: str
    amount: float
    memo: str
    evidence: str
    owner: str
    date: str
    source: str


@dataclass
class Losses:
    """Gathers losses while the trail is written; ``total`` counts those beyond `MOST_ROWS` too."""

    results: Results
    most: int = MOST_ROWS
    rows: list[Loss] = field(default_factory=list)
    total: int = 0

    def __post_init__(self) -> None:
        tree = self.results.plan.book.tree
        self._titles = {entry.name: title_of(entry) for entry in tree}
        self._bonus = {entry.name for entry in tree if any(node.is_bonus for node in tree.above(entry.name))}

    def see(self, accounts: Sequence[Accounts], block: IndexArray) -> None:
        """Take the lines of the accounts that lost anything of their own, unit by unit, as far as there is room."""
        counts = [(each, self._lines_lost(each)) for each in accounts]
        by_unit = sum((lines for _, lines in counts), np.zeros(len(block), dtype=np.int64))
        self.total += int(by_unit.sum())
        room = self.most - len(self.rows)
        if room <= 0:
            return
        last = int(np.searchsorted(np.cumsum(by_unit), room)) + 1  # the unit with which the room ends
        told: list[list[Loss]] = [[] for _ in range(len(block))]
        units = [self.results.units[row] for row in block.tolist()]
        for each, lines in counts:
            self._put(told, each, units, (lines > 0) & (np.arange(len(block)) < last))
        self.rows += list(chain.from_iterable(told))[:room]

    def _lines_lost(self, each: Accounts) -> Counts:
        """How many lines of each account are told: its own, if it lost anything; neither a bonus that was not earned nor a mere rounding is a loss.

        A bonus loses by what is deducted from it only; all else by what it has less than at its start, mere roundings aside.
        """
        own = [postings for postings in each.postings if postings.kind not in _CARRIED]
        none = np.zeros(len(each.state), dtype=np.int64)
        if each.account.name in self._bonus:
            loses = sum((postings.amounts < 0 for postings in own if postings.kind == "deduct"), none) > 0
        else:
            loses = sum((postings.amounts for postings in own), none) < 0
            loses &= sum((postings.amounts != 0 for postings in own if postings.kind != "rounding"), none) > 0
        loses &= each.state == State.PRESENT
        lines: Counts = sum((postings.amounts != 0 for postings in own), none) * loses
        return lines

    def _put(self, told: list[list[Loss]], each: Accounts, units: Sequence[str], lost: BoolArray) -> None:
        """The lines of those accounts that lost."""
        account = each.account
        title = self._titles.get(account.name, account.title) + (f"（{account.period}）" if account.period else "")
        for postings in each.postings if lost.any() else ():
            if postings.kind in _CARRIED:
                continue
            wanted = lost & (postings.amounts != 0)
            for said in (every.where(wanted) for every in postings.said):
                where = said.rows.tolist()
                ends = (_points(amounts[said.rows]) for amounts in (each.opening, each.closing))
                quantity, price, evidence, date, source = (
                    each_text(texts, said.rows) for texts in (postings.quantity, postings.price, postings.evidence, postings.date, postings.source)
                )
                clause, what, owner = map(repeat, (postings.clause, postings.what, postings.owner))
                names, amounts = map(units.__getitem__, where), _points(postings.amounts[said.rows])
                cells = (names, repeat(title), *ends, clause, what, quantity, price, amounts, said.texts(), evidence, owner, date, source)
                for place, line in zip(where, zip(*cells, strict=False), strict=True):
                    told[place].append(Loss._make(line))


def _points(wholes: Wholes) -> list[float]:
    """The doubles nearest to millionths."""
    return [whole / 1_000_000 for whole in wholes.tolist()]
