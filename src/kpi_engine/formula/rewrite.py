"""A tree with other trees in the place of some of its names or parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Final, get_args

from kpi_engine.formula.tree import Name, Node
from kpi_engine.table import Ref

__all__ = ["mapped", "replaced"]

_NODES: Final = get_args(Node)


def replaced(tree: Node, by: Mapping[Ref, Node]) -> Node:
    """``tree`` with ``by[ref]`` for each name of ``ref``; what does not change is shared, not copied.

    >>> from kpi_engine.formula.making import arith, const
    >>> from kpi_engine.table import Kind, Role
    >>> p, q = (Name(Ref(Role.INPUT, name), Kind.NUMBER) for name in "pq")
    >>> replaced(arith("*", p, const(2)), {p.ref: q}) == arith("*", q, const(2))
    True
    """
    return mapped(tree, lambda node: by.get(node.ref, node) if isinstance(node, Name) else node)


def mapped(tree: Node, change: Callable[[Node], Node]) -> Node:
    """``tree`` with what ``change`` makes of each of its nodes, those below first; what does not change is shared, not copied."""
    parts = {field.name: getattr(tree, field.name) for field in fields(tree)}
    changed = {name: new for name, old in parts.items() if (new := _part(old, change)) is not old}
    return change(replace(tree, **changed) if changed else tree)  # type: ignore[arg-type]  # they are fields of this kind of node


def _part(value: object, change: Callable[[Node], Node]) -> object:
    """A node, or a tuple that may hold nodes; anything else is itself."""
    if isinstance(value, _NODES):
        return mapped(value, change)
    if isinstance(value, tuple):
        made = tuple(_part(item, change) for item in value)
        return value if all(new is old for new, old in zip(made, value, strict=True)) else made
    return value
