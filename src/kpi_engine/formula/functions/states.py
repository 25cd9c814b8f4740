"""Asking for a state instead of a value: is_present, applies."""

from __future__ import annotations

from collections.abc import Sequence

from kpi_engine.errors import k4_formula as k4
from kpi_engine.formula.functions import ExactCell, RowFunction
from kpi_engine.formula.tree import Fallback, Node, Refused
from kpi_engine.table import Kind, State

__all__ = ["FUNCTIONS"]

_ANY = (Kind.NUMBER, Kind.TRUTH, Kind.WORD, Kind.DATE)


def _is_present(cells: Sequence[ExactCell]) -> ExactCell:
    return (State.PRESENT, cells[0][0] == State.PRESENT)


def _applies(cells: Sequence[ExactCell]) -> ExactCell:
    return (State.PRESENT, cells[0][0] != State.NOT_APPLICABLE)


def _if_missing(args: tuple[Node, ...]) -> Node:
    value, instead = args
    if value.kind is not instead.kind:
        raise Refused(k4.WRONG_PLACE.at(name="if_missing", why="两个参数要是同一类"))
    return Fallback(value, missing=instead, kind=value.kind)


FUNCTIONS = (
    RowFunction("is_present", "有值", (1, 1), kinds=_ANY, result=Kind.TRUTH, on_states=_is_present, words="已报({0})"),
    RowFunction("applies", "涉及", (1, 1), kinds=_ANY, result=Kind.TRUTH, on_states=_applies, words="涉及({0})", written=False),
    RowFunction("if_missing", "缺报时取", (2, 2), build=_if_missing, kinds=_ANY),
)
