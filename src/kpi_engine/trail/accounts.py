"""Accounts of many units at once: opening + postings = closing, in decimals that add up by hand. What a posting is stands here and nowhere else.

Every posting is the difference of two figures of the run, both printed with `PLACES` decimals, so that the printed sum is exact whatever the figures
are; what makes the proof worth something is that the chain of figures must arrive at the published one (`kpi_engine.trail.balance`). Amounts are
worked out on the columns; sentences and sources are made when they are asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import repeat

import numpy as np
import numpy.typing as npt

from kpi_engine.engine.results import Results
from kpi_engine.formula.tree import Absent, If, Node, references
from kpi_engine.formula.words import IndexArray, Measure, Saying, sayings
from kpi_engine.scheme.indicators import Item
from kpi_engine.stages.draft import Account, Line
from kpi_engine.stages.items import counts_events
from kpi_engine.table import Ref, Role, State
from kpi_engine.trail.amounts import Amounts, Wholes
from kpi_engine.trail.happened import happened, struck
from kpi_engine.trail.jury import told_marks
from kpi_engine.trail.postings import Memo, Postings, Texts, by_text
from kpi_engine.trail.shelf import Shelf, shelf_of
from kpi_engine.trail.sight import Block, Sight
from kpi_engine.trail.votes import told_votes

__all__ = ["Accounts", "accounts_of"]

BoolArray = npt.NDArray[np.bool_]

_ABSENT = {State.PRESENT: "", State.NOT_APPLICABLE: "不涉及"}
_TELLING = ("rule", "combine", "rescale")
_WHAT = {
    "rule": "计分", "rescale": "缺项折算", "gate": "未达启用条件", "policy": "缺报或不涉及按规定", "rounding": "舍入", "combine": "合成", "veto": "一票否决",
    "reweigh": "按新分值折算",
}  # fmt: skip


@dataclass(frozen=True)
class Accounts:
    """The accounts of one node for some units. Where ``state`` is not PRESENT there is no figure, and opening and closing say nothing."""

    account: Account
    state: npt.NDArray[np.uint8]
    opening: Wholes
    closing: Wholes
    postings: Sequence[Postings]

    @property
    def unbalanced(self) -> BoolArray:
        """Where opening + postings is not the closing, on the printed amounts."""
        wrong: BoolArray = (sum((p.amounts for p in self.postings), self.opening) != self.closing) & (self.state == State.PRESENT)
        return wrong


def accounts_of(results: Results, rows: IndexArray) -> list[Accounts]:
    """All accounts of some units, in the order of the scheme."""
    shelf, block = shelf_of(results), Block(results, rows)
    return [_Writer(shelf, account, block).write() for account in shelf.accounts]


def _rule_of(tree: Node) -> Node:
    """The rule without for whom it is made (``only_for``, points by class): whoever has the indicator knows that."""
    if isinstance(tree, If) and isinstance(tree.otherwise, Absent):
        told = references(tree.condition)
        if told and all(ref.role is Role.UNIT for ref in told):
            return _rule_of(tree.then)
    return tree


class _Writer:
    """Goes from the opening along the lines; ``at`` is the figure reached so far."""

    def __init__(self, shelf: Shelf, account: Account, block: Block) -> None:
        self.shelf, self.account, self.block = shelf, account, block
        self.results: Results = shelf.results
        self.at = block.amounts(account.opening)
        self.state = block.states(account.closing)
        self.present: BoolArray = self.state == State.PRESENT
        self.postings: list[Postings] = []

    def write(self) -> Accounts:
        opening = self.at.printed
        for line in self.account.lines:
            self.post(line)
        closing = np.where(self.present, self.block.amounts(self.account.closing).printed, opening)
        return Accounts(self.account, self.state, opening, closing, self.postings)

    def post(self, line: Line) -> None:
        match line.kind:
            case "deduct" | "add":
                self.item(line)
            case "child" | "bonus":
                self.child(line)
            case "decision":
                self.decision(line)
            case _:
                self.change(line)

    def move(self, to: Amounts, posting: Postings, *, always: BoolArray | None = None) -> None:
        """Go to a new figure; the amount is the difference of what is printed. A posting of nothing is made only where ``always`` says so."""
        amounts = np.where(self.present, to.printed - self.at.printed, 0)
        rows = np.flatnonzero(amounts != 0 if always is None else (amounts != 0) | (always & self.present))
        if len(rows):
            self.postings.append(replace(posting, rows=rows, amounts=amounts))
        self.at = to

    def decision(self, line: Line) -> None:
        """Points that were decided, with the paper and who decides them."""
        rule = self.results.plan.scheme.decisions[line.name]
        told = self.results.facts.columns.get(line.after)
        source: Texts = (lambda rows: [told.sources(row) for row in self.block.rows[rows].tolist()]) if told is not None else ""
        posting = Postings("decision", rule.label or line.name, rule.clause, owner=rule.by, source=source)
        self.move(self.at.plus(self.block.amounts(line.after)), posting)

    def change(self, line: Line) -> None:
        """From one figure of the node to the next; where that is not there yet, the policy's posting will bring it."""
        column = self.block.get(line.after)
        if column is None:
            return
        there = column.state == State.PRESENT
        to = self.block.amounts(line.after).where(there, self.at)
        if line.kind == "cap":
            self.bound(line, to)
            return
        step = self.results.plan.steps_by_ref.get(line.after)
        rule = _rule_of(step.tree) if step is not None and line.kind in _TELLING else None
        source: Texts = ""
        if rule is not None and line.kind == "rule":
            source = partial(self.sources, rule)
            juries, ballots = self.shelf.raters_of(rule)
            self.postings += told_marks(self.results, self.block, juries, line.clause, there & self.present)
            self.postings += told_votes(self.results, self.block, ballots, line.clause, there & self.present)
        posting = Postings(line.kind, _WHAT[line.kind], line.clause, self.memo(line.text, rule), source=source)
        self.move(to, posting, always=there if line.kind in _TELLING and line.kind != "rescale" else None)

    def bound(self, line: Line, to: Amounts) -> None:
        """A cap takes, a floor gives."""
        before = self.at
        for what, side in (("封顶", to.printed < before.printed), ("保底", to.printed > before.printed)):
            self.at = before
            self.move(to.where(side, before), Postings("cap", what, line.clause, self.memo(line.text)))
        self.at = to

    def child(self, line: Line) -> None:
        """A part's loss, or what a bonus brought."""
        got = self.block.amounts(line.after)
        full = self.block.amounts(line.before if line.kind == "child" else None)
        states = self.block.states(line.after)

        def memo(rows: IndexArray) -> list[Saying]:
            return by_text(rows, [_ABSENT.get(state, "无分") for state in states[rows].tolist()])

        self.move(self.at.plus(got).plus(full, -1), Postings("bonus" if line.kind == "bonus" else "child", line.name, line.clause, memo))

    def item(self, line: Line) -> None:
        sign = -1 if line.kind == "deduct" else 1
        entry = self.results.plan.book.tree[self.account.name]
        item = (entry.model.deduct if line.kind == "deduct" else entry.model.add)[line.name]
        end = self.at.plus(self.block.amounts(line.after), sign)
        if counts_events(item):
            for turn in happened(self.shelf, self.block, self.account, line, item):
                self.move(self.at.plus(turn.prices, sign), turn.posting, always=turn.elsewhere)
        else:
            self.move(end, self.single(line, item))
        self.postings += struck(self.block, self.account, line, item, self.present)
        self.move(end, Postings("cap", f"{line.name}封顶", line.clause))

    def single(self, line: Line, item: Item) -> Postings:
        """What is deducted or added at once, with how much of it there was."""
        tree = self.results.plan.steps_by_ref[line.after].tree
        quantity = Ref(Role.QUANTITY, self.account.name, self.account.period, line.name)

        def counted(rows: IndexArray) -> Sequence[str]:
            return [self.results.text(quantity, row) for row in self.block.rows[rows].tolist()]

        return Postings(
            line.kind,
            item.label or line.name,
            line.clause,
            self.memo(item.text, tree),
            quantity=counted if item.for_ is not None else "1",
            source=partial(self.sources, tree),
        )

    def memo(self, words: str, rule: Node | None = None) -> Memo:
        """The clause's own words, and the sentence of the rule."""
        if rule is None:
            return lambda rows: [Saying(rows, words.replace("%", "%%"))]
        knows = Sight(self.shelf.asked(rule), self.block)
        measure_of = self.results.measure_of
        return lambda rows: [told.after(words) for told in sayings(rule, knows, rows, measure_of=measure_of, measure=Measure(places=None))]

    def sources(self, tree: Node, rows: IndexArray) -> Sequence[str]:
        """The cells that the figure rests on."""
        columns = self.shelf.inputs_of(tree)
        units = self.block.rows[rows].tolist()
        if len(columns) == 1:
            return list(map(columns[0].sources, units))
        told = zip(*(map(column.sources, units) for column in columns), strict=True) if columns else repeat((), len(units))
        return ["；".join(dict.fromkeys(filter(None, places))) for places in told]
