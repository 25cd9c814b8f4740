"""A tree with other trees in the place of some of its names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Final, get_args

from kpi_engine.formula.tree import Name, Node
from kpi_engine.table import Ref

__all__ = ["replaced"]

_NODES: Final = get_args(Node)


def replaced(tree: Node, by: Mapping[Ref, Node]) -> Node:
    """``tree`` with ``by[ref]`` for each name of ``ref``; what does not change is shared, not copied.

    >>> from kpi_engine.formula.tree import arith, const
    >>> from kpi_engine.table import Kind, Role
    >>> p, q = (Name(Ref(Role.INPUT, name), Kind.NUMBER) for name in "pq")
    >>> replaced(arith("*", p, const(2)), {p.ref: q}) == arith("*", q, const(2))
    True
    """
    if isinstance(tree, Name):
        return by.get(tree.ref, tree)
    parts = {field.name: getattr(tree, field.name) for field in fields(tree)}
    changed = {name: new for name, old in parts.items() if (new := _part(old, by)) is not old}
    return replace(tree, **changed) if changed else tree  # type: ignore[arg-type]  # they are fields of this kind of node


def _part(value: object, by: Mapping[Ref, Node]) -> object:
    """A node, or a tuple that may hold nodes; anything else is itself."""
    if isinstance(value, _NODES):
        return replaced(value, by)
    if isinstance(value, tuple):
        made = tuple(_part(item, by) for item in value)
        return value if all(new is old for new, old in zip(made, value, strict=True)) else made
    return value
