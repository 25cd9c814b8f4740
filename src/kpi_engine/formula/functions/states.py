"""Functions that see states: is_present, is_reported, applies, if_missing, the extremes of what applies."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kpi_engine.errors import k4_formula as k4
from kpi_engine.formula.functions import ExactCell, RowFunction
from kpi_engine.formula.making import Refused
from kpi_engine.formula.tree import Fallback, Node
from kpi_engine.table import Kind, State

__all__ = ["FUNCTIONS"]

_ANY = (Kind.NUMBER, Kind.TRUTH, Kind.WORD, Kind.DATE)


def _is_present(cells: Sequence[ExactCell]) -> ExactCell:
    return (State.PRESENT, cells[0][0] == State.PRESENT)


def _is_reported(cells: Sequence[ExactCell]) -> ExactCell:
    return (State.PRESENT, cells[0][0] != State.MISSING)


def _applies(cells: Sequence[ExactCell]) -> ExactCell:
    return (State.PRESENT, cells[0][0] != State.NOT_APPLICABLE)


def _extreme(cells: Sequence[ExactCell], *, highest: bool) -> ExactCell:
    """Of those that apply; none: NOT_APPLICABLE; one that is missing or an error: its state."""
    applicable = [cell for cell in cells if cell[0] != State.NOT_APPLICABLE]
    worst = max((s for s, _ in applicable), default=State.NOT_APPLICABLE)
    if worst != State.PRESENT:
        return (worst, None)
    values = [v for _, v in applicable if isinstance(v, Fraction)]
    return (State.PRESENT, max(values) if highest else min(values))


def _highest_applicable(cells: Sequence[ExactCell]) -> ExactCell:
    return _extreme(cells, highest=True)


def _lowest_applicable(cells: Sequence[ExactCell]) -> ExactCell:
    return _extreme(cells, highest=False)


def _if_missing(args: tuple[Node, ...]) -> Node:
    value, instead = args
    if value.kind is not instead.kind:
        raise Refused(k4.WRONG_PLACE.at(name="if_missing", why="两个参数要是同一类", why_en="both arguments must be of one kind"))
    return Fallback(value, missing=instead, kind=value.kind)


FUNCTIONS = (
    RowFunction("highest_applicable", "涉及者最高", (1, None), on_states=_highest_applicable, words="涉及者最高({args})", written=False),
    RowFunction("lowest_applicable", "涉及者最低", (1, None), on_states=_lowest_applicable, words="涉及者最低({args})", written=False),
    RowFunction("is_present", "有值", (1, 1), kinds=_ANY, result=Kind.TRUTH, on_states=_is_present, words="已报({0})"),
    RowFunction("is_reported", "不缺报", (1, 1), kinds=_ANY, result=Kind.TRUTH, on_states=_is_reported, words="不缺报({0})", written=False),
    RowFunction("applies", "涉及", (1, 1), kinds=_ANY, result=Kind.TRUTH, on_states=_applies, words="涉及({0})", written=False),
    RowFunction("if_missing", "缺报时取", (2, 2), build=_if_missing, kinds=_ANY),
)
