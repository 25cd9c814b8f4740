"""The lost points: what 扣分明细 lists. Accounts that lose, posting by posting, with what gives back (floors, roundings), so that each adds up."""

from __future__ import annotations

from dataclasses import dataclass, field

from kpi_engine.engine.results import Results
from kpi_engine.report.spread import title_of
from kpi_engine.table import State
from kpi_engine.trail.ledger import Ledger, Posting

__all__ = ["MOST_ROWS", "Loss", "Losses"]

MOST_ROWS = 100_000
"""Lines of 扣分明细; what is beyond is in trail.csv."""

_CARRIED = {"child", "bonus", "combine"}
"""Postings that carry what stands in another account already."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One posting of an account that lost points."""

    unit: str
    indicator: str
    opening: float
    closing: float
    posting: Posting


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

    def see(self, account: Ledger) -> None:
        """Take the account's lines if it lost anything of its own; neither a bonus that was not earned nor a mere rounding is a loss."""
        if account.state != State.PRESENT:
            return
        own = [posting for posting in account.postings if posting.kind not in _CARRIED and posting.amount]
        if not self._is_loss(account.name, own):
            return
        title = self._titles.get(account.name, account.title) + (f"（{account.period}）" if account.period else "")
        self.total += len(own)
        for posting in own[: max(0, self.most - len(self.rows))]:
            self.rows.append(Loss(account.unit, title, float(account.opening), float(account.closing), posting))

    def _is_loss(self, name: str, own: list[Posting]) -> bool:
        """A bonus loses by what is deducted from it only; all else by what it has less than at its start, mere roundings aside."""
        if name in self._bonus:
            return any(posting.kind == "deduct" and posting.amount < 0 for posting in own)
        return sum(posting.amount for posting in own) < 0 and any(posting.kind != "rounding" for posting in own)
