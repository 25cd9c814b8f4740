"""What a spreadsheet calculates with: numbers as plain doubles, texts, booleans, errors, blanks, and how they turn into each other."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Context, Decimal

__all__ = [
    "DIV0",
    "NA",
    "NUM",
    "REF",
    "ROUND_CEILING",
    "ROUND_DOWN",
    "ROUND_FLOOR",
    "ROUND_HALF_UP",
    "ROUND_UP",
    "VALUE",
    "Array",
    "ExcelError",
    "Failure",
    "Scalar",
    "binary",
    "boolean",
    "compare",
    "finite",
    "flat",
    "number",
    "rounded",
    "text",
]


class ExcelError(str):
    """An error value; equal to its text, so that it compares with what a saved file holds."""

    __slots__ = ()


DIV0, NA, NUM, REF, VALUE = (ExcelError(name) for name in ("#DIV/0!", "#N/A", "#NUM!", "#REF!", "#VALUE!"))

Scalar = float | bool | str | None
"""None is a blank cell (or an argument left out); an error is an ``ExcelError``."""


class Failure(Exception):  # noqa: N818
    """A calculation ended in an error value."""

    def __init__(self, error: ExcelError) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True, slots=True)
class Array:
    """Values in rows; ``is_reference`` where they stand in cells, whose texts and booleans SUM and its kin pass over."""

    rows: tuple[tuple[Scalar, ...], ...]
    is_reference: bool = False

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0])


def flat(argument: Array | Scalar) -> Iterator[Scalar]:
    """The values of an array row by row, or the one value."""
    if isinstance(argument, Array):
        for row in argument.rows:
            yield from row
    else:
        yield argument


_NUMERIC = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*(%?)\s*")


def number(value: Scalar) -> float:
    """A value where a number is wanted: blank is 0, TRUE is 1, a text that reads as a number is that number."""
    match value:
        case None:
            return 0.0
        case ExcelError():
            raise Failure(value)
        case str():
            match_ = _NUMERIC.fullmatch(value)
            if match_ is None:
                raise Failure(VALUE)
            return float(value.replace("%", "")) / 100 if match_[3] else float(value)
    return float(value)


def boolean(value: Scalar) -> bool:
    """A value where a truth is wanted."""
    if isinstance(value, str) and not isinstance(value, ExcelError) and value.upper() in ("TRUE", "FALSE"):
        return value.upper() == "TRUE"
    return number(value) != 0


def text(value: Scalar) -> str:
    """A value where a text is wanted; a number is written with at most 15 digits, as Excel's General does in a wide cell."""
    match value:
        case None:
            return ""
        case ExcelError():
            raise Failure(value)
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
    return _general(value)


def _general(value: float) -> str:
    exact = Decimal(f"{value:.15g}")
    if exact == 0:
        return "0"
    if 1e-9 <= abs(value) < 1e20:
        plain = f"{exact:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    mantissa, _, exponent = f"{value:.14e}".partition("e")
    return f"{mantissa.rstrip('0').rstrip('.')}E{int(exponent):+03d}"


def finite(value: float) -> float:
    """A result that is a number; beyond the doubles it is #NUM!."""
    if not math.isfinite(value):
        raise Failure(NUM)
    return value


_WIDE = Context(prec=700)


def rounded(value: float, places: float, mode: str) -> float:
    """Round on the number's reading at 15 significant digits, as Excel and LibreOffice do in effect: 1.005 to 2 places is 1.01.

    The double of 1.005 lies below the half, and 2.675 * 100 above or below its own; what a user reads are 15 digits, and these are
    rounded in decimal, half away from zero for ROUND. (LibreOffice rounds to 0 places on the double itself; it differs only where
    the double lies within 1e-15 of a half.)
    """
    step = Decimal(1).scaleb(-math.trunc(places))
    return finite(float(Decimal(f"{value:.15g}").quantize(step, mode, _WIDE)))


def binary(operator: str, left: Scalar, right: Scalar) -> Scalar:
    """One operation on two values, on plain doubles: Excel's snapping of a last subtraction to 0 is left out on purpose."""
    if operator == "&":
        return text(left) + text(right)
    if operator not in "+-*/^":
        order = compare(left, right)
        return {"=": order == 0, "<>": order != 0, "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[operator]
    a, b = number(left), number(right)
    if operator == "/":
        if b == 0:
            raise Failure(DIV0)
        return finite(a / b)
    if operator == "^":
        return power(a, b)
    return finite(a + b if operator == "+" else a - b if operator == "-" else a * b)


def power(base: float, exponent: float) -> float:
    """``base ^ exponent``; 0^0 and even roots of negatives are #NUM!."""
    if base == 0 and exponent <= 0:
        raise Failure(NUM if exponent == 0 else DIV0)
    if base < 0 and exponent != math.trunc(exponent):
        raise Failure(NUM)
    try:
        return finite(math.pow(base, exponent))
    except OverflowError:
        raise Failure(NUM) from None


def compare(left: Scalar, right: Scalar) -> int:
    """-1, 0 or 1: numbers before texts before booleans; texts without case; doubles exactly (Excel and LibreOffice compare 15 digits)."""
    _fail_on_error((left, right))
    left, right = _filled(left, right), _filled(right, left)
    if isinstance(left, str) and isinstance(right, str):
        left, right = left.lower(), right.lower()
    a, b = (_kind(left), left), (_kind(right), right)
    if a[0] != b[0]:
        return -1 if a[0] < b[0] else 1
    return (a > b) - (a < b)


def _fail_on_error(values: Iterable[Scalar]) -> None:
    for value in values:
        if isinstance(value, ExcelError):
            raise Failure(value)


def _filled(value: Scalar, other: Scalar) -> Scalar:
    """A blank takes the other side's kind."""
    if value is not None:
        return value
    return "" if isinstance(other, str) else False if isinstance(other, bool) else 0.0


def _kind(value: Scalar) -> int:
    return 2 if isinstance(value, bool) else 1 if isinstance(value, str) else 0
