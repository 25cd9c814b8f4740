"""What the stages build: steps by reference, and the accounts that the trail will show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kpi_engine.formula.steps import Step
from kpi_engine.formula.tree import Name, Node
from kpi_engine.scheme.binding import Book
from kpi_engine.table import Kind, Ref

__all__ = ["Account", "Draft", "Line", "LineKind"]

LineKind = Literal[
    "rule", "deduct", "add", "child", "bonus", "rescale", "gate", "cap", "policy", "rounding", "combine", "decision", "veto", "reweigh"
]


@dataclass(frozen=True, slots=True)
class Line:
    """One possible posting of an account: what changed from one quantity to the next.

    The amount is ``after − before`` for figures, ``∓item`` for line items (``kind`` deduct or add, ``after`` is the item's amount).
    """

    kind: LineKind
    after: Ref
    before: Ref | None = None
    name: str = ""
    clause: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """The ledger of one node (and period): opening + postings = closing.

    ``opening`` is the points (None: an open scale, the account opens with 0); ``closing`` the finished score.
    """

    name: str
    period: str
    title: str
    opening: Ref | None
    lines: tuple[Line, ...]
    closing: Ref
    clause: str = ""


@dataclass
class Draft:
    """The program while it is being built."""

    book: Book
    steps: dict[Ref, Step] = field(default_factory=dict)
    accounts: list[Account] = field(default_factory=list)

    def step(self, ref: Ref, tree: Node, *, label: str = "", domain: str = "") -> Name:
        """Name a tree; the quantity can be used at once."""
        self.steps[ref] = Step(ref, tree, domain, label)
        words = self.book.grade_words() if tree.kind is Kind.WORD else ()
        return Name(ref, tree.kind, domain, words, label)
