"""How functions of many rows are compiled: groups and reducers."""

from __future__ import annotations

from collections.abc import Callable

from kpi_engine.formula.columns.compiler import Compiler, Rung
from kpi_engine.formula.columns.group import grouped
from kpi_engine.formula.columns.grouping import Grouping
from kpi_engine.formula.columns.reduce import reduced
from kpi_engine.formula.columns.value import Cells, Constant, Truth, Val
from kpi_engine.formula.tree import (
    Group,
    Reduce,
)

__all__ = ["MANY"]


def _group(on: Compiler, node: Group, domain: str) -> Val | None:
    if node.domain or node.scope == "fact":
        return None
    args = tuple(on.value(arg, "") for arg in node.args)
    among = None if node.among is None else on.value(node.among, "")
    if not isinstance(among, (Truth, Constant, type(None))):
        return None
    grouping = Grouping(on.tape, node, on.most_in_group(node), (node, domain))
    made = grouped(grouping, args, among)
    if grouping.certified:
        on.rung = max(on.rung, Rung.CERTIFIED)
    if made is None:
        return None
    made = made if isinstance(made, (Cells, Truth)) or made.kind is node.kind else made._replace(kind=node.kind)
    return made if not domain else on.lifted(made, "", domain)


def _reduce(on: Compiler, node: Reduce, domain: str) -> Val | None:
    arg = on.value(node.arg, node.table)
    where = None if node.where is None else on.value(node.where, node.table)
    if not isinstance(where, (Truth, Constant, type(None))):
        return None
    made = reduced(on.tape, node, arg, where, on.most_rows(node.table))
    return made if made is None or not domain else on.lifted(made, "", domain)


MANY: dict[type, Callable[..., Val | None]] = {Group: _group, Reduce: _reduce}
"""The rule of each kind of node."""
