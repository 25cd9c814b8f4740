"""For whom a node exists, and what its points are."""

from __future__ import annotations

from dataclasses import replace

from kpi_engine.formula.making import Refused, compare, const, logic
from kpi_engine.formula.tree import Name, Node
from kpi_engine.scheme.indicators import OnlyFor
from kpi_engine.scheme.outline import Entry, points_by_class
from kpi_engine.scheme.quantities import class_name
from kpi_engine.source import Place
from kpi_engine.stages.draft import Draft
from kpi_engine.table import Kind, Ref, Role

__all__ = ["applies", "can_be_absent", "exists", "for_whom", "points_of"]


def points_of(draft: Draft, entry: Entry) -> Name | None:
    """The points, as a quantity; None on an open scale."""
    ref = Ref(Role.POINTS, entry.name)
    return Name(ref, Kind.NUMBER, label="分值") if ref in draft.steps else None


def exists(draft: Draft, entry: Entry) -> Node | None:
    """For whom the node exists at all (None: everybody): those for whom it and every node above it does."""
    conditions = [condition for node in draft.book.tree.above(entry.name) for condition in _own(draft, node)]
    return logic("and", conditions) if conditions else None


def _own(draft: Draft, entry: Entry) -> list[Node]:
    """What the node itself says about for whom it exists: ``only_for``, and classes of which the points are 0."""
    conditions = for_whom(draft, entry.model.only_for, entry.model.place)
    nothing = [name for name, points in points_by_class(entry, draft.book.scheme.class_names).items() if points == 0 and name]
    return [*conditions, *(compare("!=", class_name(draft.book), const(name)) for name in nothing)]


def for_whom(draft: Draft, only: OnlyFor | None, place: Place) -> list[Node]:
    """What ``only_for`` demands of a unit: one of the classes, one of the units named."""
    conditions: list[Node] = []
    if only is not None and only.class_:
        conditions.append(logic("or", [_is_class(draft, place, name) for name in only.class_]))
    if only is not None and only.unit:
        unit = Name(Ref(Role.UNIT, part="name"), Kind.WORD, label="单位")
        conditions.append(logic("or", [compare("==", unit, const(name)) for name in only.unit]))
    return conditions


def _is_class(draft: Draft, place: Place, name: str) -> Node:
    try:
        return compare("==", class_name(draft.book), const(name))
    except Refused as refused:
        draft.book.problems += [replace(problem, place=place) for problem in refused.problems]
        return const(value=True)


def applies(draft: Draft, entry: Entry, period: str) -> Node | None:
    """Under which condition a leaf applies (None: always): its own ``applies_if`` and those of the nodes above it."""
    conditions = [
        draft.book.at(node, period).condition(node.model.applies_if)
        for node in draft.book.tree.above(entry.name)
        if node.model.applies_if is not None
    ]
    return logic("and", conditions) if conditions else None


def can_be_absent(draft: Draft, name: str) -> bool:
    """Whether a child's score may be NOT_APPLICABLE for somebody: it does not exist for all that its parent exists for, or its policy leaves that open."""
    entry = draft.book.tree[name]
    if _own(draft, entry):
        return True
    open_ = entry.not_applicable in ("rescale", "spread", "skip") or (entry.missing == "not_applicable" and entry.not_applicable == "problem")
    if entry.is_leaf:
        return open_
    return any(can_be_absent(draft, child) for child in entry.children)
