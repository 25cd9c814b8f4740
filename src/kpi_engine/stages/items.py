"""Line items: ``amount = min(at_most, each × quantity)``, from events, a formula or a condition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from kpi_engine.errors import k2_shape as k2
from kpi_engine.formula.functions.arithmetic import maximum, minimum
from kpi_engine.formula.making import arith, choice, compare, const, logic
from kpi_engine.formula.tree import Const, Group, Name, Node, Reduce, Round
from kpi_engine.scheme.binding import Bind
from kpi_engine.scheme.indicators import Item
from kpi_engine.scheme.needs import EVENTS
from kpi_engine.scheme.outline import Entry, Outline
from kpi_engine.scheme.quantities import event_rows
from kpi_engine.stages.draft import Draft
from kpi_engine.stages.spread import worth_of
from kpi_engine.table import Kind, Ref, Role
from kpi_engine.terms import Formula, Rule

__all__ = ["counts_events", "counts_ref", "is_once_all", "item_amount", "price_of_rows", "same_fact_steps"]


def is_once_all(item: Item) -> bool:
    """``once: all``: everything that is left of the indicator."""
    return isinstance(item.once, Formula) and item.once.text.strip() == "all"


def counts_events(item: Item) -> bool:
    """Whether the item's quantity is the events of its own name, each with its price."""
    return item.for_ is None and item.when is None and item.once is None


def item_amount(draft: Draft, entry: Entry, name: str, item: Item, period: str, left: Node) -> Node:
    """The amount of a line item after its own cap; ``left`` is what an ``once: all`` item takes."""
    bind = _bind(draft, entry, period)
    _check_sources(draft, item)
    if counts_events(item):
        amount = _of_events(draft, entry, name, item, period)
    else:
        price = maximum(const(0), left) if is_once_all(item) else _price(bind, item)
        amount = price
        if item.for_ is not None:
            quantity = stepped(bind.amount(item.for_), item)
            named = draft.step(Ref(Role.QUANTITY, entry.name, period, name), quantity, label=f"{name}数量")
            amount = arith("*", price, named)
        if item.when is not None:
            amount = choice(bind.condition(item.when), amount, const(0))
        elif item.for_ is None:
            amount = choice(_happened(draft, entry, name, period), amount, const(0))
    return amount if item.at_most is None else minimum(bind.amount(item.at_most), amount)


def _bind(draft: Draft, entry: Entry, period: str) -> Bind:
    """Where an item stands; its points are those that the indicator is scored with, and on an open scale there are none."""
    points = worth_of(draft, entry, period)
    return draft.book.at(entry, period, **({"points": points} if points is not None else {}))


def _happened(draft: Draft, entry: Entry, name: str, period: str) -> Node:
    """``once`` without a condition: whether an event of the item's name happened at all."""
    count = Reduce("count", EVENTS, const(1), event_rows(name, period))
    times = draft.step(Ref(Role.QUANTITY, entry.name, period, name), count, label=f"{name}次数")
    happened = compare(">", times, const(0))
    return choice(Name(Ref(Role.REPORTED, name), Kind.TRUTH, label=f"{name}已报"), happened, happened) if entry.zero_report else happened


def _check_sources(draft: Draft, item: Item) -> None:
    if item.for_ is not None and item.when is not None:
        draft.book.problems.append(k2.TWO_OF.at(item.place, what="数量来源", keys="for、when"))
    prices = [key for key, value in (("each", item.each), ("once", item.once), ("chosen", item.chosen)) if value is not None]
    if len(prices) != 1:
        code = k2.TWO_OF if prices else k2.NONE_OF
        draft.book.problems.append(code.at(item.place, what="单价", keys="each、once、chosen"))
    if item.per is not None and item.partial is None:
        draft.book.problems.append(k2.MISSING_KEY.at(item.place, key="partial（不足一个单位: ignore 舍去、prorate 按比例、round_up 进一）"))


def _price(bind: Bind, item: Item) -> Node:
    rule: Rule | None = item.each if item.each is not None else item.once
    price = bind.amount(rule) if rule is not None else const(0)
    if isinstance(price, Const) and isinstance(price.value, Fraction) and price.value < 0:
        found = f"{price.text or price.value}（扣多少、加多少都写正数，方向由 deduct、add 定）"
        bind.book.problems.append(k2.OTHER_SHAPE.at(rule.place if rule is not None else item.place, found=found))
    return price


def stepped(quantity: Node, item: Item) -> Node:
    """Quantity ÷ per, a part of a unit ignored, prorated or counted whole."""
    if item.per is None:
        return quantity
    units = arith("/", quantity, const(item.per))
    if item.partial == "ignore":
        return Round(units, 0, "down")
    return Round(units, 0, "up") if item.partial == "round_up" else units


def price_of_rows(draft: Draft, entry: Entry, name: str, item: Item, period: str) -> Node:
    """What one row of the item's events costs (a tree over the rows)."""
    if item.chosen is not None:
        return Name(Ref(Role.COLUMN, EVENTS, part="amount"), Kind.NUMBER, EVENTS, label="核定分值")
    bind = _bind(draft, entry, period)
    bind = replace(bind, here=replace(bind.here, event=name, table=EVENTS))
    price = _price(bind, item)
    if not item.count:
        return price
    counted = bind.amount(Formula(item.count, item.place))
    return arith("*", price, stepped(counted, item))


def _of_events(draft: Draft, entry: Entry, name: str, item: Item, period: str) -> Node:
    where = event_rows(name, period)
    price = price_of_rows(draft, entry, name, item, period)
    draft.step(Ref(Role.QUANTITY, entry.name, period, name), Reduce("count", EVENTS, const(1), where), label=f"{name}次数")
    row_price = draft.step(Ref(Role.PRICE, entry.name, period, name), choice(where, price, const(0)), label=f"{name}单价", domain=EVENTS)
    counted = where
    if entry.same_fact in ("heaviest", "first"):
        counted = logic("and", [where, Name(counts_ref(draft.book.tree, entry, period), Kind.TRUTH, EVENTS, label="不重复")])
    whole = Reduce("sum", EVENTS, row_price, counted)
    reported = Name(Ref(Role.REPORTED, name), Kind.TRUTH, label=f"{name}已报")
    return choice(reported, whole, whole) if entry.zero_report else whole


def counts_ref(tree: Outline, entry: Entry, period: str) -> Ref:
    """Which rows of a fact count for the items of a node: said for each period only where the node that carries the policy has periods itself."""
    return Ref(Role.PRICE, entry.fact_carrier, period if tree[entry.fact_carrier].periods is not None else "", "counts")


def same_fact_steps(draft: Draft, carrier: Entry, period: str) -> None:
    """Under ``same_fact`` heaviest or first: which row of a fact counts, within the node that carries the policy."""
    items = [*_priced(draft, carrier, period)]
    if carrier.same_fact not in ("heaviest", "first") or not items:
        return
    price: Node = const(0)
    order: Node = const(0)
    for position, (entry, name, at) in enumerate(items, 1):
        where = event_rows(name, at)
        price = choice(where, Name(Ref(Role.PRICE, entry.name, at, name), Kind.NUMBER, EVENTS, label=f"{name}单价"), price)
        order = choice(where, const(Fraction(position)), order)
    among = draft.step(Ref(Role.PRICE, carrier.name, period, "priced"), compare(">", order, const(0)), domain=EVENTS)
    ref = Ref(Role.PRICE, carrier.name, period, "counts")
    draft.step(ref, Group("counts_once", "fact", (price, order), among, (("keep", carrier.same_fact),), EVENTS, Kind.TRUTH), domain=EVENTS)


def _priced(draft: Draft, carrier: Entry, period: str) -> Iterator[tuple[Entry, str, str]]:
    """The items whose events are facts of the carrier: (node, item, period), in the order of the text."""
    for entry in draft.book.tree.below(carrier.name):
        if entry.fact_carrier != carrier.name:
            continue
        periods = (period,) if carrier.periods is not None else entry.periods.names if entry.periods is not None else ("",)
        for name, item in (*entry.model.deduct.items(), *entry.model.add.items()):
            if counts_events(item):
                yield from ((entry, str(name), at) for at in periods)
