"""What one cell says: its text or number -> state and value, by the kind of the input, with everything that is wrong or odd about it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal

from kpi_engine import numbers
from kpi_engine.errors import Code, k5_data
from kpi_engine.intake.grid import CellType, GridCell
from kpi_engine.intake.match import Names, near_text, normal_form
from kpi_engine.numbers import decimal_places, exact_text, parse_number, round_fraction
from kpi_engine.table import Kind, State, Value, as_ordinal

__all__ = ["CellKind", "CellRule", "Reading", "kind_of", "read_cell", "state_of"]

CellKind = Literal["count", "number", "percent", "yes_no", "date", "choice", "text", "unit"]

_NOT_APPLICABLE: Final = frozenset(["不涉及", "未涉及", "不适用", "无此项", "无此项工作", "—", "——", "-", "--", "/", "n/a", "─"])
_MISSING: Final = frozenset(["未报", "未上报", "未报送", "缺报", "空白", "缺", "暂缺", "待报", "未提供"])
_YES: Final = frozenset(["是", "√", "✓", "✔", "有", "1", "yes", "true", "对"])
_NO: Final = frozenset(["否", "×", "✗", "✘", "无", "0", "no", "false", "没有"])
_KINDS: Final[Mapping[str, Kind]] = {"yes_no": Kind.TRUTH, "date": Kind.DATE, "choice": Kind.WORD, "text": Kind.WORD, "unit": Kind.WORD}
_NUMBER = r"[+-]?\d[\d,]*(?:\.\d+)?"
_TWO = re.compile(rf"{_NUMBER}%?\s*[^\d.,+-]*\s*{_NUMBER}%?.*")
_COMPARED = re.compile(r"\s*(不[低少]于|不[高超]于|[≥≤><=≠＝≮≯]+)")
_COUNTED = re.compile(rf"({_NUMBER}%?)\s*([^\d\s].*)")
_EXPONENT = re.compile(rf"{_NUMBER}[eE][+-]?\d+")
_SCALES: Final = {"十万": 100_000, "百万": 1_000_000, "千万": 10_000_000, "万": 10_000, "亿": 100_000_000, "千": 1000}
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_MOST_PLACES: Final = 6
_WHERE_UNCLEAR: Final = (Fraction(1), Fraction(3, 2))

Said = tuple[tuple[Code, Mapping[str, object]], ...]


def kind_of(kind: str) -> Kind:
    """The kind of value that cells of a kind give."""
    return _KINDS.get(kind, Kind.NUMBER)


@dataclass(frozen=True, slots=True)
class CellRule:
    """What a cell may hold. ``what`` is how messages call it; ``in_percent`` says that the heading carries the percent sign."""

    kind: CellKind
    what: str
    options: tuple[str, ...] = ()
    measured_in: str = ""
    between: tuple[Fraction, Fraction] | None = None
    places: int | None = None
    in_percent: bool = False
    names: Names | None = None
    named: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether the cell holds a number."""
        return self.kind in ("count", "number", "percent")

    @property
    def admits_negative(self) -> bool:
        """Whether a count may be negative: where its range says so."""
        return self.kind != "count" or (self.between is not None and self.between[0] < 0)


@dataclass(frozen=True, slots=True)
class Reading:
    """One cell as it was read: its state, its value where it has one, and what there is to say about it."""

    state: State
    value: Value | None = None
    said: Said = field(default=())

    def but(self, code: Code, **facts: object) -> Reading:
        """The same with one more thing to say."""
        return Reading(self.state, self.value, (*self.said, (code, facts)))


def _refused(code: Code, **facts: object) -> Reading:
    return Reading(State.ERROR, None, ((code, facts),))


def state_of(text: str) -> State | None:
    """The state that a text stands for: 不涉及, 未报, blank; None where it is a value.

    >>> state_of("不涉及"), state_of(" "), state_of("无"), state_of("—")
    (<State.NOT_APPLICABLE: 1>, <State.MISSING: 2>, None, <State.NOT_APPLICABLE: 1>)
    """
    form = normal_form(text)
    if form in _NOT_APPLICABLE:
        return State.NOT_APPLICABLE
    return State.MISSING if not form or form in _MISSING else None


def read_cell(rule: CellRule, cell: GridCell) -> Reading:
    """One cell by its rule.

    >>> read_cell(CellRule("percent", "满意率"), GridCell(1, 1, CellType.TEXT, "92.5%")).value
    Fraction(37, 40)
    """
    match cell.type:
        case CellType.BLANK:
            return Reading(State.MISSING)
        case CellType.ERROR:
            return _refused(k5_data.ERROR_CELL, what=rule.what, found=cell.value)
        case CellType.FORMULA_WITHOUT_VALUE:
            return _refused(k5_data.NO_STORED_VALUE, what=rule.what)
        case CellType.PICTURE:
            return _refused(k5_data.PICTURE_CELL, what=rule.what)
        case _:
            return _READERS[rule.kind](rule, cell)


def _wrong_type(rule: CellRule, cell: GridCell) -> Reading:
    kinds = {CellType.DATE: "日期", CellType.BOOL: "逻辑值", CellType.NUMBER: "数", CellType.TEXT: "文字"}
    wanted = {"date": "日期", "choice": "档次", "text": "文字", "unit": "单位", "yes_no": "是或否"}.get(rule.kind, "数")
    return _refused(k5_data.WRONG_TYPE, what=rule.what, wanted=wanted, kind=kinds[cell.type], found=str(cell.value))


# numbers


def _number(rule: CellRule, cell: GridCell) -> Reading:
    if cell.type is CellType.NUMBER:
        return _stored_number(rule, cell)
    return _number_text(rule, str(cell.value)) if cell.type is CellType.TEXT else _wrong_type(rule, cell)


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
        return _refused(k5_data.PERCENT_UNCLEAR, what=rule.what, found=found, one=one, other=other)
    read = value if abs(value) < low else value / 100
    return Reading(State.PRESENT, read).but(k5_data.PERCENT_READ_AS, what=rule.what, found=found, read=_shown(rule, read))


def _odd_number(rule: CellRule, text: str) -> Reading:
    """A text that is no number: what is it?"""
    plain = _plain(text)
    facts = {"what": rule.what, "found": text[:60]}
    if _COMPARED.match(plain):
        return _refused(k5_data.COMPARISON, **facts)
    if _EXPONENT.fullmatch(plain):
        return _refused(k5_data.NOT_A_NUMBER, **facts)
    counted = _COUNTED.fullmatch(plain)
    if counted is not None and not re.search(r"\d", counted[2]):
        return _counted(rule, counted[1], counted[2].strip(), text)
    if _TWO.fullmatch(plain):
        return _refused(k5_data.TWO_NUMBERS, **facts)
    return _refused(k5_data.NOT_A_NUMBER, **facts)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _counted(rule: CellRule, digits: str, suffix: str, text: str) -> Reading:
    """A number with something behind it: its unit of measure, 万 or 亿, or another unit."""
    parsed = parse_number(digits)
    if parsed is None:
        return _refused(k5_data.NOT_A_NUMBER, what=rule.what, found=text[:60])
    if rule.measured_in and normal_form(suffix) == normal_form(rule.measured_in):
        read = Reading(State.PRESENT, parsed.value).but(k5_data.READ_KINDLY, what=rule.what, found=text, read=exact_text(parsed.value))
        return _finished(rule, read, text)
    scale = next((word for word in _SCALES if suffix.startswith(word)), "")
    if scale:
        plain = exact_text(parsed.value * _SCALES[scale])
        return _refused(k5_data.SCALED_NUMBER, what=rule.what, found=text[:60], scale=scale, plain=plain)
    if rule.measured_in:
        return _refused(k5_data.WRONG_MEASURE, what=rule.what, found=text[:60], measure=rule.measured_in)
    return _refused(k5_data.NOT_A_NUMBER, what=rule.what, found=text[:60])


def _finished(rule: CellRule, read: Reading, found: str) -> Reading:
    """Whole, rounded on entry, within its range."""
    value = read.value
    if not isinstance(value, Fraction) or isinstance(value, bool):
        return read
    if rule.kind == "count" and (value.denominator != 1 or (value < 0 and not rule.admits_negative)):
        return _refused(k5_data.NOT_WHOLE, what=rule.what, found=found)
    read = _rounded(rule, read, value)
    value = read.value
    assert isinstance(value, Fraction), "rounding keeps a number"
    if rule.between is not None and not rule.between[0] <= value <= rule.between[1]:
        low, high = (_shown(rule, bound) for bound in rule.between)
        return _refused(k5_data.OUT_OF_RANGE, what=rule.what, found=_shown(rule, value), low=low, high=high)
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


# everything else


def _yes_no(rule: CellRule, cell: GridCell) -> Reading:
    if isinstance(cell.value, bool):
        return Reading(State.PRESENT, cell.value)
    if cell.type is CellType.DATE:
        return _wrong_type(rule, cell)
    text = str(cell.value)
    form = normal_form(text)
    if form in _YES or form in _NO:
        return Reading(State.PRESENT, form in _YES)
    state = state_of(text)
    return Reading(state) if state is not None else _refused(k5_data.NOT_YES_NO, what=rule.what, found=text[:60])


def _choice(rule: CellRule, cell: GridCell) -> Reading:
    """An option; its own name comes before 缺 or 不涉及, which an option may be called."""
    if cell.type in (CellType.DATE, CellType.BOOL):
        return _wrong_type(rule, cell)
    text = str(cell.value).strip()
    options = Names.of(rule.options)
    found = options.find(text)
    if found is not None:
        read = Reading(State.PRESENT, rule.options[found.index])
        return read if found.exact else read.but(k5_data.READ_KINDLY, what=rule.what, found=text, read=rule.options[found.index])
    state = state_of(text)
    if state is not None:
        return Reading(state)
    listed = "、".join(rule.options)
    return _refused(k5_data.NOT_AN_OPTION, what=rule.what, found=text[:60], near=near_text(options.near(text)), options=listed)


def _date(rule: CellRule, cell: GridCell) -> Reading:
    if cell.type is CellType.DATE:
        return _stored_day(rule, cell)
    if cell.type is not CellType.TEXT:
        return _wrong_type(rule, cell)
    text = str(cell.value)
    state = state_of(text)
    if state is not None:
        return Reading(state)
    found = _DAY.fullmatch(_plain(text))
    try:
        day = dt.date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        day = None
    return Reading(State.PRESENT, as_ordinal(day)) if day is not None else _refused(k5_data.NOT_A_DATE, what=rule.what, found=text[:60])


def _stored_day(rule: CellRule, cell: GridCell) -> Reading:
    value = cell.value
    if isinstance(value, dt.datetime):
        read = Reading(State.PRESENT, as_ordinal(value.date()))
        return read.but(k5_data.READ_KINDLY, what=rule.what, found=value.isoformat(" "), read=value.date().isoformat())
    if isinstance(value, dt.date):
        return Reading(State.PRESENT, as_ordinal(value))
    return _refused(k5_data.NOT_A_DATE, what=rule.what, found=cell.raw)


def _text(rule: CellRule, cell: GridCell) -> Reading:
    """Any text; digits stay as they are written, so that 007 keeps its zeros."""
    if cell.type is CellType.BOOL:
        return _wrong_type(rule, cell)
    text = exact_text(numbers.from_double(float(cell.raw))) if cell.type is CellType.NUMBER and cell.raw else str(cell.value).strip()
    state = state_of(text)
    return Reading(State.PRESENT, text) if state is None else Reading(state)


def _unit(rule: CellRule, cell: GridCell) -> Reading:
    if cell.type is not CellType.TEXT or rule.names is None:
        return _wrong_type(rule, cell)
    text = str(cell.value).strip()
    found = rule.names.find(text)
    if found is not None:
        return Reading(State.PRESENT, rule.named[found.index])
    state = state_of(text)
    return Reading(state) if state is not None else _refused(k5_data.UNKNOWN_UNIT, found=text[:60], near=near_text(rule.names.near(text)))


_READERS: Final[Mapping[str, Callable[[CellRule, GridCell], Reading]]] = {
    "count": _number,
    "number": _number,
    "percent": _number,
    "yes_no": _yes_no,
    "date": _date,
    "choice": _choice,
    "text": _text,
    "unit": _unit,
}
