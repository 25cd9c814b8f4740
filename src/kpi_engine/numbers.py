"""The only place where text becomes a number, a number is rounded, or a number becomes text again. Nothing here is a float but Excel's own.

All arithmetic of the product is on `fractions.Fraction`; roots are `Root`s, which compare and round exactly by whole powers.
"""

from __future__ import annotations

import decimal
import math
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

__all__ = [
    "LONGEST",
    "MODES",
    "MOST_EXPONENT",
    "Mode",
    "ParsedNumber",
    "Root",
    "decimal_places",
    "decimal_text",
    "exact_text",
    "exp",
    "from_double",
    "ln",
    "parse_fraction",
    "parse_number",
    "round_fraction",
    "round_root",
    "scaled_text",
    "short_text",
]

Mode = Literal["half_up", "half_even", "up", "down", "ceiling", "floor"]
MODES: tuple[Mode, ...] = get_args(Mode)

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, ord("−"): ord("-")}
"""Only signs of full width: compatibility forms such as ² or ① would change what a number says."""
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
LONGEST = 1000
"""Characters that a text may have to be a number: Python refuses to read some thousand digits, and nobody means them."""
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """A number read from text, and what had to be read kindly on the way (``notes``: full_width, thousands, percent)."""

    value: Fraction
    percent: bool = False
    notes: tuple[str, ...] = ()


def parse_number(text: str) -> ParsedNumber | None:
    """Read one number: an optional sign, digits, at most one point, at most one percent sign. Anything else is None.

    So is a text of more than `LONGEST` characters. Full-width digits and thousands separators are read and noted; exponents, underscores, other scripts' digits are not numbers.

    >>> parse_number("0.35").value
    Fraction(7, 20)
    >>> parse_number("９２．５％")
    ParsedNumber(value=Fraction(37, 40), percent=True, notes=('full_width', 'percent'))
    >>> parse_number("1_000"), parse_number("nan"), parse_number("1e5"), parse_number("٩٢")
    (None, None, None, None)
    """
    stripped = text.strip()
    if len(stripped) > LONGEST:
        return None
    plain = stripped.translate(_FULL_WIDTH).strip()
    notes = [] if plain == stripped else ["full_width"]
    percent = plain.endswith("%")
    if percent:
        plain = plain[:-1].rstrip()
        notes.append("percent")
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
        notes.append("thousands")
    if not plain.isascii() or not _PLAIN.fullmatch(plain):
        return None
    value = Fraction(plain)
    return ParsedNumber(value / 100 if percent else value, percent, tuple(notes))


def parse_fraction(text: str) -> Fraction | None:
    """A number, or one whole number divided by another, for what no decimal holds.

    >>> parse_fraction("187/9"), parse_fraction("20%"), parse_fraction("1/0"), parse_fraction("1/2/3")
    (Fraction(187, 9), Fraction(1, 5), None, None)
    """
    above, slash, below = text.partition("/")
    parts = [parse_number(part) for part in ((above, below) if slash else (above,))]
    values = [part.value for part in parts if part is not None]
    if len(values) < len(parts):
        return None
    if not slash:
        return values[0]
    whole = all(value.denominator == 1 for value in values) and not any(part.percent for part in parts if part is not None)
    return values[0] / values[1] if whole and values[1] > 0 else None


def from_double(number: float) -> Fraction:
    """Excel's stored double at the 15 significant digits that Excel shows.

    >>> from_double(0.1 + 0.2)
    Fraction(3, 10)
    """
    return Fraction(f"{number:.15g}")


def round_fraction(value: Fraction, places: int, mode: Mode = "half_up") -> Fraction:
    """Round to ``places`` decimals. ``half_up`` is 四舍五入: half away from zero; ``up``/``down`` away from and toward zero.

    >>> round_fraction(Fraction("-2.345"), 2)
    Fraction(-47, 20)
    """
    scale = 10**places
    scaled = value * scale
    return Fraction(_round_ratio(scaled.numerator, scaled.denominator, mode), scale)


def _round_ratio(n: int, d: int, mode: Mode) -> int:
    match mode:
        case "half_up":
            rounded = (2 * abs(n) + d) // (2 * d)
            return rounded if n >= 0 else -rounded
        case "half_even":
            return round(Fraction(n, d))
        case "up":
            size = -(-abs(n) // d)
            return size if n >= 0 else -size
        case "down":
            return abs(n) // d if n >= 0 else -(abs(n) // d)
        case "ceiling":
            return -(-n // d)
        case "floor":
            return n // d


@dataclass(frozen=True, slots=True)
class Root:
    """The real ``degree``-th root of a rational that is not negative. It compares and rounds by whole powers, never by digits.

    >>> Root(Fraction(81 * 90 * 100), 3) == Fraction(90)
    True
    """

    radicand: Fraction
    degree: int

    def compare(self, other: Fraction | Root) -> int:
        """-1, 0 or 1."""
        if isinstance(other, Root):
            common = math.lcm(self.degree, other.degree)
            left, right = self.radicand ** (common // self.degree), other.radicand ** (common // other.degree)
        elif other < 0:
            return 1
        else:
            left, right = self.radicand, other**self.degree
        return (left > right) - (left < right)

    def times(self, factor: Fraction | Root) -> Root:
        """The product with a root or a rational that is not negative."""
        if isinstance(factor, Root):
            common = math.lcm(self.degree, factor.degree)
            return Root(self.radicand ** (common // self.degree) * factor.radicand ** (common // factor.degree), common)
        return Root(self.radicand * factor**self.degree, self.degree)

    def simplified(self) -> Fraction | Root:
        """The rational that this root is, if it is one."""
        n, d = _whole_root(self.radicand.numerator, self.degree), _whole_root(self.radicand.denominator, self.degree)
        if n**self.degree == self.radicand.numerator and d**self.degree == self.radicand.denominator:
            return Fraction(n, d)
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (Root, Fraction, int)) and self.compare(Fraction(other) if isinstance(other, int) else other) == 0

    def __hash__(self) -> int:
        simple = self.simplified()
        return hash(simple) if isinstance(simple, Fraction) else hash((self.radicand, self.degree))


def _whole_root(n: int, degree: int) -> int:
    """floor(n ** (1/degree)) for n >= 0, by Newton's method on whole numbers."""
    if n < 2:
        return n
    guess = 1 << -(-n.bit_length() // degree)
    while True:
        better = ((degree - 1) * guess + n // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better


def round_root(root: Root, places: int, mode: Mode = "half_up") -> Fraction:
    """Round a root: the whole part of root × 10^places is found exactly, and the half by comparing powers.

    >>> round_root(Root(Fraction(2), 2), 4)
    Fraction(7071, 5000)
    """
    scale = 10**places
    scaled = root.radicand * scale**root.degree
    low = _whole_root(scaled.numerator // scaled.denominator, root.degree)
    exact = scaled == low**root.degree
    if exact or mode in ("down", "floor"):
        return Fraction(low, scale)
    if mode in ("up", "ceiling"):
        return Fraction(low + 1, scale)
    half = scaled - Fraction(2 * low + 1, 2) ** root.degree
    if half == 0:
        return Fraction(low + (1 if mode == "half_up" else low % 2), scale)
    return Fraction(low + (half > 0), scale)


def ln(value: Fraction) -> Fraction:
    """The natural logarithm of a positive rational, rounded half up to 40 significant digits: inexact, as `exp` is."""
    with decimal.localcontext() as context:
        context.prec = 80
        context.rounding = decimal.ROUND_HALF_EVEN
        logarithm = (decimal.Decimal(value.numerator) / decimal.Decimal(value.denominator)).ln()
        context.prec = 40
        context.rounding = decimal.ROUND_HALF_UP
        return Fraction(+logarithm)


MOST_EXPONENT = 200
"""How far from 0 an exponent of e may be; beyond it no assessment means a figure."""


def exp(value: Fraction) -> Fraction:
    """Euler's number to a power, rounded half up to 40 significant digits, as `ln` is."""
    with decimal.localcontext() as context:
        context.prec = 80
        context.rounding = decimal.ROUND_HALF_EVEN
        power = (decimal.Decimal(value.numerator) / decimal.Decimal(value.denominator)).exp()
        context.prec = 40
        context.rounding = decimal.ROUND_HALF_UP
        return Fraction(+power)


def decimal_places(value: Fraction) -> int | None:
    """How many decimals write ``value`` exactly, or None where no finite number does.

    >>> decimal_places(Fraction("0.125")), decimal_places(Fraction(1, 3))
    (3, None)
    """
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def decimal_text(value: Fraction, places: int) -> str:
    """``value`` rounded half up, written with exactly ``places`` decimals, never as -0.

    >>> decimal_text(Fraction(90), 2), decimal_text(Fraction(-1, 1000), 2)
    ('90.00', '0.00')
    """
    whole = _round_ratio(value.numerator * 10**places, value.denominator, "half_up")
    sign, digits = ("-" if whole < 0 else ""), str(abs(whole)).rjust(places + 1, "0")
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def scaled_text(whole: int, scale: int, least: int = 0) -> str:
    """``whole / 10^scale`` with as many decimals as it has, at least ``least``.

    >>> scaled_text(-2500, 3), scaled_text(90, 0, 2), scaled_text(12, 4, 2)
    ('-2.5', '90.00', '0.0012')
    """
    if not scale:
        return f"{whole}.{'0' * least}" if least else str(whole)
    digits = str(abs(whole)).rjust(scale + 1, "0")
    decimals = digits[-scale:].rstrip("0").ljust(least, "0")
    return ("-" if whole < 0 else "") + (f"{digits[:-scale]}.{decimals}" if decimals else digits[:-scale])


def exact_text(value: Fraction) -> str:
    """The shortest text that is exactly ``value``: a decimal where there is one, otherwise a fraction n/d.

    >>> exact_text(Fraction("0.50")), exact_text(Fraction(1, 3))
    ('0.5', '1/3')
    """
    places = decimal_places(value)
    return decimal_text(value, places) if places is not None else f"{value.numerator}/{value.denominator}"


def short_text(value: Fraction, places: int = 4) -> str:
    """For sentences: exact where ``places`` decimals hold it, otherwise rounded and marked with an ellipsis.

    >>> short_text(Fraction(7, 12)), short_text(Fraction(90))
    ('0.5833…', '90')
    """
    exact = decimal_places(value)
    return decimal_text(value, exact) if exact is not None and exact <= places else decimal_text(value, places) + "…"
