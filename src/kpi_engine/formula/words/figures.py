"""How a value prints: percents as percents, dates as dates, and enough digits that a printed comparison is true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from kpi_engine.formula.functions import Exact
from kpi_engine.formula.tree import Arith, Call, Const, Fallback, Group, If, Lookup, Name, Node, Reduce, Round, children
from kpi_engine.formula.words.vocabulary import Vocabulary
from kpi_engine.numbers import Root, decimal_places, decimal_text, exact_text, round_fraction, round_root
from kpi_engine.table import Kind, Ref, as_date

__all__ = ["Measure", "MeasureOf", "const_text", "is_percent", "number_text", "plain_measure", "told_apart", "value_text"]

USUAL_PLACES = 4
MOST_PLACES = 60


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
    sign = "%" if measure.percent else ""
    most = max(USUAL_PLACES, measure.least, places or 0)
    if isinstance(scaled, Root):
        return decimal_text(round_root(scaled, most), most) + "…" + sign
    exact = decimal_places(scaled)
    if exact is not None and exact <= most:
        return decimal_text(scaled, max(exact, measure.least)) + sign
    return decimal_text(scaled, most) + "…" + sign


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
