"""Plain arithmetic: min max clip abs floor round sum_of power, and the differences that are never negative."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from fractions import Fraction

from kpi_engine.errors import k4_formula as k4
from kpi_engine.formula.functions import Exact, RowFunction
from kpi_engine.formula.making import Refused, arith, const, number
from kpi_engine.formula.tree import Call, Const, Node, Power, Round
from kpi_engine.numbers import Mode, Root, round_root

__all__ = ["FUNCTIONS", "maximum", "minimum", "total_of"]


def minimum(*args: Node) -> Node:
    """The smallest of the numbers."""
    return args[0] if len(args) == 1 else Call("min", tuple(number(a) for a in args))


def maximum(*args: Node) -> Node:
    """The largest of the numbers."""
    return args[0] if len(args) == 1 else Call("max", tuple(number(a) for a in args))


def total_of(*args: Node) -> Node:
    """The sum of the numbers; of none, 0."""
    if not args:
        return const(0)
    return args[0] if len(args) == 1 else Call("sum_of", tuple(number(a) for a in args))


def _clip(args: tuple[Node, ...]) -> Node:
    value, low, high = args
    return minimum(maximum(value, low), high)


def _above(args: tuple[Node, ...]) -> Node:
    actual, target = args
    return maximum(const(0), arith("-", actual, target))


def _below(args: tuple[Node, ...]) -> Node:
    actual, target = args
    return maximum(const(0), arith("-", target, actual))


def _above_rel(args: tuple[Node, ...]) -> Node:
    return arith("/", _above(args), args[1])


def _below_rel(args: tuple[Node, ...]) -> Node:
    return arith("/", _below(args), args[1])


def _rounder(mode: Mode) -> RowFunction:
    def build(args: tuple[Node, ...]) -> Node:
        places = args[1] if len(args) > 1 else const(0)
        if not isinstance(places, Const) or not isinstance(places.value, Fraction) or places.value not in range(11):
            raise Refused(
                k4.WRONG_PLACE.at(
                    name="round", why="小数位数要写成 0 到 10 的整数", why_en="the number of decimals must be a whole number from 0 to 10"
                )
            )
        return Round(number(args[0]), int(places.value), mode)

    names: dict[Mode, tuple[str, str]] = {"half_up": ("round", "四舍五入"), "up": ("round_up", "向上进位"), "down": ("round_down", "向下舍去")}
    name, title = names[mode]
    return RowFunction(name, title, (1, 2), build=build)


def _power(args: tuple[Node, ...]) -> Node:
    exponent = args[1]
    if not isinstance(exponent, Const) or not isinstance(exponent.value, Fraction) or exponent.value not in range(11):
        raise Refused(k4.WRONG_PLACE.at(name="power", why="指数要写成 0 到 10 的整数", why_en="the exponent must be a whole number from 0 to 10"))
    return Power(number(args[0]), int(exponent.value))


def _least(values: Sequence[Exact]) -> Exact:
    return min(values, key=functools.cmp_to_key(_order))


def _most(values: Sequence[Exact]) -> Exact:
    return max(values, key=functools.cmp_to_key(_order))


def _order(left: Exact, right: Exact) -> int:
    """Numbers and roots by size."""
    if isinstance(left, Root):
        return left.compare(right if isinstance(right, Root) else _as_number(right))
    if isinstance(right, Root):
        return -right.compare(_as_number(left))
    return (_as_number(left) > _as_number(right)) - (_as_number(left) < _as_number(right))


def _as_number(value: Exact) -> Fraction:
    assert isinstance(value, Fraction), "the front end lets no root and no word into arithmetic"
    return value


def _root(values: Sequence[Exact]) -> Exact | None:
    degree = int(_as_number(values[1]))
    if isinstance(values[0], Root):
        return Root(values[0].radicand, values[0].degree * degree).simplified()
    radicand = _as_number(values[0])
    return Root(radicand, degree).simplified() if radicand >= 0 else None


def _abs(values: Sequence[Exact]) -> Exact:
    return values[0] if isinstance(values[0], Root) else abs(_as_number(values[0]))  # a root is never negative


def _floor(values: Sequence[Exact]) -> Exact:
    return round_root(values[0], 0, "floor") if isinstance(values[0], Root) else Fraction(math.floor(_as_number(values[0])))


def _sum_of(values: Sequence[Exact]) -> Exact | None:
    if any(isinstance(value, Root) for value in values):  # roots do not add
        return None
    return sum((_as_number(value) for value in values), Fraction(0))


FUNCTIONS = (
    RowFunction("min", "最小", (1, None), exact=_least, words="min({args})"),
    RowFunction("max", "最大", (1, None), exact=_most, words="max({args})"),
    RowFunction("abs", "绝对值", (1, 1), exact=_abs, words="|{0}|"),
    RowFunction("floor", "取整（向下）", (1, 1), exact=_floor, words="⌊{0}⌋"),
    RowFunction("sum_of", "相加", (0, None), exact=_sum_of, words="{plus}", written=False),
    RowFunction("clip", "夹在两数之间", (3, 3), build=_clip),
    RowFunction("above", "超出部分（不为负）", (2, 2), build=_above),
    RowFunction("below", "不足部分（不为负）", (2, 2), build=_below),
    RowFunction("above_rel", "超出比例（不为负）", (2, 2), build=_above_rel),
    RowFunction("below_rel", "不足比例（不为负）", (2, 2), build=_below_rel),
    _rounder("half_up"),
    _rounder("up"),
    _rounder("down"),
    RowFunction("power", "乘方", (2, 2), build=_power),
    RowFunction("root", "开方（次数由节点给出）", (2, 2), exact=_root, words="{1}√{0}", written=False),
    RowFunction("sqrt", "平方根", (1, 1), build=lambda args: Call("root", (number(args[0]), const(2)))),
)
