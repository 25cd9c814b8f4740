"""Accounts rendered for one unit: opening + postings = closing, in decimals that add up by hand.

Every posting is the difference of two figures of the run, both written with `PLACES` decimals, so that the printed sum is exact whatever the figures
are; what makes the proof worth something is that the chain of figures must arrive at the published one (`kpi_engine.trail.balance`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from kpi_engine.engine.results import Results
from kpi_engine.formula.tree import Absent, If, Node, references
from kpi_engine.formula.words import Measure, sentence
from kpi_engine.numbers import decimal_places, decimal_text, round_fraction
from kpi_engine.scheme.model import Item
from kpi_engine.scheme.needs import EVENTS
from kpi_engine.stages.draft import Account, Line
from kpi_engine.stages.items import counts_events
from kpi_engine.table import Ref, Role, State, as_date
from kpi_engine.trail.shelf import Shelf, shelf_of

__all__ = ["PLACES", "Ledger", "Posting", "ledger", "ledgers", "plain"]

PLACES = 6
"""Decimals of a posting: enough for any published place; a finer figure shows its rounding as a posting of its own."""

_WHOLE = 10**PLACES
_TELLING = ("rule", "combine", "rescale")
_WHAT = {
    "rule": "计分", "rescale": "缺项折算", "gate": "未达启用条件", "cap": "封顶保底", "policy": "缺报或不涉及按规定", "rounding": "舍入", "combine": "合成", "veto": "一票否决",
    "reweigh": "按新分值折算",
}  # fmt: skip


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


def plain(amount: Fraction, places: int | None = None) -> str:
    """An amount as printed: at least ``places`` decimals, as many as it has."""
    own = decimal_places(amount)
    return decimal_text(amount, max(own if own is not None else PLACES, places or 0))


def ledgers(results: Results, row: int) -> Iterator[Ledger]:
    """All accounts of one unit, in the order of the scheme."""
    shelf = shelf_of(results)
    for account in shelf.accounts:
        yield _Writer(shelf, account, row).write()


def ledger(results: Results, account: Account, row: int) -> Ledger:
    """One account of one unit."""
    return _Writer(shelf_of(results), account, row).write()


def _decimal(value: Fraction) -> Fraction:
    return value if _WHOLE % value.denominator == 0 else round_fraction(value, PLACES)


def _rule_of(tree: Node) -> Node:
    """The rule without for whom it is made (``only_for``, points by class): whoever has the indicator knows that."""
    if isinstance(tree, If) and isinstance(tree.otherwise, Absent):
        told = references(tree.condition)
        if told and all(ref.role is Role.UNIT for ref in told):
            return _rule_of(tree.then)
    return tree


@dataclass
class _Writer:
    shelf: Shelf
    account: Account
    row: int
    postings: list[Posting] = field(default_factory=list)
    at: Fraction = Fraction(0)

    @property
    def results(self) -> Results:
        return self.shelf.results

    def write(self) -> Ledger:
        results, account, row = self.results, self.account, self.row
        opening = self.figure(account.opening) if account.opening is not None else Fraction(0)
        state, _ = results.cell(account.closing, row)
        closing = self.figure(account.closing)
        self.at = opening if opening is not None else Fraction(0)
        start = _decimal(self.at)
        if state == State.PRESENT:
            for line in account.lines:
                self.post(line)
        end = _decimal(closing) if closing is not None else start
        return Ledger(results.units[row], account.name, account.title, account.period, start, tuple(self.postings), end, state, account.clause)

    def figure(self, ref: Ref) -> Fraction | None:
        return self.results.number(ref, self.row)

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

    def move(self, to: Fraction, posting: Posting, *, always: bool = False) -> None:
        """Go to a new figure; the posting's amount is the difference of what is printed."""
        amount = _decimal(to) - _decimal(self.at)
        if amount or always:
            self.postings.append(replace(posting, amount=amount))
        self.at = to

    def decision(self, line: Line) -> None:
        """Points that were decided, with the paper and who decides them."""
        rule, told = self.results.plan.scheme.decisions[line.name], self.results.facts.columns.get(line.after)
        posting = Posting(
            "decision", rule.label or line.name, Fraction(0), rule.clause, owner=rule.by, source=told.sources(self.row) if told is not None else ""
        )
        self.move(self.at + (self.figure(line.after) or 0), posting)

    def change(self, line: Line) -> None:
        if line.kind not in _TELLING and self.shelf.is_same(line, self.row):
            return
        to = self.figure(line.after)
        if to is None:
            return  # not applicable or missing so far: the policy's posting will bring the figure
        what = _WHAT[line.kind]
        if line.kind == "cap":
            what = "封顶" if to < self.at else "保底"
        step = self.results.plan.steps_by_ref.get(line.after)
        tells = line.kind in _TELLING
        rule = _rule_of(step.tree) if step is not None else None
        memo = self.sentence(rule) if rule is not None and tells else ""
        source = self.sources(rule) if rule is not None and line.kind == "rule" else ""
        always = tells and line.kind != "rescale"
        self.move(to, Posting(line.kind, what, Fraction(0), line.clause, "　".join(t for t in (line.text, memo) if t), source=source), always=always)

    def child(self, line: Line) -> None:
        full = self.figure(line.before) if line.before is not None and line.kind == "child" else Fraction(0)
        state, score = self.results.cell(line.after, self.row)
        got = score if isinstance(score, Fraction) else Fraction(0)
        memo = "" if state == State.PRESENT else {State.NOT_APPLICABLE: "不涉及"}.get(state, "无分")
        if full == 0 and state == State.NOT_APPLICABLE:
            return  # the node does not exist for this unit
        kind = "bonus" if line.kind == "bonus" else "child"
        self.move(self.at + got - (full or 0), Posting(kind, line.name, Fraction(0), line.clause, memo))

    def item(self, line: Line) -> None:
        sign = -1 if line.kind == "deduct" else 1
        amount = self.figure(line.after) or Fraction(0)
        end = self.at + sign * amount
        entry = self.results.plan.book.tree[self.account.name]
        item = (entry.model.deduct if line.kind == "deduct" else entry.model.add)[line.name]
        if counts_events(item):
            self.events(line, item, sign)
        elif amount:
            self.single(line, item, sign, amount)
        self.postings += self.struck(line, item)
        self.move(end, Posting("cap", f"{line.name}封顶", Fraction(0), line.clause))

    def struck(self, line: Line, item: Item) -> list[Posting]:
        """Events that a correction struck: told, and worth nothing."""
        return [
            Posting(
                line.kind,
                item.label or line.name,
                Fraction(0),
                line.clause,
                "更正撤销，不计",
                "0",
                "0",
                was.evidence,
                item.owner,
                was.date,
                was.source,
            )
            for was in self.results.facts.struck
            if was.unit == self.row and was.event == line.name and (not self.account.period or was.period == self.account.period)
        ]

    def single(self, line: Line, item: Item, sign: int, amount: Fraction) -> None:
        quantity = (
            self.results.text(Ref(Role.QUANTITY, self.account.name, self.account.period, line.name), self.row) if item.for_ is not None else "1"
        )
        step = self.results.plan.steps_by_ref[line.after]
        memo = self.sentence(step.tree)
        label = item.label or line.name
        posting = Posting(
            line.kind, label, Fraction(0), line.clause, "　".join(t for t in (item.text, memo) if t), quantity, source=self.sources(step.tree)
        )
        self.move(self.at + sign * amount, posting)

    def events(self, line: Line, item: Item, sign: int) -> None:
        """Each event that counts is a posting of its own, with its evidence."""
        price_ref = Ref(Role.PRICE, self.account.name, self.account.period, line.name)
        for event_row in self.event_rows(line.name):
            price = self.results.number(price_ref, event_row)
            if price is None:
                continue
            if not self.counts(event_row):
                memo = "同一事实已按另一条计，不重复"
                self.postings.append(self.event_posting(line, item, event_row, Fraction(0), memo))
                continue
            self.move(self.at + sign * price, self.event_posting(line, item, event_row, price, item.text))

    def event_rows(self, event: str) -> Sequence[int]:
        period = self.account.period
        rows = self.shelf.events.get((self.row, event), ())
        return [r for r in rows if not period or self.results.word(Ref(Role.COLUMN, EVENTS, part="period"), r) == period]

    def counts(self, event_row: int) -> bool:
        entry = self.results.plan.book.tree[self.account.name]
        ref = Ref(Role.PRICE, entry.fact_carrier, self.account.period, "counts")
        return self.results.columns.get(ref) is None or self.results.holds(ref, event_row)

    def event_posting(self, line: Line, item: Item, event_row: int, price: Fraction, memo: str) -> Posting:
        results = self.results

        def column(part: str) -> str:
            return (
                results.text(Ref(Role.COLUMN, EVENTS, part=part), event_row)
                if results.has_value(Ref(Role.COLUMN, EVENTS, part=part), event_row)
                else ""
            )

        day = results.number(Ref(Role.COLUMN, EVENTS, part="date"), event_row)
        note = column("note")
        entry = results.plan.book.tree[self.account.name]
        source = results.facts.columns[Ref(Role.COLUMN, EVENTS, part="event")].sources(event_row)
        return Posting(
            line.kind,
            item.label or line.name,
            Fraction(0),
            line.clause,
            "　".join(t for t in (memo, note) if t),
            "1",
            plain(price),
            column("evidence") or column("fact"),
            item.owner or entry.owner,
            as_date(day).isoformat() if day is not None else "",
            source,
        )

    def sentence(self, tree: Node) -> str:
        return sentence(tree, self.shelf.reader, self.row, measure_of=self.results.measure_of, measure=Measure(places=None))

    def sources(self, tree: Node) -> str:
        """The cells that the figure rests on."""
        told: dict[str, None] = {}
        for column in self.shelf.inputs_of(tree):
            source = column.sources(self.row)
            if source:
                told[source] = None
        return "；".join(told)
