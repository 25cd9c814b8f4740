"""Units, indicators and points as the sentences of what-if say them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kpi_engine.errors import Language
from kpi_engine.numbers import decimal_places, decimal_text, short_text

__all__ = ["counted", "listed", "points_text", "signed", "signed_points", "titles_text"]

MOST_UNITS = 8
"""So many units are named in one sentence; the tables have all."""


def listed(units: Sequence[str], language: Language = "zh", most: int = MOST_UNITS) -> str:
    """Units in a sentence: the first few, and how many there are.

    >>> listed(["甲", "乙", "丙"], most=2)
    '甲、乙等 3 个单位'
    """
    if language == "en":
        return ", ".join(units[:most]) + (f" and {len(units) - most} more" if len(units) > most else "")
    return "、".join(units[:most]) + (f"等 {len(units)} 个单位" if len(units) > most else "")


def titles_text(titles: Sequence[str], language: Language = "zh", most: int = 3) -> str:
    """Indicators in a sentence: the first few, and how many there are.

    >>> titles_text(["甲", "乙"]), titles_text(["甲", "乙", "丙", "丁"])
    ('甲、乙', '甲、乙、丙等 4 项')
    """
    if language == "en":
        return ", ".join(titles[:most]) + (f" and {len(titles) - most} more" if len(titles) > most else "")
    return "、".join(titles[:most]) + (f"等 {len(titles)} 项" if len(titles) > most else "")


def points_text(value: Fraction, places: int | None) -> str:
    """Points as they are published, at ``places`` decimals; with more only where those do not hold the value.

    >>> points_text(Fraction(179, 2), 2), points_text(Fraction(1, 3), 2), points_text(Fraction(90), None)
    ('89.50', '0.3333…', '90')
    """
    own = decimal_places(value)
    return decimal_text(value, places) if places is not None and own is not None and own <= places else short_text(value)


def signed(value: Fraction, places: int | None = None) -> str:
    """A difference with its sign, rounded to ``places`` decimals where some are stated.

    >>> signed(Fraction(1, 2), 2), signed(Fraction(-6)), signed(Fraction(0), 2)
    ('+0.50', '-6', '0.00')
    """
    text = decimal_text(value, places) if places is not None else short_text(value)
    return f"+{text}" if value > 0 else text


def signed_points(value: Fraction, places: int | None) -> str:
    """A difference in points with its sign, written as `points_text` does."""
    text = points_text(value, places)
    return f"+{text}" if value > 0 else text


def counted(count: int, noun: str) -> str:
    """A number with an English noun.

    >>> counted(1, "unit"), counted(3, "unit")
    ('1 unit', '3 units')
    """
    return f"{count} {noun}{'' if count == 1 else 's'}"
