"""``not_applicable: spread`` (平均计入其他指标): the points of what does not apply are added in equal parts to the leaves that do, before these are scored."""

from __future__ import annotations

from kpi_engine.formula.functions.arithmetic import total_of
from kpi_engine.formula.tree import Absent, Call, Name, Node, arith, choice, compare, const, logic
from kpi_engine.scheme.outline import Entry
from kpi_engine.stages.draft import Draft
from kpi_engine.stages.presence import applies, exists, points_of
from kpi_engine.table import Kind, Ref, Role, State

__all__ = ["spread_points"]


def spread_points(draft: Draft, entry: Entry, period: str) -> Name:
    """The leaf's points with its part of what does not apply: points + Σ points of the others that do not apply ÷ how many leaves apply."""
    ref = Ref(Role.POINTS, entry.name, period, "spread")
    own = points_of(draft, entry)
    assert own is not None, "asked by the caller"
    leaves = [leaf for leaf in draft.book.tree.below(entry.carrier) if leaf.is_leaf and not leaf.is_bonus and leaf.carrier == entry.carrier]
    lost: list[Node] = []
    applying: list[Node] = []
    for leaf in leaves:
        points = points_of(draft, leaf)
        if points is None:
            continue
        there_is = Call("applies", (_probe(draft, leaf, period, points),), Kind.TRUTH)
        part = exists(draft, leaf)
        there = there_is if part is None else logic("and", [part, there_is])
        applying.append(choice(there, const(1), const(0)))
        gone = choice(there_is, const(0), points)
        lost.append(gone if part is None else choice(part, gone, const(0)))
    count = total_of(*applying)
    tree = choice(compare("==", count, const(0)), own, arith("+", own, arith("/", total_of(*lost), count)))
    return draft.step(ref, tree, label=f"{entry.title}分值（含平均计入）")


def _probe(draft: Draft, leaf: Entry, period: str, points: Name) -> Name:
    """Whether the leaf applies shows in the state of its rule at its own points."""
    ref = Ref(Role.START, leaf.name, period, "probe")
    if ref in draft.steps:
        return Name(ref, Kind.NUMBER, label=leaf.title)
    bind = draft.book.at(leaf, period, points=points)
    tree: Node = bind.amount(leaf.model.score) if leaf.model.score is not None else points
    condition = applies(draft, leaf, period)
    if condition is not None:
        tree = choice(condition, tree, Absent(State.NOT_APPLICABLE))
    return draft.step(ref, tree, label=leaf.title)
