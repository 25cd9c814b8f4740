"""Whole columns of published figures as numbers for a workbook and as text for a table. One division a figure; exact where doubles end."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kpi_engine.numbers import decimal_places, decimal_text, exact_text, round_fraction
from kpi_engine.table import Column, Kind, State

__all__ = ["BLANK", "MOST_PLACES", "STATE_WORDS", "number_format", "number_text", "numbers", "printed", "texts"]

MOST_PLACES = 10
"""Decimals of a figure that the scheme does not round; one that they do not hold prints with `SHORT_PLACES`."""

SHORT_PLACES = 6
_SAFE = 2.0**50

STATE_WORDS: Mapping[State, str] = {State.NOT_APPLICABLE: "不涉及", State.MISSING: "未报", State.ERROR: "无法计算"}
"""What stands in a table where there is no figure."""

BLANK: Mapping[State, str] = {}
"""For machines: nothing stands there, the state has a column of its own."""


def number_text(value: Fraction, places: int | None) -> str:
    """One figure at its published places; without places exactly where ten decimals hold it, otherwise at six.

    >>> number_text(Fraction(90), 2), number_text(Fraction(1, 8), None), number_text(Fraction(1, 3), None)
    ('90.00', '0.125', '0.333333')
    """
    if places is not None:
        return decimal_text(value, places)
    own = decimal_places(value)
    return exact_text(value) if own is not None and own <= MOST_PLACES else decimal_text(value, SHORT_PLACES)


def texts(column: Column | None, places: int | None, size: int, states: Mapping[State, str] = BLANK) -> list[str]:
    """A column as text, a cell for each of ``size`` rows; ``states`` says what stands where there is no value."""
    if column is None:
        return [""] * size
    match column.kind:
        case Kind.WORD:
            told = [column.words[int(n)] if column.words else "" for n in column.numerator]
        case Kind.TRUTH:
            told = ["是" if n else "否" for n in column.numerator.tolist()]
        case Kind.NUMBER | Kind.DATE:
            told = _number_texts(column, places)
    for row in (column.state != State.PRESENT).nonzero()[0].tolist():
        told[row] = states.get(State(int(column.state[row])), "")
    return told


def _number_texts(column: Column, places: int | None) -> list[str]:
    at = _exponent(column.denominator) if places is None else places
    scaled = None if at is None else _scaled(column, at)
    if scaled is None or at is None:
        return [number_text(value, places) if value is not None else "" for value in _values(column)]
    told = list(map(f"%.{at}f".__mod__, scaled))
    return [text.rstrip("0").rstrip(".") for text in told] if places is None and at else told


def numbers(column: Column | None, places: int | None, size: int) -> list[float | None]:
    """A column as the doubles nearest to its published figures; None where there is none."""
    if column is None:
        return [None] * size
    at = _exponent(column.denominator) if places is None else places
    scaled = None if at is None else _scaled(column, at)
    if scaled is None:
        return [printed(value, places) if value is not None else None for value in _values(column)]
    told: list[float | None] = [*scaled]
    for row in (column.state != State.PRESENT).nonzero()[0].tolist():
        told[row] = None
    return told


def printed(value: Fraction, places: int | None) -> float:
    """The double nearest to the published figure."""
    return float(round_fraction(value, _digits(value) if places is None else places))


def _digits(value: Fraction) -> int:
    """The decimals of a figure that nothing rounds, as `number_text` prints it."""
    own = decimal_places(value)
    return own if own is not None and own <= MOST_PLACES else SHORT_PLACES


def _scaled(column: Column, places: int) -> list[float] | None:
    """The quotients, where ``places`` decimals hold all of it and a double holds that; zero is never negative."""
    scale = 10**places
    if column.wide is not None or scale % column.denominator:
        return None
    factor = scale // column.denominator
    if column.bound * factor >= _SAFE:
        return None
    scaled: list[float] = ((column.numerator * factor + 0.0) / scale).tolist()
    return scaled


def _exponent(denominator: int) -> int | None:
    """The power of ten that the denominator is, where it is one that prints in full."""
    return next((n for n in range(MOST_PLACES + 1) if 10**n == denominator), None)


def _values(column: Column) -> list[Fraction | None]:
    told = (column.value(row) for row in range(len(column)))
    return [value if isinstance(value, Fraction) else None for value in told]


def number_format(places: int | None, *, least: int = 0, money: bool = False) -> str:
    """Excel's format for figures with ``places`` decimals; what nothing rounds has at least so many, and as many more as it has.

    >>> number_format(2), number_format(2, money=True), number_format(0), number_format(None), number_format(None, least=2)
    ('0.00', '#,##0.00', '0', 'General', '0.00########')
    """
    if places is None:
        return f"0.{'0' * least}{'#' * (MOST_PLACES - least)}" if least else "General"  # 0.###### would print the dot of a whole number
    whole = "#,##0" if money else "0"
    return f"{whole}.{'0' * places}" if places else whole
