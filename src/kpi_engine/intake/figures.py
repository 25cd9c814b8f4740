"""Cells that hold numbers: percentages, counts, units of measure behind them, and all that is no number."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import Final

from kpi_engine.errors import k5_data
from kpi_engine.intake.grid import CellType, GridCell
from kpi_engine.intake.match import normal_form
from kpi_engine.intake.reading import CellRule, Reading, Said, refused, state_of, wrong_type
from kpi_engine.numbers import decimal_places, exact_text, parse_number, round_fraction
from kpi_engine.table import State

__all__ = ["plain_text", "read_number"]

_NUMBER = r"[+-]?\d[\d,]*(?:\.\d+)?"
_TWO = re.compile(rf"{_NUMBER}%?\s*[^\d.,+_-]*\s*{_NUMBER}%?.*", re.ASCII)
_COMPARED = re.compile(r"\s*(不[低少]于|不[高超]于|[≥≤><=≠＝≮≯]+)")
_COUNTED = re.compile(rf"({_NUMBER}%?)\s*([^\d\s].*)")
_EXPONENT = re.compile(rf"{_NUMBER}[eE][+-]?\d+")
_SCALES: Final = {"十万": 100_000, "百万": 1_000_000, "千万": 10_000_000, "万": 10_000, "亿": 100_000_000, "千": 1000}
_LONGEST: Final = 200  # no figure is longer, and thousands of digits must not be worked on
_MOST_PLACES: Final = 6
_WHERE_UNCLEAR: Final = (Fraction(1), Fraction(3, 2))


def read_number(rule: CellRule, cell: GridCell) -> Reading:
    """A cell that should hold a number."""
    if cell.type is CellType.NUMBER:
        return _stored_number(rule, cell)
    return _number_text(rule, str(cell.value)) if cell.type is CellType.TEXT else wrong_type(rule, cell)


def _stored_number(rule: CellRule, cell: GridCell) -> Reading:
    """A number as Excel stores it: read at 15 digits, told where the double is another number than these 15 digits."""
    value = cell.number
    assert value is not None, "the type was asked"
    raw = cell.raw or str(cell.value)
    said: Said = ()
    if float(raw) != float(value):
        said = ((k5_data.FLOAT_NOISE, {"what": rule.what, "found": raw, "read": exact_text(value)}),)
    read = Reading(State.PRESENT, value, said)
    if rule.kind == "percent" and not cell.is_percent:
        read = _bare_percent(rule, value, raw)
    return _finished(rule, read, raw)


def _number_text(rule: CellRule, text: str) -> Reading:
    state = state_of(text)
    if state is not None:
        return Reading(state)
    if len(text) > _LONGEST:
        return refused(k5_data.NOT_A_NUMBER, what=rule.what, found=text[:60])
    parsed = parse_number(text)
    if parsed is None:
        return _odd_number(rule, text.strip())
    read = Reading(State.PRESENT, parsed.value)
    if rule.kind == "percent" and not parsed.percent:
        read = _bare_percent(rule, parsed.value, text.strip())
    kindly = [note for note in parsed.notes if note != "percent"]
    if kindly or _has_leading_zero(text) or (parsed.percent and rule.kind != "percent"):
        read = read.but(k5_data.READ_KINDLY, what=rule.what, found=text.strip(), read=_shown(rule, parsed.value))
    return _finished(rule, read, text.strip())


def _has_leading_zero(text: str) -> bool:
    digits = text.strip().lstrip("+-")
    return len(digits) > 1 and digits[0] == "0" and digits[1].isdigit()


def _bare_percent(rule: CellRule, value: Fraction, found: str) -> Reading:
    """A number without percent sign where a percentage is wanted: below 1 a ratio, above 1.5 in percent, between them either."""
    if value == 0:
        return Reading(State.PRESENT, value)
    if rule.in_percent:
        return Reading(State.PRESENT, value / 100)
    low, high = _WHERE_UNCLEAR
    if low <= abs(value) <= high:
        one, other = f"{exact_text(value * 100)}%", f"{exact_text(value)}%"
        return refused(k5_data.PERCENT_UNCLEAR, what=rule.what, found=found, one=one, other=other)
    read = value if abs(value) < low else value / 100
    return Reading(State.PRESENT, read).but(k5_data.PERCENT_READ_AS, what=rule.what, found=found, read=_shown(rule, read))


def _odd_number(rule: CellRule, text: str) -> Reading:
    """A text that is no number: what is it?"""
    plain = plain_text(text)
    facts = {"what": rule.what, "found": text[:60]}
    if _COMPARED.match(plain):
        return refused(k5_data.COMPARISON, **facts)
    if _EXPONENT.fullmatch(plain):
        return refused(k5_data.NOT_A_NUMBER, **facts)
    counted = _COUNTED.fullmatch(plain)
    if counted is not None and not re.search(r"\d", counted[2]):
        return _counted(rule, counted[1], counted[2].strip(), text)
    if _TWO.fullmatch(plain):
        return refused(k5_data.TWO_NUMBERS, **facts)
    return refused(k5_data.NOT_A_NUMBER, **facts)


def plain_text(text: str) -> str:
    """A text with full-width characters made plain."""
    return unicodedata.normalize("NFKC", text).strip()


def _counted(rule: CellRule, digits: str, suffix: str, text: str) -> Reading:
    """A number with something behind it: its unit of measure, 万 or 亿, or another unit."""
    parsed = parse_number(digits)
    if parsed is None:
        return refused(k5_data.NOT_A_NUMBER, what=rule.what, found=text[:60])
    if rule.measured_in and normal_form(suffix) == normal_form(rule.measured_in):
        read = Reading(State.PRESENT, parsed.value).but(k5_data.READ_KINDLY, what=rule.what, found=text, read=exact_text(parsed.value))
        return _finished(rule, read, text)
    scale = next((word for word in _SCALES if suffix.startswith(word)), "")
    if scale:
        plain = exact_text(parsed.value * _SCALES[scale])
        return refused(k5_data.SCALED_NUMBER, what=rule.what, found=text[:60], scale=scale, plain=plain)
    if rule.measured_in:
        return refused(k5_data.WRONG_MEASURE, what=rule.what, found=text[:60], measure=rule.measured_in)
    return refused(k5_data.NOT_A_NUMBER, what=rule.what, found=text[:60])


def _finished(rule: CellRule, read: Reading, found: str) -> Reading:
    """Whole, rounded on entry, within its range."""
    value = read.value
    if not isinstance(value, Fraction) or isinstance(value, bool):
        return read
    if rule.kind == "count" and (value.denominator != 1 or (value < 0 and not rule.admits_negative)):
        return refused(k5_data.NOT_WHOLE, what=rule.what, found=found)
    read = _rounded(rule, read, value)
    value = read.value
    assert isinstance(value, Fraction), "rounding keeps a number"
    if rule.between is not None and not rule.between[0] <= value <= rule.between[1]:
        low, high = (_shown(rule, bound) for bound in rule.between)
        return refused(k5_data.OUT_OF_RANGE, what=rule.what, found=_shown(rule, value), low=low, high=high)
    return read


def _rounded(rule: CellRule, read: Reading, value: Fraction) -> Reading:
    if rule.places is not None:
        # the places of a percentage are those of the percentage that people see
        places = rule.places + (2 if rule.kind == "percent" else 0)
        rounded = round_fraction(value, places)
        if rounded == value:
            return read
        facts = {"what": rule.what, "found": _shown(rule, value), "places": rule.places, "read": _shown(rule, rounded)}
        return Reading(read.state, rounded, read.said).but(k5_data.ROUNDED_ON_ENTRY, **facts)
    places = decimal_places(value) or 0
    if places > _MOST_PLACES + (2 if rule.kind == "percent" else 0):
        return read.but(k5_data.RATE_WITHOUT_COUNTS, what=rule.what, found=_shown(rule, value))
    return read


def _shown(rule: CellRule, value: Fraction) -> str:
    return f"{exact_text(value * 100)}%" if rule.kind == "percent" else exact_text(value)
