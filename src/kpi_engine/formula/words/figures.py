"""How a value prints: percents as percents, dates as dates, and enough digits that a printed comparison is true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from kpi_engine.formula.functions import Exact
from kpi_engine.formula.tree import Arith, Call, Const, Fallback, Group, If, Lookup, Name, Node, Reduce, Round, children
from kpi_engine.formula.words.vocabulary import Vocabulary
from kpi_engine.numbers import Root, decimal_places, decimal_text, exact_text, round_fraction, round_root, scaled_text
from kpi_engine.table import Column, Kind, Ref, as_date

__all__ = [
    "Measure",
    "MeasureOf",
    "const_text",
    "held_places",
    "is_percent",
    "number_text",
    "number_texts",
    "plain_measure",
    "told_apart",
    "value_text",
]

USUAL_PLACES = 4
MOST_PLACES = 60
_MOST_KEPT = 50_000


BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Measure:
    """How a quantity prints: as a percent, with its unit of measure, with at least ``places`` decimals (None: 2 for percents, else as needed)."""

    percent: bool = False
    unit: str = ""
    places: int | None = None

    @property
    def least(self) -> int:
        """The fewest decimals."""
        return self.places if self.places is not None else 2 if self.percent else 0


MeasureOf = Callable[[Ref], Measure]


def plain_measure(ref: Ref) -> Measure:  # noqa: ARG001 - one signature
    """A quantity of which nothing is known prints as a plain number."""
    return Measure()


def value_text(value: Exact, kind: Kind, measure: Measure, words: Vocabulary) -> str:
    """A present value as people read it, without its unit of measure."""
    if isinstance(value, bool):
        return words.yes[0 if value else 1]
    if isinstance(value, str):
        return value
    if kind is Kind.DATE and isinstance(value, Fraction):
        return as_date(value).isoformat()
    return number_text(value, measure)


def number_text(value: Fraction | Root, measure: Measure, places: int | None = None) -> str:
    """A number; what the usual places do not hold is rounded and marked with an ellipsis. ``places`` asks for at least so many.

    >>> number_text(Fraction("0.89996"), Measure(percent=True)), number_text(Fraction(7, 12), Measure())
    ('89.996%', '0.5833…')
    """
    scaled = _scaled(value, measure)
    most = max(USUAL_PLACES, measure.least, places or 0)
    if isinstance(scaled, Root):
        return _cut_off(round_root(scaled, most), most, measure)
    exact = decimal_places(scaled)
    if exact is not None and exact <= most:
        return decimal_text(scaled, max(exact, measure.least)) + _sign(measure)
    return _cut_off(scaled, most, measure)


def _cut_off(scaled: Fraction, most: int, measure: Measure) -> str:
    return f"{decimal_text(scaled, most)}…{_sign(measure)}"


def _sign(measure: Measure) -> str:
    return "%" if measure.percent else ""


def held_places(measure: Measure) -> int:
    """The decimals of the value itself (not of its percents) that its text may show.

    >>> held_places(Measure()), held_places(Measure(percent=True)), held_places(Measure(places=6))
    (4, 6, 6)
    """
    return max(USUAL_PLACES, measure.least) + 2 * measure.percent


def number_texts(rounded: Column, is_all: BoolArray, measure: Measure) -> list[str]:
    """`number_text` of a whole column, given what `held_places` decimals hold of it and where that is all of it."""
    exactly, nearly = _kept(rounded.denominator, measure, True), _kept(rounded.denominator, measure, False)
    if rounded.wide is not None:
        return [_held_text(value, measure, whole=bool(whole)) for value, whole in zip(rounded.wide, is_all, strict=True)]
    wholes = rounded.numerator.tolist()
    if is_all.all():
        return list(map(exactly.__getitem__, wholes))
    return [(exactly if whole else nearly)[number] for number, whole in zip(wholes, is_all.tolist(), strict=True)]


def _held_text(value: Fraction, measure: Measure, *, whole: bool) -> str:
    if whole:
        return number_text(value, measure)
    return _cut_off(value * 100 if measure.percent else value, max(USUAL_PLACES, measure.least), measure)


class _Kept(dict[float, str]):
    """The texts of numerators over one denominator, each worked out once."""

    def __init__(self, denominator: int, measure: Measure, whole: bool) -> None:
        super().__init__()
        self._denominator, self._measure, self._whole = denominator, measure, whole
        scale = len(str(denominator)) - 1
        self._scale = scale if whole and denominator == 10**scale else None

    def __missing__(self, number: float) -> str:
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[number] = text = self._text(int(number))
        return text

    def _text(self, number: int) -> str:
        measure = self._measure
        if self._scale is None:
            return _held_text(Fraction(number, self._denominator), measure, whole=self._whole)
        if not measure.percent:
            return scaled_text(number, self._scale, measure.least)
        scale = max(self._scale - 2, 0)
        return scaled_text(number * 10 ** (2 + scale - self._scale), scale, measure.least) + "%"


_kept = lru_cache(maxsize=16)(_Kept)


def _scaled(value: Fraction | Root, measure: Measure) -> Fraction | Root:
    if not measure.percent:
        return value
    return value.times(Fraction(100)) if isinstance(value, Root) else value * 100


def told_apart(left: Fraction | Root, right: Fraction | Root, measures: tuple[Measure, Measure]) -> tuple[str, str]:
    """Two numbers with as many digits as make their printed order the true one.

    >>> told_apart(Fraction("0.8999996"), Fraction("0.9"), (Measure(percent=True), Measure(percent=True, places=0)))
    ('89.99996%', '90%')
    """
    true_order = _order(left, right)
    for places in range(USUAL_PLACES, MOST_PLACES):
        if _order(_printed(left, measures[0], places), _printed(right, measures[1], places)) == true_order:
            return number_text(left, measures[0], places), number_text(right, measures[1], places)
    return tuple(exact_text(v) if isinstance(v, Fraction) else number_text(v, m) for v, m in zip((left, right), measures, strict=True))  # type: ignore[return-value]


def _printed(value: Fraction | Root, measure: Measure, places: int) -> Fraction:
    scaled, most = _scaled(value, measure), max(places, measure.least)
    return round_root(scaled, most) if isinstance(scaled, Root) else round_fraction(scaled, most)


def _order(left: Fraction | Root, right: Fraction | Root) -> int:
    if isinstance(left, Root):
        return left.compare(right)
    if isinstance(right, Root):
        return -right.compare(left)
    return (left > right) - (left < right)


def const_text(node: Const) -> str:
    """A literal as the scheme writes it."""
    if node.text:
        return node.text
    if isinstance(node.value, Fraction):
        return as_date(node.value).isoformat() if node.kind is Kind.DATE else exact_text(node.value)
    return str(node.value)


_KEEP_PERCENT = {"min", "max", "abs", "sum_of", "mean", "sum", "highest", "lowest", "last", "others_mean", "percentile"}


def is_percent(node: Node, measure_of: MeasureOf) -> bool:  # noqa: C901 - one arm a kind of node
    """Whether the value of ``node`` is read as a percent: a rate or threshold, or what was chosen, added or averaged of such."""
    match node:
        case Const(text=text):
            return text.endswith("%")
        case Name(ref):
            return measure_of(ref).percent
        case Round(arg) | Fallback(arg):
            return is_percent(arg, measure_of)
        case Arith(op):
            return op in "+-" and any(is_percent(part, measure_of) for part in children(node))
        case Call(function, args) | Group(function, _, args):
            return function in _KEEP_PERCENT and any(is_percent(arg, measure_of) for arg in args)
        case Reduce(function, _, arg):
            return function in _KEEP_PERCENT and is_percent(arg, measure_of)
        case If(_, then, otherwise):
            return is_percent(then, measure_of) or is_percent(otherwise, measure_of)
        case Lookup(_, table):
            return any(is_percent(given, measure_of) for _, given in table)
        case _:
            return False
