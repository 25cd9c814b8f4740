"""Many rows made one value: sum, count, mean, highest, lowest, last, trimmed mean, and series (in_a_row, times)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from kpi_engine.formula.functions import ExactCell, Reducer
from kpi_engine.numbers import Root
from kpi_engine.table import State

__all__ = ["FUNCTIONS"]

_NONE: ExactCell = (State.MISSING, None)


def _worst(cells: Sequence[ExactCell]) -> State:
    """The worst state; a root has no sum with others, and is never left out of one: ERROR."""
    return max((State.ERROR if isinstance(v, Root) else s for s, v in cells), default=State.PRESENT)


def _numbers(cells: Sequence[ExactCell]) -> list[Fraction]:
    return [v for s, v in cells if s == State.PRESENT and isinstance(v, Fraction)]


def _sum(cells: Sequence[ExactCell], options: Mapping[str, int]) -> ExactCell:
    """The sum; of no rows, 0; a row without value makes the sum unknown."""
    worst = _worst(cells)
    return (State.PRESENT, sum(_numbers(cells), Fraction(0))) if worst == State.PRESENT else (worst, None)


def _count(cells: Sequence[ExactCell], options: Mapping[str, int]) -> ExactCell:
    return (State.PRESENT, Fraction(len(cells)))


def _mean(cells: Sequence[ExactCell], options: Mapping[str, int]) -> ExactCell:
    """The mean after dropping ``highest`` and ``lowest`` extremes (only beyond ``if_more_than`` rows); MISSING under ``at_least`` rows."""
    values = sorted(_numbers(cells))
    if _worst(cells) > State.MISSING or len(values) < max(1, options.get("at_least", 1)):
        return (max(_worst(cells), State.MISSING), None)
    low, high = options.get("lowest", 0), options.get("highest", 0)
    if len(values) > max(options.get("if_more_than", 0), low + high):
        values = values[low : len(values) - high]
    return (State.PRESENT, sum(values, Fraction(0)) / len(values))


def _highest(cells: Sequence[ExactCell], options: Mapping[str, int]) -> ExactCell:
    if any(isinstance(v, Root) for _, v in cells):
        return (State.ERROR, None)
    return (State.PRESENT, max(_numbers(cells))) if _numbers(cells) else _NONE


def _lowest(cells: Sequence[ExactCell], options: Mapping[str, int]) -> ExactCell:
    if any(isinstance(v, Root) for _, v in cells):
        return (State.ERROR, None)
    return (State.PRESENT, min(_numbers(cells))) if _numbers(cells) else _NONE


def _last(cells: Sequence[ExactCell], options: Mapping[str, int]) -> ExactCell:
    return cells[-1] if cells else _NONE


def _in_a_row(cells: Sequence[ExactCell], options: Mapping[str, int]) -> ExactCell:
    """How many rows at the end, without a gap, are true."""
    run = 0
    for state, value in reversed(cells):
        if state != State.PRESENT or value is not True:
            break
        run += 1
    return (State.PRESENT, Fraction(run))


def _times(cells: Sequence[ExactCell], options: Mapping[str, int]) -> ExactCell:
    return (State.PRESENT, Fraction(sum(1 for s, v in cells if s == State.PRESENT and v is True)))


FUNCTIONS = (
    Reducer("sum", "合计", _sum, "{what}合计"),
    Reducer("count", "次数", _count, "{what}次数"),
    Reducer("mean", "平均（可去最高最低）", _mean, "{what}平均"),
    Reducer("highest", "最高", _highest, "{what}最高"),
    Reducer("lowest", "最低", _lowest, "{what}最低"),
    Reducer("last", "最后一次", _last, "{what}最后一次"),
    Reducer("in_a_row", "最近连续次数", _in_a_row, "{what}连续次数"),
    Reducer("times", "累计次数", _times, "{what}累计次数"),
)
