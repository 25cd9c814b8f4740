"""``not_applicable: spread`` (平均计入其他指标): the points of what does not apply are added in equal parts to the leaves that do, before these are scored.

Spread within the node that carries the policy; a leaf that carries it itself is spread within its parent. Who shares: `Outline.spread_over`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpi_engine.errors import k3_meaning as k3
from kpi_engine.formula.functions.arithmetic import total_of
from kpi_engine.formula.making import arith, choice, compare, const, logic
from kpi_engine.formula.tree import Absent, Call, Fallback, Name, Node
from kpi_engine.scheme.binding import Bind
from kpi_engine.scheme.indicators import Item
from kpi_engine.scheme.outline import ROOT, Entry
from kpi_engine.stages.draft import Draft
from kpi_engine.stages.presence import applies, exists, points_of
from kpi_engine.table import Kind, Ref, Role, State

__all__ = ["check_spread", "worth_of"]

_MEND, _MEND_EN = "在这一级写 not_applicable: skip 或 rescale", "write not_applicable: skip or rescale on this level"


def check_spread(draft: Draft) -> None:
    """Spreading is for points that add up, and over leaves that are scored equally often (K318)."""
    tree = draft.book.tree
    carriers = dict.fromkeys(leaf.carrier for leaf in tree.leaves if leaf.not_applicable == "spread")
    for carrier in (tree[name] for name in carriers):
        losing = [leaf for leaf in tree.below(carrier.name) if tree.is_spread(leaf, carrier)]
        by_rates = [node for leaf in losing for node in tree.way_up(leaf, carrier) if node.is_over_rates]
        if by_rates:
            what = f"“{by_rates[0].title}”按得分率合成，下面不涉及的分值平均计入其他指标（spread）"
            what_en = f"spreading below {by_rates[0].title}, which is combined by rates,"
            draft.book.problems.append(k3.NOT_YET.at(by_rates[0].model.place, what=what, what_en=what_en, mend=_MEND, mend_en=_MEND_EN))
        if len({leaf.period_node for leaf in tree.spread_over.get(carrier.name, {}).values()}) > 1:
            what = f"“{carrier.title}”下面有的分期、有的不分期，不涉及的分值平均计入其他指标（spread）"
            what_en = f"spreading below {carrier.title} over parts with periods and parts without"
            mend, mend_en = "把 not_applicable: spread 写在分期的那一级", "write not_applicable: spread on the level that has the periods"
            draft.book.problems.append(k3.NOT_YET.at(carrier.model.place, what=what, what_en=what_en, mend=mend, mend_en=mend_en))


def worth_of(draft: Draft, entry: Entry, period: str) -> Name | None:
    """The points that a node counts with: its own, for a leaf with its parts of what does not apply; None on an open scale."""
    own = points_of(draft, entry)
    if own is None or not entry.is_leaf or entry.name == ROOT:
        return own
    ref = Ref(Role.POINTS, entry.name, period, "spread")
    if ref not in draft.steps:
        pools = draft.book.tree.spread_over
        parts = [_part(draft, draft.book.tree[name], [*leaves.values()], period) for name, leaves in pools.items() if entry.name in leaves]
        if not parts:
            return own
        draft.step(ref, total_of(own, *parts), label=f"{entry.title}分值（含平均计入）")
    return Name(ref, Kind.NUMBER, label="分值")


def _part(draft: Draft, carrier: Entry, leaves: Sequence[Entry], period: str) -> Name:
    """What each leaf that applies gets: Σ points of those that do not ÷ how many do."""
    ref = Ref(Role.POINTS, carrier.name, period, "spread part")
    label = f"{carrier.title}平均计入"
    if ref in draft.steps:
        return Name(ref, Kind.NUMBER, label=label)
    lost: list[Node] = []
    applying: list[Node] = []
    for leaf in leaves:
        points = Name(Ref(Role.POINTS, leaf.name), Kind.NUMBER, label="分值")
        there_is = Call("applies", (_probe(draft, leaf, period, points),), Kind.TRUTH)
        part = exists(draft, leaf)
        applying.append(choice(there_is if part is None else logic("and", [part, there_is]), const(1), const(0)))
        if draft.book.tree.is_spread(leaf, carrier):
            gone = choice(there_is, const(0), points)
            lost.append(gone if part is None else choice(part, gone, const(0)))
    count = total_of(*applying)
    tree = choice(compare("==", count, const(0)), const(0), arith("/", total_of(*lost), count))
    return draft.step(ref, tree, label=label)


def _probe(draft: Draft, leaf: Entry, period: str, points: Name) -> Name:
    """Whether the leaf applies shows in the state of its rule and items at its own points."""
    ref = Ref(Role.START, leaf.name, period, "probe")
    if ref in draft.steps:
        return Name(ref, Kind.NUMBER, label=leaf.title)
    bind = draft.book.at(leaf, period, points=points)
    start: Node = bind.amount(leaf.model.score) if leaf.model.score is not None else points
    items = (*leaf.model.deduct.values(), *leaf.model.add.values())
    tree = total_of(start, *(part for item in items for part in _asked_by(bind, item)))
    condition = applies(draft, leaf, period)
    if condition is not None:
        tree = choice(condition, tree, Absent(State.NOT_APPLICABLE))
    if leaf.missing == "not_applicable":
        tree = Fallback(tree, missing=Absent(State.NOT_APPLICABLE))
    return draft.step(ref, tree, label=leaf.title)


def _asked_by(bind: Bind, item: Item) -> Iterator[Node]:
    """What an item asks of its unit: the quantity, or whether a condition holds."""
    if item.for_ is not None:
        yield bind.amount(item.for_)
    if item.when is not None:
        yield choice(bind.condition(item.when), const(1), const(0))
